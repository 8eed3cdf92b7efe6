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

Describe 'A program typed as in a shell' {
    It 'gets its arguments in their order: <Line>' -ForEach @(
        @{ Line = "web printf '[%s]' ping -c 2 -w 5 db -i 0.2"; Gets = '[ping][-c][2][-w][5][db][-i][0.2]' }
        @{ Line = "web printf '[%s]' -W 3 -d x -t y -o z -p 80 -E q"; Gets = '[-W][3][-d][x][-t][y][-o][z][-p][80][-E][q]' }
        @{ Line = "web printf '[%s]' -z:3 -c:x -la --foo=bar -4 -h 1.50 0x10"; Gets = '[-z:3][-c:x][-la][--foo=bar][-4][-h][1.50][0x10]' }
        @{ Line = "web printf '[%s]' -v x -User root -TimeoutSeconds 5 -u 'a b'"; Gets = '[-v][x][-u][a b]' }
        @{ Line = "-Container web printf '[%s]' -c 2 `$HOME"; Gets = "[-c][2][$HOME]" }
        @{ Line = "web printf ```n '[%s]' -c 2"; Gets = '[-c][2]' }
        @{ Line = "web -- printf '[%s]' -c -us -- -v"; Gets = '[-c][-us][--][-v]' }
        @{ Line = "web printf, '[%s]', -c, 2"; Gets = '[-c][2]' }
        @{ Line = "-u root -w /tmp -e A=5 web sh -c 'id -un; pwd; echo `$A'"; Gets = 'root', '/tmp', '5' }
    ) {
        & ([scriptblock]::Create("Invoke-DockerContainerCommand $Line")) | Should -Be $Gets
    }

    It 'is refused if the order is not certain: <Line>' -ForEach @(
        @{ Line = 'Invoke-DockerContainerCommand web echo @splatted -c 2'; Like = '*-c may be meant for *Write -- before*' }
        @{ Line = 'Invoke-DockerContainerCommand web $list -c 2'; Like = '*-c may be meant for *' }
        @{ Line = 'Invoke-DockerContainerCommand web echo -us root'; Like = '*-us may be meant for *' }
        @{ Line = 'Invoke-DockerContainerCommand -o x web echo'; Like = '*-o may be meant for *' }
        @{ Line = 'Invoke-DockerContainerCommand -u root -User nobody web echo'; Like = '*-u may be meant for *' }
        @{ Line = 'Invoke-DockerContainerCommand web echo -c'; Like = '*Missing an argument*' }
        @{ Line = 'New-DockerContainer busybox nc host -p 80'; Like = '*-p may be meant for New-DockerContainer*' }
        @{ Line = 'New-DockerContainer busybox -Nmae webx -Netwrok net1'; Like = '*no parameter -Nmae*Did you mean -Name? Write -- *' }
        @{ Line = 'New-DockerContainer -Nmae webx busybox sleep 9'; Like = '*no parameter -Nmae*Did you mean -Name?*' }
        @{ Line = 'New-DockerContainer busybox --name c6'; Like = '*no parameter --name*Did you mean -Name?*' }
        @{ Line = 'New-DockerContainer busybox -it sh'; Like = '*no parameter -it*Write -- before*' }
        @{ Line = 'New-DockerContainer busybox sleep 9 -Name q3 -Netowrk app -Start'; Like = '*no parameter -Netowrk*mean -Network?*' }
        @{ Line = 'New-DockerContainer busybox @named sleep 9 -Netowrk app'; Like = '*no parameter -Netowrk*mean -Network?*' }
        @{ Line = 'New-DockerContainer busybox sleep 9 -Port 80'; Like = '*no parameter -Port*mean -Publish?*' }
        @{ Line = 'New-DockerContainer busybox sleep 9 -Memory 100m'; Like = '*no parameter -Memory, so nothing was done. Write --*' }
        @{ Line = 'Invoke-DockerContainerCommand -Name web ls'; Like = '*no parameter -Name*mean -Container?*' }
        @{ Line = 'Invoke-DockerContainerCommand web -Usr root id'; Like = '*no parameter -Usr*mean -User?*' }
        @{ Line = 'Enter-DockerContainer web -la'; Like = '*no parameter -la*' }
        @{ Line = 'Enter-DockerContainer web -c id'; Like = '*-c may be meant for Enter-DockerContainer*' }
        @{ Line = 'Invoke-DockerContainerCommand web echo a,b c'; Like = '*a,b is a list among the words*Quote it*' }
        @{ Line = 'New-DockerContainer busybox cut -f 1,2 $list'; Like = '*1,2 is a list among the words*' }
    ) {
        $named = @{ Name = 'named' }
        $splatted, $list = @('a', 'b'), @('echo', 'x')
        { & ([scriptblock]::Create("$Line -ErrorAction Stop")) } | Should -Throw $Like
    }

    It 'may have options of its own, and anything behind --: <Line>' -ForEach @(
        @{ Line = 'busybox java -jar x.jar -Xmx5m -version -cp /x' }
        @{ Line = 'busybox find / -type f -iname x -not -exec ls {} +' }
        @{ Line = 'busybox consul agent -dev -client 0.0.0.0 -config-dir /x -node n' }
        @{ Line = 'busybox sleep -x --name c6 --netwrok=app' }
        @{ Line = 'busybox -Entrypoint ls -- -la' }
        @{ Line = 'busybox -Entrypoint ls -x /tmp' }
        @{ Line = "busybox '-la'" }
        @{ Line = 'busybox -- sleep 9 -Netwrok app -Port 80' }
    ) {
        Get-WhatIfTarget ([scriptblock]::Create("New-DockerContainer -WhatIf $Line")) | Should -Be busybox
    }

    It 'is that of a new container too, with the short names of docker run' {
        $env:B = 'from here'
        $container = New-DockerContainer -e A=1, B -l team=blue, empty -p 18091:80 -w /tmp -Net bridge -Rm $engine.Image sleep 999
        $container.Label['team'], $container.Label['empty'] | Should -Be blue, ''
        $settings = Invoke-EngineApi "/containers/$($container.Id)/json"
        $settings.Config.Cmd | Should -Be sleep, 999
        $settings.Config.Env | Should -Contain 'A=1'
        $settings.Config.Env | Should -Contain "B=$env:B"
        $settings.Config.WorkingDir, $settings.HostConfig.AutoRemove | Should -Be /tmp, $true
        $settings.HostConfig.PortBindings.'80/tcp'.HostPort | Should -Be 18091

        $shell = New-DockerContainer $engine.Image sh -c 'echo $0; sleep 99' -Name shell -Start
        (Invoke-EngineApi "/containers/$($shell.Id)/json").Config.Cmd | Should -Be sh, -c, 'echo $0; sleep 99'
        $container, $shell | Remove-DockerContainer -Force
    }

    It 'and names with values are texts beside hashtables' {
        $bridge = 'com.docker.network.bridge.name=br-pairs'
        $network = New-DockerNetwork pairs -d bridge -o $bridge -Label a=b=c, @{ d = 'e' } -Subnet 10.84.0.0/24 -AuxAddress a=10.84.0.7
        $network.Option['com.docker.network.bridge.name'], $network.Label['a'], $network.Label['d'] | Should -Be br-pairs, 'b=c', e
        $network.Ipam[0].AuxAddress['a'] | Should -Be 10.84.0.7
        (Connect-DockerNetwork pairs web -Ip 10.84.0.9 -PassThru).IPAddress | Should -Be 10.84.0.9
        Invoke-DockerContainerCommand web -Environment A=1, @{ B = 2 } -Command sh, -c, 'echo $A$B' | Should -Be 12
        { New-DockerNetwork other -AuxAddress router } | Should -Throw "*'router' has no value. Write 'router=value'.*"
        { Invoke-DockerContainerCommand web id -Environment DN_NOT_SET } | Should -Throw "*no environment variable of this name*"
        { New-DockerNetwork other -Label =x -ErrorAction Stop } | Should -Throw '*entry without a name*'
        Remove-DockerNetwork pairs -Force
    }
}
