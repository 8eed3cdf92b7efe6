<#
.SYNOPSIS
    Removes the networks of a project, except those that others still use.
.DESCRIPTION
    The networks are those that Compose created for the project (with the label com.docker.compose.project). The script checks which
    containers are on a network before it asks, and again after you have answered, before it changes anything:

    - If containers of other projects, or of no project, are on a network, the network stays, and an error names them.
    - If containers of the project are running, the network stays, and an error names them, unless -Stop is given.
    - Stopped containers of the project are disconnected. You can connect them again when the network exists again.

    The script removes no containers. If you run it again, it does only what is left to do.
.PARAMETER Project
    The name of the Compose project.
.PARAMETER Stop
    Stops the project's containers on these networks first.
.PARAMETER DockerHost
    The engine. Without it, the module finds the engine as usual.
.EXAMPLE
    ./remove-project-network.ps1 shop -WhatIf
.EXAMPLE
    $removed = ./remove-project-network.ps1 shop -Stop -Confirm:$false
    $removed.Endpoints

    Returns the networks as they were, with the endpoints that were on them.
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

# The containers that are on a network now.
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

# A name as one word of a command, for a message that users can paste. A network is named by its id, which is never a pattern.
function ConvertTo-Word([string] $Name) { "'$([Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Name))'" }

function Test-Free($Use) {
    $name = $Use.Network.Name
    if ($Use.Strangers) {
        $words = ($Use.Strangers.Container | ForEach-Object { ConvertTo-Word $_ }) -join ', '
        $command = "Disconnect-DockerNetwork $($Use.Network.Id.Substring(0, 12)) $words"
        Write-Error "The network $name stays. It has containers that are not part of the project: $words. Disconnect them: $command" `
            -ErrorId NetworkShared -Category ResourceBusy -TargetObject $Use.Network -ErrorAction Continue
    }
    elseif ($Use.Running -and -not $Stop) {
        $names = $Use.Running.Name -join ', '
        Write-Error "The network $name stays. Containers of the project are running: $names. Stop them first, or use -Stop." `
            -ErrorId ContainerRunning -Category ResourceBusy -TargetObject $Use.Network -ErrorAction Continue
    }

    -not $Use.Strangers -and ($Stop -or -not $Use.Running)
}

foreach ($listed in Get-DockerNetwork -Label $label @engine) {
    $use = Get-Use $listed
    if (-not (Test-Free $use)) { continue }
    $action = $use.Running ? "Stop $($use.Running.Name -join ', ') and remove network" : 'Remove network'
    if (-not $PSCmdlet.ShouldProcess($listed.Name, $action)) { continue }

    # The question may have been open for a long time.
    $use = Get-Use $listed
    if (-not (Test-Free $use)) { continue }
    try {
        $use.Running | Stop-DockerContainer -Confirm:$false
        if ($use.Network.Endpoints) { Disconnect-DockerNetwork $use.Network $use.Network.Endpoints.ContainerId -Confirm:$false }

        # Remove-DockerNetwork checks once more, and refuses a network that a container is on, running or stopped.
        $use.Network | Remove-DockerNetwork -Confirm:$false
        $use.Network
    }
    catch {
        Write-Error "The network $($use.Network.Name) stays: $_" `
            -ErrorId NetworkStays -Category ResourceBusy -TargetObject $use.Network -ErrorAction Continue
    }
}
