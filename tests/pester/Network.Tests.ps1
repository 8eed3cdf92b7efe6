# Listing and creating networks: scenarios A1, A2, A3.
. $PSScriptRoot/OnEngine.ps1

Describe 'An engine whose address pools are used up' {
    AfterAll {
        Reset-TestEngine
    }

    It 'says so, and what to do' {
        $made = 0
        $failure = $null
        while ($made -lt 60 -and -not $failure) {
            New-DockerNetwork "pool$made" -ErrorAction SilentlyContinue -ErrorVariable failure | Out-Null
            $made++
        }

        Assert-Failure $failure -Id NoFreeSubnet -Category LimitsExceeded -Like '*-Subnet*'
    }
}

Describe 'A fresh engine (A1)' {
    It 'lists bridge, host and none' {
        $networks = Get-DockerNetwork

        $networks.Name | Should -Be 'bridge', 'host', 'none'
        $networks.Driver | Should -Be 'bridge', 'host', 'null'
        $networks.Scope | Should -Be 'local', 'local', 'local'
        $networks.Predefined | Should -Be $true, $true, $true
    }

    It 'shows what the default bridge is' {
        $bridge = Get-DockerNetwork bridge

        $bridge.Subnets | Should -HaveCount 1
        $bridge.Subnets | Should -BeOfType System.Net.IPNetwork
        "$($bridge.Subnets)" | Should -Be '172.17.0.0/16'
        $bridge.Bridge | Should -Be docker0
        $bridge.DefaultBridge | Should -BeTrue
        $bridge.Option['com.docker.network.bridge.name'] | Should -Be docker0
        $bridge.Option['com.docker.network.bridge.enable_icc'] | Should -Be 'true'
        $bridge.Option['com.docker.network.driver.mtu'] | Should -Be '1500'
        $bridge.Internal, $bridge.Attachable, $bridge.Ingress, $bridge.EnableIPv6, $bridge.ConfigOnly |
            Should -Be @($false, $false, $false, $false, $false)
        $bridge.IpamDriver | Should -Be default
        $bridge.Endpoints | Should -BeNullOrEmpty
    }

    It 'shows the gateway of the default bridge' {
        # 20.10 leaves it out of the network until it is restarted; a container on it is told the gateway in any case.
        $bridge = Get-DockerNetwork bridge
        if ($engine.ApiVersion -ge '1.44') { $bridge.Gateways | Should -Be ([ipaddress]'172.17.0.1') }
        else { @($bridge.Gateways | Where-Object { "$_" -ne '172.17.0.1' }) | Should -BeNullOrEmpty }

        $container = New-DockerContainer $engine.Image -Name a1 -Interactive -Start
        try { $container.Endpoints[0].Gateway | Should -Be ([ipaddress]'172.17.0.1') }
        finally { Remove-DockerContainer a1 -Force }
    }

    It 'gives lists that can be indexed, as scripts do' {
        $bridge = Get-DockerNetwork bridge

        $bridge.Subnets[0] | Should -BeOfType System.Net.IPNetwork
        $bridge.Subnets[0].GetType() | Should -Be ([System.Net.IPNetwork])
        $bridge.Ipam[0].GetType().Name | Should -Be NetworkSubnet
        $bridge.Subnets[1] | Should -BeNullOrEmpty
        $bridge.Subnets[-1].PrefixLength | Should -Be 16
    }

    It 'knows when its networks were made and where they are' {
        $bridge = Get-DockerNetwork bridge

        $bridge.Created | Should -BeOfType DateTimeOffset
        $bridge.Created | Should -BeLessOrEqual ([DateTimeOffset]::Now)
        $bridge.Created | Should -BeGreaterThan ([DateTimeOffset]::Now.AddDays(-1))
        "$($bridge.DockerHost)" | Should -Be $engine.DockerHost
        "$bridge" | Should -Be bridge
    }
}

Describe 'A network of one''s own (A2)' {
    AfterAll {
        Reset-TestEngine
    }

    It 'is created, listed, inspected and removed' {
        $before = [DateTimeOffset]::Now
        $created = New-DockerNetwork mhk_network

        $created.Name | Should -Be mhk_network
        $created.Driver | Should -Be bridge
        (Get-DockerNetwork).Name | Should -Be 'bridge', 'host', 'mhk_network', 'none'

        $network = Get-DockerNetwork mhk_network
        $network.Id | Should -Be $created.Id
        $network.Id | Should -Match '^[0-9a-f]{64}$'
        $network.Subnets | Should -HaveCount 1
        $network.Gateways | Should -HaveCount 1
        $network.Subnets | ForEach-Object { $_.Contains($($network.Gateways)) } | Should -BeTrue
        $network.Created | Should -BeGreaterThan $before.AddSeconds(-2)
        $network.Created | Should -BeLessThan $before.AddSeconds(30)
        $network.Bridge | Should -Be "br-$($network.Id.Substring(0, 12))"
        $network.DefaultBridge | Should -BeFalse
        $network.Predefined | Should -BeFalse

        Remove-DockerNetwork mhk_network | Should -BeNullOrEmpty
        (Get-DockerNetwork).Name | Should -Be 'bridge', 'host', 'none'
        Get-DockerNetwork mhk_network @failing
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target mhk_network -Like "*'mhk_network'*"
    }

    It 'comes back from the engine as it was created' {
        $created = New-DockerNetwork a2-same -Subnet 10.90.0.0/24 -Label @{ a = 'b' }
        $listed = Get-DockerNetwork a2-same

        foreach (
            $property in 'Name', 'Id', 'Driver', 'Scope', 'Internal', 'Attachable', 'EnableIPv4', 'EnableIPv6', 'Created', 'IpamDriver',
            'Bridge'
        ) {
            $listed.$property | Should -Be $created.$property -Because $property
        }
        "$($listed.Subnets)" | Should -Be "$($created.Subnets)"
        $listed.Label.Keys | Should -Be $created.Label.Keys
    }
}

Describe 'Every option of docker network create (A3)' {
    AfterEach {
        Reset-TestEngine
    }

    It 'takes a subnet, gateway, range and auxiliary addresses' {
        New-DockerNetwork a3 -Driver bridge -Subnet 10.91.0.0/16 -Gateway 10.91.0.254 -IPRange 10.91.8.0/24 -AuxAddress @{
            router  = '10.91.8.1'
            printer = [ipaddress]'10.91.8.2'
        } |
            Out-Null
        $ipam = (Get-DockerNetwork a3).Ipam

        $ipam | Should -HaveCount 1
        "$($ipam[0].Subnet)" | Should -Be '10.91.0.0/16'
        "$($ipam[0].IPRange)" | Should -Be '10.91.8.0/24'
        Get-DockerNetwork a3 | Format-List | Out-String | Should -Match '(?m)^IPRanges +: 10\.91\.8\.0/24\s*$'
        $ipam[0].Gateway | Should -Be ([ipaddress]'10.91.0.254')
        $ipam[0].AuxAddress['router'] | Should -Be ([ipaddress]'10.91.8.1')
        $ipam[0].AuxAddress['printer'] | Should -Be ([ipaddress]'10.91.8.2')

        # The first addresses of the range are taken by the auxiliary ones.
        $container = New-DockerContainer $engine.Image -Name a3-first -Network a3 -Interactive -Start
        "$($container.Endpoints[0].IPAddress)" | Should -Match '^10\.91\.8\.\d+$'
        "$($container.Endpoints[0].IPAddress)" | Should -Not -BeIn '10.91.8.1', '10.91.8.2'
        $container.Endpoints[0].Gateway | Should -Be ([ipaddress]'10.91.0.254')
    }

    It 'takes IPv6 beside IPv4, each with its gateway' {
        $network = New-DockerNetwork a3-6 -EnableIPv6 -Subnet 10.92.0.0/24, fd00:92::/64 -Gateway fd00:92::1, 10.92.0.1

        $network.EnableIPv6 | Should -BeTrue
        $network.EnableIPv4 | Should -BeTrue
        "$($network.Subnets -join ' ')" | Should -Be '10.92.0.0/24 fd00:92::/64'
        $network.Gateways | Should -Be ([ipaddress]'10.92.0.1'), ([ipaddress]'fd00:92::1')

        $container = New-DockerContainer $engine.Image -Name a3-six -Network a3-6 -Interactive -Start
        $container.Endpoints[0].IPv6Address.AddressFamily | Should -Be InterNetworkV6
        $container.Endpoints[0].IPv6PrefixLength | Should -Be 64
        $container.Endpoints[0].PrefixLength | Should -Be 24
    }

    It 'takes several subnets where the driver does' {
        # The bridge driver has one subnet of each family, which the engine says in its own words; overlay is tested below.
        New-DockerNetwork a3-two -Subnet 10.93.0.0/24, 10.93.1.0/24 @failing
        $failure | Should -HaveCount 1
        "$failure" | Should -Match 'multiple subnets|more than one'
        Get-DockerNetwork a3-two* | Should -BeNullOrEmpty
    }

    It 'takes -<Parameter>' -TestCases @(
        @{ Parameter = 'Internal' }
        @{ Parameter = 'Attachable' }
    ) {
        $switch = @{ $Parameter = $true }
        (New-DockerNetwork with @switch).$Parameter | Should -BeTrue
        (New-DockerNetwork without).$Parameter | Should -BeFalse
        (Get-DockerNetwork with).$Parameter | Should -BeTrue
        (Get-DockerNetwork without).$Parameter | Should -BeFalse
    }

    It 'takes labels and driver options of any type' {
        $network = New-DockerNetwork a3-labels -Label @{ team = 'net'; empty = ''; count = 3; on = $true } -Option @{
            'com.docker.network.bridge.name' = 'br-a3'
            'com.docker.network.driver.mtu' = 1400
            'com.docker.network.bridge.enable_icc' = $false
        }

        $network.Label['team'] | Should -BeExactly net
        $network.Label['empty'] | Should -BeExactly ''
        $network.Label['count'] | Should -BeExactly '3'
        $network.Label['on'] | Should -BeExactly 'true'
        $network.Option['com.docker.network.driver.mtu'] | Should -BeExactly '1400'
        $network.Option['com.docker.network.bridge.enable_icc'] | Should -BeExactly 'false'
        $network.Bridge | Should -BeExactly br-a3
        (Get-DockerNetwork -Label team=net).Name | Should -Be a3-labels
    }

    It 'takes an address management driver and its options' {
        $network = New-DockerNetwork a3-ipam -IpamDriver default -IpamOption @{ 'com.example.zone' = 'a' }
        $network.IpamDriver | Should -Be default
        $network.IpamOption['com.example.zone'] | Should -Be a

        New-DockerNetwork a3-nodriver -IpamDriver nosuchplugin @failing
        Assert-Failure $failure -Id NotFound -Category ObjectNotFound -Target a3-nodriver -Like '*nosuchplugin*'
    }

    It 'makes a configuration, and a network from it' {
        $configuration = New-DockerNetwork a3-config -ConfigOnly -Subnet 10.94.0.0/24 -Label @{ kind = 'config' }
        $configuration.ConfigOnly | Should -BeTrue
        $configuration.Bridge | Should -BeNullOrEmpty

        $network = New-DockerNetwork a3-from -ConfigFrom a3-config
        $network.ConfigFrom | Should -Be a3-config
        $network.ConfigOnly | Should -BeFalse
        "$($network.Subnets)" | Should -Be '10.94.0.0/24'

        Remove-DockerNetwork a3-config @failing
        Assert-Failure $failure -Id NetworkInUse -Category ResourceBusy -Target a3-config -Like '*is in use*'
        Remove-DockerNetwork a3-from, a3-config
        Get-DockerNetwork a3-* | Should -BeNullOrEmpty
    }

    It 'says so when the configuration is not there' {
        New-DockerNetwork a3-from -ConfigFrom nosuchconfig @failing
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target a3-from -Like '*"nosuchconfig" does not exist*'
    }

    It 'takes -EnableIPv4, or refuses it before anything is sent' {
        if ($engine.ApiVersion -ge '1.48') {
            $network = New-DockerNetwork a3-v6 -EnableIPv4 $false -EnableIPv6 -Subnet fd00:95::/64
            $network.EnableIPv4 | Should -BeFalse
            $network.EnableIPv6 | Should -BeTrue
            "$($network.Subnets)" | Should -Be 'fd00:95::/64'
            (Get-DockerNetwork a3-v6).EnableIPv4 | Should -BeFalse
        }
        else {
            New-DockerNetwork a3-v6 -EnableIPv4 $false -EnableIPv6 -Subnet fd00:95::/64 @failing
            Assert-Failure $failure -Id EngineTooOld -Category NotImplemented -Target a3-v6 -Like '*IPv4*needs API 1.48*',
                "*API $($engine.ApiVersion)*"
            Get-DockerNetwork a3-v6* | Should -BeNullOrEmpty
        }
    }

    It 'takes a scope' {
        (New-DockerNetwork a3-local -Scope local).Scope | Should -Be local

        New-DockerNetwork a3-swarm -Scope swarm @failing
        Assert-Failure $failure -Id EngineForbids -Category PermissionDenied -Target a3-swarm -Like '*swarm is not active*'
    }

    It 'says that an overlay network needs a swarm' {
        New-DockerNetwork a3-overlay -Driver overlay @failing
        Assert-Failure $failure -Id NotSwarmManager -Category ResourceUnavailable -Target a3-overlay -Like '*not a swarm manager*'
    }

    It 'makes overlay networks, swarm networks and the routing mesh in a swarm' {
        Start-Swarm

        # The swarm makes its own routing mesh; there is only one.
        Wait-Until { Get-DockerNetwork -Scope swarm } | Should -BeTrue
        $ingress = Get-DockerNetwork ingress
        $ingress.Ingress | Should -BeTrue
        $ingress.Driver | Should -Be overlay

        $overlay = New-DockerNetwork a3-overlay -Driver overlay -Attachable -Subnet 10.96.0.0/24, 10.97.0.0/24 -Gateway 10.97.0.1
        $overlay.Scope | Should -Be swarm
        $overlay.Attachable | Should -BeTrue
        # The swarm gives out addresses a moment after it has answered, and the command waits for them.
        "$($overlay.Subnets -join ' ')" | Should -Be '10.96.0.0/24 10.97.0.0/24'
        $overlay.Gateways | Should -Contain ([ipaddress]'10.97.0.1')

        $container = New-DockerContainer $engine.Image -Name a3-on-overlay -Network a3-overlay -Interactive -Start
        $container.Networks | Should -Contain a3-overlay
        (Get-DockerNetwork a3-overlay).Endpoints.Container | Should -Contain a3-on-overlay
        Remove-DockerContainer a3-on-overlay -Force

        (New-DockerNetwork a3-plain -Driver overlay).Subnets | Should -Not -BeNullOrEmpty
        New-DockerContainer $engine.Image -Name a3-refused -Network a3-plain -Interactive -Start @failing
        $failure | Should -Not -BeNullOrEmpty
        Get-DockerContainer a3-refused* | Should -BeNullOrEmpty

        (New-DockerNetwork a3-swarm -Scope swarm -Driver bridge).Scope | Should -Be swarm
        (Get-DockerNetwork -Scope swarm).Name | Should -Be 'a3-overlay', 'a3-plain', 'a3-swarm', 'ingress'

        New-DockerNetwork a3-mesh -Driver overlay -Ingress @failing
        $failure | Should -HaveCount 1
        "$failure" | Should -BeLike '*already present*'
        Remove-DockerNetwork ingress -Force -Confirm:$false
        Wait-Until { -not (Get-DockerNetwork ingress*) } | Should -BeTrue
        $mesh = New-DockerNetwork a3-mesh -Driver overlay -Ingress -Subnet 10.98.0.0/24 -Option @{ 'com.docker.network.driver.mtu' = 1200 }
        $mesh.Ingress | Should -BeTrue
        (Get-DockerNetwork a3-mesh).Ingress | Should -BeTrue
    }

    It 'says what the engine cannot do' {
        # The kernel that the tests run on may or may not have macvlan and ipvlan; either there is a network, or the engine's own words.
        foreach ($driver in 'macvlan', 'ipvlan') {
            $network = New-DockerNetwork "a3-$driver" -Driver $driver @failing
            if ($failure) {
                $given = @{
                    Id       = $failure[0].FullyQualifiedErrorId.Split(',')[0]
                    Category = $failure[0].CategoryInfo.Category
                    Target   = "a3-$driver"
                    Like     = '?*'
                }
                Assert-Failure $failure @given
            }
            else { $network.Driver | Should -Be $driver }
        }

        New-DockerNetwork a3-driver -Driver nosuchdriver @failing
        Assert-Failure $failure -Id NotFound -Category ObjectNotFound -Target a3-driver -Like '*"nosuchdriver" not found*'
        New-DockerNetwork a3-option -Option @{ 'com.docker.network.bridge.enable_icc' = 'maybe' } @failing
        $failure | Should -HaveCount 1
        "$failure" | Should -BeLike '*enable_icc*maybe*'
        Get-DockerNetwork a3-driver*, a3-option* | Should -BeNullOrEmpty
    }
}

Describe 'Get-DockerNetwork' {
    BeforeAll {
        New-DockerNetwork App -Label @{ env = 'prod'; tier = 'web' } | Out-Null
        New-DockerNetwork app -Label @{ env = 'test' } | Out-Null
        New-DockerNetwork apple -Internal | Out-Null
        New-DockerContainer $engine.Image -Name lister -Network apple | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'takes wildcards, without case' {
        (Get-DockerNetwork 'AP*').Name | Should -Be 'App', 'app', 'apple'
        (Get-DockerNetwork 'appl?').Name | Should -Be apple
        (Get-DockerNetwork '[hn]o[sn][te]').Name | Should -Be host, none
    }

    It 'is silent about a pattern that nothing matches' {
        Get-DockerNetwork 'zzz*' | Should -BeNullOrEmpty
    }

    It 'reports a literal that is not there, and gives the others' {
        $networks = Get-DockerNetwork apple, zzz, host @failing

        $networks.Name | Should -Be apple, host
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target zzz -Like "*'zzz'*", "*$($engine.DockerHost)*"
    }

    It 'prefers the exact case and takes another one where it is clear' {
        (Get-DockerNetwork App).Name | Should -BeExactly App
        (Get-DockerNetwork app).Name | Should -BeExactly app
        (Get-DockerNetwork APPLE).Name | Should -BeExactly apple

        Get-DockerNetwork APP @failing
        Assert-Failure $failure -Id AmbiguousNetwork -Category InvalidArgument -Target APP -Like '*App (*', '*app (*'
    }

    It 'takes ids and the beginnings of ids' {
        $apple = Get-DockerNetwork apple

        (Get-DockerNetwork $apple.Id).Name | Should -Be apple
        (Get-DockerNetwork $apple.Id.Substring(0, 12)).Name | Should -Be apple
        (Get-DockerNetwork -Id $apple.Id.Substring(0, 12)).Name | Should -Be apple
        Get-DockerNetwork -Id ffffffffffff @failing
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target ffffffffffff
    }

    It 'filters by driver, scope, label and use' {
        (Get-DockerNetwork -Driver null).Name | Should -Be none
        (Get-DockerNetwork -Driver 'n*', host).Name | Should -Be host, none
        (Get-DockerNetwork -Scope local).Name | Should -Be 'App', 'app', 'apple', 'bridge', 'host', 'none'
        Get-DockerNetwork -Scope swarm | Should -BeNullOrEmpty
        (Get-DockerNetwork -Label env).Name | Should -Be 'App', 'app'
        (Get-DockerNetwork -Label env=prod).Name | Should -BeExactly App
        (Get-DockerNetwork -Label 'env=t*').Name | Should -BeExactly app
        (Get-DockerNetwork -Label env, tier).Name | Should -BeExactly App
        (Get-DockerNetwork -Unused).Name | Should -Be 'App', 'app'
        (Get-DockerNetwork a* -Unused -Label env=test).Name | Should -BeExactly app
    }

    It 'lists stopped containers among the endpoints, unlike docker network inspect' {
        $endpoint = (Get-DockerNetwork apple).Endpoints

        $endpoint.Container | Should -Be lister
        $endpoint.State | Should -Be Created
        $endpoint.IPAddress | Should -BeNullOrEmpty
        (Invoke-EngineApi '/networks/apple').Containers.PSObject.Properties | Should -BeNullOrEmpty
    }
}
