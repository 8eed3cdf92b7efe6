# What the agent reads of the engine's host, and what is predicted from it: every prediction is compared with what is observed.
. $PSScriptRoot/OnEngine.ps1

Describe 'Test-ContainerReachability with facts of the host' {
    BeforeAll {
        $null = New-DockerNetwork app -Subnet 10.81.0.0/24
        $null = New-DockerNetwork back -Subnet 10.82.0.0/24
        $null = New-DockerNetwork inside -Internal
        $null = New-DockerContainer busybox httpd, -f, -p, 80 -Name web -Network app -Publish 8080:80, 127.0.0.1:8081:80 -Start
        $null = New-DockerContainer busybox sleep, 600 -Name dead -Network app -Publish 8090:81 -Start
        $null = New-DockerContainer busybox sleep, 600 -Name kept -Network inside -Start
        $null = New-DockerContainer busybox httpd, -f, -p, 9090 -Name service -Network host -Start
        # The outside can reach the host by this address; the engine's API does not show it.
        $address = '198.51.100.2'
        $null = New-DockerContainer busybox sleep, 600 -Name job -Network back -Start -AddHost @(
            "dead:$address", "service:$address", 'web:10.81.0.77')
    }

    It 'decides an address of the host that the API does not show (<Source>)' -ForEach @(
        @{ Source = 'job' }
        @{ Source = '@host' }
        @{ Source = 'service' }
    ) {
        $result = Test-ContainerReachability $source $address

        "$($result.Predicted) $($result.Observed) $($result.Answered)" | Should -Be 'Reachable Reachable @host'
        (Test-ContainerReachability $source $address -Predict).Predicted | Should -Be Unknown
    }

    It 'decides a port of the host: <Source> to <Port>' -ForEach @(
        @{ Source = 'job'; Port = 8080; Expected = 'Reachable Reachable web' }
        @{ Source = 'web'; Port = 8080; Expected = 'Reachable Reachable web' }
        @{ Source = '@host'; Port = 8080; Expected = 'Reachable Reachable web' }
        @{ Source = 'job'; Port = 9090; Expected = 'Reachable Reachable @host' }
        @{ Source = 'job'; Port = 8081; Expected = 'Refused Refused @host' }
        @{ Source = 'job'; Port = 9; Expected = 'Refused Refused @host' }
        @{ Source = '@host'; Port = 9; Expected = 'Refused Refused @host' }
        @{ Source = 'job'; Port = 8090; Expected = 'Reachable Refused dead' }
    ) {
        $result = Test-ContainerReachability $source "${address}:$port"

        "$($result.Predicted) $($result.Observed) $($result.Answered)" | Should -Be $expected
        $result.Agrees | Should -BeTrue
    }

    It 'says where else something listens' {
        (Test-ContainerReachability job "${address}:8081").Reasons[0].Message | Should -BeLike '*but one does at 127.0.0.1.'
    }

    It 'is not taken in by the port proxy of a container that serves nothing, by a name' {
        $result = Test-ContainerReachability job dead -By Name -TcpPort 8090

        "$($result.Predicted) $($result.Observed)" | Should -Be 'Reachable Refused'
        $result.Reachable | Should -BeFalse
    }

    It 'knows a target on the host network by an address of the host' {
        $result = Test-ContainerReachability job service -By Name -TcpPort 9090

        "$($result.Predicted) $($result.Observed) $($result.Answered) $($result.Agrees)" | Should -Be 'Reachable Reachable service True'
    }

    It 'decides a stale address of the target' {
        $result = Test-ContainerReachability job web -By Name

        $result.Predicted | Should -Be Blocked
        $result.Agrees | Should -BeTrue
        $result.Reasons.Code | Should -Contain UnusedAddress
        (Test-ContainerReachability job web -By Name -Predict).Predicted | Should -Be Unknown
    }

    It 'decides an address of the source''s own network that nobody has' {
        $result = Test-ContainerReachability web 10.81.0.99

        $result.Predicted | Should -Be Blocked
        $result.Agrees | Should -BeTrue
    }

    It 'leaves open an address that a container with NET_ADMIN may have given itself' {
        $virtual = New-DockerContainer busybox sleep, 600 -Name virtual -Network app -CapAdd NET_ADMIN -Start
        $null = Invoke-DockerContainerCommand virtual ip, address, add, 10.81.0.88/24, dev, eth0

        $result = Test-ContainerReachability web 10.81.0.88

        "$($result.Predicted) $($result.Observed)" | Should -Be 'Unknown Reachable'
        $virtual | Remove-DockerContainer -Force -Confirm:$false
        (Test-ContainerReachability web 10.81.0.88).Predicted | Should -Be Blocked
    }

    # It adds an interface to the engine's host, so only with an engine that the tests started.
    It 'leaves open an address that something else on the bridge may have' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
        $namespace = "--net=/run/netns/$($engine.NetworkNamespace)"
        nsenter $namespace ip link add else0 type veth peer name else1
        nsenter $namespace ip link set else0 master (Get-DockerNetwork app).Bridge

        $shared = Test-ContainerReachability web 10.81.0.99

        nsenter $namespace ip link delete else0
        $shared.Predicted | Should -Be Unknown
        (Test-ContainerReachability web 10.81.0.99).Predicted | Should -Be Blocked
    }

    It 'agrees on everything that an internal network may reach of the host' {
        $gateway = (Get-DockerNetwork inside).Gateways[0]
        $results = Test-ContainerReachability kept $address, "${address}:8080", "${address}:9", "$gateway"

        $results | Where-Object Predicted -EQ Unknown | Should -BeNullOrEmpty
        $results | Where-Object Agrees -EQ $false | Should -BeNullOrEmpty
    }

    It 'says how packets leave for the outside' {
        $result = Test-ContainerReachability job 203.0.113.7 -TimeoutSeconds 1

        $result.Predicted | Should -Be Unknown
        $result.Reasons.Message | Should -BeLike '*through the network back, which is masqueraded.*through 198.51.100.1.*'
    }

}

Describe 'Test-ContainerReachability on an engine without a port proxy' {
    BeforeAll {
        $folder = Start-TestEngine -Option '--userland-proxy=false'
        $bare = @{ DockerHost = "unix://$folder/docker.sock" }
        $null = New-DockerNetwork app @bare
        $null = New-DockerNetwork back @bare
        $null = New-DockerContainer busybox httpd, -f, -p, 80 -Name web -Network app -Publish 8080:80 -Start @bare
        $null = New-DockerContainer busybox sleep, 600 -Name near -Network app -Start @bare
        $null = New-DockerContainer busybox sleep, 600 -Name far -Network back -Start @bare
    }

    AfterAll {
        Stop-TestEngine $folder
    }

    It 'knows that a published port is redirected (<Source>)' -ForEach @(
        @{ Source = 'near' }
        @{ Source = 'far' }
        @{ Source = '@host' }
    ) {
        $result = Test-ContainerReachability $source 198.51.100.2:8080 -TimeoutSeconds 1 @bare

        $result.Predicted | Should -Not -Be Unknown
        $result.Agrees | Should -BeTrue
    }

    It 'takes no process of a container on the host network for a proxy' {
        # Its name and its network are right, and its arguments are not a proxy's: only its control group gives it away.
        Copy-Item (Get-Command sleep -CommandType Application).Source $folder/docker-proxy
        $run = 'run', '-d', '--name', 'fake', '--network', 'host', '-v', '/:/host:ro', 'dockernetwork/test'
        $null = docker -H $bare.DockerHost @run chroot /host $folder/docker-proxy 600
        $result = Test-ContainerReachability far 198.51.100.2:8080 -TimeoutSeconds 1 @bare

        docker -H $bare.DockerHost inspect -f '{{.State.Running}}' fake | Should -Be true
        $result.Agrees | Should -BeTrue
    }
}
