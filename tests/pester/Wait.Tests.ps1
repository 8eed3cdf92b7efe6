# Waiting until containers are reachable, or no longer are. What is waited for happens while the command waits: the second time that it
# reads the engine's containers, which -Verbose tells.
. $PSScriptRoot/OnEngine.ps1

Describe 'Wait-ContainerReachability' {
    BeforeAll {
        $null = New-DockerNetwork waited
        $null = New-DockerContainer $engine.Image httpd, -f, -p, 80 -Name web -Network waited -Start
        $null = New-DockerContainer $engine.Image sleep, infinity -Name client, late -Network waited
        $null = Start-DockerContainer client

        function Wait-While([scriptblock] $Wait, [scriptblock] $Change) {
            $reads = 0
            & $Wait 4>&1 | ForEach-Object {
                if ($_ -isnot [Management.Automation.VerboseRecord]) { return $_ }
                if ("$_" -like 'Read * networks and *' -and ++$reads -eq 2) { $null = & $Change }
            }
        }
    }

    AfterAll { Reset-TestEngine }

    It 'writes one result for each pair and port at once, where all are reachable' {
        $results = Wait-ContainerReachability client web -TcpPort 80
        $results | Should -HaveCount 1
        $results | Should -BeOfType DockerNetwork.Model.Results.ReachabilityResult
        "$results" | Should -Be 'client -> web:80/tcp: Reachable'
        (Wait-ContainerReachability client, web -Mesh).Reachable | Should -Be $true, $true, $true, $true
    }

    It 'waits for a container that starts later' {
        $result = Wait-While { Wait-ContainerReachability client late -By Name -Verbose } { Start-DockerContainer late }
        "$result" | Should -Be 'client -> late: Reachable'
    }

    It 'predicts from the engine as it is after a connection: <_>' -ForEach 1, 2 {
        $null = New-DockerContainer $engine.Image sleep, infinity -Name far -Start
        $result = Wait-While { Wait-ContainerReachability client far -By Name -Verbose } { Connect-DockerNetwork waited far }
        $null = Remove-DockerContainer far -Force

        "$result $($result.Predicted) $($result.Agrees)" | Should -Be 'client -> far: Reachable Reachable True'
    }

    It 'says at once what there is not' {
        $quiet = @{ ErrorAction = 'Ignore'; WarningAction = 'SilentlyContinue' }
        $null = Wait-ContainerReachability clint web -TimeoutSeconds 1 @quiet -WarningVariable said
        "$said" | Should -BeLike "There is no container 'clint'*Did you mean client?*Still waiting."
    }

    It 'waits for a server that begins to listen' {
        $result = Wait-While { Wait-ContainerReachability client late:81 -By Name -Verbose } {
            Invoke-DockerContainerCommand late httpd, -p, 81
        }
        "$result" | Should -Be 'client -> late:81/tcp: Reachable'
    }

    It 'waits for containers that are made later: a <_>' -ForEach 'source', 'target' {
        $wait = if ($_ -eq 'source') { { Wait-ContainerReachability newcomer web -By Name -Verbose } }
        else { { Wait-ContainerReachability client newcomer -By Name -Verbose } }
        $result = Wait-While $wait {
            New-DockerContainer $engine.Image sleep, infinity -Name newcomer -Network waited -Start
        }
        $result.Reachable | Should -BeTrue
        $null = Remove-DockerContainer newcomer -Force
    }

    It 'waits until they are apart' {
        $result = Wait-While { Wait-ContainerReachability client late -Until Unreachable -Verbose } { Disconnect-DockerNetwork waited late }
        $result.Reachable | Should -BeFalse
        # While the network is taken away, its name may still resolve.
        "$($result.Effective)" | Should -BeIn Unresolved, Blocked
        $result = Wait-While { Wait-ContainerReachability client web -Until Unreachable -Verbose } {
            Stop-DockerContainer web -TimeoutSeconds 0
        }
        "$($result.Effective)" | Should -Be NotRunning
        $null = Start-DockerContainer web
    }

    It 'ends at its time limit, with the last state and reasons' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $results = Wait-ContainerReachability client web -TcpPort 80, 82 -By Name -TimeoutSeconds 1 @failing
        $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 0.9
        "$results" | Should -Be 'client -> web:80/tcp: Reachable'
        Assert-Failure $failure -Id WaitTimeout -Category OperationTimeout -Like (
            'After 1 second: client -> web tcp/82 did not become Reachable: Refused was observed. web listens on 80/tcp*')
        $failure[0].TargetObject.Port | Should -Be 82
    }

    It 'does not end for what is missing or unknown: <Why>' -ForEach @(
        @{ Call = @{ Source = 'client'; Target = 'nobody' }; Why = 'nobody'; Like = '*-> nobody icmp did not become *: Unresolved *' }
        @{ Call = @{ Source = 'nobody'; Target = 'web' }; Why = 'no source'; Like = "*There is no container 'nobody' on *" }
        @{ Call = @{ Source = 'client'; Target = 'nobody*' }; Why = 'no match'; Like = "*No container matches 'nobody*" }
        @{ Call = @{ Source = 'client'; Target = 'web'; Network = 'nowhere' }; Why = 'no network'; Like = "*no network 'nowhere' *" }
        @{ Call = @{ Source = 'client'; Target = 'late'; By = 'Address' }; Why = 'no address'; Like = '*nothing to test*' }
        @{ Call = @{ Source = 'client'; Target = 'web'; UdpPort = 9; Method = 'Exec' }; Why = 'no probe'; Like = '*: Unknown was *' }
    ) {
        foreach ($until in 'Reachable', 'Unreachable') {
            Wait-ContainerReachability @Call -Until $until -TimeoutSeconds 0 @failing | Should -BeNullOrEmpty
            Assert-Failure $failure -Id WaitTimeout -Category OperationTimeout -Like $Like
        }
    }

    It 'ends at once when the pipeline has had enough, and leaves nothing' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Wait-ContainerReachability client nobody -Verbose 4>&1 | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
        @(Invoke-EngineApi '/containers/json?all=1').Where{ $_.Labels.PSObject.Properties['dockernetwork.probe'] }.Count |
            Should -BeLessOrEqual 1 -Because 'the agent of a session ends ten seconds after its last use'
    }

    It 'says how far it is' {
        $shell = [PowerShell]::Create()
        $null = $shell.AddScript({
                param($module)
                Import-Module $module
                $ProgressPreference = 'Continue'
                Wait-ContainerReachability client web, nobody -TimeoutSeconds 4 -ErrorAction SilentlyContinue
            }).AddArgument((Get-TestModulePath))
        $null = $shell.Invoke()
        $shell.Streams.Progress.StatusDescription -like '1 of 2 pairs reachable, * s left' | Should -Not -BeNullOrEmpty
        $shell.Dispose()
    }
}
