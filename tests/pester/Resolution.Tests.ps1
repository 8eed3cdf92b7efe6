# Resolve-ContainerName: what a name resolves to inside a container, and who says so.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    New-DockerNetwork r-net | Out-Null
    New-DockerContainer busybox sleep, infinity -Name web, db -Network r-net -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name lone -Start | Out-Null
    Disconnect-DockerNetwork r-net db
    Connect-DockerNetwork r-net db -Alias data
}

AfterAll {
    Reset-TestEngine
    Disconnect-TestEngine
}

Describe 'Resolve-ContainerName' {
    It 'gives <Name> from <Source>' -ForEach @(
        @{ Name = 'db'; Source = 'Engine' }
        @{ Name = 'data'; Source = 'Engine' }
        @{ Name = 'db.r-net'; Source = 'Engine' }
        @{ Name = 'localhost'; Source = 'Hosts' }
        @{ Name = 'outside.example'; Source = 'Upstream' }
    ) {
        $resolution = Resolve-ContainerName web $Name

        $resolution.State | Should -Be Reachable
        $resolution.Source | Should -Be $Source
        $resolution.Latency | Should -BeGreaterThan ([timespan]::Zero)
        $expected = switch ($Source) {
            Engine { (Get-DockerContainer db).Endpoints.IPAddress }
            Hosts { [ipaddress]::Loopback }
            Upstream { [ipaddress]$engine.OutsideAddress }
        }
        $resolution.Addresses | Should -Contain $expected
        $resolution.Server | Should -Be ($Source -eq 'Hosts' ? $null : [ipaddress]'127.0.0.11')
    }

    It 'says what does not resolve, and why' {
        $resolutions = Resolve-ContainerName web lone, nosuch

        $resolutions.State | Should -Be Unresolved, Unresolved
        $resolutions.Source | Should -Be None, None
        $resolutions[0].Reasons.Code | Should -Contain NoSharedNetwork
    }

    It 'knows an alias that is the name of a container elsewhere' {
        New-DockerContainer busybox sleep, infinity -Name twin -Start | Out-Null
        New-DockerContainer busybox sleep, infinity -Name store -Network r-net -NetworkAlias twin -Start | Out-Null

        $resolution = Resolve-ContainerName web twin -WarningVariable warned -WarningAction SilentlyContinue

        $resolution.Predicted, $resolution.State, $resolution.Source | Should -Be Reachable, Reachable, Engine
        $resolution.Addresses | Should -Be (Get-DockerContainer store).Endpoints.IPAddress
        $warned | Should -BeNullOrEmpty
    }

    It 'looks from the default bridge as from anywhere' {
        $resolutions = Resolve-ContainerName lone db, outside.example

        $resolutions.State | Should -Be Unresolved, Reachable
        "$($resolutions[1].Server)" | Should -Be $engine.OutsideAddress
    }
}

Describe 'A short target' {
    It 'is a name, though an id begins with it; four digits are an id' {
        $id = (Get-DockerContainer db).Id
        foreach ($length in 4, 12, 64) {
            (Test-ContainerReachability web $id.Substring(0, $length) -By Name -Predict).Target | Should -Be db
        }

        # Decimal digits alone are an address to some programs, so they are refused.
        $starts = 2, 3 | ForEach-Object { $id.Substring(0, $_) } | Where-Object { $_ -notmatch '^[0-9]+$' }
        foreach ($start in $starts) {
            (Test-ContainerReachability web $start -Predict).Target | Should -Be $start
        }
    }
}
