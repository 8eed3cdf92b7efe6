<#
.SYNOPSIS
    Runs the end-to-end tests: the staged module in this PowerShell, against a private engine.
.DESCRIPTION
    The last line is "N passed, N failed, N skipped". The exit code is 1 when something failed.
.PARAMETER Path
    Only these test files or folders.
.PARAMETER EngineVersion
    The engine: distro (what the machine has), 26.1 or 28.5. DN_ENGINE_VERSION_WANTED says the same. Without either, it is the engine
    whose programs are in the folder DN_ENGINE_PROGRAMS, if that is set.
.EXAMPLE
    ./Run.ps1 -Path Reachability.Tests.ps1 -EngineVersion 28.5
#>
[CmdletBinding()]
param(
    [string[]] $Path = $PSScriptRoot,

    [ValidateSet('', 'distro', '26.1', '28.5')]
    [string] $EngineVersion = $env:DN_ENGINE_VERSION_WANTED
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.5
Import-Module "$PSScriptRoot/Engine.psm1"

# The kernel has one table of neighbours for all network namespaces. Where somebody else on this machine fills it, packets
# are lost in the tests as well, and the tests of reachability fail for no fault of the module.
function Get-NeighbourOverflow {
    $file = '/proc/net/stat/arp_cache'
    if (Test-Path $file) {
        (Get-Content $file |
            Select-Object -Skip 1 |
            ForEach-Object { [Convert]::ToInt64(($_ -split '\s+')[-1], 16) } |
            Measure-Object -Sum).Sum
    }
}

$given = $env:DN_TEST_ENGINE_DIR
$overflow = Get-NeighbourOverflow
$folder = $null
try {
    if (-not $env:DOCKERNETWORK_TEST_HOST -and -not $given) {
        $folder = Start-TestEngine -Version $EngineVersion
        $env:DN_TEST_ENGINE_DIR = $folder
    }

    $configuration = New-PesterConfiguration
    # "pwsh -File" hands a list over as one text.
    $configuration.Run.Path = @($Path -split ',' | ForEach-Object { (Test-Path $_) ? $_ : (Join-Path $PSScriptRoot $_) })
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'
    $configuration.Output.StackTraceVerbosity = 'FirstLine'
    if ($env:NO_COLOR) { $configuration.Output.RenderMode = 'Plaintext' }
    $result = Invoke-Pester -Configuration $configuration
}
finally {
    if ($folder) {
        Stop-TestEngine $folder
        $env:DN_TEST_ENGINE_DIR = $given
    }
}

if (-not $result) {
    '0 passed, 1 failed, 0 skipped'
    exit 1
}

if ((Get-NeighbourOverflow) -gt $overflow) {
    'Note: the kernel''s table of neighbours overflowed during the tests, and packets were lost (net.ipv4.neigh.default.gc_thresh3).'
}

# A file that could not be read, or a block whose setup failed, has no failed test of its own.
$failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
$skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
"$($result.PassedCount) passed, $failed failed, $skipped skipped"
exit [int]($failed -gt 0)
