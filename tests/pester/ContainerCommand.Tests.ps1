# Running programs in containers.
. $PSScriptRoot/OnEngine.ps1

Describe 'Invoke-DockerContainerCommand' {
    BeforeAll {
        New-DockerContainer $engine.Image -Name run-1, run-2 -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name run-never | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'gives a string a line' {
        $lines = Invoke-DockerContainerCommand run-1 sh, -c, 'printf "one\ntwo\n\nfour"'

        $lines | Should -BeOfType string
        $lines | Should -Be 'one', 'two', '', 'four'
    }

    It 'takes the rest of the line as arguments' {
        Invoke-DockerContainerCommand run-1 echo hello world | Should -Be 'hello world'
        Invoke-DockerContainerCommand -Container run-1 -Command echo, -n, x | Should -Be x
    }

    It 'gives the arguments as they are, to no shell' -TestCases @(
        @{ Text = '; rm -rf /' }
        @{ Text = '$(id) `id` ${HOME} $HOME' }
        @{ Text = '&& reboot | cat > /x' }
        @{ Text = '"quoted" ''and'' \back\slash' }
        @{ Text = '*' }
        @{ Text = '  blanks  ' }
        @{ Text = '' }
        @{ Text = 'ünï¢ødé 網路 🐳' }
    ) {
        Invoke-DockerContainerCommand run-1 printf '[%s]' $Text | Should -BeExactly "[$Text]"
        Invoke-DockerContainerCommand run-1 -Command test, -d, /bin
    }

    It 'gives arguments with line breaks as they are' {
        Invoke-DockerContainerCommand run-1 printf '%s' "a`nb" | Should -Be a, b
    }

    It 'reads Unicode however the engine cuts it up' {
        # 3 and 4 bytes a character: some are cut wherever the engine's buffers end.
        $lines = Invoke-DockerContainerCommand run-1 sh, -c, 'i=0; while [ $i -lt 3000 ]; do echo "網路-🐳-$i"; i=$((i+1)); done'
        $lines | Should -HaveCount 3000
        $lines | Where-Object { $_ -notmatch '^網路-🐳-\d+$' } | Should -BeNullOrEmpty
    }

    It 'reads 1 MB, whole and in order' {
        $lines = Invoke-DockerContainerCommand run-1 seq, 1, 160000

        $lines | Should -HaveCount 160000
        ($lines | Measure-Object Length -Sum).Sum | Should -BeGreaterThan 800KB
        $lines[0], $lines[79999], $lines[159999] | Should -Be '1', '80000', '160000'
    }

    It 'reads a line of 1 MB' {
        (Invoke-DockerContainerCommand run-1 sh, -c, 'head -c 1000000 /dev/zero | tr "\0" x').Length | Should -Be 1000000
    }

    It 'sends standard error to the error stream' {
        $lines = Invoke-DockerContainerCommand run-1 sh, -c, 'echo out; echo oops >&2; echo more' @failing

        $lines | Should -Be out, more
        Assert-Failure $failure -Id ContainerStandardError -Category FromStdErr -Target run-1 -Like 'oops'
    }

    It 'makes an exit code an error' -TestCases @(
        @{ Code = 1 }
        @{ Code = 3 }
        @{ Code = 255 }
    ) {
        $lines = Invoke-DockerContainerCommand run-1 sh, -c, "echo before; exit $Code" @failing

        $lines | Should -Be before
        Assert-Failure $failure -Id ContainerCommandFailed -Category InvalidResult -Target run-1 -Like "*'sh'*run-1*exit code $Code*"
        $failure[0].Exception.ExitCode | Should -Be $Code
        $failure[0].Exception.Container | Should -Be run-1
    }

    It 'says that the program is not there, in the engine''s words and not as its output' {
        $lines = Invoke-DockerContainerCommand run-1 nosuchprogram @failing

        $lines | Should -BeNullOrEmpty
        $failure[-1].FullyQualifiedErrorId.Split(',')[0] | Should -Be ContainerCommandFailed
        $failure[-1].Exception.ExitCode | Should -Be ($engine.ApiVersion -ge '1.44' ? 127 : 126)
        "$failure" | Should -BeLike '*nosuchprogram*executable file not found*'
    }

    It 'needs a container that runs' {
        Invoke-DockerContainerCommand run-never true @failing
        Assert-Failure $failure -Id ContainerNotRunning -Category InvalidOperation -Target run-never -Like '*is not running*',
            '*Start-DockerContainer*'
    }

    It 'runs in each of several containers, and goes on after one that fails' {
        $lines = Invoke-DockerContainerCommand run-1, run-never, nobody, run-2 hostname @failing

        $lines | Should -HaveCount 2
        $lines | Should -Be @((Get-DockerContainer run-1, run-2).Id.Substring(0, 12))
        $failure.TargetObject | Should -Be run-never, nobody
        Get-DockerContainer run-1, run-2 | Invoke-DockerContainerCommand -Command echo, x | Should -Be x, x
    }

    It 'gives lines as they come, and stops when nobody wants more' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Invoke-DockerContainerCommand run-1 sh, -c, 'echo first; sleep 20; echo last' | Select-Object -First 1 | Should -Be first
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        Invoke-DockerContainerCommand run-1 yes | Select-Object -First 100 | Should -HaveCount 100
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        Invoke-DockerContainerCommand run-1 echo 'still here' | Should -Be 'still here'
    }

    It 'runs nothing with -WhatIf' {
        Get-WhatIfTarget { Invoke-DockerContainerCommand run-1 -Command touch, /made -WhatIf } | Should -Be run-1
        Invoke-DockerContainerCommand run-1 -Command ls, / | Should -Not -Contain made
    }
}
