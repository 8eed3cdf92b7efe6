# A real swarm of three nodes on this machine (tests/engine/private-swarm.sh), and what can happen to its nodes.
# DN_TEST_SWARM_DIR names one that is there already, for trying a test again and again.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

Import-Module $PSScriptRoot/Engine.psm1

$script:root = Split-Path (Split-Path $PSScriptRoot)
$script:fixture = Join-Path $root 'tests/engine/private-swarm.sh'
$script:folder = $null
$script:environment = @{}

function Connect-TestSwarm {
    <#
    Starts a swarm that ends with this process, imports the module, and makes the first node, which is the manager, the engine that the
    module finds by itself. Gives the nodes: Name, Address (on the wire between them), DockerHost, NetworkNamespace, Image,
    ProcessId (of dockerd).
    #>
    param(
        [int] $Nodes = 3,
        [string] $Version = $env:DN_ENGINE_VERSION_WANTED
    )

    $folder = $env:DN_TEST_SWARM_DIR
    if (-not $folder) {
        # Short, because the path of a Unix socket has no more than 107 bytes.
        $folder = $script:folder = Join-Path ([IO.Path]::GetTempPath()) "dn-swarm-$PID-$(Get-Random -Maximum 100000)"
        $which = if ($Version) { '--version', $Version }
        # The split of an empty text is an empty text, which dockerd takes for an argument.
        $options = @(-split "$env:DN_ENGINE_OPTIONS" | Where-Object { $_ })
        $log = & bash $fixture start $folder --nodes $Nodes @which --owner $PID -- @options 2>&1
        if ($LASTEXITCODE) { throw "No swarm could be started:`n$($log -join "`n")" }
    }

    foreach (
        $name in 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH',
        'DOCKER_API_VERSION'
    ) {
        $script:environment[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }

    $env:DOCKER_CONFIG = Join-Path ([IO.Path]::GetTempPath()) "dn-no-config-$PID"   # nothing is there
    Import-Module (Get-TestModulePath) -Global
    $found = foreach ($number in 1..$Nodes) {
        $settings = Get-Content "$folder-$number/env" -Raw | ConvertFrom-StringData
        [pscustomobject]@{
            Name             = $settings.DN_NODE_NAME
            Address          = $settings.DN_NODE_ADDRESS
            DockerHost       = $settings.DOCKER_HOST
            NetworkNamespace = $settings.DN_NETNS
            Image            = $settings.DN_IMAGE
            ProcessId        = [int] $settings.DN_PID
        }
    }
    $env:DOCKER_HOST = $found[0].DockerHost
    $found
}

function Disconnect-TestSwarm {
    <# Stops the swarm and gives the environment back. #>
    foreach ($name in $script:environment.Keys) { [Environment]::SetEnvironmentVariable($name, $script:environment[$name]) }
    $script:environment = @{}
    if ($script:folder) { & bash $fixture stop $script:folder }
    $script:folder = $null
}

function New-TestService {
    <#
    A service of the swarm, whose tasks serve HTTP on port 80; the module has no cmdlet for that. Without -Replicas, it has a task on
    each node.
    #>
    param(
        [Parameter(Mandatory)] $Manager,
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [string] $Network,
        [ValidateSet('vip', 'dnsrr')] [string] $Mode = 'vip',
        [int] $Replicas,
        [hashtable[]] $Port = @(),
        # Further settings of the container (HealthCheck, Command), and of the task (Placement).
        [hashtable] $Container = @{},
        [hashtable] $Task = @{}
    )

    $global = -not $PSBoundParameters.ContainsKey('Replicas')
    $specification = @{ Image = $Manager.Image; Command = 'httpd', '-f', '-p', '80', '-h', '/www' }
    foreach ($key in $Container.Keys) { $specification[$key] = $Container[$key] }
    $null = Invoke-EngineApi '/services/create' -Method POST -DockerHost $Manager.DockerHost -Body @{
        Name         = $Name
        TaskTemplate = @{
            ContainerSpec = $specification
            Networks      = @(@{ Target = $Network })
        } + $Task
        Mode         = $global ? @{ Global = @{} } : @{ Replicated = @{ Replicas = $Replicas } }
        EndpointSpec = @{ Mode = $Mode; Ports = @($Port) }
    }
}

function Set-NodeAvailability {
    <# Drains a node, so that its tasks move to others, or makes it active again. #>
    param(
        [Parameter(Mandatory)] $Manager,
        [Parameter(Mandatory)] $Node,
        [Parameter(Mandatory)] [ValidateSet('active', 'pause', 'drain')] [string] $Availability
    )

    $known = Invoke-EngineApi '/nodes' -DockerHost $Manager.DockerHost | Where-Object { $_.Description.Hostname -eq $Node.Name }
    $known.Spec.Availability = $Availability
    $update = "/nodes/$($known.ID)/update?version=$($known.Version.Index)"
    $null = Invoke-EngineApi $update -Method POST -Body $known.Spec -DockerHost $Manager.DockerHost
}

function Set-NodeLink {
    <# Cuts a node off from the others, or joins it again. #>
    param(
        [Parameter(Mandatory)] $Node,
        [Parameter(Mandatory)] [ValidateSet('up', 'down')] [string] $State
    )

    ip -n $Node.NetworkNamespace link set underlay $State
    if ($LASTEXITCODE) { throw "The link of $($Node.Name) cannot be set $State." }
}

function Block-NodeTraffic {
    <# Drops what two nodes send each other: "udp/4789" is VXLAN, "tcp/7946" and "udp/7946" are how they tell each other of containers. #>
    param(
        [Parameter(Mandatory)] $Node,
        [Parameter(Mandatory)] $Peer,
        [Parameter(Mandatory)] [string[]] $Service
    )

    Set-NodeRule '-I' $Node $Peer $Service
}

function Unblock-NodeTraffic {
    <# Undoes Block-NodeTraffic. #>
    param(
        [Parameter(Mandatory)] $Node,
        [Parameter(Mandatory)] $Peer,
        [Parameter(Mandatory)] [string[]] $Service
    )

    Set-NodeRule '-D' $Node $Peer $Service
}

function Set-NodeRule([string] $Change, $Node, $Peer, [string[]] $Service) {
    foreach ($each in $Service) {
        $protocol, $port = $each -split '/'
        foreach ($side in @('INPUT', '-s', 'dport'), @('INPUT', '-s', 'sport'), @('OUTPUT', '-d', 'dport'), @('OUTPUT', '-d', 'sport')) {
            $chain, $match, $which = $side
            $rule = $chain, $match, $Peer.Address, '-p', $protocol, "--$which", $port, '-j', 'DROP'
            nsenter "--net=/run/netns/$($Node.NetworkNamespace)" iptables -w $Change @rule
            if ($LASTEXITCODE) { throw "The rule '$rule' cannot be set on $($Node.Name)." }
        }
    }
}

Export-ModuleMember -Function *-TestSwarm, New-TestService, Set-NodeAvailability, Set-NodeLink, *-NodeTraffic
