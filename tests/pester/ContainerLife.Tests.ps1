# The life of many containers: started, stopped, restarted and removed several at once.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }

    function New-RawContainer($Name, $Settings) {
        $null = Invoke-EngineApi "/containers/create?name=$Name" -Method POST -Body ($Settings +
            @{ Image = $engine.Image; Cmd = 'sleep', 'infinity' })
    }

    function Get-StartTime($Container) { [DateTimeOffset](Invoke-EngineApi "/containers/$Container/json").State.StartedAt }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Many containers' {
    BeforeAll {
        $names = 1..12 | ForEach-Object { "l-$_" }
        # The test image stops by SIGKILL. The first process of a container ignores SIGTERM, so each of these takes its grace time.
        $names | ForEach-Object { New-RawContainer $_ @{ StopSignal = 'SIGTERM' } }
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'are started, and given in the order in which they came' {
        $started = $names | Start-DockerContainer -PassThru

        $started.Name | Should -Be $names
        $started.State | Should -Not -Contain Exited
        $started.State | Select-Object -Unique | Should -Be Running
        $started.Endpoints.IPAddress | Should -HaveCount 12
        Start-DockerContainer l-* | Should -BeNullOrEmpty
    }

    It 'are stopped at once, not one after the other' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $stopped = Get-DockerContainer l-* | Stop-DockerContainer -TimeoutSeconds 2 -PassThru
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 12 -Because 'one after the other it takes 24 s'
        $stopped.State | Select-Object -Unique | Should -Be Exited
        $watch.Restart()
        Get-DockerContainer l-* | Stop-DockerContainer
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5 -Because 'they are stopped already'
    }

    It 'are restarted, also where they are stopped' {
        Start-DockerContainer l-1
        $before = Get-StartTime l-1
        $restarted = Restart-DockerContainer l-1, l-2 -TimeoutSeconds 0 -PassThru

        $restarted.Name | Should -Be l-1, l-2
        $restarted.State | Should -Be Running, Running
        Get-StartTime l-1 | Should -BeGreaterThan $before
        Restart-DockerContainer l-1 -TimeoutSeconds 0 | Should -BeNullOrEmpty
    }

    It 'do not stop each other where one is bad' {
        $given = 'l-1', 'nobody', 'l-2', 'zzz', 'l-3'
        foreach ($command in 'Stop-DockerContainer', 'Restart-DockerContainer') {
            $passed = $given | & $command -TimeoutSeconds 0 -PassThru @failing
            $passed.Name | Should -Be l-1, l-2, l-3
            $failure.TargetObject | Should -Be nobody, zzz
            $failure.FullyQualifiedErrorId | ForEach-Object { $_.Split(',')[0] } | Should -Be ContainerNotFound, ContainerNotFound
        }
    }

    It 'are an error each where the engine refuses, with what was given as its target' {
        Start-DockerContainer l-1, l-2
        $id = (Get-DockerContainer l-2).Id.Substring(0, 12)
        Remove-DockerContainer l-2, $id, l-[12], l-1 @failing

        $failure.TargetObject | Should -Be l-2, $id, l-1, l-2, l-1 -Because 'errors are in the order of the input'
        $failure.FullyQualifiedErrorId | ForEach-Object { $_.Split(',')[0] } | Select-Object -Unique | Should -Be ContainerRunning
    }

    It 'say in the engine''s words that one has gone meanwhile' {
        $container = New-DockerContainer $engine.Image -Name l-gone
        Remove-DockerContainer l-gone
        $container | Start-DockerContainer @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target l-gone
    }

    It 'are named by -WhatIf in their order, and left alone' {
        $before = Get-EngineState
        foreach ($command in 'Start-DockerContainer', 'Stop-DockerContainer', 'Restart-DockerContainer', 'Remove-DockerContainer') {
            Get-WhatIfTarget { 'l-3', 'l-1', 'l-2' | & $command -WhatIf } | Should -Be l-3, l-1, l-2
        }
        Get-EngineState | Should -Be $before
    }

    It 'are removed, the same one twice as docker rm does it' {
        $removed = $names | Remove-DockerContainer -Force -Volume -PassThru
        $removed.Name | Should -Be $names
        Get-DockerContainer l-* | Should -BeNullOrEmpty

        New-DockerContainer $engine.Image -Name l-1 | Out-Null
        (Remove-DockerContainer l-1, l-1 -PassThru @failing).Name | Should -Be l-1
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target l-1
    }
}

Describe 'A pipeline that takes its time' {
    BeforeEach {
        New-DockerContainer $engine.Image sleep, infinity -Name p-1, p-2, p-3 | Out-Null
    }

    AfterEach {
        Reset-TestEngine
    }

    It 'acts on what has come, before the end of the input' {
        $seen = & {
            'p-1'
            $null = Wait-Until { (Invoke-EngineApi /containers/p-1/json).State.Running } -Seconds 10
            'p-2'
        } | Start-DockerContainer -PassThru
        $seen.Name | Should -Be p-1, p-2

        $during = $null
        & {
            'p-3'
            Set-Variable during (Wait-Until { (Invoke-EngineApi /containers/p-3/json).State.Running } -Seconds 10) -Scope 1
        } | Start-DockerContainer
        $during | Should -BeTrue
    }

    It 'finds what was made meanwhile' {
        (& {
            'p-1'
            New-RawContainer p-new @{}
            'p-new'
            Invoke-EngineApi /containers/p-new?force=1 -Method DELETE
            New-RawContainer p-new @{}
            Start-Sleep -Milliseconds 1100
            'p-new'
        } | Start-DockerContainer -PassThru @failing).Name | Should -Contain p-new
        (Get-DockerContainer p-new).Running | Should -BeTrue
    }

    It 'begins nothing more after the first error with -ErrorAction Stop' {
        { 'p-1', 'nobody', 'p-2' | Start-DockerContainer -ErrorAction Stop } | Should -Throw '*nobody*'
        (Get-DockerContainer p-2).State | Should -Be Created
    }

    It 'begins nothing more after Ctrl+C' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module) Import-Module $module').AddArgument((Get-TestModulePath)).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript("& { 'p-1'; Start-Sleep 60; 'p-2' } | Start-DockerContainer").BeginInvoke()
            Wait-Until { (Invoke-EngineApi /containers/p-1/json).State.Running } -Seconds 10 | Should -BeTrue
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
        }
        finally {
            $shell.Dispose()
        }
        (Get-DockerContainer p-2).State | Should -Be Created
    }

    It 'does not wait for a stop that was interrupted' {
        New-RawContainer p-4 @{ StopSignal = 'SIGTERM' }
        Start-DockerContainer p-1, p-4
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module) Import-Module $module').AddArgument((Get-TestModulePath)).Invoke()
            $shell.Commands.Clear()
            $running = $shell.AddScript('Stop-DockerContainer p-1, p-4 -TimeoutSeconds 60').BeginInvoke()
            Start-Sleep -Seconds 1
            $running.IsCompleted | Should -BeFalse
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Containers that need each other' {
    BeforeAll {
        New-DockerContainer $engine.Image sleep, infinity -Name z-owner | Out-Null
        New-DockerContainer $engine.Image sleep, infinity -Name a-sharer, b-sharer -Network container:z-owner | Out-Null
        New-RawContainer z-target @{}
        New-RawContainer a-linked @{ HostConfig = @{ Links = @('z-target:db') } }
        $all = 'a-sharer', 'a-linked', 'b-sharer', 'z-owner', 'z-target'
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'are started in the order that the engine needs' {
        (Get-DockerContainer | Start-DockerContainer -PassThru).Name | Should -Be a-linked, a-sharer, b-sharer, z-owner, z-target
        (Get-DockerContainer).State | Select-Object -Unique | Should -Be Running
        foreach ($sharer in 'a-sharer', 'b-sharer') { Get-StartTime $sharer | Should -BeGreaterThan (Get-StartTime z-owner) }
        Get-StartTime a-linked | Should -BeGreaterThan (Get-StartTime z-target)
    }

    It 'are restarted in that order, so that namespaces are whole again' {
        $all | Restart-DockerContainer -TimeoutSeconds 0
        $addresses = Invoke-DockerContainerCommand z-owner -Command ip, -4, addr, show, eth0
        foreach ($sharer in 'a-sharer', 'b-sharer') {
            Invoke-DockerContainerCommand $sharer -Command ip, -4, addr, show, eth0 | Should -Be $addresses
        }
    }

    It 'are stopped and removed in any order' {
        $all | Stop-DockerContainer -TimeoutSeconds 0
        Start-DockerContainer a-sharer @failing
        Assert-Failure $failure -Id ContainerNotRunning -Category InvalidOperation -Target a-sharer
        $all | Start-DockerContainer
        $all | Remove-DockerContainer -Force
        Get-DockerContainer | Should -BeNullOrEmpty
    }
}
