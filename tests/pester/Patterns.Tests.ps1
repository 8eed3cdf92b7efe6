# Names that are patterns, names that are ids, and objects of files that say another name: what is selected, and what is named.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $patternNames = '*', 'b*', 'n?', '[n]1'

    function Get-Selected([string] $Text) { @(Get-DockerNetwork $Text | ForEach-Object Name) }
    function Get-Completed([string] $Line) {
        # Where the engine is slower than the prompt waits, its answer is there for the next Tab.
        foreach ($i in 1..20) {
            $found = [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches |
                Where-Object ResultType -EQ ParameterValue
            if ($found) { return $found }
            Start-Sleep -Milliseconds 100
        }
    }
    function Import-Forged([object] $Object, [string] $Old, [string] $New) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).xml"
        $Object | Export-Clixml $file -Depth 5
        (Get-Content $file -Raw).Replace($Old, $New) | Set-Content $file
        Import-Clixml $file
    }
}

AfterAll { Disconnect-TestEngine }

Describe 'Networks whose names are patterns' {
    BeforeAll {
        New-DockerNetwork n1, n2, back | Out-Null
        New-DockerContainer $engine.Image sleep, infinity -Name web -Network n1 | Out-Null
        $queries = @{
            'no name'  = { Get-DockerNetwork }
            '*'        = { Get-DockerNetwork * }
            'b*'       = { Get-DockerNetwork b* }
            'n?'       = { Get-DockerNetwork n? }
            '[n]1'     = { Get-DockerNetwork '[n]1' }
            'endpoint' = { Get-DockerNetworkEndpoint -Network * }
            'on'       = { Get-DockerContainer -Network * }
            'topology' = { (Get-DockerNetworkTopology -Network *).Nodes.Name }
            'remove'   = { Get-WhatIfTarget { Remove-DockerNetwork n? -Force -WhatIf } }
        }
        function Get-Answer {
            $answers = @{}
            foreach ($key in $queries.Keys) { $answers[$key] = @(& $queries[$key] | ForEach-Object { "$_" }) }
            $answers
        }
        $before = Get-Answer
        foreach ($name in $patternNames) { $null = Invoke-EngineApi /networks/create -Method POST -Body @{ Name = $name } }
        $after = Get-Answer
    }

    AfterAll { Reset-TestEngine }

    It 'hide no other: <_>' -ForEach 'no name', '*', 'b*', 'n?', '[n]1', 'endpoint', 'on', 'topology', 'remove' {
        $before[$_] | Should -Not -BeNullOrEmpty
        foreach ($name in $before[$_]) { $after[$_] | Should -Contain $name }
    }

    It 'are hits where they fit' {
        Get-Selected * | Should -Be (Get-DockerNetwork).Name
        foreach ($name in $patternNames) { Get-Selected * | Should -Contain $name }
        Get-Selected b* | Sort-Object | Should -Be ('b*', 'back', 'bridge' | Sort-Object)
        Get-Selected n? | Sort-Object | Should -Be ('n?', 'n1', 'n2' | Sort-Object)
        Get-Selected '[n]1' | Should -Be n1
    }

    It 'are selected alone by their escaped names' {
        Get-Selected '`*' | Should -BeExactly '*'
        Get-Selected 'b`*' | Should -BeExactly 'b*'
        Get-Selected 'n`?' | Should -BeExactly 'n?'
        Get-Selected '`[n`]1' | Should -BeExactly '[n]1'
        Get-WhatIfTarget { Remove-DockerNetwork '`*' -WhatIf } | Should -BeExactly '*'
        Get-WhatIfTarget { Get-DockerNetwork '`*' | Remove-DockerNetwork -WhatIf } | Should -BeExactly '*'
    }

    It 'are an error by an escaped name that is not there' {
        Get-DockerNetwork 'x`*' -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target 'x`*'
    }

    It 'are completed to what selects them alone: <_>' -ForEach 'Get-DockerNetwork ', "Get-DockerNetwork '", 'Get-DockerNetwork "',
        'Get-DockerNetwork -Name ' {
        foreach ($name in $patternNames) {
            $found = @(Get-Completed $_ | Where-Object ListItemText -CEQ $name)
            $found | Should -HaveCount 1 -Because $name
            $line = "$($_.TrimEnd("'", '"'))$($found[0].CompletionText)"
            @(& ([scriptblock]::Create($line))).Name | Should -BeExactly $name -Because $line
            (Get-Completed $line).ListItemText | Should -Contain $name -Because 'Tab is pressed again on what it wrote'
        }
        (Get-Completed "Get-DockerNetwork '[n").CompletionText | Should -BeExactly "'``[n``]1'"
    }
}

Describe 'A network that is named with the id of another' {
    AfterAll { Reset-TestEngine }

    It 'does not take it over' {
        $victim = New-DockerNetwork victim
        $null = Invoke-EngineApi /networks/create -Method POST -Body @{ Name = $victim.Id }
        (Get-DockerNetwork $victim.Id).Name | Should -BeExactly victim
        Get-WhatIfTarget { Remove-DockerNetwork $victim.Id -WhatIf } | Should -BeExactly victim
        Get-WhatIfTarget { $victim | Remove-DockerNetwork -WhatIf } | Should -BeExactly victim
    }
}

Describe 'An object of a file whose id is that of another' {
    BeforeAll {
        New-DockerNetwork app, back | Out-Null
        New-DockerContainer $engine.Image sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer $engine.Image sleep, infinity -Name db -Network back -Start | Out-Null
        $container = Import-Forged (Get-DockerContainer web) (Get-DockerContainer web).Id (Get-DockerContainer db).Id
        $network = Import-Forged (Get-DockerNetwork app) (Get-DockerNetwork app).Id (Get-DockerNetwork back).Id
    }

    AfterAll { Reset-TestEngine }

    It 'is named as the engine names what is acted on: <_>' -ForEach 'Stop', 'Start', 'Restart', 'Remove' {
        $container.Name | Should -Be web
        $command = "$_-DockerContainer"
        Get-WhatIfTarget { $container | & $command -WhatIf } | Should -Be db
    }

    It 'is named so by the commands for networks' {
        Get-WhatIfTarget { $network | Remove-DockerNetwork -Force -WhatIf } | Should -Be back
        Get-WhatIfTarget { $network | Connect-DockerNetwork -Container web -WhatIf } | Should -Be back
        Get-WhatIfTarget { $network | Disconnect-DockerNetwork -Container db -WhatIf } | Should -Be back
    }

    It 'is named so in errors' {
        $container | Remove-DockerContainer -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure -Id ContainerRunning -Category $failure[0].CategoryInfo.Category -Target db
    }

    It 'means nothing by a name in the place of the id' {
        $named = Import-Forged (Get-DockerContainer web) (Get-DockerContainer web).Id db
        $named | Stop-DockerContainer -TimeoutSeconds 0 -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target web
        (Get-DockerContainer db).State | Should -Be Running
    }
}

Describe 'A pattern in a Turkish session' {
    It 'ignores case as everywhere: <_>' -ForEach 'TURKI*', 'turki*' {
        # There, the small letter of I has no dot.
        $null = New-DockerNetwork turkIsh
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'tr-TR'
            (Get-DockerNetwork $_).Name | Should -Be turkIsh
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
            Remove-DockerNetwork turkIsh -Force
        }
    }

    It 'ignores it in filters too: <Name>' -ForEach @(
        @{ Name = 'driver'; Command = { Get-DockerNetwork -Driver BRIDGE -Label LIMIT }; Found = 'turkIsh' }
        @{ Name = 'driver pattern'; Command = { Get-DockerNetwork -Driver BRID* -Label LIM* }; Found = 'turkIsh' }
        @{ Name = 'label'; Command = { Get-DockerNetwork -Label LIMIT=FIF* }; Found = 'turkIsh' }
        @{ Name = 'container'; Command = { Get-DockerContainer IDL* }; Found = 'idle' }
        @{ Name = 'network'; Command = { Get-DockerContainer -Network TURKI* }; Found = 'idle' }
        @{ Name = 'state'; Command = { Get-DockerContainer ID* -State RUNNING }; Found = 'idle' }
        @{ Name = 'project'; Command = { Get-DockerContainer -ComposeProject WIKI }; Found = 'idle' }
        @{ Name = 'endpoints'; Command = { Get-DockerNetworkEndpoint TURKI* -Container IDLE }; Found = 'idle on turkIsh' }
    ) {
        $null = New-DockerNetwork turkIsh -Label @{ limit = 'fifty' }
        $label = @{ 'com.docker.compose.project' = 'wiki' }
        $null = New-DockerContainer $engine.Image sleep, infinity -Name idle -Network turkIsh -Label $label -Start
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'tr-TR'
            & $Command | ForEach-Object { "$_" } | Should -Be $Found
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
            Reset-TestEngine
        }
    }
}
