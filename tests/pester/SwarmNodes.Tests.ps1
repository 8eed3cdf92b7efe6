# Scenario F2: three real engines that are one swarm, each seen by itself, healthy and with faults between the nodes.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/SwarmScene.psm1
    Import-Module $PSScriptRoot/Engine.psm1
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
    $address = @{}
    foreach ($container in $containers) {
        $address[$container.Name] = (Get-DockerContainer $container.Name -DockerHost $container.DockerHost).Endpoints[0].IPAddress
    }
    # The nodes tell each other of their containers a moment later.
    foreach ($node in $nodes) {
        $settled = Wait-Until -Seconds 20 {
            @((Invoke-EngineApi "/networks/$($mesh.Id)?verbose=1" -DockerHost $node.DockerHost).Services.''.Tasks).Count -eq 6
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

Describe 'A worker' {
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
