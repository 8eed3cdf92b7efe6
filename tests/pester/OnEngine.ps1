# What begins a file of tests that needs the engine and nothing else. Dot-source it at the top level of the file, before the first Describe.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
}

AfterAll {
    Disconnect-TestEngine
}
