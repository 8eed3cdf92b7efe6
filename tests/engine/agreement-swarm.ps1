# Random containers on a real swarm, every pair of them predicted and observed, also across the nodes. By hand:
#   tests/engine/private-swarm.sh start /tmp/x/s --owner PID
#   pwsh -File tests/engine/agreement-swarm.ps1 -DockerHost unix:///tmp/x/s-1/docker.sock, … [-Seed 1] [-Rounds 3] [-PerNode 20]
# The engines must be private ones: their containers and networks are removed after each round.
param(
    [Parameter(Mandatory)] [string[]] $DockerHost,
    [int] $Seed = 1,
    [int] $Rounds = 1,
    [int] $PerNode = 20
)

$ErrorActionPreference = 'Stop'
$DockerHost = $DockerHost -split '\s*,\s*'   # -File gives one text.
Import-Module "$PSScriptRoot/../../out/DockerNetwork"
$total = $across = $known = $wrong = 0
foreach ($round in 1..$Rounds) {
    $random = [Random]::new($Seed + $round - 1)
    $some = { param($list) $list[$random.Next($list.Count)] }
    $overlays = foreach ($i in 1..3) {
        New-DockerNetwork "over$i" -Driver overlay -Attachable -Internal:($i -eq 3) -DockerHost $DockerHost[0]
    }
    foreach ($node in 0..($DockerHost.Count - 1)) {
        $there = @{ DockerHost = $DockerHost[$node] }
        # The same names and subnets on each engine, as engines have them.
        $null = New-DockerNetwork app @there
        $null = New-DockerNetwork closed -Internal @there
        $made = @()
        foreach ($i in 1..$PerNode) {
            # A name that another node has too, now and then.
            $name = $random.Next(6) -eq 0 ? "twin$i" : "n$node-$i"
            $kind = $random.Next(12)
            $options = @{ Name = $name; Image = 'busybox'; Command = 'httpd', '-f', '-p', '80' }
            if ($kind -eq 0) { $options.Network = 'host'; $options.Command = 'sleep', 'infinity' }
            elseif ($kind -eq 1) { $options.Network = 'none' }
            elseif ($kind -eq 2 -and $made) { $options.Network = "container:$(& $some $made)"; $options.Command = 'sleep', 'infinity' }
            elseif ($kind -in 3, 4) { $options.Network = & $some 'app', 'closed', 'bridge' }
            else { $options.Network = (& $some $overlays).Name }
            if ($kind -gt 6) { $options.NetworkAlias = "alias$($random.Next(8))" }
            if ($kind -eq 3) { $options.Publish = "$(8000 + $i):80" }
            $null = New-DockerContainer @options @there -Start
            if ($kind -gt 2) { $made += $name }
            if ($kind -gt 8 -and $random.Next(2)) {
                $network = & $some (@('app') + @($overlays.Name | Where-Object { $_ -ne $options.Network }))
                # A worker lists the networks of its containers only.
                if (Get-DockerNetwork $network @there -ErrorAction Ignore) { Connect-DockerNetwork $network $name @there }
            }
            if ($random.Next(14) -eq 0) { Stop-DockerContainer $name -TimeoutSeconds 0 @there }
            elseif ($random.Next(20) -eq 0) { Suspend-DockerContainer $name @there }
        }
    }

    Start-Sleep 4   # The nodes tell each other of their containers.
    $containers = Get-DockerContainer -DockerHost $DockerHost
    $engineOf = @{}
    foreach ($container in $containers) { $engineOf[$container.Id] = "$($container.DockerHost)" }
    foreach ($port in $null, 80) {
        $what = $port ? @{ TcpPort = $port } : @{}
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $count = 0
        $containers | Test-ContainerReachability -Mesh @what -WarningAction SilentlyContinue | ForEach-Object {
            $count++
            if ($_.TargetId -and $engineOf[$_.SourceId] -ne $engineOf[$_.TargetId]) {
                $script:across++
                if ($null -ne $_.Agrees) { $script:known++ }
            }
            if ($_.Agrees -eq $false) {
                $script:wrong++
                if ($script:wrong -le 20) {
                    "$($_.Source) ($($engineOf[$_.SourceId])) -> $($_.Target) ($($engineOf[$_.TargetId])) by $($_.TargetName)" +
                        ": predicted $($_.Predicted), observed $($_.Observed). $($_.Reasons.Message -join ' | ')"
                }
            }
        }
        $total += $count
        "Round $round, seed $($Seed + $round - 1), port $port`: $count results of $($containers.Count) containers in " +
            "$([int]$watch.Elapsed.TotalSeconds) s."
    }

    $containers | Remove-DockerContainer -Force -Confirm:$false
    Start-Sleep 3   # The manager hears of the end of its tasks.
    Remove-DockerNetwork over1, over2, over3 -DockerHost $DockerHost[0] -Confirm:$false
    Remove-DockerNetwork app, closed -DockerHost $DockerHost -Confirm:$false
    Start-Sleep 2
}

"$total results, $across across engines, of which $known are predicted and observed. $wrong disagree."
exit [int]($wrong -gt 0)
