<#
.SYNOPSIS
    Measures what docs/numbers.md says, as ratios in one run against what a user would do instead.
.DESCRIPTION
    Starts a private engine and removes it. Times are medians; only the ratios are judged, as the machine decides the rest.
.PARAMETER Repeat
    How often each is measured.
.PARAMETER Module
    The module to measure: that of this tree, or the folder of another build, to compare two commits.
.PARAMETER EngineVersion
    The engine to measure with, such as 28.5; the distribution's if not given.
#>
[CmdletBinding()]
param([int] $Repeat = 11, [string] $Module = "$PSScriptRoot/../../out/DockerNetwork", [string] $EngineVersion)

$ErrorActionPreference = 'Stop'
$root = (Resolve-Path "$PSScriptRoot/../..").Path
$module = (Resolve-Path $Module).Path

function Get-Median([scriptblock] $Work, [int] $Runs = $Repeat) {
    & $Work > $null
    $times = 1..$Runs | ForEach-Object { (Measure-Command $Work).TotalMilliseconds } | Sort-Object
    $times[[int][Math]::Floor($Runs / 2)]
}

function New-Row($What, $Ours, $Instead, $Limit) {
    [pscustomobject]@{
        Measured = $What
        Ours     = '{0:0.0} ms' -f $Ours
        Instead  = '{0:0.0} ms' -f $Instead
        Ratio    = '{0:0.0000}' -f ($Ours / $Instead)
        Limit    = $Limit
    }
}

function Get-AgentTime([string[]] $Containers, [string] $Namespace) {
    # The agent alone: the same program is given the same probes, from each container to each, without an engine or a shell in between.
    $start = [Diagnostics.ProcessStartInfo]::new('nsenter', "--net=/run/netns/$Namespace $module/probe/linux-x64/dockernetwork-probe")
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $probes = @(for ($i = 0; $i -lt $Containers.Count; $i++) { @{ i = $i; kind = 'icmp'; host = $Containers[$i] } })
    $job = 0
    $lines = docker inspect $Containers | ConvertFrom-Json |
        ForEach-Object { @{ job = ++$job; pid = $_.State.Pid; container = $_.Id; probes = $probes } | ConvertTo-Json -Depth 4 -Compress }
    $agent = [Diagnostics.Process]::Start($start)
    $null = $agent.StandardOutput.ReadLine()
    Get-Median {
        $agent.StandardInput.WriteLine($lines -join "`n")
        for ($ended = 0; $ended -lt $Containers.Count) { $ended += $agent.StandardOutput.ReadLine().Contains('"end"') }
    } 5
    $agent.StandardInput.Close()
    $agent.WaitForExit()
}

# Import: a whole pwsh each time, because a second import in one process costs nothing.
$empty = "$root/tests/bench/EmptyModule/bin/Release/net8.0/EmptyModule.dll"
dotnet build "$root/tests/bench/EmptyModule" -c Release --nologo -v quiet | Out-Host
$bare = Get-Median { pwsh -NoProfile -NonInteractive -c '1' }
$withEmpty = Get-Median { pwsh -NoProfile -NonInteractive -c "Import-Module '$empty'" }
$withOurs = Get-Median { pwsh -NoProfile -NonInteractive -c "Import-Module '$module'" }
New-Row 'pwsh with Import-Module, against an empty binary module' $withOurs $withEmpty ''
New-Row 'the same, against a bare pwsh' $withOurs $bare 'bare + 100 ms'

$folder = "/tmp/dnb-$PID"
$version = if ($EngineVersion) { '--version', $EngineVersion }
$namespace = bash "$root/tests/engine/private-engine.sh" start $folder --owner $PID @version |
    ForEach-Object { if ($_ -match '^DN_NETNS=(.+)') { $Matches[1] } }
if ($LASTEXITCODE) { throw 'The private engine did not start.' }
try {
    $env:DOCKER_HOST = "unix://$folder/docker.sock"
    Import-Module $module
    # The first second of a session: each in a pwsh of its own, in turns with a bare one.
    $null = New-DockerContainer dockernetwork/test -Name first1, first2
    $first = [ordered]@{
        'the first Get-DockerNetwork of a shell, with the import, against a bare pwsh'  = 'Get-DockerNetwork', 150
        'the first Tab of a shell, with the import, against a bare pwsh'                = "TabExpansion2 'Get-DockerContainer ' 20", 180
        'the first prediction of a shell, with the import, against a bare pwsh'         =
            'Test-ContainerReachability first1 first2 -Predict', 0
    }
    foreach ($what in $first.Keys) {
        $command, $more = $first[$what]
        $script = "Import-Module '$module'; $command"
        $rounds = 1..$Repeat | ForEach-Object {
            [pscustomobject]@{
                Bare  = (Measure-Command { pwsh -NoProfile -NonInteractive -c '1' }).TotalMilliseconds
                First = (Measure-Command { pwsh -NoProfile -NonInteractive -c $script }).TotalMilliseconds
            }
        }
        $middle = [int][Math]::Floor($Repeat / 2)
        $limit = if ($more) { "bare + $more ms" } else { '' }
        New-Row $what ($rounds.First | Sort-Object)[$middle] ($rounds.Bare | Sort-Object)[$middle] $limit
    }
    Remove-DockerContainer first1, first2

    1..100 | ForEach-Object { New-DockerNetwork "net$_" -Subnet "10.$_.0.0/24" } > $null
    1..200 | ForEach-Object { New-DockerContainer dockernetwork/test -Name "box$_" -Network "net$(1 + $_ % 100)" } > $null

    # Instead: the same two documents, raw, over the same kind of connection.
    $handler = [System.Net.Http.SocketsHttpHandler]::new()
    Add-Type -TypeDefinition @'
using System; using System.IO; using System.Net.Http; using System.Net.Sockets; using System.Threading; using System.Threading.Tasks;
public static class UnixSocket {
    public static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> To(string path) => async (_, token) => {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), token);
        return new NetworkStream(socket, true);
    };
}
'@
    $handler.ConnectCallback = [UnixSocket]::To("$folder/docker.sock")
    $http = [System.Net.Http.HttpClient]::new($handler)
    $raw = Get-Median {
        $http.GetByteArrayAsync('http://d/v1.41/networks').GetAwaiter().GetResult()
        $http.GetByteArrayAsync('http://d/v1.41/containers/json?all=1').GetAwaiter().GetResult()
    }
    $ours = Get-Median { Get-DockerNetwork }
    New-Row 'Get-DockerNetwork, 100 networks and 200 containers, against the two documents raw' $ours $raw '3'

    $cli = Get-Median { docker network inspect (docker network ls -q) } 3
    New-Row 'the same, against docker network inspect $(docker network ls -q)' $ours $cli ''
    Get-DockerContainer box* | Remove-DockerContainer -Force
    Clear-DockerNetwork -Force

    # Fifty containers: their names down the pipeline. Instead: docker start, in a loop. In turns, so that what else the machine does hits
    # both.
    $fifty = 1..50 | ForEach-Object { "life$_" }
    New-DockerNetwork life > $null
    New-DockerContainer dockernetwork/test sleep, infinity -Name $fifty -Network life > $null
    $rounds = 1..3 | ForEach-Object {
        $piped = (Measure-Command { $fifty | Start-DockerContainer }).TotalMilliseconds
        Stop-DockerContainer $fifty -TimeoutSeconds 0
        $looped = (Measure-Command { foreach ($name in $fifty) { docker start $name } }).TotalMilliseconds
        Stop-DockerContainer $fifty -TimeoutSeconds 0
        [pscustomobject]@{ Piped = $piped; Looped = $looped }
    }
    $piped = ($rounds.Piped | Sort-Object)[1]
    $looped = ($rounds.Looped | Sort-Object)[1]
    New-Row '50 names | Start-DockerContainer, against docker start in a loop' $piped $looped '1/1.5 = 0.67'
    Remove-DockerContainer $fifty
    Remove-DockerNetwork life

    # A snapshot of 1,000 containers. Instead: the two lists and the inspects, raw and all at once.
    1..1000 |
        ForEach-Object -Parallel { docker create --name "snap$_" --label n=$_ dockernetwork/test sleep infinity } -ThrottleLimit 8 > $null
    $ids = (Get-DockerContainer snap*).Id
    $raw = Get-Median {
        $requests = @($http.GetByteArrayAsync('http://d/v1.41/networks'), $http.GetByteArrayAsync('http://d/v1.41/containers/json?all=1')) +
        $ids.ForEach({ $http.GetByteArrayAsync("http://d/v1.41/containers/$_/json") })
        [Threading.Tasks.Task]::WaitAll([Threading.Tasks.Task[]]$requests)
    } 3
    $ours = Get-Median { Get-DockerNetworkSnapshot } 3
    New-Row 'Get-DockerNetworkSnapshot, 1,000 containers, against the same requests raw' $ours $raw '3'
    Get-DockerContainer snap* | Remove-DockerContainer -Force

    # A million pairs, predicted: 1,000 containers, two networks each.
    $networks = 1..20 | ForEach-Object {
        @{
            Name   = "net$_"
            Id     = '{0:x64}' -f $_
            Driver = 'bridge'
            Scope  = 'local'
            IPAM   = @{ Config = @(@{ Subnet = "10.$_.0.0/16"; Gateway = "10.$_.0.1" }) }
        }
    }
    $containers = foreach ($i in 1..1000) {
        $on = @{}
        foreach ($n in (1 + $i % 20), (1 + ($i + 7) % 20)) {
            $on["net$n"] =
                @{ NetworkID = '{0:x64}' -f $n; IPAddress = "10.$n.$($i -shr 8).$($i -band 255)"; IPPrefixLen = 16; Gateway = "10.$n.0.1" }
        }
        @{
            Id              = '{0:x64}' -f (4096 + $i)
            Names           = @("/c$i")
            Image           = 'x'
            State           = 'running'
            HostConfig      = @{ NetworkMode = 'net1' }
            NetworkSettings = @{ Networks = $on }
        }
    }
    $document = @{ DockerHost = 'unix:///none'; ApiVersion = '1.51'; Networks = $networks; Containers = $containers; Details = @() } |
        ConvertTo-Json -Depth 9 -Compress
    $null = Test-ContainerReachability c1 -Mesh -Snapshot $document
    [GC]::Collect()
    $before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
    $million = (Measure-Command { Test-ContainerReachability * -Mesh -By Name -Snapshot $document -Quiet }).TotalMilliseconds
    $streamed = (Measure-Command { Test-ContainerReachability * -Mesh -By Name -Snapshot $document | ForEach-Object { } }).TotalMilliseconds
    $more = ([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - $before) / 1MB
    New-Row "a million pairs predicted (-Quiet), at most $([int]$more) MB more, against 5 s" $million 5000 '1'
    New-Row 'the same, each result through the pipeline, against 5 s' $streamed 5000 '1'

    # A mesh: every container to every container by name. Instead: docker exec A ping -c1 B, in a loop; a part of it, times what is left.
    New-DockerNetwork mesh -Subnet 10.200.0.0/16 > $null
    New-DockerContainer dockernetwork/test sleep, infinity -Name (1..100 | ForEach-Object { "m$_" }) -Network mesh -Start > $null
    $twenty = 1..20 | ForEach-Object { "m$_" }
    Clear-DockerNetworkProbe
    $loop = 10 * (Measure-Command {
            foreach ($source in $twenty[0, 10]) { foreach ($target in $twenty) { docker exec $source ping -c1 $target } }
        }).TotalMilliseconds
    $cold = (Measure-Command { Test-ContainerReachability $twenty -Mesh -By Name }).TotalMilliseconds
    $warm = Get-Median { Test-ContainerReachability $twenty -Mesh -By Name } 5
    $agentAlone = Get-AgentTime $twenty $namespace

    # One pair: its trace, against its test. A pair that is cut off takes the time limit of the probe, and the trace's.
    $tested = Get-Median { Test-ContainerReachability m1 m2 -By Name }
    New-Row 'a trace of one pair, against its test' (Get-Median { Trace-ContainerReachability m1 m2 }) $tested '3'
    nsenter "--net=/run/netns/$namespace" iptables -I DOCKER-USER -p tcp --dport 99 -j DROP
    $tested = Get-Median { Test-ContainerReachability m1 m2 -By Name -TcpPort 99 -WarningAction Ignore } 3
    $traced = Get-Median { Trace-ContainerReachability m1 m2 -TcpPort 99 -Explain } 3
    New-Row 'the same for a pair that a rule cuts off, with -Explain' $traced $tested '3'
    nsenter "--net=/run/netns/$namespace" iptables -D DOCKER-USER -p tcp --dport 99 -j DROP
    $meshes = 1..10 | ForEach-Object {
        $since = [Diagnostics.Stopwatch]::StartNew()
        $results = Test-ContainerReachability m* -Mesh -By Name
        $since.Elapsed.TotalMilliseconds
        $reached = @($results | Where-Object Reachable).Count
        if ($reached -ne 10000) { throw "Of 10,000 pairs of the mesh, $reached are reachable." }
    }
    $hundred = $meshes[0]
    $sorted = $meshes | Sort-Object
    New-Row ('400 pairs by name, image import and agent start included, against docker exec A ping -c1 B in a ' +
        'loop') $cold $loop '1/40 = 0.025'
    New-Row 'the same with a warm agent' $warm $loop '1/300 = 0.0033'
    New-Row 'the same with a warm agent, against the agent alone' $warm $agentAlone '3'
    New-Row '10,000 pairs by name, against the 400 pairs with agent start' $hundred $cold '10'
    New-Row 'the same ten times in one session: the slowest against the fastest' $sorted[-1] $sorted[0] '1.3'

    Clear-DockerNetworkProbe -Force
    $image = 'dockernetwork-probe-bench'
    tar -C "$module/probe/linux-x64" -c dockernetwork-probe | docker import - $image > $null
    $run = Get-Median { '' | docker run --rm -i --entrypoint /dockernetwork-probe $image } 5
    $agent = Get-Median { Test-ContainerReachability m1 m1 -By Name; Remove-Module DockerNetwork; Import-Module $module } 5
    New-Row 'agent start, one probe and end, against docker run --rm of the same program' $agent $run '1.5'
}
finally {
    bash "$root/tests/engine/private-engine.sh" stop $folder
}

# Fifty engines with 200 containers each (tests/engine/fleet.pl), whose answers take 300 ms. Instead: one of them alone, in turns.
$folder = "/tmp/dnb-$PID-fleet"
$null = New-Item -ItemType Directory $folder
$start = [Diagnostics.ProcessStartInfo]::new('perl', [string[]]("$root/tests/engine/fleet.pl", $folder, 50, 200))
$start.RedirectStandardOutput = $true
$process = [Diagnostics.Process]::Start($start)
$null = $process.StandardOutput.ReadLine()
try {
    $all = 1..50 | ForEach-Object { "unix://$folder/$_.sock" }
    $null = Invoke-RestMethod 'http://fleet/?latency=0.3' -UnixSocket "$folder/control.sock"
    foreach ($command in 'Get-DockerContainer', 'Get-DockerNetwork', 'Get-DockerNetworkEndpoint') {
        1..2 | ForEach-Object { $null = & $command -DockerHost $all }
        $rounds = 1..5 | ForEach-Object {
            [pscustomobject]@{
                All = (Measure-Command { & $command -DockerHost $all }).TotalMilliseconds
                One = (Measure-Command { & $command -DockerHost $all[6] }).TotalMilliseconds
            }
        }
        New-Row "$command of 50 engines that answer in 300 ms, against one of them" (
            $rounds.All | Sort-Object)[2] ($rounds.One | Sort-Object)[2] '3'
    }

    # A mesh of all 10,000 containers, predicted: what is in memory after ten times as many of its rows.
    $null = Invoke-RestMethod 'http://fleet/?latency=0' -UnixSocket "$folder/control.sock"
    $containers = Get-DockerContainer -DockerHost $all
    $rows = 0
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $some, $more = $containers | Test-ContainerReachability -Mesh -By Name -Predict | Select-Object -First 3000000 | ForEach-Object {
        $rows++
        if ($rows -eq 1) { $first = $watch.Elapsed.TotalMilliseconds }
        if ($rows -in 300000, 3000000) { [GC]::GetTotalMemory($true) / 1MB }
    }
    $each = ($watch.Elapsed.TotalMilliseconds - $first) / 3
    New-Row 'a million pairs of a mesh over 50 engines, through ForEach-Object, against the time to the first' $each $first ''
    [pscustomobject]@{
        Measured = 'memory in use after 3,000,000 of its rows, against 300,000'
        Ours     = '{0:0} MB' -f $more
        Instead  = '{0:0} MB' -f $some
        Ratio    = '{0:0.0000}' -f ($more / $some)
        Limit    = '1.2'
    }
}
finally {
    $process.Kill()
    $process.WaitForExit()
    Remove-Item $folder -Recurse -Force
}
