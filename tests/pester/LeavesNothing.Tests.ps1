# What is on the engine before and after a command that looks: the same, but for the image of the probe. However the command ends.
BeforeDiscovery {
    $endings = @(
        @{ Command = 'Test-ContainerReachability * -Mesh -Method Agent' }
        @{ Command = 'Test-ContainerReachability web db -Method Sidecar' }
        @{ Command = 'Test-ContainerReachability web db -Method Exec' }
        @{ Command = 'Test-ContainerReachability * -Mesh -Predict' }
        @{ Command = 'Resolve-ContainerName web, db db, web, nowhere.example' }
        @{ Command = 'Get-DockerContainerInterface' }
        @{ Command = "Get-DockerContainerListener *, '@host'" }
    )
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine
    New-DockerNetwork app, back | Out-Null
    New-DockerContainer busybox sleep, infinity -Name web, db -Network app -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name far -Network back -Start | Out-Null
    New-DockerContainer busybox -Name stopped -Network app | Out-Null
    $null = Invoke-EngineApi '/containers/create?name=volume' -Method POST -Body @{ Image = 'busybox'; Volumes = @{ '/data' = @{} } }
    $null = Test-ContainerReachability web db -By Name
    $image = Invoke-EngineApi /images/json | Where-Object { "$($_.RepoTags)" -like 'dockernetwork-probe:*' }
    Remove-Module DockerNetwork
    Import-Module (Get-TestModulePath) -Global
    $before = Get-EngineContent | Sort-Object

    function Assert-NothingLeft {
        # The session's agent goes with the module; what a command began and did not end goes by itself.
        Remove-Module DockerNetwork -ErrorAction Ignore
        Import-Module (Get-TestModulePath) -Global
        $null = Wait-Until { -not (Compare-Object $before (Get-EngineContent)) } -Seconds 10
        Get-EngineContent | Sort-Object | Should -Be $before
        (Invoke-EngineApi /images/json | Where-Object { "$($_.RepoTags)" -like 'dockernetwork-probe:*' }).Id | Should -Be $image.Id
        Get-ChildItem /tmp -Filter 'dockernetwork*' | Should -BeNullOrEmpty
    }
}

AfterAll {
    Clear-DockerNetworkProbe -Force
    Disconnect-TestEngine
}

Describe '<Command>' -ForEach $endings {
    It 'leaves nothing when it has ended' {
        $null = Invoke-Expression "$Command -WarningAction SilentlyContinue -ErrorAction SilentlyContinue"
        Assert-NothingLeft
    }

    It 'leaves nothing when one row is enough' {
        Invoke-Expression "$Command -WarningAction SilentlyContinue -ErrorAction SilentlyContinue | Select-Object -First 1" |
            Should -HaveCount 1
        Assert-NothingLeft
    }

    It 'leaves nothing when the pipeline breaks' {
        { Invoke-Expression "$Command -WarningAction SilentlyContinue -ErrorAction SilentlyContinue | ForEach-Object { throw 'enough' }" } |
            Should -Throw enough
        Assert-NothingLeft
    }

    It 'leaves nothing when it is interrupted' {
        $running = Start-Beside "while (`$true) { $Command }"
        Start-Sleep -Milliseconds 300
        $running | Stop-Beside | Should -BeLessThan 5
        Assert-NothingLeft
    }
}

Describe 'A failure' {
    It 'leaves nothing: <What>' -ForEach @(
        @{ What = 'a source that is not there'; Do = { Test-ContainerReachability nobody db -ErrorAction SilentlyContinue } }
        @{ What = 'a source that does not run'; Do = { Test-ContainerReachability stopped db } }
        @{ What = 'a source that is removed meanwhile'; Do = {
            $null =
                Invoke-EngineApi '/containers/create?name=brief' -Method POST -Body @{
                    Image      = 'busybox'
                    HostConfig = @{ NetworkMode = 'app' }
                }
            $null = Invoke-EngineApi /containers/brief/start -Method POST
            $running =
                Start-Beside ('Test-ContainerReachability brief, web db -Count 3 -WarningAction SilentlyContinue -ErrorAction ' +
                    'SilentlyContinue')
            Start-Sleep -Milliseconds 800
            $null = Invoke-EngineApi '/containers/brief?force=1' -Method DELETE
            ($running | Wait-Beside -Seconds 20).Ended | Should -BeTrue
        } }
        @{ What = 'an agent that is killed meanwhile'; Do = {
            $running =
                Start-Beside 'Test-ContainerReachability web, far db -Count 3 -WarningAction SilentlyContinue -ErrorAction SilentlyContinue'
            $null = Wait-Until { Get-ProbeContainer | Where-Object State -EQ running }
            Start-Sleep -Milliseconds 300
            foreach ($agent in @(Get-ProbeContainer)) { $null = Invoke-EngineApi "/containers/$($agent.Id)/kill" -Method POST }
            $result = $running | Wait-Beside -Seconds 20
            $result.Ended | Should -BeTrue
            $result.Thrown | Should -BeNullOrEmpty
        } }
    ) {
        $null = & $Do
        Assert-NothingLeft
    }
}
