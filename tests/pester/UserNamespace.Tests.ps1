# Engines whose containers have remapped user ids (dockerd --userns-remap), and engines that a user without rights runs (rootless mode):
# the agent works there too. apt-get install rootlesskit slirp4netns uidmap, or the second part is skipped.
BeforeDiscovery {
    $rootless = @(Get-Command rootlesskit, slirp4netns, newuidmap -CommandType Application -ErrorAction Ignore).Count -ge 3
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $null = Connect-TestEngine
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'An engine with remapped user ids' {
    BeforeAll {
        $folder = Start-TestEngine -Option '--userns-remap=nobody:nogroup'
        $remapped = @{ DockerHost = "unix://$folder/docker.sock" }
        New-DockerNetwork u-net @remapped | Out-Null
        New-DockerContainer busybox sleep, infinity -Name u1, u2 -Network u-net -Start @remapped | Out-Null
    }

    AfterAll {
        Stop-TestEngine $folder
    }

    It 'runs its containers as another user of the host' {
        $process = (docker -H $remapped.DockerHost inspect --format '{{.State.Pid}}' u1)
        (stat -c '%u' "/proc/$process") | Should -Be 165536
    }

    It 'is probed by <_>' -ForEach 'Agent', 'Sidecar', 'Exec' {
        $results = Test-ContainerReachability u1 u2 -By Name -Method $_ @remapped
        $results.Method | Should -Be $_
        $results.Observed | Should -Be Reachable
    }

    It 'is probed by the agent unless another way is asked for, and -Verbose says what the host is' {
        $lines = Test-ContainerReachability u1 u2 -By Name @remapped -Verbose 4>&1
        ($lines | Where-Object Method).Method | Should -Be Agent
        "$lines" | Should -BeLike '*The engine remaps user ids (userns-remap). Its host is the machine*'
    }

    It 'shows the interfaces of its containers' {
        (Get-DockerContainerInterface u1 @remapped).Name | Should -Contain eth0
    }
}

Describe 'A rootless engine' -Skip:(-not $rootless) {
    BeforeAll {
        $folder = Start-TestEngine -Rootless
        $there = @{ DockerHost = "unix://$folder/docker.sock" }
        $machine = '198.51.100.2'
        New-DockerNetwork r-app, r-back @there | Out-Null
        New-DockerContainer busybox httpd, -f, -p, 80 -Name r1 -Network r-app -Publish 8080:80 -Start @there | Out-Null
        New-DockerContainer busybox sleep, infinity -Name r2 -Network r-app -Start @there | Out-Null
        New-DockerContainer busybox sleep, infinity -Name r3 -Network r-back -Start @there | Out-Null
        New-DockerContainer busybox sleep, infinity -Name rh -Network host -Start @there | Out-Null
        New-DockerContainer busybox sleep, infinity -Name rn -Network none -Start @there | Out-Null
        $gateway = (Get-DockerNetwork r-app @there).Ipam[0].Gateway
    }

    AfterAll {
        Stop-TestEngine $folder
    }

    It 'is recognized' {
        $env:DOCKER_HOST, $before = $there.DockerHost, $env:DOCKER_HOST
        try { (Get-DockerContext default -Detailed).Mode | Should -Be rootless }
        finally { $env:DOCKER_HOST = $before }
    }

    It 'is probed by <_>' -ForEach 'Agent', 'Sidecar', 'Exec' {
        $results = Test-ContainerReachability r2, rh -Target (Get-DockerContainer r1 @there) -By Address -Method $_ @there
        $results.Method | Sort-Object -Unique | Should -Be $_
        $results.Observed | Sort-Object -Unique | Should -Be Reachable
    }

    It 'is probed by the agent unless another way is asked for, and -Verbose says what the host is' {
        $lines = Test-ContainerReachability r2 r1 -By Name @there -Verbose 4>&1
        ($lines | Where-Object Method).Method | Should -Be Agent
        "$lines" | Should -BeLike '*The engine is rootless. Its host is the network namespace that RootlessKit made*'
    }

    It 'does what is predicted' {
        $targets = 'r1', "${gateway}:8080", '127.0.0.1:8080', '@host:8080', '@host'
        $results = @(Test-ContainerReachability r1, r2, r3, rh, rn -Mesh -TimeoutSeconds 1 @there) +
            @(Test-ContainerReachability r1, r2, r3, rh, rn -Target $targets -TcpPort 80 -TimeoutSeconds 1 @there)
        $results.Count | Should -BeGreaterThan 50
        $results | Where-Object Agrees -EQ $false | Should -BeNullOrEmpty
        ($results | Where-Object Agrees).Count | Should -BeGreaterThan 50
        $results | Where-Object Target -EQ '@host' | ForEach-Object Address | Sort-Object -Unique | Should -Be 10.0.2.100
    }

    It 'publishes ports at the machine, which is outside of its host' {
        $refused, $published = Test-ContainerReachability r3 -Target "${gateway}:8080", "${machine}:8080" @there
        $refused.Predicted, $refused.Observed | Should -Be Refused, Refused
        $refused.Reasons[0].Message | Should -BeLike '*r1 publishes port 8080, but the engine is rootless*'
        $published.Predicted, $published.Observed | Should -Be Unknown, Reachable
        $published.Reasons[0].Message | Should -BeLike "*addresses of the machine are outside of its host too*"
    }

    It 'is traced' {
        $trace = Trace-ContainerReachability r2 r1 -TcpPort 80 @there
        $trace.Observed | Should -Be Reachable
        $trace.Hops.Place | Should -Contain '@host'
    }
}
