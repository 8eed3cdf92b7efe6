# What commands ask of an engine: the lists once for a pipeline that runs through, and what they say when one of several engines fails.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
    $many = 50

    function Measure-List([scriptblock] $Command) {
        # How often the last command of a pipeline, which runs with -Debug, asked for the engine's networks, and so for its containers.
        $said = & $Command 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] } | ForEach-Object Message
        @($said -match '^GET \S+/containers/json\?all=1 200').Count | Should -BeGreaterThan 0
        # A pipeline that takes its time reads a new snapshot each second.
        @($said -match '^GET \S+/networks 200').Count - [Math]::Floor($watch.Elapsed.TotalSeconds)
    }
}

AfterAll {
    Stop-HostileEngine
    Disconnect-TestEngine
}

Describe 'A pipeline of fifty containers' {
    BeforeAll {
        $null = New-DockerNetwork app
        $null = New-DockerContainer $engine.Image -Name (1..$many | ForEach-Object { "c$_" }) -Network none
        $null = New-DockerContainer $engine.Image sleep, infinity -Name up -Network app -Start
        $containers = Get-DockerContainer c*
    }

    BeforeEach { $watch = [Diagnostics.Stopwatch]::StartNew() }

    It 'asks for the lists once to connect and to disconnect them' {
        $null = Get-DockerContainer c* | Disconnect-DockerNetwork none
        Measure-List { Get-DockerContainer c* | Connect-DockerNetwork app -Debug } | Should -BeLessOrEqual 1
        (Get-DockerNetwork app).Endpoints | Should -HaveCount ($many + 1)

        $watch.Restart()
        Measure-List { Get-DockerContainer c* | Disconnect-DockerNetwork app -Debug } | Should -BeLessOrEqual 1
        (Get-DockerNetwork app).Endpoints | Should -HaveCount 1
    }

    It 'asks for the lists once to read interfaces and resolve names' {
        $same = @(Get-DockerContainer up) * 10
        Measure-List { $same | Get-DockerContainerInterface -Debug } | Should -BeLessOrEqual 1
        $watch.Restart()
        Measure-List { $same | Resolve-ContainerName -Name up -Debug } | Should -BeLessOrEqual 1
    }

    It 'asks for the lists once to find them' {
        Measure-List { $containers.Name | Get-DockerContainer -Debug } | Should -BeLessOrEqual 1
        $watch.Restart()
        Measure-List { $containers | Get-DockerNetworkEndpoint -Debug } | Should -BeLessOrEqual 1
    }
}

Describe 'A pipeline of networks' {
    BeforeEach {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = New-DockerNetwork (1..12 | ForEach-Object { "n-$_" })
    }

    AfterEach { Reset-TestEngine }

    It 'asks for the lists once to remove them' {
        $networks = Get-DockerNetwork n-*
        $watch.Restart()
        Measure-List { $networks | Remove-DockerNetwork -Debug } | Should -BeLessOrEqual 1
        Get-DockerNetwork n-* | Should -BeNullOrEmpty
    }

    It 'removes each once, whatever else means it' {
        Remove-DockerNetwork n-1, n-*, *-2 @failing
        $failure | Should -BeNullOrEmpty
        Remove-DockerNetwork app, n-1 @failing
        $failure.FullyQualifiedErrorId | Should -Be (@('NetworkNotFound,DockerNetwork.Commands.RemoveDockerNetworkCommand') * 2)
    }

    It 'sees what another command of the pipeline has disconnected' {
        $null = New-DockerContainer $engine.Image -Name aa, bb -Network n-1, n-2
        Get-DockerNetwork n-1, n-2 | ForEach-Object { Disconnect-DockerNetwork $_ *; $_ } | Remove-DockerNetwork @failing
        $failure | Should -BeNullOrEmpty
        Get-DockerNetwork n-1, n-2 -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'disconnects each container once, whatever else means it' {
        $null = New-DockerContainer $engine.Image -Name aa, bb -Network n-1
        Disconnect-DockerNetwork n-1 aa, *, b[b] @failing
        $failure | Should -BeNullOrEmpty
        (Get-DockerNetwork n-1).Endpoints | Should -BeNullOrEmpty
    }

    It 'sees what another command of the pipeline has started' {
        $null = New-DockerContainer $engine.Image sleep, infinity -Name aa, bb -Network n-1
        $rows = 'aa', 'bb' | ForEach-Object { Start-DockerContainer $_; $_ } | Get-DockerContainerInterface
        $rows | Where-Object Name -NE lo | ForEach-Object Container | Should -Be aa, bb
    }
}

Describe 'Connect-DockerNetwork with an address' {
    AfterEach { Reset-TestEngine }

    It 'counts the endpoints that were asked for' {
        $null = New-DockerNetwork app -Subnet 10.211.0.0/24
        $null = New-DockerContainer $engine.Image -Name web1, web2, web3, db
        Connect-DockerNetwork app web*, db -IPAddress 10.211.0.9 @failing
        $failure | Should -HaveCount 2
        $failure | ForEach-Object { "$_" } | Should -BeLike '*4 endpoints*'

        Connect-DockerNetwork app web1, web[1] -IPAddress 10.211.0.9 -PassThru @failing | ForEach-Object Container | Should -Contain web1
        $failure.FullyQualifiedErrorId | Should -Not -BeLike 'ConflictingParameters*'
    }
}

Describe 'Two engines, of which one fails' {
    BeforeAll {
        $bad = Start-HostileEngine rude-error
        $good = Start-HostileEngine good
        $objects = foreach ($each in $bad, $good) {
            [pscustomobject]@{ Container = 'web'; Source = 'web'; Network = 'app'; DockerHost = $each.DockerHost }
        }
    }

    It 'is <_> about the one that failed' -ForEach 'Get-DockerNetworkEndpoint', 'Get-DockerNetworkTopology', 'Get-DockerPortMapping',
        'Test-ContainerReachability -Predict' {
        $command, $switch = -split $_
        $arguments = $switch ? @{ Predict = $true } : @{}
        $rows = $objects | & $command @arguments @failing

        $rows | Should -Not -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure.TargetObject | Should -Be $bad.DockerHost
    }
}

Describe 'An endpoint that is gone again' {
    It 'is not given as $null by Connect-DockerNetwork -PassThru' {
        $forgetful = Start-HostileEngine forgetful
        $given = @(Connect-DockerNetwork bridge web -PassThru -DockerHost $forgetful.DockerHost)
        $given | Should -HaveCount 0
    }
}

Describe 'Containers that only share a network with those that are tested' {
    BeforeAll {
        function Get-Inspected {
            # The names of the containers that a test of box1 by the name box2 inspects.
            $said = Test-ContainerReachability box1 box2 -By Name -Predict -Debug 5>&1
            $script:row = $said | Where-Object { $_ -isnot [Management.Automation.DebugRecord] }
            $ids = @($said | ForEach-Object { if ("$_" -match '^GET \S+/containers/(?<id>[0-9a-f]{64})/json 200') { $Matches.id } })
            @(Get-DockerContainer | Where-Object Id -in $ids | ForEach-Object Name | Sort-Object)
        }

        $null = New-DockerNetwork names, other
        $null = New-DockerContainer $engine.Image sleep, infinity -Name box1, box2, box3, box4 -Network names -Start
    }

    AfterAll { Reset-TestEngine }

    It 'are inspected once, and again after a change that the list shows' {
        Get-Inspected | Should -Be box1, box2, box3, box4
        Get-Inspected | Should -Be box1, box2
        Get-DockerContainer box3 | Restart-DockerContainer -TimeoutSeconds 0
        Get-Inspected | Should -Be box1, box2, box3
        Get-Inspected | Should -Be box1, box2
    }

    It 'are seen to get a name and to lose it' {
        Get-Inspected > $null
        $row.Reasons.Code | Should -Not -Contain AmbiguousName
        Disconnect-DockerNetwork names box4
        Connect-DockerNetwork names box4 -Alias box2
        Get-Inspected | Should -Be box1, box2, box4
        $row.Reasons.Code | Should -Contain AmbiguousName
        Get-Inspected | Should -Be box1, box2
        $row.Reasons.Code | Should -Contain AmbiguousName

        docker rename box4 box5
        Get-Inspected | Should -Be box1, box2, box5
        Disconnect-DockerNetwork names box5
        Connect-DockerNetwork names box5
        Get-Inspected > $null
        $row.Reasons.Code | Should -Not -Contain AmbiguousName
    }

    It 'are inspected each time while they do not run' {
        Stop-DockerContainer box3 -TimeoutSeconds 0
        Get-Inspected | Should -Be box1, box2, box3
        Get-Inspected | Should -Be box1, box2, box3
    }
}
