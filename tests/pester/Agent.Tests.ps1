# The agent's life, seen from a session: one an engine, nothing left, strays removed, and a shell that crashes takes it along.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine

    function Get-ProbeContainer { @(Invoke-EngineApi '/containers/json?all=1' | Where-Object { $_.Labels.'dockernetwork.probe' }) }
    function Get-ProbeImage { @(Invoke-EngineApi '/images/json' | Where-Object { $_.Labels.'dockernetwork.probe' }) }

    New-DockerNetwork a-net | Out-Null
    New-DockerContainer busybox sleep, infinity -Name a1, a2 -Network a-net -Start | Out-Null
}

AfterAll {
    Clear-DockerNetworkProbe -Force
    Reset-TestEngine
    Disconnect-TestEngine
}

Describe 'The agent' {
    It 'needs no tools in the container, and says that it was it' {
        $result = Test-ContainerReachability a1 a2 -By Name
        $result.Method, $result.Observed | Should -Be Agent, Reachable
    }

    It 'is one, with just what it needs, and is not among the user''s containers' {
        $null = Test-ContainerReachability a1 a2
        $agent = Get-ProbeContainer
        $agent | Should -HaveCount 1
        (Get-DockerContainer).Name | Should -Be a1, a2

        $settings = (Invoke-EngineApi "/containers/$($agent.Id)/json").HostConfig
        $settings.CapDrop | Should -Be ALL
        $settings.CapAdd -replace '^CAP_' | Sort-Object | Should -Be NET_RAW, SYS_ADMIN, SYS_PTRACE
        $settings.ReadonlyRootfs, $settings.AutoRemove, $settings.Privileged | Should -Be $true, $true, $false
        $settings.SecurityOpt | Should -Contain no-new-privileges
        $settings.PidsLimit, $settings.Memory | Should -Not -Contain 0
    }

    It 'goes with the module' {
        $null = Test-ContainerReachability a1 a2
        Remove-Module DockerNetwork
        Wait-Until { -not (Get-ProbeContainer) } | Should -BeTrue
        Import-Module (Get-TestModulePath)
    }

    It 'goes by itself when nobody has needed it for a while' {
        $null = Test-ContainerReachability a1 a2
        Get-ProbeContainer | Should -HaveCount 1
        Wait-Until { -not (Get-ProbeContainer) } -Seconds 20 | Should -BeTrue
    }

    It 'goes when its shell is killed' {
        $shell = Start-Process pwsh -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-Command',
            "Import-Module '$(Get-TestModulePath)'; Test-ContainerReachability a1 a2 -Count 60 > /dev/null"
        try {
            Wait-Until { (Get-ProbeContainer).State -eq 'running' } -Seconds 20 | Should -BeTrue
        }
        finally {
            $shell.Kill()
        }

        Wait-Until { -not (Get-ProbeContainer) } -Seconds 10 | Should -BeTrue
    }

    It 'leaves no event of a pulled image, and one of an imported one' {
        Clear-DockerNetworkProbe
        $since = [DateTimeOffset]::UtcNow.AddSeconds(-1).ToUnixTimeSeconds()
        $null = Test-ContainerReachability a1 a2
        $until = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds() + 1
        $events = Invoke-RestMethod "http://docker/events?since=$since&until=$until" -UnixSocket $engine.Socket
        $actions = $events -split "`n" | Where-Object { $_ } | ForEach-Object { ($_ | ConvertFrom-Json).status }
        $actions | Should -Contain import
        $actions | Should -Not -Contain pull
    }
}

Describe 'Clear-DockerNetworkProbe' {
    It 'removes the image, which the next test makes again' {
        $null = Test-ContainerReachability a1 a2
        Get-ProbeImage | Should -HaveCount 1

        Clear-DockerNetworkProbe -WhatIf
        Get-ProbeImage | Should -HaveCount 1
        Clear-DockerNetworkProbe -PassThru | Should -BeLike '*dockernetwork-probe:*'

        Get-ProbeImage | Should -HaveCount 0
        Get-ProbeContainer | Should -HaveCount 0
        (Test-ContainerReachability a1 a2 -By Name).Method | Should -Be Agent
    }

    It 'leaves other containers and images alone' {
        $images = (Invoke-EngineApi '/images/json').Id | Where-Object { $_ -notin (Get-ProbeImage).Id } | Sort-Object
        Clear-DockerNetworkProbe -Force

        (Invoke-EngineApi '/images/json').Id | Sort-Object | Should -Be $images
        (Get-DockerContainer).State | Should -Be Running, Running
    }
}
