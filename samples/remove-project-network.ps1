<#
.SYNOPSIS
    Takes down the networks of a project, and nothing that others still use.
.DESCRIPTION
    The networks are those that Compose made for the project (by their label com.docker.compose.project). Before anything is changed, it is
    looked who is on them:

    - Containers of other projects, or of none, on a network: that network stays, and an error names them.
    - Containers of the project that run: the network stays, and an error names them, unless -Stop is given.
    - Containers of the project that are stopped are disconnected, and can be connected again when the network is back.

    No container is removed. Running it again does what is left to do, and nothing when all is gone.
.PARAMETER Project
    The name of the project.
.PARAMETER Stop
    Stops the project's containers on these networks first.
.PARAMETER DockerHost
    The engine; the one that the module finds by itself when not given.
.EXAMPLE
    ./remove-project-network.ps1 shop -WhatIf
.EXAMPLE
    $removed = ./remove-project-network.ps1 shop -Stop -Confirm:$false
    $removed.Endpoints

    The networks as they were, with who was on them.
.OUTPUTS
    The networks that were removed.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateNotNullOrEmpty()]
    [string] $Project,

    [switch] $Stop,

    [string] $DockerHost
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module DockerNetwork)) { Import-Module "$PSScriptRoot/../out/DockerNetwork" }

$engine = $DockerHost ? @{ DockerHost = $DockerHost } : @{}
$label = "com.docker.compose.project=$([WildcardPattern]::Escape($Project))"
$members = @(Get-DockerContainer @engine | Where-Object ComposeProject -CEQ $Project)

foreach ($network in Get-DockerNetwork -Label $label @engine) {
    $strangers = @($network.Endpoints | Where-Object ContainerId -NotIn $members.Id)
    if ($strangers) {
        Write-Error "The network $($network.Name) stays: $($strangers.Container -join ', ') of another project is on it. Take it off first: Disconnect-DockerNetwork $($network.Name) $($strangers.Container -join ', ')" `
            -ErrorId NetworkShared -Category ResourceBusy -TargetObject $network -ErrorAction Continue
        continue
    }

    $running = @($members | Where-Object { $_.Running -and $network.Name -in $_.Networks })
    if ($running -and -not $Stop) {
        Write-Error "The network $($network.Name) stays: $($running.Name -join ', ') still runs. Stop it first, or use -Stop." `
            -ErrorId ContainerRunning -Category ResourceBusy -TargetObject $network -ErrorAction Continue
        continue
    }

    if (-not $PSCmdlet.ShouldProcess($network.Name, $running ? "Stop $($running.Name -join ', ') and remove network" : 'Remove network')) { continue }
    $running | Stop-DockerContainer -Confirm:$false

    # The engine is asked again between looking and removing; who came meanwhile makes it refuse, and the network stays.
    $network.Endpoints | Disconnect-DockerNetwork -Confirm:$false
    $network | Remove-DockerNetwork -Confirm:$false
    $network
}
