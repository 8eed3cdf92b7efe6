# What Repair-ContainerReachability refuses, leaves and says; and rules that propose a fix, each by running it and observing.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
    # It asks before each fix (ConfirmImpact High).
    $ConfirmPreference = 'None'

    function New-Runner([string[]] $Name, [object[]] $Network, [string[]] $Command = @('sleep', 'infinity')) {
        New-DockerContainer alpine $Command -Name $Name -Network $Network -Start | Out-Null
    }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'A fix' {
    AfterEach {
        Reset-TestEngine
    }

    It 'that leads a name in use to another container is not run' {
        New-DockerNetwork shop, blog | Out-Null
        foreach ($project in 'shop', 'blog') {
            foreach ($service in 'web', 'db') { New-Runner "$project-$service-1" @{ Name = $project; Alias = $service } }
        }
        $broken = Test-ContainerReachability shop-web-1 blog-db-1 -By Name
        $fix = 'Connect-DockerNetwork -Network blog -Container shop-web-1'
        $broken.Reasons.Fix | Should -Contain $fix
        $before = Get-EngineState

        $broken | Repair-ContainerReachability @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id FixMovesNames -Category ResourceExists -Like (
            "*In shop-web-1, 'db' leads to shop-db-1 on the network shop, and could then lead to blog-db-1.*run the fix yourself*$fix")
        $advice = 'New-DockerNetwork -Name app | Connect-DockerNetwork -Container shop-web-1, blog-db-1'
        "$($failure[0])" | Should -BeLike "*run this instead: $advice. Then use the name 'blog-db-1'. *"
        Get-EngineState | Should -Be $before

        # What it advises instead works, and moves no name.
        Invoke-Expression $advice
        $row = Test-ContainerReachability shop-web-1 blog-db-1 -By Name
        "$($row.Observed)", $row.Answered | Should -Be Reachable, blog-db-1
        foreach ($project in 'shop', 'blog') {
            (Test-ContainerReachability "$project-web-1" db).Answered | Should -Be "$project-db-1"
            (Test-ContainerReachability "$project-db-1" web).Answered | Should -Be "$project-web-1"
        }

        # The fix is as it says: blog comes before shop.
        (Test-ContainerReachability shop-web-1 db).Answered | Should -Be shop-db-1
        Invoke-Expression $fix
        (Test-ContainerReachability shop-web-1 db).Answered | Should -Be blog-db-1
    }

    It 'that would move names settles once its advice was followed' {
        New-DockerNetwork shop, blog | Out-Null
        foreach ($project in 'shop', 'blog') {
            foreach ($service in 'web', 'db') { New-Runner "$project-$service-1" @{ Name = $project; Alias = $service } }
        }
        $broken = Test-ContainerReachability shop-web-1 blog-db-1 -By Name
        New-DockerNetwork app | Connect-DockerNetwork -Container shop-web-1, blog-db-1

        "$(($broken | Repair-ContainerReachability).Observed)" | Should -Be Reachable
        (Get-DockerNetwork app*).Name | Should -Be app
    }

    It 'of a network is not run if the network leads to the target, and only the port is closed' {
        New-DockerNetwork app, back | Out-Null
        New-Runner web app
        New-Runner db app, back
        $broken = Test-ContainerReachability web db -TcpPort 4711
        $broken.Reasons.FixCommands | Should -Not -BeNullOrEmpty
        $before = Get-EngineState

        $broken | Repair-ContainerReachability -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        Get-EngineState | Should -Be $before
    }

    It 'leaves a container on internal networks there' {
        New-DockerNetwork open | Out-Null
        New-DockerNetwork shut -Internal | Out-Null
        New-Runner vault shut
        New-Runner web open

        "$((Test-ContainerReachability vault web -By Name | Repair-ContainerReachability).Observed)" | Should -Be Reachable
        (Get-DockerContainer vault).Endpoints.Network | Should -Be shut
    }

    It 'of a mesh of containers on no network names each of them once' {
        New-DockerContainer alpine sleep, infinity -Name nn1, nn2, nn3 -Network none -Start | Out-Null
        $rows = Test-ContainerReachability nn1, nn2, nn3 -Mesh

        $rows | Repair-ContainerReachability -WarningAction SilentlyContinue | Out-Null
        (Test-ContainerReachability nn1, nn2, nn3 -Mesh -By Name -Quiet) | Should -BeTrue
    }

    It 'that gives a network a second container of one name is not run' {
        New-DockerNetwork app, back | Out-Null
        New-Runner db app
        New-Runner data @{ Name = 'back'; Alias = 'db' }
        $before = Get-EngineState
        Test-ContainerReachability db data -By Name -Predict | Repair-ContainerReachability @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id FixMovesNames -Category ResourceExists -Like (
            "*On the network back, 'db' is a name of data, and would be one of db too.*")
        Get-EngineState | Should -Be $before
    }

    It 'that is refused is not shown with -WhatIf, which gives the same error' {
        New-DockerNetwork shop, blog | Out-Null
        foreach ($project in 'shop', 'blog') {
            foreach ($service in 'web', 'db') { New-Runner "$project-$service-1" @{ Name = $project; Alias = $service } }
        }
        $broken = Test-ContainerReachability shop-web-1 blog-db-1 -By Name
        Get-WhatIfTarget { $broken | Repair-ContainerReachability -WhatIf -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
        $broken | Repair-ContainerReachability -WhatIf @failing
        $shown = "$($failure[0])"
        Assert-Failure $failure -Id FixMovesNames -Category ResourceExists

        $broken | Repair-ContainerReachability @failing
        "$($failure[0])" | Should -BeExactly $shown
    }

    It 'is the direction that moves no name, if there is one' {
        New-DockerNetwork app, back, own | Out-Null
        New-Runner web app, own
        New-Runner data @{ Name = 'app'; Alias = 'db' }
        New-Runner store, other @{ Name = 'back'; Alias = 'db' }
        $broken = Test-ContainerReachability web store -By Name
        @($broken.Reasons.Fix | Where-Object { $_ })[0] | Should -BeExactly 'Connect-DockerNetwork -Network own -Container store'

        $fixed = $broken | Repair-ContainerReachability
        "$($fixed.Observed)", $fixed.Answered | Should -Be Reachable, store
        (Test-ContainerReachability web db).Answered | Should -Be data
    }

    It 'is not run for a <End> that was replaced (<Kept>)' -ForEach @(
        foreach ($end in 'source', 'target') { foreach ($kept in 'session', 'file') { @{ End = $end; Kept = $kept } } }
    ) {
        New-DockerNetwork app, back | Out-Null
        New-Runner web app
        New-Runner db back
        $broken = Test-ContainerReachability web db -By Name
        if ($Kept -eq 'file') {
            $broken | Export-Clixml "$TestDrive/kept.xml"
            $broken = Import-Clixml "$TestDrive/kept.xml"
        }
        $name, $network = $End -eq 'source' ? ('web', 'app') : ('db', 'back')
        Remove-DockerContainer $name -Force
        New-Runner $name $network
        $before = Get-EngineState

        $broken | Repair-ContainerReachability @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Like (
            "The container '$name' no longer exists: it was replaced*Run Test-ContainerReachability again.")
        Get-EngineState | Should -Be $before
    }

    It 'for a text is not for a container that is called so since' {
        New-DockerNetwork app, back | Out-Null
        New-Runner web app
        New-Runner db @{ Name = 'back'; Alias = 'data' }
        $broken = Test-ContainerReachability web data
        New-Runner data back

        ($broken | Repair-ContainerReachability).TargetId | Should -BeNullOrEmpty
    }

    It 'of another row is for the same pair, and nothing says that no fix is known' {
        New-DockerNetwork app, back | Out-Null
        New-Runner web app
        New-Runner db back
        $rows = @(Test-ContainerReachability web db -By Name, Address)
        # As a row whose reason has no fix: one of the names of the pair.
        $without = $rows[1] | Select-Object *
        $without.Reasons = @([pscustomobject]@{ Code = 'X'; Message = 'x' })
        $without.PSTypeNames.Insert(0, 'Deserialized.DockerNetwork.Model.Results.ReachabilityResult')

        $said = $without, $rows[0] | Repair-ContainerReachability -WarningVariable warnings -WarningAction SilentlyContinue -Verbose 4>&1
        $warnings | Should -BeNullOrEmpty
        "$said" | Should -BeLike '*No fix is known for *The fix for web -> db connects the same containers.*'
        @($said | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }).Observed | Should -Be Reachable
    }

    It 'that cannot be confirmed says how to run it' {
        New-Runner aa, bb bridge
        Test-ContainerReachability aa bb -By Name | Export-Clixml "$TestDrive/asked.xml" -Depth 5
        $said = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "
            Import-Module '$(Get-TestModulePath)'
            try { Import-Clixml '$TestDrive/asked.xml' | Repair-ContainerReachability }
            catch { `$_.FullyQualifiedErrorId; `$_.CategoryInfo.Category; `"`$_`" }"
        $said[0] | Should -BeExactly 'ConfirmationNotPossible,DockerNetwork.Commands.RepairContainerReachabilityCommand'
        $said[1] | Should -Be InvalidOperation
        $said[2] | Should -BeLike "*'New-DockerNetwork -Name app | Connect-DockerNetwork -Container aa, bb'*-NonInteractive*"
        $said[2] | Should -BeLike '*Use -Confirm:$false*'
    }
}

Describe 'The rule that proposes a fix' {
    AfterEach {
        Reset-TestEngine
    }

    It 'for a text that is a name on another network (NameOnAnotherNetwork)' {
        New-DockerNetwork app, back | Out-Null
        New-Runner web app
        New-Runner db @{ Name = 'back'; Alias = 'data' }
        $broken = Test-ContainerReachability web data
        $broken.Reasons[0].Code | Should -Be NameOnAnotherNetwork

        $fixed = $broken | Repair-ContainerReachability
        "$($fixed.Observed)", $fixed.Answered | Should -Be Reachable, db
    }

    It 'for an alias: the source joins the network of that alias (NoSharedNetwork)' {
        New-DockerNetwork app, back, later | Out-Null
        New-Runner web app
        New-Runner db back, @{ Name = 'later'; Alias = 'data' }
        $broken = Test-ContainerReachability web db -By Alias
        $broken.TargetName | Should -Be data

        $fixed = $broken | Repair-ContainerReachability
        "$($fixed.Observed)", $fixed.Answered | Should -Be Reachable, db
    }

    It 'for a <End> that lost its only network (<Code>), by <By>' -ForEach @(
        @{ End = 'target'; Code = 'TargetHasNoAddress'; By = 'Name' }
        @{ End = 'source'; Code = 'NoSharedNetwork'; By = 'Name' }
        @{ End = 'source'; Code = 'NoNetwork'; By = 'Address' }
    ) {
        New-DockerNetwork app, back | Out-Null
        New-Runner web app
        New-Runner db back
        if ($End -eq 'target') { Disconnect-DockerNetwork back db } else { Disconnect-DockerNetwork app web }
        $broken = Test-ContainerReachability web db -By $By
        $broken.Reasons[0].Code | Should -Be $Code

        "$(($broken | Repair-ContainerReachability).Observed)" | Should -Be Reachable
    }

    It 'for a <End> on the network none (<Code>), by <By>' -ForEach @(
        @{ End = 'target'; Code = 'TargetHasNoAddress'; By = 'Name' }
        @{ End = 'source'; Code = 'NoSharedNetwork'; By = 'Name' }
        @{ End = 'source'; Code = 'NoNetwork'; By = 'Address' }
        @{ End = 'both'; Code = 'TargetHasNoAddress'; By = 'Name' }
    ) {
        New-DockerNetwork app | Out-Null
        New-Runner web ($End -eq 'target' ? 'app' : 'none')
        New-Runner db ($End -eq 'source' ? 'app' : 'none')
        $broken = Test-ContainerReachability web db -By $By
        $broken.Reasons[0].Code | Should -Be $Code
        @($broken.Reasons.Fix | Where-Object { $_ })[0] | Should -BeLike 'Disconnect-DockerNetwork -Network none -Container *'

        "$(($broken | Repair-ContainerReachability).Observed)" | Should -Be Reachable
        # It is not on none again after a start.
        Restart-DockerContainer web, db -TimeoutSeconds 0
        "$((Test-ContainerReachability web db -By Name).Observed)" | Should -Be Reachable
    }

    It 'for no text that several networks know: the user chooses (AmbiguousName)' {
        New-DockerNetwork app, shop, blog | Out-Null
        New-Runner web app
        New-Runner one @{ Name = 'shop'; Alias = 'db' }
        New-Runner two @{ Name = 'blog'; Alias = 'db' }
        $broken = Test-ContainerReachability web db
        $broken.Reasons[0].Code | Should -Be AmbiguousName
        ($broken | Out-String) -replace '\s+', ' ' | Should -BeLike '*one on the network shop*two on the network blog*'
        $broken.Reasons.FixCommands | Should -BeNullOrEmpty
    }

    It 'for a text that is a name of a stopped container (TargetNotRunning)' {
        New-DockerNetwork app | Out-Null
        New-Runner web app
        New-DockerContainer alpine sleep, infinity -Name db -Network app -NetworkAlias data | Out-Null
        $broken = Test-ContainerReachability web data
        $broken.Reasons[0].Code | Should -Be TargetNotRunning

        "$(($broken | Repair-ContainerReachability).Observed)" | Should -Be Reachable
    }

    It 'over IPv6 out of an internal network (InternalNetworkOnly)' {
        if ($engine.ApiVersion -lt [version]'1.46') {
            Set-ItResult -Skipped -Because 'engines before 27.0 isolate networks for IPv4 alone'
            return
        }
        New-DockerNetwork six -Subnet fd00:6::/64 -IPv6 | Out-Null
        New-DockerNetwork seven -Subnet fd00:7::/64 -IPv6 -Internal | Out-Null
        New-Runner web seven
        New-Runner db six
        $broken = Test-ContainerReachability web db -By Address -IPv6
        $broken.Reasons[0].Code | Should -Be InternalNetworkOnly

        "$(($broken | Repair-ContainerReachability).Observed)" | Should -Be Reachable
    }

    It 'where the host has no address on the bridge (HostNotOnNetwork)' {
        New-DockerNetwork app | Out-Null
        New-DockerNetwork dark -Subnet 10.77.0.0/24 -Option @{ 'com.docker.network.bridge.inhibit_ipv4' = 'true' } | Out-Null
        New-Runner web app
        New-Runner db dark
        $broken = Test-ContainerReachability web db -By Address
        $broken.Reasons[0].Code | Should -BeIn HostNotOnNetwork, IsolatedNetworks
        $broken.Reasons.FixCommands | Should -Not -BeNullOrEmpty

        "$(($broken | Repair-ContainerReachability).Observed)" | Should -Be Reachable
    }

    It 'where <Why> (from 29.0 on)' -ForEach @(
        @{
            Why    = 'the network trusts the bridge, and the port is not published (PortNotPublished)'
            Code   = 'PortNotPublished'
            Ours   = @{ 'com.docker.network.bridge.name' = 'dn-ours' }
            Theirs = @{ 'com.docker.network.bridge.trusted_host_interfaces' = 'dn-ours' }
            Port   = 80
        }
        @{
            Why    = 'the answer is dropped (IsolatedNetworks)'
            Code   = 'IsolatedNetworks'
            Ours   = @{ 'com.docker.network.bridge.enable_ip_masquerade' = 'false' }
            Theirs = @{ 'com.docker.network.bridge.gateway_mode_ipv4' = 'nat-unprotected' }
            Port   = 80
        }
    ) {
        if ($engine.ApiVersion -lt [version]'1.52') { Set-ItResult -Skipped -Because 'older engines isolate bridges otherwise'; return }
        New-DockerNetwork ours -Option $Ours | Out-Null
        New-DockerNetwork theirs -Option $Theirs | Out-Null
        New-Runner web ours
        New-Runner db theirs sh, -c, 'while :; do nc -l -p 80 </dev/null; done'
        $broken = Test-ContainerReachability web db -By Address -TcpPort $Port
        $broken.Reasons[0].Code | Should -Be $Code

        "$(($broken | Repair-ContainerReachability).Observed)" | Should -Be Reachable
    }
}
