# What shows as reached was reached: each case was a green tick, or a credit, for something that had not answered.
. $PSScriptRoot/OnEngine.ps1

Describe 'What shows as reached' {
    BeforeAll {
        $null = New-DockerNetwork app -Subnet 10.71.0.0/24
        $null = New-DockerNetwork back -Subnet 10.72.0.0/24
        $null = New-DockerContainer busybox httpd, -f, -p, 80 -Name web -Network app -IPAddress 10.71.0.20 -Start
        $null = New-DockerContainer busybox nc, -ll, -p, 82, -e, sleep, 600 -Name hung -Network app -Start
        $null = New-DockerContainer busybox sleep, 600 -Name lost -Network app -Start
        $null = New-DockerContainer busybox sleep, 600 -Name job -Network app -Start
        $null = Invoke-DockerContainerCommand lost sh, -c, 'echo nameserver 10.71.0.250 > /etc/resolv.conf'
    }

    It 'is not a port that takes connections and does not answer HTTP' {
        $result = Test-ContainerReachability job http://hung:82/ -By Name -TimeoutSeconds 1

        "$($result.Predicted) $($result.Observed) $($result.Effective) $($result.Answered)" | Should -Be 'Reachable Unknown Unknown '
        Test-ContainerReachability job http://hung:82/ -By Name -TimeoutSeconds 1 -Quiet | Should -BeFalse
    }

    It 'is not a name that could not be looked up' {
        $result = Test-ContainerReachability lost web -By Name -TcpPort 80 -TimeoutSeconds 1

        "$($result.Predicted) $($result.Effective) $($result.Answered)" | Should -Be 'Reachable Unknown '
        Test-ContainerReachability lost web -By Name -TcpPort 80 -TimeoutSeconds 1 -Quiet | Should -BeFalse
        ($result | ConvertTo-ReachabilityMatrix | Out-String) | Should -Not -Match '✓'
    }

    It 'is not a machine outside that has the name of a container without networks' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
        $name = $engine.OutsideName
        $null = New-DockerContainer busybox sleep, 600 -Name $name -Network app -Start
        Disconnect-DockerNetwork app $name

        $result = Test-ContainerReachability job $name -By Name -TcpPort 80

        $result.Reachable | Should -BeFalse
        Test-ContainerReachability job $name -By Name -TcpPort 80 -Quiet | Should -BeFalse
        Remove-DockerContainer $name -Force -Confirm:$false
    }

    It 'is not a machine that the host has a narrower route to' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
        $namespace = "--net=/run/netns/$($engine.NetworkNamespace)"
        nsenter $namespace ip route add 10.71.0.20/32 via 198.51.100.1

        $result = Test-ContainerReachability '@host' web -By Address -TcpPort 80 -TimeoutSeconds 1
        $beside = Test-ContainerReachability job web -By Address -TcpPort 80

        nsenter $namespace ip route delete 10.71.0.20/32
        "$($result.Predicted) $($result.Answered)" | Should -Be 'Unknown '
        $result.Reachable | Should -BeFalse
        "$($beside.Predicted) $($beside.Observed) $($beside.Answered)" | Should -Be 'Reachable Reachable web'
        (Test-ContainerReachability '@host' web -By Address -TcpPort 80).Answered | Should -Be web
    }

    It 'is not a machine outside if the host does not forward packets' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
        $namespace = "--net=/run/netns/$($engine.NetworkNamespace)"
        nsenter $namespace sysctl -qw net.ipv4.ip_forward=0

        $result = Test-ContainerReachability job 198.51.100.1

        nsenter $namespace sysctl -qw net.ipv4.ip_forward=1
        "$($result.Predicted) $($result.Observed) $($result.Reasons[0].Code)" | Should -Be 'Blocked Blocked NotForwarded'
    }

    It 'is not a port that a firewall in the target refuses' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
        $id = (Get-DockerContainer web -Detailed).ProcessId
        nsenter "--net=/proc/$id/ns/net" iptables -I INPUT -p tcp --dport 80 -j REJECT

        $result = Test-ContainerReachability job web -By Name -TcpPort 80

        nsenter "--net=/proc/$id/ns/net" iptables -D INPUT -p tcp --dport 80 -j REJECT
        "$($result.Observed) $($result.Reasons.Code -contains 'FirewallRefused')" | Should -Be 'Blocked True'
    }

    It 'is predicted from @host with the kernel parameters of the target' {
        $null = New-DockerContainer busybox sleep, 600 -Name deaf -Network app -Sysctl @{ 'net.ipv4.icmp_echo_ignore_all' = '1' } -Start

        $result = Test-ContainerReachability '@host' deaf -By Address -TimeoutSeconds 1

        "$($result.Predicted) $($result.Observed)" | Should -Be 'Blocked Blocked'
    }

    It 'is doubted if the target was started again during the test' {
        $null = Test-ContainerReachability job web, lost -By Name -WarningVariable warned -WarningAction SilentlyContinue |
            ForEach-Object { if ($_.Target -eq 'web') { Restart-DockerContainer web -TimeoutSeconds 0 } }
        "$warned" | Should -BeLike 'web changed during the test*'

        $null = Test-ContainerReachability job web, lost -By Name -WarningVariable warned
        $warned | Should -BeNullOrEmpty

        # An address is as much web's as the name is.
        $address = "$((Get-DockerContainer web).Endpoints[0].IPAddress)"
        $null = Test-ContainerReachability job $address, lost -WarningVariable warned -WarningAction SilentlyContinue |
            ForEach-Object { if ($_.Target -eq $address) { Restart-DockerContainer web -TimeoutSeconds 0 } }
        "$warned" | Should -BeLike 'web changed during the test*'
    }

    It 'is not decided for a name that the search domains of the source may give to another' {
        $null = New-DockerContainer busybox sleep, 600 -Name both -DnsSearch back -DnsOption ndots:1 -Start -Network @(
            @{ Name = 'app' }, @{ Name = 'back' })
        $null = New-DockerContainer busybox sleep, 600 -Name one -Network app -NetworkAlias cache -Start
        $null = New-DockerContainer busybox sleep, 600 -Name two -Network back -NetworkAlias cache -Start

        $result = Test-ContainerReachability both one -By Alias

        "$($result.Predicted)" | Should -Be Unknown
        $result.Reasons.Message -join ' ' | Should -BeLike '*search domains (back)*'
    }
}

Describe 'Objects that are piped to a command that was given the same' {
    It 'are an error, and nothing is done: <Command>' -ForEach @(
        @{ Command = 'Remove-DockerContainer web -Force' }
        @{ Command = 'Stop-DockerContainer web' }
        @{ Command = 'Test-ContainerReachability job' }
        @{ Command = 'Remove-DockerNetwork back -Force' }
    ) {
        $objects = $command -like '*Network*' ? (Get-DockerNetwork app) : (Get-DockerContainer job)

        { $objects | & ([scriptblock]::Create("`$input | $command -ErrorAction Stop")) } | Should -Throw -ErrorId 'ConflictingParameters*'

        (Get-DockerContainer web).State | Should -Be Running
        Get-DockerNetwork back | Should -Not -BeNullOrEmpty
    }

    It 'are used if the other parameter is given by name' {
        Get-DockerContainer job | Test-ContainerReachability -Target web -By Name | ForEach-Object Source | Should -Be job
    }
}
