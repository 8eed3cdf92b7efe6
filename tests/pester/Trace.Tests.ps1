# Trace-ContainerReachability on a real engine: the hops of what arrives, where the rest is lost, and that nothing is left behind.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine
    New-DockerNetwork app -Subnet 10.91.0.0/24, fd00:91::/64 -IPv6 | Out-Null
    New-DockerNetwork back -Subnet 10.92.0.0/24 | Out-Null
    New-DockerContainer busybox sleep, infinity -Name web -Network app -Start | Out-Null
    New-DockerContainer busybox httpd, '-f', '-p', 80 -Name db -Network app -Publish 8080:80 -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name far -Network back -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name side -Network container:web -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name service -Network host -Start | Out-Null
    $farAddress = "$((Get-DockerContainer far).Endpoints[0].IPAddress)"
    Wait-Until { (Test-ContainerReachability web db -By Name -TcpPort 80 -IPv4 -TimeoutSeconds 1).Reachable }

    function Invoke-InEngine {
        & nsenter "--net=/run/netns/$($engine.NetworkNamespace)" @args
        if ($LASTEXITCODE) { throw "$args failed" }
    }

    function Assert-Path {
        param($Trace)

        $Trace.Reachable | Should -BeTrue
        $Trace.Lost | Should -BeNullOrEmpty
        $Trace.Rules | Should -BeNullOrEmpty
        ($Trace.Hops | Where-Object Leg -EQ Request)[-1].Place | Should -Be $Trace.Target
        ($Trace.Hops | Where-Object Leg -EQ Answer)[-1].Place | Should -Be $Trace.Source
        $Trace.Hops.Number | Should -Be (1..$Trace.Hops.Count)
        foreach ($leg in 'Request', 'Answer') {
            $offsets = @(($Trace.Hops | Where-Object Leg -EQ $leg).Offset)
            $offsets | Should -Be @($offsets | Sort-Object)
        }
    }
}

AfterAll {
    Reset-TestEngine
    Disconnect-TestEngine
}

Describe 'A connection that succeeds' {
    It 'is seen in the source, on the host and in the target, there and back' {
        $trace = Trace-ContainerReachability web db -TcpPort 80 -IPv4

        Assert-Path $trace
        $trace.Hops[0].Place, $trace.Hops[0].Interface, $trace.Hops[0].Network, "$($trace.Hops[0].Direction)" |
            Should -Be web, eth0, app, Out
        $trace.Hops | Where-Object Place -EQ '@host' | Select-Object -First 1 -ExpandProperty Interface | Should -BeLike 'veth*'
        $trace.Hops.Sent | Select-Object -Unique | Should -Be 3
        $trace.Hops.Translated | Select-Object -Unique | Should -Be None
    }

    It 'is traced with <Name>' -ForEach @(
        @{ Name = 'echo requests'; With = @{ IPv4 = $true }; Protocol = 'Icmp' }
        @{ Name = 'IPv6'; With = @{ IPv6 = $true; TcpPort = 80 }; Protocol = 'Tcp' }
        @{ Name = 'echo requests of IPv6'; With = @{ IPv6 = $true }; Protocol = 'Icmp' }
    ) {
        $trace = Trace-ContainerReachability web db @With
        Assert-Path $trace
        "$($trace.Protocol)" | Should -Be $Protocol
    }

    It 'can start at the host' {
        $trace = Trace-ContainerReachability '@host' db -By Address -TcpPort 80 -IPv4
        Assert-Path $trace
        $trace.Hops[0].Place | Should -Be '@host'
    }

    It 'is seen in the namespace that containers share' {
        $trace = Trace-ContainerReachability side db -TcpPort 80 -IPv4
        $trace.Reachable | Should -BeTrue
        $trace.Hops[0].Namespace | Should -Be web
    }

    It 'can start in a container in the mode host' {
        $trace = Trace-ContainerReachability service "$((Get-DockerContainer db).Endpoints[0].IPAddress)" -TcpPort 80
        $trace.Reachable | Should -BeTrue
        $trace.Hops[0].Namespace | Should -Be '@host'
        $trace.Hops.Place | Should -Contain db
    }

    It 'follows a published port to the container' {
        $trace = Trace-ContainerReachability far '@gateway' -TcpPort 8080 -IPv4
        $trace.Reachable | Should -BeTrue
        $trace.Lost | Should -BeNullOrEmpty
        $trace.Hops.Place | Should -Contain db
        # The engine's rules translate the port, or its proxy makes a second connection.
        ($trace.Hops | Where-Object Place -EQ docker-proxy) -or ($trace.Hops.Translated -match 'Destination') | Should -BeTrue
    }
}

Describe 'A connection that is lost' {
    It 'between isolated networks is lost on the host' {
        $trace = Trace-ContainerReachability web $farAddress -TcpPort 80 -TimeoutSeconds 1
        $trace.Reachable | Should -BeFalse
        $trace.Lost.Place | Should -Be '@host'
        $trace.Hops.Place | Should -Not -Contain far
    }

    It 'by a datagram that nobody answers, shows that it arrived' {
        $trace = Trace-ContainerReachability web db -UdpPort 5353 -IPv4 -TimeoutSeconds 1
        ($trace.Hops | Where-Object Leg -EQ Request)[-1].Place | Should -Be db
    }

    Context 'by a rule of the administrator' {
        BeforeAll { Invoke-InEngine iptables -I DOCKER-USER -d 192.0.2.0/24 -j DROP }
        AfterAll { Invoke-InEngine iptables -D DOCKER-USER -d 192.0.2.0/24 -j DROP }

        It 'is named with -Explain' {
            $trace = Trace-ContainerReachability web 192.0.2.77 -TcpPort 80 -TimeoutSeconds 1 -Explain
            $trace.Lost.Place | Should -Be '@host'
            $trace.Reasons[0].Code | Should -Be DroppedByRule
            $trace.Rules[0].Chain, "$($trace.Rules[0].Owner)", $trace.Rules[0].Verdict | Should -Be 'DOCKER-USER', DockerUser, drop
            $trace.Rules[0].Text | Should -BeLike '*192.0.2.0/24*DROP'
            $trace.Rules[0].Packets | Should -BeGreaterOrEqual 3
        }

        It 'is located without it' {
            $trace = Trace-ContainerReachability web 192.0.2.77 -TcpPort 80 -TimeoutSeconds 1
            $trace.Lost.Place | Should -Be '@host'
            $trace.Rules | Should -BeNullOrEmpty
            $trace.Reasons.Code | Should -Not -Contain DroppedByRule
        }
    }
}

Describe 'Results of a test' {
    It 'are traced, but for those that are Reachable' {
        $traces = @(Test-ContainerReachability web $farAddress, db -By Address -TimeoutSeconds 1 | Trace-ContainerReachability)
        $traces | Should -HaveCount 1
        $traces[0].TargetName, $traces[0].Lost.Place | Should -Be $farAddress, '@host'
    }

    It 'are traced when they were read from a file' {
        Test-ContainerReachability web $farAddress -TimeoutSeconds 1 | Export-Clixml (Join-Path $TestDrive rows.xml)
        $trace = Import-Clixml (Join-Path $TestDrive rows.xml) | Trace-ContainerReachability
        $trace.TargetName, $trace.Lost.Place | Should -Be $farAddress, '@host'
    }

    It 'have their trace with -Trace' {
        $rows = @(Test-ContainerReachability web $farAddress, db -By Address -IPv4 -TimeoutSeconds 1 -Trace)
        ($rows | Where-Object TargetName -EQ $farAddress).Trace.Lost.Place | Should -Be '@host'
        ($rows | Where-Object Reachable).Trace | Should -BeNullOrEmpty
    }

    It 'have targets of their own' {
        $row = Test-ContainerReachability web $farAddress -TimeoutSeconds 1
        $row | Trace-ContainerReachability -Target db -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$failed" | Should -BeLike '*has a target, a name and a port of its own*'
    }
}

Describe 'A trace that is not possible' {
    It 'says so with -Method Sidecar' {
        $trace = Trace-ContainerReachability web db -TcpPort 80 -IPv4 -Method Sidecar
        $trace.Reachable | Should -BeTrue
        $trace.Hops | Should -BeNullOrEmpty
        $trace.Reasons[0].Code | Should -Be NotTraced
        $trace | Out-String | Should -Match '(?m)^Not traced\.\r?$'
    }

    It 'is refused: <Line>' -ForEach @(
        @{ Line = 'Trace-ContainerReachability web db -IPv4 -IPv6'; Id = 'ConflictingParameters,*' }
        @{ Line = 'Trace-ContainerReachability web db -TcpPort 80 -Size 100'; Id = 'ConflictingParameters,*' }
        @{ Line = 'Trace-ContainerReachability nobody db'; Id = 'ContainerNotFound,*' }
        @{ Line = 'Trace-ContainerReachability web db -Method None'; Id = 'ConflictingParameters,*' }
        @{ Line = 'Test-ContainerReachability web db -Trace -Predict'; Id = 'ConflictingParameters,*' }
        @{ Line = 'Test-ContainerReachability web db -Trace -Snapshot (Get-DockerNetworkSnapshot)'; Id = 'ConflictingParameters,*' }
        @{ Line = 'Test-ContainerReachability web db -Trace -Method None'; Id = 'ConflictingParameters,*' }
        @{ Line = '$row | Trace-ContainerReachability -Target db'; Id = 'InvalidResult,*' }
        @{ Line = '$row | Trace-ContainerReachability -TcpPort 80'; Id = 'InvalidResult,*' }
        @{ Line = '$row | Trace-ContainerReachability -UdpPort 53'; Id = 'InvalidResult,*' }
        @{ Line = '$row | Trace-ContainerReachability -Network bridge'; Id = 'InvalidResult,*' }
        @{ Line = '$row | Trace-ContainerReachability -By Name'; Id = 'InvalidResult,*' }
        @{ Line = 'Trace-ContainerReachability web db -TcpPort 0'; Id = 'ParameterArgumentValidationError,*' }
        @{ Line = '[datetime]::Now | Trace-ContainerReachability'; Id = '*' }
    ) {
        $row = if ($Line.Contains('$row')) { Test-ContainerReachability web $farAddress -TimeoutSeconds 1 }
        { Invoke-Expression "$Line -ErrorAction Stop" } | Should -Throw -ErrorId $Id
    }

    It 'says what to write: <Line>' -ForEach @(
        @{ Line = 'Trace-ContainerReachability @host web'; Message = "Quote @host: '@host'. *" }
        @{ Line = 'Test-ContainerReachability @host web'; Message = "Quote @host: '@host'. *" }
        @{ Line = 'Resolve-ContainerName @host web'; Message = "Quote @host: '@host'. *" }
        @{ Line = 'Trace-ContainerReachability @gateway web'; Message = "*'@gateway' and '@outside' can only be targets.*" }
        @{ Line = 'Test-ContainerReachability @gateway web'; Message = "*'@gateway' and '@outside' can only be targets.*" }
        @{ Line = 'Get-DockerContainerListener @gateway'; Message = "*'@gateway' and '@outside' can only be targets.*" }
        @{ Line = 'Trace-ContainerReachability web db -Port http'; Message = "*'http' is not a valid port. Write a number*" }
        @{ Line = 'Trace-ContainerReachability web db -TcpPort 80-82'; Message = "*'80-82' is not a valid port. *(80..89)." }
        @{ Line = 'Test-ContainerReachability web db -TcpPort 53/udp'; Message = "*'53/udp' is not a TCP port. Use -UdpPort 53." }
        @{ Line = 'Get-DockerContainerListener web -Port 80/tcp'; Message = "*'80/tcp' is not a valid port. Write 80 for TCP and UDP." }
        @{ Line = 'Trace-ContainerReachability $farAddress web'; Message = "'*' is an address of far, not a container. *" }
        @{ Line = 'Trace-ContainerReachability web db:80/tcp'; Message = "'db:80/tcp' is not a valid target. Write db:80 for TCP; *" }
        @{
            Line = 'Get-DockerContainerListener db | Trace-ContainerReachability'
            Message = 'A ContainerListener is neither a container nor a result of Test-ContainerReachability.'
        }
        @{ Line = 'Get-DockerContainerListener @host'; Message = "*Quote @host: '@host'. *" }
        @{ Line = 'Test-ContainerReachability web @host'; Message = "*Quote @host: '@host'. *" }
        @{ Line = 'Trace-ContainerReachability web @outside'; Message = "*Quote '@gateway' and '@outside'*" }
        @{ Line = 'Test-ContainerReachability web @gateway'; Message = "*Quote '@gateway' and '@outside'*" }
        @{ Line = 'Trace-ContainerReachability "@gateway" web'; Message = "'@gateway' can only be a target. *" }
        @{
            Line = 'Test-ContainerReachability web db -Predict | ConvertTo-Json -Depth 6 | ConvertFrom-Json | Trace-ContainerReachability'
            Message = '*JSON and CSV lose parts of a result; use Export-Clixml.'
        }
    ) {
        { Invoke-Expression "$Line -ErrorAction Stop" } | Should -Throw $Message
    }

    It 'has no warning beside the error that says why' {
        Trace-ContainerReachability nobody db -WarningVariable said -ErrorAction SilentlyContinue -ErrorVariable failure
        Trace-ContainerReachability web nobody* -WarningVariable +said -WarningAction SilentlyContinue
        $failure | Should -HaveCount 1
        "$said" | Should -Be "Nothing was traced: no container matches 'nobody*' (-Target)."
    }

    It 'says what nothing matches, or what has no address' {
        Trace-ContainerReachability nobody* db -WarningVariable source -WarningAction SilentlyContinue
        Trace-ContainerReachability web db -Network none -WarningVariable network -WarningAction SilentlyContinue
        "$source" | Should -Be "Nothing was traced: no container matches 'nobody*' (-Source)."
        "$network" | Should -Be 'Nothing was traced: no target has a name or an address on a network that -Network selects.'
    }
}

Describe 'A port' {
    It 'may be written as <Port>' -ForEach @(@{ Port = '80/tcp' }, @{ Port = 'tcp/80' }, @{ Port = '80' }, @{ Port = 80.0 }) {
        (Test-ContainerReachability web db -TcpPort $Port -By Name -Predict).Port | Should -Be 80
        (Test-ContainerReachability web db -TcpPort $Port, 81 -By Name -Predict).Port | Should -Be 80, 81
    }
}

Describe 'What is left behind' {
    It 'is nothing, with or without -Explain, and when it is interrupted' {
        $null = Trace-ContainerReachability web $farAddress -TcpPort 80 -TimeoutSeconds 1
        $rules = Invoke-InEngine iptables-save | Where-Object { $_ -match '^-' }
        $tables = if (Get-Command nft -ErrorAction Ignore) { Invoke-InEngine nft list tables }
        $null = Trace-ContainerReachability web $farAddress -TcpPort 80 -TimeoutSeconds 1 -Explain
        $running = Start-Beside "while (`$true) { Trace-ContainerReachability web $farAddress -TcpPort 80 -Explain }"
        Start-Sleep -Milliseconds 1500
        $running | Stop-Beside | Should -BeLessThan 5
        Remove-Module DockerNetwork
        Import-Module (Get-TestModulePath) -Global
        Wait-Until { -not (Get-ProbeContainer) } -Seconds 10

        Get-ProbeContainer | Should -BeNullOrEmpty
        Invoke-InEngine iptables-save | Where-Object { $_ -match '^-' } | Should -Be $rules
        if (Get-Command nft -ErrorAction Ignore) { Invoke-InEngine nft list tables | Should -Be $tables }
    }
}
