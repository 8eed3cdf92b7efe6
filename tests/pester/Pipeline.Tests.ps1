# Objects through pipelines, -WhatIf and -PassThru.
. $PSScriptRoot/OnEngine.ps1

Describe 'Pipelines' {
    BeforeEach {
        New-DockerNetwork p-1, p-2 | Out-Null
        New-DockerContainer $engine.Image -Name q-1, q-2 -Interactive -Start | Out-Null
    }

    AfterEach {
        Reset-TestEngine
    }

    It 'networks to Remove-DockerNetwork, past those that cannot go' {
        Get-DockerNetwork | Remove-DockerNetwork @failing

        $failure.TargetObject | ForEach-Object ToString | Should -Be bridge, host, none
        (Get-DockerNetwork).Name | Should -Be bridge, host, none
    }

    It 'containers to Connect-DockerNetwork and Disconnect-DockerNetwork' {
        Get-DockerContainer q-* | Connect-DockerNetwork -Network p-1
        (Get-DockerNetwork p-1).Endpoints.Container | Should -Be q-1, q-2

        Get-DockerContainer q-* | Disconnect-DockerNetwork -Network p-1
        (Get-DockerNetwork p-1).Endpoints | Should -BeNullOrEmpty
    }

    It 'networks to Connect-DockerNetwork and Disconnect-DockerNetwork' {
        Get-DockerNetwork p-* | Connect-DockerNetwork -Container q-1
        (Get-DockerContainer q-1).Networks | Should -Be bridge, p-1, p-2

        Get-DockerNetwork p-* | Disconnect-DockerNetwork -Container q-1
        (Get-DockerContainer q-1).Networks | Should -Be bridge
    }

    It 'a new network straight to Connect-DockerNetwork' {
        New-DockerNetwork p-3 | Connect-DockerNetwork -Container q-1, q-2
        (Get-DockerNetwork p-3).Endpoints.Container | Should -Be q-1, q-2
    }

    It 'endpoints to Disconnect-DockerNetwork and back to Connect-DockerNetwork' {
        Connect-DockerNetwork p-1 q-1, q-2
        $endpoints = (Get-DockerNetwork p-1).Endpoints

        $endpoints | Disconnect-DockerNetwork
        (Get-DockerNetwork p-1).Endpoints | Should -BeNullOrEmpty
        $endpoints | Connect-DockerNetwork
        (Get-DockerNetwork p-1).Endpoints.Container | Should -Be q-1, q-2
    }

    It 'endpoints of a list to another network with their aliases, and with a warning if they are gone' {
        Connect-DockerNetwork p-1 q-1 -Alias api
        $endpoint = (Get-DockerNetwork p-1).Endpoints

        $endpoint | Connect-DockerNetwork -Network p-2 -WarningVariable said
        $said | Should -BeNullOrEmpty
        (Get-DockerNetworkEndpoint p-2 q-1).Alias | Should -Contain api

        $endpoint | Disconnect-DockerNetwork
        $endpoint | Connect-DockerNetwork -WarningAction SilentlyContinue -WarningVariable said
        "$said" | Should -BeLike 'The aliases, links and driver options that q-1 had on p-1 are not known*'
    }

    It 'endpoints of a container that another has the name of' {
        # Names are what people read, ids are what is meant.
        Connect-DockerNetwork p-1 q-1
        $endpoint = (Get-DockerNetwork p-1).Endpoints
        $gone = $endpoint | Disconnect-DockerNetwork -PassThru
        $gone.EndpointId | Should -Be $endpoint.EndpointId
    }

    It 'rows of any origin, by property name' {
        [pscustomobject]@{ Network = 'p-1'; Container = 'q-1' }, [pscustomobject]@{ Network = 'p-2'; Container = 'q-2' } |
            Connect-DockerNetwork
        (Get-DockerNetwork p-1).Endpoints.Container | Should -Be q-1
        (Get-DockerNetwork p-2).Endpoints.Container | Should -Be q-2

        [pscustomobject]@{ Name = 'p-9'; Driver = 'bridge'; Subnet = '10.115.0.0/24'; Internal = $true } | New-DockerNetwork | Out-Null
        $network = Get-DockerNetwork p-9
        "$($network.Subnets) $($network.Internal)" | Should -Be '10.115.0.0/24 True'
        [pscustomobject]@{ Name = 'q-3'; Image = $engine.Image; Network = 'p-9' } | New-DockerContainer | ForEach-Object Networks |
            Should -Be p-9
    }

    It 'rows of texts by their ids and exact names, which are no patterns: <Case>' -ForEach @(
        @{ Case = 'Select-Object'; Convert = { $input | Select-Object Name, Id } }
        @{ Case = 'Select-Object Name'; Convert = { $input | Select-Object Name } }
        @{ Case = 'CSV'; Convert = { $input | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Case = 'JSON'; Convert = { $input | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json } }
    ) {
        $null = New-DockerNetwork 'p-*'

        Get-DockerNetwork | Where-Object Name -CEQ 'p-*' | & $Convert | Remove-DockerNetwork

        (Get-DockerNetwork p-*).Name | Should -Be p-1, p-2
    }

    It 'rows of endpoints by their ids: <_>' -ForEach 'Network, Container', '*' {
        $null = New-DockerNetwork '*'
        Connect-DockerNetwork -Network (Get-DockerNetwork | Where-Object Name -CEQ '*') -Container q-1
        Connect-DockerNetwork p-1 q-1

        Get-DockerNetworkEndpoint -Container q-1 | Where-Object Network -CEQ '*' | Select-Object ($_ -split ', ') |
            Disconnect-DockerNetwork

        (Get-DockerContainer q-1).Networks | Should -Be bridge, p-1
    }

    It 'names as text' {
        'q-1', 'q-2' | Stop-DockerContainer
        (Get-DockerContainer q-*).State | Should -Be Exited, Exited
        'q-1' | Get-DockerContainer | ForEach-Object Name | Should -Be q-1
        'p-1' | Get-DockerNetwork | ForEach-Object Name | Should -Be p-1
        'p-1', 'p-2' | Remove-DockerNetwork
        Get-DockerNetwork p-* | Should -BeNullOrEmpty
    }

    It 'objects that were exported and read back' {
        $file = Join-Path $TestDrive networks.xml
        Get-DockerNetwork p-1 | Export-Clixml $file
        Import-Clixml $file | Remove-DockerNetwork
        Get-DockerNetwork p-1* | Should -BeNullOrEmpty
        Get-DockerContainer q-1 | Select-Object Name | Stop-DockerContainer
        (Get-DockerContainer q-1).State | Should -Be Exited
    }

    It 'containers to Stop, Start and Remove-DockerContainer, with -PassThru along' {
        Get-DockerContainer q-* | Stop-DockerContainer -PassThru | Start-DockerContainer -PassThru |
            Remove-DockerContainer -Force -PassThru |
            ForEach-Object Name |
            Should -Be q-1, q-2
        Get-DockerContainer | Should -BeNullOrEmpty
    }
}

Describe '-WhatIf' {
    BeforeDiscovery {
        $commands = @(
            @{ Name = 'Clear-DockerNetwork'; Command = { Clear-DockerNetwork -WhatIf }; Target = 'w-free' }
            @{ Name = 'Clear-DockerNetworkProbe'; Command = { Clear-DockerNetworkProbe -WhatIf }; Target = 'image dockernetwork-probe:*' }
            @{ Name = 'Connect-DockerNetwork'; Command = { Connect-DockerNetwork w-free w-running -WhatIf }; Target = 'w-free' }
            @{ Name = 'Disconnect-DockerNetwork'; Command = { Disconnect-DockerNetwork w-used w-running -WhatIf }; Target = 'w-used' }
            @{ Name = 'Enter-DockerContainer'; Command = { Enter-DockerContainer w-running -WhatIf }; Target = 'w-running' }
            @{
                Name    = 'Export-DockerNetworkTopology'
                Command = { Export-DockerNetworkTopology (Join-Path ([IO.Path]::GetTempPath()) w-picture.json) -WhatIf }
                Target  = '*w-picture.json'
            }
            @{
                Name    = 'Invoke-DockerContainerCommand'
                Command = { Invoke-DockerContainerCommand w-running hostname w-changed -WhatIf }
                Target  = 'w-running'
            }
            @{ Name = 'New-DockerContainer'; Command = { New-DockerContainer alpine -Name w-new -Start -WhatIf }; Target = 'w-new' }
            @{ Name = 'New-DockerNetwork'; Command = { New-DockerNetwork w-new -WhatIf }; Target = 'w-new' }
            @{ Name = 'Remove-DockerContainer'; Command = { Remove-DockerContainer w-running -Force -WhatIf }; Target = 'w-running' }
            @{ Name = 'Remove-DockerNetwork'; Command = { Remove-DockerNetwork w-used -Force -WhatIf }; Target = 'w-used' }
            @{ Name = 'Rename-DockerContainer'; Command = { Rename-DockerContainer w-running w-other -WhatIf }; Target = 'w-running' }
            @{
                Name    = 'Repair-ContainerReachability'
                Command = { Test-ContainerReachability w-running w-stopped -By Name -Predict | Repair-ContainerReachability -WhatIf }
                Target  = 'w-running -> w-stopped'
            }
            @{ Name = 'Restart-DockerContainer'; Command = { Restart-DockerContainer w-* -WhatIf }; Target = 'w-*' }
            @{ Name = 'Resume-DockerContainer'; Command = { Resume-DockerContainer w-paused -WhatIf }; Target = 'w-paused' }
            @{
                Name    = 'Set-DockerContainer'
                Command = { Set-DockerContainer w-running -RestartPolicy always -WhatIf }
                Target  = 'w-running'
            }
            @{ Name = 'Start-DockerContainer'; Command = { Start-DockerContainer w-stopped -WhatIf }; Target = 'w-stopped' }
            @{ Name = 'Stop-DockerContainer'; Command = { Stop-DockerContainer w-running -WhatIf }; Target = 'w-running' }
            @{ Name = 'Suspend-DockerContainer'; Command = { Suspend-DockerContainer w-running -WhatIf }; Target = 'w-running' }
        )
    }

    BeforeAll {
        New-DockerNetwork w-free, w-used | Out-Null
        New-DockerContainer $engine.Image -Name w-running -Network w-used -Interactive -Start | Out-Null
        New-DockerContainer $engine.Image -Name w-stopped -Network w-used | Out-Null
        New-DockerContainer $engine.Image -Name w-paused -Network none -Interactive -Start | Suspend-DockerContainer
        # Makes the image that Clear-DockerNetworkProbe removes; Sidecar, because its container ends at once.
        Test-ContainerReachability w-running 127.0.0.1 -Method Sidecar | Out-Null
        Wait-Until { @(Invoke-EngineApi '/containers/json?all=1').Count -eq 3 } | Should -BeTrue
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'changes nothing, and says what: <Name>' -ForEach $commands {
        $before = Get-EngineState
        Get-WhatIfTarget $Command | Should -BeLike $Target
        Get-EngineState | Should -Be $before
        Join-Path ([IO.Path]::GetTempPath()) w-picture.json | Should -Not -Exist
    }

    It 'is tested above for every command that has it' -TestCases @{ Tested = $commands.Name } {
        $have = Get-Command -Module DockerNetwork | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object Name
        $have | Should -Be $Tested
    }
}

Describe '-PassThru' {
    BeforeAll {
        New-DockerNetwork t-net | Out-Null
        New-DockerContainer $engine.Image -Name t-1 | Out-Null
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'decides whether there is output' {
        Start-DockerContainer t-1 | Should -BeNullOrEmpty
        (Start-DockerContainer t-1 -PassThru).Name | Should -Be t-1
        Connect-DockerNetwork t-net t-1 | Should -BeNullOrEmpty
        "$(Disconnect-DockerNetwork t-net t-1 -PassThru)" | Should -Be 't-1 on t-net'
        "$(Connect-DockerNetwork t-net t-1 -PassThru)" | Should -Be 't-1 on t-net'
        Disconnect-DockerNetwork t-net t-1 | Should -BeNullOrEmpty
        Stop-DockerContainer t-1 | Should -BeNullOrEmpty
        (Stop-DockerContainer t-1 -PassThru).State | Should -Be Exited
        (Remove-DockerContainer t-1 -PassThru).Name | Should -Be t-1
        (Remove-DockerNetwork t-net -PassThru).Name | Should -Be t-net
    }

    It 'is there on every command that changes something and gives nothing by itself' {
        $silent = Get-Command -Module DockerNetwork |
            Where-Object { $_.Parameters.ContainsKey('WhatIf') -and $_.Verb -notin 'New', 'Invoke', 'Enter', 'Repair' }
        $silent | Where-Object { -not $_.Parameters.ContainsKey('PassThru') } | Should -BeNullOrEmpty
    }
}
