# The network modes, through the agent: host (C1), none (C2), a shared namespace and its owner's life (C3, C4), an address that moves (D1),
# and published ports (B6).
. $PSScriptRoot/OnEngine.ps1

Describe 'Host mode (C1)' {
    BeforeAll {
        New-DockerContainer busybox httpd, -f, -p, 8099 -Name bbox02 -Network host -Start | Out-Null
        New-DockerContainer busybox sleep, infinity -Name bbox01 -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'gives the container the interfaces of the host, and no address of its own' {
        $interfaces = Get-DockerContainerInterface bbox02

        $interfaces.Name | Should -Contain docker0
        $interfaces.SharedFrom | Select-Object -Unique | Should -Be host
        (Get-DockerContainer bbox02).Endpoints.IPAddress | Should -BeNullOrEmpty
        $outside = $interfaces.Addresses | Where-Object { "$($_.Address)" -eq '198.51.100.2' }
        $outside | Should -HaveCount 1
    }

    It 'is reached at the host''s addresses, by no name' {
        (Test-ContainerReachability bbox01 bbox02 -By Name).Observed | Should -Be Unresolved
        (Test-ContainerReachability bbox01 '@gateway' -TcpPort 8099).Observed | Should -Be Reachable
        (Test-ContainerReachability bbox02 bbox01 -By Address).Observed | Should -Be Reachable
    }
}

Describe 'None mode (C2)' {
    BeforeAll {
        New-DockerContainer busybox sleep, infinity -Name bbox03 -Network none -Start | Out-Null
        New-DockerContainer busybox sleep, infinity -Name bbox01 -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'leaves only the loopback interface' {
        $interface = Get-DockerContainerInterface bbox03

        $interface.Name | Should -Be lo
        $interface.HostInterface | Should -BeNullOrEmpty
        $interface.Bridge | Should -BeNullOrEmpty
    }

    It 'leaves everything else unreachable, and the reason says so' {
        $results = Test-ContainerReachability bbox03 bbox01, 198.51.100.1

        $results.Observed | Should -Be Unresolved, NoRoute, NoRoute
        $results[1].Predicted | Should -Be NoRoute
        $results[1].Reasons.Code | Should -Contain NoNetwork
        (Test-ContainerReachability bbox03 127.0.0.1).Observed | Should -Be Reachable
    }
}

Describe 'A shared namespace (C3, C4)' {
    BeforeAll {
        New-DockerNetwork mhk_network | Out-Null
        New-DockerContainer alpine sleep, infinity -Name alpine1 -Network mhk_network -Start | Out-Null
        New-DockerContainer alpine httpd, -f, -p, 8080 -Name alpine2 -Network container:alpine1 -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name other -Network mhk_network -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'shares address, MAC address and ports' {
        $one = Get-DockerContainerInterface alpine1 | Where-Object Name -EQ eth0
        $two = Get-DockerContainerInterface alpine2 | Where-Object Name -EQ eth0

        "$($two.Addresses)", $two.MacAddress, $two.HostInterface | Should -Be "$($one.Addresses)", $one.MacAddress, $one.HostInterface
        $one.SharedFrom | Should -BeNullOrEmpty
        $two.SharedFrom | Should -Be alpine1
        (Test-ContainerReachability other alpine1 -TcpPort 8080 -By Name).Observed | Should -Be Reachable
    }

    It 'reaches its other half as localhost' {
        (Test-ContainerReachability alpine1 localhost:8080).Observed | Should -Be Reachable
        (Test-ContainerReachability alpine2 other -By Name).Observed | Should -Be Reachable
    }

    It 'is left with the loopback interface when the owner stops, and the reason tells the story' {
        Stop-DockerContainer alpine1
        try {
            (Get-DockerContainerInterface alpine2).Name | Should -Be lo
            $result = Test-ContainerReachability alpine2 other -By Address
            $result.Predicted, $result.Observed | Should -Be NoRoute, NoRoute
            $result.Reasons.Code | Should -Contain NamespaceOwnerNotRunning
            $result.Reasons.Component | Should -Contain alpine1
        }
        finally {
            Start-DockerContainer alpine1
        }
    }

    It 'stays in the old namespace when the owner starts again, and the fix brings it back' {
        $result = Test-ContainerReachability alpine2 other -By Address
        $result.Predicted, $result.Observed | Should -Be NoRoute, NoRoute
        $reason = $result.Reasons | Where-Object Code -EQ NamespaceOwnerRestarted
        $reason.Fix | Should -Not -BeNullOrEmpty

        Invoke-Expression $reason.Fix

        (Test-ContainerReachability alpine2 other -By Address).Observed | Should -Be Reachable
        (Get-DockerContainerInterface alpine2).Name | Should -Contain eth0
    }
}

Describe 'An address that moves (D1)' {
    BeforeAll {
        New-DockerNetwork d1-net | Out-Null
        New-DockerContainer ubuntu sleep, infinity -Name u1, u2 -Network d1-net -Start | Out-Null
        New-DockerContainer ubuntu sleep, infinity -Name u3 -Network d1-net | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'belongs to u3 while u2 is down, and the name leads to u2 after it is back' {
        $address = (Get-DockerContainer u2).Endpoints.IPAddress
        Stop-DockerContainer u2
        Start-DockerContainer u3
        (Get-DockerContainer u3).Endpoints.IPAddress | Should -Be $address
        (Get-DockerNetwork d1-net).Endpoints | Where-Object Container -EQ u2 | ForEach-Object State | Should -Be Exited
        (Test-ContainerReachability u1 u2 -By Name).Observed | Should -Be NotRunning

        Start-DockerContainer u2
        $back = (Get-DockerContainer u2).Endpoints.IPAddress
        $back | Should -Not -Be $address
        $result = Test-ContainerReachability u1 u2 -By Name
        $result.Observed | Should -Be Reachable
        $result.Address | Should -Be $back
    }
}

Describe 'Published ports (B6)' {
    BeforeAll {
        New-DockerNetwork mhk_network | Out-Null
        foreach ($number in 81, 82) {
            New-DockerContainer tomcat httpd, -f, -p, 8080 -Name "tomcat$number" -Network mhk_network -Publish "80${number}:8080",
                "90${number}:9090" -Start |
                Out-Null
        }
    }

    AfterAll { Reset-TestEngine }

    It 'let two containers reach each other by name, in both directions' {
        $results = Get-DockerContainer tomcat* | Test-ContainerReachability -Mesh -By Name -TcpPort 8080
        $results | Should -HaveCount 4
        $results.Observed | Select-Object -Unique | Should -Be Reachable
        (Test-ContainerReachability tomcat81 http://tomcat82:8080/).StatusCode | Should -Contain 404
    }

    It 'are reached on the host, and one that nobody serves is not taken for reachable' {
        $results = Test-ContainerReachability '@host' 127.0.0.1 -TcpPort 8081, 9081
        $results[0].Observed | Should -Be Reachable
        $results[1].Observed | Should -Be Refused
    }
}
