# Who answers: the target is reached only if the target answers.
. $PSScriptRoot/OnEngine.ps1

Describe 'Test-ContainerReachability between two projects with the same aliases' {
    BeforeAll {
        foreach ($project in 'shop', 'blog') {
            $null = New-DockerNetwork $project
            foreach ($service in 'web', 'db') {
                $null = New-DockerContainer busybox sleep, 600 -Name "$project-$service-1" -Network $project -NetworkAlias $service -Start
            }
        }

        $null = New-DockerContainer busybox sleep, 600 -Name shop-web-2 -Network shop -NetworkAlias web -Start
        $shopDb = (Get-DockerNetworkEndpoint -Network shop -Container shop-db-1).IPAddress
        $null = New-DockerContainer busybox sleep, 600 -Name pinned -Network blog -AddHost "shop-db-1:$shopDb", "blog-db-1:127.0.0.1" -Start
    }

    It 'credits no project with the answer of the other (<Method>)' -ForEach @(
        @{ Method = 'Agent' }
        @{ Method = 'Exec' }
    ) {
        $result = Test-ContainerReachability shop-web-1 blog-db-1 -Method $Method | Where-Object TargetName -EQ db

        $result.Observed | Should -Be Misdirected
        $result.Predicted | Should -Be Misdirected
        $result.Agrees | Should -BeTrue
        $result.Reachable | Should -BeFalse
        $result.Answered | Should -Be shop-db-1
        $result.Reasons[0].Code | Should -Be AnotherContainer
    }

    It 'is not reached for -Quiet, the matrix and the topology' {
        Test-ContainerReachability shop-web-1 blog-db-1 -By Alias -Quiet | Should -BeFalse
        $results = Test-ContainerReachability shop-web-1 blog-db-1 -By Alias
        ($results | ConvertTo-ReachabilityMatrix).'blog-db-1' | Should -BeLike '* misdirected'
        $edges = ($results | Export-DockerNetworkTopology -Format Json | ConvertFrom-Json).edges | Where-Object kind -EQ reachability
        $edges.state | Should -Be unreachable
    }

    It 'is a warning with -Quiet if another container has the name of the target (<Target>)' -ForEach @(
        @{ Target = 'db-of-two'; Warns = $true }
        @{ Target = 'shop-web-2'; Warns = $false }
    ) {
        $null = New-DockerContainer busybox sleep, 600 -Name db-of-two -Network shop -Start
        $null = New-DockerContainer busybox sleep, 600 -Name second -Network shop -NetworkAlias db-of-two -Start
        try {
            Test-ContainerReachability shop-db-1 $Target -Quiet -WarningVariable said -WarningAction SilentlyContinue | Should -BeTrue
        }
        finally { Remove-DockerContainer db-of-two, second -Force }
        # The shared alias of shop-web-2 is meant so.
        @($said) | Should -HaveCount ([int]$Warns)
        if ($Warns) { "$said" | Should -BeLike "'db-of-two' is the name of several containers (*)*may get any of them*" }
    }

    It 'tests the container that is meant, of several with one name' {
        $results = Test-ContainerReachability shop-db-1 shop-web-1, shop-web-2 -By Alias -Count 3

        $results.Answered | Should -Be shop-web-1, shop-web-2
        $results.Observed | Should -Be Reachable, Reachable
        $results.Agrees | Should -Be $true, $true
    }

    It 'names who answers at an address of the hosts file' {
        $result = Test-ContainerReachability pinned blog-db-1 -By Name

        "$($result.Predicted) $($result.Observed) $($result.Answered)" | Should -Be 'Misdirected Misdirected pinned'
        $result.ResolvedBy | Should -Be hosts
    }

    It 'says who has an address that no container was named for' {
        (Test-ContainerReachability shop-web-1 "$shopDb").Answered | Should -Be shop-db-1
        (Test-ContainerReachability shop-web-1 '@gateway').Answered | Should -Be '@host'
    }

    It 'finds no pair of the two projects reachable in a mesh' {
        $crossed = Test-ContainerReachability shop-*, blog-* -Mesh | Where-Object { $_.Source.Split('-')[0] -ne $_.Target.Split('-')[0] }

        $crossed | Should -Not -BeNullOrEmpty
        $crossed | Where-Object { $_.Reachable -or $_.Agrees -eq $false } | Should -BeNullOrEmpty
    }
}
