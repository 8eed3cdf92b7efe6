<#
.SYNOPSIS
    The exercise of the Docker tutorials: a user-defined network, four containers, and which of them reach each other.
.DESCRIPTION
    alpine1 and alpine2 are on the network alpine-net, alpine3 is on the default bridge, and alpine4 is on both. Names resolve on
    alpine-net but not on the default bridge. alpine1 and alpine3 do not reach each other at all. The script removes everything that it
    created.
.PARAMETER Image
    An image with a shell and ping. It must be on the engine.
.EXAMPLE
    ./alpine-exercise.ps1
#>
[CmdletBinding()]
param([string] $Image = 'alpine')

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../out/DockerNetwork"

function Show([scriptblock] $Command) { "`n>$Command"; & $Command | Out-Default }

# What has been created so far: after an error, this is removed too.
$network = $null
$containers = @()

try {
    'A network of our own, and four containers: 1, 2 and 4 on it, 3 and 4 on the default bridge'
    $network = New-DockerNetwork alpine-net
    foreach ($number in 1, 2, 4) {
        $containers += New-DockerContainer $Image ash -Name "alpine$number" -Network alpine-net -Tty -Interactive -Start
    }

    $containers += New-DockerContainer $Image ash -Name alpine3 -Tty -Interactive -Start
    Connect-DockerNetwork bridge alpine4

    Show { Get-DockerNetwork }
    Show { Get-DockerContainer alpine* }
    Show { Test-ContainerReachability alpine1 alpine1, alpine2, alpine3, alpine4 }
    Show { Test-ContainerReachability alpine4 alpine1, alpine2, alpine3 }
    Show { (Test-ContainerReachability alpine1 alpine3 -By Name).Reasons[0].Fix }
}
finally {
    if ($containers) { $containers | Remove-DockerContainer -Force }
    if ($network) { $network | Remove-DockerNetwork }
    "`nRemoved the containers and the network."
}
