# Engines that lie, stall and babble (tests/engine/hostile-engine.pl), and snapshot files that somebody damaged or made up: what comes of it
# are rows or errors of this module, never an exception of its insides; other engines of the pipeline still answer; memory and time have a
# bound.
BeforeDiscovery {
    # Id: the error that is due. Without one, rows are as good as errors of the module.
    $modes = @(
        @{ Mode = 'good' }
        @{ Mode = 'slow' }
        @{ Mode = 'null-documents'; Id = 'EngineProtocolError' }
        @{ Mode = 'null-items' }
        @{ Mode = 'null-fields' }
        @{ Mode = 'double-ids' }
        @{ Mode = 'double-names' }
        @{ Mode = 'another-container' }
        @{ Mode = 'absurd-times' }
        @{ Mode = 'absurd-dates' }
        @{ Mode = 'absurd-ports' }
        @{ Mode = 'absurd-addresses' }
        @{ Mode = 'absurd-process' }
        @{ Mode = 'numbers-without-end'; Id = 'EngineProtocolError' }
        @{ Mode = 'wrong-types'; Id = 'EngineProtocolError' }
        @{ Mode = 'wrong-items'; Id = 'EngineProtocolError' }
        @{ Mode = 'nesting'; Id = 'EngineProtocolError' }
        @{ Mode = 'bad-utf8' }
        @{ Mode = 'half-characters' }
        @{ Mode = 'long-names' }
        @{ Mode = 'control-characters' }
        @{ Mode = 'crowd' }
        @{ Mode = 'closed'; Id = 'EngineConnectionLost' }
        @{ Mode = 'half-answer'; Id = 'EngineConnectionLost' }
        @{ Mode = 'half-chunk'; Id = 'EngineConnectionLost' }
        @{ Mode = 'wrong-chunk'; Id = 'EngineProtocolError' }
        @{ Mode = 'not-http'; Id = 'EngineProtocolError' }
        @{ Mode = 'switched'; Fails = $true }
        @{ Mode = 'endless-header'; Fails = $true }
        @{ Mode = 'many-headers'; Fails = $true }
        @{ Mode = 'rude-error'; Id = 'EngineError' }
        @{ Mode = 'too-new'; Id = 'EngineTooNew' }
    )
    $commands = @(
        @{ Command = 'Get-DockerNetwork *'; Rows = 4 }
        @{ Command = 'Get-DockerContainer *'; Rows = 2 }
        @{ Command = 'Test-ContainerReachability -Target db -By Address -Predict'; Rows = 1 }
        @{ Command = 'Get-DockerNetworkEndpoint'; Rows = 2 }
        @{ Command = 'Get-DockerPortMapping'; Rows = 2 }
    )
    foreach ($each in $modes) {
        $each.Lines = $commands.Command
        foreach ($name in 'Id', 'Fails') { $each[$name] ??= $null }
    }
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    Import-Module (Get-TestModulePath) -Global
    $good = Start-HostileEngine good
    $environment = $env:DOCKER_HOST
}

AfterAll {
    $env:DOCKER_HOST = $environment
    Stop-HostileEngine
}

Describe 'An engine in the mode <Mode>' -ForEach $modes {
    BeforeAll {
        $hostile = Start-HostileEngine $Mode
        $script = {
            $engines = [pscustomobject]@{ DockerHost = $hostile; Source = 'web' }, [pscustomobject]@{ DockerHost = $good; Source = 'web' }
            foreach ($command in $commands) {
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $thrown = $rows = $failure = $null
                $text = "`$rows = `$engines | $command -ErrorAction SilentlyContinue -ErrorVariable failure"
                try { . ([scriptblock]::Create($text)) } catch { $thrown = $_ }
                [pscustomobject]@{
                    Command = $command; Rows = @($rows | Where-Object { $_ }); Errors = @($failure | Where-Object { $_ })
                    Thrown = $thrown; Seconds = $watch.Elapsed.TotalSeconds
                }
            }
        }
        $grown = Measure-PeakMemory {
            $script:run = Start-Beside $script -Variable @{ hostile = $hostile.DockerHost; good = $good.DockerHost; commands = $Lines } |
                Wait-Beside -Seconds 30
        }
    }

    AfterAll { Stop-HostileEngine $hostile }

    It 'spoils nothing of <Command> but its own part' -ForEach $commands {
        $run.Ended | Should -BeTrue -Because 'it ends by itself'
        $result = $run.Output | Where-Object Command -EQ $Command
        $result.Thrown | Should -BeNullOrEmpty -Because 'the pipeline goes on'
        @($result.Rows | Where-Object { "$($_.DockerHost)" -eq $good.DockerHost }) |
            Should -HaveCount $Rows -Because 'the other engine answers'
        Assert-OwnErrors $result.Errors -Id $Id
        if ($Fails) { $result.Errors | Should -Not -BeNullOrEmpty }
        if ($Mode -in 'good', 'slow') { $result.Rows | Should -HaveCount (2 * $Rows) }
        $result.Seconds | Should -BeLessThan 15
        # What a format makes of an absurd value is shown, and no error of the format.
        $result.Rows | Format-List | Out-String | Get-TerminalDanger | Should -BeNullOrEmpty
        $result.Rows | Out-String | Get-TerminalDanger | Should -BeNullOrEmpty
    }

    It 'takes a bounded part of the memory' {
        $grown | Should -BeLessThan 800
    }

    It 'is no trouble at the prompt' {
        $env:DOCKER_HOST = $hostile.DockerHost
        $count = $Error.Count
        # What is not there in time is there for the next Tab.
        $null = [Management.Automation.CommandCompletion]::CompleteInput('Get-DockerNetwork -Name ', 24, $null)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        foreach (
            $line in 'Get-DockerNetwork -Name ', 'Connect-DockerNetwork -Network app -Container ', 'Test-ContainerReachability web -Target '
        ) {
            $found = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
            "$($found.ListItemText) $($found.ToolTip)" | Get-TerminalDanger | Should -BeNullOrEmpty -Because $line
        }
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $Error.Count | Should -Be $count
    }
}

Describe 'An answer without end (<_>)' -ForEach 'endless-body', 'endless-error', 'huge-length' {
    It 'is read no further than to a limit' {
        $hostile = Start-HostileEngine $_
        $grown = Measure-PeakMemory {
            $script:run = Start-Beside 'Get-DockerNetworkEndpoint -DockerHost $at' -Variable @{ at = $hostile.DockerHost } |
                Wait-Beside -Seconds 30
        }
        Stop-HostileEngine $hostile
        $run.Ended | Should -BeTrue
        $run.Thrown | Should -BeNullOrEmpty
        $run.Errors | Should -HaveCount 1
        Assert-OwnErrors $run.Errors
        # Two lists are read at once.
        $grown | Should -BeLessThan 1500
    }
}

Describe 'What an engine says twice' {
    It 'is there once' {
        $hostile = Start-HostileEngine double-ids
        (Get-DockerNetwork -DockerHost $hostile.DockerHost).Name | Sort-Object | Should -Be app, bridge, host, none
        (Get-DockerContainer -DockerHost $hostile.DockerHost).Name | Sort-Object | Should -Be db, web
    }
}

Describe 'An engine that never answers' {
    It 'lets <_> be interrupted' -ForEach 'Get-DockerNetwork', 'Get-DockerContainer', 'Test-ContainerReachability web db -Predict',
        'Test-ContainerReachability web db', 'Get-DockerNetworkEndpoint', 'Get-DockerPortMapping', 'New-DockerNetwork x',
        'New-DockerContainer busybox',
        'Invoke-DockerContainerCommand web true', 'Clear-DockerNetworkProbe' {
        $hostile = Start-HostileEngine frozen
        $running = Start-Beside "$_ -DockerHost $($hostile.DockerHost)"
        Start-Sleep -Milliseconds 300
        $running | Stop-Beside | Should -BeLessThan 5
    }

    It 'lets the prompt go on' {
        $env:DOCKER_HOST = (Start-HostileEngine frozen).DockerHost
        $watch = [Diagnostics.Stopwatch]::StartNew()
        [Management.Automation.CommandCompletion]::CompleteInput('Get-DockerNetwork -Name ', 24, $null).CompletionMatches |
            Should -BeNullOrEmpty
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
    }
}

Describe 'A stream that is <Mode>' -ForEach @(
    @{ Mode = 'no-stream' }
    @{ Mode = 'half-frame' }
    @{ Mode = 'wrong-frame' }
    @{ Mode = 'frozen-stream' }
    @{ Mode = 'endless-frame' }
    @{ Mode = 'endless-line' }
    @{ Mode = 'endless-lines' }
    @{ Mode = 'endless-complaint' }
) {
    BeforeEach {
        $hostile = Start-HostileEngine $Mode
    }

    AfterEach {
        Stop-HostileEngine $hostile
    }

    It 'ends with the time limit of Invoke-DockerContainerCommand, and is not kept' {
        $script = '$null = Invoke-DockerContainerCommand web echo -TimeoutSeconds 1 -DockerHost $at | Select-Object -First 1000'
        $grown = Measure-PeakMemory { $script:run = Start-Beside $script -Variable @{ at = $hostile.DockerHost } | Wait-Beside -Seconds 8 }
        $run.Ended | Should -BeTrue
        $run.Thrown | Should -BeNullOrEmpty
        # What a program writes to standard error is an error as well.
        Assert-OwnErrors $run.Errors.Where{ $_.FullyQualifiedErrorId -notlike 'ContainerStandardError*' }
        $grown | Should -BeLessThan 500
    }

    It 'is no way to hang or to end a test that runs programs in the source (-Method Exec)' {
        $script = 'Test-ContainerReachability web, db db -By Address -Method Exec -TimeoutSeconds 1 -DockerHost $at'
        $grown = Measure-PeakMemory { $script:run = Start-Beside $script -Variable @{ at = $hostile.DockerHost } | Wait-Beside -Seconds 14 }
        $run.Ended | Should -BeTrue
        $run.Thrown | Should -BeNullOrEmpty
        Assert-OwnErrors $run.Errors
        $run.Output.Count + $run.Errors.Count | Should -BeGreaterThan 0
        $run.Output.Observed | Where-Object { $_ -ne 'Unknown' } | Should -BeNullOrEmpty -Because 'nothing was observed'
        $grown | Should -BeLessThan 500
    }
}

Describe 'A pull whose progress is one line without end' {
    It 'ends, and is not kept' {
        $hostile = Start-HostileEngine endless-pull
        $grown = Measure-PeakMemory {
            $script:run = Start-Beside 'New-DockerContainer nosuch -Pull -DockerHost $at' -Variable @{ at = $hostile.DockerHost } |
                Wait-Beside -Seconds 15
        }
        Stop-HostileEngine $hostile
        $run.Ended | Should -BeTrue
        $run.Errors | Should -HaveCount 1
        Assert-OwnErrors $run.Errors
        $grown | Should -BeLessThan 500
    }
}

Describe 'An engine that is upgraded in the middle of the session' {
    It 'is talked to in its new version' {
        $hostile = Start-HostileEngine upgraded
        (Get-DockerNetwork -DockerHost $hostile.DockerHost).Name | Should -Contain app
        $null = New-Item "$($hostile.Socket).new"
        (Get-DockerNetwork -DockerHost $hostile.DockerHost).Name | Should -Contain app
        (Get-DockerContainer -DockerHost $hostile.DockerHost).Name | Should -Contain web
    }

    It 'is told apart from one that this module is too old for' {
        $hostile = Start-HostileEngine too-new
        $null = Get-DockerNetwork -DockerHost $hostile.DockerHost -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        Assert-OwnErrors $failure -Id EngineTooNew
    }
}

Describe 'An engine with a thousand containers and a short queue' {
    BeforeAll {
        $hostile = Start-HostileEngine crowd
    }

    It 'is asked for all of them, over few connections' {
        $snapshot = Get-DockerNetworkSnapshot -DockerHost $hostile.DockerHost
        $snapshot.ContainerCount | Should -Be 1000
        Get-DockerNetworkEndpoint -DockerHost $hostile.DockerHost | Should -HaveCount 1000
        [int](Get-Content "$($hostile.Socket).most") | Should -BeLessOrEqual 34 -Because '32, and one or two that are just about to end'
    }

    It 'is not asked for each one at the prompt' {
        $env:DOCKER_HOST = $hostile.DockerHost
        $line = 'Test-ContainerReachability c1 -Target '
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
    }
}
