# What users see when they ask for something that cannot be: the engine's refusals, and what is refused before it is asked.
. $PSScriptRoot/OnEngine.ps1

Describe 'What the engine refuses' {
    BeforeAll {
        New-DockerNetwork e-plain | Out-Null
        New-DockerNetwork e-subnet -Subnet 10.110.0.0/24 | Out-Null
        New-DockerContainer $engine.Image -Name e-1, e-2 -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name e-lonely -Network e-plain -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name e-none -Network none -Interactive -Start | Out-Null
        Connect-DockerNetwork e-subnet e-1 -IPAddress 10.110.0.10
    }

    AfterAll {
        Reset-TestEngine
    }

    AfterEach {
        # Nothing that was refused was done by half.
        @((Get-DockerContainer e-2).Networks) | Should -Be bridge
        @((Get-DockerContainer e-lonely).Networks) | Should -Be e-plain
        @(Get-DockerNetwork e-*).Name | Should -Be e-plain, e-subnet
    }

    It 'a name of a network that is taken' {
        New-DockerNetwork e-plain @failing
        $said = '*network with name e-plain already exists*', '*Choose another name*'
        Assert-Failure $failure -Id NetworkExists -Category ResourceExists -Target e-plain -Like $said
    }

    It 'a subnet that overlaps, naming whom' {
        New-DockerNetwork e-overlap -Subnet 10.110.0.128/25 @failing
        $said = '*Pool overlaps with other one on this address space*', '*10.110.0.0/24 of the network e-subnet*', '*-Subnet*'
        Assert-Failure $failure -Id SubnetOverlap -Category ResourceExists -Target e-overlap -Like $said
    }

    It 'a container that is on the network already' {
        Connect-DockerNetwork e-subnet e-1 @failing
        Assert-Failure $failure -Id AlreadyConnected -Category ResourceExists -Target e-1 -Like '*already*e-subnet*',
            '*Disconnect-DockerNetwork*'
    }

    It 'an address that is in use, naming who has it' {
        $before = Get-EngineState
        Connect-DockerNetwork e-subnet e-2 -IPAddress 10.110.0.10 @failing
        Assert-Failure $failure -Id AddressInUse -Category ResourceExists -Target e-2 -Like "*'e-1' has the address 10.110.0.10*e-subnet*",
            '*Disconnect-DockerNetwork -Network e-subnet -Container e-1'
        Get-EngineState | Should -BeExactly $before
    }

    It 'an address that no container can have, of a network whose gateway the engine chose: <Address>' -ForEach @(
        @{ Address = '10.110.0.0'; Role = 'network address' }
        @{ Address = '10.110.0.1'; Role = 'gateway' }
        @{ Address = '10.110.0.255'; Role = 'broadcast address' }
    ) {
        $before = Get-EngineState
        Connect-DockerNetwork e-subnet e-2 -IPAddress $Address @failing -WarningVariable said
        Assert-Failure $failure -Id AddressInUse -Category ResourceExists -Target e-2 -Like "The address $Address is the $Role of *"
        $said | Should -BeNullOrEmpty
        Get-EngineState | Should -BeExactly $before
    }

    It 'what only the engine refuses, and leaves nothing of it: <Case>' -ForEach @(
        @{ Case = 'before it makes the endpoint'; Address = '10.110.0.7'; Words = '*invalid link local IP address*' }
        @{ Case = 'as it makes the interface'; Address = '169.254.1.1', '169.254.1.1'; Words = '*file exists*' }
    ) {
        $settings = { (Invoke-EngineApi '/containers/e-2/json').NetworkSettings.Networks.PSObject.Properties.Name }
        $before = & $settings
        Connect-DockerNetwork e-subnet e-2 -LinkLocalIPAddress $Address @failing -WarningVariable said -WarningAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0].TargetObject | Should -BeExactly e-2
        "$failure" | Should -BeLike $Words
        "$said" | Should -BeLike "*refused to connect 'e-2' to the network 'e-subnet'*/etc/resolv.conf*Restart-DockerContainer e-2"
        & $settings | Should -BeExactly $before
        Restart-DockerContainer e-2 -TimeoutSeconds 0
    }

    It 'what cannot be undone, saying what is left' {
        $null = New-DockerNetwork e-full -Subnet 10.113.0.0/30
        $null = New-DockerContainer $engine.Image -Name e-3 -Network e-full -Interactive -Start
        Connect-DockerNetwork e-full e-2 @failing
        $failure | Should -HaveCount 1
        "$failure" | Should -BeLike "no available *e-full*The engine kept the refused endpoint in the settings of the container 'e-2'*"
        Remove-DockerContainer e-3 -Force
        Connect-DockerNetwork e-full e-2
        Disconnect-DockerNetwork e-full e-2
        Remove-DockerNetwork e-full
    }

    It 'the address of the gateway, or a reserved one' {
        $null = New-DockerNetwork e-reserved -Subnet 10.112.0.0/24 -Gateway 10.112.0.254 -AuxAddress @{ printer = '10.112.0.9' }
        Connect-DockerNetwork e-reserved e-2 -IPAddress 10.112.0.254 @failing
        Assert-Failure $failure -Id AddressInUse -Category ResourceExists -Target e-2 -Like '*10.112.0.254 is the gateway*e-reserved*'
        Connect-DockerNetwork e-reserved e-2 -IPAddress 10.112.0.9 @failing
        Assert-Failure $failure -Id AddressInUse -Category ResourceExists -Target e-2 -Like "*e-reserved*10.112.0.9 as 'printer'*"
        Remove-DockerNetwork e-reserved
    }

    It 'an address outside the subnet' {
        Connect-DockerNetwork e-subnet e-2 -IPAddress 10.111.0.10 @failing
        Assert-Failure $failure -Id AddressOutsideSubnet -Category InvalidArgument -Target e-2 -Like '*10.111.0.10*', '*subnet*',
            '*Choose an address*'
    }

    It 'a chosen address on a network without a subnet of its own' {
        $free = (Get-DockerNetwork e-plain).Subnets[0].BaseAddress.ToString() -replace '\.0$', '.200'
        Connect-DockerNetwork e-plain e-2 -IPAddress $free @failing
        $said = '*user*specified IP address is supported*', '*-Subnet*'
        Assert-Failure $failure -Id StaticAddressNotSupported -Category InvalidArgument -Target e-2 -Like $said
    }

    It 'a container that it calls by its id, with the first 12 digits' {
        $null = New-DockerContainer alpine sleep, infinity -Name e-paused -Start
        Suspend-DockerContainer e-paused
        Suspend-DockerContainer e-paused @failing
        $said = 'Container ???????????? is already paused*'
        Assert-Failure $failure -Id ContainerPaused -Category InvalidOperation -Target e-paused -Like $said
        $failure[0].Exception.Message | Should -Match '[0-9a-f]{64}'
        Remove-DockerContainer e-paused -Force
    }

    It 'an alias on the default bridge' {
        Connect-DockerNetwork bridge e-lonely -Alias x @failing
        $said = '*alias is supported only*user defined networks*', '*New-DockerNetwork*'
        Assert-Failure $failure -Id AliasNotSupported -Category InvalidArgument -Target e-lonely -Like $said
    }

    It 'the host''s network for a container that has its own' {
        Connect-DockerNetwork host e-lonely @failing
        Assert-Failure $failure -Id HostNetwork -Category InvalidOperation -Target e-lonely -Like '*host network*',
            '*Create the container with -Network host*'
    }

    It 'another network for a container without network' {
        Connect-DockerNetwork e-plain e-none @failing
        $given = @{
            Id       = $failure[0].FullyQualifiedErrorId.Split(',')[0]
            Category = 'InvalidArgument'
            Target   = 'e-none'
            Like     = '*(none) mode*'
        }
        Assert-Failure $failure @given
    }
}

Describe 'Names that are not there' {
    It 'are errors about themselves: <Name>' -TestCases @(
        @{ Name = 'nosuch' }
        @{ Name = 'a/b' }
        @{ Name = '../containers/json' }
        @{ Name = '..' }
        @{ Name = '%2e%2e' }
        @{ Name = '100%' }
        @{ Name = 'a#b' }
        @{ Name = 'with blanks' }
        @{ Name = 'a&b=c' }
        @{ Name = 'ü' }
    ) {
        $about = @{ Category = 'ObjectNotFound'; Target = $Name; Like = "*'$Name'*", "*$($engine.DockerHost)*" }
        Get-DockerNetwork $Name @failing
        Assert-Failure $failure -Id NetworkNotFound @about
        Remove-DockerNetwork $Name @failing
        Assert-Failure $failure -Id NetworkNotFound @about
        Connect-DockerNetwork $Name nobody @failing
        Assert-Failure $failure -Id NetworkNotFound @about
        Disconnect-DockerNetwork $Name nobody @failing
        Assert-Failure $failure -Id NetworkNotFound @about
        Connect-DockerNetwork bridge $Name @failing
        Assert-Failure $failure -Id ContainerNotFound @about
        Disconnect-DockerNetwork bridge $Name @failing
        Assert-Failure $failure -Id ContainerNotFound @about

        foreach ($command in 'Get', 'Start', 'Stop', 'Remove') {
            & "$command-DockerContainer" $Name @failing
            Assert-Failure $failure -Id ContainerNotFound @about
        }

        Invoke-DockerContainerCommand $Name true @failing
        Assert-Failure $failure -Id ContainerNotFound @about
        Test-ContainerReachability $Name 127.0.0.1 @failing
        Assert-Failure $failure -Id ContainerNotFound @about
    }

    It 'are not found by Disconnect-DockerNetwork -Force either: <Name>' -TestCases @(
        @{ Name = 'nosuch' }
        @{ Name = '../x' }
    ) {
        Disconnect-DockerNetwork bridge $Name -Force @failing
        $failure | Should -HaveCount 1
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failure[0].TargetObject | Should -Be $Name
    }
}

Describe 'What New-DockerNetwork refuses before the engine is asked' {
    # Said to be before: the engine that is named here does not exist, and nobody notices.
    It '<Case>' -TestCases @(
        @{
            Case       = 'a range without subnet'
            Id         = 'InvalidIPRange'
            Parameters = @{ IPRange = '10.0.0.0/24' }
            Like       = '*10.0.0.0/24*Give the subnet too*'
        }
        @{
            Case       = 'a gateway without subnet'
            Id         = 'InvalidGateway'
            Parameters = @{ Gateway = '10.0.0.1' }
            Like       = '*10.0.0.1*Give the subnet too*'
        }
        @{
            Case       = 'an auxiliary address without subnet'
            Id         = 'InvalidAuxAddress'
            Parameters = @{ AuxAddress = @{ r = '10.0.0.1' } }
            Like       = '*10.0.0.1*no subnet*'
        }
        @{
            Case       = 'overlapping subnets'
            Id         = 'InvalidSubnet'
            Parameters = @{ Subnet = '10.0.0.0/16', '10.0.3.0/24' }
            Like       = '*10.0.3.0/24 and 10.0.0.0/16 overlap*'
        }
        @{
            Case       = 'the same subnet twice'
            Id         = 'InvalidSubnet'
            Parameters = @{ Subnet = '10.0.0.0/16', '10.0.0.0/16' }
            Like       = '*overlap*'
        }
        @{
            Case       = 'two gateways in one subnet'
            Id         = 'InvalidGateway'
            Parameters = @{ Subnet = '10.0.0.0/16', '10.1.0.0/16'; Gateway = '10.0.0.1', '10.0.0.2' }
            Like       = '*multiple gateways (10.0.0.2, 10.0.0.1)*10.0.0.0/16*'
        }
        @{
            Case       = 'two ranges in one subnet'
            Id         = 'InvalidIPRange'
            Parameters = @{ Subnet = '10.0.0.0/16', '10.1.0.0/16'; IPRange = '10.0.1.0/24', '10.0.2.0/24' }
            Like       = '*multiple ranges*10.0.0.0/16*'
        }
        @{
            Case       = 'a gateway outside the subnet'
            Id         = 'InvalidGateway'
            Parameters = @{ Subnet = '10.0.0.0/16'; Gateway = '10.1.0.1' }
            Like       = '*10.1.0.1*10.0.0.0/16*'
        }
        @{
            Case       = 'a range outside the subnet'
            Id         = 'InvalidIPRange'
            Parameters = @{ Subnet = '10.0.0.0/16'; IPRange = '10.1.0.0/24' }
            Like       = '*10.1.0.0/24*10.0.0.0/16*'
        }
        @{
            Case       = 'a range wider than the subnet'
            Id         = 'InvalidIPRange'
            Parameters = @{ Subnet = '10.0.0.0/16'; IPRange = '10.0.0.0/8' }
            Like       = '*10.0.0.0/8*'
        }
        @{
            Case       = 'an auxiliary address outside'
            Id         = 'InvalidAuxAddress'
            Parameters = @{ Subnet = '10.0.0.0/16'; AuxAddress = @{ r = '10.9.0.1' } }
            Like       = '*10.9.0.1*10.0.0.0/16*'
        }
        @{
            Case       = 'an auxiliary address that is none'
            Id         = 'InvalidAuxAddress'
            Parameters = @{ Subnet = '10.0.0.0/16'; AuxAddress = @{ r = 'router' } }
            Like       = "*'r'*'router'*"
        }
        @{
            Case       = 'an auxiliary address without name'
            Id         = 'InvalidAuxAddress'
            Parameters = @{ Subnet = '10.0.0.0/16'; AuxAddress = @{ '' = '10.0.0.9' } }
            Like       = '*without a name*'
        }
        @{ Case = 'a subnet without prefix'; Id = 'InvalidSubnet'; Parameters = @{ Subnet = '10.0.0.0' }; Like = "*'10.0.0.0'*CIDR*" }
        @{
            Case       = 'a prefix that is too long'
            Id         = 'InvalidSubnet'
            Parameters = @{ Subnet = '10.0.0.0/33' }
            Like       = "*'10.0.0.0/33'*CIDR*"
        }
        @{
            Case       = 'a range that is none'
            Id         = 'InvalidIPRange'
            Parameters = @{ Subnet = '10.0.0.0/16'; IPRange = 'all' }
            Like       = "*'all'*CIDR*"
        }
        @{ Case = 'a label without name'; Id = 'InvalidLabel'; Parameters = @{ Label = @{ '' = 'x' } }; Like = '*without a name*' }
        @{
            Case       = 'a configuration from a configuration'
            Id         = 'ConflictingParameters'
            Parameters = @{ ConfigOnly = $true; ConfigFrom = 'x' }
            Like       = '*-ConfigOnly*-ConfigFrom*'
        }
    ) {
        New-DockerNetwork e-refused @Parameters -DockerHost unix:///nosuch/docker.sock @failing
        Assert-Failure $failure -Id $Id -Category InvalidArgument -Target e-refused -Like $Like
    }

    It 'the names of the engine''s own networks: <Name>' -TestCases @(
        @{ Name = 'bridge' }
        @{ Name = 'host' }
        @{ Name = 'none' }
        @{ Name = 'default' }
    ) {
        New-DockerNetwork $Name -DockerHost unix:///nosuch/docker.sock @failing
        Assert-Failure $failure -Id PredefinedNetwork -Category InvalidArgument -Target $Name -Like "*'$Name'*"
    }

    It 'a blank name' {
        New-DockerNetwork ' ' -DockerHost unix:///nosuch/docker.sock @failing
        Assert-Failure $failure -Id InvalidName -Category InvalidArgument -Target ' '
        { New-DockerNetwork '' } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'with -WhatIf as well' {
        New-DockerNetwork e-refused -Gateway 10.0.0.1 -WhatIf @failing
        Assert-Failure $failure -Id InvalidGateway -Category InvalidArgument -Target e-refused
    }

    It 'and makes the good ones all the same' {
        (New-DockerNetwork e-good-1, bridge, e-good-2 @failing).Name | Should -Be e-good-1, e-good-2
        Assert-Failure $failure -Id PredefinedNetwork -Category InvalidArgument -Target bridge

        $made = @(
            [pscustomobject]@{ Name = 'e-row-1'; Subnet = '10.112.0.0/24' }
            [pscustomobject]@{ Name = 'e-row-2'; Subnet = 'nonsense' }
            [pscustomobject]@{ Name = 'e-row-3'; Subnet = '10.112.1.0/24' }
        ) | New-DockerNetwork @failing
        $made.Name | Should -Be e-row-1, e-row-3
        Assert-Failure $failure -Id InvalidSubnet -Category InvalidArgument -Target e-row-2
        Remove-DockerNetwork e-*
    }
}

Describe 'What Connect-DockerNetwork refuses before the engine is asked' {
    BeforeAll {
        New-DockerNetwork e-net -Subnet 10.113.0.0/24 | Out-Null
        New-DockerContainer $engine.Image -Name e-1, e-2 | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It '<Case>' -TestCases @(
        @{
            Case       = 'an IPv6 address as IPv4'
            Id         = 'InvalidIPAddress'
            Parameters = @{ Container = 'e-1'; IPAddress = 'fd00::1' }
            Like       = '*-IPAddress*fd00::1*'
        }
        @{
            Case       = 'an IPv4 address as IPv6'
            Id         = 'InvalidIPv6Address'
            Parameters = @{ Container = 'e-1'; IPv6Address = '10.113.0.9' }
            Like       = '*-IPv6Address*10.113.0.9*'
        }
        @{
            Case       = 'a MAC address that is none'
            Id         = 'InvalidMacAddress'
            Parameters = @{ Container = 'e-1'; MacAddress = '02:42' }
            Like       = "*'02:42'*"
        }
        @{
            Case       = 'an option without name'
            Id         = 'InvalidDriverOption'
            Parameters = @{ Container = 'e-1'; DriverOption = @{ '' = 1 } }
            Like       = '*without a name*'
        }
    ) {
        $before = Get-EngineState
        Connect-DockerNetwork e-net @Parameters @failing
        Assert-Failure $failure -Id $Id -Category InvalidArgument -Target e-1 -Like $Like
        Get-EngineState | Should -Be $before
    }

    It 'one address for several containers' {
        $before = Get-EngineState
        Connect-DockerNetwork e-net e-1, e-2 -IPAddress 10.113.0.9 @failing
        $failure | Should -Not -BeNullOrEmpty
        $failure | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'ConflictingParameters,*' }
        Connect-DockerNetwork e-net e-* -IPAddress 10.113.0.9 @failing
        $failure | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'ConflictingParameters,*' }
        Get-EngineState | Should -Be $before
    }
}
