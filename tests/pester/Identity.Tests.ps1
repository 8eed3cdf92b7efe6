# Results know which containers they are about: by engine and id, not by name.
. $PSScriptRoot/OnEngine.ps1

Describe 'A result' {
    BeforeAll {
        $null = New-DockerNetwork app
        $null = New-DockerContainer alpine sleep, infinity -Name web, db -Network app -Start
        $ids = @{}
        foreach ($container in Invoke-EngineApi '/containers/json') { $ids[$container.Names[0].TrimStart('/')] = $container.Id }
        $result = Test-ContainerReachability web db -By Name
        # The same containers on an engine that is elsewhere: what a second engine would say.
        $document = (Get-DockerNetworkSnapshot).Document.Replace($engine.DockerHost, 'tcp://192.0.2.1:2375')
        $document = $document.Replace($ids.web, '1' * 64).Replace($ids.db, '2' * 64)
        $elsewhere = Test-ContainerReachability web db -By Name -Snapshot $document
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'has the full ids of source and target, and none for what is not a container' {
        $result.SourceId | Should -BeExactly $ids.web
        $result.TargetId | Should -BeExactly $ids.db
        (Test-ContainerReachability '@host' db -By Address -Predict).SourceId | Should -BeNullOrEmpty
        (Test-ContainerReachability web 192.0.2.1 -Predict).TargetId | Should -BeNullOrEmpty
        (Test-ContainerReachability web '@host' -Predict).TargetId | Should -BeNullOrEmpty
    }

    It 'keeps them in <Kept>, and its matrix tells two engines apart' -ForEach @(
        @{ Kept = 'the session'; Read = { $args } }
        @{ Kept = 'Clixml'; Read = { $args | Export-Clixml "$TestDrive/r.xml"; Import-Clixml "$TestDrive/r.xml" } }
        @{ Kept = 'CSV'; Read = { $args | Export-Csv "$TestDrive/r.csv"; Import-Csv "$TestDrive/r.csv" } }
        @{ Kept = 'JSON'; Read = { $args | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json } }
    ) {
        $read = @(& $Read $result $elsewhere)
        $read.SourceId | Should -BeExactly $ids.web, ('1' * 64)
        $read.TargetId | Should -BeExactly $ids.db, ('2' * 64)

        # Together with one that was not exported: its row is the same as that of the one that was.
        $rows = @($read) + $result | ConvertTo-ReachabilityMatrix -Ascii
        $rows.Source | Should -Be "web ($($engine.DockerHost))", 'web (tcp://192.0.2.1:2375)'
        $rows[0]."db ($($engine.DockerHost))" | Should -BeLike '+*'
        $rows[0].'db (tcp://192.0.2.1:2375)' | Should -Be 'not tested'
        $rows[1].'db (tcp://192.0.2.1:2375)' | Should -BeLike '+*predicted'
    }

    It 'of a file without ids is known by its names' {
        Test-ContainerReachability web db -By Name | Select-Object * -ExcludeProperty SourceId, TargetId | Export-Csv "$TestDrive/old.csv"
        $row = Import-Csv "$TestDrive/old.csv" | ConvertTo-ReachabilityMatrix -Ascii
        $row.Source, $row.db.Substring(0, 1) | Should -Be web, '+'

        $result | Export-Clixml "$TestDrive/old.xml"
        (Get-Content "$TestDrive/old.xml") -notmatch '"(SourceId|TargetId)"' | Set-Content "$TestDrive/old.xml"
        $old = Import-Clixml "$TestDrive/old.xml"
        "$($old.SourceId)$($old.TargetId)" | Should -BeNullOrEmpty
        $edge = ($old | Export-DockerNetworkTopology -Format Json | ConvertFrom-Json).edges | Where-Object kind -EQ reachability
        $edge.state | Should -Be reachable
    }

    It 'of another engine is not drawn' {
        $topology = Get-DockerNetworkTopology
        $drawn = $result, $elsewhere |
            Export-DockerNetworkTopology -Topology $topology -Format Json -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Be ("Some results are not drawn, because the topology is of $($engine.DockerHost) and they are of " +
            'tcp://192.0.2.1:2375.')
        ($drawn | ConvertFrom-Json).edges | Where-Object kind -EQ reachability | Should -HaveCount 1
    }

    It 'is not credited to a container that took the name of <Replaced>' -ForEach @(@{ Replaced = 'web' }, @{ Replaced = 'db' }) {
        $before = Test-ContainerReachability web db -By Name
        Remove-DockerContainer $Replaced -Force
        $null = New-DockerContainer alpine sleep, infinity -Name $Replaced -Network app -Start

        $drawn = $before | Export-DockerNetworkTopology -Format Json -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Be ("Some results are not drawn, because these containers were replaced after the test: $Replaced. " +
            'Run the test again.')
        ($drawn | ConvertFrom-Json).edges | Where-Object kind -EQ reachability | Should -BeNullOrEmpty
        $rows = $before, (Test-ContainerReachability web db -By Name) | ConvertTo-ReachabilityMatrix
        @($rows).Count * (@($rows[0].PSObject.Properties).Count - 1) | Should -Be 2
    }
}

Describe 'Who answered' {
    BeforeAll {
        $null = New-DockerNetwork shop
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network shop -Start
        $null = New-DockerContainer alpine sleep, infinity -Name one, two -Network shop -NetworkAlias db -Start
        $first = (Invoke-EngineApi '/containers/one/json').NetworkSettings.Networks.shop.IPAddress
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'is in the list view, and in the table if it is not called like the target' {
        $result = Test-ContainerReachability web $first
        $result | Format-List | Out-String | Should -Match '(?m)^Answered +: one\r?$'
        $result | Format-List | Out-String | Should -Match "(?m)^SourceId +: $($result.SourceId)"
        $result | Format-Table | Out-String | Should -BeLike '*answered by one*'
        Test-ContainerReachability web one -By Name | Format-Table | Out-String | Should -Not -BeLike '*answered by*'
    }

    It 'is one of several for a name that they share, which the table says' {
        $result = Test-ContainerReachability web db
        $result.Reachable | Should -BeTrue
        $result.Answered | Should -BeIn one, two
        $result.Reasons.Code | Should -Contain AmbiguousName
        ($result | Format-Table | Out-String) -replace '\s+', ' ' | Should -BeLike "*'db' is the name of several containers*"
    }

    It 'is the host at the addresses of @host' {
        $results = Test-ContainerReachability web '@host'
        if (-not $results.Address) { Set-ItResult -Skipped -Because 'the host has no address of its own here'; return }
        $results | Where-Object Reachable | ForEach-Object Answered | Should -BeExactly '@host'
    }
}
