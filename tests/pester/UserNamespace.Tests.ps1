# An engine whose containers have remapped user ids (dockerd --userns-remap): the agent works there too.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $null = Connect-TestEngine
    $folder = Start-TestEngine -Option '--userns-remap=nobody:nogroup'
    $remapped = @{ DockerHost = "unix://$folder/docker.sock" }

    New-DockerNetwork u-net @remapped | Out-Null
    New-DockerContainer busybox sleep, infinity -Name u1, u2 -Network u-net -Start @remapped | Out-Null
}

AfterAll {
    Stop-TestEngine $folder
    Disconnect-TestEngine
}

Describe 'An engine with remapped user ids' {
    It 'runs its containers as another user of the host' {
        $process = (docker -H $remapped.DockerHost inspect --format '{{.State.Pid}}' u1)
        (stat -c '%u' "/proc/$process") | Should -Be 165536
    }

    It 'is probed by <_>' -ForEach 'Agent', 'Sidecar', 'Exec' {
        $results = Test-ContainerReachability u1 u2 -By Name -Method $_ @remapped
        $results.Method | Should -Be $_
        $results.Observed | Should -Be Reachable
    }

    It 'is probed by the agent unless another way is asked for' {
        (Test-ContainerReachability u1 u2 -By Name @remapped).Method | Should -Be Agent
    }

    It 'shows the interfaces of its containers' {
        (Get-DockerContainerInterface u1 @remapped).Name | Should -Contain eth0
    }
}
