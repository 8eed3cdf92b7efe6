# Programs in containers: standard input, user, directory, environment, terminal, time limit.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
    New-DockerContainer $engine.Image sleep, infinity -Name web, db -Start | Out-Null
    New-DockerContainer $engine.Image -Name stopped | Out-Null
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Standard input' {
    It 'comes from the pipeline where -Container is written out' {
        'text' | Invoke-DockerContainerCommand web -Command cat | Should -Be text
        'one', 'two' | Invoke-DockerContainerCommand web cat | Should -Be one, two
        1..1000 | Invoke-DockerContainerCommand -Container web wc, -l | Should -Be 1000
        Get-DockerContainer web | Invoke-DockerContainerCommand web cat | Should -Be web
        Get-DockerContainer web | ForEach-Object { 'x' | Invoke-DockerContainerCommand $_ cat } | Should -Be x
        Invoke-DockerContainerCommand web cat -InputObject a, b | Should -Be a, b
    }

    It 'is empty where the pipeline brings nothing, and closed where there is no pipeline' {
        @() | Invoke-DockerContainerCommand web wc, -c | Should -Be 0
        $null | Invoke-DockerContainerCommand web wc, -c | Should -Be 0
        Invoke-DockerContainerCommand web wc, -c | Should -Be 0
    }

    It 'does not take the place of containers in the pipeline: <What>' -TestCases @(
        @{ What = 'objects'; Given = { Get-DockerContainer web, db } }
        @{ What = 'names'; Given = { 'web', 'db' } }
        @{
            What  = 'endpoints'
            Given = { (Get-DockerNetwork bridge).Endpoints | Where-Object State -EQ Running | Sort-Object Container -Descending }
        }
        @{ What = 'property names'; Given = { [pscustomobject]@{ Container = 'web' }, [pscustomobject]@{ Container = 'db' } } }
    ) {
        & $Given | Invoke-DockerContainerCommand -Command hostname | Should -Be @((Get-DockerContainer web, db).Id.Substring(0, 12))
    }

    It 'is text in UTF-8 with a line feed, and bytes as they are' {
        '網路🐳' | Invoke-DockerContainerCommand web od, -An, -tx1 | Should -Be ' e7 b6 b2 e8 b7 af f0 9f 90 b3 0a'
        , [byte[]](0, 255, 13) | Invoke-DockerContainerCommand web od, -An, -tx1 | Should -Be ' 00 ff 0d'
        [byte[]](0, 255, 13) | Invoke-DockerContainerCommand web od, -An, -tx1 | Should -Be ' 00 ff 0d'
        , [byte[]](65, 66) | Invoke-DockerContainerCommand web cat | Should -Be AB
        1.5, $true | Invoke-DockerContainerCommand web cat | Should -Be '1.5', 'True'
    }

    It 'goes on while output comes: 10 MB through cat, as lines and as bytes' {
        $lines = 1..150000 | ForEach-Object { "line $_ " + 'x' * 60 }
        $back = $lines | Invoke-DockerContainerCommand web cat
        $back | Should -HaveCount 150000
        $back[0], $back[77777], $back[-1] | Should -Be $lines[0], $lines[77777], $lines[-1]
        [string]::Join("`n", $back) -ceq [string]::Join("`n", $lines) | Should -BeTrue

        $bytes = [Text.Encoding]::ASCII.GetBytes([string]::Join("`n", $lines))
        $back = , $bytes | Invoke-DockerContainerCommand web cat
        [string]::Join("`n", $back) -ceq [string]::Join("`n", $lines) | Should -BeTrue
        , $bytes | Invoke-DockerContainerCommand web wc, -c | Should -Be $bytes.Length
    }

    It 'goes on while a program writes without reading' {
        1..2000 | Invoke-DockerContainerCommand web sh, -c, 'seq 1 200000; cat' | Should -HaveCount 202000
    }

    It 'is sent as it comes' {
        Invoke-DockerContainerCommand web rm, -f, /tmp/came
        & {
            'now'
            Wait-Until {
                (Invoke-DockerContainerCommand db true) -or
                    (Invoke-DockerContainerCommand web sh, -c, 'cat /tmp/came 2>/dev/null; true') -eq 'now'
            } | Should -BeTrue
            'later'
        } | Invoke-DockerContainerCommand web tee, /tmp/came | Should -Be now, later
    }

    It 'may be more than the program wants' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        1..200000 | Invoke-DockerContainerCommand web head, -n1 | Should -Be 1
        1..200000 | Invoke-DockerContainerCommand web true | Should -BeNullOrEmpty
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
    }

    It 'is given in whole to each of several containers' {
        'a', 'b' | Invoke-DockerContainerCommand web, db sh, -c, 'hostname; cat' |
            Should -Be (Get-DockerContainer web).Id.Substring(0, 12), a, b, (Get-DockerContainer db).Id.Substring(0, 12), a, b
        'a' | Invoke-DockerContainerCommand web, stopped, nobody, db cat @failing | Should -Be a, a
        $failure.TargetObject | Should -Be nobody, stopped
    }

    It 'does no harm where the program cannot run' {
        1..5000 | Invoke-DockerContainerCommand stopped cat @failing
        Assert-Failure $failure -Id ContainerNotRunning -Category InvalidOperation -Target stopped
        1..5000 | Invoke-DockerContainerCommand nobody cat @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nobody
        1..5000 | Invoke-DockerContainerCommand web sh, -c, 'exit 4' @failing
        Assert-Failure $failure -Id ContainerCommandFailed -Category InvalidResult -Target web
        'x' | Invoke-DockerContainerCommand web cat -WhatIf | Should -BeNullOrEmpty
    }

    It 'ends with the pipeline' {
        1..100000 | Invoke-DockerContainerCommand web cat | Select-Object -First 2 | Should -Be 1, 2
        { 1..100000 | Invoke-DockerContainerCommand web cat | ForEach-Object { throw 'enough' } } | Should -Throw enough
        { & { 1; throw 'source' } | Invoke-DockerContainerCommand web cat } | Should -Throw source
        Wait-Until { -not (Get-RunningExec web) } | Should -BeTrue -Because 'cat ends when its input does'
    }
}

Describe 'How a program runs' {
    It 'as a user, in a directory, with variables' {
        Invoke-DockerContainerCommand web sh, -c, 'echo $(id -u):$(id -g)' -User 1000:2000 | Should -Be 1000:2000
        Invoke-DockerContainerCommand web pwd -WorkingDirectory /tmp | Should -Be /tmp
        Invoke-DockerContainerCommand web sh, -c, 'echo "$A|$B|$C|$PATH"' -Environment @{ A = 1; B = 'x y=z'; C = $true } |
            Should -BeLike '1|x y=z|true|/*'
        Invoke-DockerContainerCommand web true -Environment @{ '' = 1 } @failing
        Assert-Failure $failure -Id InvalidEnvironment -Category InvalidArgument -Target web
        Invoke-DockerContainerCommand web true -User nosuchuser @failing
        "$failure" | Should -BeLike '*nosuchuser*'
    }

    It 'with a terminal, where asked' {
        Invoke-DockerContainerCommand web tty -Tty | Should -BeLike /dev/pts/*
        Invoke-DockerContainerCommand web sh, -c, 'tty; true' | Should -Be 'not a tty'
        Invoke-DockerContainerCommand web sh, -c, 'echo out; echo err >&2; exit 3' -Tty @failing | Should -Be out, err
        Assert-Failure $failure -Id ContainerCommandFailed -Category InvalidResult -Target web

        # A terminal echoes what is typed.
        'hello' | Invoke-DockerContainerCommand web cat -Tty | Should -Be hello, hello
        'name' | Invoke-DockerContainerCommand web sh, -c, 'stty -echo; echo ready; read x; echo "<$x>"' -Tty | Select-Object -Last 1 |
            Should -Be '<name>'
    }

    It 'with arguments that begin with a dash, after --' {
        Invoke-DockerContainerCommand web -- test -d /bin
        Invoke-DockerContainerCommand web -- sh -c 'echo $0 $1 $2' x -Tty -1 | Should -Be 'x -Tty -1'
        Invoke-DockerContainerCommand -User 1000 web -- id -u | Should -Be 1000
        'a', 'b' | Invoke-DockerContainerCommand web -- wc -l | Should -Be 2
    }

    It 'with output that is no text' {
        $lines = Invoke-DockerContainerCommand web printf '\377\376a\n\200\n\303'
        $lines | Should -HaveCount 3
        $lines[0] | Should -BeLike '*a'
        (Invoke-DockerContainerCommand web -- head -c 300000 /dev/urandom).Count | Should -BeGreaterThan 1
    }

    It 'within its time, or that is an error and the others go on' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Invoke-DockerContainerCommand web, db sh, -c, 'echo before; sleep 15' -TimeoutSeconds 1 @failing | Should -Be before, before
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 8
        $failure | Should -HaveCount 2
        $asked = @{
            Id       = 'ContainerCommandTimedOut'
            Category = 'OperationTimeout'
            Target   = 'web'
            Like     = "*'sh' in web*1 s*still be running*"
        }
        Assert-Failure $failure[0] @asked

        & { 'x'; Start-Sleep -Seconds 2; 'y' } | Invoke-DockerContainerCommand web cat -TimeoutSeconds 1 @failing | Should -Be x
        Assert-Failure $failure -Id ContainerCommandTimedOut -Category OperationTimeout -Target web
        Invoke-DockerContainerCommand web echo, quick -TimeoutSeconds 10 | Should -Be quick
    }

    It 'and its exit code is waited for also where it has closed its output' {
        Invoke-DockerContainerCommand web sh, -c, 'echo hi; exec >&- 2>&-; sleep 0.5; exit 4' @failing | Should -Be hi
        Assert-Failure $failure -Id ContainerCommandFailed -Category InvalidResult -Target web
        $failure[0].Exception.ExitCode | Should -Be 4
    }
}
