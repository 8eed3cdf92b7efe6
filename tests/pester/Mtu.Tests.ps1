# Packets of a chosen size: what fits, what a router refuses by name, and what vanishes on the way without a message.
BeforeDiscovery {
    # Links are narrowed in the private engine's network namespace.
    $noNamespace = [bool]$env:DOCKERNETWORK_TEST_HOST
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $mtu = 'com.docker.network.driver.mtu'
    New-DockerNetwork wide -Subnet 10.61.0.0/24, fd61::/64 -EnableIPv6 | Out-Null
    New-DockerNetwork narrow -Subnet 10.62.0.0/24, fd62::/64 -EnableIPv6 -Option @{ $mtu = '1400' } | Out-Null
    foreach ($name in 'from', 'to') { New-DockerContainer busybox sleep, infinity -Name $name -Network wide -Start | Out-Null }
    foreach ($name in 'small1', 'small2') { New-DockerContainer busybox sleep, infinity -Name $name -Network narrow -Start | Out-Null }

    function Invoke-InEngine {
        # A command in the private engine's network namespace.
        & nsenter "--net=/run/netns/$($engine.NetworkNamespace)" @args
        if ($LASTEXITCODE) { throw "$args failed" }
    }

    function Test-Size {
        param($Target, [int] $Size, [switch] $DontFragment, [hashtable] $With = @{})

        $how = if ($Target -match '^[a-z]') { @{ By = 'Name' } } else { @{} }
        Test-ContainerReachability from $Target -Size $Size -DontFragment:$DontFragment -TimeoutSeconds 1 @how @With
    }
}

AfterAll {
    Reset-TestEngine
    Disconnect-TestEngine
}

Describe 'Packets of a size' {
    It 'reach a container with <Size> bytes of data by IPv<Family>' -ForEach @(
        @{ Size = 0; Family = 4 }, @{ Size = 1473; Family = 4 }, @{ Size = 20001; Family = 4 }, @{ Size = 65507; Family = 4 }
        @{ Size = 0; Family = 6 }, @{ Size = 1453; Family = 6 }, @{ Size = 65507; Family = 6 }
    ) {
        $result = Test-Size to $Size -With @{ "IPv$Family" = $true; Count = 2; Delay = 0 }

        $result.Observed, $result.Sent, $result.Received | Should -Be Reachable, 2, 2
    }

    It 'fill the packets that a network carries, and no larger ones (IPv<Family>)' -ForEach @(
        @{ Family = 4; Fits = 1372 }
        @{ Family = 6; Fits = 1352 }
    ) {
        $test = @{ Source = 'small1'; Target = 'small2'; By = 'Name'; DontFragment = $true; "IPv$Family" = $true }
        (Test-ContainerReachability @test -Size $Fits).Observed | Should -Be Reachable
        $result = Test-ContainerReachability @test -Size ($Fits + 1)

        $result.Observed, $result.Agrees, $result.Reasons[0].Code | Should -Be Blocked, $null, PathMtu
        $result.Reasons[0].Component | Should -Be small1
        $result.Reasons[0].Message | Should -BeLike "*packet of 1401 bytes*own interface, 1400 bytes*-Size $Fits).*"
    }

    It 'are datagrams too' {
        $test = @{ Source = 'small1'; Target = 'small2'; By = 'Name'; DontFragment = $true; UdpPort = 9; TimeoutSeconds = 1 }
        (Test-ContainerReachability @test -Size 1372).Observed | Should -Be Refused
        $result = Test-ContainerReachability @test -Size 1373

        $result.Observed, $result.Reasons[0].Code | Should -Be Blocked, PathMtu
        $result.Reasons[0].Message | Should -BeLike '*own interface, 1400 bytes*'
    }

    It 'are sent by a sidecar as by the agent' {
        $result = Test-Size to 1473 -DontFragment -With @{ Method = 'Sidecar' }

        $result.Method, $result.Observed, $result.Reasons[0].Code | Should -Be Sidecar, Blocked, PathMtu
    }

    It 'are not probed with the containers'' own tools' {
        $result = Test-Size to 100 -With @{ Method = 'Exec' }

        $result.Observed, $result.Reasons[0].Code | Should -Be Unknown, NotProbed
        $result.Reasons[0].Message | Should -BeLike '*-Size and -DontFragment need the agent or a sidecar*'
    }

    It 'are not for TCP' {
        { Test-Size to 100 -With @{ TcpPort = 80 } } | Should -Throw -ErrorId 'ConflictingParameters,*'
        { Test-Size to 100 -With @{ Http = $true } } | Should -Throw '*-Size and -Http*'
        { Test-ContainerReachability from to -DontFragment -TcpPort 80 } | Should -Throw '*-DontFragment and -TcpPort*'
        { Test-ContainerReachability from to:80 -Size 100 } | Should -Throw '*port of ''to''*Write the target without a port*'
        { Test-ContainerReachability from to -Size 65508 } | Should -Throw
    }
}

Describe 'A narrow interface between two containers' -Skip:$noNamespace {
    BeforeAll {
        $link = (Get-DockerContainerInterface to | Where-Object Name -EQ eth0).HostInterface
        Invoke-InEngine ip link set $link mtu 1300
    }

    AfterAll { Invoke-InEngine ip link set $link mtu 1500 }

    It 'swallows large packets without a message' {
        (Test-Size to 1272 -DontFragment -With @{ IPv4 = $true }).Observed | Should -Be Reachable
        $result = Test-Size to 1372 -DontFragment -With @{ IPv4 = $true }

        $result.Observed, $result.Predicted, $result.Agrees, $result.Reasons[0].Code | Should -Be Blocked, Reachable, $null, PathMtu
        $result.Reasons[0].Message | Should -BeLike '*packets of 1400 bytes are lost without a message*'
        $result.Reasons.Code | Should -Not -Contain Disagreement
    }

    It 'is named by the search for the path MTU, with the option that mends it' {
        $trace = Trace-ContainerReachability from to -IPv4 -FindMtu | Select-Object -First 1

        $trace.Reachable, $trace.PathMtu, $trace.Reasons[0].Code | Should -Be $true, 1300, PathMtu
        $trace.Reasons[0].Component | Should -Be "$link of @host"
        $trace.Reasons[0].Message | Should -BeLike ('Packets of at most 1300 bytes get from from to to*narrow link is*(network wide)*' +
            "black hole*New-DockerNetwork wide -Option @{ 'com.docker.network.driver.mtu' = '1300' }*")
    }

    It 'is no search''s finding where there is none' {
        $trace = Trace-ContainerReachability small1 small2 -FindMtu | Select-Object -First 1

        $trace.Reachable, $trace.PathMtu | Should -Be $true, 1400
        $trace.Reasons.Code | Should -Not -Contain PathMtu
    }

    # With br_netfilter, a bridge whose own MTU follows its narrowest port answers like a router.
    It 'swallows them in IPv6 too, or the bridge says so' {
        (Test-Size to 1252 -DontFragment -With @{ IPv6 = $true }).Observed | Should -Be Reachable
        $result = Test-Size to 1352 -DontFragment -With @{ IPv6 = $true }

        $result.Observed, $result.Agrees, $result.Reasons[0].Code | Should -Be Blocked, $null, PathMtu
        $result.Reasons[0].Component | Should -BeIn from, fd61::1
    }

    It 'is found for a port that does not answer' {
        $result = Test-Size to 1372 -DontFragment -With @{ UdpPort = 9; IPv4 = $true }

        $result.Observed, $result.Reasons[0].Code | Should -Be Blocked, PathMtu
    }

    It 'is not made up for a target that is not there' {
        $result = Test-Size 10.61.0.99 1372 -DontFragment

        $result.Observed | Should -BeIn Blocked, NoRoute
        $result.Reasons.Code | Should -Not -Contain PathMtu
    }
}

Describe 'A narrow link behind the host' -Skip:$noNamespace {
    BeforeAll {
        # Both ends, so that answers fit too.
        $out = (Invoke-InEngine ip -o route get 198.51.100.1) -replace '.* dev (\S+) .*', '$1' | Select-Object -First 1
        $outside = "$($engine.NetworkNamespace)-out"
        $end = (& ip -n $outside -o route get 198.51.100.2) -replace '.* dev (\S+) .*', '$1' | Select-Object -First 1
        Invoke-InEngine ip link set $out mtu 1300
        & ip -n $outside link set $end mtu 1300
        $six = (Test-ContainerReachability from 2001:db8:ffff::1).Reachable
    }

    AfterAll {
        Invoke-InEngine ip link set $out mtu 1500
        & ip -n $outside link set $end mtu 1500
    }

    It 'is named by the host, with its MTU' {
        (Test-Size 198.51.100.1 1272 -DontFragment).Observed | Should -Be Reachable
        $result = Test-Size 198.51.100.1 1372 -DontFragment

        $result.Observed, $result.Reasons[0].Code, $result.Reasons[0].Component | Should -Be Blocked, PathMtu, 10.61.0.1
        $result.Reasons[0].Message | Should -BeLike '*packet of 1400 bytes*next link, 1300 bytes*-Size 1272).*'
    }

    It 'is named for datagrams too' {
        $result = Test-Size 198.51.100.1 1372 -DontFragment -With @{ UdpPort = 53 }

        $result.Observed, $result.Reasons[0].Code, $result.Reasons[0].Component | Should -Be Blocked, PathMtu, 10.61.0.1
    }

    It 'is passed in fragments where they are allowed' {
        (Test-Size 198.51.100.1 1372).Observed | Should -Be Reachable
    }

    It 'is named in IPv6, and passed in fragments' {
        if (-not $six) {
            Set-ItResult -Skipped -Because 'this engine does not masquerade IPv6'
            return
        }

        (Test-Size 2001:db8:ffff::1 1352).Observed | Should -Be Reachable
        $result = Test-Size 2001:db8:ffff::1 1352 -DontFragment
        $result.Observed, $result.Reasons[0].Code | Should -Be Blocked, PathMtu
        $result.Reasons[0].Message | Should -BeLike '*next link, 1300 bytes*-Size 1252).*'
    }

    Context 'whose messages are dropped' {
        BeforeAll { Invoke-InEngine iptables -I OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP }
        AfterAll { Invoke-InEngine iptables -D OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP }

        It 'is a black hole' -ForEach @(
            @{ With = @{} }
            @{ With = @{ UdpPort = 53 } }
        ) {
            $result = Test-Size 198.51.100.1 1372 -DontFragment -With $With

            $result.Observed, $result.Reasons[0].Code, $result.Reasons[0].Component | Should -Be Blocked, PathMtu, from
            $result.Reasons[0].Message | Should -BeLike '*Small packets*packets of 1400 bytes are lost without a message*'
        }
    }
}

Describe 'The MTU of networks and interfaces' {
    It 'is shown' {
        (Get-DockerNetwork narrow).Mtu, (Get-DockerNetwork wide).Mtu | Should -Be 1400, $null
        (Get-DockerNetwork narrow | Format-List | Out-String) | Should -Match 'Mtu +: 1400'
        (Get-DockerContainerInterface small1 | Where-Object Name -EQ eth0).Mtu | Should -Be 1400
        (Get-DockerContainerInterface small1 | Format-Table | Out-String -Width 200) | Should -Match 'eth0 .*1400'
    }

    It 'lasts through Clixml' {
        $file = Join-Path $TestDrive network.xml
        Get-DockerNetwork narrow | Export-Clixml $file
        (Import-Clixml $file).Mtu | Should -Be 1400
    }
}

Describe 'Options that a driver does not know' {
    It 'are warned of, with what was meant' {
        $options = @{ 'com.docker.network.mtu' = '1400' }
        New-DockerNetwork typo -Option $options -WarningVariable said -WarningAction SilentlyContinue | Out-Null

        $said | Should -HaveCount 1
        "$said" | Should -Be ("The driver bridge does not know the option 'com.docker.network.mtu' and ignores it. " +
            "Did you mean 'com.docker.network.driver.mtu'?")
        (Get-DockerNetwork typo).Mtu | Should -BeNullOrEmpty
    }

    It 'are warned of with -WhatIf, even if no engine answers' {
        $options = @{ 'com.docker.network.mtu' = '1400' }
        foreach ($more in @{}, @{ DockerHost = 'unix:///nowhere' }) {
            New-DockerNetwork typo2 -Option $options -WhatIf @more -WarningVariable said -WarningAction SilentlyContinue
            "$said" | Should -BeLike "The driver bridge does not know the option 'com.docker.network.mtu'*"
        }
        Get-DockerNetwork typo2* | Should -BeNullOrEmpty
    }

    It 'are ignored by the engine, so the containers have its own MTU' {
        New-DockerContainer busybox sleep, infinity -Name typo1 -Network typo -Start | Out-Null

        (Get-DockerContainerInterface typo1 | Where-Object Name -EQ eth0).Mtu | Should -Be 1500
    }

    It 'are not warned of if the driver knows them' {
        New-DockerNetwork right -Option @{ $mtu = '1400'; 'com.docker.network.bridge.enable_icc' = 'true' } -WarningVariable said | Out-Null

        $said | Should -BeNullOrEmpty
    }
}
