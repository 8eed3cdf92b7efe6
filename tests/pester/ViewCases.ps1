# Shows each view once, on the console that it is started in. View.Tests.ps1 compares that with what was approved; -Constrained shows
# them in ConstrainedLanguage, for Terminal.Tests.ps1, and -AsObject gives the objects instead, for Serialization.Tests.ps1.
param([Parameter(Mandatory)][string] $Module, [string[]] $Name = '*', [switch] $Constrained, [switch] $AsObject)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Import-Module $Module

function New-Shown([string] $Type, [hashtable] $Property) {
    $Property.DockerHost = 'unix:///var/run/docker.sock'
    [Management.Automation.LanguagePrimitives]::ConvertTo(
        [pscustomobject]$Property,
        [DockerNetwork.Model.Networks.Network].Assembly.GetTypes().Where({ $_.Name -ceq $Type })[0])
}

$long = 'a-name-of-the-63-characters-that-a-label-of-a-host-name-may-have'.Substring(0, 63)
$id = '0123456789abcdef' * 4

function Get-Endpoint([string] $Network, [string] $Container, [string] $State = 'Running', [hashtable] $More = @{}) {
    New-Shown NetworkEndpoint (@{ Network = $Network; NetworkId = $id; Container = $Container; ContainerId = $id; State = $State } + $More)
}

$addresses = @{ IPAddress = '10.5.0.2'; PrefixLength = 24; Gateway = '10.5.0.1'; MacAddress = '02:42:0a:05:00:02' }
$both = $addresses + @{ IPv6Address = 'fd00:1234:5678:9abc:0:242:ac12:2'; IPv6PrefixLength = 64 }
$endpoints = @(
    Get-Endpoint app web Running ($addresses + @{ Alias = 'site', 'www'; DnsName = 'web', 'site', 'www', '0123456789ab' })
    Get-Endpoint app db Running $both
    Get-Endpoint app sidecar Running ($addresses + @{ NamespaceOwner = 'web' })
    Get-Endpoint app old Exited @{ StaticIPAddress = '10.5.0.77' }
    Get-Endpoint $long $long Restarting @{ Alias = @($long) }
)
$remoteEndpoint = New-Shown NetworkEndpoint @{
    Network = 'mesh'; NetworkId = $id; Container = 'db@node2'; ContainerId = ''; State = 'Running'
    IPAddress = '10.0.1.9'; PrefixLength = 24
    EndpointId = $id; Node = 'node2'; NodeAddress = '203.0.113.2'
}

function Get-Subnet([string] $Subnet, [string] $Gateway, [hashtable] $Aux = @{}) {
    [Management.Automation.LanguagePrimitives]::ConvertTo(
        [pscustomobject]@{ Subnet = $Subnet; Gateway = $Gateway; AuxAddress = $Aux },
        [DockerNetwork.Model.Networks.NetworkSubnet])
}

$created = [DateTimeOffset]'2026-01-02T03:04:05Z'
$networks = @(
    New-Shown Network @{
        Name       = 'app'
        Id         = $id
        Driver     = 'bridge'
        Scope      = 'local'
        EnableIPv4 = $true
        Created    = $created
        Ipam       = @(Get-Subnet 10.5.0.0/24 10.5.0.1 @{ router = '10.5.0.5' })
        Endpoints  = $endpoints[0..3]
        Label      = @{ team = 'blue' }
    }
    New-Shown Network @{
        Name       = 'both'
        Id         = $id
        Driver     = 'bridge'
        Scope      = 'local'
        EnableIPv4 = $true
        EnableIPv6 = $true
        Internal   = $true
        Attachable = $true
        Ipam       = @((Get-Subnet 192.168.100.0/24 192.168.100.1), (Get-Subnet fd00:1234:5678:9abc::/64 fd00:1234:5678:9abc::1))
    }
    New-Shown Network @{ Name = 'host'; Id = $id; Driver = 'host'; Scope = 'local'; EnableIPv4 = $true }
    New-Shown Network @{
        Name       = $long
        Id         = $id
        Driver     = 'overlay'
        Scope      = 'swarm'
        EnableIPv4 = $true
        Attachable = $true
        Ipam       = @(Get-Subnet 10.0.9.0/24 10.0.9.1)
    }
)

function Get-Port([int] $Port, $HostPort, $HostAddress) {
    [Management.Automation.LanguagePrimitives]::ConvertTo(
        [pscustomobject]@{ ContainerPort = $Port; Protocol = 'tcp'; HostPort = $HostPort; HostAddress = $HostAddress },
        [DockerNetwork.Model.Ports.PublishedPort])
}

$containers = @(
    New-Shown Container @{
        Name        = 'web'
        Id          = $id
        Image       = 'nginx:1.27'
        Command     = 'nginx -g daemon off;'
        State       = 'Running'
        Status      = 'Up 5 minutes (healthy)'
        Created     = $created
        NetworkMode = 'app'
        Endpoints   = @($endpoints[0]; Get-Endpoint back web Running @{ IPAddress = '172.18.0.2' })
        Ports       = @((Get-Port 80 8080 0.0.0.0), (Get-Port 80 8080 ::), (Get-Port 443 8443 127.0.0.1), (Get-Port 99))
    }
    New-Shown Container @{
        Name                = 'sidecar'
        Id                  = $id
        Image               = 'busybox'
        State               = 'Running'
        Status              = 'Up 1 second'
        Created             = $created
        NetworkMode         = "container:$id"
        NamespaceOwner      = 'web'
        NamespaceOwnerState = 'Exited'
    }
    New-Shown Container @{
        Name        = $long
        Id          = $id
        Image       = 'registry.example/team/project/image-with-a-long-name:2026.11.21-rc.1'
        State       = 'Exited'
        Status      = 'Exited (0) 2 hours ago'
        Created     = $created
        NetworkMode = $long
        Endpoints   = @($endpoints[4])
    }
)

# What Docker Compose makes.
$attached = @(
    foreach ($number in 1..3) {
        foreach ($network in 'shop_backend_default', 'shop_frontend') {
            Get-Endpoint $network "shop-storefront-$number" Running @{
                IPAddress    = "172.$($network.Length).0.$number"
                PrefixLength = 16
                Alias        = 'storefront', "shop-storefront-$number"
            }
        }
    }
    Get-Endpoint shop_backend_default shop-postgresql-primary-1 Running @{
        IPAddress        = '172.20.0.9'
        PrefixLength     = 16
        IPv6Address      = 'fd00:1234:5678:9abc:0:242:ac12:9'
        IPv6PrefixLength = 64
        Alias            = 'postgresql-primary'
    }
)
$composed = @(
    foreach ($number in 1..3) {
        New-Shown Container @{
            Name        = "shop-storefront-$number"
            Id          = $id
            Image       = 'shop/storefront:2.1'
            State       = 'Running'
            Status      = 'Up 5 minutes (healthy)'
            Health      = @('Healthy', 'Unhealthy', 'Starting')[$number - 1]
            Created     = $created
            NetworkMode = 'shop_frontend'
            Endpoints   = @($attached.Where{ $_.Container -eq "shop-storefront-$number" })
            Ports       = @((Get-Port 80 (8080 + $number) 0.0.0.0), (Get-Port 443 (8440 + $number) 127.0.0.1), (Get-Port 9090))
        }
    }
    New-Shown Container @{
        Name        = 'shop-postgresql-primary-1'
        Id          = $id
        Image       = 'postgres:17'
        State       = 'Exited'
        Created     = $created
        NetworkMode = 'shop_backend_default'
        Endpoints   = @($attached[-1])
    }
)

$mapping = @{
    Container   = 'web'
    ContainerId = $id
    Image       = 'nginx:1.27'
    State       = 'Running'
    Active      = $true
    Protocol    = 'tcp'
    Networks    = 'app', 'back'
    Published   = '*:8080->80/tcp'
}
$ports = @(
    New-Shown PortMapping ($mapping + @{ ContainerPort = 80; HostAddress = '0.0.0.0'; HostPort = 8080; Exposure = 'Open' })
    New-Shown PortMapping ($mapping + @{ ContainerPort = 80; HostAddress = '::'; HostPort = 8080; Exposure = 'Open' })
    New-Shown PortMapping ($mapping +
        @{ ContainerPort = 53; HostAddress = 'fd00:1234:5678:9abc:0:242:ac12:2'; HostPort = 5353; Exposure = 'Address' })
    New-Shown PortMapping ($mapping + @{ ContainerPort = 99; Exposure = 'None' })
    New-Shown PortMapping @{
        Container     = ''
        ContainerId   = ''
        Service       = 'api'
        PublishMode   = 'ingress'
        Image         = 'api:2'
        Active        = $true
        Protocol      = 'tcp'
        ContainerPort = 80
        HostAddress   = '0.0.0.0'
        HostPort      = 8443
        Exposure      = 'Open'
        Networks      = @('mesh')
        Published     = '0.0.0.0:8443->80/tcp'
    }
)

function Get-Reason([string] $Code, [string] $Message, [string] $Fix) {
    [DockerNetwork.Model.Results.Reason]::new($Code, 'app', $Message, ($Fix ? $Fix : [NullString]::Value))
}

$result = @{ Source = 'web'; SourceId = '0a' * 32; Protocol = 'Icmp'; Method = 'Agent'; Time = $created }
$took = [TimeSpan]::FromMilliseconds(0.274)
$answered = @{ Predicted = 'Reachable'; Observed = 'Reachable'; Sent = 1; Received = 1; Min = $took; Avg = $took; Max = $took }
$apart =
    Get-Reason NoSharedNetwork ('web (app) and far (bridge) share no network, so ''far'' does not ' +
        'resolve.') 'Connect-DockerNetwork -Network app -Container far'
$results = @(
    New-Shown ReachabilityResult ($result +
        $answered +
        @{
            Target     = 'db'
            TargetName = 'db'
            Address    = '10.5.0.3'
            Network    = 'app'
            Answered   = 'db'
            TargetId   = '1b' * 32
        })
    New-Shown ReachabilityResult ($result +
        $answered +
        @{
            Target     = 'db'
            TargetName = 'fd00:1234:5678:9abc:0:242:ac12:2'
            Address    = 'fd00:1234:5678:9abc:0:242:ac12:2'
            Network    = 'app'
            TargetId   = '1b' * 32
        })
    New-Shown ReachabilityResult ($result +
        @{ Target = 'far'; TargetName = 'far'; Predicted = 'Unresolved'; Observed = 'Unresolved'; Reasons = @($apart) })
    New-Shown ReachabilityResult (
        @{
            Source     = 'web'
            SourceId   = '0a' * 32
            Method     = 'Agent'
            Target     = $long
            TargetName = $long
            Protocol   = 'Tcp'
            Port       = 65535
            Predicted  = 'Reachable'
            Observed   = 'Refused'
            Reasons    = @(Get-Reason NothingListens 'Nothing listens on the port.')
        }
    )
    New-Shown ReachabilityResult ($result +
        @{
            Target     = 'odd'
            TargetName = 'odd'
            Predicted  = 'Reachable'
            Observed   = 'Blocked'
            Reasons    = @(
                Get-Reason Disagreement (
                    'Predicted Reachable, but observed Blocked. Trace-ContainerReachability shows where the packets are lost.')
            )
        })
    New-Shown ReachabilityResult ($result +
        @{
            Target     = 'mute'
            TargetName = 'mute'
            Predicted  = 'Reachable'
            Observed   = 'Unknown'
            Reasons    = @(Get-Reason NotProbed 'mute could not be probed.')
        })
    New-Shown ReachabilityResult ($result +
        @{ Target = 'lossy'; TargetName = 'lossy'; Predicted = 'Reachable'; Observed = 'Reachable'; Sent = 4; Received = 3; Avg = $took })
    New-Shown ReachabilityResult ($result + $answered + @{ Target = '10.5.0.4'; TargetName = '10.5.0.4'; Answered = 'shop-db-1' })
    New-Shown ReachabilityResult @{ Source = 'db'; Target = 'web'; TargetName = 'web'; Protocol = 'Icmp'; Predicted = 'Reachable' }
    New-Shown ReachabilityResult @{
        Source     = 'db'
        Target     = 'far'
        TargetName = 'far'
        Protocol   = 'Icmp'
        Predicted  = 'Unresolved'
        Reasons    = @($apart)
    }
)

function Get-Inside([string] $Address, [int] $Prefix) {
    [DockerNetwork.Model.Containers.InterfaceAddress]::new($Address, $Prefix)
}

$interfaces = @(
    New-Shown ContainerInterface @{
        Container = 'web'
        Name      = 'lo'
        Index     = 1
        Addresses = @(Get-Inside 127.0.0.1 8)
        Mtu       = 65536
        State     = 'unknown'
    }
    New-Shown ContainerInterface @{
        Container     = 'web'
        Name          = 'eth0'
        Index         = 5
        Addresses     = @((Get-Inside 192.168.100.200 24), (Get-Inside fd00:1234:5678:9abc:0:242:ac12:2 64))
        MacAddress    = '02:42:0a:05:00:02'
        Mtu           = 1500
        State         = 'up'
        Type          = 'veth'
        HostInterface = 'veth5f831ad'
        Bridge        = 'br-68a732d4ea4d'
        Network       = 'app'
    }
    New-Shown ContainerInterface @{
        Container  = 'sidecar'
        Name       = 'eth0'
        Index      = 5
        Addresses  = @(Get-Inside 10.5.0.2 24)
        MacAddress = '02:42:0a:05:00:02'
        Mtu        = 1500
        State      = 'up'
        Type       = 'macvlan'
        Network    = 'app'
        SharedFrom = 'web'
    }
)

$listeners = @(
    New-Shown ContainerListener @{
        Container   = 'web'
        ContainerId = '4f2d8c0d6d39a8a14c9b2f24d2f9d8ff2ab8a1c8f5fd0a2d2a2f1d1e0c9b8a77'
        Protocol    = 'tcp'
        Address     = '0.0.0.0'
        Port        = 80
        ProcessId   = 4711
        Program     = 'nginx'
        Reach       = 'Everywhere over IPv4'
        Published   = '0.0.0.0:8080', '[::]:8080'
    }
    New-Shown ContainerListener @{
        Container  = 'sidecar'
        Protocol   = 'tcp'
        Address    = 'fd00:1234:5678:9abc:0:242:ac12:2'
        Port       = 5432
        ProcessId  = 4712
        Program    = 'postgres'
        Reach      = 'Network app'
        SharedFrom = 'web'
    }
    New-Shown ContainerListener @{
        Container = 'web'
        Protocol  = 'udp'
        Address   = '127.0.0.11'
        Port      = 40321
        Reach     = 'EngineDns'
    }
    New-Shown ContainerListener @{
        Container = '@host'
        Protocol  = 'tcp'
        Address   = '127.0.0.1'
        Port      = 631
        ProcessId = 812
        Program   = 'cupsd'
        Reach     = 'LoopbackOnly'
    }
)

$names = @(
    New-Shown NameResolution @{
        Container = 'web'
        Name      = 'db'
        State     = 'Reachable'
        Predicted = 'Reachable'
        Addresses = '10.5.0.3', 'fd00:1234:5678:9abc:0:242:ac12:3'
        Source    = 'Engine'
        Server    = '127.0.0.11'
        Latency   = $took
        Method    = 'Agent'
    }
    New-Shown NameResolution @{
        Container = 'web'
        Name      = 'outside.example'
        State     = 'Reachable'
        Addresses = '198.51.100.1'
        Source    = 'Upstream'
        Server    = '198.51.100.53'
        Latency   = $took
        Method    = 'Agent'
    }
    New-Shown NameResolution @{
        Container = 'web'
        Name      = 'far'
        State     = 'Unresolved'
        Predicted = 'Unresolved'
        Reasons   = @($apart)
        Method    = 'Agent'
    }
    New-Shown NameResolution @{ Container = $long; Name = $long; State = 'Unknown'; Method = 'Agent' }
)

function New-Change([string] $Change, [hashtable] $Property) {
    New-Shown ReachabilityChange (@{ Change = $Change; Source = 'web'; Target = 'db'; TargetName = 'db'; Protocol = 'Icmp' } + $Property)
}

$shared = [DockerNetwork.Model.Results.Reason]::new('SharedNetwork', 'app', 'web and db are both on the network app.')
$changes = @(
    New-Change Gained @{ Before = 'Unresolved'; After = 'Reachable'; BeforeReasons = @($apart); AfterReasons = @($shared); Network = 'app' }
    New-Change Lost @{ Before = 'Reachable'; After = 'Unresolved'; BeforeReasons = @($shared); AfterReasons = @($apart); Network = 'app' }
    New-Shown ReachabilityChange @{
        Change = 'Changed'; Source = 'web'; Target = 'db'; TargetName = '10.5.0.3'; Protocol = 'Tcp'; Port = 5432
        Before = 'Unknown'; After = 'Blocked'; AfterReasons = @($apart)
    }
    New-Change Vanished @{ Before = 'Reachable' }
    New-Change New @{ After = 'Unresolved'; AfterReasons = @($apart) }
    New-Change Equal @{ Before = 'Reachable'; After = 'Reachable' }
    New-Shown ReachabilityChange @{
        Change = 'New'; Source = $long; Target = $long; TargetName = 'fd00:1234:5678:9abc:0:242:ac12:2'; Protocol = 'Udp'; Port = 65535
        After = 'Misdirected'
    }
)

$snapshot = [DockerNetwork.Model.Snapshots.SavedSnapshot]::Parse(
    '{"Format":1,"DockerHost":"unix:///var/run/docker.sock","ApiVersion":"1.51","Time":"2026-01-02T03:04:05Z",' +
        '"Networks":[],"Containers":[],"Details":[]}'
)

$engine = [DockerNetwork.Engine.Connection.DockerHost]::Parse('unix:///var/run/docker.sock')

function Get-Free([string] $Subnet, [string] $Within) {
    [DockerNetwork.Model.Networks.FreeSubnet]::Of([Net.IPNetwork]::Parse($Subnet), [Net.IPNetwork]::Parse($Within), $engine)
}

$subnets = @(
    Get-Free 172.18.5.0/24 172.18.0.0/16
    Get-Free 10.0.0.0/8 10.0.0.0/8
    Get-Free fd00:1234:5678:9abc::/64 fd00:1234:5678:9a00::/56
    Get-Free 2001:db8:1234:5678:9abc:def0:1234:0/112 2001:db8:1234:5678:9abc:def0::/96
)

function Get-Context([string] $Name, [string] $DockerHost, [string] $Description, [bool] $Current, [hashtable] $More = @{}) {
    $context = $More + @{
        Name        = $Name
        DockerHost  = $DockerHost
        Description = $Description
        Current     = $Current
        Source      = "/home/me/.docker/contexts/meta/$id/meta.json"
    }
    [Management.Automation.LanguagePrimitives]::ConvertTo([pscustomobject]$context, [DockerNetwork.Engine.Connection.DockerContext])
}

$contexts = @(
    Get-Context default unix:///var/run/docker.sock
    Get-Context prod tcp://192.0.2.1:2376 'The one that customers see: look, and touch nothing.' $true
    Get-Context $long 'tcp://[fd00:1234:5678:9abc:0:242:ac12:2]:2376' $long
    Get-Context build unix:///var/lib/docker-engines/team-blue/build01/docker.sock 'Builds.'
)

# As Get-DockerContext -Detailed gives them.
$asked = @(
    Get-Context default unix:///var/run/docker.sock '' $true @{
        Reachable = $true; Kind = 'Docker'; Version = '28.5.2'; ApiVersion = '1.51'; Latency = [timespan]::FromMilliseconds(0.4)
    }
    Get-Context prod tcp://192.0.2.1:2376 'The one that customers see.' $false @{
        Reachable = $false; Reason = 'No Docker engine answers at tcp://192.0.2.1:2376 (from context ''prod''): Connection refused.'
    }
)

# What a command gives that works on two engines.
function Get-Copy($Item, [string] $DockerHost = 'unix:///var/run/docker.sock') {
    $copy = $Item.GetType().GetMethod('<Clone>$').Invoke($Item, @())
    $copy.GetType().GetProperty('DockerHost').SetValue($copy, [DockerNetwork.Engine.Connection.DockerHost]::Parse($DockerHost))
    $copy
}

$other = 'tcp://192.0.2.1:2376'
$everywhere = @((Get-Copy $networks[0]), (Get-Copy $networks[2]), (Get-Copy $networks[0] $other), (Get-Copy $networks[1] $other))
$remotely = @((Get-Copy $results[0]), (Get-Copy $results[2]), (Get-Copy $results[0] $other))

# The same id but for its first digit.
function Get-Id([int] $Digit) { "$Digit$($id.Substring(1))" }

$document = @{
    DockerHost = 'unix:///var/run/docker.sock'; ApiVersion = '1.51'; Details = @()
    Networks   = @(
        @{
            Name   = 'app'
            Id     = Get-Id 1
            Driver = 'bridge'
            Scope  = 'local'
            Labels = @{ team = 'blue' }
            IPAM   = @{
                Config = @(
                    @{ Subnet = '10.5.0.0/24'; Gateway = '10.5.0.1' },
                    @{ Subnet = 'fd00:1234:5678:9abc::/64'; Gateway = 'fd00:1234:5678:9abc::1' })
            }
        }
        @{ Name = $long; Id = Get-Id 2; Driver = 'macvlan'; Scope = 'local' }
    )
    Containers = @(
        @{
            Id = Get-Id 3
            Names = @('/web')
            Image = 'nginx:1.27'
            State = 'running'
            Status = 'Up 5 minutes'
            HostConfig = @{ NetworkMode = 'app' }
            NetworkSettings = @{ Networks = @{ app = @{
                NetworkId = Get-Id 1
                IPAddress = '10.5.0.2'
                IPPrefixLen = 24
                Gateway = '10.5.0.1'
                GlobalIPv6Address = 'fd00:1234:5678:9abc:0:242:ac12:2'
                GlobalIPv6PrefixLen = 64
                MacAddress = '02:42:0a:05:00:02'
                Aliases = @('site') } } }
            Ports = @(
                @{ IP = '0.0.0.0'; PrivatePort = 80; PublicPort = 8080; Type = 'tcp' }
                @{ IP = '::'; PrivatePort = 80; PublicPort = 8080; Type = 'tcp' }
                @{ IP = 'fd00:1234:5678:9abc:0:242:ac12:9'; PrivatePort = 443; PublicPort = 8443; Type = 'tcp' }
            )
        }
        @{
            Id         = Get-Id 4
            Names      = @('/sidecar')
            Image      = 'busybox'
            State      = 'running'
            Status     = 'Up 1 second'
            HostConfig = @{ NetworkMode = "container:$(Get-Id 3)" }
        }
        @{
            Id              = Get-Id 5
            Names           = @("/$long")
            Image           = 'busybox'
            State           = 'exited'
            Status          = 'Exited (0) 2 hours ago'
            HostConfig      = @{ NetworkMode = $long }
            NetworkSettings = @{ Networks = @{ $long = @{ NetworkId = Get-Id 2 } } }
        }
    )
}
$topology, $remote = foreach ($address in $document.DockerHost, "tcp://$long.example:2376") {
    $document.DockerHost = $address
    Get-DockerNetworkTopology -Snapshot ($document | ConvertTo-Json -Depth 9)
}

# What a reachability test adds when it is exported.
$target = [DockerNetwork.Model.Topology.TopologyNode]@{
    Kind = 'Target'
    Id   = 'target:outside.example'
    Name = 'outside.example'
    Text = '198.51.100.1'
}
$detail = [Collections.Generic.Dictionary[string, string]]::new()
$detail['outside.example tcp/80'] =
    'name not resolved: web cannot resolve ''outside.example'', because its server of names does not answer.'
$detail['198.51.100.1 tcp/80'] = 'reachable'
$reached = [DockerNetwork.Model.Topology.TopologyEdge]@{
    Kind   = 'Reachability'
    Source = "container:$((Get-Id 3).Substring(0, 12))"
    Target = $target.Id
    State  = 'Partly'
    Text   = 'only by address'
    Detail = $detail
}

# The members of an overlay network; none of them has an engine of its own.
function New-Member([string] $Type, [hashtable] $Property) {
    [Management.Automation.LanguagePrimitives]::ConvertTo(
        [pscustomobject]$Property,
        [DockerNetwork.Model.Networks.Network].Assembly.GetType("DockerNetwork.Model.Networks.$Type"))
}

$peers = 'f16d2c8b1d1c', '0a2b4c6d8e0f' | ForEach-Object { New-Member NetworkPeer @{ Name = $_; IPAddress = '203.0.113.1' } }
$tasks = @(
    New-Member NetworkTask @{ Name = 'web.1.k4h7p2m9q5s8t1v3w6x0y2z4a'; IPAddress = '10.0.1.5'; NodeAddress = '203.0.113.1' }
    New-Member NetworkTask @{ Name = 'web.2.b5c7d9f1g3h5j7k9l1m3n5p7q'; IPAddress = '10.0.1.6'; NodeAddress = '203.0.113.2' }
)
$services = @(
    New-Member NetworkService @{ Name = 'web'; VirtualIPAddress = '10.0.1.2'; Ports = @('Target: 80, Publish: 8080'); Tasks = $tasks }
    New-Member NetworkService @{ Name = 'db'; Tasks = $tasks[0..0] }
)
$onMesh = New-Member NetworkAddress @{ Network = 'mesh'; NetworkId = $id; IPAddress = '10.0.1.2'; Encrypted = $true }
$onIngress = New-Member NetworkAddress @{ Network = 'ingress'; NetworkId = $id; IPAddress = '10.0.0.5' }
$running = New-Member NetworkTask @{
    Name = 'web.1.k4h7p2m9q5s8t1v3w6x0y2z4a'; IPAddress = '10.0.1.5'; NodeAddress = '203.0.113.1'; Id = 'k4h7p2m9q5s8t1v3w6x0y2z4a'
    Slot = 1; State = 'running'; DesiredState = 'running'; ContainerId = $id; Networks = @($onMesh, $onIngress)
    Node = 'node1'; NodeId = 'f1g3h5j7k9l1m3n5p7qb5c7d9'; NodeRole = 'manager'; NodeState = 'ready'; NodeAvailability = 'active'
}
$rejected = New-Member NetworkTask @{
    Name = 'web.2.b5c7d9f1g3h5j7k9l1m3n5p7q'; NodeAddress = '203.0.113.2'; Id = 'b5c7d9f1g3h5j7k9l1m3n5p7q'
    Slot = 2; State = 'rejected'; DesiredState = 'running'; Error = 'No such image: web:2'
    Node = 'node2'; NodeRole = 'worker'; NodeState = 'down'; NodeAvailability = 'drain'
}
$served = @(
    New-Shown SwarmService @{
        Name = 'web'; Id = 'k4h7p2m9q5s8t1v3w6x0y2z4a'; Image = 'web:2'; Mode = 'replicated'; Replicas = 2; Running = 1
        EndpointMode = 'vip'; Networks = @($onMesh, $onIngress); Tasks = @($running, $rejected)
        Ports = @([DockerNetwork.Model.Ports.PublishedPort]::new(80, 'tcp', $null, 8080))
        HostPorts = @([DockerNetwork.Model.Ports.PublishedPort]::new(53, 'udp', $null, 53))
    }
    New-Shown SwarmService @{
        Name = $long; Id = $id; Image = $long; Mode = 'global'; Replicas = 3; Running = 3; EndpointMode = 'dnsrr'
        Networks = @(New-Member NetworkAddress @{ Network = $long; NetworkId = $id })
    }
    New-Shown SwarmService @{ Name = 'seen'; EndpointMode = 'vip'; Networks = @($onMesh); Tasks = $tasks }
)
$full = New-Shown Network @{
    Name     = 'mesh'
    Id       = $id
    Driver   = 'overlay'
    Scope    = 'swarm'
    Created  = $created
    Ipam     = @(New-Member NetworkSubnet @{
            Subnet = '10.0.1.0/24'; Gateway = '10.0.1.1'; AuxAddress = @{}; AddressesInUse = 6; AddressesFree = 250
        })
    Peers    = $peers
    Services = $services
}

# A probe whose packets are lost in the host, one whose answers are, one through a published port, and one with long names.
function New-Traced([string] $Type, [hashtable] $Property) {
    [Management.Automation.LanguagePrimitives]::ConvertTo(
        [pscustomobject]$Property,
        [DockerNetwork.Model.Networks.Network].Assembly.GetType("DockerNetwork.Model.Results.$Type"))
}

function Get-Hop([int] $Number, [string] $At, [string] $From, [string] $To, [hashtable] $More = @{}) {
    $place, $interface, $direction = $At -split ' '
    $hop = @{
        Number = $Number; Place = $place; Namespace = $place; From = $From; To = $To; Seen = 3; Sent = 3
        Offset = [TimeSpan]::FromMicroseconds(12 * ($Number - 1))
    }
    if ($interface) { $hop.Interface = $interface; $hop.Direction = $direction }
    foreach ($name in $More.Keys) { $hop[$name] = $More[$name] }
    New-Traced TraceHop $hop
}

function Get-Trace([hashtable] $Result, [hashtable] $Trace) {
    New-Traced ReachabilityTrace @{
        Result = New-Shown ReachabilityResult ($Result + @{ Trace = New-Traced PacketTrace $Trace; Method = 'Agent' })
    }
}

$app = @{ Network = 'app' }
$client, $server = '10.5.0.2:40001', '10.5.0.3:5432'
$dropped = @(
    Get-Hop 1 'web eth0 Out' $client $server $app
    Get-Hop 2 '@host veth5f831ad In' $client $server $app
    Get-Hop 3 '@host br-68a732d4ea4d In' $client $server ($app + @{ Lost = $true })
)
$rule = New-Traced FirewallRule @{
    Place = '@host'; Tool = 'iptables'; Family = 'ip'; Table = 'filter'; Chain = 'DOCKER-USER'; Position = 3; Packets = 7; Sent = 7
    Text = '-A DOCKER-USER -p tcp -m tcp --dport 5432 -m comment --comment "no databases" -j DROP'; Comment = 'no databases'
    Verdict = 'drop'; Owner = 'DockerUser'; Certain = $true
}
$guess = New-Traced FirewallRule @{
    Place = '@host'; Tool = 'nft'; Family = 'inet'; Table = 'filter'; Chain = 'forward'; Text = 'policy drop'; Verdict = 'drop'; Packets = 3
}
$outside, $inside = '192.0.2.1:8080', '10.5.0.2:80'
$answer = @{ Leg = 'Answer'; Network = 'app' }
$traces = @(
    Get-Trace @{
        Source = 'web'; Target = 'db'; TargetName = 'db'; Address = '10.5.0.3'; Network = 'app'; Protocol = 'Tcp'; Port = 5432
        Predicted = 'Reachable'; Observed = 'Blocked'
        Reasons = @([DockerNetwork.Model.Results.Reason]::new(
                'DroppedByRule',
                '@host',
                'A rule of @host drops the packet: -A DOCKER-USER -p tcp -m tcp --dport 5432 -m comment --comment "no databases" -j DROP'))
    } @{ Hops = $dropped; Lost = $dropped[-1]; Rules = @($rule) }
    Get-Trace @{
        Source = '@host'; Target = 'web'; TargetName = '192.0.2.1'; Address = '192.0.2.1'; Protocol = 'Tcp'; Port = 8080
        Predicted = 'Reachable'; Observed = 'Blocked'
        Reasons = @([DockerNetwork.Model.Results.Reason]::new('NoRouteBack', 'web', 'web has no route to 203.0.113.9.'))
    } @{
        Hops = @(
            Get-Hop 1 '@host eth0 In' 203.0.113.9:50000 $outside
            Get-Hop 2 '@host br-68a732d4ea4d Out' 203.0.113.9:50000 $inside ($app + @{ Translated = 'Destination' })
            Get-Hop 3 'web eth0 In' 203.0.113.9:50000 $inside ($app + @{ Note = 'nginx, process 7' })
            ($back = Get-Hop 4 'web eth0 Out' $inside 203.0.113.9:50000 ($answer + @{ Seen = 2; Lost = $true }))
        )
        Lost = $back
        Rules = @($rule, $guess)
        PathMtu = 1400
    }
    Get-Trace @{
        Source = 'web'; Target = 'db'; TargetName = 'db'; Address = '10.5.0.3'; Network = 'app'; Protocol = 'Icmp'
        Predicted = 'Reachable'; Observed = 'Reachable'; Sent = 3; Received = 3; Avg = [TimeSpan]::FromMicroseconds(150)
    } @{
        Hops = @(
            Get-Hop 1 'web eth0 Out' 10.5.0.2 10.5.0.3 $app
            Get-Hop 2 'db eth0 In' 10.5.0.2 10.5.0.3 $app
            Get-Hop 3 'db eth0 Out' 10.5.0.3 10.5.0.2 $answer
            Get-Hop 4 'web eth0 In' 10.5.0.3 10.5.0.2 $answer
        )
    }
    Get-Trace @{
        Source = $long; Target = $long; TargetName = 'fd00:1234:5678:9abc:0:242:ac12:2'; Address = 'fd00:1234:5678:9abc:0:242:ac12:2'
        Protocol = 'Tcp'; Port = 80; Predicted = 'Reachable'; Observed = 'Blocked'
        Reasons = @([DockerNetwork.Model.Results.Reason]::new('PacketLost', $long, "The packet was seen in $long, and not behind it."))
    } @{
        Hops = @(
            Get-Hop 1 "$long eth0 Out" '[fd00:1234:5678:9abc:0:242:ac12:9]:40001' (
                '[fd00:1234:5678:9abc:0:242:ac12:2]:80') @{ Network = $long }
            ($far = Get-Hop 2 '@host br-0123456789ab Out' '[fd00:1234:5678:9abc:0:242:ac12:1]:40001' (
                    '[fd00:1234:5678:9abc:0:242:ac12:2]:80') @{ Network = $long; Translated = 'Source' })
        )
        Lost = $far
    }
    Get-Trace @{ Source = 'web'; Target = 'far'; TargetName = 'far'; Protocol = 'Icmp'; Observed = 'Unresolved'; Reasons = @($apart) } @{}
)

$cases = [ordered]@{
    Network                 = { $networks }
    NetworkList             = { $networks[0] | Format-List }
    NetworkWide             = { $networks[0..2] | Format-Table -View wide }
    NetworkSubnet           = { $networks[0..1].Ipam }
    NetworkEndpoint         = { $endpoints }
    NetworkEndpointList     = { $endpoints[0] | Format-List }
    NetworkEndpointRemote   = { $remoteEndpoint; $remoteEndpoint | Format-List }
    NetworkEndpointWide     = { $endpoints[0..2] | Format-Table -View wide }
    Container               = { $containers }
    ContainerList           = { $containers[0] | Format-List }
    ContainerWide           = { $containers[0] | Format-Table -View wide }
    ContainerCompose        = { $composed }
    NetworkEndpointCompose  = { $attached }
    PublishedPort           = { $containers[0].Ports }
    PortMapping             = { $ports }
    PortMappingList         = { $ports[0] | Format-List }
    PortMappingWide         = { $ports | Format-Table -View wide }
    ReachabilityResult      = { $results }
    ReachabilityResultList  = { $results[0, 2] | Format-List }
    ReachabilityResultWide  = { $results[0..4] | Format-Table -View wide }
    Reason                  = { $apart }
    ReasonTable             = { $apart, $shared | Format-Table }
    ReachabilityMatrix      = { $results | ConvertTo-ReachabilityMatrix }
    ReachabilityMatrixGroup = { $results | ConvertTo-ReachabilityMatrix -Group }
    ReachabilityMatrixCompact = { $results | ConvertTo-ReachabilityMatrix -Compact }
    ReachabilityMatrixThirty = { Get-Mesh 30 | ConvertTo-ReachabilityMatrix -Compact }
    ReachabilityMatrixHundred = { Get-Mesh 100 | ConvertTo-ReachabilityMatrix -Compact }
    ContainerInterface      = { $interfaces }
    ContainerInterfaceList  = { $interfaces[1] | Format-List }
    ContainerInterfaceWide  = { $interfaces | Format-Table -View wide }
    ContainerListener       = { $listeners }
    ContainerListenerList   = { $listeners[0] | Format-List }
    ContainerListenerWide   = { $listeners | Format-Table -View wide }
    InterfaceAddress        = { $interfaces[1].Addresses }
    ReachabilityChange      = { $changes }
    ReachabilityChangeList  = { $changes[1] | Format-List }
    ReachabilityChangeWide  = { $changes[0..4] | Format-Table -View wide }
    NameResolution          = { $names }
    NameResolutionList      = { $names[2] | Format-List }
    NameResolutionWide      = { $names[0..2] | Format-Table -View wide }
    SavedSnapshot         = { $snapshot }
    SavedSnapshotList     = { $snapshot | Format-List }
    FreeSubnet              = { $subnets }
    FreeSubnetList          = { $subnets[0, 2] | Format-List }
    DockerContext             = { $contexts }
    DockerContextDetailed   = { $asked }
    DockerContextList         = { $contexts[1, 2] | Format-List }
    NetworkTopology         = { $topology, $remote }
    NetworkTopologyList     = { $topology | Format-List }
    TopologyNode            = { $topology.Nodes; $target }
    TopologyNodeList        = { $topology.Nodes | Where-Object Name -In app, web, $long | Format-List }
    TopologyEdge            = { $topology.Edges; $reached }
    NetworkListDetailed     = { $full | Format-List }
    NetworkPeer             = { $peers }
    NetworkService          = { $services }
    NetworkTask             = { $tasks }
    NetworkTaskOfManager    = { $running, $rejected }
    NetworkAddress          = { $onMesh, $onIngress }
    SwarmService            = { $served }
    SwarmServiceList        = { $served | Format-List }
    ReachabilityTrace       = { $traces }
    ReachabilityTraceList   = { $traces[1] | Format-List }
    NetworkEngines          = { $everywhere }
    NetworkEnginesTable     = { $everywhere | Format-Table }
    ReachabilityResultEngines = { $remotely }
    ReachabilityResultEnginesTable = { $remotely | Format-Table }
    ReachabilityTraceWide   = { $traces[0..2] | Format-Table -View wide }
    PacketTrace             = { $traces[0].Result.Trace }
    TraceHop                = { $traces[1].Hops }
    TraceHopList            = { $traces[1].Hops[1] | Format-List }
    FirewallRule            = { $rule, $guess }
    FirewallRuleTable       = { $rule, $guess | Format-Table }
    TopologyEdgeList        = { @($topology.Edges | Where-Object Kind -EQ Endpoint) + $reached | Format-List }
}

# Results as a file may hold them, from three containers to as many as are asked for.
function Get-Mesh([int] $Count) {
    foreach ($source in 1..3) {
        foreach ($target in 1..$Count) {
            [pscustomobject]@{
                Source    = "shop-storefront-$source"; Target = "shop-storefront-$target"; TargetName = "shop-storefront-$target"
                Protocol  = 'Icmp'; Predicted = 'Reachable'
                Observed  = $target % 7 -eq $source ? 'Blocked' : $target % 11 -eq 0 ? 'Unknown' : 'Reachable'
                Agrees    = $target % 7 -ne $source
            }
        }
    }
}

if ($AsObject) {
    New-Shown FixCommand @{ Cmdlet = 'Connect-DockerNetwork'; Network = 'app'; Container = @('far', 'lone') }
    foreach ($case in $cases.Values) { if ("$case" -notmatch 'Format-|Matrix') { & $case } }
    return
}

# As if one command had written each of them: columns are as wide as all its rows need.
foreach ($rows in $networks, $endpoints, $containers, $ports, $results, $interfaces, $listeners, $names, $contexts, $services, $tasks,
    $composed, $attached, $changes, $asked, $everywhere, $remotely) {
    $batch = [Activator]::CreateInstance([DockerNetwork.Formats.Cells].Assembly.GetType('DockerNetwork.Pipeline.OutputBatch'), $true)
    [object[]] $shown = $rows
    if ([object]::ReferenceEquals($rows, $everywhere) -or [object]::ReferenceEquals($rows, $remotely)) {
        $batch.GetType().GetProperty('ByEngine').SetValue($batch, $true)
        $batch.GetType().GetMethod('Name').Invoke($batch, [object[]]@($other, 'prod'))
    }
    $batch.GetType().GetMethod('Add').Invoke($batch, [object[]]@(, $shown))
}

if ($Constrained) { $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage' }
foreach ($case in $cases.Keys) {
    if ($Name | Where-Object { $case -like $_ }) {
        "=== $case"
        # A script block that was read before runs in the mode of that time, and so do the views in it. Text is read anew.
        if ($Constrained) { Invoke-Expression "& { $($cases[$case]) } | Out-Host" } else { & $cases[$case] | Out-Host }
    }
}
