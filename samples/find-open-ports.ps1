<#
.SYNOPSIS
    Lists the container ports that are open to the world.
.DESCRIPTION
    Lists the ports that are published on all addresses of the host, and those that will be when a stopped container starts. There is one
    line for each port. The script changes nothing. A firewall in front of the host may still block access. A firewall on the host itself
    often does not, because the engine's rules come first.
.PARAMETER Allowed
    Host ports that may be open, such as 443 or 53/udp. The script does not list them.
.PARAMETER DockerHost
    The engine. Without it, the module finds the engine as usual.
.EXAMPLE
    ./find-open-ports.ps1 -Allowed 80, 443
.EXAMPLE
    if (./find-open-ports.ps1 -Allowed 80, 443) { exit 1 }

    For a scheduler: ends with exit code 1 if another port is open.
.OUTPUTS
    One object for each port: Container, Image, State, Port, HostPort, Now, Networks, Instead.
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

# The engine reports IPv4 and IPv6 separately. For a reader, they are one open port.
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
            HostPort  = $port.HostPort   # empty if the engine chooses the port at the start
            Now       = $port.Active
            Networks  = $port.Networks
            Instead   = "-Publish 127.0.0.1:$($port.HostPort):$($port.ContainerPort)/$($port.Protocol)"
        }
    }
