<#
.SYNOPSIS
    Installs the package in a folder as a user would from the Gallery, imports it, and says its version. Nothing stays.
.PARAMETER Folder
    The folder that ./build.sh pack filled.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Folder)

$ErrorActionPreference = 'Stop'
$repository = "dn-$PID"
$place = Join-Path ([IO.Path]::GetTempPath()) $repository
$null = New-Item $place -ItemType Directory
Register-PSResourceRepository $repository -Uri (Resolve-Path $Folder).Path -Trusted
try {
    Save-PSResource DockerNetwork -Repository $repository -Path $place
    # In a process of its own, so that the folder can be removed on Windows too.
    & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command {
        param($place)
        $ErrorActionPreference = 'Stop'
        $env:PSModulePath = $place + [IO.Path]::PathSeparator + $env:PSModulePath
        $module = Import-Module DockerNetwork -PassThru
        $missing = (Import-PowerShellDataFile "$($module.ModuleBase)/DockerNetwork.psd1").CmdletsToExport |
            Where-Object { -not (Get-Command $_ -Module DockerNetwork) }
        if ($missing) { throw "Not exported: $missing" }
        $null = Get-Help Get-DockerNetwork -Full
        "$($module.Version)"
    } -args $place
    if ($LASTEXITCODE) { throw 'The installed module could not be imported.' }
}
finally {
    Unregister-PSResourceRepository $repository
    Remove-Item $place -Recurse -Force
}
