# Get-DockerContainerInterface: which veth of the host belongs to which container's eth0, and on which bridge (scenario E1).
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    New-DockerNetwork e1-net | Out-Null
    New-DockerContainer busybox sleep, infinity -Name test1 -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name test2 -Network e1-net, bridge -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name stopped | Out-Null
}

AfterAll {
    Reset-TestEngine
    Disconnect-TestEngine
}

Describe 'Get-DockerContainerInterface' {
    It 'shows the interfaces as the container itself sees them' {
        $eth0 = Get-DockerContainerInterface test1 | Where-Object Name -EQ eth0
        $inside = (Invoke-DockerContainerCommand test1 -Command ip, addr, show, eth0) -join "`n"

        $inside | Should -Match "inet $([regex]::Escape("$($eth0.Addresses[0])"))"
        $inside | Should -Match "link/ether $($eth0.MacAddress)"
        $inside | Should -Match "mtu $($eth0.Mtu) "
        $inside | Should -Match "^$($eth0.Index): "
        $eth0.State, $eth0.Type, $eth0.Network | Should -Be up, veth, bridge
    }

    It 'finds the veth on the host, and its bridge' {
        $eth0 = Get-DockerContainerInterface test1 | Where-Object Name -EQ eth0
        $fixture = Get-Content (Join-Path $env:DN_TEST_ENGINE_DIR env) -Raw | ConvertFrom-StringData
        $outside = & nsenter --net=/run/netns/$($fixture.DN_NETNS) ip -o link show $eth0.HostInterface

        $outside | Should -Match "@if$($eth0.Index): .* master docker0 "
        $eth0.Bridge | Should -Be docker0
    }

    It 'tells the networks of a container with several apart' {
        $interfaces = Get-DockerContainerInterface test2 | Where-Object Name -NE lo

        $interfaces.Network | Sort-Object | Should -Be bridge, e1-net
        ($interfaces | Where-Object Network -EQ e1-net).Bridge | Should -Be (Get-DockerNetwork e1-net).Bridge
    }

    It 'passes over stopped containers in a pattern, and refuses one that is named' {
        (Get-DockerContainerInterface *).Container | Select-Object -Unique | Should -Be test1, test2
        Get-DockerContainerInterface stopped -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure -Id ContainerNotRunning -Category InvalidOperation -Target stopped -Like '*Start-DockerContainer*'
    }

    It 'takes containers from the pipeline' {
        (Get-DockerContainer test* | Get-DockerContainerInterface).Container | Select-Object -Unique | Should -Be test1, test2
    }
}
