<#
.SYNOPSIS
    Moves containers from the default bridge to a network of their own, where they find each other by name.
.DESCRIPTION
    The network is made where it is missing. Each container is connected to it first and taken off the default bridge then, so it is never
    without a network; connections that are open break all the same. Published ports stay published. Afterwards it is tested that the containers
    reach each other by name.

    Legacy links (--link) belong to the default bridge and end with it. The names of containers take their place; another name that a link
    gave is to be had with Connect-DockerNetwork -Alias. What has been moved already is left as it is, so the script may be run again.
.PARAMETER Network
    The name of the network.
.PARAMETER Container
    Which containers: names or patterns. All that are on the default bridge when not given.
.PARAMETER DockerHost
    The engine; the one that the module finds by itself when not given.
.EXAMPLE
    ./leave-default-bridge.ps1 app -WhatIf
.EXAMPLE
    ./leave-default-bridge.ps1 app -Container web, db
.OUTPUTS
    An object for each container: Container, Network, Moved, ByName (who it reaches by name there), Unreached.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Network,

    [Parameter(Position = 1)]
    [SupportsWildcards()]
    [string[]] $Container = '*',

    [string] $DockerHost
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module DockerNetwork)) { Import-Module "$PSScriptRoot/../out/DockerNetwork" }
if ($Network -in 'bridge', 'host', 'none') { throw "'$Network' is one of the engine's own networks. Give the name of a network of your own." }

$engine = $DockerHost ? @{ DockerHost = $DockerHost } : @{}
$chosen = @(Get-DockerContainer $Container @engine | Where-Object { 'bridge' -in $_.Networks -or $Network -in $_.Networks })
$exists = $Network -cin (Get-DockerNetwork @engine).Name
if (-not $exists -and $chosen -and $PSCmdlet.ShouldProcess($Network, 'Create network')) {
    $null = New-DockerNetwork $Network @engine -Confirm:$false
}

$moved = foreach ($each in $chosen | Where-Object { 'bridge' -in $_.Networks }) {
    if (-not $PSCmdlet.ShouldProcess($each.Name, "Move from bridge to $Network")) { continue }
    try {
        if ($Network -notin $each.Networks) { $each | Connect-DockerNetwork -Network $Network -Confirm:$false }
        $each | Disconnect-DockerNetwork -Network bridge -Confirm:$false
        $each.Name
    }
    catch {
        # One that cannot be moved stays where it is, and the others go on.
        Write-Error "$($each.Name): $_" -TargetObject $each -ErrorId MoveFailed -ErrorAction Continue
    }
}

if ($WhatIfPreference) { return }

$there = @(Get-DockerContainer @engine | Where-Object { $_.Running -and $_.Id -in $chosen.Id -and $Network -in $_.Networks })
$results = @($there | Test-ContainerReachability -Target $there -By Name -Network $Network -WarningAction SilentlyContinue | Where-Object { $_.Source -ne $_.Target })
foreach ($each in $there) {
    $own = @($results | Where-Object Source -eq $each.Name)
    [pscustomobject]@{
        Container = $each.Name
        Network   = $Network
        Moved     = $each.Name -in $moved
        ByName    = @($own | Where-Object Reachable | ForEach-Object TargetName)
        Unreached = @($own | Where-Object { -not $_.Reachable } | ForEach-Object TargetName)
    }
}
