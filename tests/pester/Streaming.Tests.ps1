# Output that comes as it is known, and commands that are stopped early: by Select-Object -First, by an error further down, and by Ctrl+C.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine

    # What Ctrl+C does to a pipeline: it runs elsewhere, and is stopped once $Until says so. Gives the seconds that stopping took.
    function Stop-Pipeline([string] $Command, [scriptblock] $Until) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module) Import-Module $module').AddArgument((Get-TestModulePath)).Invoke()
            $shell.Commands.Clear()
            $running = $shell.AddScript($Command).BeginInvoke()
            Wait-Until $Until -Seconds 10 | Should -BeTrue -Because 'the command is under way'
            $running.IsCompleted | Should -BeFalse

            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds
            $shell.InvocationStateInfo.State | Should -Be Stopped
        }
        finally {
            $shell.Dispose()
        }
    }

    # Echo requests that have come to the neighbour, by its kernel's own count.
    function Get-EchoCount {
        $names, $values = (Invoke-DockerContainerCommand neighbour cat /proc/net/snmp) -match '^Icmp: ' | ForEach-Object { , $_.Split(' ') }
        [int]$values[[array]::IndexOf($names, 'InEchos')]
    }

    function Get-ContainerCount { @(Invoke-EngineApi '/containers/json?all=1' | Where-Object Id).Count }

    # Nothing of a probe is left: no packet, no process, no exec, no further container.
    function Assert-NothingLeft([int] $WithinSeconds = 3) {
        Wait-Until { -not (Get-RunningExec prober) } -Seconds 3 | Should -BeTrue -Because 'no exec goes on'
        # A process that was killed stays in the list until its parent, the engine's shim, has taken note of it.
        $null = Wait-Until { -not ((Get-ContainerProcess prober) -like '*<defunct>') } -Seconds 3
        Get-ContainerProcess prober | Should -Be 'sleep infinity'
        Get-ContainerProcess neighbour | Should -Be 'sleep infinity'
        $before = Get-EchoCount
        Start-Sleep -Milliseconds 2200
        Get-EchoCount | Should -Be $before -Because 'a ping would have sent two more by now'
        Wait-Until { (Get-ContainerCount) -eq 2 } -Seconds $WithinSeconds | Should -BeTrue -Because 'no probe container stays'
    }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'A command that is stopped early' {
    BeforeAll {
        New-DockerNetwork st-net | Out-Null
        New-DockerContainer $engine.Image -Name prober, neighbour -Network st-net -Interactive -Start | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'returns at once, and the module works on: Get-DockerNetwork' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        foreach ($round in 1..20) { Get-DockerNetwork | Select-Object -First 1 | ForEach-Object Name | Should -Be bridge }
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5

        Get-DockerNetwork | Should -HaveCount 4
        Get-DockerContainer | Select-Object -First 1 | ForEach-Object Name | Should -Be neighbour
        Get-DockerContainer | Should -HaveCount 2
    }

    It 'changes what came before the end, and nothing after it' {
        New-DockerNetwork st-1, st-2, st-3 | Select-Object -First 1 | ForEach-Object Name | Should -Be st-1
        (Get-DockerNetwork st-?).Name | Should -Be st-1
        Remove-DockerNetwork st-1
    }

    It 'stops waiting for a program in a container' {
        # What the program does then is its own business, as with docker exec.
        $seconds = Stop-Pipeline 'Invoke-DockerContainerCommand prober sleep 5' { (Get-ContainerProcess prober) -contains 'sleep 5' }
        $seconds | Should -BeLessThan 3
        Wait-Until { (Get-ContainerProcess prober) -notcontains 'sleep 5' } -Seconds 10 | Should -BeTrue
    }

    It 'stops waiting for an engine that does not answer' {
        $listener = [Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        $listener.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
        $listener.Listen()
        try {
            $seconds = Stop-Pipeline "Get-DockerNetwork -DockerHost tcp://127.0.0.1:$($listener.LocalEndPoint.Port)" {
                $listener.Poll(0, 'SelectRead')
            }
            $seconds | Should -BeLessThan 3
        }
        finally {
            $listener.Dispose()
        }
    }
}

Describe 'A test of reachability that is stopped early: -Method <Method>' -ForEach @(
    @{ Method = 'Agent' }
    @{ Method = 'Sidecar' }
    @{ Method = 'Exec' }
) {
    BeforeAll {
        New-DockerNetwork st-net | Out-Null
        New-DockerContainer $engine.Image -Name prober, neighbour -Network st-net -Interactive -Start | Out-Null
        # The first is known at once; the second would take a thousand seconds.
        $parameters = @{
            Source         = 'prober'
            Target         = 'nosuchname.example', 'neighbour'
            By             = 'Name'
            Count          = 1000
            TimeoutSeconds = 300
            Method         = $Method
        }
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'gives results as they are known, and leaves nothing behind when one is enough or what comes after it fails' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $first = Test-ContainerReachability @parameters | Select-Object -First 1
        $first.Observed, $first.Method | Should -Be Unresolved, $Method
        { Test-ContainerReachability @parameters | ForEach-Object { throw 'enough' } } | Should -Throw enough
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5

        # An agent is kept for ten seconds, as the next test is likely to come soon.
        Assert-NothingLeft -WithinSeconds ($Method -eq 'Agent' ? 14 : 3)
    }

    It 'leaves nothing behind when it is interrupted, also in the middle of many' {
        $before = Get-EchoCount
        $seconds =
            Stop-Pipeline ("Test-ContainerReachability prober neighbour -By Name -Count 1000 -TimeoutSeconds 300 -Method " +
                "$Method") { (Get-EchoCount) -gt $before }
        $seconds | Should -BeLessThan 3

        # Some to where nobody answers, one of them to a port.
        $before = Get-EchoCount
        $command =
            ("Test-ContainerReachability prober, neighbour (@('neighbour', '203.0.113.77:80') + @(1..40 | ForEach-Object { " +
                "`"10.254.254.`$_`" })) -TimeoutSeconds 300 -Count 1000 -Method $Method")
        Stop-Pipeline $command { (Get-EchoCount) -gt $before } | Should -BeLessThan 3
        Assert-NothingLeft
    }

    It 'leaves nothing behind when PowerShell is killed' {
        $before = Get-EchoCount
        $command =
            ("Import-Module '$(Get-TestModulePath)'; Test-ContainerReachability prober neighbour -By Name -Count 1000 -TimeoutSeconds " +
                "300 -Method $Method")
        $process = Start-Process (Get-Process -Id $PID).Path -ArgumentList '-NoProfile', '-NonInteractive', '-EncodedCommand', (
            [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
        ) -PassThru -RedirectStandardOutput (Join-Path $TestDrive out) -RedirectStandardError (Join-Path $TestDrive err)
        Wait-Until { (Get-EchoCount) -gt $before } -Seconds 15 | Should -BeTrue -Because 'the command is under way'
        $process.Kill()
        $process.WaitForExit()
        Assert-NothingLeft

        # And after all this the module works as ever.
        (Test-ContainerReachability prober neighbour -By Name -Method $Method).Reachable | Should -BeTrue
    }
}

Describe 'A container that is made while Ctrl+C is pressed' {
    AfterAll {
        Reset-TestEngine
    }

    It 'is there whole or not at all' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module) Import-Module $module').AddArgument((Get-TestModulePath)).Invoke()
        foreach ($milliseconds in 20, 60, 100, 150, 200) {
            $shell.Commands.Clear()
            $null = $shell.AddScript(
                'param($image, $name) New-DockerContainer $image -Name $name -Interactive -Start'
            ).AddArgument($engine.Image).AddArgument("half-$milliseconds").BeginInvoke()
            Start-Sleep -Milliseconds $milliseconds
            $shell.Stop()
        }
        $shell.Dispose()

        Wait-Until { -not (Get-DockerContainer | Where-Object State -NE Running) } -Seconds 3 | Should -BeTrue
    }
}
