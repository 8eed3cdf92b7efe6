# Published ports (D2): every form of -Publish, and who can reach them from where: the host, its addresses, the simulated outside.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
    $hostAddress = '198.51.100.2'   # of the private engine's namespace, towards the outside

    function Get-Published([string] $Container) {
        @((Get-DockerContainer $Container).Ports | Where-Object HostPort | ForEach-Object { "$_" } | Sort-Object)
    }
    function Test-FromHost([string] $Address, [int] $Port) { "$((Test-ContainerReachability '@host' $Address -TcpPort $Port).Observed)" }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Who reaches a published port' {
    BeforeAll {
        New-DockerContainer $engine.Image sh, -c, 'httpd -p 80; httpd -p 81; sleep 1000' -Name web -Publish 8080:80,
            "${hostAddress}:8081:80", 127.0.0.1:8082:80, 8053:53/udp, 8053:81/tcp -Start |
            Out-Null
        # The image has no server for UDP.
        $echo =
            ('use IO::Socket::INET; my $s = IO::Socket::INET->new(Proto => "udp", LocalPort => 53) or die; $| = 1; print "ready\n"; ' +
                'while ($s->recv(my $d, 1500)) { $s->send($d) }')
        $server = if ($engine.NetworkNamespace) { Start-HostProgram perl -Argument '-e', $echo -Container web }
    }

    AfterAll {
        Stop-HostProgram $server
        Reset-TestEngine
    }

    It 'is shown with its addresses' {
        Get-Published web | Should -Contain '127.0.0.1:8082->80/tcp'
        Get-Published web | Should -Contain "${hostAddress}:8081->80/tcp"
        Get-Published web | Should -Contain '0.0.0.0:8080->80/tcp'
        Get-Published web | Should -Contain '0.0.0.0:8053->53/udp'
        Get-Published web | Should -Contain '0.0.0.0:8053->81/tcp'
    }

    It 'is the host, at the addresses that were given' {
        Test-FromHost 127.0.0.1 8080 | Should -Be Reachable
        Test-FromHost $hostAddress 8080 | Should -Be Reachable
        Test-FromHost $hostAddress 8081 | Should -Be Reachable
        Test-FromHost 127.0.0.1 8081 | Should -Be Refused
        Test-FromHost 127.0.0.1 8082 | Should -Be Reachable
        Test-FromHost $hostAddress 8082 | Should -Be Refused
        Test-FromHost 127.0.0.1 8053 | Should -Be Reachable
        if ($server) { (Test-ContainerReachability '@host' 127.0.0.1 -UdpPort 8053).Observed | Should -Be Reachable }
    }

    It 'is the outside, but for what is published on the loopback address' {
        if (-not $engine.NetworkNamespace) { Set-ItResult -Skipped -Because 'this engine has no simulated outside'; return }
        Read-FromOutside $hostAddress 8080 | Should -Be 'HTTP/'
        Read-FromOutside $hostAddress 8081 | Should -Be 'HTTP/'
        Read-FromOutside $hostAddress 8082 | Should -BeNullOrEmpty
        Read-FromOutside $hostAddress 8053 | Should -Be 'HTTP/'
        Read-FromOutside $hostAddress 8053 -Udp | Should -Be 'GET /'
        Read-FromOutside $hostAddress 80 | Should -BeNullOrEmpty -Because 'the port inside is not one of the host'
    }

    It 'is another container, through the host' {
        New-DockerContainer $engine.Image -Name client -Interactive -Start | Out-Null
        $results = Test-ContainerReachability client '@gateway' -TcpPort 8080, 8082
        $results.Observed | Should -Be Reachable, Refused
    }
}

Describe '-Publish' {
    AfterEach { Reset-TestEngine }

    It 'takes ranges side by side, and each is reached' {
        $made =
            New-DockerContainer $engine.Image sh, -c, 'httpd -p 80; httpd -p 81; sleep 1000' -Name ranges -Publish 8000-8002:80-82 -Start
        @($made.Ports | Where-Object { "$($_.HostAddress)" -eq '0.0.0.0' } | ForEach-Object { "$_" } | Sort-Object) |
            Should -Be '0.0.0.0:8000->80/tcp', '0.0.0.0:8001->81/tcp', '0.0.0.0:8002->82/tcp'
        Test-FromHost 127.0.0.1 8001 | Should -Be Reachable
    }

    It 'lets the engine choose from a range of the host' {
        New-DockerContainer $engine.Image -Name choice-1, choice-2 -Publish 8000-8001:80 -Start | Out-Null
        $ports = (Get-DockerContainer choice-*).Ports | Where-Object { "$($_.HostAddress)" -eq '0.0.0.0' } | ForEach-Object HostPort |
            Sort-Object
        $ports | Should -Be 8000, 8001
    }

    It 'lets the engine choose any for a port alone, and for one with an address only' {
        $made = New-DockerContainer $engine.Image httpd, -f, -p, 80 -Name alone -Publish 80, 127.0.0.1::81 -Start
        $free = $made.Ports | Where-Object { $_.ContainerPort -eq 80 -and "$($_.HostAddress)" -eq '0.0.0.0' }
        $free.HostPort | Should -BeGreaterThan 1023
        Test-FromHost 127.0.0.1 $free.HostPort | Should -Be Reachable
        $bound = $made.Ports | Where-Object ContainerPort -EQ 81
        "$($bound.HostAddress)" | Should -Be 127.0.0.1
        $bound.HostPort | Should -BeGreaterThan 1023
    }

    It 'takes IPv6 addresses' {
        New-DockerContainer $engine.Image httpd, -f, -p, 80 -Name six -Publish '[::1]:8080:80' -Start | Out-Null
        Get-Published six | Should -Be '[::1]:8080->80/tcp'
        Test-FromHost '::1' 8080 | Should -Be Reachable
    }

    It 'takes numbers, hashtables, objects and typed publications' {
        $typed = [DockerNetwork.Model.Ports.PortPublication]::new(84, 'udp', '127.0.0.1', 8084)
        $given = 81, @{ ContainerPort = 82; HostPort = 8082; HostAddress = '127.0.0.1' },
            [pscustomobject]@{ ContainerPort = 83; HostPort = 8083; Protocol = 'udp'; HostAddress = '127.0.0.1'; Note = 'x' }, $typed,
            @{ ContainerPort = 85; HostPort = 8100; HostPortEnd = 8105; HostAddress = '127.0.0.1' }
        New-DockerContainer $engine.Image -Name forms -Publish $given -Start | Out-Null
        $ports = Get-Published forms
        $ports | Should -Contain '127.0.0.1:8082->82/tcp'
        $ports | Should -Contain '127.0.0.1:8083->83/udp'
        $ports | Should -Contain '127.0.0.1:8084->84/udp'
        $ports -match '->81/tcp$' | Should -Not -BeNullOrEmpty
        $ports -match '^127\.0\.0\.1:810[0-5]->85/tcp$' | Should -HaveCount 1
    }

    It 'takes the ports of another container, without what that only exposes' {
        New-DockerContainer $engine.Image -Name old -Publish 8080:80, 127.0.0.1:8081:81/udp -Expose 99 -Start | Out-Null
        $before = Get-Published old
        $ports = (Get-DockerContainer old).Ports
        $ports.ContainerPort | Should -Contain 99
        Remove-DockerContainer old -Force

        New-DockerContainer $engine.Image -Name new -Publish $ports -Start | Out-Null
        Get-Published new | Should -Be $before
    }

    It 'publishes with -PublishAll what -Expose names, and nothing without it' {
        $exposed = New-DockerContainer $engine.Image httpd, -f, -p, 80 -Name exposed -Expose 80, 53/udp, 90-91 -Start
        $exposed.Ports | ForEach-Object { "$_" } | Sort-Object | Should -Be '53/udp', '80/tcp', '90/tcp', '91/tcp'

        $all = New-DockerContainer $engine.Image httpd, -f, -p, 80 -Name all -Expose 80, 53/udp, 90-91 -PublishAll -Start
        $all.Ports | Where-Object HostPort | ForEach-Object { "$($_.ContainerPort)/$($_.Protocol)" } | Sort-Object -Unique |
            Should -Be '53/udp', '80/tcp', '90/tcp', '91/tcp'
        $port = ($all.Ports | Where-Object { $_.ContainerPort -eq 80 -and "$($_.HostAddress)" -eq '0.0.0.0' }).HostPort
        Test-FromHost 127.0.0.1 $port | Should -Be Reachable
    }

    It 'refuses <Text> before anything is asked' -TestCases @(
        @{ Text = '127.0.0.1:80'; Like = "*Write 127.0.0.1::80." }
        @{ Text = 'localhost:8080:80'; Like = '*names are not resolved*' }
        @{ Text = '8080:'; Like = '*container port is missing*' }
        @{ Text = '80/icmp'; Like = '*icmp*' }
        @{ Text = '8000:80-82'; Like = '*different lengths*' }
        @{ Text = '65536'; Like = '*from 0 to 65535*' }
        @{ Text = @{ HostPort = 8080 }; Like = '*ContainerPort*' }
        @{ Text = @{ ContainerPort = 80; Port = 8080 }; Like = "*'Port' is not a valid key*HostPort*" }
        @{ Text = @{ ContainerPort = 'http' }; Like = '*http*' }
    ) {
        $before = Get-EngineState
        $thrown = { New-DockerContainer $engine.Image -Publish $Text } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,DockerNetwork.Commands.NewDockerContainerCommand'
        "$thrown" | Should -BeLike $Like
        Get-EngineState | Should -Be $before
    }
}

Describe 'A port in use' {
    BeforeAll {
        New-DockerContainer $engine.Image -Name holder -Publish 8080:80, 7000-7001:90-91 -Start | Out-Null
        New-DockerContainer $engine.Image -Name local -Publish 127.0.0.1:7100:80 -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'names who holds it, and leaves nothing behind' {
        New-DockerContainer $engine.Image -Name late -Publish 8080:80 -Volume /data -Start @failing
        Assert-Failure $failure -Id PortInUse -Category ResourceBusy -Target late -Like '*8080*already allocated*',
            '*holder (0.0.0.0:8080->80/tcp*) holds the port*'
        New-DockerContainer $engine.Image -Name late -Publish 8080:80 -AutoRemove -Start @failing
        Assert-Failure $failure -Id PortInUse -Category ResourceBusy -Target late
        Get-DockerContainer late* | Should -BeNullOrEmpty
        (Invoke-EngineApi /volumes).Volumes | Should -BeNullOrEmpty
    }

    It 'stays with -KeepOnFailure, and starts once the port is free' {
        New-DockerContainer $engine.Image -Name kept -Publish 8080:80 -Start -KeepOnFailure @failing
        Assert-Failure $failure -Id PortInUse -Category ResourceBusy -Target kept -Like '*holder (*) holds the port*'
        (Get-DockerContainer kept).State | Should -Be Created

        Start-DockerContainer kept @failing
        Assert-Failure $failure -Id PortInUse -Category ResourceBusy -Target kept
        Stop-DockerContainer holder
        Start-DockerContainer kept
        (Get-DockerContainer kept).Running | Should -BeTrue
        Remove-DockerContainer kept -Force
        Start-DockerContainer holder
    }

    It 'is found within a range that is used up' {
        New-DockerContainer $engine.Image -Name late -Publish 7000-7001:80 -Start @failing
        Assert-Failure $failure -Id PortInUse -Category ResourceBusy -Target late -Like '*all ports are allocated*',
            '*holder (*7000->90/tcp*7001->91/tcp*) holds the port*'
        Get-DockerContainer late* | Should -BeNullOrEmpty
    }

    It 'is another port on another address' {
        (New-DockerContainer $engine.Image -Name beside -Publish "${hostAddress}:7100:80" -Start).Running | Should -BeTrue
        New-DockerContainer $engine.Image -Name late -Publish 127.0.0.1:7100:80 -Start @failing
        Assert-Failure $failure -Id PortInUse -Category ResourceBusy -Target late -Like '*local (127.0.0.1:7100->80/tcp) holds the port. *'
        "$failure" | Should -Not -BeLike '*beside*'
    }

    It 'may be a program of the host' {
        if (-not $engine.NetworkNamespace) { Set-ItResult -Skipped -Because 'this engine has no host that tests may use'; return }
        $listen =
            ('use IO::Socket::INET; my $t = IO::Socket::INET->new(Listen => 5, LocalPort => 9000) or die; my $u = ' +
                'IO::Socket::INET->new(Proto => "udp", LocalPort => 9000) or die; $| = 1; print "ready\n"; sleep 60')
        $program = Start-HostProgram perl -Argument '-e', $listen
        try {
            foreach ($port in '9000:80', '127.0.0.1:9000:80', '9000:80/udp') {
                New-DockerContainer $engine.Image -Name late -Publish $port -Start @failing
                Assert-Failure $failure -Id PortInUse -Category ResourceBusy -Target late -Like '*address already in use*',
                    '*a program on the engine''s host must*'
            }
        }
        finally { Stop-HostProgram $program }
        Get-DockerContainer late* | Should -BeNullOrEmpty
    }

    It 'may be that of a container in the host''s network namespace' {
        $null = New-DockerContainer $engine.Image httpd, -f, -p, 9090 -Name inside -Network host -Start
        $listening = { Test-ContainerReachability inside 127.0.0.1:9090 -Quiet -WarningAction SilentlyContinue }
        Wait-Until $listening | Should -BeTrue
        New-DockerContainer $engine.Image -Name late -Publish 9091:80, 9090:80 -Start @failing
        Assert-Failure $failure -Id PortInUse -Category ResourceBusy -Target late -Like '*address already in use*',
            '*a program on the engine''s host, or one in a container that uses the host''s network: inside.*'
        Remove-DockerContainer inside -Force
        Get-DockerContainer late* | Should -BeNullOrEmpty
    }

    It 'names the holder of the one that failed, of several that are published' {
        $null = New-DockerContainer $engine.Image -Name second -Publish 7200:80 -Start
        New-DockerContainer $engine.Image -Name late -Publish 7300:80, 7200:81 -Start @failing
        Assert-Failure $failure -Id PortInUse -Category ResourceBusy -Target late -Like '*second (*:7200->80/tcp*) holds the port*'
        New-DockerContainer $engine.Image -Name late -Publish 7200:80, 8080:81 -Start @failing
        $port, $holder, $other = "$failure" -match '8080 failed|:8080:' ? (8080, 'holder', 'second') : (7200, 'second', 'holder')
        "$failure" | Should -BeLike "*$port*$holder (*:$port->80/tcp*) holds the port*"
        "$failure" | Should -Not -BeLike "*$other (*"
        Remove-DockerContainer second -Force
    }

    It 'is no matter of an address that the host does not have' {
        New-DockerContainer $engine.Image -Name late -Publish 203.0.113.9:9000:80 -Start @failing
        Assert-Failure $failure -Id HostAddressNotFound -Category ObjectNotFound -Target late -Like '*203.0.113.9*',
            '*one of its addresses*'
        Get-DockerContainer late* | Should -BeNullOrEmpty
    }
}
