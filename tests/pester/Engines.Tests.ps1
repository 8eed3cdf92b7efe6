# Several engines in one command: two real ones, one that is not there, and one that accepts connections and never answers.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine
    $folder = Start-TestEngine
    $one = $engine.DockerHost
    $two = "unix://$folder/docker.sock"
    $gone = 'unix:///nosuch/docker.sock'

    $silent = Join-Path ([IO.Path]::GetTempPath()) "dn-engines-$PID.sock"
    $listener = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
    $listener.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new($silent))
    $listener.Listen(512)

    $link = Join-Path ([IO.Path]::GetTempPath()) "dn-engines-$PID"
    $null = New-Item -ItemType SymbolicLink $link -Target (Split-Path $engine.Socket)
    $link = Join-Path $link (Split-Path -Leaf $engine.Socket)

    # Contexts, one of them another name of the first engine.
    $configuration = [IO.Directory]::CreateTempSubdirectory('dn-engines-').FullName
    $contexts = @{ 'lab-1' = $one; 'lab-2' = $two; again = $one; gone = $gone; silent = "unix://$silent" }
    foreach ($name in $contexts.Keys) {
        $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($name))).ToLowerInvariant()
        $meta = New-Item -ItemType Directory (Join-Path $configuration "contexts/meta/$hash")
        @{ Name = $name; Metadata = @{}; Endpoints = @{ docker = @{ Host = $contexts[$name] } } } |
            ConvertTo-Json -Depth 5 |
            Set-Content (Join-Path $meta meta.json)
    }
    $env:DOCKER_CONFIG = $configuration

    $both = @{ Context = 'lab-1', 'lab-2' }
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
    $null = New-DockerNetwork app @both
    $null = New-DockerContainer $engine.Image sleep, infinity -Name web, db -Network app -Start @both
    $null = New-DockerContainer $engine.Image sleep, infinity -Name only -Network app -Start -DockerHost $two
    function Get-Engine { process { "$($_.Name) $(if ("$($_.DockerHost)" -eq $one) { 1 } else { 2 })" } }
}

AfterAll {
    $listener.Dispose()
    (Get-Item (Split-Path $link)).Delete()
    Remove-Item $silent, $configuration -Recurse -Force -ErrorAction Ignore
    Stop-TestEngine $folder
    Disconnect-TestEngine
}

Describe 'Several engines' {
    It 'that are one by two addresses are told, and both are used' {
        # A hard link, as no symbolic link tells of it.
        $other = Join-Path (Split-Path $engine.Socket) other.sock
        ln $engine.Socket $other
        $found = Get-DockerNetwork app -DockerHost $one, "unix://$other" -WarningVariable warnings -WarningAction SilentlyContinue
        Remove-Item $other
        $found | Should -HaveCount 2
        "$warnings" | Should -Be "$one and unix://$other are one engine, so what is on it is shown and changed once for each address."
        Get-DockerNetwork app @both -WarningVariable warnings | Should -HaveCount 2
        $warnings | Should -BeNullOrEmpty
    }

    It 'are read in the order in which they were named, each once: <Line>' -ForEach @(
        @{ Line = 'Get-DockerNetwork app -Context lab-2, lab-1'; Expected = 'app 2', 'app 1' }
        @{ Line = 'Get-DockerNetwork app -Context lab-*'; Expected = 'app 1', 'app 2' }
        @{ Line = 'Get-DockerNetwork app -DockerHost $two, $one, $two'; Expected = 'app 2', 'app 1' }
        @{ Line = 'Get-DockerNetwork app -Context again, lab-1'; Expected = 'app 1' }
        @{ Line = 'Get-DockerNetwork app -DockerHost $one, $one.Replace("///", "////./"), "unix://$link"'; Expected = 'app 1' }
        @{ Line = 'Get-DockerContainer web, only -Context lab-1, lab-2'; Expected = 'web 1', 'web 2', 'only 2' }
        @{ Line = 'Get-DockerContainer -Network app -Context lab-*'; Expected = 'db 1', 'web 1', 'db 2', 'only 2', 'web 2' }
        @{ Line = 'Get-DockerContext lab-* | Get-DockerNetwork app'; Expected = 'app 1', 'app 2' }
        @{ Line = 'Get-DockerContext lab-* | Get-DockerContainer'; Expected = 'db 1', 'web 1', 'db 2', 'only 2', 'web 2' }
        @{ Line = 'Get-DockerContainer w* -DockerHost (Get-DockerContext lab-*)'; Expected = 'web 1', 'web 2' }
    ) {
        & ([scriptblock]::Create($Line)) | Get-Engine | Should -Be $Expected
    }

    It 'may be named by $PSDefaultParameterValues, and by nothing' {
        $PSDefaultParameterValues = @{ 'Get-DockerNetwork:Context' = 'lab-2', 'lab-1' }
        Get-DockerNetwork app | Get-Engine | Should -Be 'app 2', 'app 1'
        $PSDefaultParameterValues = @{}
        Get-DockerNetwork app -DockerHost $null | Get-Engine | Should -Be 'app 1'
        [pscustomobject]@{ DockerHost = $two, $one } | Get-DockerNetwork app | Get-Engine | Should -Be 'app 2', 'app 1'
    }

    It 'are each asked by <_>' -ForEach @(
        'Get-DockerNetworkEndpoint app', 'Get-DockerNetworkEndpoint -Container web', 'Get-DockerPortMapping', 'Get-DockerNetworkTopology'
        'Get-DockerNetworkSnapshot', 'Get-DockerContainerInterface web', 'Resolve-ContainerName web db', 'Test-ContainerReachability web db'
        'Get-DockerContainerListener web', 'Trace-ContainerReachability web db', 'Wait-ContainerReachability web db -TimeoutSeconds 5'
    ) {
        $found = & ([scriptblock]::Create("$_ @both"))
        if ($_ -notmatch 'PortMapping|Listener') { "$($found.DockerHost | Select-Object -Unique)" | Should -Be "$one $two" }
    }

    It 'are used by what the pipeline brings, too' {
        $rows = Get-DockerContainer @both | Test-ContainerReachability -Mesh -By Name
        $rows.Count | Should -Be (5 * 5)
        $on = @{}
        Get-DockerContainer @both | ForEach-Object { $on[$_.Id] = "$($_.DockerHost)" }
        $within, $across = $rows.Where({ $on[$_.SourceId] -eq $on[$_.TargetId] }, 'Split')
        $within.Observed | Select-Object -Unique | Should -Be Reachable
        # Names and addresses of the other engine mean nothing here, or somebody else.
        "$($across.Observed | Sort-Object -Unique)" | Should -Be 'Unresolved Misdirected'
        $across.Agrees | Select-Object -Unique | Should -BeTrue
        Get-DockerContainer web @both | Get-DockerContainer | Get-Engine | Should -Be 'web 1', 'web 2'
        Get-DockerContainer web @both | Get-DockerContainer -Context lab-2, lab-1 | Get-Engine | Should -Be 'web 1', 'web 2'
    }

    It 'are all asked for a target, and no other is' {
        $row = { "$($_.Source) $($_.DockerHost) $($_.TargetName) $($_.Observed)" }
        $expected = Test-ContainerReachability web only @both -Predict | ForEach-Object $row | Where-Object { $_ -like "web $one *" }
        $expected | Should -Not -BeNullOrEmpty
        Get-DockerContainer web -DockerHost $one | Test-ContainerReachability -Target only @both -Predict | ForEach-Object $row |
            Should -Be $expected

        $file = "$configuration/target.clixml"
        Get-DockerContainer only -DockerHost $two | Export-Clixml $file
        (Get-Content $file -Raw).Replace($two, $gone) | Set-Content $file
        Test-ContainerReachability web -Target (Import-Clixml $file) -DockerHost $one -Predict @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target only -Like "*$one*"
    }

    It 'are an error together where none of them has what was named' {
        Get-DockerNetwork app, nosuch @both @failing | Get-Engine | Should -Be 'app 1', 'app 2'
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target nosuch -Like "*'nosuch' on $one, $two*"
        Get-DockerNetworkEndpoint -Container nosuch @both @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nosuch -Like "*'nosuch' on $one, $two*"
        Test-ContainerReachability nosuch @both @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nosuch -Like "*'nosuch' on $one, $two*"
        Get-DockerContainer only, web -Network app, nosuch @both @failing | Get-Engine | Should -Be 'web 1', 'only 2', 'web 2'
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target nosuch -Like "*$one, $two*"
        Get-DockerContext lab-* | Get-DockerContainer only, nosuch @failing | Get-Engine | Should -Be 'only 2'
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nosuch -Like "*'nosuch' on $one, $two*"
        Get-DockerContext lab-* | Get-DockerContainer only -Network app, nosuch @failing | Get-Engine | Should -Be 'only 2'
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target nosuch -Like "*$one, $two*"
    }

    It 'are named in all that -Verbose and -Debug tell' {
        $lines = Get-DockerContainerInterface web @both -Verbose -Debug 4>&1 5>&1 |
            Where-Object { $_ -is [Management.Automation.InformationalRecord] }
        $lines.Count | Should -BeGreaterThan 6
        $lines.Where{ "$_" -notlike "*$one*" -and "$_" -notlike "*$two*" } | Should -BeNullOrEmpty
    }

    It 'are waited for where one of them has what was named' {
        (Wait-ContainerReachability only web -TimeoutSeconds 5 @both).DockerHost | Should -Be $two
    }

    It 'are worked on one by one, which is told of a target that only another one has' {
        $like = "*'only' is a container on the engine $two, and the source is on $one.*one engine.*use Test-ContainerReachability."
        (Trace-ContainerReachability web only @both @failing).DockerHost | Should -Be $two
        Assert-Failure $failure -Id TargetOnAnotherEngine -Category InvalidArgument -Target "only on $one" -Like $like
        Trace-ContainerReachability web (Get-DockerContainer only -DockerHost $two) @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id TargetOnAnotherEngine -Category InvalidArgument -Target only -Like $like
        Test-ContainerReachability web only @both -By Name -Predict | Where-Object TargetDockerHost |
            Trace-ContainerReachability @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id TargetOnAnotherEngine -Category InvalidArgument -Like $like
        $waited = Wait-ContainerReachability db only @both -TimeoutSeconds 1 -WarningVariable said -WarningAction Ignore -ErrorAction Ignore
        $waited.DockerHost | Should -Be $two
        "$said" | Should -BeLike $like
    }

    It 'group tables' {
        function Get-Heading([string] $Text) { [regex]::Matches($Text, '(?m)^   Engine: (.*?) *$').ForEach{ $_.Groups[1].Value.Trim() } }
        Get-Heading (Get-DockerNetwork app @both | Out-String) | Should -Be "lab-1 ($one)", "lab-2 ($two)"
        Get-Heading (Get-DockerNetwork app -DockerHost $one, $two | Out-String) | Should -Be $one, $two
        Get-Heading (Get-DockerNetwork app @both | Format-Table | Out-String) | Should -Be "lab-1 ($one)", "lab-2 ($two)"
        Get-DockerNetwork app | Format-Table | Out-String | Should -Not -Match 'Engine:'
        Get-DockerNetwork app | Out-String | Should -Not -Match 'Engine:'
        (Get-DockerNetwork app @both)[0].PSObject.TypeNames[0] | Should -BeExactly DockerNetwork.Model.Networks.Network
        $text = Test-ContainerReachability web db -By Name @both | Out-String
        $text | Should -Match "Engine: lab-2 \($([regex]::Escape($two))\)\s+Source: web"
    }

    It 'offer together what Tab completes' {
        $line = 'Get-DockerContainer -Context lab-* -Name o'
        $null = Wait-Until { $script:found = (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText; $found -contains 'only' }
        $found | Should -Be only
        $line = "Get-DockerContainer -DockerHost $one,$two -Name "
        $null = Wait-Until { $script:found = (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText; $found -contains 'only' }
        $found | Should -Be db, web, only -Because 'each name is offered once'
        $line = 'Get-DockerContainer -Context lab-1, '
        (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText | Should -Be default, again, gone, lab-2, silent
    }
}

Describe 'A test on several engines' {
    It 'probes on all of them at once, and leaves no agent on any when it is stopped' {
        # Nobody answers, so the first engine alone would take minutes.
        $beside = Start-Beside 'Test-ContainerReachability web 203.0.113.77 -Count 100 -TimeoutSeconds 2 -Context lab-1, lab-2'
        $agents = {
            param($address)
            @(Invoke-EngineApi '/containers/json?all=1' -DockerHost $address | Where-Object Command -Like '/dockernetwork-probe*').Count
        }
        Wait-Until { (& $agents $one) -and (& $agents $two) } -Seconds 30 | Should -BeTrue -Because 'both engines are at work'
        $beside | Stop-Beside | Should -BeLessThan 8
        # An agent of a test before this one is kept for ten seconds.
        Wait-Until { -not (& $agents $one) -and -not (& $agents $two) } -Seconds 20 | Should -BeTrue -Because 'no agent stays'
    }

    It 'costs the rows of an engine whose agent is killed, and no others' {
        $beside = Start-Beside ('Test-ContainerReachability db, web 203.0.113.77:9, web -By Name -Count 5 -TimeoutSeconds 1 ' +
            '-Context lab-1, lab-2')
        $agent = { Invoke-EngineApi '/containers/json' -DockerHost $one | Where-Object Command -Like '/dockernetwork-probe*' }
        Wait-Until { ($script:found = & $agent) } -Seconds 30 | Should -BeTrue
        $null = Invoke-EngineApi "/containers/$($found.Id)/kill" -Method POST -DockerHost $one
        $end = $beside | Wait-Beside -Seconds 60
        $end.Ended | Should -BeTrue
        @($end.Output | Where-Object { "$($_.DockerHost)" -eq $two }).Count | Should -Be 6
        foreach ($failure in $end.Errors) { "$($failure.TargetObject)" | Should -Be $one }
    }
}

Describe 'A change on several engines' {
    It 'is one on each, and asks of each' {
        Get-WhatIfTarget { New-DockerNetwork more @both -WhatIf } | Should -Be "more on $one", "more on $two"
        New-DockerNetwork more @both | Get-Engine | Should -Be 'more 1', 'more 2'
        New-DockerNetwork more @both @failing | Should -BeNullOrEmpty
        $failure.TargetObject | Should -Be "more on $one", "more on $two"
        "$($failure[1])" | Should -BeLike "*${two}: *"

        Connect-DockerNetwork more web, only @both
        Get-DockerNetworkEndpoint more @both | ForEach-Object Container | Should -Be web, only, web
        Disconnect-DockerNetwork more only, web @both
        Get-DockerNetworkEndpoint more @both | Should -BeNullOrEmpty
        Get-WhatIfTarget { Remove-DockerNetwork more @both -WhatIf } | Should -Be "more on $one", "more on $two"
        Remove-DockerNetwork more @both -PassThru | Get-Engine | Should -Be 'more 1', 'more 2'
    }

    It 'passes over engines that do not have what was named, unless none has' {
        (Restart-DockerContainer only @both -PassThru).DockerHost | Should -Be $two
        Suspend-DockerContainer only, nosuch @both @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nosuch -Like "*$one, $two*"
        Resume-DockerContainer only @both
        Invoke-DockerContainerCommand web, only echo hello @both | Should -Be hello, hello, hello
        Get-WhatIfTarget { Enter-DockerContainer only @both -WhatIf } | Should -Be "only on $two"
        Enter-DockerContainer web @both -WhatIf @failing
        $like = "'web' matches containers on several engines: web on $one, web on $two. Name one of these engines with -DockerHost*"
        Assert-Failure $failure -Id AmbiguousContainer -Category InvalidArgument -Target web -Like $like
    }

    It 'finds subnets that are free on all' {
        $null = New-DockerNetwork taken-1 -Subnet 10.90.0.0/24 -DockerHost $one
        $null = New-DockerNetwork taken-2 -Subnet 10.90.1.0/24 -DockerHost $two
        "$((Find-DockerSubnet -Within 10.90.0.0/22 @both).Subnet)" | Should -Be 10.90.2.0/24
        Find-DockerSubnet -Within 10.90.0.0/22 -Context lab-1, gone @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id EngineUnreachable -Category ConnectionError -Target $gone
        Get-WhatIfTarget { Clear-DockerNetwork @both -WhatIf } | Should -Be "taken-1 on $one", "taken-2 on $two"
    }
}

Describe 'A fix on several engines' {
    It 'names its engine, and is run there only' {
        Stop-DockerContainer db @both
        $rows = Test-ContainerReachability web db -By Name -Predict @both
        $within, $across = $rows.Where({ -not $_.TargetDockerHost }, 'Split')
        $within.Reasons.Fix | Should -Be 'Start-DockerContainer -Container db', "Start-DockerContainer -Container db -DockerHost $two"
        $within.Reasons.FixCommands.DockerHost | Should -Be $null, $two
        Get-WhatIfTarget { $within | Repair-ContainerReachability -WhatIf } | Should -Be "web -> db on $one", "web -> db on $two"
        # What is not there is not shown either.
        $refused = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'script:refusal' }
        Get-WhatIfTarget { $within | Repair-ContainerReachability -WhatIf -DockerHost $one @refused } | Should -Be 'web -> db'
        Assert-Failure $refusal -Id FixNotAllowed -Category SecurityError -Like "*the result is from the engine $two, but $one, which you*"
        Get-WhatIfTarget { $across | Repair-ContainerReachability -WhatIf -WarningVariable script:said 3> $null } | Should -BeNullOrEmpty
        $said | Should -HaveCount 2
        "$($said[0])" | Should -BeLike "web -> db is not reachable. It is left*: web is on the engine $one, and db is on $two. *"

        Invoke-Expression $within[1].Reasons[0].Fix
        (Get-DockerContainer db @both).State | Should -Be Exited, Running
        ($within | Repair-ContainerReachability -Confirm:$false).DockerHost | Should -Be $one, $two
        (Get-DockerContainer db @both).State | Should -Be Running, Running
    }
}

Describe 'An engine that is away' {
    It 'is an error about it: <Line>' -ForEach @(
        @{ Line = 'Get-DockerNetwork app -Context lab-1, gone, lab-2'; Expected = 'app 1', 'app 2' }
        @{ Line = 'Get-DockerContainer web, db -Context gone, lab-2'; Expected = 'web 2', 'db 2' }
        @{ Line = 'Start-DockerContainer web, db -PassThru -Context gone, lab-2'; Expected = 'web 2', 'db 2' }
        @{ Line = "'web', 'db' | Get-DockerContainer -Context gone, lab-2"; Expected = 'web 2', 'db 2' }
        @{ Line = 'New-DockerNetwork away-1, away-2 -Context gone, lab-2'; Expected = 'away-1 2', 'away-2 2' }
        @{ Line = 'Get-DockerContainer -Id (Get-DockerContainer only @there).Id -Context gone, lab-2'; Expected = 'only 2' }
    ) {
        $there = @{ DockerHost = $two }
        . ([scriptblock]::Create("$Line @failing")) | Get-Engine | Should -Be $Expected
        Assert-Failure $failure -Id EngineUnreachable -Category ConnectionError -Target $gone
    }

    It 'makes a test incomplete' {
        Test-ContainerReachability web db -By Name -Quiet -Context gone, lab-2 @failing | Should -BeFalse
        Assert-Failure $failure -Id EngineUnreachable -Category ConnectionError -Target $gone
    }

    It 'and does not answer holds nobody up for long' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Get-DockerNetwork app -Context silent, lab-1, lab-2 @failing | ForEach-Object { "$($_ | Get-Engine)"; $shown = $watch.Elapsed } |
            Should -Be 'app 1', 'app 2'
        $shown.TotalSeconds | Should -BeLessThan 8
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 30
        Assert-Failure $failure -Id EngineTimeout -Category OperationTimeout -Target "unix://$silent"
    }

    It 'may be a context that does not exist' {
        Get-DockerNetwork app -Context nosuch, lab-2 @failing | Get-Engine | Should -Be 'app 2'
        Assert-Failure $failure -Id InvalidDockerHost -Category InvalidArgument -Target nosuch
        Get-DockerNetwork -Context nosuch-* @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id ContextNotFound -Category ObjectNotFound -Target nosuch-* -Like '*default, again*'
        Get-DockerNetwork app -Context nosuch-*, lab-2 @failing | Get-Engine | Should -Be 'app 2'
        Assert-Failure $failure -Id ContextNotFound -Category ObjectNotFound -Target nosuch-*
        { Get-DockerNetwork -DockerHost @() } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'is shown by Get-DockerContext -Detailed, without an error' {
        $found = Get-DockerContext lab-*, gone -Detailed
        $found.Name | Should -Be lab-1, lab-2, gone
        $found.Reachable | Should -Be $true, $true, $false
        $found[0].Kind, $found[0].ApiVersion | Should -Be Docker, "$($engine.ApiVersion)"
        $found[0].Version | Should -Match '^\d+\.\d+'
        $found[0].Latency | Should -BeGreaterThan ([timespan]::Zero)
        $found[2].Reason | Should -BeLike '*the socket does not exist*'
        $found | Out-String | Should -Match 'Reachable +Engine'
        (Get-DockerContext lab-1).Reachable | Should -BeNullOrEmpty
        (Get-DockerContext silent -Detailed).Reachable | Should -BeFalse
    }

    It 'is missing in a drawing of the others' {
        $drawn = Export-DockerNetworkTopology -DockerHost $one, $two, 'unix:///nowhere/docker.sock' -Format Json @failing | ConvertFrom-Json
        $drawn.dockerHosts | Should -Be $one, $two
        ($drawn.nodes | Where-Object kind -EQ Engine).dockerHost | Should -Be $one, $two
        @($failure).Count | Should -Be 1
    }
}
