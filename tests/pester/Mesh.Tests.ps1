# A hundred containers, everybody to everybody, again and again in one session: the kernel's neighbour table holds fewer neighbours than
# that, and the agent cleans up behind itself.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $names = 1..100 | ForEach-Object { "m$_" }
    $null = New-DockerNetwork mesh -Subnet 10.200.0.0/16
    $null = New-DockerContainer $engine.Image sleep, infinity -Name $names -Network mesh -Start
}

AfterAll { Disconnect-TestEngine }

Describe 'A mesh of a hundred containers' {
    It 'is reachable the <_>. time' -ForEach (1..4) {
        $results = Test-ContainerReachability $names -Mesh -By Name
        $results | Should -HaveCount 10000
        $wrong = @($results | Where-Object { $_.Observed -ne 'Reachable' -or -not $_.Agrees -or $_.Answered -ne $_.Target })
        $wrong | Select-Object -First 5 | Should -BeNullOrEmpty
    }

    It 'is Boolean with -Quiet' {
        Test-ContainerReachability $names -Mesh -By Name -Quiet | Should -BeTrue
    }
}
