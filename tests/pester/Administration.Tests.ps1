# What the engine can change in a container that exists: its name, whether it runs or is paused, its restart policy, its links. And what
# only inspecting shows.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
    $sleep = @{ Image = $engine.Image; Command = 'sleep', 'infinity'; Start = $true }

    function Get-State($Container) { (Invoke-EngineApi "/containers/$Container/json").State.Status }
    function Get-Policy($Container) {
        $policy = (Invoke-EngineApi "/containers/$Container/json").HostConfig.RestartPolicy
        "$($policy.Name):$($policy.MaximumRetryCount)"
    }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Pausing' {
    BeforeAll {
        $null = New-DockerNetwork app
        $null = New-DockerContainer @sleep -Name web -Network app
        $null = New-DockerContainer $engine.Image httpd, -f, -p, 80 -Name db -Network app -Start
        $null = New-DockerContainer $engine.Image -Name off
    }

    AfterEach {
        Get-DockerContainer -State Paused | Resume-DockerContainer
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'freezes a container, and resuming lets it go on' {
        $paused = Suspend-DockerContainer db -PassThru
        $paused.State | Should -Be Paused
        Get-State db | Should -Be paused

        $resumed = $paused | Resume-DockerContainer -PassThru
        $resumed.State | Should -Be Running
        $resumed.Endpoints.IPAddress | Should -Be $paused.Endpoints.IPAddress
        Suspend-DockerContainer db | Should -BeNullOrEmpty
    }

    It 'takes ids, wildcards and the pipeline' {
        $id = (Get-DockerContainer web).Id.Substring(0, 12)
        Suspend-DockerContainer $id, d*
        Get-State web | Should -Be paused
        Get-State db | Should -Be paused
        (Get-DockerContainer -State Paused | Resume-DockerContainer -PassThru).Name | Should -Be db, web
    }

    It 'changes nothing with -WhatIf' {
        Get-WhatIfTarget { Suspend-DockerContainer web, db -WhatIf } | Should -Be web, db
        Get-State db | Should -Be running
        Suspend-DockerContainer db
        Get-WhatIfTarget { Resume-DockerContainer db -WhatIf } | Should -Be db
        Get-State db | Should -Be paused
    }

    It 'is an error each where the engine refuses' {
        Suspend-DockerContainer db
        $passed = 'db', 'web', 'off', 'nobody' | Suspend-DockerContainer -PassThru @failing
        $passed.Name | Should -Be web
        # What cannot be found is an error at once.
        $ids = @{}
        $failure.ForEach{ $ids[$_.TargetObject] = $_.FullyQualifiedErrorId.Split(',')[0] }
        $ids.db | Should -Be ContainerPaused
        $ids.off | Should -Be ContainerNotRunning
        $ids.nobody | Should -Be ContainerNotFound

        Resume-DockerContainer web
        Resume-DockerContainer web @failing
        Assert-Failure $failure -Id ContainerNotPaused -Category InvalidOperation -Target web -Like '*is not paused*State Paused*'
        Suspend-DockerContainer db @failing
        Assert-Failure $failure -Id ContainerPaused -Category InvalidOperation -Target db -Like '*Resume-DockerContainer*'
    }

    It 'is an error for an object whose container is gone' {
        $container = New-DockerContainer @sleep -Name gone
        Remove-DockerContainer gone -Force
        $null = New-DockerContainer @sleep -Name gone
        $container | Suspend-DockerContainer @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target gone
        Get-State gone | Should -Be running -Because 'it only has the name'
    }

    It 'is undone by the fix of a test that it made fail' {
        Suspend-DockerContainer db
        $result = Test-ContainerReachability web db:80
        $result.Reachable | Should -BeFalse
        $result.Reasons.Code | Should -Contain TargetPaused
        $result.Reasons.Fix | Should -Contain 'Resume-DockerContainer -Container db'

        $repaired = $result | Repair-ContainerReachability -Confirm:$false
        $repaired.Reachable | Should -BeTrue
        Get-State db | Should -Be running
    }
}

Describe 'Renaming' {
    BeforeAll {
        $null = New-DockerNetwork app
    }

    BeforeEach {
        $null = New-DockerContainer @sleep -Name web, db -Network app
    }

    AfterEach {
        Get-DockerContainer | Remove-DockerContainer -Force
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'gives a running container another name, which resolves at once' {
        $id = (Get-DockerContainer db).Id
        Rename-DockerContainer db database | Should -BeNullOrEmpty
        (Get-DockerContainer database).Id | Should -Be $id
        (Resolve-ContainerName web database).State | Should -Be Reachable
        (Resolve-ContainerName web db).State | Should -Be Unresolved
    }

    It 'returns the container with its new name' {
        $renamed = Get-DockerContainer db | Rename-DockerContainer -NewName database -PassThru
        $renamed.Name | Should -Be database
        $renamed.State | Should -Be Running
    }

    It 'renames several by a script block, or by a property' {
        Get-DockerContainer web, db | Rename-DockerContainer -NewName { "old-$($_.Name)" }
        (Get-DockerContainer).Name | Should -Be old-db, old-web

        [pscustomobject]@{ Name = 'old-db'; NewName = 'db' }, [pscustomobject]@{ Name = 'old-web'; NewName = 'web' } |
            Rename-DockerContainer
        (Get-DockerContainer).Name | Should -Be db, web
    }

    It 'exchanges names, one after the other' {
        $ids = (Get-DockerContainer db, web).Id
        [pscustomobject]@{ Name = 'db'; NewName = 'tmp' }, [pscustomobject]@{ Name = 'web'; NewName = 'db' },
        [pscustomobject]@{ Name = 'tmp'; NewName = 'web' } | Rename-DockerContainer
        (Get-DockerContainer web, db).Id | Should -Be $ids
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-EngineState
        Get-WhatIfTarget { Rename-DockerContainer db database -WhatIf } | Should -Be db
        Get-EngineState | Should -Be $before
    }

    It 'takes a pattern that means one, and refuses one that means several' {
        (Rename-DockerContainer d* database -PassThru).Name | Should -Be database
        $before = Get-EngineState
        Rename-DockerContainer * other @failing
        Assert-Failure $failure -Id ConflictingParameters -Category InvalidArgument -Target other -Like '*database, web*script block*'
        Rename-DockerContainer nothing* other | Should -BeNullOrEmpty
        Get-EngineState | Should -Be $before
    }

    It 'is an error where the name is taken, not valid, or the same' {
        Rename-DockerContainer db web @failing
        Assert-Failure $failure -Id ContainerExists -Category ResourceExists -Target db -Like '*"/web" is already in use*'
        Rename-DockerContainer db a/b @failing
        Assert-Failure $failure -Id EngineRefused -Category InvalidArgument -Target db -Like '*Invalid container name*'
        Rename-DockerContainer db db @failing
        Assert-Failure $failure -Id EngineRefused -Category InvalidArgument -Target db -Like '*same name*'
        Rename-DockerContainer nobody other @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nobody
    }

    It 'means the container of an object, whatever has its name now' {
        $container = Get-DockerContainer db
        Rename-DockerContainer db first
        $null = New-DockerContainer @sleep -Name db
        ($container | Rename-DockerContainer -NewName second -PassThru).Id | Should -Be $container.Id
        Remove-DockerContainer second -Force
        $container | Rename-DockerContainer -NewName third @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target db
        Get-DockerContainer db | Should -HaveCount 1
    }
}

Describe 'The restart policy' {
    BeforeAll {
        $null = New-DockerContainer @sleep -Name web
        $null = New-DockerContainer $engine.Image -Name off
        $null = New-DockerContainer @sleep -Name auto -AutoRemove
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'of a <Container> container is set to <Policy>' -ForEach @(
        @{ Container = 'web'; Policy = 'unless-stopped'; Wire = 'unless-stopped:0' }
        @{ Container = 'web'; Policy = 'on-failure:5'; Wire = 'on-failure:5' }
        @{ Container = 'off'; Policy = 'Always'; Wire = 'always:0' }
        @{ Container = 'off'; Policy = 'no'; Wire = 'no:0' }
    ) {
        Set-DockerContainer $Container -RestartPolicy $Policy | Should -BeNullOrEmpty
        Get-Policy $Container | Should -Be $Wire
    }

    It 'is shown by -PassThru and -Detailed, and empty where nobody asked' {
        $set = Get-DockerContainer web, off | Set-DockerContainer -RestartPolicy on-failure:3 -PassThru
        $set.Name | Should -Be web, off
        $set.RestartPolicy | Should -Be on-failure:3, on-failure:3
        (Get-DockerContainer web).RestartPolicy | Should -BeNullOrEmpty
        (Get-DockerContainer web -Detailed).RestartPolicy | Should -Be on-failure:3
        (Get-DockerContainer -Id (Get-DockerContainer off).Id -Detailed).RestartPolicy | Should -Be on-failure:3
    }

    It 'brings a container back that has ended' {
        $null = New-DockerContainer $engine.Image sh, -c, 'until rm /tmp/end 2>/dev/null; do sleep 0.1; done' -Name mortal -Start
        Set-DockerContainer mortal -RestartPolicy always
        $before = (Get-DockerContainer mortal -Detailed).StartedAt
        Invoke-DockerContainerCommand mortal touch, /tmp/end
        Wait-Until -Seconds 20 { (Get-DockerContainer mortal -Detailed).StartedAt -gt $before } | Should -BeTrue
        Get-State mortal | Should -Be running
    }

    It 'changes nothing with -WhatIf' {
        Set-DockerContainer off -RestartPolicy no
        Get-WhatIfTarget { Set-DockerContainer off -RestartPolicy always -WhatIf } | Should -Be off
        Get-Policy off | Should -Be no:0
    }

    It 'is one error if it is not valid' {
        { Set-DockerContainer web, off -RestartPolicy sometimes } | Should -Throw -ErrorId 'InvalidRestartPolicy,*'
    }

    It 'cannot be that of a container which removes itself' {
        $passed = 'auto', 'nobody', 'off' | Set-DockerContainer -RestartPolicy always -PassThru @failing
        $passed.Name | Should -Be off
        $ids = @{}
        $failure.ForEach{ $ids[$_.TargetObject] = $_.FullyQualifiedErrorId.Split(',')[0] }
        $ids.auto | Should -Be RestartPolicyNotSupported
        $ids.nobody | Should -Be ContainerNotFound
    }

    It 'is not changed on another container than that of the object' {
        $container = New-DockerContainer @sleep -Name gone
        Remove-DockerContainer gone -Force
        $null = New-DockerContainer @sleep -Name gone
        $container | Set-DockerContainer -RestartPolicy always @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target gone
        Get-Policy gone | Should -Not -Be always:0
    }
}

Describe 'Removing a link of the default bridge' {
    BeforeEach {
        $null = New-DockerContainer @sleep -Name db, cache
        $null = New-DockerContainer @sleep -Name web -Link db:database, cache -WarningAction Ignore
    }

    AfterEach {
        Reset-TestEngine
    }

    It 'takes the name out of the hosts file, and keeps the containers' {
        "$(Invoke-DockerContainerCommand web cat, /etc/hosts)" | Should -Match 'database' -Because 'the link is there'
        Remove-DockerContainer -Link web/database | Should -BeNullOrEmpty

        "$(Invoke-DockerContainerCommand web cat, /etc/hosts)" | Should -Not -Match 'database'
        (Invoke-EngineApi '/containers/json').Names | Should -Be '/web', '/cache', '/web/cache', '/db'
        (Get-DockerContainer web -Detailed).Link | Should -Be '/cache:/web/cache'
    }

    It 'takes wildcards, and names the links with -WhatIf' {
        Get-WhatIfTarget { Remove-DockerContainer -Link web/* -WhatIf } | Should -Be 'web/cache', 'web/database'
        (Get-DockerContainer web -Detailed).Link | Should -HaveCount 2
        Remove-DockerContainer -Link web/*, nobody/*
        (Get-DockerContainer web -Detailed).Link | Should -BeNullOrEmpty
        Get-DockerContainer | Should -HaveCount 3
    }

    It 'is completed' {
        $line = 'Remove-DockerContainer -Link w'
        # A machine under load may take longer than somebody at the prompt is made to wait.
        $null = Wait-Until -Seconds 30 {
            $script:offered = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
            $offered.Count -gt 0
        }
        $offered.ListItemText | Should -Be 'web/cache', 'web/database'
    }

    It 'never removes a container' {
        Remove-DockerContainer -Link web @failing
        Assert-Failure $failure -Id InvalidLink -Category InvalidArgument -Target web
        Remove-DockerContainer -Link web/nope, web/cache @failing
        Assert-Failure $failure -Id LinkNotFound -Category ObjectNotFound -Target web/nope -Like '*web/cache, web/database*'
        { Remove-DockerContainer web -Link web/cache } | Should -Throw -ErrorId 'PositionalParameterNotFound,*'
        Get-DockerContainer | Should -HaveCount 3
    }
}

Describe 'Clear-DockerNetwork -Until' {
    BeforeEach {
        $null = New-DockerNetwork young
    }

    AfterEach {
        Reset-TestEngine
    }

    It 'keeps what is younger than <Until>' -ForEach @(
        @{ Until = '24h' }
        @{ Until = '1h30m' }
        @{ Until = New-TimeSpan -Days 7 }
        @{ Until = [datetime]::Now.AddHours(-1) }
        @{ Until = [datetime]::UtcNow.AddHours(-1) }
        @{ Until = [DateTimeOffset]::Now.AddHours(-1).ToUnixTimeSeconds() }
        @{ Until = [DateTimeOffset]::Now.AddHours(-1).ToString('o') }
    ) {
        Clear-DockerNetwork -Until $Until -Force
        Get-DockerNetwork young | Should -HaveCount 1
    }

    It 'removes what is older than <Until>' -ForEach @(
        @{ Until = '1ms' }
        @{ Until = [timespan]::FromMilliseconds(1) }
        @{ Until = [datetime]::UtcNow.AddHours(1) }
        @{ Until = "$([DateTimeOffset]::Now.AddHours(1).ToUnixTimeSeconds())" }
    ) {
        Start-Sleep -Milliseconds 50
        (Clear-DockerNetwork -Until $Until -Force -PassThru).Name | Should -Be young
    }

    It 'refuses a time span into the future' {
        { Clear-DockerNetwork -Until (New-TimeSpan -Days -7) -Force } | Should -Throw '*how long ago*'
        { Clear-DockerNetwork -Until '-24h' -Force } | Should -Throw
        Get-DockerNetwork young | Should -HaveCount 1
    }
}

Describe 'Capabilities' {
    AfterEach {
        Reset-TestEngine
    }

    It 'are added and dropped by the names of docker run' {
        $null = New-DockerContainer @sleep -Name own -CapAdd NET_ADMIN, cap_sys_time -CapDrop ALL
        $given = (Invoke-EngineApi '/containers/own/json').HostConfig
        $given.Privileged | Should -BeFalse
        # CapEff of the first process: NET_ADMIN is bit 12, SYS_TIME bit 25.
        $effective = Invoke-DockerContainerCommand own grep, CapEff, /proc/1/status
        $effective | Should -Match '0000000002001000$'
    }

    It 'let a container change its routes' {
        $null = New-DockerNetwork app
        $null = New-DockerContainer @sleep -Name plain -Network app
        $null = New-DockerContainer @sleep -Name router -Network app -CapAdd NET_ADMIN
        Invoke-DockerContainerCommand router ip, route, add, 192.0.2.0/24, dev, eth0
        "$(Invoke-DockerContainerCommand router ip, route)" | Should -Match '192\.0\.2\.0/24'
        Invoke-DockerContainerCommand plain ip, route, add, 192.0.2.0/24, dev, eth0 @failing
        "$failure" | Should -Match 'Operation not permitted'
    }

    It 'are all there in a privileged container, which nobody gets without asking' {
        $null = New-DockerContainer $engine.Image -Name big -Privileged
        $null = New-DockerContainer $engine.Image -Name small
        (Invoke-EngineApi '/containers/big/json').HostConfig.Privileged | Should -BeTrue
        (Invoke-EngineApi '/containers/small/json').HostConfig.Privileged | Should -BeFalse
    }

    It 'that do not exist are refused' {
        New-DockerContainer $engine.Image -Name own -CapAdd FLY @failing
        Assert-Failure $failure -Id EngineRefused -Category InvalidArgument -Target own -Like '*CAP_FLY*'
        Get-DockerContainer | Should -BeNullOrEmpty
    }

    It 'are completed' {
        $line = 'New-DockerContainer alpine -CapAdd NET_A'
        ([Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)).CompletionMatches.ListItemText |
            Should -Be NET_ADMIN
    }
}

Describe 'Get-DockerNetwork -Detailed' {
    AfterEach {
        Reset-TestEngine
    }

    It 'says how many addresses are in use and free, from Docker 29 on' {
        $null = New-DockerNetwork app -Subnet 10.9.0.0/24 -IPRange 10.9.0.0/28 -AuxAddress @{ printer = '10.9.0.200' }
        $before = Get-DockerNetwork app -Detailed
        $null = New-DockerContainer @sleep -Name web -Network app
        $after = Get-DockerNetwork app -Detailed
        (Get-DockerNetwork app).AddressesFree | Should -BeNullOrEmpty -Because 'a list does not have it'
        if ($engine.ApiVersion -lt '1.52') {
            $after.AddressesInUse | Should -BeNullOrEmpty
            $after.AddressesFree | Should -BeNullOrEmpty
            return
        }

        $after.AddressesInUse | Should -Be ($before.AddressesInUse[0] + 1)
        $after.AddressesFree | Should -Be ($before.AddressesFree[0] - 1)
        $after.Ipam[0].AddressesFree | Should -Be $after.AddressesFree
        $after | Format-List | Out-String | Should -Match "AddressesFree +: $($after.AddressesFree)"
        (Get-DockerNetwork host -Detailed).AddressesFree | Should -BeNullOrEmpty
    }

    It 'has no peers and no services where there is no swarm' {
        $networks = Get-DockerNetwork -Detailed
        $networks.Name | Should -Be bridge, host, none
        $networks.Peers | Should -BeNullOrEmpty
        $networks.Services | Should -BeNullOrEmpty
        $null -eq $networks[0].Peers | Should -BeFalse -Because 'it was asked for, and there are none'
        $null -eq (Get-DockerNetwork bridge).Peers | Should -BeTrue -Because 'nobody asked'
    }

    It 'takes ids, patterns and the pipeline' {
        $id = (Get-DockerNetwork bridge).Id
        (Get-DockerNetwork -Id $id -Detailed).Services.Count | Should -Be 0
        (Get-DockerNetwork b* -Detailed).Name | Should -Be bridge
        (Get-DockerNetwork bridge | Get-DockerNetwork -Detailed).Name | Should -Be bridge
        Get-DockerNetwork nothing -Detailed @failing
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target nothing
    }

    It 'has the peers and services of an overlay network, also after Export-Clixml' {
        $null = Start-Swarm
        $overlay = New-DockerNetwork mesh -Driver overlay -Attachable -Subnet 10.44.0.0/24
        $null = New-DockerContainer @sleep -Name lone -Network mesh
        $null = Invoke-EngineApi '/services/create' -Method POST -Body @{
            Name         = 'front'
            TaskTemplate = @{
                ContainerSpec = @{ Image = $engine.Image; Command = @('sleep'); Args = @('infinity') }
                Networks      = @(@{ Target = $overlay.Id })
            }
            EndpointSpec = @{ Mode = 'vip'; Ports = @(@{ TargetPort = 80; PublishedPort = 8099; PublishMode = 'ingress' }) }
        }
        $null = Wait-Until -Seconds 30 {
            $script:mesh = Get-DockerNetwork mesh -Detailed
            $mesh.Services.Where{ $_.Name -eq 'front' }.Tasks
        }

        $mesh.Peers | Should -HaveCount 1
        $mesh.Peers[0].IPAddress | Should -BeOfType ([ipaddress])
        $front = $mesh.Services.Where{ $_.Name -eq 'front' }[0]
        $front.VirtualIPAddress | Should -Match '^10\.44\.0\.'
        $front.Tasks | Should -HaveCount 1
        $front.Tasks[0].Name | Should -BeLike 'front.1.*'
        $front.Tasks[0].IPAddress | Should -Match '^10\.44\.0\.'
        $front.Tasks[0].NodeAddress | Should -Be $mesh.Peers[0].IPAddress
        $mesh.Services | Out-String | Should -Match 'front +10\.44\.0\.'
        $mesh.Peers | Out-String | Should -Match ([regex]::Escape($mesh.Peers[0].IPAddress))
        $front.Tasks | Out-String | Should -Match 'front\.1\.'

        $mesh | Export-Clixml "$TestDrive/mesh.xml"
        $read = Import-Clixml "$TestDrive/mesh.xml"
        $read.Services.Where{ $_.Name -eq 'front' }[0].Tasks[0].IPAddress | Should -Be $front.Tasks[0].IPAddress
        "$($read.Peers[0])" | Should -Be "$($mesh.Peers[0])"
    }
}
