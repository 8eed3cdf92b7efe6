<#
.SYNOPSIS
    Writes the pages and Mermaid texts that the browser tests open, from made-up snapshots: no engine is needed.
.PARAMETER Folder
    Where they go.
#>
param([Parameter(Mandatory)] [string] $Folder)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../out/DockerNetwork/DockerNetwork.psd1"

function New-Id([string] $Text) {
    [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($Text))).ToLowerInvariant()
}

# The networks are there from 172.18.0.0/16 on; each container says where it is.
function New-Snapshot([string[]] $Network, [object[]] $Container) {
    $next = @{}
    $networks = @(
        @{
            Name   = 'bridge'
            Id     = New-Id 'net bridge'
            Driver = 'bridge'
            Scope  = 'local'
            IPAM   = @{ Config = @(@{ Subnet = '172.17.0.0/16'; Gateway = '172.17.0.1' }) }
        }
        @{ Name = 'host'; Id = New-Id 'net host'; Driver = 'host'; Scope = 'local' }
        @{ Name = 'none'; Id = New-Id 'net none'; Driver = 'null'; Scope = 'local' }
        for ($i = 0; $i -lt $Network.Count; $i++) {
            @{
                Name   = $Network[$i]
                Id     = New-Id "net $($Network[$i])"
                Driver = 'bridge'
                Scope  = 'local'
                IPAM   = @{ Config = @(@{ Subnet = "172.$(18 + $i).0.0/16"; Gateway = "172.$(18 + $i).0.1" }) }
            }
        }
    )
    $containers = foreach ($one in $Container) {
        $settings = @{}
        foreach ($name in $one.On) {
            $known = $networks | Where-Object { $_.Name -eq $name }
            $host4 = ++$next[$name] + 1
            $settings[$name] = @{
                NetworkId   = $known.Id
                IPAddress   = $one.Stopped -or -not $known.IPAM ? '' : $known.IPAM.Config[0].Subnet -replace '0\.0/16', "0.$host4"
                IPPrefixLen = 16
                Gateway     = $known.IPAM.Config[0].Gateway
            }
        }
        @{
            Id = New-Id "container $($one.Name)"
            Names = @("/$($one.Name)")
            Image = $one.Image ?? 'alpine'
            State = $one.Stopped ? 'exited' : 'running'
            Status = $one.Stopped ? 'Exited (0) 2 hours ago' : 'Up 2 hours'; Labels = $one.Label ?? @{}
            HostConfig = @{ NetworkMode = $one.On[0] }; NetworkSettings = @{ Networks = $settings }
            Ports = @(if ($one.Port) { @{ IP = '0.0.0.0'; PrivatePort = 80; PublicPort = $one.Port; Type = 'tcp' } })
        }
    }
    ConvertTo-Json -Depth 9 @{
        Format     = 1
        DockerHost = 'unix:///var/run/docker.sock'
        ApiVersion = '1.51'
        Time       = '2026-01-01T00:00:00Z'
        Networks   = $networks
        Containers = @($containers)
        Details    = @()
    }
}

$five = New-Snapshot alpine-net @(
    @{ Name = 'alpine1'; On = 'alpine-net' }, @{ Name = 'alpine2'; On = 'alpine-net' }, @{ Name = 'alpine3'; On = 'bridge' }
    @{ Name = 'alpine4'; On = 'alpine-net', 'bridge' }, @{ Name = 'web'; On = 'bridge'; Port = 8080 }
)
Test-ContainerReachability * -Mesh -Snapshot $five | Export-DockerNetworkTopology "$Folder/five.html" -Snapshot $five
Test-ContainerReachability * -Mesh -Snapshot $five | Export-DockerNetworkTopology "$Folder/five.mmd" -Snapshot $five

# A trace whose packets are lost on the bridge.
function New-Traced([string] $Type, [hashtable] $Property) {
    [Management.Automation.LanguagePrimitives]::ConvertTo(
        [pscustomobject]$Property,
        [DockerNetwork.Model.Networks.Network].Assembly.GetType("DockerNetwork.Model.$Type"))
}

$hops = foreach ($at in 'alpine1 eth0', '@host veth1', '@host br-0') {
    $place, $interface = $at -split ' '
    New-Traced Tracing.TraceHop @{
        Place = $place; Namespace = $place; Interface = $interface; Network = 'alpine-net'; From = '172.18.0.2'; To = '172.18.0.3'
    }
}
$trace = New-Traced Results.ReachabilityResult @{
    Source = 'alpine1'; Target = 'alpine2'; TargetName = 'alpine2'; Protocol = 'Icmp'; Observed = 'Blocked'
    DockerHost = 'unix:///var/run/docker.sock'
    Reasons = @([DockerNetwork.Model.Results.Reason]::new('DroppedByRule', '@host', 'A rule of the host drops it: <b>-j DROP</b>'))
    Trace = New-Traced Tracing.PacketTrace @{ Hops = @($hops); Lost = $hops[-1] }
}
$trace | Export-DockerNetworkTopology "$Folder/trace.html" -Snapshot $five
$trace | Export-DockerNetworkTopology "$Folder/trace.mmd" -Snapshot $five

$names = 'backend', 'frontend', 'monitoring', 'ci', 'mail', 'wiki', 'auth', 'cache', 'queue', 'staging', 'lab', 'empty'
$roles = 'web', 'api', 'db', 'worker', 'redis', 'proxy', 'cron', 'app'
$dice = [Random]::new(7)
$many = New-Snapshot $names @(
    foreach ($i in 1..200) {
        $on = @($names[[int][Math]::Floor(11 * [Math]::Pow($dice.NextDouble(), 1.5))])
        if ($i % 11 -eq 0) { $on += $names[($names.IndexOf($on[0]) + 1 + $dice.Next(4)) % 11] }
        if ($i % 44 -eq 0) { $on += 'bridge' }
        if ($i % 25 -eq 0) { $on = @('bridge') }
        @{
            Name    = "$($roles[$i % 8])-$i"
            On      = @($on | Select-Object -Unique)
            Stopped = $i % 17 -eq 0
            Port    = $i % 19 -eq 0 ? 8000 + $i : $null
            Image   = "registry.example/$($roles[$i % 8]):1.$($i % 9)"
        }
    }
)
Export-DockerNetworkTopology "$Folder/many-plain.html" -Snapshot $many
Export-DockerNetworkTopology "$Folder/many.mmd" -Snapshot $many
Test-ContainerReachability * -Mesh -By Name -Snapshot $many | Export-DockerNetworkTopology "$Folder/many.html" -Snapshot $many

# Names that mean something to HTML, JavaScript, Graphviz or Mermaid. An engine refuses most in names, and none in labels.
$evil = '</script><script>window.evil = 1</script><!--', '"]; evil --> x', 'a\N\G\l&amp;&#x3c;b', "line`nbreak$([char]0x2028)",
    '<img src=x onerror=evil()>', '`${evil()}`', '{{data}}'
$hostile = New-Snapshot 'end', 'graph', 'subgraph', '</script><script>window.evil = 1</script>' @(
    @{ Name = 'end'; On = 'end' }, @{ Name = 'click'; On = 'graph' }, @{ Name = 'style'; On = 'subgraph', 'end' }
    for ($i = 0; $i -lt $evil.Count; $i++) {
        @{ Name = $evil[$i]; Image = $evil[$i]; On = '</script><script>window.evil = 1</script>'; Label = @{ $evil[$i] = $evil[$i] } }
    }
)
$results = Test-ContainerReachability end, click -Target style, example.test -Snapshot $hostile
$results | Export-DockerNetworkTopology "$Folder/hostile.html" -Snapshot $hostile
$results | Export-DockerNetworkTopology "$Folder/hostile.mmd" -Snapshot $hostile
