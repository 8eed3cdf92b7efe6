# Get-DockerNetworkEndpoint: which container is where, with which address, gateway and names (scenarios E2, D1), and the life of a shared
# namespace on the objects (C3, C4).
. $PSScriptRoot/OnEngine.ps1

Describe 'Get-DockerNetworkEndpoint' {
    BeforeAll {
        New-DockerNetwork e-app -Subnet 10.61.0.0/24 -Gateway 10.61.0.1 | Out-Null
        New-DockerNetwork e-back | Out-Null
        New-DockerContainer busybox -Name web -Network e-app, e-back -Start | Out-Null
        Connect-DockerNetwork e-app -Container (New-DockerContainer busybox -Name db -Start) -Alias sql, data -IPAddress 10.61.0.53
        New-DockerContainer busybox -Name never -Network e-app | Out-Null
        New-DockerContainer busybox -Name onhost -Network host -Start | Out-Null
        New-DockerContainer busybox -Name sidecar -Network container:web -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'gives a row for each container on each network, stopped ones included' {
        $rows = Get-DockerNetworkEndpoint | ForEach-Object { "$($_.Network) $($_.Container) $($_.State)" }

        $rows | Should -Be @(
            'bridge db Running', 'e-app db Running', 'e-app never Created', 'e-app sidecar Running', 'e-app web Running',
            'e-back sidecar Running',
            'e-back web Running', 'host onhost Running')
    }

    It 'has what the engine says of the endpoint' {
        $endpoint = Get-DockerNetworkEndpoint e-app db
        $engineSays = (Invoke-EngineApi /containers/db/json).NetworkSettings.Networks.'e-app'

        "$($endpoint.IPAddress)/$($endpoint.PrefixLength)" | Should -Be '10.61.0.53/24'
        "$($endpoint.StaticIPAddress)" | Should -Be 10.61.0.53
        $endpoint.IPAddress | Should -BeOfType ipaddress
        "$($endpoint.Gateway)" | Should -Be $engineSays.Gateway
        $endpoint.MacAddress | Should -Be $engineSays.MacAddress
        $endpoint.EndpointId | Should -Be $engineSays.EndpointID
        $endpoint.NetworkId | Should -Be (Get-DockerNetwork e-app).Id
        $endpoint.ContainerId | Should -Be (Get-DockerContainer db).Id
        $endpoint.Alias | Should -Be sql, data
        "$endpoint" | Should -Be 'db on e-app'
    }

    It 'tells all the names that the engine answers with it, and no more' {
        $endpoint = Get-DockerNetworkEndpoint e-app db

        $endpoint.DnsName | Sort-Object | Should -Be (@('data', 'db', 'sql', $endpoint.ContainerId.Substring(0, 12)) | Sort-Object)
        foreach ($result in Resolve-ContainerName web $endpoint.DnsName) {
            "$($result.Addresses)" | Should -Be 10.61.0.53 -Because $result.Name
        }
        (Get-DockerNetworkEndpoint bridge db).DnsName | Should -BeNullOrEmpty
        (Get-DockerNetworkEndpoint host).DnsName | Should -BeNullOrEmpty
        (Get-DockerNetworkEndpoint e-app never).DnsName | Should -Contain never
    }

    It 'has no address for a container that does not run, and none on the host''s network' {
        $endpoints = Get-DockerNetworkEndpoint -Container never, onhost

        $endpoints.Network | Should -Be e-app, host
        $endpoints.IPAddress | Should -Be $null, $null
    }

    It 'gives a container in another''s namespace the addresses of that one, and says so' {
        $shared, $own = Get-DockerNetworkEndpoint e-app sidecar, web

        $shared.Container, $shared.NamespaceOwner, $shared.NamespaceLost | Should -Be sidecar, web, $false
        $shared.ContainerId | Should -Be (Get-DockerContainer sidecar).Id
        "$($shared.IPAddress) $($shared.MacAddress) $($shared.EndpointId)" |
            Should -Be "$($own.IPAddress) $($own.MacAddress) $($own.EndpointId)"
        $own.NamespaceOwner | Should -BeNullOrEmpty
    }

    It 'selects by network, container, both, pattern and id' {
        (Get-DockerNetworkEndpoint e-back).Container | Should -Be sidecar, web
        (Get-DockerNetworkEndpoint -Container web).Network | Should -Be e-app, e-back
        (Get-DockerNetworkEndpoint e-* w*).Network | Should -Be e-app, e-back
        (Get-DockerNetworkEndpoint (Get-DockerNetwork e-app).Id.Substring(0, 12) db).Container | Should -Be db
        (Get-DockerNetworkEndpoint e-app, e-* web, w*) | Should -HaveCount 2 -Because 'each row comes once'
    }

    It 'takes each kind of object for what it is' {
        (Get-DockerContainer db, web | Get-DockerNetworkEndpoint).Container | Should -Be db, db, web, web
        (Get-DockerNetwork e-* | Get-DockerNetworkEndpoint).Container | Should -Be db, never, sidecar, web, sidecar, web
        (Get-DockerContainer db | Get-DockerNetworkEndpoint -Network e-app).Network | Should -Be e-app
        (Get-DockerNetwork e-app | Get-DockerNetworkEndpoint -Container d*).Container | Should -Be db
        ((Get-DockerNetwork e-back).Endpoints | Get-DockerNetworkEndpoint).Container | Should -Be web
        ('e-back' | Get-DockerNetworkEndpoint).Container | Should -Be sidecar, web
        ('db' | Get-DockerNetworkEndpoint -Network e-app).Container | Should -Be db
        ([pscustomobject]@{ Network = 'e-app'; Container = 'db' } | Get-DockerNetworkEndpoint).Container | Should -Be db
    }

    It 'is silent for a pattern that fits nothing, and an error about each literal' {
        Get-DockerNetworkEndpoint x-* | Should -BeNullOrEmpty
        Get-DockerNetworkEndpoint e-app x* | Should -BeNullOrEmpty
        Get-DockerNetworkEndpoint b* web | Should -BeNullOrEmpty

        $rows = Get-DockerNetworkEndpoint nope, e-back web, nobody @failing
        $rows.Container | Should -Be web
        $failure.TargetObject | Should -Be nope, nobody
        $failure.ForEach{ $_.FullyQualifiedErrorId.Split(',')[0] } | Should -Be NetworkNotFound, ContainerNotFound
        $failure.CategoryInfo.Category | Select-Object -Unique | Should -Be ObjectNotFound
    }

    It 'says that a container is not on a network, and where it is' {
        Get-DockerNetworkEndpoint e-back db @failing
        $given = @{
            Id       = 'EndpointNotFound'
            Category = 'ObjectNotFound'
            Target   = 'db'
            Like     = "*'db' is not on the network 'e-back'*bridge, e-app*"
        }
        Assert-Failure $failure @given
    }
}

Describe 'Piping endpoints on' {
    BeforeAll {
        New-DockerNetwork e-one, e-two | Out-Null
        New-DockerContainer busybox -Name a1, a2 -Network e-one, e-two -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'disconnects them, each from its network' {
        $targets = Get-WhatIfTarget { Get-DockerNetworkEndpoint -Container a1 | Disconnect-DockerNetwork -WhatIf }
        $targets | Should -Be e-one, e-two

        Get-DockerNetworkEndpoint e-two | Disconnect-DockerNetwork
        Get-DockerNetworkEndpoint e-two | Should -BeNullOrEmpty
        (Get-DockerNetworkEndpoint -Container a1).Network | Should -Be e-one
    }

    It 'tests from their containers, each once, on all their networks' {
        Connect-DockerNetwork e-two a1, a2
        $results = Get-DockerNetworkEndpoint e-* a1 | Test-ContainerReachability -Target a2 -By Address

        $results.Source | Select-Object -Unique | Should -Be a1
        $results.Network | Sort-Object | Should -Be e-one, e-two
        $results.Observed | Select-Object -Unique | Should -Be Reachable
    }

    It 'asks for what it is about' {
        (Get-DockerNetworkEndpoint e-one a2 | Get-DockerContainer).Name | Should -Be a2
        (Get-DockerNetworkEndpoint e-one a2 | Get-DockerContainerInterface | Where-Object Network -EQ e-one).Addresses[0].Address |
            Should -Be (Get-DockerNetworkEndpoint e-one a2).IPAddress
    }
}

Describe 'Network settings before and after (E2)' {
    BeforeAll {
        New-DockerNetwork e2-net -Subnet 10.62.0.0/24 -Gateway 10.62.0.1 | Out-Null
        New-DockerContainer busybox -Name box -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'follow a container onto a network and off it' {
        $before = Get-DockerNetworkEndpoint -Container box
        $before.Network | Should -Be bridge
        "$($before.IPAddress)/$($before.PrefixLength) $($before.Gateway)" | Should -Match '^172\.17\.0\.\d+/16 172\.17\.0\.1$'
        $before.MacAddress | Should -Match '^([0-9a-f]{2}:){5}[0-9a-f]{2}$'
        $before.EndpointId | Should -Match '^[0-9a-f]{64}$'

        Connect-DockerNetwork e2-net box
        $bridge, $new = Get-DockerNetworkEndpoint -Container box
        "$($new.Network) $($new.IPAddress)/$($new.PrefixLength) $($new.Gateway)" | Should -Be 'e2-net 10.62.0.2/24 10.62.0.1'
        $new.MacAddress | Should -Not -Be $before.MacAddress
        $bridge.EndpointId | Should -Be $before.EndpointId
        (Invoke-DockerContainerCommand box -Command ip, addr) -join "`n" | Should -Match "(?s)$($new.MacAddress).*inet 10\.62\.0\.2/24"

        Disconnect-DockerNetwork e2-net box
        (Get-DockerNetworkEndpoint -Container box).EndpointId | Should -Be $before.EndpointId

        Stop-DockerContainer box
        $null = Wait-Until { (Get-DockerContainer box).State -eq 'Exited' }
        $stopped = Get-DockerNetworkEndpoint -Container box
        $stopped.Network, $stopped.State | Should -Be bridge, Exited
        $stopped.IPAddress, $stopped.Gateway | Should -Be $null, $null
    }
}

Describe 'An address that moves (D1)' {
    BeforeAll {
        New-DockerNetwork d1-net | Out-Null
        New-DockerContainer ubuntu sleep, infinity -Name u1, u2 -Network d1-net -Start | Out-Null
        New-DockerContainer ubuntu sleep, infinity -Name u3 -Network d1-net | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'is shown at u3, with u2 still on the network' {
        $address = (Get-DockerNetworkEndpoint d1-net u2).IPAddress
        Stop-DockerContainer u2
        $null = Wait-Until { (Get-DockerContainer u2).State -eq 'Exited' }
        Start-DockerContainer u3

        $u1, $u2, $u3 = Get-DockerNetworkEndpoint d1-net
        $u1.Container, $u2.Container, $u3.Container | Should -Be u1, u2, u3
        $u2.State, $u2.IPAddress | Should -Be Exited, $null
        $u3.State, $u3.IPAddress | Should -Be Running, $address

        Start-DockerContainer u2
        $back = Get-DockerNetworkEndpoint d1-net u2
        $back.IPAddress | Should -Not -Be $address
        "$((Resolve-ContainerName u1 u2).Addresses)" | Should -Be "$($back.IPAddress)"
    }
}

Describe 'The life of a shared namespace (C3, C4)' {
    BeforeAll {
        New-DockerNetwork c-net | Out-Null
        New-DockerContainer alpine -Name alpine1 -Network c-net -Start | Out-Null
        New-DockerContainer alpine -Name alpine2 -Network container:alpine1 -Start | Out-Null
        function Get-Networks { (Get-DockerContainer alpine2).View.Networks }
    }

    AfterAll { Reset-TestEngine }

    It 'begins with one address for both' {
        $container = Get-DockerContainer alpine2
        $container.NamespaceOwner, $container.NamespaceOwnerState, $container.NamespaceOwnerGone | Should -Be alpine1, Running, $false
        Get-Networks | Should -Match 'container:alpine1\s*$'
        (Get-DockerNetworkEndpoint c-net alpine2).IPAddress | Should -Be (Get-DockerNetworkEndpoint c-net alpine1).IPAddress

        $owner = Get-DockerContainer alpine1
        $owner.NamespaceOwner, $owner.NamespaceOwnerState, $owner.NamespaceOwnerGone | Should -Be $null, $null, $false
    }

    It 'shows that the owner stopped' {
        Stop-DockerContainer alpine1
        # 26.1 lists a container as running for a moment after it has stopped it.
        $null = Wait-Until { (Get-DockerContainer alpine1).State -eq 'Exited' }

        $container = Get-DockerContainer alpine2
        $container.State, $container.NamespaceOwnerState | Should -Be Running, Exited
        Get-Networks | Should -Match 'container:alpine1 \(exited\)'
        $endpoint = Get-DockerNetworkEndpoint c-net alpine2
        $endpoint.NamespaceLost, $endpoint.IPAddress | Should -Be $true, $null
    }

    It 'shows that the other is left behind when the owner starts again' {
        Start-DockerContainer alpine1

        (Get-DockerContainer alpine2).NamespaceOwnerState | Should -Be Running
        $endpoint = Get-DockerNetworkEndpoint c-net alpine2
        $endpoint.NamespaceLost, $endpoint.IPAddress | Should -Be $true, $null
        ($endpoint | Format-Table -View wide | Out-String) | Should -BeLike '*alpine2 (container:alpine1, lost)*'
        (Get-DockerContainerInterface alpine2).Name | Should -Be lo
    }

    It 'is whole again after the other restarted' {
        Stop-DockerContainer alpine2
        $null = Wait-Until { (Get-DockerContainer alpine2).State -eq 'Exited' }
        $stopped = Get-DockerNetworkEndpoint c-net alpine2
        $stopped.NamespaceLost, $stopped.IPAddress, $stopped.State | Should -Be $false, $null, Exited
        Start-DockerContainer alpine2

        $endpoint = Get-DockerNetworkEndpoint c-net alpine2
        $endpoint.NamespaceLost | Should -BeFalse
        $endpoint.IPAddress | Should -Be (Get-DockerNetworkEndpoint c-net alpine1).IPAddress
        (Get-DockerContainerInterface alpine2 | Where-Object Name -EQ eth0).Addresses[0].Address | Should -Be $endpoint.IPAddress
    }

    It 'shows that the owner is gone' {
        $id = (Get-DockerContainer alpine1).Id
        Remove-DockerContainer alpine1 -Force

        $container = Get-DockerContainer alpine2
        $container.NamespaceOwner, $container.NamespaceOwnerState, $container.NamespaceOwnerGone | Should -Be $id, $null, $true
        Get-Networks | Should -Match "container:$($id.Substring(0, 12)) \(gone\)"
        Get-DockerNetworkEndpoint -Container alpine2 | Should -BeNullOrEmpty
        Get-DockerPortMapping alpine2 | Should -BeNullOrEmpty
        Get-DockerContainer | Where-Object NamespaceOwnerGone | ForEach-Object Name | Should -Be alpine2
    }
}

Describe 'The views of endpoints' {
    BeforeAll {
        New-DockerNetwork v-net -Subnet 10.63.0.0/24 | Out-Null
        New-DockerContainer busybox -Name web -Network v-net -Start | Out-Null
        New-DockerContainer busybox -Name sidecar -Network container:web -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'fit a terminal of 80 columns' {
        $table = Get-DockerNetworkEndpoint v-net | Out-String -Width 80

        $table | Should -Match 'v-net\s+sidecar \(container:web\)\s+Running\s+10\.63\.0\.2/24'
        $table | Should -Not -Match ([char]0x2026)
    }

    It 'tell everything as a list' {
        $list = Get-DockerNetworkEndpoint v-net web | Format-List | Out-String

        foreach (
            $line in 'Address +: 10\.63\.0\.2/24', 'Gateway +: 10\.63\.0\.1', 'DnsName +: web, [0-9a-f]{12}', 'EndpointId +: [0-9a-f]{64}'
        ) {
            $list | Should -Match $line
        }
    }
}
