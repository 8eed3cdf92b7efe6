# Sessions that are not a plain prompt: several runspaces at once, jobs, default parameter values, ConstrainedLanguage, other cultures.
# And what the objects of a list say of things that only inspect knows.
. $PSScriptRoot/OnEngine.ps1

Describe 'A session' {
    BeforeAll {
        $module = Get-TestModulePath
        $null = New-DockerNetwork life -Subnet 10.71.0.0/24 -Gateway 10.71.0.1
        $null = New-DockerContainer busybox -Name web -Network life -Start
        $null = New-DockerContainer busybox -Name indb -Label @{ Infix = 'I' } -Start
        Connect-DockerNetwork life indb -Alias SQLI -DriverOption @{ 'a.b' = '1' } -LinkLocalIPAddress 169.254.7.7 -Link web:sister
        $null = New-DockerContainer busybox -Name idle -Network life
        $null = New-DockerContainer busybox -Name side -Network container:web -Start

        function Invoke-Shell([string] $Command) {
            <# The lines of a new session, which ends with it. #>
            & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "`$PSStyle.OutputRendering = 'PlainText'; $Command" 2>&1
        }
    }

    AfterAll { Reset-TestEngine }

    Describe 'What only inspect knows' {
        BeforeAll {
            $ofEndpoint = 'Alias', 'DnsName', 'Link', 'LinkLocalIPAddress', 'DriverOption'
            $ofContainer = 'ExtraHost', 'Link', 'HostName', 'ProcessId', 'StartedAt', 'RestartPolicy'
        }

        It 'is null in what a list tells' {
            $container = Get-DockerContainer indb
            foreach ($name in $ofContainer) { $null -eq $container.$name | Should -BeTrue -Because $name }
            foreach ($endpoint in $container.Endpoints + (Get-DockerNetwork life).Endpoints) {
                foreach ($name in $ofEndpoint) { $null -eq $endpoint.$name | Should -BeTrue -Because "$name of $endpoint" }
                $endpoint.NamespaceLost, $endpoint.MacAddress.Length, $endpoint.PrefixLength -as [bool[]] |
                    Should -Be $false, ($endpoint.State -eq 'Running'), ($endpoint.State -eq 'Running')
            }
        }

        It 'is there when it was inspected, and empty if there is none' {
            $container = Get-DockerContainer indb -Detailed
            foreach ($name in $ofContainer) { $null -eq $container.$name | Should -BeFalse -Because $name }
            $bridge, $life = $container.Endpoints
            foreach ($name in $ofEndpoint) {
                $null -eq $bridge.$name | Should -BeFalse -Because $name
                @($bridge.$name) | Should -HaveCount ($name -eq 'DriverOption') -Because "$name, where a table counts as one"
            }
            $bridge.DriverOption.Count | Should -Be 0
            $life.Alias, $life.Link | Should -Be SQLI, web:sister
            "$($life.LinkLocalIPAddress) $($life.DriverOption)" | Should -Be '169.254.7.7 a.b=1'
            $life.DnsName | Should -Contain indb
        }

        It 'is asked for if it selects' {
            "$(Get-DockerContainer -IPAddress 169.254.7.7) $((Get-DockerNetworkEndpoint -IPAddress 169.254.0.0/16).Network)" |
                Should -Be 'indb life'
            Get-DockerContainer -IPAddress 169.254.7.8 | Should -BeNullOrEmpty
        }

        It 'shows the same views' {
            $list = (Get-DockerContainer web).Endpoints | Format-List | Out-String
            $list | Should -Match '(?m)^Alias +:\s*$'
            (Get-DockerContainer web | Format-List | Out-String) | Should -Match '(?m)^ProcessId +:\s*$'
        }

        It 'does not hide a lost namespace' {
            (Get-DockerNetworkEndpoint life side).NamespaceLost | Should -BeFalse
        }
    }

    Describe 'Several runspaces' {
        It 'import the module and use it at once, with one agent' {
            $given = "Import-Module '$module'; `$ErrorActionPreference = 'Stop'"
            $lines = Invoke-Shell @"
                1..6 | ForEach-Object -ThrottleLimit 6 -Parallel {
                    $given
                    `$shown = (Get-DockerNetwork life | Out-String -Width 80) -match 'life +bridge'
                    `$tab = (TabExpansion2 'Get-DockerContainer ind' 23).CompletionMatches.CompletionText
                    `$result = Test-ContainerReachability web indb -By Name
                    "`$shown `$tab `$(`$result.Observed | Select-Object -Unique) `$(`$result.Method | Select-Object -Unique)"
                }
"@
            $lines[0..5] | Select-Object -Unique | Should -BeExactly 'True indb Reachable Agent'
            $lines | Should -HaveCount 6
        }

        It 'keep nothing open, and leave no agent behind' {
            $fresh = {
                Import-Module $using:module
                $null = Test-ContainerReachability web indb -By Name
                $null = Get-DockerContainer | Out-String
            }
            $null = 1..4 | ForEach-Object -Parallel $fresh
            $before = (Get-ChildItem /proc/$PID/fd).Count
            $null = 1..8 | ForEach-Object -Parallel $fresh
            (Get-ChildItem /proc/$PID/fd).Count | Should -BeLessThan ($before + 8)

            Clear-DockerNetworkProbe
            @(Invoke-EngineApi '/containers/json?all=1').Names | Sort-Object | Should -Be /idle, /indb, /side, /web
        }

        It 'pass objects on' {
            $web = Get-DockerContainer web
            $names = 1..3 | ForEach-Object -Parallel { Import-Module $using:module; ($using:web | Get-DockerNetworkEndpoint).Network }
            $names | Should -Be life, life, life
        }

        It 'may remove the module while others use it' {
            $states = 1..6 | ForEach-Object -ThrottleLimit 6 -Parallel {
                Import-Module $using:module
                foreach ($time in 1..2) { (Test-ContainerReachability web indb -By Name).Observed | Select-Object -Unique }
                if ($_ % 2) { Remove-Module DockerNetwork }
            }
            $states | Should -HaveCount 12
            $states | Select-Object -Unique | Should -Be Reachable
        }
    }

    Describe 'A job' {
        BeforeAll {
            $work = {
                Import-Module $using:module
                Get-DockerContainer web
                Get-DockerNetwork life
                Get-DockerNetworkEndpoint life web
                Test-ContainerReachability web indb -By Name
            }
        }

        It 'gives the objects that it had, with their views' {
            $container, $network, $endpoint, $results = Start-Job $work | Receive-Job -Wait -AutoRemoveJob

            $container | Should -BeOfType ([DockerNetwork.Model.Containers.Container])
            $network | Should -BeOfType ([DockerNetwork.Model.Networks.Network])
            ($network | Out-String) | Should -Be (Get-DockerNetwork life | Out-String)
            ($endpoint | Out-String) | Should -Be (Get-DockerNetworkEndpoint life web | Out-String)
            ($results | ConvertTo-ReachabilityMatrix).Source | Should -Be web
            ($container | Get-DockerNetworkEndpoint).Network | Should -Be life
        }

        It 'gives objects that bind as what they are, also if the module was not there to read them' {
            Remove-Module DockerNetwork
            try { $container, $network, $endpoint, $results = Start-Job $work | Receive-Job -Wait -AutoRemoveJob }
            finally { Import-Module $module -Global }
            $container.PSTypeNames[0] | Should -BeLike Deserialized.*

            (Get-DockerNetworkEndpoint -Container $container).Network | Should -Be life
            ($container | Get-DockerNetworkEndpoint).Container | Should -Be web
            ($container | Test-ContainerReachability -Target indb -By Name -Predict).Predicted | Should -Be Reachable
            (Test-ContainerReachability $container indb -By Name -Predict).Predicted | Should -Be Reachable
            Get-WhatIfTarget { $network | Connect-DockerNetwork -Container idle -WhatIf } | Should -Be life
            Get-WhatIfTarget { $container | Connect-DockerNetwork bridge -WhatIf } | Should -Be bridge
            Get-WhatIfTarget { $endpoint | Disconnect-DockerNetwork -WhatIf } | Should -Be life
            ($network | Get-DockerNetwork).Id | Should -Be $network.Id
            ($results | ConvertTo-ReachabilityMatrix).Source | Should -Be web
        }
    }

    Describe 'PSDefaultParameterValues' {
        BeforeAll { $given = $global:PSDefaultParameterValues.Clone() }
        AfterEach { $global:PSDefaultParameterValues = $given.Clone() }

        It 'name the engine of every cmdlet' {
            $global:PSDefaultParameterValues['*-Docker*:DockerHost'] = $engine.DockerHost
            $global:PSDefaultParameterValues['*-Container*:DockerHost'] = $engine.DockerHost
            $env:DOCKER_HOST = 'unix:///nobody/home.sock'
            try {
                (Get-DockerContainer web | Get-DockerNetworkEndpoint).Network | Should -Be life
                (Test-ContainerReachability web indb -By Name -Predict).Predicted | Should -Be Reachable
                (TabExpansion2 'Get-DockerContainer ind' 23).CompletionMatches.CompletionText | Should -Be indb
            }
            finally {
                $env:DOCKER_HOST = $engine.DockerHost
            }
        }

        It 'fill in parameters, by name or alias' {
            $global:PSDefaultParameterValues['Test-ContainerReachability:Port'] = 80
            $global:PSDefaultParameterValues['Test-ContainerReachability:By'] = 'Name'
            $global:PSDefaultParameterValues['Get-DockerContainer:Detailed'] = $true

            (Test-ContainerReachability web indb -Predict).Port | Select-Object -Unique | Should -Be 80
            (Get-DockerContainer web).RestartPolicy | Should -Be no
        }
    }

    Describe 'ConstrainedLanguage' {
        BeforeAll {
            function Invoke-Constrained([string] $Command) {
                Invoke-Shell "Import-Module '$module'; `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; $Command"
            }
        }

        It 'completes' {
            $text = Invoke-Constrained ("(TabExpansion2 'Get-DockerContainer ind' 23).CompletionMatches.CompletionText; " +
                "(TabExpansion2 'Connect-DockerNetwork li' 24).CompletionMatches.CompletionText; `$Error.Count")
            $text | Should -Be indb, life, 0
        }

        It 'creates containers with settings for each network' {
            $text = Invoke-Constrained @'
                $networks = @{ Name = 'life'; IPAddress = '10.71.0.77'; Alias = 'q'; DriverOption = @{ 'c.d' = '2' } }, 'bridge'
                $port = @{ ContainerPort = 80; HostPort = 8471 }
                $made = New-DockerContainer busybox -Name made -Network $networks -Publish $port -Label a=b
                $life = $made | Get-DockerNetworkEndpoint life
                "$($life.StaticIPAddress) $($life.Alias) $($life.DriverOption) $($made.Networks)"
                $made | Remove-DockerContainer -Force
'@
            $text | Should -Be '10.71.0.77 q c.d=2 bridge life'
        }

        It 'repairs' {
            $text = Invoke-Constrained @'
                $repaired = Test-ContainerReachability idle web -By Name | Repair-ContainerReachability -Confirm:$false
                "$($repaired.Reachable)"
                Stop-DockerContainer idle -TimeoutSeconds 0
'@
            $text | Should -Be True
        }

        It 'saves, reads, compares, traces and shows' {
            $text = Invoke-Constrained @"
                Test-ContainerReachability web indb -By Name | Export-Clixml '$TestDrive/before.xml'
                "changes: `$(@(Compare-ContainerReachability '$TestDrive/before.xml' (Import-Clixml '$TestDrive/before.xml')).Count)"
                (Test-ContainerReachability web, indb -Mesh -By Name | ConvertTo-ReachabilityMatrix -Compact | Out-String) -match 'indb'
                (Trace-ContainerReachability web indb | Out-String) -match 'web -> indb: Reachable'
                Get-DockerNetworkSnapshot | Export-Clixml '$TestDrive/snapshot.xml'
                (Test-ContainerReachability web indb -By Name -Predict -Snapshot (Import-Clixml '$TestDrive/snapshot.xml')).Reachable
"@
            $text | Should -Be 'changes: 0', $true, $true, $true
        }
    }

    Describe 'The culture <_>' -ForEach tr-TR, zh-CN, ar-SA, de-DE {
        BeforeAll {
            # ICU, without which all cultures are the invariant one.
            $icu = [cultureinfo]::new('tr-TR').TextInfo.ToUpper('i') -cne 'I'
            $all = {
                "$(Get-DockerNetwork LIFE) $(Get-DockerNetwork BRI*) $(Get-DockerNetwork -Driver BRIDG* -Scope LOCAL)"
                "$(Get-DockerContainer INDB, *ID*) $(Get-DockerContainer -State RUNNING -Image BUSYBOX)"
                "$(Get-DockerContainer -Label INFIX=i)"
                "$(Get-DockerNetworkEndpoint LIFE IN* -Alias sqli) $((Get-DockerContainer -IPAddress 10.71.0.0/24).Name)"
                "$((Resolve-ContainerName web INDB, sqlI).Addresses)"
                (Test-ContainerReachability WEB INDB -By name, alias -TcpPort '80' -Predict).ForEach{ "$($_.TargetName) $($_.Predicted)" }
                foreach (
                    $line in 'Get-DockerNetwork LI', 'Get-DockerContainer IN', 'New-DockerNetwork x -Driver I',
                    'Get-DockerContainer -Label I'
                ) {
                    "$((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText)"
                }
                foreach ($time in '2026-11-01', '11/02/2026', '1.5h', '31.12.2025') {
                    try { Clear-DockerNetwork -Until $time -WhatIf; 'taken' } catch { "$_" }
                }
                "$(Find-DockerSubnet -Within 10.80.0.0/16 -PrefixLength 24)"
                $results = Test-ContainerReachability web indb -By Name, Address
                $json = $results | ConvertTo-Json -Depth 5 -WarningAction Ignore
                foreach ($read in @($results | ConvertTo-Csv | ConvertFrom-Csv), @($json | ConvertFrom-Json)) {
                    $rows = @($read | ConvertTo-ReachabilityMatrix)
                    "$(@(Compare-ContainerReachability $results $read).Count) changes, $($rows.Count) rows"
                }
            }
            $culture = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
                $expected = & $all
                [cultureinfo]::CurrentCulture = $_
                $found = & $all
                $shown = (Get-DockerContainer web), (Test-ContainerReachability web indb -By Name) |
                    ForEach-Object { $_ | Format-List | Out-String }
            }
            finally {
                [cultureinfo]::CurrentCulture = $culture
            }
        }

        It 'is one here' { $icu | Should -BeTrue -Because 'ICU is installed (libicu)' }

        It 'finds, completes, parses and reads the same' {
            $found | Should -BeExactly $expected
            $expected[0] | Should -Be 'life bridge bridge life'
            $expected | Should -Contain '0 changes, 1 rows'
        }

        It 'shows times of the Gregorian calendar, and numbers as PowerShell does' {
            $shown[0] | Should -Match '(?m)^Created +: 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d \+00:00'
            $separator = [regex]::Escape([cultureinfo]::new($_).NumberFormat.NumberDecimalSeparator)
            $shown[1] | Should -Match "(?m)^Latency +: \d+$separator\d\d ms"
        }
    }
}
