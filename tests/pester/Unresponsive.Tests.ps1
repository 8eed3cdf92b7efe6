# Engines and agents that stop answering, and engines that give their containers few descriptors. Nothing hangs, and nothing is made up.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine

    # A second engine, as Docker 29 limits its containers (scaled down by sixteen), and a session whose agent there is paused: it takes half
    # a minute until the module gives such an agent up, so the other tests run meanwhile.
    $scarce = Start-TestEngine -Option '--default-ulimit', 'nofile=64:20000'
    $scarceHost = "unix://$scarce/docker.sock"
    New-DockerNetwork mesh -DockerHost $scarceHost | Out-Null
    New-DockerContainer busybox sleep, infinity -Name (1..20 | ForEach-Object { "c$_" }) -Network mesh -Start -DockerHost $scarceHost |
        Out-Null

    $folder = [IO.Directory]::CreateTempSubdirectory('dn-session-').FullName   # TestDrive forgets what comes while a block runs
    Set-Content $folder/session.ps1 @'
param($module, $dockerHost, $folder)
Import-Module $module
$null = Test-ContainerReachability c1 c2 -DockerHost $dockerHost
Set-Content $folder/warm x
while (-not (Test-Path $folder/go)) { Start-Sleep -Milliseconds 50 }
$commands = @(
    'Test-ContainerReachability c1 c2 -By Address -TimeoutSeconds 1'
    'Get-DockerContainerInterface c1'
    'Resolve-ContainerName c1 c2'
)
$shells = foreach ($command in $commands) {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($module)
    $shell = [powershell]::Create($state).AddScript(
        "$command -DockerHost $dockerHost -ErrorAction SilentlyContinue -ErrorVariable failure; [string]`$failure.FullyQualifiedErrorId")
    @{ Command = $command; Shell = $shell; Run = $shell.BeginInvoke(); Watch = [Diagnostics.Stopwatch]::StartNew() }
}
$results = foreach ($each in $shells) {
    $ended = $each.Run.AsyncWaitHandle.WaitOne([timespan]::FromSeconds([Math]::Max(0, 80 - $each.Watch.Elapsed.TotalSeconds)))
    [pscustomobject]@{
        Command = $each.Command
        Ended   = $ended
        Seconds = $each.Watch.Elapsed.TotalSeconds
        Said    = $ended ? "$($each.Shell.EndInvoke($each.Run))" : ''
    }
}
$results | ConvertTo-Json | Set-Content $folder/result.new
Move-Item $folder/result.new $folder/result
[Environment]::Exit(0)
'@
    $paused = Start-Process pwsh -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-File', "$folder/session.ps1",
        (Get-TestModulePath), $scarceHost, $folder
    if (-not (Wait-Until { Test-Path $folder/warm } -Seconds 30)) { throw 'The session did not start.' }
    $agent = docker -H $scarceHost ps -q --no-trunc --filter label=dockernetwork.probe
    $null = docker -H $scarceHost pause $agent
    $null = New-Item $folder/go

    New-DockerNetwork near | Out-Null
    New-DockerContainer busybox sleep, infinity -Name web, other, db -Network near -Start | Out-Null
    $daemon = $env:DN_TEST_ENGINE_DIR ? [int](Get-EngineSetting).DN_PID : 0
    function Suspend-Daemon { & kill -STOP $daemon }
    function Resume-Daemon { & kill -CONT $daemon }
}

AfterAll {
    if ($paused -and -not $paused.HasExited) { $paused.Kill($true) }
    Clear-DockerNetworkProbe -Force -DockerHost $scarceHost -ErrorAction Ignore
    if ($scarce) { Stop-TestEngine $scarce }
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    Disconnect-TestEngine
}

Describe 'An engine whose containers may open few files' {
    It 'has all pairs of a mesh tested, again and again' {
        foreach ($run in 1..4) {
            $rows = Get-DockerContainer -DockerHost $scarceHost |
                Test-ContainerReachability -Mesh -By Name -Method Agent -WarningAction SilentlyContinue
            $rows | Should -HaveCount 400
            $rows | Group-Object { "$($_.Observed)" } -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" } |
                Should -Be 'Reachable 400' -Because "run $run"
        }
        Get-DockerContainer -DockerHost $scarceHost | Test-ContainerReachability -Mesh -By Name -Quiet | Should -BeTrue
    }

    It 'has many targets of a source tested at once' {
        $quiet = @{ DockerHost = $scarceHost; WarningAction = 'SilentlyContinue' }
        $rows = Test-ContainerReachability c1, c2, c3 -Target c4 -TcpPort (3000..3299) -By Name -Method Agent -TimeoutSeconds 2 @quiet
        $rows | Should -HaveCount 900
        $rows | Group-Object { "$($_.Observed)" } -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'Refused 900'
    }
}

Describe 'A frozen engine' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
    AfterEach {
        Resume-Daemon
        Wait-Until { -not (Get-ProbeContainer) } -Seconds 30 | Should -BeTrue -Because 'nothing is left when it goes on'
    }

    It 'lets a test by <_> be interrupted' -ForEach 'Agent', 'Sidecar', 'Exec' {
        $running = Start-Beside "Test-ContainerReachability web, other db -Count 100 -Method $_"
        $null = Wait-Until { Get-ProbeContainer | Where-Object State -EQ running } -Seconds ($_ -eq 'Exec' ? 1 : 10)
        Start-Sleep -Milliseconds 700
        Suspend-Daemon
        try { $running | Stop-Beside | Should -BeLessThan 5 } finally { Resume-Daemon }
    }

    It 'lets the module be removed' {
        $null = Test-ContainerReachability web db -Method Agent
        Get-ProbeContainer | Should -HaveCount 1
        Suspend-Daemon
        # The agent is the process's, whichever of its sessions removes the module.
        try { $result = Start-Beside 'Remove-Module DockerNetwork' | Wait-Beside -Seconds 10 } finally { Resume-Daemon }
        $result.Ended | Should -BeTrue
        $result.Seconds | Should -BeLessThan 5
    }

    It 'lets <_> be interrupted' -ForEach 'Get-DockerNetwork', 'Get-DockerContainerInterface web', 'Resolve-ContainerName web db',
        'New-DockerContainer busybox -Name late -Start', 'Connect-DockerNetwork bridge web' {
        Suspend-Daemon
        try {
            $running = Start-Beside $_
            Start-Sleep -Milliseconds 700
            $running | Stop-Beside | Should -BeLessThan 5
        }
        finally { Resume-Daemon }
        # What was asked for may have been done; it is not what this is about.
        Start-Sleep -Milliseconds 300
        try { $null = Invoke-EngineApi '/containers/late?force=1' -Method DELETE } catch { $null = $_ }
        try {
            $null = Invoke-EngineApi /networks/bridge/disconnect -Method POST -Body @{ Container = 'web'; Force = $true }
        }
        catch { $null = $_ }
    }
}

Describe 'An agent that is paused' {
    It 'is given up after half a minute: another one does its work, or there is an error' {
        Wait-Until { Test-Path $folder/result } -Seconds 120 | Should -BeTrue
        foreach ($each in Get-Content $folder/result -Raw | ConvertFrom-Json) {
            $each.Ended | Should -BeTrue -Because $each.Command
            $each.Seconds | Should -BeLessThan 75 -Because $each.Command
            $each.Said |
                Should -Match '^(EngineTimeout,DockerNetwork\.Commands\.|c1 -> .*Reachable|c1 (lo|eth0)|c2 in c1)' -Because $each.Command
        }
    }

    It 'is removed' {
        Wait-Until { -not (docker -H $scarceHost ps -aq --filter "id=$agent") } -Seconds 20 | Should -BeTrue
    }
}
