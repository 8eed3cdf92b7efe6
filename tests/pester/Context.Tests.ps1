# Get-DockerContext: what the configuration folder says, without an engine.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module (Get-TestModulePath) -Global
    $variables = 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'
    $saved = @{}
    foreach ($name in $variables) { $saved[$name] = [Environment]::GetEnvironmentVariable($name) }

    function Add-Context {
        param([string] $Name, [string] $DockerHost, [string] $Description = '', [string] $Text)
        $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($Name))).ToLowerInvariant()
        $file = Join-Path (New-Item -ItemType Directory (Join-Path $env:DOCKER_CONFIG "contexts/meta/$hash")) meta.json
        $Text ? $Text : (@{ Name = $Name; Metadata = @{ Description = $Description }; Endpoints = @{ docker = @{ Host = $DockerHost } } } |
            ConvertTo-Json -Depth 5) |
            Set-Content $file
        $file
    }
}

AfterAll { foreach ($name in $variables) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) } }

Describe 'Get-DockerContext' {
    BeforeEach {
        foreach ($name in $variables) { [Environment]::SetEnvironmentVariable($name, $null) }
        $env:DOCKER_CONFIG = Join-Path ([IO.Path]::GetTempPath()) "dn-contexts-$PID-$(Get-Random)"
        $null = New-Item -ItemType Directory $env:DOCKER_CONFIG
        $file = Add-Context prod tcp://192.0.2.1:2376 'the real one'
        $null = Add-Context lab unix:///run/lab.sock
    }

    AfterEach { Remove-Item $env:DOCKER_CONFIG -Recurse -Force }

    It 'lists default and the contexts, with what one would want to know' {
        $found = Get-DockerContext

        $found.Name | Should -Be 'default', 'lab', 'prod'
        $found[2].Description | Should -Be 'the real one'
        "$($found[2].DockerHost)" | Should -Be 'tcp://192.0.2.1:2376'
        $found[2].Source | Should -Be $file
        $found[0].Source | Should -Be 'the default socket'
        $found.Current | Should -Be $true, $false, $false
    }

    It 'knows the current one: <By>' -ForEach @(
        @{ By = 'config.json'; Current = 'prod' }
        @{ By = 'DOCKER_CONTEXT'; Current = 'lab' }
        @{ By = 'DOCKER_HOST'; Current = 'default' }
    ) {
        Set-Content (Join-Path $env:DOCKER_CONFIG config.json) '{"currentContext":"prod"}'
        if ($By -ne 'config.json') { $env:DOCKER_CONTEXT = 'lab' }
        if ($By -eq 'DOCKER_HOST') { $env:DOCKER_HOST = 'tcp://192.0.2.9:1' }

        $found = Get-DockerContext -Current

        $found.Name | Should -Be $Current
        if ($By -eq 'DOCKER_HOST') { "$($found.DockerHost)" | Should -Be 'tcp://192.0.2.9:1'; $found.Source | Should -Be DOCKER_HOST }
    }

    It 'selects by name and pattern, also from the pipeline' {
        (Get-DockerContext prod).Name | Should -Be prod
        (Get-DockerContext P*).Name | Should -Be prod
        ('lab', 'prod' | Get-DockerContext).Name | Should -Be 'lab', 'prod'
        Get-DockerContext nothing* | Should -BeNullOrEmpty
        Get-DockerContext nothing, lab -ErrorAction SilentlyContinue -ErrorVariable failure | ForEach-Object Name | Should -Be lab
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ContextNotFound,*'
        $failure[0].TargetObject | Should -Be nothing
    }

    It 'tells a broken one as an error about it, and lists the others' {
        $broken = Add-Context broken -Text '{'
        $null = Add-Context odd 'gopher://x'
        Set-Content (Join-Path $env:DOCKER_CONFIG config.json) '{"currentContext":"gone"}'

        $found = Get-DockerContext -ErrorAction SilentlyContinue -ErrorVariable failures

        $found.Name | Should -Be 'default', 'lab', 'prod'
        $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidDockerHost,*'
        @($failures.TargetObject | Sort-Object) | Should -Be @($broken, 'gone', 'odd' | Sort-Object)
    }

    It 'tells one whose file is not that of its name, and does not use it' {
        $liar = Join-Path (New-Item -ItemType Directory "$env:DOCKER_CONFIG/contexts/meta/zzz") meta.json
        (Get-Content $file -Raw).Replace('192.0.2.1', '192.0.2.7') | Set-Content $liar
        $default = Add-Context default tcp://192.0.2.8:1

        $found = Get-DockerContext -ErrorAction SilentlyContinue -ErrorVariable failures

        $found.Name | Should -Be 'default', 'lab', 'prod'
        "$($found.DockerHost)" | Should -Not -BeLike '*192.0.2.[78]*'
        @($failures.TargetObject | Sort-Object) | Should -Be @($liar, $default | Sort-Object)
        "$failures" | Should -BeLike '*ignored*reserved*ignored*prod*another folder*'
    }

    It 'shows no password' {
        $null = Add-Context leak tcp://bob:hunter2@192.0.2.1:1

        $found = Get-DockerContext -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.TargetObject | Should -Be leak
        $candidates = (TabExpansion2 'Get-DockerNetwork -Context ' 27).CompletionMatches
        $all = ($found | Format-Table | Out-String), ($found | Format-List | Out-String), "$failures", "$($candidates.ToolTip)"

        $all | Should -Not -Match 'hunter2'
    }

    It 'tells a configuration that cannot be read' {
        $file = Join-Path $env:DOCKER_CONFIG config.json
        Set-Content $file '{'

        (Get-DockerContext -ErrorAction SilentlyContinue -ErrorVariable failures).Name | Should -Be 'default', 'lab', 'prod'
        $failures.TargetObject | Should -Be $file
    }

    It 'has a view that marks the current one' {
        $text = Get-DockerContext | Format-Table | Out-String
        $text | Should -Match '(?m)^default \* '
        $text | Should -Match '(?m)^prod\s+tcp://192\.0\.2\.1:2376\s+the real one'
    }
}
