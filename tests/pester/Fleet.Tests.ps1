# Eighty engines in one command: all in one process, tests/engine/fleet.pl, which counts what it is asked at once.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    Import-Module (Get-TestModulePath)

    $fleet = [IO.Directory]::CreateTempSubdirectory('dn-fleet-').FullName
    $start = [Diagnostics.ProcessStartInfo]::new('perl', [string[]]((Join-Path $PSScriptRoot ../engine/fleet.pl), $fleet, 80, 20))
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardOutput.ReadLine() | Should -Be ready
    $all = 1..80 | ForEach-Object { "unix://$fleet/$_.sock" }

    # Gives what was asked since the last time, and sets what -Set says.
    function Get-Asked([string] $Set) { Invoke-RestMethod "http://fleet/?$Set" -UnixSocket "$fleet/control.sock" }
}

AfterAll {
    $process.Kill()
    $process.WaitForExit()
    Remove-Item $fleet -Recurse -Force
}

Describe 'Eighty engines' {
    AfterEach { $null = Get-Asked 'latency=0&slow=0' }

    It 'are asked side by side, a bounded number at once, and answer in their order: <Line>' -ForEach @(
        @{ Line = 'Get-DockerContainer'; Each = 20 }
        @{ Line = 'Get-DockerNetwork'; Each = 7 }
        @{ Line = 'Get-DockerNetworkEndpoint'; Each = 20 }
        @{ Line = 'Get-DockerContainer e*-1, e*-2 -Detailed'; Each = 2 }
        @{ Line = 'Get-DockerPortMapping -Published'; Each = 6 }
        @{ Line = 'Get-DockerNetworkSnapshot'; Each = 1 }
        @{ Line = 'Test-ContainerReachability e*-1 e*-2 -By Address -Predict'; Each = 80 }
    ) {
        $null = Get-Asked 'latency=0.1'
        $rows = & ([scriptblock]::Create("$Line -DockerHost `$all"))
        $asked = Get-Asked
        $asked.enginesAtOnce | Should -BeGreaterThan 32
        $asked.enginesAtOnce | Should -BeLessOrEqual 64
        $asked.requestsAtOnce | Should -BeLessOrEqual 32
        $rows.ForEach{ "$($_.DockerHost)" } | Get-Unique | Should -Be $all
        $rows.Count | Should -Be ($Each * 80)
    }

    It 'cost their own rows if one of them dies in the middle' {
        # Each answer of the third takes so long that it is not done when it dies, however busy this machine is.
        $null = Get-Asked 'latency=0.2&slow=3&slowness=2.5'
        $beside = Start-Beside 'Get-DockerNetworkEndpoint -DockerHost $all' @{ all = $all }
        $requests = 0
        # The lists have come, and the containers are being inspected.
        Wait-Until { ($script:requests += (Get-Asked).requests) -gt 300 } -Seconds 20 | Should -BeTrue
        $null = Get-Asked 'kill=3'
        $end = Wait-Beside $beside -Seconds 60
        $end.Ended | Should -BeTrue
        $end.Output.DockerHost.OriginalString | Get-Unique | Should -Be ($all -ne $all[2])
        $end.Output.Count | Should -Be (79 * 20)
        $end.Errors.Count | Should -Be 1
        Assert-OwnErrors $end.Errors
        "$($end.Errors[0].TargetObject)" | Should -Be $all[2]
    }

    It 'are left at once when the command is stopped: <_>' -ForEach @(
        'Get-DockerContainer', 'Get-DockerNetworkEndpoint', 'Test-ContainerReachability e*-1 -Mesh -Predict'
    ) {
        $null = Get-Asked 'latency=60'
        $beside = Start-Beside "$_ -DockerHost `$all" @{ all = $all }
        Wait-Until { (Get-Asked).requests -gt 0 } -Seconds 20 | Should -BeTrue
        $beside | Stop-Beside | Should -BeLessThan 5
    }
}

Describe 'A plan over many engines' {
    It 'comes row by row, and is not held' {
        $living = $all[3..52]
        $containers = Get-DockerContainer -DockerHost $living
        $containers.Count | Should -Be 1000
        # Of a million rows: the memory that is in use after some, and after ten times as many.
        $script:rows = 0
        $used = $containers | Test-ContainerReachability -Mesh -By Name -Predict | Select-Object -First 200000 | ForEach-Object {
            if (++$script:rows -in 20000, 200000) { [GC]::GetTotalMemory($true) / 1MB }
        }
        $script:rows | Should -Be 200000
        $used[1] - $used[0] | Should -BeLessThan 60
        # A thousand containers, and what engines write ahead.
        $used[1] | Should -BeLessThan 500
    }

    It 'has every pair, source by source' {
        $rows = Get-DockerContainer e1-web-?, e2-web-?, e9-web-? -DockerHost $all[0, 1, 8] |
            Test-ContainerReachability -Mesh -By Name -Predict
        $rows.Count | Should -Be (27 * 27)
        "$($rows.Source | Get-Unique)" | Should -Be "$($rows.Source | Select-Object -Unique)"
        @($rows | Where-Object TargetDockerHost).Count | Should -Be (27 * 18)
        $away = $rows | Where-Object TargetDockerHost
        $away.Predicted | Select-Object -Unique | Should -Be Unresolved
        @($away | Where-Object { -join $_.Reasons.Fix }).Count | Should -Be 0
    }
}
