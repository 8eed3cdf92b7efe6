<#
.SYNOPSIS
    What of an engine's containers is open to the world.
.DESCRIPTION
    Lists the ports that are published at every address of the host, one line each, and those that will be when a stopped container starts.
    Changes nothing. A firewall in front of the host may still keep the world away; one on the host itself often does not, as the engine's
    rules come before its own.
.PARAMETER Allowed
    Ports of the host that may be open, as 443 or 53/udp. They are left out.
.PARAMETER DockerHost
    The engine; the one that the module finds by itself when not given.
.EXAMPLE
    ./find-open-ports.ps1 -Allowed 80, 443
.EXAMPLE
    if (./find-open-ports.ps1 -Allowed 80, 443) { exit 1 }

    For a scheduler, that is to hear of it.
.OUTPUTS
    An object for each port: Container, Image, State, Port, HostPort, Now, Networks, Instead.
#>
[CmdletBinding()]
param(
    [ValidatePattern('^\d+(/(tcp|udp|sctp))?$')]
    [string[]] $Allowed = @(),

    [string] $DockerHost
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module DockerNetwork)) { Import-Module "$PSScriptRoot/../out/DockerNetwork" }

$engine = $DockerHost ? @{ DockerHost = $DockerHost } : @{}
$allowedPorts = $Allowed | ForEach-Object { $_ -match '/' ? $_ : "$_/tcp" }

# The engine tells of IPv4 and IPv6 apart; for a reader that is one open port.
Get-DockerPortMapping -Open @engine |
    Where-Object { "$($_.HostPort)/$($_.Protocol)" -notin $allowedPorts } |
    Group-Object ContainerId, Protocol, ContainerPort, HostPort |
    ForEach-Object {
        $port = $_.Group[0]
        [pscustomobject]@{
            Container = $port.Container
            Image     = $port.Image
            State     = $port.State
            Port      = "$($port.ContainerPort)/$($port.Protocol)"
            HostPort  = $port.HostPort   # empty where the engine chooses one at the start
            Now       = $port.Active
            Networks  = $port.Networks
            Instead   = "-Publish 127.0.0.1:$($port.HostPort):$($port.ContainerPort)/$($port.Protocol)"
        }
    }
