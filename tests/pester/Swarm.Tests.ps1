# Services of a swarm: who has their names and addresses, on an overlay network and on docker_gwbridge.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    Start-Swarm
    $null = Wait-Until { Get-DockerNetwork ingress -ErrorAction Ignore }
    $mesh = New-DockerNetwork mesh -Driver overlay -Attachable

    function New-Service {
        # Two tasks of a service; the module has no cmdlet for that.
        param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $Mode, [string[]] $Alias)

        $null = Invoke-EngineApi '/services/create' -Method POST -Body @{
            Name         = $Name
            TaskTemplate = @{
                ContainerSpec = @{ Image = $engine.Image; Command = 'sleep', 'infinity' }
                Networks      = @(@{ Target = $mesh.Id; Aliases = $Alias })
            }
            Mode         = @{ Replicated = @{ Replicas = 2 } }
            EndpointSpec = @{
                Mode  = $Mode
                Ports = $Mode -eq 'vip' ? @(@{ Protocol = 'tcp'; TargetPort = 80; PublishedPort = 8080; PublishMode = 'host' }) : @()
            }
        }
    }

    function Get-Task {
        # The containers of a service, once all of them run.
        param([Parameter(Mandatory)] [string] $Name)

        $null = Wait-Until { @(Get-DockerContainer "$Name.*" | Where-Object Running).Count -eq 2 }
        Get-DockerContainer "$Name.*"
    }

    New-DockerContainer busybox sleep, infinity -Name one -Network mesh -Start | Out-Null
    New-DockerNetwork app | Out-Null
    New-DockerContainer busybox sleep, infinity -Name web -Network app -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name monitor -Network host -Start | Out-Null
    New-Service rr dnsrr robin
    New-Service bal vip virtual
    $tasks = @{ rr = Get-Task rr; bal = Get-Task bal }
    # The names are there a moment after the containers.
    $null = Wait-Until {
        $known = (Invoke-EngineApi "/networks/$($mesh.Id)?verbose=1").Services
        $known.rr.Tasks.Count -eq 2 -and $known.bal.Tasks.Count -eq 2
    }
    $virtual = (Invoke-EngineApi '/services' | Where-Object { $_.Spec.Name -eq 'bal' }).Endpoint.VirtualIPs[0].Addr.Split('/')[0]
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Names of services' {
    It '<Name> leads to a task of <Service>' -ForEach @(
        @{ Name = 'rr'; Service = 'rr' }
        @{ Name = 'RR'; Service = 'rr' }
        @{ Name = 'robin'; Service = 'rr' }
        @{ Name = 'rr.mesh'; Service = 'rr' }
        @{ Name = 'tasks.rr'; Service = 'rr' }
        @{ Name = 'tasks.robin'; Service = 'rr' }
        @{ Name = 'tasks.bal'; Service = 'bal' }
        @{ Name = 'tasks.virtual'; Service = 'bal' }
    ) {
        $result = Test-ContainerReachability one -Target $Name

        $result.Predicted, $result.Observed, $result.Agrees | Should -Be Reachable, Reachable, $true
        $tasks[$Service].Name | Should -Contain $result.Answered
        @($result.Reasons.Code) | Should -Contain ResolvedByEngine
    }

    It '<Name> leads to the virtual address of the service' -ForEach @(@{ Name = 'bal' }, @{ Name = 'virtual' }, @{ Name = 'bal.mesh' }) {
        $resolution = Resolve-ContainerName one $Name

        $resolution.Predicted, $resolution.State | Should -Be Reachable, Reachable
        "$($resolution.Addresses)" | Should -Be $virtual
        $resolution.Reasons.Code | Should -Not -Contain AnotherAddress
    }

    It 'blames no firewall if the kernel has no load balancer, and credits nobody' {
        $result = Test-ContainerReachability one -Target bal -WarningAction SilentlyContinue

        $result.Predicted | Should -Be Reachable
        $result.Reasons.Code | Should -Contain ServiceAddress
        if ($result.Observed -eq 'Reachable') {
            $result.Answered | Should -Be bal
        }
        else {
            $result.Reachable, $result.Agrees, $result.Answered | Should -Be $false, $false, $null
            $result.Reasons[0].Message | Should -BeLike '*needs IPVS*'
            $result.Reasons.Message | Should -Not -BeLike '*firewall*'
            if (-not (Test-Path /proc/sys/net/ipv4/vs)) { $result.Reasons[0].Code | Should -Be NoIpvs }
        }
    }

    It 'says on which network a name is, where it is none' {
        $result = Test-ContainerReachability web -Target bal

        $result.Predicted, $result.Observed | Should -Be Unresolved, Unresolved
        $result.Reasons[0].Message | Should -BeLike "'bal' is a name of the service bal on the network mesh*"
    }

    It 'predicts the same from a saved snapshot' {
        $saved = Get-DockerNetworkSnapshot
        foreach ($name in 'rr', 'robin', 'tasks.bal', 'bal') {
            $result = Test-ContainerReachability one -Target $name -Snapshot $saved

            $result.Predicted | Should -Be Reachable -Because $name
        }
    }
}

Describe 'Names of services, completed' {
    It 'are offered as <As>' -ForEach @(
        @{ As = 'targets'; Line = 'Test-ContainerReachability one -Target '; Offers = 'rr', 'robin', 'tasks.rr', 'bal', 'tasks.virtual' }
        @{ As = 'names'; Line = 'Resolve-ContainerName one -Name '; Offers = 'rr', 'tasks.rr', 'bal' }
        @{ As = 'targets with ports'; Line = 'Test-ContainerReachability one bal:'; Offers = 'bal:80' }
        @{ As = 'targets with ports'; Line = 'Test-ContainerReachability one tasks.bal:'; Offers = 'tasks.bal:80' }
    ) {
        $null = Wait-Until { $script:found = (TabExpansion2 $Line $Line.Length).CompletionMatches.ListItemText; $Offers[0] -in $found }

        foreach ($text in $Offers) { $found | Should -Contain $text }
    }

    It 'are not offered where they do not resolve' {
        $line = 'Resolve-ContainerName web -Name '
        (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText | Should -Not -Contain rr
    }
}

Describe 'An overlay network' {
    It 'has its subnet as soon as New-DockerNetwork returns it, although the swarm allocates it later' {
        "$($mesh.Subnets)" | Should -Be "$((Get-DockerNetwork mesh).Subnets)"
        $mesh.Subnets | Should -HaveCount 1
    }
}

Describe 'The host, from an overlay network' {
    It 'is the gateway by docker_gwbridge' {
        $result = Test-ContainerReachability one -Target '@gateway'

        "$($result.Address)" | Should -Be "$((Get-DockerNetwork docker_gwbridge).Gateways)"
        $result.Predicted, $result.Observed, $result.Answered | Should -Be Reachable, Reachable, '@host'
    }

    It 'has the address by which other nodes know it' {
        $address = (Invoke-EngineApi '/info').Swarm.NodeAddr
        # In the container, a loopback address is its own.
        $source = $address -like '127.*' ? 'monitor' : 'one'
        $result = Test-ContainerReachability $source -Target $address

        $result.Predicted, $result.Observed | Should -Be Reachable, Reachable
    }
}

Describe 'Addresses on docker_gwbridge' {
    BeforeAll {
        $bridge = (Invoke-EngineApi '/networks/docker_gwbridge').Containers
        $one = $bridge.((Get-DockerContainer one).Id).IPv4Address.Split('/')[0]
        $task = $bridge.($tasks.rr[0].Id).IPv4Address.Split('/')[0]
    }

    It 'from <From>, the address of <Of> is <State>' -ForEach @(
        @{ From = 'one'; Of = 'one'; State = 'Reachable' }
        @{ From = 'one'; Of = 'task'; State = 'Blocked' }
        @{ From = 'web'; Of = 'one'; State = 'Blocked' }
        @{ From = 'monitor'; Of = 'one'; State = 'Reachable' }
    ) {
        $result = Test-ContainerReachability $From -Target (Get-Variable $Of -ValueOnly)

        $result.Predicted, $result.Observed, $result.Agrees | Should -Be $State, $State, $true
        if ($State -eq 'Reachable') { $result.Answered | Should -Be one }
    }
}

Describe 'Clear-DockerNetwork in a swarm' {
    It 'leaves docker_gwbridge to the routing mesh, as docker network prune does' {
        $null = New-DockerNetwork idle
        (Get-DockerNetwork -Unused).Name | Should -Be idle
        $cleared = Clear-DockerNetwork -Force -PassThru -ErrorAction SilentlyContinue -ErrorVariable failure

        $cleared.Name | Should -Be idle
        $failure | Should -BeNullOrEmpty
        (Get-DockerNetwork docker_gwbridge).Name | Should -Be docker_gwbridge
    }
}
