# Every example of the help is run: those of the cmdlets, and the commands in the about topics. A new one is run without being named here.
BeforeDiscovery {
    Import-Module $PSScriptRoot/Examples.psm1
    $examples = @(Get-HelpExample | ForEach-Object { @{ Name = "$($_.Command): $($_.Title)"; Code = $_.Code } }) +
        @(Get-AboutExample | ForEach-Object { @{ Name = "$($_.Topic): $($_.Title)"; Code = $_.Code } })
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1, $PSScriptRoot/Scene.psm1, $PSScriptRoot/Examples.psm1
    $engine = Connect-TestEngine
    Restore-Scene
    $results = . $PSScriptRoot/HelpExamples.Results.ps1

    # What stands in the help and cannot be had here, and what takes its place.
    $replaced = [ordered]@{
        'unix:///var/run/docker.sock' = $engine.DockerHost
        'ssh://admin@build01'         = $engine.DockerHost
        'tcp://build01:2375'          = $engine.DockerHost
    }

    # Files that examples read.
    $files = @{
        'networks.csv' = 'Name,Subnet', 'red,10.13.0.0/24', 'blue,10.14.0.0/24'
        'hosts.txt'    = 'web', 'db'
    }

    # Contexts of the docker CLI, for examples that name some.
    $configuration = $env:DOCKER_CONFIG
    $env:DOCKER_CONFIG = Join-Path $TestDrive configuration
    foreach ($name in 'build01', 'build02') {
        $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($name))).ToLowerInvariant()
        $null = New-Item "$env:DOCKER_CONFIG/contexts/meta/$hash" -ItemType Directory
        @{ Name = $name; Metadata = @{ Description = 'A build server' }; Endpoints = @{ docker = @{ Host = $engine.DockerHost } } } |
            ConvertTo-Json -Depth 5 |
            Set-Content "$env:DOCKER_CONFIG/contexts/meta/$hash/meta.json"
    }
}

AfterAll {
    $env:DOCKER_CONFIG = $configuration
    Disconnect-TestEngine
}

Describe 'The help' {
    It '<Name>' -ForEach $examples {
        if ($Name -like 'Get-DockerNetworkService:*') { Enter-SwarmScene } else { Exit-SwarmScene; Restore-Scene }
        $Folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
        foreach ($file in $files.Keys) { Set-Content "$Folder/$file" $files[$file] }
        foreach ($text in $replaced.Keys) { $Code = $Code.Replace($text, $replaced[$text]) }
        $before = Get-SceneState
        $Began = [datetime]::UtcNow

        $run = Invoke-Example $Code $Folder

        $run.Failure | Should -BeNullOrEmpty
        $run.Warning | Should -BeNullOrEmpty
        $Output = $run.Output
        $WhatIf = $run.WhatIf
        if ($results.ContainsKey($Name)) { & $results[$Name]; return }

        $now = Get-SceneState
        $changed = @($before.Keys + $now.Keys | Sort-Object -Unique | Where-Object { $before[$_] -ne $now[$_] })
        @($Output) + @($WhatIf) + $changed | Should -Not -BeNullOrEmpty -Because 'an example shows something or changes something'
        if ($Code -match '-WhatIf') { $WhatIf | Should -Not -BeNullOrEmpty -Because '-WhatIf is there to show what would be done' }
    }

    It 'has the same examples in Chinese, which run as these do' {
        $code = { param($culture) (Get-HelpExample $culture).ForEach{ "$($_.Command) $($_.Number)`n$($_.Code)" } }
        & $code zh-CN | Should -BeExactly (& $code en-US)
        $code = { param($culture) (Get-AboutExample $culture).ForEach{ "$($_.Topic)`n$($_.Code)" } }
        & $code zh-CN | Should -BeExactly (& $code en-US)
    }

    It 'has an example for each result that is expected' -ForEach @{ Names = $examples.Name } {
        $results.Keys | Where-Object { $_ -notin $Names } | Should -BeNullOrEmpty
    }
}

Describe 'The README' {
    BeforeAll {
        $blocks = [regex]::Matches((Get-Content "$PSScriptRoot/../../README.md" -Raw), '(?s)```powershell\n(.*?)```').ForEach{
            $_.Groups[1].Value
        }
    }

    It 'has three commands at the top that find, repair and trace' {
        Reset-TestEngine
        $null = New-DockerNetwork app -Subnet 10.5.0.0/24
        $null = New-DockerNetwork back -Subnet 10.6.0.0/24
        $null = New-DockerContainer busybox sleep, infinity -Name web -Network app -Start
        $null = New-DockerContainer busybox httpd, -f, -p, 5432 -Name db -Network app -Start
        $null = New-DockerContainer busybox httpd, -f, -p, 25 -Name mail -Network back -Start

        $run = Invoke-Example $blocks[0] $TestDrive
        $run.Failure | Should -BeNullOrEmpty
        $run.Warning | Should -BeNullOrEmpty
        $run.Output.ForEach{ "$($_.TargetName):$($_.Port) $($_.Reachable)" } |
            Should -Be 'db:5432 True', 'mail: False', 'mail: True', 'mail:25 True'
    }

    It 'has more commands that run, one block after the other' {
        Reset-TestEngine
        $null = Invoke-EngineApi '/images/alpine/tag?repo=nginx' -Method POST
        $null = New-DockerContainer busybox httpd, -f, -p, 5432 -Name db -Start
        $null = 'web', 'mail', 'app-1', 'app-2' | New-DockerContainer -Image busybox -Command sleep, infinity -Start
        $null, $first, $second, $more = $blocks

        $run = Invoke-Example $first $TestDrive
        $run.Failure | Should -BeNullOrEmpty
        $run.Warning | Should -BeNullOrEmpty
        $run.Output | Should -Not -Contain 'db is not reachable'
        $run.Output.Where{ $_.PSObject.Properties['Port'] -and $_.Port -eq 5432 }.Reachable | Should -BeTrue

        $run = Invoke-Example $second $TestDrive
        $run.Failure | Should -BeNullOrEmpty
        $run.Output.Running | Should -Be $true, $true, $true
        $more | Should -BeNullOrEmpty -Because 'each block is run here'
    }
}
