# Get-DockerPortMapping: which ports are exposed and published, and who can reach them (scenario D2).
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine

    function New-PublishedContainer {
        <#
        Not with the module, so that it is not its own witness. Bindings by port, as @{ '80/tcp' = '8080', '127.0.0.1:8081' }; $null only
        exposes.
        #>
        param(
            [Parameter(Mandatory)] [string] $Name,
            [Parameter(Mandatory)] [hashtable] $Port,
            [string] $Network = 'bridge',
            [hashtable] $HostConfig = @{},
            [string[]] $Command = @('sleep', 'infinity'),
            [switch] $Stopped
        )

        $exposed = @{}
        $bindings = @{}
        foreach ($each in $Port.Keys) {
            $exposed[$each] = @{}
            if ($null -eq $Port[$each]) { continue }
            $bindings[$each] = @(foreach ($text in $Port[$each]) {
                    $address, $hostPort = $text -match '^(.*):([^:]*)$' ? $Matches[1, 2] : @('', $text)
                    @{ HostIp = $address; HostPort = $hostPort }
                })
        }

        $body = @{
            Image        = 'busybox'
            Cmd          = $Command
            ExposedPorts = $exposed
            HostConfig   = @{ NetworkMode = $Network; PortBindings = $bindings } + $HostConfig
        }
        $id = (Invoke-EngineApi "/containers/create?name=$Name" -Method POST -Body $body).Id
        if (-not $Stopped) { Invoke-EngineApi "/containers/$id/start" -Method POST }
    }

    function Test-FromOutside {
        <# Whether the world, played by the other end of the engine's cable, reaches a port of the engine's host. #>
        param([Parameter(Mandatory)] [string] $Address, [Parameter(Mandatory)] [int] $Port)

        $fixture = Get-Content (Join-Path $env:DN_TEST_ENGINE_DIR env) -Raw | ConvertFrom-StringData
        & nsenter --net=/run/netns/$($fixture.DN_NETNS)-out timeout 2 bash -c "exec 3<>/dev/tcp/$Address/$Port" 2>$null
        $LASTEXITCODE -eq 0
    }

    $httpd = 'httpd', '-f', '-p', '80'
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Published ports (D2)' {
    BeforeAll {
        New-DockerNetwork d2-net | Out-Null
        New-PublishedContainer web @{ '80/tcp' = '8080' } -Command $httpd
        New-PublishedContainer local @{ '80/tcp' = '127.0.0.1:8081' } -Command $httpd
        New-PublishedContainer addressed @{ '80/tcp' = '198.51.100.2:8082' } -Command $httpd
        New-PublishedContainer dns @{ '53/tcp' = '5353'; '53/udp' = '5353' } -Network d2-net
        New-PublishedContainer exposing @{ '9000/tcp' = $null; '9001/udp' = $null }
        New-PublishedContainer ipv4only @{ '80/tcp' = '0.0.0.0:8083' }
        New-PublishedContainer ipv6only @{ '80/tcp' = ':::8084' }
        New-DockerContainer busybox -Name plain -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'are one object each, in both families' {
        $mappings = Get-DockerPortMapping web

        $mappings | ForEach-Object ToString | Should -Be '0.0.0.0:8080->80/tcp', '[::]:8080->80/tcp'
        $mappings.Exposure | Should -Be Open, Open
        $mappings.Active | Should -Be $true, $true
        $mappings[0].HostAddress | Should -BeOfType ipaddress
        $mappings[0].ContainerId | Should -Be (Get-DockerContainer web).Id
        $mappings[0].Networks | Should -Be bridge
        $mappings[0].Image | Should -Be busybox
    }

    It 'are what the engine has, all of them' {
        $engineSays = Invoke-EngineApi '/containers/json?all=1' | ForEach-Object {
            $name = $_.Names[0].TrimStart('/')
            $_.Ports | Where-Object PrivatePort | ForEach-Object {
                "$name $($_.PSObject.Properties['IP']?.Value) $($_.PSObject.Properties['PublicPort']?.Value) $($_.PrivatePort) $($_.Type)"
            }
        }

        Get-DockerPortMapping | ForEach-Object { "$($_.Container) $($_.HostAddress) $($_.HostPort) $($_.ContainerPort) $($_.Protocol)" } |
            Sort-Object |
            Should -Be ($engineSays | Sort-Object)
    }

    It 'tell who reaches them, and that is so' {
        $exposure = @{}
        foreach ($mapping in Get-DockerPortMapping web, local, addressed) { $exposure[$mapping.Container] = $mapping.Exposure }

        $exposure.web, $exposure.local, $exposure.addressed | Should -Be Open, Loopback, Address
        Test-FromOutside 198.51.100.2 8080 | Should -BeTrue
        Test-FromOutside 198.51.100.2 8081 | Should -BeFalse
        Test-FromOutside 198.51.100.2 8082 | Should -BeTrue
        (Test-ContainerReachability '@host' 127.0.0.1 -TcpPort 8080, 8081, 8082).Observed | Should -Be Reachable, Reachable, Refused
        (Test-ContainerReachability plain '@gateway' -TcpPort 8080, 8081).Observed | Should -Be Reachable, Refused
    }

    It 'tell tcp and udp apart' {
        (Get-DockerPortMapping dns).Protocol | Should -Be tcp, tcp, udp, udp
        Get-DockerPortMapping dns -Protocol udp | ForEach-Object ToString | Should -Be '0.0.0.0:5353->53/udp', '[::]:5353->53/udp'
    }

    It 'tell ports apart that are only exposed' {
        $mappings = Get-DockerPortMapping exposing

        $mappings | ForEach-Object ToString | Should -Be 9000/tcp, 9001/udp
        $mappings.Exposure | Should -Be None, None
        $mappings.HostPort | Should -Be $null, $null
        Get-DockerPortMapping exposing -Published | Should -BeNullOrEmpty
    }

    It 'may be of one family' {
        (Get-DockerPortMapping ipv4only, ipv6only).Published | Should -Be '0.0.0.0:8083->80/tcp', '[::]:8084->80/tcp'
    }

    It 'are found by either port' {
        (Get-DockerPortMapping -Port 8081).Container | Should -Be local
        (Get-DockerPortMapping -Port 53).Container | Select-Object -Unique | Should -Be dns
        Get-DockerPortMapping -Port 8081, 9000 -Published | ForEach-Object Container | Should -Be local
    }

    It 'are found by what they are open to' {
        (Get-DockerPortMapping -Open).Container | Select-Object -Unique | Should -Be dns, ipv4only, ipv6only, web
        Get-DockerPortMapping local -Open | Should -BeNullOrEmpty
    }

    It 'are of containers by name, pattern, object and endpoint, each once' {
        (Get-DockerPortMapping web, w*).Container | Should -Be web, web
        (Get-DockerContainer web, local | Get-DockerPortMapping).Container | Should -Be web, web, local
        (Get-DockerNetworkEndpoint d2-net | Get-DockerPortMapping).Container | Select-Object -Unique | Should -Be dns
        ('local' | Get-DockerPortMapping).HostPort | Should -Be 8081
        Get-DockerPortMapping plain | Should -BeNullOrEmpty
        Get-DockerPortMapping x* | Should -BeNullOrEmpty

        $found = Get-DockerPortMapping nobody, local -ErrorAction SilentlyContinue -ErrorVariable failure
        $found.Container | Should -Be local
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nobody
    }

    It 'lead to their containers' {
        (Get-DockerPortMapping -Port 8081 | Get-DockerContainer).Name | Should -Be local
        (Get-DockerPortMapping -Port 8081 | Test-ContainerReachability -Target 127.0.0.1 -TcpPort 80).Observed | Should -Be Reachable
    }
}

Describe 'Ranges' {
    BeforeAll {
        $ports = @{ '99/tcp' = $null; '53/udp' = '127.0.0.1:5353' }
        0..10 | ForEach-Object { $ports["$(80 + $_)/tcp"] = "$(8000 + $_)" }
        New-PublishedContainer ranged $ports
    }

    AfterAll { Reset-TestEngine }

    It 'are an object for each port and family, to count, filter and export' {
        $mappings = Get-DockerPortMapping ranged

        ($mappings | Measure-Object).Count | Should -Be 24
        ($mappings | Where-Object HostPort -EQ 8005).ContainerPort | Should -Be 85, 85
        $mappings | Export-Csv (Join-Path $TestDrive ports.csv)
        $rows = Import-Csv (Join-Path $TestDrive ports.csv)
        $rows | Should -HaveCount 24
        $rows[1].HostAddress, $rows[1].HostPort, $rows[1].ContainerPort | Should -Be '0.0.0.0', 8000, 80
    }

    It 'are put together in Published' {
        $mappings = Get-DockerPortMapping ranged

        $mappings | Select-Object -ExpandProperty Published -Unique | Should -Be '127.0.0.1:5353->53/udp', '*:8000-8010->80-90/tcp', 99/tcp
        (Get-DockerPortMapping ranged -Port 8003, 8004).Published | Select-Object -Unique | Should -Be '*:8003-8004->83-84/tcp'
    }

    It 'are put together over the table, and in that of containers' {
        (Get-DockerPortMapping ranged | Out-String -Width 120) -replace '\s+', ' ' |
            Should -BeLike '*Container: ranged (running): `*:8000-8010->80-90/tcp, 127.0.0.1:5353->53/udp, 99/tcp*'
        Get-DockerContainer ranged | Format-Table -View wide | Out-String -Width 300 |
            Should -BeLike '*`*:8000-8010->80-90/tcp, 127.0.0.1:5353->53/udp, 99/tcp*'
    }
}

Describe 'Ports of stopped containers' {
    BeforeAll {
        New-DockerNetwork s-loop -Option @{ 'com.docker.network.bridge.host_binding_ipv4' = '127.0.0.1' } | Out-Null
        New-DockerNetwork s-back -Internal | Out-Null
        New-PublishedContainer stopped @{ '80/tcp' = '8090', '127.0.0.1:8091'; '81/tcp' = $null; '82/tcp' = '9000-9010' } -Stopped
        New-PublishedContainer looped @{ '80/tcp' = '8092' } -Network s-loop -Stopped
        New-PublishedContainer inside @{ '80/tcp' = '8093' } -Network s-back -Stopped
        New-PublishedContainer all @{ '80/tcp' = $null } -HostConfig @{ PublishAllPorts = $true } -Stopped
    }

    AfterAll { Reset-TestEngine }

    It 'are what opens when they start' {
        $mappings = Get-DockerPortMapping stopped

        $mappings | ForEach-Object ToString | Should -Be '*:8090->80/tcp', '127.0.0.1:8091->80/tcp', 81/tcp, '*:9000-9010->82/tcp'
        $mappings.Exposure | Should -Be Open, Loopback, None, Open
        $mappings.State | Select-Object -Unique | Should -Be Created
        $mappings.Active | Select-Object -Unique | Should -BeFalse
        (Get-DockerPortMapping all).Published | Should -Be '*:?->80/tcp'
        (Get-DockerPortMapping -Port 9005).ContainerPort | Should -Be 82
        (Get-DockerPortMapping -Open).Container | Select-Object -Unique | Should -Be all, stopped
        $mappings | Out-String -Width 120 | Should -BeLike '*stopped (created), when it starts: *'
    }

    It 'open as was said' {
        $before = @{}
        foreach ($name in 'stopped', 'looped', 'inside', 'all') {
            $before[$name] = (Get-DockerPortMapping $name).Exposure | Select-Object -Unique
        }
        Start-DockerContainer stopped, looped, inside, all

        foreach ($name in $before.Keys) {
            (Get-DockerPortMapping $name).Exposure | Select-Object -Unique | Should -Be $before[$name] -Because $name
        }
        $before.looped, $before.inside | Should -Be Loopback, None
        (Get-DockerPortMapping stopped -Port 82).HostPort | Should -BeIn (9000..9010)
        (Get-DockerPortMapping stopped).Active | Select-Object -Unique | Should -BeTrue
    }
}

Describe 'Ports without a network of their own' {
    BeforeAll {
        New-PublishedContainer onhost @{ '8099/tcp' = $null } -Network host -Command httpd, -f, -p, 8099
        New-PublishedContainer web @{ '80/tcp' = '8080' } -Command $httpd
        New-DockerContainer busybox -Name sidecar -Network container:web -Start | Out-Null
        New-PublishedContainer cut @{ '80/tcp' = '8094' } -Network none
    }

    AfterAll { Reset-TestEngine }

    It 'are those of the host in host mode, open where the program listens' {
        $mapping = Get-DockerPortMapping onhost

        $mapping.HostNetwork, $mapping.HostPort, $mapping.HostAddress, $mapping.Exposure | Should -Be $true, 8099, $null, Open
        Test-FromOutside 198.51.100.2 8099 | Should -BeTrue
        $mapping | Out-String -Width 120 | Should -BeLike "*onhost (running), on the host's network: *"
    }

    It 'are those of the owner of a shared namespace' {
        $mappings = Get-DockerPortMapping sidecar

        $mappings.NamespaceOwner | Should -Be web, web
        $mappings | ForEach-Object ToString | Should -Be (Get-DockerPortMapping web | ForEach-Object ToString)
        $mappings | Out-String -Width 120 | Should -BeLike '*sidecar (running), ports of web: *'

        Stop-DockerContainer web
        # 26.1 lists a container as running for a moment after it has stopped it.
        $null = Wait-Until { (Get-DockerContainer web).State -eq 'Exited' }
        (Get-DockerPortMapping sidecar).Active | Should -BeFalse
        Start-DockerContainer web
    }

    It 'are not published without a network' {
        Get-DockerPortMapping cut | ForEach-Object ToString | Should -Be 80/tcp
    }
}

Describe 'The colour of ports that are open to the world' {
    BeforeAll {
        New-PublishedContainer web @{ '80/tcp' = '8080'; '81/tcp' = '127.0.0.1:8081' }
        $rendering = $PSStyle.OutputRendering
        $escape = [char]27
        $shell = (Get-Process -Id $PID).Path
        $script = "Import-Module '$(Get-TestModulePath)'; Get-DockerPortMapping web"
        function Read-Terminal {
            <# What the script writes to a terminal. #>
            param([hashtable] $Environment = @{})

            $set = @('TERM=xterm') + $Environment.GetEnumerator().ForEach{ "$($_.Key)=$($_.Value)" }
            (& env -u NO_COLOR @set script -qec "'$shell' -NoProfile -NonInteractive -Command `"$script`"" /dev/null) -join "`n"
        }
    }

    AfterEach { $PSStyle.OutputRendering = $rendering }

    AfterAll { Reset-TestEngine }

    It 'is the warning style' {
        $PSStyle.OutputRendering = 'Ansi'
        $rows = (Get-DockerPortMapping web | Out-String) -split "`n"

        $rows -match '0\.0\.0\.0:8080' |
            Should -Match "^$([regex]::Escape("$($PSStyle.Formatting.Warning)0.0.0.0:8080$($PSStyle.Reset)")).*Open"
        $rows -match '127\.0\.0\.1:8081 ' | Should -Not -Match $escape
    }

    It 'is left out of texts and files, and where PowerShell renders plain' -TestCases @{ Rendering = 'Host' },
        @{ Rendering = 'PlainText' } {
        $PSStyle.OutputRendering = $Rendering
        Get-DockerPortMapping web | Out-String | Should -Not -Match $escape
        Get-DockerPortMapping web | Format-List | Out-String | Should -Not -Match $escape
    }

    It 'is seen on a terminal, unless NO_COLOR is set' -Skip:(-not (Get-Command script -ErrorAction Ignore)) {
        (Read-Terminal) -split "`n" -match '0\.0\.0\.0:8080' | Should -Match "$escape\[33;1m"
        $plain = (Read-Terminal @{ NO_COLOR = 1 }) -split "`n" -match '0\.0\.0\.0:8080'
        $plain | Should -Not -BeNullOrEmpty
        $plain | Should -Not -Match "$escape\["
    }

    It 'is not in what a process pipes on' {
        $row = (& $shell -NoProfile -NonInteractive -Command $script) -match '0\.0\.0\.0:8080'
        $row | Should -Not -BeNullOrEmpty
        $row | Should -Not -Match $escape
    }
}
