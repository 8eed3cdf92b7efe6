# What commands tell beside their output: -Verbose what is done, -Debug what is asked, progress that ends. Never a secret.
BeforeAll {
    Import-Module "$PSScriptRoot/Engine.psm1" -Force
    $engine = Connect-TestEngine
    $null = New-DockerNetwork app
    $null = New-DockerContainer $engine.Image sleep, infinity -Name web -Network app -Start
    $null = New-DockerContainer $engine.Image sleep, infinity -Name db -Network app -Start
}

AfterAll { Disconnect-TestEngine }

Describe '-Verbose' {
    It 'tells which engine it is, from where, and in which version it is talked to' {
        $said = Get-DockerNetwork app -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message
        $said | Should -Contain "The engine is $env:DOCKER_HOST, from DOCKER_HOST."
        @($said -match '^Using API 1\.\d+ with ').Count | Should -Be 1
        @($said -match '^Read \d+ networks and 2 containers\.$').Count | Should -Be 1
    }

    It 'tells which prober is used, and why' {
        $said = Test-ContainerReachability web db -Verbose 4>&1 | ForEach-Object { "$_" }
        @($said -match '^Probing with Agent: .*the first method').Count | Should -Be 1
        Test-ContainerReachability web db -Method Sidecar -Verbose 4>&1 | ForEach-Object { "$_" } |
            Should -Contain 'Probing with Sidecar: one container for each source, in its network namespace. -Method chose it.'
    }

    It 'is silent without' {
        Get-DockerNetwork app 4>&1 5>&1 | Should -HaveCount 1
    }
}

Describe '-Debug' {
    It 'shows each request with method, path, status and time' {
        $said = Get-DockerNetwork app -Debug 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] } | ForEach-Object Message
        $said | Should -HaveCount 2
        $said | Should -Match '^GET /v1\.\d+/(networks|containers/json\?all=1) 200 \d+\.\d ms$'
    }

    It 'shows requests that are refused, and those of a stream' {
        $said = New-DockerContainer no/such:image -Debug -ErrorAction SilentlyContinue 5>&1 | ForEach-Object { "$_" }
        @($said -match '^POST /v1\.\d+/containers/create 404 ').Count | Should -Be 1
        $said = Invoke-DockerContainerCommand web true -Debug 5>&1 | ForEach-Object { "$_" }
        @($said -match '^POST /v1\.\d+/exec/[0-9a-f]+/start 101 ').Count | Should -Be 1
    }

    It 'follows the preference of the session' {
        $DebugPreference = 'Continue'
        (Get-DockerNetwork app 5>&1).Where{ $_ -is [Management.Automation.DebugRecord] } | Should -Not -BeNullOrEmpty
    }

    It 'holds no secret' {
        $said = & {
            $given = @{
                Name        = 'secret'
                Environment = @{ PASSWORD = 'hunter2' }
                Label       = @{ token = 'hunter2' }
                Verbose     = $true
                Debug       = $true
            }
            New-DockerContainer $engine.Image env @given
            Invoke-DockerContainerCommand web -Command true -Environment @{ PASSWORD = 'hunter2' } -Verbose -Debug
            New-DockerNetwork hidden -Label @{ token = 'hunter2' } -Verbose -Debug
            Remove-DockerContainer secret -Verbose -Debug
            Remove-DockerNetwork hidden -Verbose -Debug
        } 4>&1 5>&1 | Where-Object { $_ -is [Management.Automation.InformationalRecord] } | ForEach-Object Message
        $said | Should -Not -BeNullOrEmpty
        $said | Should -Not -Match 'hunter2'
        $said | Should -Not -Match 'Registry-Auth'
    }
}

Describe 'Progress' {
    BeforeAll {
        # Work that takes longer than a second: a packet a second.
        function Watch-Progress([string] $Script, [switch] $Stop) {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$(Get-TestModulePath)'; $Script")
            try {
                $running = $shell.BeginInvoke()
                if ($Stop) {
                    Wait-Until { $shell.Streams.Progress.Where{ $_.Activity -like 'Testing*' }.Count -gt 0 } | Should -BeTrue
                    $shell.Stop()
                }
                else {
                    $null = $shell.EndInvoke($running)
                }
                $shell.Streams.Progress.Where{ $_.Activity -like 'Testing*' }
            }
            finally { $shell.Dispose() }
        }
    }

    It 'ends where the work ends' {
        $records = Watch-Progress 'Test-ContainerReachability web -Target db, 127.0.0.1 -Count 3 -Delay 1'
        $records | Should -Not -BeNullOrEmpty
        $records[-1].RecordType | Should -Be Completed
    }

    It 'has a total and a percentage of a mesh, which never goes back' {
        $records = Watch-Progress 'Test-ContainerReachability web, db -Mesh -Count 3 -Delay 1' | Where-Object RecordType -EQ Processing
        $records | Should -Not -BeNullOrEmpty
        $records.StatusDescription | Should -Match '^\d+ of \d+ done'
        $records.PercentComplete | Should -Be ($records.PercentComplete | Sort-Object)
        $records.PercentComplete | ForEach-Object { $_ | Should -BeIn (0..100) }
        $records.SecondsRemaining | Should -Not -Contain 0
    }

    It 'is not there for quick work, nor where nobody wants it' {
        Watch-Progress 'Test-ContainerReachability web, db -Mesh -Predict' | Should -BeNullOrEmpty
        $long = 'Test-ContainerReachability web -Target db, 127.0.0.1 -Count 2 -Delay 1'
        Watch-Progress "`$ProgressPreference = 'SilentlyContinue'; $long" | Should -BeNullOrEmpty
        Watch-Progress "$long -ProgressAction Ignore" | Should -BeNullOrEmpty
    }

    It 'ends with Ctrl+C too' {
        $records =
            Watch-Progress ('Test-ContainerReachability web -Target db, 127.0.0.1, 127.0.0.2 -Count 3 -Delay 1; ' +
                'Test-ContainerReachability web, db -Target db, 127.0.0.1 -Count 60 -Method Exec') -Stop
        $records[-1].RecordType | Should -Be Completed
    }

    It 'ends where the pipeline has had enough' {
        $records = Watch-Progress 'Test-ContainerReachability web -Target db, 127.0.0.1 -Count 3 -Delay 1 | Select-Object -First 1'
        $records | Should -Not -BeNullOrEmpty
        $records[-1].RecordType | Should -Be Completed
    }
}
