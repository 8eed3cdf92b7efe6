# Who reaches whom: scenarios B1 and B2, and what Test-ContainerReachability gives.
. $PSScriptRoot/OnEngine.ps1

Describe 'Two containers on the default bridge (B1)' {
    BeforeAll {
        New-DockerContainer alpine ash -Name alpine1, alpine2 -Tty -Interactive -Start | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'are both on it, with their addresses' {
        $bridge = Get-DockerNetwork bridge
        $bridge.Endpoints.Container | Should -Be alpine1, alpine2
        $bridge.Endpoints.State | Should -Be Running, Running
        foreach ($endpoint in $bridge.Endpoints) { $bridge.Subnets.Where{ $_.Contains($endpoint.IPAddress) } | Should -HaveCount 1 }
        (
            Invoke-DockerContainerCommand alpine1 -Command ip, addr, show, eth0
        ) -match ([regex]::Escape("inet $($bridge.Endpoints.Where{ $_.Container -eq 'alpine1' }.IPAddress)/16")) |
            Should -HaveCount 1
    }

    It 'reach each other by address' {
        $address = (Get-DockerContainer alpine2).Endpoints.IPAddress
        $result = Test-ContainerReachability alpine1 "$address" -Count 2

        $result.Reachable | Should -BeTrue
        $result.Observed, $result.Predicted | Should -Be Reachable, Reachable
        $result.Sent, $result.Received | Should -Be 2, 2
        $result.Latency | Should -BeGreaterThan ([timespan]::Zero)
        $result.Latency | Should -BeLessThan ([timespan]::FromSeconds(1))
        $result.Min | Should -BeLessOrEqual $result.Avg
        $result.Avg | Should -BeLessOrEqual $result.Max
        $result.Latency | Should -Be $result.Avg
    }

    It 'do not know each other''s names' {
        $results = Test-ContainerReachability alpine1 alpine2

        $results.TargetName | Should -Be alpine2, "$((Get-DockerContainer alpine2).Endpoints.IPAddress)"
        $results.Target | Should -Be alpine2, alpine2
        $results.Observed | Should -Be Unresolved, Reachable
        $results.Predicted | Should -Be Unresolved, Reachable
        $results.Agrees | Should -Be $true, $true
        $results[0].Address | Should -BeNullOrEmpty
        $results[1].Network | Should -Be bridge
    }

    It 'are told why, and running the fix fixes it' {
        $reason = (Test-ContainerReachability alpine1 alpine2 -By Name).Reasons | Where-Object Fix

        $reason.Code | Should -Be NamesNeedUserDefinedNetwork
        $reason.Component | Should -Be bridge
        $reason.Message | Should -BeLike '*alpine1*alpine2*user-defined network*'
        Invoke-Expression $reason.Fix
        $result = Test-ContainerReachability alpine1 alpine2 -By Name
        $result.Observed, $result.Predicted | Should -Be Reachable, Reachable
        $result.Reasons.Code | Should -Contain ResolvedByEngine
        (Test-ContainerReachability alpine2 alpine1 -By Name).Reachable | Should -BeTrue
    }

    It 'offers a fix that works also where the network app is there already' {
        # The fix above made it; a network of somebody else may have that name.
        New-DockerContainer alpine -Name alpine5, alpine6 -Interactive -Start | Out-Null
        $fix = ((Test-ContainerReachability alpine5 alpine6 -By Name).Reasons | Where-Object Fix).Fix

        Invoke-Expression $fix
        (Test-ContainerReachability alpine5 alpine6 -By Name).Reachable | Should -BeTrue
    }

    It 'are stopped and removed' {
        Stop-DockerContainer alpine1, alpine2
        (Get-DockerContainer alpine1, alpine2).State | Should -Be Exited, Exited
        $result = Test-ContainerReachability alpine1 alpine2 -By Name
        $result.Observed | Should -Be NotRunning
        $result.Reasons.Code | Should -Contain SourceNotRunning

        Remove-DockerContainer alpine1, alpine2
        Get-DockerContainer alpine1*, alpine2* | Should -BeNullOrEmpty
    }
}

Describe 'Containers on a network of their own (B2)' {
    BeforeAll {
        New-DockerNetwork alpine-net -Driver bridge | Out-Null
        New-DockerContainer alpine ash -Name alpine1, alpine2 -Network alpine-net -Tty -Interactive -Start | Out-Null
        New-DockerContainer alpine ash -Name alpine3 -Tty -Interactive -Start | Out-Null
        New-DockerContainer alpine ash -Name alpine4 -Network alpine-net -Tty -Interactive -Start | Out-Null
        Connect-DockerNetwork bridge alpine4
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'stand where the exercise puts them' {
        (Get-DockerNetwork alpine-net).Endpoints.Container | Should -Be alpine1, alpine2, alpine4
        (Get-DockerNetwork bridge).Endpoints.Container | Should -Be alpine3, alpine4
        (Get-DockerContainer alpine4).Networks | Should -Be alpine-net, bridge
        (Get-DockerNetwork alpine-net).Subnets | Should -Not -Be (Get-DockerNetwork bridge).Subnets
    }

    It 'lets alpine1 reach alpine2, alpine4 and itself by name' {
        $results = Test-ContainerReachability alpine1 alpine2, alpine4, alpine1 -By Name -Count 2

        $results.Target | Should -Be alpine2, alpine4, alpine1
        $results.Observed | Should -Be Reachable, Reachable, Reachable
        $results.Agrees | Should -Be $true, $true, $true
        $results.Received | Should -Be 2, 2, 2
        $results[0].Network | Should -Be alpine-net
        $addresses = (Get-DockerNetwork alpine-net).Endpoints | ForEach-Object { @{ $_.Container = $_.IPAddress } }
        $results | ForEach-Object Address | Should -Be $addresses.alpine2, $addresses.alpine4, $addresses.alpine1
    }

    It 'lets alpine1 reach alpine3 neither by name nor by address' {
        $byName, $byAddress = Test-ContainerReachability alpine1 alpine3 -By Name, Address -Count 2 -TimeoutSeconds 1

        $byName.Observed, $byName.Predicted | Should -Be Unresolved, Unresolved
        $byName.Reasons.Code | Should -Contain NoSharedNetwork
        $byAddress.Observed, $byAddress.Predicted | Should -Be Blocked, Blocked
        $byAddress.Sent, $byAddress.Received | Should -Be 2, 0 -Because 'all of it is lost'
        $byAddress.Latency | Should -BeNullOrEmpty
        $byAddress.Reasons.Code | Should -Contain IsolatedNetworks
    }

    It 'lets alpine4 reach alpine1 and alpine2 by name, and alpine3 by address only' {
        (Test-ContainerReachability alpine4 alpine1, alpine2 -By Name).Observed | Should -Be Reachable, Reachable
        $results = Test-ContainerReachability alpine4 alpine3 -By Name, Address
        $results.Observed | Should -Be Unresolved, Reachable
        $results.Agrees | Should -Be $true, $true
        $results[1].Network | Should -Be bridge
    }

    It 'lets all of them reach the outside' {
        if (-not $engine.OutsideAddress) { Set-ItResult -Skipped -Because 'this engine has no simulated outside'; return }
        $results = 'alpine1', 'alpine2', 'alpine3', 'alpine4' |
            Test-ContainerReachability -Target $engine.OutsideAddress, $engine.OutsideName

        $results | Should -HaveCount 8
        $results | Where-Object { -not $_.Reachable } | Should -BeNullOrEmpty
        $results | Where-Object TargetName -EQ $engine.OutsideName | ForEach-Object Address | Select-Object -Unique |
            Should -Be ([ipaddress]$engine.OutsideAddress)
        Test-ContainerReachability alpine1 $engine.OutsideAddress -TcpPort 80 -Quiet | Should -BeTrue
        Test-ContainerReachability alpine1 "$($engine.OutsideName):80" -Quiet | Should -BeTrue
    }

    It 'makes all ordered pairs with -Mesh' {
        $results = Test-ContainerReachability alpine1, alpine2, alpine4 -Mesh -By Name
        $results | Should -HaveCount 9
        @($results | ForEach-Object { "$($_.Source)>$($_.Target)" } | Sort-Object -Unique) | Should -HaveCount 9
        $results.Observed | Select-Object -Unique | Should -Be Reachable
    }

    It 'is cleaned up in the exercise''s order' {
        Stop-DockerContainer alpine1, alpine2, alpine3, alpine4
        Remove-DockerContainer alpine1, alpine2, alpine3, alpine4
        Remove-DockerNetwork alpine-net
        (Get-DockerNetwork).Name | Should -Be 'bridge', 'host', 'none'
        Get-DockerContainer | Should -BeNullOrEmpty
    }
}

Describe 'Test-ContainerReachability' {
    BeforeAll {
        New-DockerNetwork reach | Out-Null
        New-DockerContainer $engine.Image -Name web -Command httpd, -f, -p, 80 -Network reach -Start | Out-Null
        New-DockerContainer $engine.Image -Name client, other -Network reach -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name alone -Network none -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name never -Network reach | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'gives rich objects' {
        $before = [DateTimeOffset]::Now
        $result = Test-ContainerReachability client web -By Name

        $result.GetType().Name | Should -Be ReachabilityResult
        $result.Source, $result.Target, $result.TargetName | Should -Be client, web, web
        $result.Protocol | Should -Be Icmp
        $result.Port | Should -BeNullOrEmpty
        $result.Method | Should -Be Agent -Because 'the test engine allows the best'
        $result.Time | Should -BeGreaterThan $before.AddSeconds(-1)
        $result.Time | Should -BeLessThan $before.AddSeconds(30)
        "$($result.DockerHost)" | Should -Be $engine.DockerHost
        "$result" | Should -Be 'client -> web: Reachable'
        $result.Reasons.Code | Should -Be SharedNetwork, ResolvedByEngine
        $result.Reasons | ForEach-Object { $_.Message | Should -Not -BeNullOrEmpty; $_.Component | Should -Not -BeNullOrEmpty }
        $result.Sent, $result.Received | Should -Be 1, 1
    }

    It 'gives one row for each name, alias and address, or those that -By wants' {
        Connect-DockerNetwork bridge other
        New-DockerNetwork reach-2 | Out-Null
        Connect-DockerNetwork reach-2 other -Alias helper
        try {
            $addresses = (Get-DockerContainer other).Endpoints.IPAddress | ForEach-Object ToString
            $expected = @('other', 'helper') + $addresses
            @((Test-ContainerReachability client other -TimeoutSeconds 1).TargetName | Sort-Object) | Should -Be @($expected | Sort-Object)
            (Test-ContainerReachability client other -By Name -Predict).TargetName | Should -Be other
            (Test-ContainerReachability client other -By Alias -Predict).TargetName | Should -Be helper
            @((Test-ContainerReachability client other -By Address -Predict).TargetName | Sort-Object) |
                Should -Be @($addresses | Sort-Object)
        }
        finally {
            Disconnect-DockerNetwork bridge, reach-2 other
            Remove-DockerNetwork reach-2
        }
    }

    It 'connects to TCP ports' {
        $open, $closed = Test-ContainerReachability client web -By Name -TcpPort 80, 81

        $open.Protocol, $open.Port, $open.Observed, $open.Reachable | Should -Be 'Tcp', 80, 'Reachable', $true
        $closed.Port, $closed.Observed, $closed.Reachable | Should -Be 81, 'Refused', $false
        $closed.Agrees | Should -BeTrue -Because 'the network lets it through; nobody listens'
        @($closed.Reasons.Code) -match '^(PortRefused|NobodyListens|ListensElsewhere)$' | Should -HaveCount 1
        "$open" | Should -Be 'client -> web:80/tcp: Reachable'
    }

    It 'names the port of the container if the port of the host was refused' {
        New-DockerContainer alpine httpd, -f, -p, 80 -Name front -Network reach -Publish 8089:80 -Start | Out-Null
        try {
            $host8089, $own = Test-ContainerReachability client front -By Name -TcpPort 8089, 80
            "$($host8089.Observed)", "$($own.Observed)" | Should -Be Refused, Reachable
            $host8089.Reasons[0].Code | Should -Be PublishedPortNotContainerPort
            $host8089.Reasons[0].Message | Should -BeLike '*8089 is the port on the engine*port 80 of front*-TcpPort 80).'
        }
        finally { Remove-DockerContainer front -Force }
    }

    It 'takes containers, addresses, names, and any of them with a port' {
        $web = Get-DockerContainer web
        $address = "$($web.Endpoints.IPAddress)"
        $results = @(
            Test-ContainerReachability client $web -By Name
            Test-ContainerReachability client $web.Id -By Name
            Test-ContainerReachability client $web.Id.Substring(0, 12) -By Name
            Test-ContainerReachability client 'we?' -By Name
            Test-ContainerReachability client $address
            Test-ContainerReachability client web:80 -By Name
            Test-ContainerReachability client "${address}:80"
            Test-ContainerReachability client web.reach
        )

        $results | Should -HaveCount 8
        $results.Observed | Select-Object -Unique | Should -Be Reachable
        $results.Target | Should -Be web, web, web, web, $address, web, $address, web.reach
        $results.Port | Where-Object { $_ } | Should -Be 80, 80
        $results | ForEach-Object Address | Select-Object -Unique | Should -Be ([ipaddress]$address)
    }

    It 'takes the neighbours where no target is given' {
        (Test-ContainerReachability client -By Name -Predict).Target | Sort-Object | Should -Be never, other, web
    }

    It 'takes the addresses that the objects of this module and of .NET hold' {
        $endpoint = (Get-DockerContainer web).Endpoints
        (Test-ContainerReachability client $endpoint.IPAddress).Reachable | Should -BeTrue
        (Test-ContainerReachability client ([ipaddress]'127.0.0.1')).Reachable | Should -BeTrue
    }

    It 'says what is no target' {
        foreach ($target in 'web:99999', 'web:', '-c', 'a b') {
            $results = Test-ContainerReachability client $target, web -By Name -Predict @failing
            Assert-Failure $failure -Id InvalidTarget -Category InvalidArgument -Target $target -Like "*'$target'*"
            $results.Target | Should -Be web -Because 'one bad target does not stop the others'
        }
    }

    It 'says that a name does not exist anywhere' {
        $result = Test-ContainerReachability client nobody.example -TimeoutSeconds 1
        $result.Observed | Should -Be Unresolved
        $result.Reachable | Should -BeFalse
        $result.Target | Should -Be nobody.example
    }

    It 'sends as many packets as -Count says' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $result = Test-ContainerReachability client web -By Name -Count 3

        $result.Sent, $result.Received | Should -Be 3, 3
        $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 1.9
    }

    It 'waits as long as -TimeoutSeconds says, for all targets at once' {
        # Nobody has these addresses; the engine's bridge keeps asking for them.
        $subnet = (Get-DockerNetwork reach).Subnets
        $prefix = "$($subnet.BaseAddress)" -replace '\d+\.\d+$'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $results = Test-ContainerReachability client (200..219 | ForEach-Object { "${prefix}77.$_" }) -TimeoutSeconds 1

        $results | Should -HaveCount 20
        $results.Reachable | Select-Object -Unique | Should -BeFalse
        $results.Observed | Select-Object -Unique | Should -BeIn Blocked, NoRoute
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
    }

    It 'only predicts with -Predict and with -Method None' {
        foreach ($parameters in @{ Predict = $true }, @{ Method = 'None' }) {
            $result = Test-ContainerReachability client web -By Name @parameters
            $result.Observed | Should -BeNullOrEmpty
            $result.Predicted | Should -Be Reachable
            $result.Reachable | Should -BeTrue
            $result.Agrees | Should -BeNullOrEmpty
            $result.Method | Should -Be None
            $result.Sent | Should -Be 0
        }
    }

    It 'gives one bool with -Quiet' {
        Test-ContainerReachability client web -Quiet | Should -BeExactly $true
        Test-ContainerReachability client web, other -Quiet | Should -BeExactly $true
        Test-ContainerReachability client, other web -TcpPort 80 -Quiet | Should -BeExactly $true
        Test-ContainerReachability client web -TcpPort 80, 81 -Quiet | Should -BeExactly $false
        Test-ContainerReachability client web, alone -Quiet | Should -BeExactly $false
        Test-ContainerReachability client, alone web -Quiet | Should -BeExactly $false
    }

    It 'compares with -Expect, and has an error for each probe that is not as expected' {
        Test-ContainerReachability client, other web -TcpPort 80 -Expect Reachable @failing | Should -BeExactly $true
        $failure | Should -BeNullOrEmpty
        Test-ContainerReachability client web -By Name -TcpPort 80, 81 -Expect Reachable @failing | Should -BeExactly $false
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotAsExpected,*'
        $failure[0].CategoryInfo.Category | Should -Be InvalidResult
        "$($failure[0])" | Should -BeLike 'client -> web tcp/81 was expected to be Reachable, but Refused was observed. *'
        $failure[0].TargetObject.Port | Should -Be 81

        Test-ContainerReachability client alone -TimeoutSeconds 1 -Expect Unreachable @failing | Should -BeExactly $true
        $failure | Should -BeNullOrEmpty
        Test-ContainerReachability client web, alone -By Name -TimeoutSeconds 1 -Expect Unreachable @failing | Should -BeExactly $false
        "$failure" | Should -BeLike 'client -> web icmp was expected to be Unreachable, but Reachable was observed. *'
        # Nothing keeps a container from itself.
        Test-ContainerReachability client, alone -Mesh -TimeoutSeconds 1 -Expect Unreachable | Should -BeExactly $true
        Test-ContainerReachability client, web -Mesh -Predict -Expect Reachable | Should -BeExactly $true
        $saved = Get-DockerNetworkSnapshot
        Test-ContainerReachability client, alone -Mesh -Snapshot $saved -Expect Unreachable | Should -BeExactly $true
        Test-ContainerReachability client web -Snapshot $saved -Expect Unreachable @failing | Should -BeExactly $false
        "$($failure[0])" | Should -BeLike '*, but Reachable is predicted. *'
        { Test-ContainerReachability client web -Quiet -Expect Reachable } | Should -Throw -ErrorId 'ConflictingParameters,*'
    }

    It 'expects nothing of what is stopped, missing or untested: <Source> <Target> <More>' -ForEach @(
        @{ Source = 'client'; Target = 'never' }
        @{ Source = 'client'; Target = 'never', 'alone'; More = @{ By = 'Address' } }
        @{ Source = 'never'; Target = 'web' }
        @{ Source = 'client'; Target = 'nobody' }
        @{ Source = 'nobody'; Target = 'alone'; Id = 'ContainerNotFound' }
        @{ Source = 'client'; Target = 'nobody*' }
        @{ Source = 'client'; Target = 'alone', 'nobody*' }
        @{ Source = 'client'; Target = 'web'; More = @{ UdpPort = 9; Method = 'Exec' } }
        @{ Source = 'client'; Target = 'alone'; More = @{ Network = 'bridge' } }
    ) {
        $More ??= @{}
        $Id ??= 'NotTested'
        foreach ($expect in 'Reachable', 'Unreachable') {
            Test-ContainerReachability $Source $Target @More -TimeoutSeconds 1 -Expect $expect @failing | Should -BeExactly $false
            $failure.FullyQualifiedErrorId | Should -Contain "$Id,DockerNetwork.Commands.TestContainerReachabilityCommand"
            if ($expect -eq 'Unreachable') { $failure.FullyQualifiedErrorId | Should -Not -BeLike 'NotAsExpected,*' }
        }
    }

    It 'gives no bool where there is nobody to test' {
        Test-ContainerReachability nobody web -Quiet @failing | Should -BeNullOrEmpty
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nobody
    }

    It 'says no with -Quiet, and why, where there is nothing to test' {
        Test-ContainerReachability client 'nobody*' -Quiet -WarningVariable said -WarningAction SilentlyContinue | Should -BeExactly $false
        "$said" | Should -BeExactly "No container matches 'nobody*'."
        Test-ContainerReachability 'nobody*' web -Quiet -WarningVariable said -WarningAction SilentlyContinue | Should -BeExactly $false
        "$said" | Should -BeExactly "No container matches 'nobody*'."
        Get-DockerContainer 'nobody*' |
            Test-ContainerReachability -Target web -Quiet -WarningVariable said -WarningAction SilentlyContinue |
            Should -BeExactly $false
        $said | Should -HaveCount 1
    }

    It 'warns where no source matches a pattern' {
        Test-ContainerReachability 'nobody*' web -Predict -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$said" | Should -BeExactly "No container matches 'nobody*'."
        Get-DockerContainer 'nobody*' |
            Test-ContainerReachability -Target web -Predict -WarningVariable said -WarningAction SilentlyContinue |
            Should -BeNullOrEmpty
        $said | Should -BeNullOrEmpty
    }

    It 'takes -Port for -TcpPort' {
        (Test-ContainerReachability client web -By Name -Port 80 -Predict).Port | Should -Be 80
    }

    It 'says how to write a mesh, where the second container was taken for a target' {
        { Test-ContainerReachability client web -Mesh } | Should -Throw '*separate their names with commas*' -ErrorId ConflictingParameters*
    }

    It 'does not say yes with -Quiet where a source or target could not be tested' {
        # True would say that everything that was asked for was reached.
        Test-ContainerReachability client web, 'nob ody' -By Name -Quiet @failing | Should -Not -BeExactly $true
        Test-ContainerReachability client, nobody web -By Name -Quiet @failing | Should -Not -BeExactly $true
    }

    It 'tells those who do not run and who have no network from those who are blocked' {
        $result = Test-ContainerReachability client never -By Name
        $result.Observed, $result.Predicted | Should -Be NotRunning, NotRunning
        $result.Reasons.Code | Should -Contain TargetNotRunning

        $result = Test-ContainerReachability never web -By Name
        $result.Observed | Should -Be NotRunning
        $result.Reasons.Code | Should -Contain SourceNotRunning

        $result = Test-ContainerReachability alone "$((Get-DockerContainer web).Endpoints.IPAddress)" -TimeoutSeconds 1
        $result.Observed, $result.Predicted | Should -Be NoRoute, NoRoute
        $result.Reasons.Code | Should -Contain NoNetwork

        $result = Test-ContainerReachability alone web -By Name -TimeoutSeconds 1
        $result.Predicted | Should -Be Unresolved
        $result.Reachable | Should -BeFalse
    }

    It 'goes on after a source that is not there' {
        $results = Test-ContainerReachability client, nobody, other web -By Name @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nobody
        $results.Source | Sort-Object | Should -Be client, other
    }

    It 'takes sources from the pipeline' {
        Get-DockerContainer client, other | Test-ContainerReachability -Target web -By Name | ForEach-Object Source | Sort-Object |
            Should -Be client, other
        'client' | Test-ContainerReachability -Target web -By Name | ForEach-Object Source | Should -Be client
    }

    It 'names nobody in Get-DockerContainer but the user''s own containers' {
        Test-ContainerReachability client web -Method Agent | Out-Null
        (Get-DockerContainer).Name | Should -Be alone, client, never, other, web
        (Get-DockerNetwork host).Endpoints | Should -BeNullOrEmpty
    }
}

Describe 'Each way to observe: -Method <Method>' -ForEach @(
    @{ Method = 'Agent' }
    @{ Method = 'Sidecar' }
    @{ Method = 'Exec' }
) {
    BeforeAll {
        New-DockerNetwork way-1, way-2 | Out-Null
        New-DockerContainer $engine.Image -Name web -Command httpd, -f, -p, 80 -Network way-1 -Start | Out-Null
        New-DockerContainer $engine.Image -Name client -Network way-1 -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name far -Network way-2 -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name none -Network none -Interactive -Start | Out-Null
        $common = @{ Method = $Method; TimeoutSeconds = 1 }
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'says the same: reachable, by name and by address, with a latency' {
        $results = Test-ContainerReachability client web @common -Count 2 -Delay 1
        $results.Observed | Should -Be Reachable, Reachable
        $results.Method | Should -Be $Method, $Method
        foreach ($result in $results) {
            $result.Address | Should -Be (Get-DockerContainer web).Endpoints.IPAddress
            $result.Sent, $result.Received | Should -Be 2, 2
            $result.Latency | Should -BeGreaterThan ([timespan]::Zero)
            $result.Latency | Should -BeLessThan ([timespan]::FromSeconds(1))
        }
    }

    It 'says the same: ports open and refused' {
        $results = Test-ContainerReachability client web -By Name -TcpPort 80, 81 @common
        $results.Observed | Should -Be Reachable, Refused
        $results.Agrees | Should -Be $true, $true
    }

    It 'says the same: blocked, unresolved, no route' {
        $results = Test-ContainerReachability client far -By Name, Address @common
        $results.Observed | Should -Be Unresolved, Blocked
        $results.Agrees | Should -Be $true, $true
        (Test-ContainerReachability client nobody.example @common).Observed | Should -Be Unresolved
        (Test-ContainerReachability none "$((Get-DockerContainer web).Endpoints.IPAddress)" @common).Observed | Should -Be NoRoute
    }

    It 'leaves nothing behind' {
        if ($Method -eq 'Agent') { Clear-DockerNetworkProbe -ErrorAction Ignore }
        Wait-Until { @(Invoke-EngineApi '/containers/json?all=1').Count -eq 4 } | Should -BeTrue
        $before = Get-EngineState
        Test-ContainerReachability client web @common | Out-Null
        Get-RunningExec client | Should -BeNullOrEmpty
        # An agent is kept for ten seconds, as the next test is likely to come soon; Clear-DockerNetworkProbe does not wait.
        if ($Method -eq 'Agent') { Clear-DockerNetworkProbe }
        Wait-Until { (Get-EngineState) -eq $before } | Should -BeTrue
    }
}

Describe 'Clear-DockerNetworkProbe' {
    AfterAll {
        Reset-TestEngine
    }

    It 'removes what the module keeps on the engine, and the next test makes it again' {
        New-DockerContainer $engine.Image -Name one -Interactive -Start | Out-Null
        Test-ContainerReachability one 127.0.0.1 | Out-Null
        $images = { Invoke-EngineApi '/images/json' | Where-Object { "$($_.RepoTags)" -like 'dockernetwork-probe:*' } }
        & $images | Should -HaveCount 1

        Clear-DockerNetworkProbe -PassThru | Should -BeLike 'image dockernetwork-probe:*'
        & $images | Should -BeNullOrEmpty
        @(Invoke-EngineApi '/containers/json?all=1' | ForEach-Object Names) | Should -Be '/one'
        Clear-DockerNetworkProbe -PassThru | Should -BeNullOrEmpty

        (Test-ContainerReachability one 127.0.0.1).Reachable | Should -BeTrue
        & $images | Should -HaveCount 1
    }
}
