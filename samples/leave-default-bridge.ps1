<#
.SYNOPSIS
    Moves containers from the default bridge to a user-defined network, where they reach each other by name.
.DESCRIPTION
    The script creates the network if it does not exist. It connects each container to the network before it disconnects it from the
    default bridge, so the container always has a network. Open connections still break. Published ports stay published. Then the
    script tests whether the containers reach each other by name.

    Legacy links (--link) work only on the default bridge, and no longer work after the move. On the new network, the names of the
    containers replace them. If a link had another name, set it with Connect-DockerNetwork -Alias. You can run the script again: it leaves
    alone containers that have already been moved.
.PARAMETER Network
    The name of the network.
.PARAMETER Container
    The containers: names or patterns. Without it, all containers on the default bridge.
.PARAMETER DockerHost
    The engine. Without it, the module finds the engine as usual.
.EXAMPLE
    ./leave-default-bridge.ps1 app -WhatIf
.EXAMPLE
    ./leave-default-bridge.ps1 app -Container web, db
.OUTPUTS
    One object for each container: Container, Network, Moved, ByName (the names that it reaches there), Unreached.
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
if ($Network -in 'bridge', 'host', 'none') {
    throw "'$Network' is one of the engine's own networks. Give the name of a user-defined network."
}

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
        # A container that cannot be moved stays where it is, and the script continues with the others.
        Write-Error "$($each.Name): $_" -TargetObject $each -ErrorId MoveFailed -ErrorAction Continue
    }
}

if ($WhatIfPreference) { return }

$there = @(Get-DockerContainer @engine | Where-Object { $_.Running -and $_.Id -in $chosen.Id -and $Network -in $_.Networks })
$results = @($there |
        Test-ContainerReachability -Target $there -By Name -Network $Network -WarningAction SilentlyContinue |
        Where-Object { $_.Source -ne $_.Target })
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
