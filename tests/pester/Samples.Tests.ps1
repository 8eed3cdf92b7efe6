# Every script in samples/, run as a reader would, against the private engine: what it gives and what it changes.
BeforeDiscovery {
    $samples = @(Get-ChildItem "$PSScriptRoot/../../samples" -Filter *.ps1 | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } })
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1, $PSScriptRoot/Scene.psm1
    $engine = Connect-TestEngine
    $folder = "$PSScriptRoot/../../samples"
    # As the strictest profile has it.
    Set-StrictMode -Version Latest
}

AfterAll { Disconnect-TestEngine }

Describe 'Each sample: <Name>' -ForEach $samples {
    It 'has help, and -WhatIf where it changes something' {
        $help = Get-Help $Path -Full
        $help.Synopsis, "$($help.Description.Text)" | Should -Not -BeNullOrEmpty
        $help.Examples.Example.Code | Should -Not -BeNullOrEmpty
        $command = Get-Command $Path
        foreach ($parameter in $help.parameters.parameter | Where-Object name -NotIn WhatIf, Confirm) {
            "$($parameter.description.Text)" | Should -Not -BeNullOrEmpty -Because $parameter.name
        }
        # The exercise removes what it made, and nothing else.
        if ($Name -match '^(leave|remove|reachability)-') { $command.Parameters.Keys | Should -Contain WhatIf }
    }

    It 'says which engine it did not find' -Skip:($Name -like 'export-*') {
        $needed = @{}
        (Get-Command $Path).Parameters.Values | Where-Object { $_.Attributes.Where{ $_ -is [Parameter] }.Mandatory } |
            ForEach-Object { $needed[$_.Name] = 'nothing' }
        $given = $env:DOCKER_HOST
        $env:DOCKER_HOST = 'unix:///nobody/home.sock'
        try { { & $Path @needed } | Should -Throw '*unix:///nobody/home.sock*' } finally { $env:DOCKER_HOST = $given }
    }
}

Describe 'alpine-exercise.ps1' {
    BeforeAll { Reset-TestEngine }

    It 'shows who reaches whom, and leaves nothing behind' {
        # It writes to the host as a tour does, so in a process of its own.
        $command = "Set-StrictMode -Version Latest; & '$folder/alpine-exercise.ps1'"
        $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $command | Out-String
        $LASTEXITCODE | Should -Be 0

        foreach (
            $title in 'Get-DockerNetwork', 'Source: alpine1', 'Source: alpine4',
            'Connect-DockerNetwork -Network alpine-net -Container alpine3'
        ) { $output | Should -BeLike "*$title*" }
        # The README shows one fix.
        [regex]::Matches($output, '(?m)^Connect-DockerNetwork ') | Should -HaveCount 1
        Invoke-EngineApi '/containers/json?all=1' | Where-Object { $_.PSObject.Properties['Names'] -and $_.Names -like '/alpine*' } |
            Should -BeNullOrEmpty
        (Invoke-EngineApi '/networks').Name | Sort-Object | Should -Be bridge, host, none
    }
}

Describe 'find-open-ports.ps1' {
    BeforeAll {
        Restore-Scene
        $null = New-DockerContainer busybox sleep, infinity -Name inside -Publish 127.0.0.1:9100:80 -Start
        $null = New-DockerContainer busybox sleep, infinity -Name later -Publish 9200:53/udp
    }

    It 'finds what is open, and what will be' {
        $ports = & "$folder/find-open-ports.ps1" | Sort-Object Container

        $ports.ForEach{ "$($_.Container) $($_.Port) $($_.HostPort) $($_.Now)" } |
            Should -Be 'later 53/udp 9200 False', 'web 80/tcp 8080 True'
        $ports[1].Instead | Should -BeExactly '-Publish 127.0.0.1:8080:80/tcp'
    }

    It 'leaves out what is allowed' {
        (& "$folder/find-open-ports.ps1" -Allowed 8080).Container | Should -Be later
        & "$folder/find-open-ports.ps1" -Allowed 8080, 9200/udp | Should -BeNullOrEmpty
        (& "$folder/find-open-ports.ps1" -Allowed 9200, 8080/udp).Count | Should -Be 2 -Because '9200 alone is a port of TCP'
    }
}

Describe 'reachability-report.ps1' {
    BeforeAll {
        Restore-Scene
        $reports = Join-Path $TestDrive reports
    }

    It 'writes nothing with -WhatIf' {
        $report = & "$folder/reachability-report.ps1" $reports -Container web, alpine* -WhatIf
        $report.Tested | Should -BeGreaterThan 5
        $reports | Should -Not -Exist
    }

    It 'writes the results as CSV and as a page that needs nothing else' {
        $report = & "$folder/reachability-report.ps1" $reports -Container web, 'alpine*'

        $rows = Import-Csv $report.Csv
        $rows.Count | Should -Be $report.Tested
        @($rows | Where-Object State -eq Reachable).Count | Should -Be $report.Reachable
        $report.Changed | Should -BeNullOrEmpty
        $report.Disagreeing | Should -BeNullOrEmpty
        $unresolved = $rows | Where-Object { $_.Source -eq 'alpine3' -and $_.TargetName -eq 'lone' }
        "$($unresolved.State) $($unresolved.Fix)" | Should -BeLike 'Unresolved New-DockerNetwork *'

        $page = Get-Content $report.Html -Raw
        $page | Should -Not -Match '(?i)(src|href)=|@import|url\('
        $page | Should -Match '<td class="good">Reachable</td>'
        $page | Should -Match '<td class="bad">Unresolved</td>'
        foreach ($source in 'web', 'alpine1', 'alpine2', 'alpine3', 'alpine4') { $page | Should -BeLike "*<h2>$source</h2>*" }
    }

    It 'says what has changed since' {
        Stop-DockerContainer db
        Start-Sleep -Seconds 1   # the names of the files have seconds
        $report = & "$folder/reachability-report.ps1" $reports -Container web, 'alpine*'

        $report.Changed.ForEach{ "$($_.Source) $($_.TargetName) $($_.Was) $($_.Is)" } | Should -Be 'web db Reachable NotRunning'
        Get-Content $report.Html -Raw | Should -BeLike '*<h2>Changed</h2>*'
    }

    It 'says what is gone since' {
        # db is stopped, so it is no source, and it goes from the targets of web when it leaves the network.
        $before = Import-Csv (Get-ChildItem $reports -Filter *.csv | Sort-Object Name | Select-Object -Last 1)
        $null = Remove-DockerContainer db -Force
        Start-Sleep -Seconds 1
        $report = & "$folder/reachability-report.ps1" $reports -Container web, 'alpine*'

        $before.ForEach{ "$($_.Source) $($_.TargetName)" } | Should -Contain 'web db'
        $report.Changed.ForEach{ "$($_.Source) $($_.TargetName) $($_.Is)" } | Should -Be 'web db Gone'
        Get-Content $report.Html -Raw | Should -BeLike '*<td class="bad">Gone</td>*'
    }

    It 'writes no cell that a spreadsheet would run, and compares such names all the same' {
        # In a folder whose name is a pattern, as that is a name too.
        $odd = Join-Path $TestDrive 'odd[1]'
        $names = '=HYPERLINK("http://192.0.2.1/","x")', '+1', '-1', '@SUM(1)', "`t=1", "'=1", "$([char]0xFF1D)1"
        $null = Invoke-EngineApi '/networks/create' -Method POST -Body @{ Name = '=cmd|calc' }
        $id = (Invoke-EngineApi '/networks' | Where-Object Name -EQ '=cmd|calc').Id
        foreach ($container in 'alpine1', 'web') {
            Invoke-EngineApi "/networks/$id/connect" -Method POST -Body @{
                Container      = $container
                EndpointConfig = @{ Aliases = @($container -eq 'web' ? $names : 'a') }
            }
        }

        $report = & "$folder/reachability-report.ps1" $odd -Container alpine1
        $rows = Import-Csv -LiteralPath $report.Csv
        $rows.TargetName | Should -Contain "'=HYPERLINK(`"http://192.0.2.1/`",`"x`")"
        $rows.Network | Should -Contain "'=cmd|calc"
        foreach ($cell in $rows.ForEach{ $_.PSObject.Properties.Value }) { $cell | Should -Not -Match "^[=+\-@\t\r\n\uFF1D]" }

        $null = Stop-DockerContainer web -TimeoutSeconds 0
        Start-Sleep -Seconds 1
        $again = & "$folder/reachability-report.ps1" $odd -Container alpine1
        $changed = @($again.Changed | Where-Object Source -EQ alpine1)
        # Names that no lookup takes are Unresolved both times.
        $changed.TargetName | Should -Contain '+1'
        foreach ($one in $changed) {
            $rows.TargetName | Should -Contain ($one.TargetName -match "^['=+\-@\t\uFF1D]" ? "'$($one.TargetName)" : $one.TargetName)
        }
    }

    It 'keeps as many as it is told' {
        foreach ($day in 1..4) {
            Set-Content "$reports/reachability-2020-01-0$day-000000.csv", "$reports/reachability-2020-01-0$day-000000.html" ''
        }
        $null = & "$folder/reachability-report.ps1" $reports -Container web -Keep 2

        Get-ChildItem $reports -Filter *.csv | Should -HaveCount 2
        Get-ChildItem $reports -Filter *2020* | Should -BeNullOrEmpty
    }
}

Describe 'leave-default-bridge.ps1' {
    BeforeAll {
        Restore-Scene
        $null = New-DockerContainer busybox httpd, -f, -p, 80 -Name open -Publish 9300:80 -Start
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-EngineState
        & "$folder/leave-default-bridge.ps1" house alpine3, lone -WhatIf | Should -BeNullOrEmpty
        Get-EngineState | Should -BeExactly $before
    }

    It 'moves containers, which find each other by name then' {
        $moved = & "$folder/leave-default-bridge.ps1" house lone, alpine4, open -Confirm:$false

        $moved.Container | Sort-Object | Should -Be alpine4, lone, open
        $moved.Moved | Should -Not -Contain $false
        ($moved | Where-Object Container -eq lone).ByName | Sort-Object | Should -Be alpine4, open
        $moved.ForEach{ $_.Unreached } | Should -BeNullOrEmpty
        @((Invoke-EngineApi '/containers/alpine4/json').NetworkSettings.Networks.PSObject.Properties.Name | Sort-Object) |
            Should -Be alpine-net, house
        if ($engine.OutsideAddress) {
            (Test-ContainerReachability '@host' 127.0.0.1 -TcpPort 9300).Reachable | Should -BeTrue -Because 'the port stays published'
        }
    }

    It 'does nothing the second time' {
        $again = & "$folder/leave-default-bridge.ps1" house lone, alpine4, open -Confirm:$false
        $again.Container | Sort-Object | Should -Be alpine4, lone, open
        $again.Moved | Should -Not -Contain $true
    }

    It 'does not take a network of the engine, or a container that is not there' {
        { & "$folder/leave-default-bridge.ps1" host -Confirm:$false } | Should -Throw "'host' is one of the engine's own networks*"
        { & "$folder/leave-default-bridge.ps1" house nobody -Confirm:$false } | Should -Throw "*'nobody'*"
    }
}

Describe 'remove-project-network.ps1' {
    BeforeAll {
        Reset-TestEngine
        $label = @{ 'com.docker.compose.project' = 'kiosk' }
        $null = New-DockerNetwork kiosk_front, kiosk_back -Label $label
        $null = New-DockerNetwork other
        $null = New-DockerContainer busybox sleep, infinity -Name kiosk-web-1 -Label $label -Network kiosk_front, kiosk_back -Start
        $null = New-DockerContainer busybox sleep, infinity -Name kiosk-db-1 -Label $label -Network kiosk_back
        $null = New-DockerContainer busybox sleep, infinity -Name guest -Network kiosk_front -Start
    }

    It 'leaves networks that others use, or that are at work, and says who' {
        $before = Get-EngineState
        $removed =
            & "$folder/remove-project-network.ps1" kiosk -Confirm:$false -ErrorVariable failures -ErrorAction SilentlyContinue 2>$null

        $removed | Should -BeNullOrEmpty
        Get-EngineState | Should -BeExactly $before
        $failures = @($failures | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Sort-Object { "$($_.TargetObject)" })
        $failures.ForEach{ "$($_.TargetObject) $($_.FullyQualifiedErrorId.Split(',')[0])" } |
            Should -Be 'kiosk_back ContainerRunning', 'kiosk_front NetworkShared'
        "$($failures[1])" | Should -BeLike '*guest*'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-EngineState
        & "$folder/remove-project-network.ps1" kiosk -Stop -WhatIf 2>$null | Should -BeNullOrEmpty
        Get-EngineState | Should -BeExactly $before
    }

    It 'changes nothing of a network that somebody joined after the list was read' {
        Disconnect-DockerNetwork kiosk_front guest
        # Whoever joins between the list and the removal.
        function global:Get-DockerNetwork {
            DockerNetwork\Get-DockerNetwork @args
            if ('-Label' -in $args -and -not (DockerNetwork\Get-DockerContainer late*)) {
                foreach ($name in 'front', 'back') {
                    $null = New-DockerContainer busybox sleep, infinity -Name "late-$name" -Network "kiosk_$name"
                }
            }
        }
        try {
            $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failures' }
            $removed = & "$folder/remove-project-network.ps1" kiosk -Stop -Confirm:$false @failing 2>$null
        }
        finally { Remove-Item function:Get-DockerNetwork }

        $removed | Should -BeNullOrEmpty
        @($failures | Where-Object { $_ -is [Management.Automation.ErrorRecord] }).ForEach{ $_.FullyQualifiedErrorId.Split(',')[0] } |
            Should -Be NetworkShared, NetworkShared
        "$($failures[0])" | Should -Match "Disconnect-DockerNetwork [0-9a-f]{12} 'late-"
        (Invoke-EngineApi '/containers/kiosk-web-1/json').State.Running | Should -BeTrue
        (Invoke-EngineApi '/containers/kiosk-db-1/json').NetworkSettings.Networks.PSObject.Properties.Name | Should -Be kiosk_back
        Start-DockerContainer late-front, late-back
        Remove-DockerContainer late-front, late-back -Force
    }

    It 'stops, disconnects and removes, and keeps what is not of the project' {
        $removed = & "$folder/remove-project-network.ps1" kiosk -Stop -Confirm:$false

        $removed.Name | Sort-Object | Should -Be kiosk_back, kiosk_front
        ($removed | Where-Object Name -eq kiosk_back).Endpoints.Container | Sort-Object | Should -Be kiosk-db-1, kiosk-web-1
        (Invoke-EngineApi '/networks').Name | Sort-Object | Should -Be bridge, host, none, other
        (Invoke-EngineApi '/containers/guest/json').State.Running | Should -BeTrue
        (Invoke-EngineApi '/containers/kiosk-web-1/json').State.Running | Should -BeFalse
    }

    It 'does nothing when all is gone' {
        & "$folder/remove-project-network.ps1" kiosk -Confirm:$false | Should -BeNullOrEmpty
    }
}
