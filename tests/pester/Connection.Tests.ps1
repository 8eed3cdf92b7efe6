# Putting containers on networks and taking them off: scenarios B3, B4, B5, E2, D4.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }

    # From -> to, by name and by every address: what was observed. One text a way, so that a whole table is one assertion.
    function Get-Way([string] $From, [string] $To, [string] $By) {
        Test-ContainerReachability $From $To -By $By -TimeoutSeconds 1 | ForEach-Object { "$($_.Source)>$($_.Target) $($_.Observed)" }
    }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Default and custom networks (B3)' {
    BeforeAll {
        New-DockerNetwork custom_network | Out-Null
        New-DockerContainer busybox -Name default_bbox01, default_bbox02 -Interactive -Start | Out-Null
        New-DockerContainer busybox -Name custom_bbox01, custom_bbox02 -Network custom_network -Interactive -Start | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'are reached by address on the same network' {
        Get-Way default_bbox01 default_bbox02 Address | Should -Be 'default_bbox01>default_bbox02 Reachable'
        Get-Way custom_bbox01 custom_bbox02 Address | Should -Be 'custom_bbox01>custom_bbox02 Reachable'
    }

    It 'are reached by name on the custom one only' {
        Get-Way default_bbox01 default_bbox02 Name | Should -Be 'default_bbox01>default_bbox02 Unresolved'
        Get-Way custom_bbox01 custom_bbox02 Name | Should -Be 'custom_bbox01>custom_bbox02 Reachable'
    }

    It 'are not reached from one network to the other' {
        Get-Way default_bbox01 custom_bbox01 Address | Should -Be 'default_bbox01>custom_bbox01 Blocked'
        Get-Way default_bbox01 custom_bbox01 Name | Should -Be 'default_bbox01>custom_bbox01 Unresolved'
    }

    It 'are reached both ways by name once connected, and no more once disconnected' {
        Connect-DockerNetwork custom_network default_bbox01 | Should -BeNullOrEmpty
        (Get-DockerContainer default_bbox01).Networks | Should -Be bridge, custom_network
        Get-Way default_bbox01 custom_bbox01 Name | Should -Be 'default_bbox01>custom_bbox01 Reachable'
        Get-Way custom_bbox01 default_bbox01 Name | Should -Be 'custom_bbox01>default_bbox01 Reachable'
        Get-Way default_bbox01 default_bbox02 Address | Should -Be 'default_bbox01>default_bbox02 Reachable'

        Disconnect-DockerNetwork custom_network default_bbox01 | Should -BeNullOrEmpty
        (Get-DockerContainer default_bbox01).Networks | Should -Be bridge
        Get-Way default_bbox01 custom_bbox01 Name | Should -Be 'default_bbox01>custom_bbox01 Unresolved'
        Get-Way custom_bbox01 default_bbox01 Name | Should -Be 'custom_bbox01>default_bbox01 Unresolved'
    }

    It 'shows the settings of each network, before and after (E2)' {
        $before = (Get-DockerContainer custom_bbox01).Endpoints
        $before.Network | Should -Be custom_network
        $before.MacAddress | Should -Match '^([0-9a-f]{2}:){5}[0-9a-f]{2}$'
        $before.EndpointId | Should -Match '^[0-9a-f]{64}$'
        $before.Gateway | Should -Be (Get-DockerNetwork custom_network).Gateways
        $before.PrefixLength | Should -Be (Get-DockerNetwork custom_network).Subnets.PrefixLength

        $made = Connect-DockerNetwork bridge custom_bbox01 -PassThru
        $made.Network, $made.Container | Should -Be bridge, custom_bbox01
        $after = (Get-DockerContainer custom_bbox01).Endpoints
        $after.Network | Should -Be bridge, custom_network
        $after.Gateway | Should -Contain ([ipaddress]'172.17.0.1')

        $gone = Disconnect-DockerNetwork custom_network custom_bbox01 -PassThru
        $gone.Network | Should -Be custom_network
        $gone.IPAddress | Should -Be $before.IPAddress -Because 'it is given as it was'
        (Get-DockerContainer custom_bbox01).Networks | Should -Be bridge
    }
}

Describe 'A network with aliases (B4)' {
    BeforeAll {
        New-DockerContainer mysql -Name mysql -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name dd, outsider -Interactive -Start | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'lets dd reach mysql as db, and nobody from outside' {
        New-DockerNetwork hmall | Out-Null
        Connect-DockerNetwork hmall dd
        $endpoint = Connect-DockerNetwork hmall mysql -Alias db -PassThru

        $endpoint.Alias | Should -Be db
        $results = Test-ContainerReachability dd mysql -By Name, Alias
        $results.TargetName | Should -Be mysql, db
        $results.Observed | Should -Be Reachable, Reachable
        $results.Agrees | Should -Be $true, $true
        $results | ForEach-Object Address | Should -Be $endpoint.IPAddress, $endpoint.IPAddress
        (Test-ContainerReachability dd db).Reachable | Should -BeTrue -Because 'what is no container is tried as a name'

        $results = Test-ContainerReachability outsider mysql, db -By Name
        $results.TargetName | Should -Be mysql, db
        $results.Observed | Should -Be Unresolved, Unresolved
    }

    It 'puts a container that is created on it nowhere else' {
        $container = New-DockerContainer $engine.Image -Name born -Network hmall -Interactive -Start

        $container.Networks | Should -Be hmall
        $container.NetworkMode | Should -Be hmall
        (Test-ContainerReachability born db -TimeoutSeconds 1).Reachable | Should -BeTrue
        Test-ContainerReachability outsider born -TimeoutSeconds 1 -Quiet | Should -BeFalse
    }
}

Describe 'An existing container (B5)' {
    AfterAll {
        Reset-TestEngine
    }

    It 'is connected, and both reach each other' {
        New-DockerContainer busybox '/bin/sh', '-c', 'while true; do sleep 3000; done' -Name test1 -Start | Out-Null
        New-DockerNetwork com-sig -Driver bridge | Out-Null
        New-DockerContainer busybox '/bin/sh', '-c', 'while true; do sleep 3000; done' -Name test2 -Network com-sig -Start | Out-Null
        Get-Way test1 test2 Name | Should -Be 'test1>test2 Unresolved'

        Connect-DockerNetwork com-sig test1
        Get-Way test1 test2 Name | Should -Be 'test1>test2 Reachable'
        Get-Way test2 test1 Name | Should -Be 'test2>test1 Reachable'
    }
}

Describe 'Every option of docker network connect (D4)' {
    BeforeAll {
        New-DockerNetwork d4 -EnableIPv6 -Subnet 10.100.0.0/24, fd00:100::/64 | Out-Null
        New-DockerContainer $engine.Image -Name d4-peer -Network d4 -Interactive -Start | Out-Null
    }

    BeforeEach {
        New-DockerContainer $engine.Image -Name d4 -Interactive -Start | Out-Null
    }

    AfterEach {
        Remove-DockerContainer d4 -Force
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'gives addresses, seen from inside' {
        $endpoint = Connect-DockerNetwork d4 d4 -IPAddress 10.100.0.50 -IPv6Address fd00:100::50 -PassThru

        $endpoint.IPAddress | Should -Be ([ipaddress]'10.100.0.50')
        $endpoint.StaticIPAddress | Should -Be ([ipaddress]'10.100.0.50')
        $endpoint.IPv6Address | Should -Be ([ipaddress]'fd00:100::50')
        $endpoint.StaticIPv6Address | Should -Be ([ipaddress]'fd00:100::50')
        $inside = Invoke-DockerContainerCommand d4 -Command ip, addr, show, eth1
        $inside -match 'inet 10\.100\.0\.50/24' | Should -HaveCount 1
        $inside -match 'inet6 fd00:100::50/64' | Should -HaveCount 1
        Test-ContainerReachability d4-peer 10.100.0.50, fd00:100::50 -Quiet | Should -BeTrue
    }

    It 'keeps the asked-for address while the container is stopped' {
        Connect-DockerNetwork d4 d4 -IPAddress 10.100.0.51
        Stop-DockerContainer d4

        $endpoint = (Get-DockerContainer d4).Endpoints | Where-Object Network -EQ d4
        $endpoint.IPAddress | Should -BeNullOrEmpty
        $endpoint.StaticIPAddress | Should -Be ([ipaddress]'10.100.0.51')
    }

    It 'gives link-local addresses, seen from inside' {
        $endpoint = Connect-DockerNetwork d4 d4 -LinkLocalIPAddress 169.254.34.68 -PassThru

        $endpoint.LinkLocalIPAddress | Should -Be ([ipaddress]'169.254.34.68')
        (Invoke-DockerContainerCommand d4 -Command ip, addr, show, eth1) -match '169\.254\.34\.68' | Should -HaveCount 1
    }

    It 'gives several aliases' {
        $endpoint = Connect-DockerNetwork d4 d4 -Alias one, two -PassThru

        $endpoint.Alias | Should -Be one, two
        (Test-ContainerReachability d4-peer one, two).Reachable | Should -Be $true, $true
    }

    It 'takes driver options' {
        $endpoint =
            Connect-DockerNetwork d4 d4 -DriverOption @{
                'com.docker.network.endpoint.sysctls' = 'net.ipv4.conf.IFNAME.log_martians=1'
            } -PassThru

        $endpoint.DriverOption['com.docker.network.endpoint.sysctls'] | Should -Be 'net.ipv4.conf.IFNAME.log_martians=1'
        # Engines before API 1.46 keep the option and do nothing with it.
        Invoke-DockerContainerCommand d4 cat /proc/sys/net/ipv4/conf/eth1/log_martians |
            Should -Be ($engine.ApiVersion -ge '1.46' ? '1' : '0')
    }

    It 'takes legacy links, which give one more name' {
        $endpoint = Connect-DockerNetwork d4 d4 -Link d4-peer:buddy -PassThru

        $endpoint.Link | Should -Be d4-peer:buddy
        (Test-ContainerReachability d4 buddy).Observed | Should -Be Reachable
        (Test-ContainerReachability d4-peer buddy).Observed | Should -Be Unresolved
    }

    It 'takes a gateway priority, or refuses it before anything is sent' {
        if ($engine.ApiVersion -ge '1.48') {
            (Connect-DockerNetwork d4 d4 -GatewayPriority 5 -PassThru).GatewayPriority | Should -Be 5
            Invoke-DockerContainerCommand d4 -Command ip, route | Select-Object -First 1 | Should -BeLike 'default via 10.100.0.1 *'
        }
        else {
            Connect-DockerNetwork d4 d4 -GatewayPriority 5 @failing
            Assert-Failure $failure -Id EngineTooOld -Category NotImplemented -Target d4 -Like '*gateway priority needs API 1.48*'
            (Get-DockerContainer d4).Networks | Should -Be bridge
        }
    }

    It 'takes a MAC address, or refuses it before anything is sent' {
        # The API has it since 1.44, and engines do nothing with it before 1.54 (moby/moby#48192).
        if ($engine.ApiVersion -ge '1.54') {
            $endpoint = Connect-DockerNetwork d4 d4 -MacAddress 02-42-AC-11-00-99 -PassThru
            $endpoint.MacAddress | Should -BeExactly '02:42:ac:11:00:99'
        }
        else {
            Connect-DockerNetwork d4 d4 -MacAddress 02-42-AC-11-00-99 @failing
            Assert-Failure $failure -Id EngineTooOld -Category NotImplemented -Target d4 -Like '*MAC address*needs API 1.54*'
            (Get-DockerContainer d4).Networks | Should -Be bridge
        }
    }
}

Describe 'Connect-DockerNetwork and Disconnect-DockerNetwork' {
    BeforeAll {
        New-DockerNetwork n-1, n-2 | Out-Null
        New-DockerContainer $engine.Image -Name k-1, k-2 -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name k-stopped | Out-Null
    }

    AfterEach {
        Disconnect-DockerNetwork n-1, n-2 *
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'take wildcards on both sides' {
        (Connect-DockerNetwork n-* k-? -PassThru | ForEach-Object { "$_" }) |
            Should -Be 'k-1 on n-1', 'k-2 on n-1', 'k-1 on n-2', 'k-2 on n-2'
        (Disconnect-DockerNetwork n-* *-2 -PassThru | ForEach-Object { "$_" }) | Should -Be 'k-2 on n-1', 'k-2 on n-2'
        (Get-DockerNetwork n-*).Endpoints.Container | Should -Be k-1, k-1
    }

    It 'take stopped containers' {
        Connect-DockerNetwork n-1 k-stopped
        Start-DockerContainer k-stopped
        (Get-DockerContainer k-stopped).Networks | Should -Be bridge, n-1

        Stop-DockerContainer k-stopped
        Disconnect-DockerNetwork n-1 k-stopped
        (Get-DockerContainer k-stopped).Networks | Should -Be bridge
    }

    It 'take ids and beginnings of ids' {
        $network = (Get-DockerNetwork n-1).Id.Substring(0, 12)
        $container = (Get-DockerContainer k-1).Id
        (Connect-DockerNetwork $network $container -PassThru).Container | Should -Be k-1
        (Disconnect-DockerNetwork $network $container.Substring(0, 12) -PassThru).Network | Should -Be n-1
    }

    It 'disconnect only whom a pattern matches on the network, in silence' {
        Connect-DockerNetwork n-1 k-1
        Disconnect-DockerNetwork n-1 k-2*, nobody-*
        (Get-DockerNetwork n-1).Endpoints.Container | Should -Be k-1
    }

    It 'disconnect a container from those networks of a pattern that it is on, in silence' {
        $null = New-DockerNetwork n-9
        Connect-DockerNetwork n-1 k-1
        $left = Disconnect-DockerNetwork n-* k-1 -PassThru @failing
        $failure | Should -BeNullOrEmpty
        $left.Network | Should -Be n-1
        Disconnect-DockerNetwork n-9 k-1 @failing
        Assert-Failure $failure -Id NotConnected -Category ObjectNotFound -Target k-1
        Remove-DockerNetwork n-9
    }

    It 'say who is on the network when the one named is not' {
        Connect-DockerNetwork n-1 k-1
        Disconnect-DockerNetwork n-1 k-2 @failing
        Assert-Failure $failure -Id NotConnected -Category ObjectNotFound -Target k-2 -Like "*'k-2'*", "*'n-1'*", '*k-1*'
    }

    It 'go on after one that cannot be connected' {
        Connect-DockerNetwork n-1 -Container k-1, nobody, k-2 @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nobody
        (Get-DockerNetwork n-1).Endpoints.Container | Should -Be k-1, k-2
    }

    It 'remove a stale endpoint by name with -Force only' {
        Disconnect-DockerNetwork n-1 nobody @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nobody
        Disconnect-DockerNetwork n-1 nobody -Force @failing
        $failure | Should -HaveCount 1
        "$failure" | Should -BeLike '*nobody*'
    }
}
