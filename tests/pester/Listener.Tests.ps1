# Get-DockerContainerListener, and what Test-ContainerReachability says of a port that refuses: who listens where instead.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    New-DockerNetwork app -Subnet 10.88.0.0/24, fd00:88::/64 -IPv6 | Out-Null
    New-DockerNetwork back -Subnet 10.89.0.0/24 | Out-Null
    $serve = @{ Network = 'app'; Start = $true }
    New-DockerContainer busybox httpd, '-f', '-p', 8000 -Name other @serve | Out-Null
    New-DockerContainer busybox httpd, '-f', '-p', 127.0.0.1:5432 -Name inside @serve | Out-Null
    New-DockerContainer busybox httpd, '-f', '-p', '[fd00:88::66]:80' -Name six @serve `
        -IPAddress 10.88.0.66 -IPv6Address fd00:88::66 | Out-Null
    New-DockerContainer busybox sleep, infinity -Name idle @serve | Out-Null
    New-DockerContainer busybox httpd, '-f', '-p', 80 -Name web @serve -Publish 8080:80 | Out-Null
    New-DockerContainer busybox httpd, '-f', '-p', 10.88.0.77:80 -Name one -Network app, back -Start -IPAddress 10.88.0.77 | Out-Null
    New-DockerContainer busybox sleep, infinity -Name udp @serve | Out-Null
    # The busybox of the tests serves no UDP. The program is outside of the container, and its socket inside.
    $server = 'use IO::Socket; my $s = IO::Socket::INET->new(Proto => "udp", LocalPort => 53); sleep 600'
    $udp = [Diagnostics.Process]::Start('nsenter', [string[]]@(
            "--net=/proc/$((Get-DockerContainer udp -Detailed).ProcessId)/ns/net", 'perl', '-e', $server))
    New-DockerContainer busybox sleep, infinity -Name job @serve | Out-Null
    New-DockerContainer busybox sleep, infinity -Name side -Network container:web -Start | Out-Null
    New-DockerContainer busybox httpd, '-f', '-p', 9090 -Name service -Network host -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name stopped | Out-Null
    Wait-Until { @(Get-DockerContainerListener six, web, one, other, inside, service -Port 80, 8000, 5432, 9090).Count -ge 6 }

    function Get-First {
        $row = Test-ContainerReachability @args -TimeoutSeconds 2
        $row.Method, "$($row.Observed)", $row.Reasons[0].Code, $row.Reasons[0].Message -join '|'
    }
}

AfterAll {
    $udp.Kill()
    Reset-TestEngine
    Disconnect-TestEngine
}

Describe 'Get-DockerContainerListener' {
    It 'shows who listens where' {
        $listener = Get-DockerContainerListener web -Port 80
        "$($listener.Protocol) $($listener.Port) $($listener.Program) $($listener.Reach)" | Should -Be 'tcp 80 httpd Everywhere'
        $listener.ProcessId | Should -Be (Get-DockerContainer web -Detailed).ProcessId
        $listener.ContainerId | Should -Be (Get-DockerContainer web).Id
        $listener.Published | Should -Contain '0.0.0.0:8080'
        $listener.SharedFrom | Should -BeNullOrEmpty
    }

    It 'says from where <Container> can be reached' -ForEach @(
        @{ Container = 'inside'; Port = 5432; Reach = 'LoopbackOnly' }
        @{ Container = 'six'; Port = 80; Reach = 'Network app' }
        @{ Container = 'one'; Port = 80; Reach = 'Network app' }
    ) {
        (Get-DockerContainerListener $Container -Port $Port).Reach | Should -Be $Reach
    }

    It 'tells a UDP socket, and the engine''s DNS server from processes of the container' {
        $all = Get-DockerContainerListener udp
        $all | Where-Object { $_.Protocol -eq 'udp' -and $_.Port -eq 53 } | ForEach-Object Program | Should -Be perl
        $dns = $all | Where-Object { "$($_.Address)" -eq '127.0.0.11' }
        $dns.Protocol | Sort-Object | Should -Be tcp, udp
        $dns.Reach | Select-Object -Unique | Should -Be EngineDns
        $dns.ProcessId | Where-Object { $_ } | Should -BeNullOrEmpty
    }

    It 'shows the listeners of a shared namespace, and of the host' {
        $shared = Get-DockerContainerListener side -Port 80
        $shared.Program, $shared.SharedFrom | Should -Be httpd, web
        $host1 = Get-DockerContainerListener '@host' -Port 9090
        $host1.Container, $host1.Program, $host1.ContainerId | Should -Be '@host', httpd, $null
        (Get-DockerContainerListener service -Port 9090).SharedFrom | Should -Be host
    }

    It 'takes all running containers, patterns and objects' {
        (Get-DockerContainerListener -Port 80).Container | Should -Be one, side, six, web
        (Get-DockerContainerListener [ow]* -Port 80, 8000).Container | Should -Be one, other, web
        (Get-DockerContainer web | Get-DockerContainerListener -Port 80).Container | Should -Be web
        Get-DockerContainerListener idle -Port 80 | Should -BeNullOrEmpty
    }

    It 'refuses a container that does not run' {
        Get-DockerContainerListener stopped -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure -Id ContainerNotRunning -Category InvalidOperation -Target stopped -Like '*so nothing listens in it*'
    }
}

Describe 'A port that refuses' {
    It 'says that the target listens on another port' {
        Get-First job other -By Name -TcpPort 80 |
            Should -Match '^Agent\|Refused\|ListensElsewhere\|other listens on 8000/tcp \(httpd, process \d+\), not on 80\.$'
    }

    It 'says no more what it only guesses' {
        $row = Test-ContainerReachability job other -By Name -TcpPort 80
        $row.Reasons.Code | Should -Not -Contain PortRefused
        $row.Agrees | Should -BeTrue
    }

    It 'says that the target listens on its loopback address only' {
        $first = Get-First job inside -By Name -TcpPort 5432
        $first | Should -Match '\|ListensOnLoopbackOnly\|httpd \(process \d+\) in inside listens on port 5432 only at 127\.0\.0\.1\. '
        $first | Should -Match ' Make httpd listen on 0\.0\.0\.0\.$'
    }

    It 'says that the target listens over IPv6 only' {
        Get-First job six -By Name -TcpPort 80 -IPv4 |
            Should -Match '\|ListensElsewhere\|six listens on port 80 over IPv6 only \(\[fd00:88::66\]:80, httpd, process \d+\)'
    }

    It 'says that the target listens at its address on another network' {
        $row = Test-ContainerReachability '@host' one -By Address -TcpPort 80 -Network back
        $row.Reasons[0].Code | Should -Be ListensElsewhere
        $row.Reasons[0].Message | Should -BeLike 'one listens on 10.88.0.77:80 only, its address on the network app*'
    }

    It 'says that nobody listens' {
        Get-First job idle -By Name -TcpPort 80 | Should -BeLike '*|NobodyListens|Nothing in idle listens on any port.*'
        Get-First job idle -By Name -UdpPort 80 | Should -BeLike '*|NobodyListens|Nothing in idle listens on any port.*'
    }

    It 'says that the port is that of the host' {
        Get-First job web -By Name -TcpPort 8080 | Should -BeLike '*|PublishedPortNotContainerPort|*port 80 of web*-TcpPort 80*'
    }

    It 'says that localhost is the container itself' {
        Get-First job localhost:8000 |
            Should -Match '\|LocalhostIsTheContainer\|localhost is job.* other on the network app listens on 8000/tcp .*: use other:8000\.$'
        Get-First job localhost:8080 | Should -BeLike '*|LocalhostIsTheContainer|*use web:80.'
        Get-First job localhost:4444 | Should -BeLike '*|NobodyListens|*'
    }

    It 'says nothing of who listens if nothing is refused' {
        $requests = Test-ContainerReachability job web -By Name -TcpPort 80 -Debug 5>&1 | Out-String
        $requests | Should -Not -Match 'refused'
    }
}

Describe 'A rule that refuses in place of who listens' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
    BeforeAll {
        function Set-Reject([string] $Action) {
            $id = (Get-DockerContainer web -Detailed).ProcessId
            & nsenter "--net=/proc/$id/ns/net" iptables $Action INPUT -p tcp --dport 80 -j REJECT --reject-with tcp-reset
            if ($LASTEXITCODE) { throw 'iptables failed' }
        }
    }

    It 'is told from a closed port' {
        Set-Reject '-I'
        try {
            Get-First job web -By Name -TcpPort 80 |
                Should -Match '^Agent\|Refused\|RefusedByRule\|web listens on 80/tcp \(httpd, process \d+\)'
            Get-First job web -By Name -TcpPort 81 | Should -BeLike '*|ListensElsewhere|*'
        }
        finally {
            Set-Reject '-D'
        }
    }

    It 'is told of a UDP port too' {
        $id = (Get-DockerContainer udp -Detailed).ProcessId
        & nsenter "--net=/proc/$id/ns/net" iptables -I INPUT -p udp --dport 53 -j REJECT
        try {
            Get-First job udp -By Name -UdpPort 53 | Should -BeLike '*|Refused|RefusedByRule|udp listens on 53/udp*'
        }
        finally {
            & nsenter "--net=/proc/$id/ns/net" iptables -D INPUT -p udp --dport 53 -j REJECT
        }
    }

    It 'is not claimed of a service that has just begun' {
        $id = (Get-DockerContainer idle -Detailed).ProcessId
        $rows = 1..10 | ForEach-Object {
            $listen = "`"sleep 0.$_; exec timeout 2 busybox nc -l -p 7000`""
            $late = Start-Process nsenter "--net=/proc/$id/ns/net", sh, '-c', $listen -PassThru
            Test-ContainerReachability job idle -By Name -TcpPort 7000
            $late.WaitForExit()
        }
        $rows.Reasons.Code | Should -Not -Contain RefusedByRule
    }
}
