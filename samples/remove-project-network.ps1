<#
.SYNOPSIS
    Takes down the networks of a project, and nothing that others still use.
.DESCRIPTION
    The networks are those that Compose made for the project (by their label com.docker.compose.project). The script looks who is on a
    network before it asks, and again when the question has been answered, before anything is changed:

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

# Who is on a network now.
function Get-Use($Listed) {
    $network = Get-DockerNetwork -Id $Listed.Id @engine
    $members = @(Get-DockerContainer @engine |
            Where-Object { $_.ComposeProject -ceq $Project -and $_.Id -in $network.Endpoints.ContainerId })
    [pscustomobject]@{
        Network   = $network
        Strangers = @($network.Endpoints | Where-Object ContainerId -NotIn $members.Id)
        Running   = @($members | Where-Object Running)
    }
}

# A name as one word of a command, for a message that is there to be pasted. A network is better named by its id, which is never a pattern.
function ConvertTo-Word([string] $Name) { "'$([Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Name))'" }

function Test-Free($Use) {
    $name = $Use.Network.Name
    if ($Use.Strangers) {
        $words = ($Use.Strangers.Container | ForEach-Object { ConvertTo-Word $_ }) -join ', '
        $command = "Disconnect-DockerNetwork $($Use.Network.Id.Substring(0, 12)) $words"
        Write-Error "The network $name stays: $words is on it and not of the project. Take it off first: $command" `
            -ErrorId NetworkShared -Category ResourceBusy -TargetObject $Use.Network -ErrorAction Continue
    }
    elseif ($Use.Running -and -not $Stop) {
        Write-Error "The network $name stays: $($Use.Running.Name -join ', ') still runs. Stop it first, or use -Stop." `
            -ErrorId ContainerRunning -Category ResourceBusy -TargetObject $Use.Network -ErrorAction Continue
    }

    -not $Use.Strangers -and ($Stop -or -not $Use.Running)
}

foreach ($listed in Get-DockerNetwork -Label $label @engine) {
    $use = Get-Use $listed
    if (-not (Test-Free $use)) { continue }
    $action = $use.Running ? "Stop $($use.Running.Name -join ', ') and remove network" : 'Remove network'
    if (-not $PSCmdlet.ShouldProcess($listed.Name, $action)) { continue }

    # The question may have been open for long.
    $use = Get-Use $listed
    if (-not (Test-Free $use)) { continue }
    try {
        $use.Running | Stop-DockerContainer -Confirm:$false
        if ($use.Network.Endpoints) { Disconnect-DockerNetwork $use.Network $use.Network.Endpoints.ContainerId -Confirm:$false }

        # Remove-DockerNetwork looks once more, and refuses a network that somebody is on, also one that is stopped.
        $use.Network | Remove-DockerNetwork -Confirm:$false
        $use.Network
    }
    catch {
        Write-Error "The network $($use.Network.Name) stays: $_" `
            -ErrorId NetworkStays -Category ResourceBusy -TargetObject $use.Network -ErrorAction Continue
    }
}
