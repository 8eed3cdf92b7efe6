# Objects are who they are: what is piped or passed means what it was read from, by its id, whatever has its name now. A stale object is
# an error and changes nothing.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine

    function Invoke-Rename([string] $Container, [string] $Name) {
        $null = Invoke-EngineApi "/containers/$Container/rename?name=$Name" -Method POST
    }

    function Get-NetworkOf([string] $Container) {
        (Invoke-EngineApi "/containers/$Container/json").NetworkSettings.Networks.PSObject.Properties.Name | Sort-Object
    }

    # Runs a command that must fail with one error, and change nothing.
    function Assert-Stale([scriptblock] $Command, [string] $Id) {
        $before = Get-EngineState
        $failure = @(& $Command 2>&1)
        $failure | Should -HaveCount 1 -Because "it gave: $failure"
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*" -Because $failure[0]
        Get-EngineState | Should -BeExactly $before
    }
}

AfterAll { Disconnect-TestEngine }

Describe 'A network object' {
    AfterEach { Reset-TestEngine }

    It 'is not the network that is named like its id' {
        $one = New-DockerNetwork one
        $other = New-DockerNetwork $one.Id
        (Get-DockerNetwork $one.Id).Name | Should -BeExactly one -Because '64 hexadecimal digits are an id first'
        ($one | Get-DockerNetwork).Id | Should -BeExactly $one.Id
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network none
        $null = New-DockerContainer alpine sleep, infinity -Name db -Network $one -Start
        Get-NetworkOf db | Should -BeExactly one
        ($one | Get-DockerNetworkEndpoint).Container | Should -Be db

        $one | Disconnect-DockerNetwork -Container db
        $one | Connect-DockerNetwork -Container db
        Get-NetworkOf db | Should -BeExactly one
        $one | Remove-DockerNetwork -Force
        (Get-DockerNetwork).Id | Should -Contain $other.Id
        (Get-DockerNetwork).Id | Should -Not -Contain $one.Id
    }

    It 'that was removed is an error for <Name>, although another network has its name' -ForEach @(
        @{ Name = 'Remove-DockerNetwork'; Command = { $stale | Remove-DockerNetwork } }
        @{ Name = 'Remove-DockerNetwork -Force'; Command = { $stale | Remove-DockerNetwork -Force } }
        @{ Name = 'Connect-DockerNetwork'; Command = { $stale | Connect-DockerNetwork -Container web } }
        @{ Name = 'Disconnect-DockerNetwork'; Command = { $stale | Disconnect-DockerNetwork -Container db } }
        @{ Name = 'Disconnect-DockerNetwork -Force'; Command = { $stale | Disconnect-DockerNetwork -Container db -Force } }
        @{ Name = 'New-DockerContainer'; Command = { New-DockerContainer alpine -Name new -Network $stale } }
        @{
            Name = 'New-DockerContainer, in a hashtable'
            Command = { New-DockerContainer alpine -Name new -Network @{ Name = $stale; Alias = 'x' } }
        }
        @{ Name = 'New-DockerContainer, as the second one'; Command = { New-DockerContainer alpine -Name new -Network bridge, $stale } }
        @{ Name = 'Get-DockerNetwork'; Command = { $stale | Get-DockerNetwork } }
        @{ Name = 'Get-DockerNetworkEndpoint'; Command = { $stale | Get-DockerNetworkEndpoint } }
        @{ Name = 'Get-DockerNetworkTopology'; Command = { $stale | Get-DockerNetworkTopology } }
        @{ Name = 'Get-DockerContainer'; Command = { Get-DockerContainer -Network $stale } }
        @{ Name = 'Get-DockerContainer, of piped containers'; Command = { 'db', 'web' | Get-DockerContainer -Network $stale } }
        @{ Name = 'Test-ContainerReachability'; Command = { Test-ContainerReachability db db -Network $stale -Predict } }
    ) {
        $stale = New-DockerNetwork app
        Remove-DockerNetwork app
        $null = New-DockerNetwork app
        $null = New-DockerContainer alpine sleep, infinity -Name db -Network app -Start
        $null = New-DockerContainer alpine sleep, infinity -Name web -Start
        $ErrorActionPreference = 'Continue'
        Assert-Stale $Command NetworkNotFound
    }

    It 'selects the containers on it, whatever its name is' {
        $stale = New-DockerNetwork app
        Remove-DockerNetwork app
        $app, $other = New-DockerNetwork app, other
        $null = New-DockerContainer alpine sleep, infinity -Name db -Network app -Start
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network other -Start
        (Get-DockerContainer -Network $app).Name | Should -BeExactly db
        (Get-DockerContainer -Network $app, o*).Name | Should -BeExactly db, web
        (Get-DockerContainer -Network App).Name | Should -BeExactly db
        (Get-DockerContainer -Network $app.Id.Substring(0, 12)).Name | Should -BeExactly db
        Get-DockerContainer -Network nowhere* | Should -BeNullOrEmpty
        { Get-DockerContainer -Network nowhere } | Should -Throw "There is no network 'nowhere'*"
        $found = Get-DockerContainer -Network $stale, $other -ErrorAction SilentlyContinue -ErrorVariable failure
        $found.Name | Should -BeExactly web
        $failure | Should -HaveCount 1
        $failure[0].TargetObject | Should -Be app
        $failure[0] | Should -Match 'app.*with the id'
    }

    It 'is joined by a new container even if its name is <_>' -ForEach 'a*', 'x?', '[ab]', 'container:web' {
        $odd = Invoke-EngineApi '/networks/create' -Method POST -Body @{ Name = $_ }
        $network = Get-DockerNetwork -Id $odd.Id
        $null = New-DockerContainer alpine sleep, infinity -Name first -Network $network -Start
        $null = New-DockerContainer alpine sleep, infinity -Name second -Network bridge, $network -Start
        (Invoke-EngineApi '/containers/first/json').NetworkSettings.Networks.PSObject.Properties.Value.NetworkID | Should -Be $odd.Id
        (Invoke-EngineApi '/containers/second/json').NetworkSettings.Networks.PSObject.Properties.Value.NetworkID | Should -Contain $odd.Id
    }

    It 'is joined by a new container even if another network has its name' {
        if ($engine.ApiVersion -ge [version]'1.44') { Set-ItResult -Skipped -Because 'names are unique from API 1.44 on'; return }
        $twins = foreach ($i in 1, 2) { (Invoke-EngineApi '/networks/create' -Method POST -Body @{ Name = 'twin' }).Id }
        foreach ($id in $twins) {
            $container = New-DockerContainer alpine sleep, infinity -Network (Get-DockerNetwork -Id $id) -Start
            $container.Endpoints.NetworkId | Should -Be $id
        }
    }
}

Describe 'A container object' {
    AfterEach { Reset-TestEngine }

    It 'means the same container after a rename, for <Name>' -ForEach @(
        @{
            Name = 'Stop-DockerContainer'
            Command = { $web | Stop-DockerContainer }
            Check = { (Get-DockerContainer old).State | Should -Be Exited }
        }
        @{
            Name = 'Restart-DockerContainer'
            Command = { $web | Restart-DockerContainer }
            Check = { (Get-DockerContainer old).State | Should -Be Running }
        }
        @{
            Name = 'Remove-DockerContainer'
            Command = { $web | Remove-DockerContainer -Force }
            Check = { (Get-DockerContainer).Name | Should -Be web }
        }
        @{
            Name = 'Connect-DockerNetwork'
            Command = { $web | Connect-DockerNetwork app }
            Check = { Get-NetworkOf old | Should -Be app, bridge }
        }
        @{
            Name = 'Disconnect-DockerNetwork'
            Command = { $web | Disconnect-DockerNetwork bridge }
            Check = { Get-NetworkOf old | Should -BeNullOrEmpty }
        }
        @{
            Name = 'Invoke-DockerContainerCommand'
            Command = { $web | Invoke-DockerContainerCommand -Command touch, /done }
            Check = { Invoke-DockerContainerCommand old -Command ls, / | Should -Contain done }
        }
        @{
            Name = 'New-DockerContainer'
            Command = { New-DockerContainer alpine sleep, infinity -Name new -Network $web -Start }
            Check = { (Get-DockerContainer new).NamespaceOwner | Should -Be old }
        }
        @{ Name = 'Get-DockerContainer'; Command = { $web | Get-DockerContainer }; Check = { $given.Name | Should -Be old } }
    ) {
        $null = New-DockerNetwork app
        $web = New-DockerContainer alpine sleep, infinity -Name web -Start
        Invoke-Rename web old
        $other = New-DockerContainer alpine sleep, infinity -Name web -Start
        $given = & $Command
        & $Check
        $now = Invoke-EngineApi '/containers/web/json'
        $now.Id, $now.State.Running | Should -Be $other.Id, $true
        Get-NetworkOf web | Should -Be bridge
        Invoke-DockerContainerCommand web -Command ls, / | Should -Not -Contain done
    }

    It 'that was removed is an error for <Name>, although another container has its name' -ForEach @(
        @{ Name = 'Start-DockerContainer'; Command = { $stale | Start-DockerContainer } }
        @{ Name = 'Stop-DockerContainer'; Command = { $stale | Stop-DockerContainer } }
        @{ Name = 'Restart-DockerContainer'; Command = { $stale | Restart-DockerContainer } }
        @{ Name = 'Remove-DockerContainer'; Command = { $stale | Remove-DockerContainer -Force } }
        @{ Name = 'Connect-DockerNetwork'; Command = { $stale | Connect-DockerNetwork app } }
        @{ Name = 'Disconnect-DockerNetwork'; Command = { $stale | Disconnect-DockerNetwork bridge } }
        @{ Name = 'Invoke-DockerContainerCommand'; Command = { $stale | Invoke-DockerContainerCommand -Command touch, /done } }
        @{ Name = 'New-DockerContainer'; Command = { New-DockerContainer alpine -Name new -Network $stale } }
        @{ Name = 'Get-DockerContainer'; Command = { $stale | Get-DockerContainer } }
        @{ Name = 'Test-ContainerReachability'; Command = { Test-ContainerReachability web $stale -Predict } }
    ) {
        $null = New-DockerNetwork app
        $stale = New-DockerContainer alpine sleep, infinity -Name web
        Remove-DockerContainer web
        $null = New-DockerContainer alpine sleep, infinity -Name web -Start
        $ErrorActionPreference = 'Continue'
        Assert-Stale $Command ContainerNotFound
    }
}

Describe 'An endpoint object' {
    AfterEach { Reset-TestEngine }

    It 'is of its container and its network, whatever their names are' {
        $null = New-DockerNetwork app
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network app -Start
        $endpoint = Get-DockerNetworkEndpoint app web
        Invoke-Rename web old
        $other = New-DockerContainer alpine sleep, infinity -Name web -Network app -Start

        ($endpoint | Get-DockerNetworkEndpoint).Container | Should -Be old
        $endpoint | Disconnect-DockerNetwork
        Get-NetworkOf old | Should -BeNullOrEmpty
        $endpoint | Connect-DockerNetwork
        Get-NetworkOf old | Should -Be app
        $endpoint | Stop-DockerContainer
        (Invoke-EngineApi '/containers/old/json').State.Running | Should -BeFalse
        (Invoke-EngineApi "/containers/$($other.Id)/json").State.Running | Should -BeTrue
        Get-NetworkOf web | Should -Be app
    }

    It 'of a network that was removed is an error for <Name>, although another network has its name' -ForEach @(
        @{ Name = 'Disconnect-DockerNetwork'; Command = { $stale | Disconnect-DockerNetwork } }
        @{ Name = 'Disconnect-DockerNetwork -Force'; Command = { $stale | Disconnect-DockerNetwork -Force } }
        @{ Name = 'Connect-DockerNetwork'; Command = { $stale | Connect-DockerNetwork } }
        @{ Name = 'Remove-DockerNetwork'; Command = { $stale | Remove-DockerNetwork } }
        @{ Name = 'Get-DockerNetworkEndpoint'; Command = { $stale | Get-DockerNetworkEndpoint } }
        @{ Name = 'Get-DockerNetworkTopology'; Command = { $stale | Get-DockerNetworkTopology } }
        @{ Name = 'Get-DockerContainer'; Command = { Get-DockerContainer -Network $stale } }
    ) {
        $null = New-DockerNetwork app
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network app -Start
        $stale = Get-DockerNetworkEndpoint app web
        Remove-DockerNetwork app -Force
        $null = New-DockerNetwork app
        Connect-DockerNetwork app web
        $ErrorActionPreference = 'Continue'
        Assert-Stale $Command NetworkNotFound
    }

    It 'is connected again as it was' {
        $null = New-DockerNetwork app -Subnet 10.5.0.0/24
        $network = @{ Name = 'app'; Alias = 'w1'; IPAddress = '10.5.0.9' }
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network $network -Start
        $endpoint = Get-DockerNetworkEndpoint app web
        $endpoint | Disconnect-DockerNetwork
        $again = $endpoint | Connect-DockerNetwork -PassThru
        "$($again.Alias)", "$($again.IPAddress)" | Should -Be w1, 10.5.0.9

        $endpoint | Disconnect-DockerNetwork
        $again = $endpoint | Connect-DockerNetwork -IPAddress 10.5.0.7 -PassThru
        "$($again.Alias)", "$($again.IPAddress)" | Should -Be w1, 10.5.0.7 -Because 'a parameter comes first'

        $null = New-DockerNetwork back
        $elsewhere = $endpoint | Connect-DockerNetwork back -PassThru
        "$($elsewhere.Alias)", $elsewhere.StaticIPAddress | Should -Be w1, $null -Because 'the address does not fit there'
    }
}

Describe 'A port mapping' {
    AfterEach { Reset-TestEngine }

    It 'is of its container, whatever has its name now' {
        $null = New-DockerContainer alpine sleep, infinity -Name web -Publish 8088:80 -Start
        $port = Get-DockerPortMapping web
        Invoke-Rename web old
        $null = New-DockerContainer alpine sleep, infinity -Name web -Start
        $port | Stop-DockerContainer
        (Get-DockerContainer web).State, (Get-DockerContainer old).State | Should -Be Running, Exited
    }
}

Describe 'Disconnect-DockerNetwork -Force' {
    AfterEach { Reset-TestEngine }

    It 'takes a network that is gone off a container that was <Was>' -ForEach @{ Was = 'never started' }, @{ Was = 'stopped' } {
        $network = New-DockerNetwork gone
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network bridge, gone
        if ($Was -eq 'stopped') {
            Start-DockerContainer web
            Stop-DockerContainer web -TimeoutSeconds 0
        }
        $null = Invoke-EngineApi "/networks/$($network.Id)" -Method DELETE
        { Start-DockerContainer web } | Should -Throw
        { Disconnect-DockerNetwork gone web } | Should -Throw '*There is no network*' -Because 'without -Force it is an error'

        Disconnect-DockerNetwork gone web -Force
        Get-NetworkOf web | Should -Be bridge
        Start-DockerContainer web
        (Get-DockerContainer web).State | Should -Be Running
        { Disconnect-DockerNetwork gone web -Force } | Should -Throw '*There is no network*'
    }

    It 'takes a container that was stopped off a network that was made again, without -Force' {
        $network = New-DockerNetwork gone
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network bridge, gone -Start
        Stop-DockerContainer web -TimeoutSeconds 0
        $null = Invoke-EngineApi "/networks/$($network.Id)" -Method DELETE
        $null = New-DockerNetwork gone

        Disconnect-DockerNetwork gone web
        Get-NetworkOf web | Should -Be bridge
        Start-DockerContainer web
        (Get-DockerContainer web).State | Should -Be Running
        { Disconnect-DockerNetwork gone web } | Should -Throw '*is not on the network*'
    }

    It 'takes the endpoint that is piped off the container that lists it' {
        $null = New-DockerNetwork gone
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network gone -Start
        $endpoint = Get-DockerNetworkEndpoint gone web
        Stop-DockerContainer web -TimeoutSeconds 0
        Remove-DockerNetwork gone -ErrorAction SilentlyContinue
        $null = Invoke-EngineApi "/networks/$($endpoint.NetworkId)" -Method DELETE -ErrorAction SilentlyContinue
        $endpoint | Disconnect-DockerNetwork -Force
        Get-NetworkOf web | Should -BeNullOrEmpty
    }
}

Describe 'An address' {
    AfterEach { Reset-TestEngine }

    It 'that only inet_aton reads is refused: <Name>' -ForEach @(
        @{ Name = '-IPAddress'; Command = { New-DockerContainer alpine -Network app -IPAddress 10.5.0.010 } }
        @{
            Name = '-IPAddress in a hashtable'
            Command = { New-DockerContainer alpine -Network @{ Name = 'app'; IPAddress = '10.5.0.010' } }
        }
        @{ Name = '-Dns'; Command = { New-DockerContainer alpine -Dns 127 } }
        @{ Name = 'Connect-DockerNetwork -IPAddress'; Command = { Connect-DockerNetwork app web -IPAddress 0x0a050009 } }
        @{ Name = '-Gateway'; Command = { New-DockerNetwork new -Subnet 10.6.0.0/24 -Gateway 10.6.0.010 } }
        @{ Name = '-AuxAddress'; Command = { New-DockerNetwork new -Subnet 10.6.0.0/24 -AuxAddress @{ a = '10.6.0.020' } } }
    ) {
        $null = New-DockerNetwork app -Subnet 10.5.0.0/24
        $null = New-DockerContainer alpine sleep, infinity -Name web
        $before = Get-EngineState
        $Command | Should -Throw '*is not a valid IP address*'
        Get-EngineState | Should -BeExactly $before
    }

    It 'of another engine says where the object was read' {
        $null = New-DockerContainer alpine -Name web -Start
        $far = New-DockerContainer alpine -Name far
        $file = Join-Path $TestDrive far.xml
        $far | Export-Clixml $file
        (Get-Content $file -Raw).Replace($far.Id, '9' * 64).Replace("$($far.DockerHost)", 'tcp://far:2375') | Set-Content $file
        $far = Import-Clixml $file

        Test-ContainerReachability web $far -Predict -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty

        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'EngineUnreachable,*'
        "$failure" | Should -BeLike '*tcp://far:2375 (from an object that was read back)*'
    }

    It 'of IPv6 is a target with a port: [fd00::2]:80' {
        $null = New-DockerContainer alpine sleep, infinity -Name web -Start
        $row = Test-ContainerReachability web '[fd00::2]:80', '[fd00::2]' -Predict
        $row.TargetName | Should -Be fd00::2, fd00::2
        $row[0].Port | Should -Be 80
    }
}

Describe 'New-DockerNetwork' {
    AfterEach { Reset-TestEngine }

    It 'gives out IPv6 if that is asked for' {
        (New-DockerNetwork six -EnableIPv6 -Subnet fd00:6::/64).EnableIPv6 | Should -BeTrue
        (New-DockerNetwork four -EnableIPv6:$false).EnableIPv6 | Should -BeFalse
    }
}

Describe 'An object of another engine than the session''s' {
    AfterEach { Reset-TestEngine }

    It 'is changed only after its engine was named' {
        $network = New-DockerNetwork app
        $web = New-DockerContainer alpine sleep, infinity -Name web -Network app -Start
        $engineHost = $env:DOCKER_HOST
        $env:DOCKER_HOST = 'unix:///nowhere/docker.sock'
        try {
            $commands = @(
                { $web | Stop-DockerContainer -WhatIf }
                { $web | Remove-DockerContainer -Force -WhatIf }
                { $web | Rename-DockerContainer -NewName db -WhatIf }
                { $web | Invoke-DockerContainerCommand -Command true -WhatIf }
                { $web | Disconnect-DockerNetwork app -WhatIf }
                { $network | Remove-DockerNetwork -Force -WhatIf }
                { [pscustomobject]@{ Name = 'new'; DockerHost = $network.DockerHost } | New-DockerNetwork -WhatIf }
                { $network | New-DockerContainer alpine -Name new -WhatIf }
                { $web | New-DockerContainer alpine -Name new -WhatIf }
            )
            foreach ($command in $commands) {
                Get-WhatIfTarget $command | Should -BeLike "* on $engineHost" -Because $command
            }
            # What the user typed is not repeated.
            Get-WhatIfTarget { $web | Stop-DockerContainer -WhatIf -DockerHost $engineHost } | Should -BeExactly web
        }
        finally {
            $env:DOCKER_HOST = $engineHost
        }
    }

    It 'does not make Clear-DockerNetwork remove the other networks of its engine' {
        $network = New-DockerNetwork app
        $null = New-DockerNetwork other
        $file = Join-Path $TestDrive network.xml
        $network | Export-Clixml $file
        $engineHost = $env:DOCKER_HOST
        $env:DOCKER_HOST = 'unix:///nowhere/docker.sock'
        try {
            foreach ($piped in $network, (Import-Clixml $file)) {
                $piped | Clear-DockerNetwork -Force -ErrorAction SilentlyContinue -ErrorVariable failure
                Assert-Failure $failure -Id ConflictingParameters -Category InvalidArgument -Target $engineHost -Like "*$engineHost*",
                    '*Remove-DockerNetwork*', '*-DockerHost*'
            }

            (Get-DockerNetwork app, other -DockerHost $engineHost).Name | Should -Be app, other
            (Clear-DockerNetwork -Force -PassThru -DockerHost $engineHost).Name | Should -Be app, other
        }
        finally {
            $env:DOCKER_HOST = $engineHost
        }
    }
}

# A network and a container often have the same name.
Describe 'An object of the other kind' {
    BeforeAll {
        $network = New-DockerNetwork twin
        $container = New-DockerContainer alpine sleep, infinity -Name twin -Network twin -Start
        $file = Join-Path $TestDrive twins.xml
        $network, $container | Export-Clixml $file
    }

    AfterAll { Reset-TestEngine }

    It 'is not the container that has the name of a network: <_>' -ForEach @(
        '$network | Stop-DockerContainer', '$network | Start-DockerContainer'
        '$network | Restart-DockerContainer', '$network | Suspend-DockerContainer', '$network | Resume-DockerContainer'
        '$network | Remove-DockerContainer -Force', '$network | Rename-DockerContainer -NewName other'
        '$network | Set-DockerContainer -RestartPolicy always'
        '$network | Invoke-DockerContainerCommand -Command ls', '(Import-Clixml $file)[0] | Remove-DockerContainer -Force'
    ) {
        Assert-Stale ([scriptblock]::Create("$_ -ErrorAction Continue")) ContainerNotFound
        & ([scriptblock]::Create("$_ -ErrorAction Continue")) 2>&1 | Should -BeLike "'twin' is a network, not a container.*"
    }

    It 'is not the network that has the name of a container: <_>' -ForEach @(
        '$container | Remove-DockerNetwork -Force'
        '(Import-Clixml $file)[1] | Remove-DockerNetwork -Force'
    ) {
        Assert-Stale ([scriptblock]::Create("$_ -ErrorAction Continue")) NetworkNotFound
        & ([scriptblock]::Create("$_ -ErrorAction Continue")) 2>&1 | Should -BeLike "'twin' is a container, not a network.*"
    }
}
