<#
.SYNOPSIS
    The tasks of this project: Build, Test, Quickstart, Bench, Agreement, Fuzz, Help, Picture, Pack, Clean.
.DESCRIPTION
    Build     builds the module into out/DockerNetwork.
    Test      runs the unit tests, and on Linux the integration and Pester tests against a private engine.
    Quickstart shows the module at work on an engine: a private one where none is reachable.
    Bench     measures, as ratios in one run.
    Agreement compares prediction and observation on random topologies, on each engine that is here (tests/engine/agreement.sh).
    Fuzz      feeds damaged input to the parsers of foreign bytes, a minute each.
    Help      fills the pages of en-US/cmdlets with what the code says: syntax, types, defaults, and shared texts.
    Picture   draws the screen in the README from a real run on a private engine.
    Pack      makes what a release has, in out/packages: the package of the Gallery, a zip, a list of materials, and checksums.
    Clean     removes what was built.
.PARAMETER Install
    Installs what is missing. Without it what is missing is named, with the command that gets it.
.EXAMPLE
    ./build.ps1 Test -Install
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Quickstart', 'Bench', 'Agreement', 'Fuzz', 'Help', 'Picture', 'Pack', 'Clean')]
    [string] $Task = 'Build',

    [switch] $Install
)

$ErrorActionPreference = 'Stop'

# Where there is a bash, one script knows how things are done.
if (-not $IsWindows) {
    $options = @(if ($Install) { '--install' }) + $Task.ToLowerInvariant()
    & "$PSScriptRoot/build.sh" @options
    exit $LASTEXITCODE
}

# Windows: the module and its unit tests. The private engine that the other tests need runs on Linux.
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Clean' { Remove-Item out -Recurse -Force -ErrorAction Ignore; return }
        'Help' { dotnet build src/DockerNetwork -c Release --nologo -v quiet -p:UpdateHelp=true; exit $LASTEXITCODE }
        default { dotnet build DockerNetwork.slnx -c Release --nologo; if ($LASTEXITCODE) { exit $LASTEXITCODE } }
    }

    switch ($Task) {
        'Test' {
            dotnet test tests/unit -c Release --nologo --no-build
            Write-Warning 'The integration and Pester tests start a private engine, which needs Linux: run ./build.sh test there.'
            exit $LASTEXITCODE
        }
        'Quickstart' { & samples/alpine-exercise.ps1 }
        'Fuzz' {
            $env:DN_FUZZ_SECONDS ??= '60'
            dotnet test tests/unit -c Release --nologo --no-build --filter FullyQualifiedName~UnitTests.Fuzz --logger 'console;verbosity=detailed'
            exit $LASTEXITCODE
        }
        { $_ -in 'Bench', 'Agreement', 'Picture' } { throw 'This starts a private engine, which needs Linux.' }
        'Pack' {
            $time = $env:SOURCE_DATE_EPOCH ?? (git log -1 --format=%ct) ?? '315532800'
            dotnet src/DockerNetwork.Release/bin/Release/net8.0/DockerNetwork.Release.dll pack out/DockerNetwork out/packages `
                src/DockerNetwork/Topology/vendor/README.md $time '' "$env:DN_RELEASE_TAG"
            exit $LASTEXITCODE
        }
    }
}
finally {
    Pop-Location
}
