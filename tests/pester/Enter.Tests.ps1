# A program in a container with the terminal of the session: a PowerShell in tmux, and keys for it.
BeforeDiscovery {
    $noTerminal = -not (Get-Command tmux -ErrorAction Ignore) -or -not $IsLinux
}

. $PSScriptRoot/OnEngine.ps1

Describe 'Enter-DockerContainer without a terminal' {
    It 'is an error that names the other command' {
        $null = New-DockerContainer $engine.Image sleep infinity -Name web -Start
        $script = "Import-Module '$(Get-TestModulePath)'; Enter-DockerContainer web -ErrorVariable e 2>`$null; " +
            '"$($e.FullyQualifiedErrorId)"'
        '' | pwsh -NoProfile -Command $script | Should -BeLike 'NoConsole,*'
        '' | pwsh -NoProfile -Command "$script; `$e" | Out-String | Should -BeLike '*Invoke-DockerContainerCommand*'
        Enter-DockerContainer web -WhatIf
        Reset-TestEngine
    }
}

Describe 'Enter-DockerContainer' -Skip:$noTerminal {
    BeforeAll {
        $null = New-DockerContainer $engine.Image sleep infinity -Name web, bare -Start
        Invoke-DockerContainerCommand bare rm /bin/sh
        Set-Content "$TestDrive/session.ps1" @"
            Import-Module '$(Get-TestModulePath)'
            `$before = stty -g
            function Show-End {
                `$code = if (`$LASTEXITCODE) { "exit=`$LASTEXITCODE " }
                "END same=`$((stty -g) -eq `$before) `$code`$(`$e.FullyQualifiedErrorId)"
                `$e.Clear()
            }
            `$e = [Collections.ArrayList]::new()
            while ((`$line = Read-Host READY) -ne 'done') { . ([scriptblock]::Create("`$line -ErrorVariable e 2>```$null")); Show-End }
"@
        $daemon = $env:DN_TEST_ENGINE_DIR ? [int](Get-Content "$env:DN_TEST_ENGINE_DIR/env" -Raw | ConvertFrom-StringData).DN_PID : 0
        $socket = "dn-enter-$PID"
        $null = tmux -L $socket -f /dev/null new-session -d -x 100 -y 30 "NO_COLOR=1 pwsh -NoProfile -File '$TestDrive/session.ps1'"

        function Get-Screen { @(tmux -L $socket capture-pane -p -t 0 | Where-Object { $_.Trim() }) }
        function Wait-Screen($Pattern) {
            Wait-Until { (Get-Screen | Select-Object -Last 1) -match $Pattern } -Seconds 30 |
                Should -BeTrue -Because "'$Pattern' should end:`n$(Get-Screen | Out-String)"
        }
        function Send-Key([string[]] $Key) { tmux -L $socket send-keys @Key }
        function Get-End { @(@(Get-Screen) -match 'END same=') }
        function Wait-End($Like) {
            Wait-Until { @(Get-End).Count -gt $script:ends } -Seconds 30 | Should -BeTrue -Because (Get-Screen | Out-String)
            @(Get-End)[-1] | Should -BeLike $Like
        }
        function Enter-It($Line) {
            Wait-Screen '^READY: ?$'
            $script:ends = @(Get-End).Count
            Send-Key $Line, Enter
        }
    }

    AfterAll {
        tmux -L $socket kill-server 2>$null
        Reset-TestEngine
    }

    It 'gives a shell the keys, Ctrl+C too, and the size of the window' {
        Enter-It 'Enter-DockerContainer web'
        Wait-Screen '^/ #'
        Send-Key 'stty size; sleep 1000', Enter
        Wait-Screen '^30 100'
        Send-Key C-c
        Wait-Screen '^/ #'
        tmux -L $socket resize-window -x 120 -y 40
        Wait-Until { Send-Key 'stty size', Enter; @(Get-Screen) -contains '40 120' } | Should -BeTrue
        Wait-Screen '^/ # ?$'
        Send-Key exit, Enter
        Wait-End '*END same=True'
    }

    It 'runs a program as another user, in a folder' {
        Enter-It "Enter-DockerContainer web -User nobody -WorkingDirectory /tmp -Environment A=5 sh -- -c 'id -un; pwd; echo `$A; tty'"
        Wait-End 'END same=True'
        ((Get-Screen | Select-Object -Last 6) -join ' ').Trim() | Should -BeLike 'nobody /tmp 5 /dev/pts/* END same=True*'
    }

    It 'takes a program as Invoke-DockerContainerCommand does, and leaves its exit code in $LASTEXITCODE' {
        Enter-It "Enter-DockerContainer -e A=6 web sh -c 'echo got `$A; exit 4'"
        Wait-End 'END same=True exit=4'
        (Get-Screen | Select-Object -Last 3)[0] | Should -Be 'got 6'
    }

    It 'says that a program is not there by an error, and not on the screen' {
        Enter-It 'Enter-DockerContainer web nosuch-program'
        Wait-End 'END same=True exit=12[67] ContainerStandardError,*ContainerCommandFailed,*'
        Get-Screen | Should -Not -BeLike 'OCI runtime*'
        Enter-It "Enter-DockerContainer web sh -c 'echo OCI runtime exec failed: no; exit 3'"
        Wait-End 'END same=True exit=3'
        Get-Screen | Should -Contain 'OCI runtime exec failed: no'
    }

    It 'is left with Ctrl+P Ctrl+Q, also if the engine is silent' {
        Enter-It 'Enter-DockerContainer web'
        Wait-Screen '^/ #'
        Send-Key 'echo again', Enter
        Wait-Screen '^/ #'
        Send-Key C-p, Enter
        Wait-Until { @(@(Get-Screen) -eq 'again').Count -eq 2 } | Should -BeTrue -Because 'Ctrl+P alone is a key of the shell'
        if ($daemon) { & kill -STOP $daemon }
        try {
            Send-Key C-p, C-q
            Wait-End '*END same=True'
        }
        finally {
            if ($daemon) { & kill -CONT $daemon }
        }
        Get-RunningExec web | Should -Not -BeNullOrEmpty -Because 'the shell runs on'
    }

    It 'gives the terminal back when SIG<_> ends the session' -ForEach TERM, HUP {
        Set-Content "$TestDrive/killed.ps1" @"
            Import-Module '$(Get-TestModulePath)'
            Set-Content '$TestDrive/pid-$_' `$PID
            Enter-DockerContainer web -- sh -c 'echo in; sleep 1000'
"@
        $shell = "stty -g > '$TestDrive/before'; pwsh -NoProfile -File '$TestDrive/killed.ps1'; stty -g > '$TestDrive/after-$_'; sleep 99"
        $null = tmux -L $socket new-window -t :1 "sh -c `"$shell`""
        Wait-Until { @(tmux -L $socket capture-pane -p -t 1) -contains 'in' } -Seconds 30 | Should -BeTrue
        & kill "-$_" (Get-Content "$TestDrive/pid-$_")
        Wait-Until { Get-Content "$TestDrive/after-$_" -ErrorAction Ignore } | Should -BeTrue
        Get-Content "$TestDrive/after-$_" | Should -Be (Get-Content "$TestDrive/before")
        tmux -L $socket kill-window -t 1
    }

    It 'ends, with the terminal as it was, when the container is gone' {
        Enter-It 'Enter-DockerContainer web'
        Wait-Screen '^/ #'
        Remove-DockerContainer web -Force
        Wait-End '*END same=True*'
    }

    It 'says that a container has no shell' {
        Enter-It 'Enter-DockerContainer bare'
        Wait-End 'END same=True NoShell,*'
        Send-Key 'done', Enter
    }
}
