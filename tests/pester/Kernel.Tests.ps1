# What the kernel of the engine's host decides: addresses that stand for others, parameters of an interface, and who answers in a network
# namespace of which some containers are paused. And the names that a rename gives on the default bridge.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine

    function Start-Box {
        param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $Network, [hashtable] $With = @{}, [string[]] $Run)

        New-DockerContainer busybox ($Run ? $Run : @('sleep', 'infinity')) -Name $Name -Network $Network -Start @With | Out-Null
    }

    function Get-Address {
        param([Parameter(Mandatory)] [string] $Container, [string] $Property = 'IPAddress')

        "$((Get-DockerContainer $Container).Endpoints[0].$Property)"
    }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Addresses that stand for others' {
    BeforeAll {
        New-DockerNetwork app | Out-Null
        Start-Box web app -Run httpd, -f, -p, 80
    }

    AfterAll { Reset-TestEngine }

    It '<Address> leads to the loopback interface' -ForEach @(
        @{ Address = '0.0.0.0' }, @{ Address = '127.0.0.5' }, @{ Address = '::ffff:127.0.0.1' }
    ) {
        foreach ($result in @(Test-ContainerReachability web $Address -TcpPort 80) + @(Test-ContainerReachability web $Address)) {
            $result.Predicted, $result.Observed, $result.Answered | Should -Be Reachable, Reachable, web -Because $result
        }
    }

    It 'ping sends IPv4 to an IPv4 address that is written as IPv6' {
        $result = Test-ContainerReachability web "::ffff:$(Get-Address web)"

        $result.Predicted, $result.Observed, $result.Agrees | Should -Be Reachable, Reachable, $true
        $result.TargetName | Should -BeLike '::ffff:*'
    }

    It 'the broadcast address of the loopback interface is not predicted' {
        $result = Test-ContainerReachability web 127.255.255.255

        $result.Predicted | Should -Be Unknown
        $result.Observed | Should -Not -Be Reachable
    }
}

Describe 'A parameter of an interface' {
    AfterAll { Reset-TestEngine }

    It 'takes IPv6 from the network that the container was created on' {
        New-DockerNetwork six -EnableIPv6 -Subnet 10.71.0.0/24, fd71::/64 | Out-Null
        Start-Box web six
        # 28.5 makes an option of the endpoint of it, or refuses it: no container runs with it there.
        Start-Box odd six -With @{ Sysctl = @{ 'net.ipv6.conf.eth0.disable_ipv6' = 1 } } -ErrorAction SilentlyContinue
        if ((Get-DockerContainer odd -ErrorAction Ignore).State -ne 'Running') {
            Set-ItResult -Skipped -Because 'this engine does not start it'
            return
        }

        $address, $peer = (Get-Address odd IPv6Address), (Get-Address web IPv6Address)
        $results = @(
            Test-ContainerReachability web, '@host' $address
            Test-ContainerReachability odd $peer, $address, '::1'
            Test-ContainerReachability web odd -By Name
        )

        $results.Agrees | Should -Not -Contain $false -Because "$results"
        $results.Predicted | Should -Be Blocked, Blocked, NoRoute, NoRoute, Reachable, Reachable
    }
}

Describe 'A network namespace of which one container is paused' {
    BeforeAll {
        New-DockerNetwork app | Out-Null
        Start-Box web app
        Start-Box db app -Run httpd, -f, -p, 80
        Start-Box sidecar container:db -Run httpd, -f, -p, 81
    }

    AfterAll { Reset-TestEngine }

    It 'serves what the others serve' {
        Suspend-DockerContainer db
        $results = Test-ContainerReachability web, sidecar (Get-Address db) -TcpPort 80, 81
        $echo = Test-ContainerReachability web db -By Name

        $results.Predicted | Should -Be Unknown, Unknown, Unknown, Unknown
        # The kernel completes the handshakes for the one that is paused, so a handshake alone shows nothing.
        $results.Observed | Should -Be Unknown, Unknown, Unknown, Unknown
        Test-ContainerReachability web db -By Name -TcpPort 80 -Quiet | Should -BeFalse
        Test-ContainerReachability web db -By Name -TcpPort 80 -Http -TimeoutSeconds 1 -Quiet | Should -BeFalse
        Test-ContainerReachability web db -By Name -TcpPort 81 -Http -Quiet | Should -BeTrue
        $echo.Predicted, $echo.Observed | Should -Be Reachable, Reachable
    }

    It 'serves nobody if all are paused' {
        Suspend-DockerContainer sidecar
        $result = Test-ContainerReachability web db -By Name -TcpPort 80

        $result.Predicted, $result.Observed | Should -Be NotRunning, NotRunning
        $result.Reasons[0].Code | Should -Be TargetPaused
        Resume-DockerContainer db, sidecar
    }
}

Describe 'A container on the default bridge that was renamed' {
    AfterAll { Reset-TestEngine }

    It 'has the name for those who are on another network too' {
        New-DockerNetwork app | Out-Null
        Start-Box old bridge
        Start-Box asker app
        Start-Box lone bridge
        Connect-DockerNetwork bridge asker
        Test-ContainerReachability asker old -By Name | ForEach-Object Agrees | Should -BeTrue
        Rename-DockerContainer old new
        if (-not (Invoke-EngineApi '/containers/new/json').NetworkSettings.Networks.bridge.DNSNames) {
            Set-ItResult -Skipped -Because 'this engine does not report the names'
            return
        }

        $results = Test-ContainerReachability asker, lone -Target new -By Name

        $results.Observed | Should -Be Reachable, Unresolved
        $results.Predicted | Should -Be Reachable, Unresolved
    }
}

Describe 'A server that closes at once' {
    AfterAll { Reset-TestEngine }

    It 'is reached on the loopback interface of the host, where nobody publishes the port' {
        Start-Box server host -Run nc, -ll, -p, 4711, -e, true
        $address = @{ Target = '::1', '127.0.0.1'; TcpPort = 4711 }
        Wait-Until { (Test-ContainerReachability server @address).Observed -notcontains 'Refused' } | Should -BeTrue

        (Test-ContainerReachability server @address).Observed | Should -Be Reachable, Reachable
    }
}
