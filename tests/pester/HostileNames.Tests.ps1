# Names and labels that mean harm: in commands to paste or to run (Reason.Fix), and in a terminal.
BeforeDiscovery {
    $names = @(
        @{ What = 'a typographic quote'; Name = "x$([char]0x2019) -Container web; Set-Content WITNESS owned #" }
        @{ What = 'the low typographic quote'; Name = "x$([char]0x201a) -Container web; Set-Content WITNESS owned #" }
        @{ What = 'the reversed typographic quote'; Name = "x$([char]0x201b); Set-Content WITNESS owned #" }
        @{ What = 'the opening typographic quote'; Name = "x$([char]0x2018); Set-Content WITNESS owned #" }
        @{ What = 'a quote'; Name = "x'; Set-Content WITNESS owned #" }
        @{ What = 'double quotes'; Name = 'x"; Set-Content WITNESS owned #' }
        @{ What = 'a semicolon'; Name = 'x; Set-Content WITNESS owned' }
        @{ What = 'a subexpression'; Name = '$(Set-Content WITNESS owned)' }
        @{ What = 'a backtick'; Name = 'x`' }
        @{ What = 'a leading dash'; Name = '-WhatIf' }
        @{ What = 'the word that ends parameters'; Name = '--%' }
        @{ What = 'a wildcard'; Name = '*' }
        @{ What = 'a set of characters'; Name = '[a-z]ear' }
        @{ What = 'a line feed'; Name = "x`nSet-Content WITNESS owned`n#" }
        @{ What = 'a line separator'; Name = "x$([char]0x2028)Set-Content WITNESS owned" }
        @{ What = 'an escape'; Name = "x`e[2J`e]52;c;aGFja2Vk`a" }
        @{ What = 'a C1 control'; Name = "x$([char]0x9b)2J" }
        @{ What = 'a right-to-left override'; Name = "x$([char]0x202e)txt.exe" }
    )
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine
    New-DockerNetwork near, other | Out-Null
    New-DockerContainer busybox sleep, infinity -Name web -Network near -Start | Out-Null
    $witness = Join-Path ([IO.Path]::GetTempPath()) "dn-witness-$PID"

    function Get-NetworksOf([string] $Container) {
        @((Invoke-EngineApi "/containers/$Container/json").NetworkSettings.Networks.PSObject.Properties.Name)
    }

    function Disconnect-Web([string] $NetworkId) {
        # That it was not connected is no matter.
        try {
            $null = Invoke-EngineApi "/networks/$NetworkId/disconnect" -Method POST -Body @{ Container = 'web'; Force = $true }
        }
        catch { $null = $_ }
    }

    function New-HostileNetwork([string] $Name, [string] $Container = 'db') {
        $null = Invoke-EngineApi /networks/create -Method POST -Body @{ Name = $Name }
        $null =
            Invoke-EngineApi "/containers/create?name=$Container" -Method POST -Body @{
                Image      = 'busybox'
                HostConfig = @{ NetworkMode = $Name }
            }
        $null = Invoke-EngineApi "/containers/$Container/start" -Method POST
    }

    function Remove-HostileNetwork([string] $Name, [string] $Container = 'db') {
        $null = Invoke-EngineApi "/containers/${Container}?force=1" -Method DELETE
        foreach ($network in Invoke-EngineApi /networks | Where-Object Name -CEQ $Name) {
            Disconnect-Web $network.Id
            $null = Invoke-EngineApi "/networks/$($network.Id)" -Method DELETE
        }
    }
}

AfterAll {
    Remove-Item $witness -ErrorAction Ignore
    Disconnect-TestEngine
}

Describe 'A network named with <What>' -ForEach $names {
    BeforeAll {
        $network = $Name.Replace('WITNESS', $witness)
        New-HostileNetwork $network
    }

    AfterAll {
        Remove-HostileNetwork $network
        Remove-Item $witness -ErrorAction Ignore
    }

    It 'does not smuggle a command into a fix' {
        $rows = Test-ContainerReachability web db -By Name, Address -Predict
        $rows | Should -Not -BeNullOrEmpty
        foreach ($fix in @($rows.Reasons.Fix) | Where-Object { $_ } | Select-Object -Unique) {
            foreach ($command in Assert-FixIsData $fix |
                Where-Object { $_.GetCommandName() -eq 'Connect-DockerNetwork' -and "$_" -like '*-Network *' }) {
                $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($command, $true).BoundParameters
                $bound.Keys | Sort-Object | Should -Be Container, Network
                $bound.Network.Value.SafeGetValue() | Should -BeIn $network, near -Because $fix
                $bound.Container.Value.SafeGetValue() | Should -BeIn web, db -Because $fix
            }
        }
    }

    It 'can have its fix pasted' {
        $fix = @((Test-ContainerReachability web db -By Name -Predict).Reasons.Fix)[0]
        try {
            if ($fix) { Invoke-Pasted $fix }
            Test-Path $witness | Should -BeFalse -Because "'$fix' is what was pasted"
            # It connects to that network or to none, never to others.
            Get-NetworksOf web | Where-Object { $_ -cne 'near' -and $_ -cne $network } | Should -BeNullOrEmpty
            Get-NetworksOf db | Where-Object { $_ -cne 'near' -and $_ -cne $network } | Should -BeNullOrEmpty
        }
        finally {
            foreach ($each in Invoke-EngineApi /networks |
                Where-Object { $_.Driver -eq 'bridge' -and $_.Name -cne 'near' }) { Disconnect-Web $each.Id }
        }
    }

    It 'is shown as text' {
        $commands = { Get-DockerNetwork }, { Get-DockerNetworkEndpoint }, { Get-DockerContainer }, {
            Test-ContainerReachability web db -Predict
        },
            { Get-DockerNetworkTopology }
        foreach ($command in $commands) {
            & $command | Out-String | Get-TerminalDanger | Should -BeNullOrEmpty -Because "$command"
            & $command | Format-List | Out-String | Get-TerminalDanger | Should -BeNullOrEmpty -Because "$command | fl"
        }
        (Get-DockerNetwork).Name | Should -Contain $network -Because 'values stay as they are'
    }

    It 'is an error''s text' {
        $failure = @()
        $id = (Get-DockerNetwork | Where-Object Name -CEQ $network).Id
        Remove-DockerNetwork $id -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +failure
        (Get-DockerNetwork | Where-Object Name -CEQ $network) |
            Connect-DockerNetwork -Container db -ErrorAction SilentlyContinue -ErrorVariable +failure
        Get-DockerNetwork "nosuch$network" -ErrorAction SilentlyContinue -ErrorVariable +failure
        foreach ($each in $failure | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) {
            "$each" | Get-TerminalDanger | Should -BeNullOrEmpty -Because $each.FullyQualifiedErrorId
        }

        Invoke-EngineApi /networks | Where-Object Name -CEQ $network | Should -HaveCount 1
    }

    It 'can be completed' {
        foreach ($line in 'Get-DockerNetwork -Name ', 'Connect-DockerNetwork -Container web -Network ') {
            foreach ($match in [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches) {
                "$($match.ListItemText)$($match.ToolTip)" | Get-TerminalDanger | Should -BeNullOrEmpty -Because $line
                $match.CompletionText | Should -Not -Match '[\r\n\x1b\x07]'
                $problems = $null
                $tree = [Management.Automation.Language.Parser]::ParseInput("$line$($match.CompletionText)", [ref]$null, [ref]$problems)
                $problems | Should -BeNullOrEmpty -Because $match.CompletionText
                $tree.EndBlock.Statements | Should -HaveCount 1 -Because $match.CompletionText
                $tree.EndBlock.Statements[0].PipelineElements | Should -HaveCount 1 -Because $match.CompletionText
            }
        }
    }
}

Describe 'A network whose name holds commands that a repair may run' {
    It 'does not get them run' {
        $quote = [char]0x2019
        $network = "x$quote -Container web; Stop-DockerContainer -Container bystander; Connect-DockerNetwork -Network ${quote}x"
        New-DockerNetwork x | Out-Null
        New-DockerContainer busybox sleep, infinity -Name bystander -Network near -Start | Out-Null
        New-HostileNetwork $network
        try {
            $broken = Test-ContainerReachability web db -By Name -Predict
            $null = $broken | Repair-ContainerReachability -Confirm:$false -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            (Invoke-EngineApi /containers/bystander/json).State.Running | Should -BeTrue
            # Nor when it went through a file.
            $file = Join-Path $TestDrive broken.xml
            $broken | Export-Clixml $file -Depth 5
            $null = Import-Clixml $file |
                Repair-ContainerReachability -Confirm:$false -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            (Invoke-EngineApi /containers/bystander/json).State.Running | Should -BeTrue
            Get-NetworksOf web | Where-Object { $_ -notin 'near', $network } | Should -BeNullOrEmpty
        }
        finally {
            Remove-HostileNetwork $network
            Remove-DockerContainer bystander -Force
            Remove-DockerNetwork x -Force -Confirm:$false
        }
    }
}

Describe 'What the author of an image may write' {
    BeforeAll {
        $body = @{
            Image  = 'busybox'
            Cmd    = @('sleep', 'infinity', "`e]0;owned`a`e[2J")
            Labels = @{
                note                         = "`e]52;c;aGFja2Vk`a"
                "key`e[8m"                   = "$([char]0x9b)2J"
                'com.docker.compose.project' = "p`e[31m"
                'com.docker.compose.service' = "s`a"
            }
            Hostname = 'x'
            HostConfig = @{ NetworkMode = 'near' }
        }
        $null = Invoke-EngineApi /networks/create -Method POST -Body @{ Name = 'labelled'; Labels = @{ "l`e[8m" = "`e]52;c;aGFja2Vk`a" } }
        $null = Invoke-EngineApi '/containers/create?name=loud' -Method POST -Body $body
        $null = Invoke-EngineApi /containers/loud/start -Method POST
    }

    AfterAll {
        $null = Invoke-EngineApi '/containers/loud?force=1' -Method DELETE
        $null = Invoke-EngineApi /networks/labelled -Method DELETE
    }

    It 'reaches the screen as text' {
        foreach (
            $command in { Get-DockerContainer loud },
            { Get-DockerNetworkEndpoint -Container loud },
            { Get-DockerNetworkTopology },
            { Get-DockerPortMapping }) {
            & $command | Out-String | Get-TerminalDanger | Should -BeNullOrEmpty -Because "$command"
            & $command | Format-List | Out-String | Get-TerminalDanger | Should -BeNullOrEmpty -Because "$command | fl"
        }
        (Get-DockerContainer loud).Label['note'] | Should -BeExactly "`e]52;c;aGFja2Vk`a" -Because 'values stay as they are'
    }

    It 'reaches the prompt as text' {
        foreach ($line in 'Get-DockerContainer -Name ', 'Connect-DockerNetwork -Network near -Container ', 'Get-DockerNetwork -Label ') {
            $null = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)
            foreach ($match in [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches) {
                "$($match.CompletionText)$($match.ListItemText)$($match.ToolTip)" | Get-TerminalDanger |
                    Should -BeNullOrEmpty -Because $line
            }
        }
    }

    It 'is text when a tool in a container says it' {
        Invoke-InContainer loud ("rm /bin/sh; printf '%s\n' '#!/bin/busybox sh' 'printf ''0 1 \033]52;c;aGFja2Vk\007 \233 x\n''' > " +
            "/bin/sh; chmod 755 /bin/sh")
        $given = @{
            By              = 'Address'
            Method          = 'Exec'
            TimeoutSeconds  = 1
            WarningVariable = 'said'
            WarningAction   = 'SilentlyContinue'
        }
        $rows = Test-ContainerReachability loud web @given
        "$said $($rows.Reasons.Message)" | Get-TerminalDanger | Should -BeNullOrEmpty
        $rows | Out-String | Get-TerminalDanger | Should -BeNullOrEmpty
    }
}
