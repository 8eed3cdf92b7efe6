# Scenario F2: three real engines that are one swarm, each seen by itself, healthy and with faults between the nodes.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/SwarmScene.psm1
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $nodes = Connect-TestSwarm
    $manager, $worker, $other = $nodes
    $mesh = New-DockerNetwork mesh -Driver overlay -Attachable
    # Two containers on each node: c11, c12 on node1, c21 …
    $containers = foreach ($number in 1..3) {
        foreach ($which in 1, 2) {
            $there = @{ DockerHost = $nodes[$number - 1].DockerHost }
            # A worker does not list the network before a container there is on it.
            $name = "c$number$which"
            New-DockerContainer busybox httpd, -f, -p, 80, -h, /www -Name $name -Network mesh -NetworkAlias "also-$name" -Start @there
        }
    }
    $closed = New-DockerNetwork closed -Driver overlay -Attachable -Option @{ encrypted = '' }
    New-TestService $manager api $mesh.Id -Replicas 3 -Port @{ Protocol = 'tcp'; TargetPort = 80; PublishedPort = 8080 }
    New-TestService $manager rr $mesh.Id -Mode dnsrr
    New-TestService $manager lone $closed.Id -Replicas 1 -Port @{ Protocol = 'tcp'; TargetPort = 80; PublishMode = 'host' }
    $address = @{}
    foreach ($container in $containers) {
        $address[$container.Name] = (Get-DockerContainer $container.Name -DockerHost $container.DockerHost).Endpoints[0].IPAddress
    }
    # The nodes tell each other of their containers a moment later.
    foreach ($node in $nodes) {
        $settled = Wait-Until -Seconds 40 {
            $known = (Invoke-EngineApi "/networks/$($mesh.Id)?verbose=1" -DockerHost $node.DockerHost).Services
            $known[''].Tasks.Count -eq 6 -and $known.ContainsKey('api') -and $known.api.Tasks.Count -eq 3 -and
                $known.ContainsKey('rr') -and $known.rr.Tasks.Count -eq 3
        }
        if (-not $settled) { throw "$($node.Name) does not know the containers of the other nodes." }
    }
}

AfterAll {
    Disconnect-TestSwarm
}

Describe 'Containers on one overlay network, from <_>' -ForEach 'node1', 'node2', 'node3' {
    BeforeAll {
        $node = $nodes | Where-Object Name -EQ $_
        $all = $address.Keys | Sort-Object
        $here = $all | Where-Object { $_ -like "c$($node.Name[-1])*" }
        $away = $all | Where-Object { $_ -notin $here }
    }

    It 'reach those of other nodes by name and by address, as predicted' {
        $result = Test-ContainerReachability $here -Target @($away) -By Name -DockerHost $node.DockerHost
        $result += Test-ContainerReachability $here -Target @($away | ForEach-Object { $address[$_] }) -DockerHost $node.DockerHost

        $result | Should -HaveCount 16
        $result | Where-Object { $_.Predicted -ne 'Reachable' -or $_.Observed -ne 'Reachable' } | Should -BeNullOrEmpty
        foreach ($name in $away) { @($result | Where-Object Answered -EQ $name) | Should -HaveCount 4 -Because $name }
    }

    It 'serve those of other nodes' {
        $answers = foreach ($name in $away) {
            Invoke-DockerContainerCommand $here[0] sh, -c, "printf 'GET / HTTP/1.0\r\n\r\n' | nc $name 80" -DockerHost $node.DockerHost
        }

        @($answers -like '*It works*') | Should -HaveCount 4
    }

    It 'are resolved by names of the network' {
        $resolution = Resolve-ContainerName $here[0] $away[0], "$($away[0]).mesh" -DockerHost $node.DockerHost

        $resolution.Predicted + $resolution.State | Should -Be Reachable, Reachable, Reachable, Reachable
        $resolution.Addresses | ForEach-Object { "$_" } | Should -Be (@($address[$away[0]]) * 2)
    }
}

Describe 'Pairs that cross nodes' {
    BeforeAll {
        $all = Get-DockerContainer c?? -DockerHost $nodes.DockerHost
        $rows = $all | Test-ContainerReachability -Mesh
    }

    It 'are all of them tested, by name, alias and address, as predicted' {
        @($rows | Where-Object { $_.TargetName -eq $_.Target }) | Should -HaveCount 36
        foreach ($name in $all.Name) {
            @($rows | Where-Object TargetName -EQ "also-$name") | Should -HaveCount 6 -Because $name
            @($rows | Where-Object TargetName -EQ "$($address[$name])") | Should -HaveCount 6 -Because $name
        }
        $rows | Where-Object { $_.Predicted -ne 'Reachable' -or $_.Observed -ne 'Reachable' } | Should -BeNullOrEmpty
        $rows | Where-Object { $_.Answered -ne $_.Target } | Should -BeNullOrEmpty
    }

    It 'name the engine of the target, and are one matrix' {
        foreach ($row in $rows) {
            $there = $nodes | Where-Object Name -EQ "node$($row.Target[1])"
            "$($row.TargetDockerHost)" | Should -Be ($row.Source[1] -eq $row.Target[1] ? '' : $there.DockerHost)
        }
        $matrix = $rows | ConvertTo-ReachabilityMatrix
        $matrix.Source | Should -Be c11, c12, c21, c22, c31, c32
        $matrix[0].PSObject.Properties.Name | Where-Object { $_ -like 'c??' } | Sort-Object | Should -Be c11, c12, c21, c22, c31, c32
    }

    It 'are drawn between a box for each engine, with the overlay across' {
        $drawn = $rows | Export-DockerNetworkTopology -Format Json | ConvertFrom-Json
        $drawn.dockerHosts | Sort-Object | Should -Be ($nodes.DockerHost | Sort-Object)
        @($drawn.edges | Where-Object kind -EQ Reachability) | Should -HaveCount 30
        $mesh = $drawn.nodes | Where-Object name -EQ mesh
        $mesh.dockerHost | Should -BeNullOrEmpty
        $members = ($drawn.edges | Where-Object { $_.kind -eq 'Endpoint' -and $_.target -eq $mesh.id }).source
        ($drawn.nodes | Where-Object id -In $members).name | Where-Object { $_ -like 'c??' } | Sort-Object | Should -Be $all.Name
        ($drawn.nodes | Where-Object id -In $members).dockerHost | Sort-Object -Unique | Should -Be ($nodes.DockerHost | Sort-Object)
        @($rows | Export-DockerNetworkTopology -Format Dot | Select-String '(?m)^ +subgraph cluster_' -AllMatches).Matches |
            Should -HaveCount 3
    }

    It 'are tested from one engine to an object of another, and without a target' {
        $far = Get-DockerContainer c31 -DockerHost $other.DockerHost
        $one = Get-DockerContainer c11 -DockerHost $manager.DockerHost | Test-ContainerReachability -Target $far -By Name
        $one.Target, $one.TargetId, "$($one.Observed)" | Should -Be c31, $far.Id, Reachable

        $neighbors = Test-ContainerReachability c11 -By Name -Predict -DockerHost $nodes.DockerHost
        $neighbors.Target | Where-Object { $_ -like 'c??' } | Sort-Object | Should -Be c12, c21, c22, c31, c32
    }

    It 'have published ports, and no names, without an overlay network' {
        $null = New-DockerNetwork own -DockerHost $worker.DockerHost, $other.DockerHost
        $there = @{ Image = 'busybox'; Network = 'own'; Start = $true }
        $from = New-DockerContainer @there -Command sleep, infinity -Name from -DockerHost $worker.DockerHost
        $to = New-DockerContainer @there -Command httpd, -f, -p, 80 -Name to -Publish 8088:80 -DockerHost $other.DockerHost
        $rows = $from | Test-ContainerReachability -Target $to -TcpPort 80

        $rows.TargetName | Should -Be to, "$($to.Endpoints[0].IPAddress)", $other.Address
        $rows.Port | Should -Be 80, 80, 8088
        "$($rows.Observed)" | Should -Be 'Unresolved Misdirected Reachable'
        $rows[0].Reasons[0].Code, $rows[2].Reasons[0].Code, $rows[2].Answered | Should -Be OnAnotherEngine, OnAnotherEngine, to
        $from, $to | Remove-DockerContainer -Force
    }

    It 'are blocked between two nodes that drop udp/4789, and between no others' {
        Block-NodeTraffic $worker $other 'udp/4789'
        try { $rows = $all | Test-ContainerReachability -Mesh -By Address -TimeoutSeconds 1 -WarningAction SilentlyContinue }
        finally { Unblock-NodeTraffic $worker $other 'udp/4789' }

        $cut = { "$($_.Source[1])$($_.Target[1])" -in '23', '32' }
        @($rows | Where-Object $cut) | Should -HaveCount 8
        ($rows | Where-Object $cut).Observed | Select-Object -Unique | Should -Be Blocked
        ($rows | Where-Object { -not (& $cut) }).Observed | Select-Object -Unique | Should -Be Reachable
    }
}

Describe 'A worker' {
    It 'says what it knows of services, and whom to ask' {
        $services = Get-DockerNetworkService -DockerHost $worker.DockerHost -WarningVariable warning -WarningAction SilentlyContinue

        # It also knows lone, if the swarm has put its task there.
        $services.Name | Where-Object { $_ -ne 'lone' } | Should -Be api, rr
        $services[0].Id, $services[0].Mode, $services[0].Replicas | Should -Be $null, $null, $null
        "$($services[0].Networks)" | Should -Be "mesh $((Get-DockerNetworkService -Name api).Networks[0].IPAddress)"
        $services[0].Tasks.NodeAddress | ForEach-Object { "$_" } | Sort-Object | Should -Be $nodes.ForEach{ $_.Address }
        $warning | Should -HaveCount 1
        $warning | Should -BeLike "*is a worker of its swarm*ask a manager: $($manager.Address)."
    }

    It 'says where an overlay network is created' {
        $none = New-DockerNetwork wish -Driver overlay -DockerHost $worker.DockerHost -ErrorAction SilentlyContinue -ErrorVariable failure

        $none | Should -BeNullOrEmpty
        Assert-Failure $failure -Id NotSwarmManager -Category ResourceUnavailable -Target wish `
            -Like "$($worker.DockerHost) is a worker of its swarm*Create it on a manager: $($manager.Address)*"
        "$failure" | Should -Not -BeLike '*swarm init*'
    }

    It 'takes an overlay network of the manager, by name or as an object, and not one that nobody has' {
        $idle = New-DockerNetwork idle -Driver overlay -Attachable
        $here = @{ DockerHost = $worker.DockerHost }
        Get-DockerNetwork idle -ErrorAction SilentlyContinue -ErrorVariable unseen @here | Should -BeNullOrEmpty
        $one = New-DockerContainer busybox sleep, infinity -Name byname -Network idle -Start @here
        Remove-DockerContainer byname -Force @here
        $two = New-DockerContainer busybox sleep, infinity -Name byobject -Network $idle -Start @here
        Remove-DockerContainer byobject -Force @here
        $none = New-DockerContainer busybox sleep, infinity -Name bynone -Network nowhere -Start @here `
            -ErrorAction SilentlyContinue -ErrorVariable failure

        $one.Endpoints.Network, $two.Endpoints.NetworkId | Should -Be idle, $idle.Id
        $none | Should -BeNullOrEmpty
        Assert-Failure $unseen -Id NetworkNotFound -Category ObjectNotFound -Like '*worker of a swarm*'
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target bynone
        Get-DockerContainer bynone* @here | Should -BeNullOrEmpty
    }
}

Describe 'Services of a swarm' {
    BeforeAll {
        $services = Get-DockerNetworkService
        $api, $lone, $rr = $services
    }

    It 'are all there, with their modes and ports' {
        $services.Name | Should -Be api, lone, rr
        $services.Mode | Should -Be replicated, replicated, global
        $services.EndpointMode | Should -Be vip, vip, dnsrr
        $services.Replicas | Should -Be 3, 1, 3
        $services.Running | Should -Be 3, 1, 3
        $services.Image | Should -Be (@($manager.Image) * 3)
        "$($api.Ports)", "$($api.HostPorts)" | Should -Be '0.0.0.0:8080->80/tcp', ''
        "$($lone.Ports)", "$($lone.HostPorts)" | Should -Be '', '80/tcp'
    }

    It 'have the virtual addresses that the engine''s DNS answers with' {
        $known = (Invoke-EngineApi "/networks/$($mesh.Id)?verbose=1" -DockerHost $manager.DockerHost).Services
        $resolution = Resolve-ContainerName c11 api

        $api.Networks.Network | Should -Be mesh, ingress
        "$($api.Networks[0].IPAddress)" | Should -Be $known.api.VIP
        "$($resolution.Addresses)" | Should -Be $known.api.VIP
        $rr.Networks.IPAddress | Should -BeNullOrEmpty
        $lone.Networks.Encrypted, $api.Networks[0].Encrypted | Should -Be $true, $false
    }

    It 'are in the list of ports, in the words of docker service ls' {
        $ports = Get-DockerPortMapping -Published -DockerHost $nodes.DockerHost | Where-Object Service
        $meshed, $own = ($ports | Where-Object PublishMode -EQ ingress), ($ports | Where-Object PublishMode -EQ host)

        # Of a manager alone, although each node listens.
        "$meshed", $meshed.Service, $meshed.Container, $meshed.Active | Should -Be '0.0.0.0:8080->80/tcp', api, '', $true
        "$($meshed.DockerHost)" | Should -Be $manager.DockerHost
        # For IPv4 and IPv6.
        $own[0].Service, $own[0].ContainerPort | Should -Be lone, 80
        $own.Container | Select-Object -Unique | Should -Be $lone.Tasks[0].Name
        (Get-DockerPortMapping -HostPort 8080).Service | Should -Be api
        Get-DockerPortMapping c* -HostPort 8080 | Should -BeNullOrEmpty
        $meshed | Get-DockerContainer -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Like "*the service 'api' of the swarm*"
        $meshed | Out-String | Should -BeLike '*the service api, on each node: 0.0.0.0:8080->80/tcp*'
    }

    It 'have tasks with nodes and addresses' {
        $rr.Tasks.Node | Should -Be node1, node2, node3
        $rr.Tasks.NodeAddress | ForEach-Object { "$_" } | Should -Be $nodes.ForEach{ $_.Address }
        $rr.Tasks.NodeRole | Should -Be manager, worker, worker
        $api.Tasks.Slot | Should -Be 1, 2, 3
        foreach ($task in $rr.Tasks) {
            $container = Get-DockerContainer $task.Name -DockerHost ($nodes | Where-Object Name -EQ $task.Node).DockerHost
            $container.Id | Should -Be $task.ContainerId
            "$($container.Endpoints.IPAddress)" | Should -Be "$($task.IPAddress)"
        }
    }

    It 'are found by network and by name' {
        (Get-DockerNetwork closed | Get-DockerNetworkService).Name | Should -Be lone
        (Get-DockerNetworkService -Network mesh).Name | Should -Be api, rr
        (Get-DockerNetworkService -Name a*, RR).Name | Should -Be api, rr
        (Get-DockerNetworkService -Name $api.Id).Name | Should -Be api
        Get-DockerNetworkService -Name x* | Should -BeNullOrEmpty
        $null = Get-DockerNetworkService -Name apu -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure -Id ServiceNotFound -Category ObjectNotFound -Target apu -Like '*Did you mean api?*'
    }

    It 'are reached by <_>, from each node' -ForEach 'rr', 'tasks.rr', 'tasks.api', 'tasks.api:80' {
        foreach ($node in $nodes) {
            $result = Test-ContainerReachability "c$($node.Name[-1])1" -Target $_ -DockerHost $node.DockerHost

            $result.Predicted, $result.Observed, $result.Agrees | Should -Be Reachable, Reachable, $true -Because $node.Name
            $result.Answered | Should -BeIn ($api.Tasks + $rr.Tasks).Name
        }
    }

    It 'do not answer at their virtual address where the kernel has no IPVS' {
        $result = Test-ContainerReachability c21, c22 -Target api:80 -DockerHost $worker.DockerHost -TimeoutSeconds 1 `
            -WarningAction SilentlyContinue -WarningVariable warning

        $result.Predicted | Should -Be Reachable, Reachable
        "$($result[0].Address)" | Should -Be "$($api.Networks[0].IPAddress)"
        if (-not (Test-Path /proc/sys/net/ipv4/vs)) {
            $result[0].Observed, $result[0].Reasons[0].Code | Should -Be Blocked, NoIpvs
            $result[0].Reasons[0].Message | Should -BeLike '*tasks.api leads to the tasks*'
            # It is the engine's lack, not that of each row.
            $warning | Should -HaveCount 1
            $warning | Should -BeLike "$($worker.DockerHost): * is the virtual address of the service api*"
        }
    }
}

Describe 'Containers of other nodes' {
    It 'are shown on demand, with their node, seen from <_>' -ForEach 'node1', 'node2' {
        $node = $nodes | Where-Object Name -EQ $_
        $here = @{ DockerHost = $node.DockerHost }
        $all = Get-DockerNetworkEndpoint mesh -IncludeRemote @here
        $remote = $all | Where-Object Node

        @($all | Where-Object Node -EQ $null).Container | Should -Be (Get-DockerNetworkEndpoint mesh @here).Container
        @($remote).Count | Should -Be 8
        $remote.ContainerId | Should -Be (@('') * 8)
        $remote.State | Should -Be (@('Unknown') * 8)
        @(Get-DockerNetworkEndpoint ingress -IncludeRemote @here | Where-Object Node) | Should -HaveCount 2
        $c31 = $remote | Where-Object Container -Like 'c31@*'
        "$($c31.IPAddress)/$($c31.PrefixLength)", "$($c31.NodeAddress)" | Should -Be "$($address.c31)/24", $other.Address
        # Only a manager knows the names of the nodes.
        $c31.Node | Should -Be ($node -eq $manager ? 'node3' : $other.Address)
    }

    It 'are listed once, by their own engine, if that is asked too' {
        $two = Get-DockerNetworkEndpoint mesh -IncludeRemote -DockerHost $manager.DockerHost, $worker.DockerHost
        $three = Get-DockerNetworkEndpoint -IncludeRemote -DockerHost $nodes.DockerHost
        # A name that the worker has no endpoint for leaves the other engine's alone.
        $one = Get-DockerNetworkEndpoint mesh -Container c21 -IncludeRemote -DockerHost $manager.DockerHost, $worker.DockerHost

        "$($two.Container -like 'c??' | Sort-Object)" | Should -Be 'c11 c12 c21 c22'
        # The third node is not asked: both know its four containers on the network.
        ($two | Where-Object Node).NodeAddress.ForEach{ "$_" } | Select-Object -Unique | Should -Be $other.Address
        @($two | Where-Object Node) | Should -HaveCount 8
        $three | Where-Object Node | Should -BeNullOrEmpty
        @($three | Where-Object Network -EQ mesh).Container -like 'c??' | Sort-Object | Should -Be @($address.Keys | Sort-Object)
        $one.Container | Should -Be c21
    }

    It 'are never taken for containers of the engine' {
        $c31 = Get-DockerNetworkEndpoint -IncludeRemote -IPAddress $address.c31
        # A container of this engine that has the name of the other one.
        $null = New-DockerContainer busybox sleep, infinity -Name c31 -Network mesh -Start
        $before = Get-DockerContainer c31
        $failure = @()
        $c31 | Stop-DockerContainer -ErrorAction SilentlyContinue -ErrorVariable +failure
        $c31 | Remove-DockerContainer -Force -ErrorAction SilentlyContinue -ErrorVariable +failure
        $c31 | Disconnect-DockerNetwork -ErrorAction SilentlyContinue -ErrorVariable +failure
        $c31 | Select-Object Network, Container | Disconnect-DockerNetwork -ErrorAction SilentlyContinue -ErrorVariable +failure
        $c31 | Test-ContainerReachability -Target c11 -ErrorAction SilentlyContinue -ErrorVariable +failure

        ($failure.FullyQualifiedErrorId -replace ',.*') | Should -Be (@('ContainerNotFound') * 5)
        "$((Get-DockerContainer c31).StartedAt)" | Should -Be "$($before.StartedAt)"
        (Get-DockerContainer c31).Endpoints.Network | Should -Be mesh
        Remove-DockerContainer c31 -Force
    }
}

Describe 'Tasks that DNS does not know' {
    BeforeAll {
        $here = @{ Placement = @{ Constraints = @('node.role==manager') } }
        $never = @{ HealthCheck = @{ Test = 'CMD', 'false'; Interval = [long] 60e9; StartPeriod = [long] 600e9 } }
        New-TestService $manager weak $mesh.Id -Replicas 1 -Container $never -Task $here
        $stubborn = @{
            StopGracePeriod = [long] 300e9
            StopSignal      = 'SIGTERM'
            Command         = 'sh', '-c', 'trap "" TERM; while :; do sleep 1; done'
        }
        New-TestService $manager slow $mesh.Id -Replicas 1 -Mode dnsrr -Container $stubborn -Task $here
        New-TestService $manager void $mesh.Id -Replicas 0
        New-TestService $manager broken $mesh.Id -Replicas 1 -Container @{ Command = @('/none') } -Task ($here + @{
                RestartPolicy = @{ Condition = 'none' }
            })
        $null = Wait-Until -Seconds 40 {
            $running = Get-DockerNetworkService -Name slow, weak, broken
            "$($running.Count)" -eq 3 -and ($running | Where-Object Name -EQ slow).Running -eq 1 -and
                (Get-DockerContainer weak.*).Health -eq 'Starting' -and ($running | Where-Object Name -EQ broken).Tasks.Error
        }
        $slow = Invoke-EngineApi '/services/slow' -DockerHost $manager.DockerHost
        $slow.Spec.Mode.Replicated.Replicas = 0
        $null = Invoke-EngineApi "/services/slow/update?version=$($slow.Version.Index)" -Method POST -Body $slow.Spec `
            -DockerHost $manager.DockerHost
        $null = Wait-Until -Seconds 20 {
            (Test-ContainerReachability c11 -Target slow -By Name -WarningAction SilentlyContinue).Observed -eq 'Unresolved'
        }
    }

    AfterAll {
        'weak', 'slow', 'void', 'broken' | ForEach-Object {
            $null = Invoke-EngineApi "/services/$_" -Method DELETE -DockerHost $manager.DockerHost
        }
        Get-DockerContainer slow.*, weak.* | Remove-DockerContainer -Force
    }

    It 'are predicted as they are, with the reason' {
        $weak, $slow = (Get-DockerContainer weak.*), (Get-DockerContainer slow.*)
        $rows = Test-ContainerReachability c11 -Target $weak.Name, $slow.Name, slow, void -By Name -WarningAction SilentlyContinue

        $rows.Predicted | Should -Be (@('Unresolved') * 4)
        $rows.Observed | Should -Be (@('Unresolved') * 4)
        $rows[0].Reasons[0].Message | Should -BeLike '*because its health check has not passed yet.'
        $rows[1].Reasons[0].Message | Should -BeLike '*because the swarm is stopping it.'
        $rows[2].Reasons[0].Message, $rows[3].Reasons[0].Message | Should -BeLike '*no task of the service is ready there*'
    }

    It 'have their reason on a worker too, from a manager that is asked as well' {
        $both = @{ DockerHost = $manager.DockerHost, $worker.DockerHost; WarningAction = 'SilentlyContinue'; By = 'Name' }
        $void, $lone, $vodi = Test-ContainerReachability c21 -Target void, lone, vodi @both
        $alone = Test-ContainerReachability c21 -Target void, rrr -By Name -DockerHost $worker.DockerHost -WarningAction SilentlyContinue

        $void.Predicted, $void.Observed, $lone.Predicted, $lone.Observed | Should -Be (@('Unresolved') * 4)
        $void.Reasons[0].Message | Should -BeLike "'void' is a name of the service void on the network mesh, but no task*"
        # The worker does not list that network, and the only task is on another node.
        $lone.Reasons[0].Message | Should -BeLike "'lone' is a name of the service lone on the network closed, and c21 is not on*"
        $vodi.Reasons.Message -join ' ' | Should -BeLike '*Did you mean void? *'
        $alone.Observed | Should -Be Unresolved, Unresolved
        $alone[0].Reasons.Message -join ' ' | Should -BeLike "*is a worker of its swarm*and a manager: $($manager.Address). *"
        $alone[1].Reasons.Message -join ' ' | Should -BeLike '*Did you mean rr? *'
    }

    It 'are counted and listed as docker service ls and ps do' {
        $broken, $slow = Get-DockerNetworkService -Name broken, slow

        $slow.Running, $slow.Replicas, $slow.Tasks[0].State, $slow.Tasks[0].DesiredState | Should -Be 1, 0, running, remove
        $broken.Running, $broken.Replicas, $broken.Tasks[0].State | Should -Be 0, 1, failed
        $broken.Tasks[0].Error | Should -Not -BeNullOrEmpty
    }

    It 'are not connected by a fix' {
        $task = Get-DockerContainer rr.* | Select-Object -First 1
        $null = New-DockerContainer busybox sleep, infinity -Name apart -Network closed -Start
        $row = Test-ContainerReachability $task -Target (Get-DockerContainer apart).Endpoints[0].IPAddress -Predict
        Remove-DockerContainer apart -Force

        $row.Reasons[0].Fix | Should -BeNullOrEmpty
        $row.Reasons[0].Message | Should -BeLike '*docker service update --network-add closed rr'
    }
}

Describe 'An overlay network that the swarm gives no subnet' {
    It 'is warned of' {
        $null = New-DockerNetwork six4 -Driver overlay -EnableIPv6 -Subnet fd78::/64 -WarningVariable warning `
            -WarningAction SilentlyContinue
        Remove-DockerNetwork six4 -Confirm:$false

        "$warning" | Should -BeLike '*has not given the network six4 a subnet yet*It needs an IPv4 subnet as well*'
    }
}

Describe 'An encrypted overlay network' {
    It 'is shown as one' {
        (Get-DockerNetwork mesh, closed).Encrypted | Should -Be $false, $true
        Get-DockerNetwork closed | Out-String | Should -BeLike '*attachable, encrypted*'
    }

    It 'does not carry packets to another node where the kernel has no IPsec, and the reason is not the firewall' {
        $null = New-DockerContainer busybox sleep, infinity -Name safe1 -Network closed -Start
        $safe2 = New-DockerContainer busybox sleep, infinity -Name safe2 -Network closed -Start -DockerHost $worker.DockerHost
        $null = Wait-Until { Get-DockerNetworkEndpoint closed -IncludeRemote | Where-Object Container -Like 'safe2@*' }
        $result = Test-ContainerReachability safe1 -Target "$($safe2.Endpoints.IPAddress)" -TimeoutSeconds 1 -WarningAction SilentlyContinue

        $result.Predicted | Should -Be Reachable
        if ($result.Observed -ne 'Reachable') { $result.Reasons[0].Message | Should -BeLike '*is encrypted (IPsec)*' }
    }
}

# What follows breaks the swarm, the worst last.
Describe 'A drained node' {
    It 'has no tasks, and those that moved are told' {
        Set-NodeAvailability $manager $other drain
        $moved = Wait-Until -Seconds 40 {
            $script:api, $script:rr = Get-DockerNetworkService -Name api, rr
            $api.Running -eq 3 -and $rr.Running -eq 2 -and $api.Tasks.Node -notcontains 'node3'
        }

        $moved | Should -BeTrue
        $rr.Replicas, $rr.Tasks.Count | Should -Be 2, 2
        # Containers that are not of a service stay.
        $result = Test-ContainerReachability c11 -Target c31
        $result.Predicted, $result.Observed | Should -Be Reachable, Reachable
        Set-NodeAvailability $manager $other active
        Wait-Until -Seconds 40 { (Get-DockerNetworkService -Name rr).Running -eq 3 } | Should -BeTrue
    }
}

Describe 'UDP port 4789, dropped between two nodes' {
    It 'blocks containers of these nodes alone, and is named' {
        Block-NodeTraffic $manager $worker udp/4789
        try {
            $result = Test-ContainerReachability c11 -Target c21, c31 -By Name -TimeoutSeconds 1 -WarningAction SilentlyContinue
        }
        finally { Unblock-NodeTraffic $manager $worker udp/4789 }

        $result.Predicted | Should -Be Reachable, Reachable
        $result.Observed | Should -Be Blocked, Reachable
        $result[0].Reasons[0].Code | Should -Be PacketLost
        $result[0].Reasons[0].Message | Should -BeLike '*UDP port 4789*'
    }
}

Describe 'TCP and UDP port 7946, dropped between a node and the others' {
    It 'takes the names of its containers from the others, and how many nodes are seen is told' {
        $services = 'tcp/7946', 'udp/7946'
        foreach ($peer in $manager, $other) { Block-NodeTraffic $worker $peer $services }
        try {
            $gone = Wait-Until -Seconds 40 { -not (Get-DockerNetworkEndpoint mesh -IncludeRemote | Where-Object Container -Like 'c21@*') }
            # The node forgets how to reach the container a moment before its DNS forgets the name.
            $null = Wait-Until -Seconds 20 {
                $script:result = Test-ContainerReachability c11 -Target c21, c31 -By Name -TimeoutSeconds 1 -WarningAction SilentlyContinue
                $script:result[0].Observed -eq 'Unresolved'
            }
        }
        finally { foreach ($peer in $manager, $other) { Unblock-NodeTraffic $worker $peer $services } }

        $gone | Should -BeTrue
        $result.Predicted | Should -Be Unknown, Reachable
        $result.Observed | Should -Be Unresolved, Reachable
        $result[0].Reasons.Message -join ' ' | Should -BeLike '*only 2 of the 3 nodes of the swarm on the network mesh*7946*'
    }
}

Describe 'A node that is cut off' {
    It 'is down for the manager, and its containers are lost' {
        # The nodes may still be finding each other again.
        $null = Wait-Until -Seconds 40 { Get-DockerNetworkEndpoint mesh -IncludeRemote | Where-Object Container -Like 'c31@*' }
        Set-NodeLink $other down
        $lost = Test-ContainerReachability c11 -Target $address.c31 -TimeoutSeconds 1 -WarningAction SilentlyContinue
        $down = Wait-Until -Seconds 40 {
            $script:rr = Get-DockerNetworkService -Name rr
            $rr.Running -eq 2
        }
        # The node itself knows nothing of that, but that it is alone.
        $alone = Wait-Until -Seconds 40 {
            -not (Get-DockerNetworkEndpoint mesh -IncludeRemote -DockerHost $other.DockerHost | Where-Object Node)
        }
        $inside = Test-ContainerReachability c31 -Target c11 -DockerHost $other.DockerHost -WarningAction SilentlyContinue

        $lost.Predicted, $lost.Observed | Should -Be Reachable, Blocked
        $lost.Reasons[0].Message | Should -BeLike "*to the node $($other.Address), and no answer*Check that the node is up*"
        $down, $alone | Should -Be $true, $true
        ($rr.Tasks | Where-Object NodeState -EQ ready).Node | Should -Be node1, node2
        $inside.Observed | Should -Be Unresolved
        $inside.Reasons.Message -join ' ' | Should -BeLike '*sees no other node of the swarm on the network mesh*7946*'
    }
}

Describe 'An engine that ends in the middle of a mesh' {
    It 'costs its own rows, and no others' {
        Set-NodeLink $other up
        $all = Get-DockerContainer c?? -DockerHost $nodes.DockerHost
        Clear-DockerNetworkProbe -DockerHost $other.DockerHost -Force
        # A probe takes four seconds. All engines are at work then, and have no result yet.
        $beside = Start-Beside '$all | Test-ContainerReachability -Mesh -By Name -Count 5 -TimeoutSeconds 1' @{ all = $all }
        Wait-Until -Seconds 30 {
            Invoke-EngineApi '/containers/json' -DockerHost $other.DockerHost | Where-Object Command -Like '/dockernetwork-probe*'
        } | Should -BeTrue
        Stop-Process -Id $other.ProcessId -Force
        $end = $beside | Wait-Beside -Seconds 90
        $end.Ended | Should -BeTrue
        $rows, $failure = $end.Output, $end.Errors

        @($rows | Where-Object Source -Like 'c[12]?') | Should -HaveCount 24
        @($rows | Where-Object Source -Like 'c3?') | Should -BeNullOrEmpty
        @($failure) | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Engine*'
        $failure[0].TargetObject | Should -Be "$($other.DockerHost)"
    }
}
