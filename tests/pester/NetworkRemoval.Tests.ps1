# Removing networks: scenario A4, and Clear-DockerNetwork.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
}

AfterAll {
    Stop-HostileEngine
    Disconnect-TestEngine
}

Describe 'Removing one of two networks of one name, which engines before API 1.44 allow' {
    It 'advises to disconnect it by its id' {
        $double = Start-HostileEngine double-names
        Remove-DockerNetwork ('a' * 12) -DockerHost $double.DockerHost @failing

        Assert-Failure $failure -Id NetworkInUse -Category ResourceBusy -Like "*Disconnect-DockerNetwork -Network $('a' * 64) *"
    }
}

Describe 'Removing a network that containers use (A4)' {
    BeforeEach {
        New-DockerNetwork a4 | Out-Null
        New-DockerContainer $engine.Image -Name a4-up, a4-down -Network a4 -Interactive -Start | Out-Null
        Stop-DockerContainer a4-down
    }

    AfterEach {
        Reset-TestEngine
    }

    It 'is refused, with the names of all of them' {
        Remove-DockerNetwork a4 @failing

        Assert-Failure $failure -Id NetworkInUse -Category ResourceBusy -Target a4 -Like '*a4-up*', '*a4-down (exited)*',
            '*Disconnect-DockerNetwork*', '*-Force*'
        (Get-DockerNetwork a4).Endpoints.Container | Should -Be a4-down, a4-up
    }

    It 'is refused for a stopped container alone, which could not start again' {
        Remove-DockerContainer a4-up -Force
        Remove-DockerNetwork a4 @failing

        Assert-Failure $failure -Id NetworkInUse -Category ResourceBusy -Target a4 -Like '*a4-down (exited)*'
        Start-DockerContainer a4-down
        (Get-DockerContainer a4-down).State | Should -Be Running
    }

    It 'works after they were disconnected, as the error advises' {
        Disconnect-DockerNetwork -Network a4 -Container *
        Remove-DockerNetwork a4

        Get-DockerNetwork a4* | Should -BeNullOrEmpty
        (Get-DockerContainer a4-*).Endpoints | Should -BeNullOrEmpty
        (Get-DockerContainer a4-up).State | Should -Be Running
    }

    It 'works with -Force, which disconnects them' {
        $removed = Remove-DockerNetwork a4 -Force -PassThru

        $removed.Name | Should -Be a4
        $removed.Endpoints.Container | Should -Be a4-down, a4-up -Because 'it is given as it was'
        Get-DockerNetwork a4* | Should -BeNullOrEmpty
        (Get-DockerContainer a4-*).Endpoints | Should -BeNullOrEmpty
        Start-DockerContainer a4-down
    }

    It 'says with -WhatIf whom -Force would disconnect, and does not' {
        $before = Get-EngineState
        Get-WhatIfTarget { Remove-DockerNetwork a4 -Force -WhatIf } | Should -Be a4
        Get-EngineState | Should -Be $before
    }
}

Describe 'Remove-DockerNetwork' {
    AfterEach {
        Reset-TestEngine
    }

    It 'refuses the engine''s own networks before it asks' -TestCases @(
        @{ Name = 'bridge' }
        @{ Name = 'host' }
        @{ Name = 'none' }
    ) {
        Remove-DockerNetwork $Name -Force -Confirm:$false @failing
        Assert-Failure $failure -Id PredefinedNetwork -Category PermissionDenied -Target $Name -Like "*'$Name'*"

        Get-WhatIfTarget { Remove-DockerNetwork $Name -WhatIf -ErrorAction SilentlyContinue } | Should -BeNullOrEmpty
    }

    It 'removes what wildcards match, and what the pipeline brings' {
        New-DockerNetwork r-1, r-2, r-3, keep | Out-Null

        Remove-DockerNetwork r-1
        Remove-DockerNetwork 'r-*' -PassThru | ForEach-Object Name | Should -Be r-2, r-3
        Get-DockerNetwork keep | Remove-DockerNetwork
        (Get-DockerNetwork).Name | Should -Be 'bridge', 'host', 'none'
    }

    It 'goes on after one that is not there' {
        New-DockerNetwork r-1, r-2 | Out-Null
        Remove-DockerNetwork r-1, r-none, r-2 @failing

        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target r-none
        Get-DockerNetwork r-* | Should -BeNullOrEmpty
    }

    It 'is silent about a pattern that nothing matches' {
        Remove-DockerNetwork 'nothing-*'
    }

    It 'removes networks whose names need escaping' {
        $names = 'a/b', 'a b', '..', '%41', '#x', '?q', 'ü'
        New-DockerNetwork $names | Out-Null
        # '?q' is a pattern, whatever names there are; escaped it is the name.
        $escaped = $names -replace '^\?', '`?'
        Get-DockerNetwork $escaped | ForEach-Object Name | Should -Be $names

        Remove-DockerNetwork $escaped
        (Get-DockerNetwork).Name | Should -Be 'bridge', 'host', 'none'
    }
}

Describe 'A container that joins a network while it is being removed' {
    AfterEach {
        Reset-TestEngine
    }

    It 'keeps the network from Clear-DockerNetwork, also if it never ran' {
        New-DockerNetwork aaa, mmm, zzz | Out-Null
        $cleared = Clear-DockerNetwork -Force -PassThru -WarningVariable said -WarningAction SilentlyContinue | ForEach-Object {
            if ($_.Name -eq 'aaa') {
                $given = @{
                    Method = 'POST'
                    Body   = @{ Image = $engine.Image; Cmd = @('sleep', '100'); HostConfig = @{ NetworkMode = 'zzz' } }
                }
                $null = Invoke-EngineApi '/containers/create?name=late' @given
            }
            $_
        }

        $cleared.Name | Should -Be aaa, mmm
        $said | Should -HaveCount 1
        "$said" | Should -BeLike "*'zzz' was not removed, because late*"
        Start-DockerContainer late
        (Get-DockerContainer late).State | Should -Be Running
    }

    It 'keeps a network from Clear-DockerNetwork for a stopped container that was connected' {
        New-DockerNetwork aaa, zzz | Out-Null
        New-DockerContainer $engine.Image sleep, infinity -Name late | Out-Null
        $cleared = Clear-DockerNetwork -Force -PassThru -WarningAction SilentlyContinue |
            ForEach-Object { Connect-DockerNetwork zzz late; $_ }

        $cleared.Name | Should -Be aaa
        Start-DockerContainer late
    }

    It 'does not keep one whose id begins like the name of another''s' {
        $null = New-DockerNetwork zzz
        $first = (Get-DockerNetwork zzz).Id[0]
        New-DockerNetwork $first | Out-Null
        New-DockerContainer $engine.Image sleep, infinity -Name busy -Network zzz -Start | Out-Null
        (Clear-DockerNetwork -Force -PassThru).Name | Should -Be "$first"
    }

    It 'is refused by Remove-DockerNetwork when the question has been answered' {
        New-DockerNetwork zzz | Out-Null
        # A person at the keyboard of another process, who takes time to answer.
        $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
        '-NoProfile',
            '-Command',
            ("Import-Module '$(Get-TestModulePath)'; try { Remove-DockerNetwork zzz -Confirm -ErrorAction Stop } catch { `"Refused: " +
                "`$(`$_.FullyQualifiedErrorId) `$_`" }") |
            ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $start.Environment['NO_COLOR'] = '1'
        $process = [Diagnostics.Process]::Start($start)
        try {
            $said = ''
            while ($said -notmatch 'default is' -and ($next = $process.StandardOutput.Read()) -ge 0) { $said += [char]$next }
            New-DockerContainer $engine.Image sleep, infinity -Name late -Network zzz | Out-Null
            $process.StandardInput.WriteLine('y')
            $process.StandardInput.Close()
            $process.StandardOutput.ReadToEnd() | Should -BeLike '*Refused: NetworkInUse,*late (created)*'
        }
        finally {
            if (-not $process.WaitForExit(10000)) { $process.Kill() }
            $process.Dispose()
        }

        Start-DockerContainer late
    }
}

Describe 'Clear-DockerNetwork' {
    BeforeAll {
        function Get-NetworkName { Invoke-EngineApi '/networks' | ForEach-Object Name | Sort-Object }

        New-DockerNetwork c-used, c-stopped | Out-Null
        New-DockerNetwork c-config -ConfigOnly -Subnet 10.99.0.0/24 | Out-Null
        New-DockerContainer $engine.Image -Name c-running -Network c-used -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name c-exited -Network c-stopped -Interactive -Start | Stop-DockerContainer
    }

    BeforeEach {
        # Those that the test before removed.
        $there = Get-NetworkName
        if ('c-free' -notin $there) { New-DockerNetwork c-free | Out-Null }
        if ('c-test' -notin $there) { New-DockerNetwork c-test -Label @{ env = 'test' } | Out-Null }
        if ('c-keep' -notin $there) { New-DockerNetwork c-keep -Label @{ env = 'prod'; keep = 'yes' } | Out-Null }
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'clears an engine once, whatever of it comes down the pipeline' {
        Get-WhatIfTarget { Get-DockerNetwork | Clear-DockerNetwork -WhatIf } | Should -Be c-free, c-keep, c-test
    }

    It 'removes what -WhatIf lists, and nothing else: <Case>' -TestCases @(
        @{ Case = 'all'; Parameters = @{}; Expected = 'c-free', 'c-keep', 'c-test' }
        @{ Case = 'with a label'; Parameters = @{ Label = 'env' }; Expected = 'c-keep', 'c-test' }
        @{ Case = 'with a value of a label'; Parameters = @{ Label = 'env=test' }; Expected = 'c-test' }
        @{ Case = 'without a label'; Parameters = @{ ExcludeLabel = 'keep' }; Expected = 'c-free', 'c-test' }
        @{ Case = 'with one label and not another'; Parameters = @{ Label = 'env'; ExcludeLabel = 'keep=y*' }; Expected = 'c-test' }
        @{ Case = 'a label in a hashtable'; Parameters = @{ Label = @{ env = 'test' } }; Expected = 'c-test' }
        @{ Case = 'without a label in a hashtable'; Parameters = @{ ExcludeLabel = @{ keep = 'yes' }, 'env=test' }; Expected = 'c-free' }
        @{ Case = 'older than'; Parameters = @{ Until = [DateTimeOffset]'2020-01-01' }; Expected = @() }
        @{ Case = 'a label that none has'; Parameters = @{ Label = 'nosuch' }; Expected = @() }
    ) {
        $before = Get-NetworkName
        $listed = @(Get-WhatIfTarget { Clear-DockerNetwork @Parameters -WhatIf })
        Get-NetworkName | Should -Be $before

        $removed = @(Clear-DockerNetwork @Parameters -Confirm:$false -PassThru | ForEach-Object Name)
        $after = Get-NetworkName

        $listed | Should -Be $Expected
        $removed | Should -Be $Expected
        @($before | Where-Object { $_ -notin $after }) | Should -Be $Expected
    }

    It 'changes nothing with -Force and -WhatIf, and does not ask with -Force' {
        $before = Get-EngineState
        Get-WhatIfTarget { Clear-DockerNetwork -Force -WhatIf } | Should -Be c-free, c-keep, c-test
        Get-WhatIfTarget { $WhatIfPreference = $true; Clear-DockerNetwork -Force } | Should -Be c-free, c-keep, c-test
        Get-EngineState | Should -Be $before

        Clear-DockerNetwork -Force -PassThru | ForEach-Object Name | Should -Be c-free, c-keep, c-test
    }

    It 'leaves the network of a stopped container, so that it can start again' {
        Clear-DockerNetwork -Force
        Start-DockerContainer c-exited
        (Get-DockerContainer c-exited).Networks | Should -Be c-stopped
        Stop-DockerContainer c-exited
    }
}
