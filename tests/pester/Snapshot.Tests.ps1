BeforeAll {
    Import-Module "$PSScriptRoot/Engine.psm1" -Force
    $engine = Connect-TestEngine
    $null = New-DockerNetwork app, other
    $null = New-DockerContainer $engine.Image sleep, infinity -Name web -Network @{ Name = 'app'; Alias = 'site' } -Start
    $null = New-DockerContainer $engine.Image sleep, infinity -Name db -Network app -AddHost pinned:192.0.2.9 -Start
    $null = New-DockerContainer $engine.Image sleep, infinity -Name far -Network other -Start
    $snapshot = Get-DockerNetworkSnapshot

    # Nothing listens there: whoever asked an engine would fail.
    function Test-Offline($Snapshot) {
        $env:DOCKER_HOST, $before = 'unix:///nowhere/docker.sock', $env:DOCKER_HOST
        try {
            Test-ContainerReachability * -Mesh -Snapshot $Snapshot | ForEach-Object { "$_ $($_.Predicted) $($_.Reasons.Code -join ',')" }
        }
        finally { $env:DOCKER_HOST = $before }
    }
    $live = Test-ContainerReachability * -Mesh -Predict | ForEach-Object { "$_ $($_.Predicted) $($_.Reasons.Code -join ',')" }
}

AfterAll { Disconnect-TestEngine }

Describe 'Get-DockerNetworkSnapshot' {
    It 'counts what it holds and says where it is from' {
        $snapshot.ContainerCount | Should -Be 3
        $snapshot.NetworkCount | Should -Be 5
        "$snapshot" | Should -BeLike '5 networks and 3 containers of unix://*'
    }

    It 'holds no environment' {
        $null = New-DockerContainer $engine.Image -Name secret -Environment @{ PASSWORD = 'hunter2' }
        (Get-DockerNetworkSnapshot).Document | Should -Not -BeLike '*hunter2*'
        Remove-DockerContainer secret
    }
}

Describe 'Test-ContainerReachability -Snapshot' {
    It 'predicts without an engine what is predicted with it' {
        Test-Offline $snapshot | Should -Be $live
    }

    It 'takes what <Name> kept' -ForEach @(
        @{ Name = 'Export-Clixml'; Kept = { $file = "$TestDrive/s.xml"; $snapshot | Export-Clixml $file; Import-Clixml $file } }
        @{ Name = 'ConvertTo-Json'; Kept = { $snapshot | ConvertTo-Json | ConvertFrom-Json } }
        @{
            Name = 'a JSON file'
            Kept = { $snapshot | ConvertTo-Json | Set-Content "$TestDrive/s.json"; Get-Content "$TestDrive/s.json" -Raw }
        }
        @{
            Name = 'the lines of a JSON file'
            Kept = { $snapshot | ConvertTo-Json | Set-Content "$TestDrive/s.json"; Get-Content "$TestDrive/s.json" }
        }
        @{ Name = 'the document alone'; Kept = { $snapshot.Document } }
    ) {
        Test-Offline (& $Kept) | Should -Be $live
    }

    It 'knows the containers by name and pattern, and says which are not there' {
        $results = Test-ContainerReachability web nobody, d* -By Name -Snapshot $snapshot
        $results.Target | Should -Be nobody, db
        Test-ContainerReachability nobody -Snapshot $snapshot -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target nobody
    }

    It 'observes nothing' {
        $result = Test-ContainerReachability web db -By Name -Snapshot $snapshot
        $result.Predicted | Should -Be Reachable
        $result.Observed | Should -BeNullOrEmpty
        $result.Method | Should -Be None
    }

    It 'gives one bool with -Quiet' {
        Test-ContainerReachability web db -Snapshot $snapshot -Quiet | Should -BeTrue
        Test-ContainerReachability web far -Snapshot $snapshot -Quiet | Should -BeFalse
    }

    It 'is no friend of -Method Agent' {
        { Test-ContainerReachability web -Snapshot $snapshot -Method Agent } | Should -Throw -ErrorId 'ConflictingParameters,*'
    }

    It 'refuses <Text>' -ForEach @(
        @{ Text = 'no JSON' }, @{ Text = '{}' }, @{ Text = '' },
        @{ Text = '{"Format":99,"DockerHost":"unix:///a","ApiVersion":"1.51","Networks":[],"Containers":[],"Details":[]}' }
    ) {
        { Test-ContainerReachability web -Snapshot $Text } | Should -Throw -ExpectedMessage '*snapshot*'
    }

    It 'says how to read a file if it gets the path of one: <Path>' -ForEach @(
        @{ Path = 'nowhere/snapshot.xml' }, @{ Path = 'C:\snapshots\one' }, @{ Path = 'snapshot.json' }
        @{ Path = (Get-Item $PSCommandPath) }
    ) {
        foreach ($command in 'Test-ContainerReachability web', 'Get-DockerNetworkTopology', 'Export-DockerNetworkTopology') {
            { Invoke-Expression "$command -Snapshot `$Path" } |
                Should -Throw -ExpectedMessage "*'$Path' is a path*Import-Clixml PATH*Get-Content PATH -Raw*"
        }
    }
}

Describe 'Two snapshots' {
    It 'are compared by the properties of what is in them, also after <Kept>' -ForEach @(
        @{ Kept = 'the session'; Read = { $args } }
        @{ Kept = 'Export-Clixml'; Read = { $args | Export-Clixml "$TestDrive/two.xml"; Import-Clixml "$TestDrive/two.xml" } }
    ) {
        $before = Get-DockerNetworkSnapshot
        $null = Connect-DockerNetwork -Network other -Container db
        try { $after = Get-DockerNetworkSnapshot } finally { $null = Disconnect-DockerNetwork other db -Confirm:$false }
        $before, $after = & $Read $before $after

        $changed = Compare-Object $before.GetEndpoints() $after.GetEndpoints() -Property Network, Container, IPAddress
        $changed | ForEach-Object { "$($_.SideIndicator) $($_.Network) $($_.Container)" } | Should -Be '=> other db'
        Compare-Object $before.GetNetworks() $after.GetNetworks() -Property Name, Id, Internal | Should -BeNullOrEmpty
        Compare-Object $before.GetContainers() $after.GetContainers() -Property Name, Id, State | Should -BeNullOrEmpty
    }

    It 'have results that are compared by their properties' {
        $now = Get-DockerNetworkSnapshot
        $before = Test-ContainerReachability * -Mesh -Snapshot $now
        $null = Connect-DockerNetwork -Network other -Container db
        try { $after = Test-ContainerReachability db far -By Name -Predict }
        finally { $null = Disconnect-DockerNetwork other db -Confirm:$false }

        $property = 'Source', 'Target', 'TargetName', 'Protocol', 'Port', 'Effective', 'Answered'
        $before = $before | Where-Object { $_.Source -eq 'db' -and $_.TargetName -eq 'far' }
        Compare-Object $before $after -Property $property | ForEach-Object { "$($_.SideIndicator) $($_.Effective)" } |
            Sort-Object | Should -Be '<= Unresolved', '=> Reachable'
    }
}
