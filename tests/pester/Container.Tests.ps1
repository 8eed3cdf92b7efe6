# Containers: what networking needs of them.
. $PSScriptRoot/OnEngine.ps1

Describe 'New-DockerContainer' {
    AfterEach {
        Reset-TestEngine
    }

    It 'shows null for what only inspect reports, unless -Detailed asks for it' {
        New-DockerContainer $engine.Image sleep, 1000 -Name seen -HostName front -Start | Out-Null
        $listed = Get-DockerContainer seen
        $whole = Get-DockerContainer seen -Detailed

        foreach ($name in 'ProcessId', 'StartedAt', 'HostName', 'Link') { $listed.$name | Should -BeNullOrEmpty -Because $name }
        ($null -eq $listed.ProcessId), ($null -eq $listed.Link) | Should -Be $true, $true
        $whole.ProcessId | Should -BeGreaterThan 0
        $whole.HostName | Should -Be front
        $whole.StartedAt | Should -BeGreaterThan ([DateTimeOffset]::Now.AddMinutes(-2))
    }

    It 'creates a container, and does not start it' {
        $container = New-DockerContainer $engine.Image -Name made -Label @{ role = 'test' }

        $container.Name | Should -Be made
        $container.State | Should -Be Created
        $container.Running | Should -BeFalse
        $container.Id | Should -Match '^[0-9a-f]{64}$'
        $container.Image | Should -BeLike 'dockernetwork/test*'
        $container.Networks | Should -Be bridge
        $container.Label['role'] | Should -Be test
        $container.Created | Should -BeGreaterThan ([DateTimeOffset]::Now.AddMinutes(-1))
        "$container" | Should -Be made
        (Get-DockerContainer made).Id | Should -Be $container.Id
    }

    It 'starts it with -Start, with the command as it is given' {
        $container = New-DockerContainer $engine.Image sleep, 1000 -Name started -Start

        $container.State | Should -Be Running
        $container.Endpoints.IPAddress | Should -BeOfType ipaddress
        Get-ContainerProcess started | Should -Be 'sleep 1000'
    }

    It 'gives terminal and open input where asked' {
        New-DockerContainer $engine.Image sh -Name shell -Tty -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image sh -Name noshell -Start | Out-Null

        (Get-DockerContainer shell).State | Should -Be Running
        Wait-Until { (Get-DockerContainer noshell).State -eq 'Exited' } | Should -BeTrue -Because 'a shell without input ends'
        $config = (Invoke-EngineApi /containers/shell/json).Config
        $config.Tty, $config.OpenStdin | Should -Be $true, $true
    }

    It 'lets the engine invent a name, and makes one container a name' {
        (New-DockerContainer $engine.Image).Name | Should -Match '^[a-z]+_[a-z]+\d*$'
        (New-DockerContainer $engine.Image -Name one, two).Name | Should -Be one, two
        ('three', 'four' | New-DockerContainer $engine.Image).Name | Should -Be three, four
    }

    It 'puts it on several networks before it starts' {
        New-DockerNetwork c-1, c-2 | Out-Null
        $container = New-DockerContainer $engine.Image -Name multi -Network c-1, c-2, bridge -Interactive -Start

        $container.Networks | Should -Be bridge, c-1, c-2
        $container.NetworkMode | Should -Be c-1
        $container.Endpoints.IPAddress | Should -HaveCount 3
        (Invoke-DockerContainerCommand multi -Command ip, -o, -4, addr) -match ' eth\d ' | Should -HaveCount 3
    }

    It 'takes the modes host, none and container:NAME' {
        $host_ = New-DockerContainer $engine.Image -Name m-host -Network host -Interactive -Start
        $none = New-DockerContainer $engine.Image -Name m-none -Network none -Interactive -Start
        New-DockerContainer $engine.Image -Name m-owner -Interactive -Start | Out-Null
        $shared = New-DockerContainer $engine.Image -Name m-shared -Network container:m-owner -Interactive -Start

        $host_.HostNetwork | Should -BeTrue
        $host_.Endpoints.IPAddress | Should -BeNullOrEmpty
        $none.Endpoints.Network | Should -Be none
        @(Invoke-DockerContainerCommand m-none -Command ip, -o, link) -replace '^\d+: ([^:]+):.*', '$1' | Should -Be lo
        $shared.NamespaceOwnerId | Should -Be (Get-DockerContainer m-owner).Id
        $shared.Endpoints | Should -BeNullOrEmpty
        Invoke-DockerContainerCommand m-shared -Command ip, -4, addr, show, eth0 |
            Should -Be (Invoke-DockerContainerCommand m-owner -Command ip, -4, addr, show, eth0)
    }

    It 'leaves nothing behind where it cannot be started' {
        New-DockerContainer $engine.Image nosuchprogram -Name broken -Start @failing
        $failure | Should -HaveCount 1
        "$failure" | Should -BeLike '*nosuchprogram*'
        $failure[0].TargetObject | Should -Be broken

        foreach ($networks in @('nosuchnetwork'), @('bridge', 'nosuchnetwork')) {
            New-DockerContainer $engine.Image -Name broken -Network $networks -Interactive -Start @failing
            Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target broken -Like '*nosuchnetwork*'
        }
        Get-DockerContainer | Should -BeNullOrEmpty
    }

    It 'refuses a further network that is not there also where it is not started' {
        # The engine itself takes any name for a container that does not run, and fails when it starts.
        New-DockerContainer $engine.Image -Name broken -Network bridge, nosuchnetwork @failing
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target broken -Like '*nosuchnetwork*'
        Get-DockerContainer | Should -BeNullOrEmpty
    }

    It 'says that the image is missing and that a name is taken, and goes on' {
        New-DockerContainer nosuch:1 -Name never @failing
        Assert-Failure $failure -Id ImageNotFound -Category ObjectNotFound -Target never -Like '*No such image: nosuch:1*', '*Pull*'

        New-DockerContainer $engine.Image -Name taken | Out-Null
        (New-DockerContainer $engine.Image -Name free-1, taken, free-2 @failing).Name | Should -Be free-1, free-2
        Assert-Failure $failure -Id ContainerExists -Category ResourceExists -Target taken -Like '*already in use*'
    }

    It 'refuses a name that the engine does not allow' -TestCases @(
        @{ Name = 'a/b' }
        @{ Name = 'a b' }
        @{ Name = '..' }
        @{ Name = '%41' }
        @{ Name = 'a?name=b' }
        @{ Name = 'a&name=b' }
    ) {
        New-DockerContainer $engine.Image -Name $Name @failing
        Assert-Failure $failure -Id EngineRefused -Category InvalidArgument -Target $Name -Like '*Invalid container name*'
        Get-DockerContainer | Should -BeNullOrEmpty
    }
}

Describe 'Get-DockerContainer' {
    BeforeAll {
        New-DockerNetwork g-net | Out-Null
        New-DockerContainer $engine.Image -Name Web, web-2 -Network g-net -Label @{ env = 'prod' } -Interactive -Start | Out-Null
        New-DockerContainer busybox -Name db -Label @{ env = 'test' } | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'lists running and stopped ones' {
        (Get-DockerContainer).Name | Should -Be Web, db, web-2
        (Get-DockerContainer).State | Should -Be Running, Created, Running
    }

    It 'takes wildcards without case, ids and beginnings of ids' {
        (Get-DockerContainer 'WEB*').Name | Should -Be Web, web-2
        $id = (Get-DockerContainer db).Id
        (Get-DockerContainer $id).Name | Should -Be db
        (Get-DockerContainer $id.Substring(0, 12)).Name | Should -Be db
        (Get-DockerContainer -Id $id.Substring(0, 12)).Name | Should -Be db
        (Get-DockerContainer web).Name | Should -BeExactly Web
        Get-DockerContainer 'zzz*' | Should -BeNullOrEmpty
    }

    It 'reports a literal that is not there, and gives the others' {
        (Get-DockerContainer db, zzz, web-2 @failing).Name | Should -Be db, web-2
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target zzz -Like "*'zzz'*", '*Get-DockerContainer*'
    }

    It 'filters by state, network, image and label' {
        (Get-DockerContainer -State Running).Name | Should -Be Web, web-2
        (Get-DockerContainer -State Created, Exited).Name | Should -Be db
        (Get-DockerContainer -Network g-*).Name | Should -Be Web, web-2
        (Get-DockerContainer -Network bridge).Name | Should -Be db
        (Get-DockerContainer -Image busy*).Name | Should -Be db
        (Get-DockerContainer -Label env=prod).Name | Should -Be Web, web-2
    }

    It 'finds an image without its tag' {
        (Get-DockerContainer -Image busybox).Name | Should -Be db
        (Get-DockerContainer -Image dockernetwork/test).Name | Should -Be Web, web-2
        Get-DockerContainer -Image test | Should -BeNullOrEmpty
    }

    It 'names the candidates of an ambiguous beginning of an id' {
        # Of 17 ids two begin with the same digit.
        $all = Get-DockerContainer
        foreach ($number in 1..17) {
            $clash = $all | Group-Object { $_.Id[0] } | Where-Object Count -GE 2 | Select-Object -First 1
            if ($clash) { break }
            $all += New-DockerContainer $engine.Image -Name "g-$number"
        }

        Get-DockerContainer $clash.Name @failing
        Assert-Failure $failure -Id AmbiguousContainer -Category InvalidArgument -Target $clash.Name -Like ($clash.Group |
            ForEach-Object { "*$($_.Name) ($($_.Id.Substring(0, 12)))*" })
        Stop-DockerContainer $clash.Name @failing
        Assert-Failure $failure -Id AmbiguousContainer -Category InvalidArgument -Target $clash.Name
    }
}

Describe 'Get-DockerContainer, by what stands in the list' {
    BeforeAll {
        function New-RawContainer($Name, $Settings) {
            $id = (
                Invoke-EngineApi "/containers/create?name=$Name" -Method POST -Body ($Settings +
                    @{ Image = $engine.Image; Cmd = 'sleep', 'infinity' })
            ).Id
            Invoke-EngineApi "/containers/$id/start" -Method POST
        }

        $second = 1000000000L
        New-RawContainer well @{ Healthcheck = @{ Test = 'CMD', 'true'; Interval = $second } }
        New-RawContainer ill @{ Healthcheck = @{ Test = 'CMD', 'false'; Interval = $second; Retries = 1 } }
        New-RawContainer new @{ Healthcheck = @{ Test = 'CMD', 'true'; Interval = 3600L * $second } }
        New-RawContainer ports @{
            ExposedPorts = @{ '80/tcp' = @{}; '53/udp' = @{}; '443/tcp' = @{} }
            HostConfig   = @{
                PortBindings = @{ '80/tcp' = @(@{ HostPort = '8080' }); '53/udp' = @(@{ HostIp = '127.0.0.1'; HostPort = '8053' }) }
            }
        }
        New-RawContainer front @{ Labels = @{ 'com.docker.compose.project' = 'shop'; 'com.docker.compose.service' = 'front' } }
        New-RawContainer back @{ Labels = @{ 'com.docker.compose.project' = 'shop'; 'com.docker.compose.service' = 'back' } }
        New-DockerNetwork g-own | Out-Null
        New-DockerContainer $engine.Image -Name owner -Network g-own -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name sharer -Network container:owner -Interactive -Start | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'tells the health' {
        Wait-Until { (Get-DockerContainer well).Health -eq 'Healthy' -and (Get-DockerContainer ill).Health -eq 'Unhealthy' } -Seconds 15 |
            Should -BeTrue
        (Get-DockerContainer well, ill, new, front).Health | Should -Be Healthy, Unhealthy, Starting, None
        (Get-DockerContainer -Health Unhealthy, Starting).Name | Should -Be ill, new
        (Get-DockerContainer well | Format-Table -View wide | Out-String -Width 200) | Should -Match 'Running \(healthy\)'
    }

    It 'tells who holds a port of the host' {
        (Get-DockerContainer -PublishedPort 8080).Name | Should -Be ports
        (Get-DockerContainer -PublishedPort 1, 8053/udp).Name | Should -Be ports
        Get-DockerContainer -PublishedPort 8053/tcp, 80, 443 | Should -BeNullOrEmpty
        { Get-DockerContainer -PublishedPort http } | Should -Throw '*not a valid port*8080, 53/udp*'
        Get-DockerContainer ports | Format-Table -View wide | Out-String -Width 300 |
            Should -Match '(\*|0\.0\.0\.0):8080->80/tcp, 127\.0\.0\.1:8053->53/udp, 443/tcp'
    }

    It 'tells Compose projects and services' {
        (Get-DockerContainer front).ComposeProject, (Get-DockerContainer front).ComposeService | Should -Be shop, front
        (Get-DockerContainer well).ComposeProject | Should -BeNullOrEmpty
        (Get-DockerContainer -ComposeProject sh*).Name | Should -Be back, front
        (Get-DockerContainer -ComposeProject shop -ComposeService front).Name | Should -Be front
        Get-DockerContainer -ComposeService * | Should -HaveCount 2
    }

    It 'counts those that share the namespace of a container on the network' {
        (Get-DockerContainer -Network g-own).Name | Should -Be owner, sharer
    }

    It 'shows everything as a list' {
        $list = Get-DockerContainer front | Format-List | Out-String
        foreach ($property in (Get-DockerContainer front).PSObject.Properties.Name) { $list | Should -Match "(?m)^$property\s*:" }
    }
}

Describe 'Start, Stop and Remove-DockerContainer' {
    BeforeEach {
        New-DockerContainer $engine.Image -Name s-1, s-2 | Out-Null
    }

    AfterEach {
        Reset-TestEngine
    }

    It 'start and stop, by wildcard and by the pipeline, and leave alone what is so already' {
        Start-DockerContainer s-* | Should -BeNullOrEmpty
        (Get-DockerContainer s-*).State | Should -Be Running, Running
        (Start-DockerContainer s-1 -PassThru).State | Should -Be Running

        $stopped = Get-DockerContainer s-* | Stop-DockerContainer -TimeoutSeconds 1 -PassThru
        $stopped.Name | Should -Be s-1, s-2
        $stopped.State | Should -Be Exited, Exited
        $stopped.Endpoints.IPAddress | Where-Object { $_ } | Should -BeNullOrEmpty
        Stop-DockerContainer s-1
    }

    It 'remove stopped ones, and running ones with -Force only' {
        Start-DockerContainer s-1
        Remove-DockerContainer s-1, s-2 @failing
        Assert-Failure $failure -Id ContainerRunning -Category ResourceBusy -Target s-1 -Like '*-Force*', '*s-1*'
        (Get-DockerContainer).Name | Should -Be s-1

        (Remove-DockerContainer s-1 -Force -PassThru).Name | Should -Be s-1
        Get-DockerContainer | Should -BeNullOrEmpty
    }

    It 'go on after one that is not there' {
        foreach ($command in 'Start-DockerContainer', 'Stop-DockerContainer', 'Remove-DockerContainer') {
            & $command s-1, nobody, s-2, none-* @failing
            Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nobody
        }

        Get-DockerContainer | Should -BeNullOrEmpty
    }
}
