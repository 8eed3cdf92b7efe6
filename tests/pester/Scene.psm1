# The networks and containers that the help, the about topics and the samples speak of. An example may change them as it likes:
# Restore-Scene puts back what differs, and only that, so that most examples cost no more than themselves.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

Import-Module $PSScriptRoot/Engine.psm1

$script:serve = {
    param($port)
    @('sh', '-c', "mkdir -p /srv; echo ok >/srv/index.html; echo ok >/srv/health; exec httpd -f -p $port -h /srv")
}

# alpine1, 2 and 4 are on alpine-net, 3 and 4 on the default bridge, as in the tutorials. web and db are on app, with a stopped batch beside
# them. lone is on the default bridge, nobody is on attic. tenant uses the network of landlord, which has been started again since. shop is
# a project of Compose.
# with subnets, or the engine would choose others each time
$script:networks = @{ 'alpine-net' = '10.1.0'; app = '10.2.0'; attic = '10.3.0' }
$script:containers = @(
    @{ Name = 'alpine3'; Network = 'bridge' }
    @{ Name = 'lone'; Network = 'bridge' }
    @{ Name = 'alpine1'; Network = 'alpine-net' }
    @{ Name = 'alpine2'; Network = 'alpine-net' }
    @{ Name = 'alpine4'; Network = 'alpine-net', 'bridge' }
    @{ Name = 'web'; Network = 'app'; Command = & $serve 80; Port = @{ '80/tcp' = '8080' } }
    @{ Name = 'db'; Network = 'app'; Command = & $serve 5432; Expose = '5432/tcp' }
    @{ Name = 'batch'; Network = 'app'; Command = 'true' }
    @{ Name = 'landlord'; Network = 'bridge' }
    @{ Name = 'tenant'; Network = 'container:landlord'; LostNamespace = $true }
    @{
        Name    = 'shop-cart-1'
        Network = 'bridge'
        Label   = @{ 'com.docker.compose.project' = 'shop'; 'com.docker.compose.service' = 'cart' }
        Health  = 'false'
    }
    @{
        Name    = 'shop-till-1'
        Network = 'bridge'
        Label   = @{ 'com.docker.compose.project' = 'shop'; 'com.docker.compose.service' = 'till' }
        Health  = 'true'
    }
)

$script:asBuilt = $null
$script:swarm = $false

function Get-SceneState {
    <# A line for each container and network of the engine that is not the probe's: name, state, and networks with addresses and aliases. #>
    $lines = @{}
    foreach ($container in Invoke-EngineApi '/containers/json?all=1' | Where-Object Id) {
        if ($container.Labels.PSObject.Properties['dockernetwork.probe']) { continue }
        $ends = $container.NetworkSettings.Networks.PSObject.Properties | ForEach-Object { "$($_.Name)=$($_.Value.IPAddress)" } |
            Sort-Object
        $health = $container.Status -match '\((healthy|unhealthy)\)' ? $Matches[1] : ''
        $lines[$container.Names.Where({ $_.LastIndexOf('/') -eq 0 })[0].TrimStart('/')] = "$($container.State) $health $ends"
    }

    foreach ($network in Invoke-EngineApi '/networks' | Where-Object Name -NotIn 'bridge', 'host', 'none') {
        $lines["network $($network.Name)"] = $network.IPAM.Config.Subnet
    }
    $lines
}

function New-SceneContainer([hashtable] $Description) {
    $Command, $Label, $Expose, $Port, $Health, $LostNamespace =
        $Description['Command', 'Label', 'Expose', 'Port', 'Health', 'LostNamespace']
    $first, $others = @($Description.Network)
    $body = @{ Image = 'alpine'; HostConfig = @{ NetworkMode = $first } }
    if ($Command) { $body.Cmd = @($Command) }
    if ($Label) { $body.Labels = $Label }
    $body.ExposedPorts = @{}
    foreach ($each in @($Expose) + @($Port ? $Port.Keys : $null) | Where-Object { $_ }) { $body.ExposedPorts[$each] = @{} }
    if ($Health) { $body.Healthcheck = @{ Test = @('CMD', $Health); Interval = 1000000000; Retries = 1 } }
    if ($Port) {
        $body.HostConfig.PortBindings = @{}
        foreach ($each in $Port.Keys) { $body.HostConfig.PortBindings[$each] = @(@{ HostPort = $Port[$each] }) }
    }

    $null = Invoke-EngineApi "/containers/create?name=$($Description.Name)" -Method POST -Body $body
    foreach ($network in $others) {
        $null = Invoke-EngineApi "/networks/$network/connect" -Method POST -Body @{ Container = $Description.Name }
    }
    $null = Invoke-EngineApi "/containers/$($Description.Name)/start" -Method POST
    if ($LostNamespace) { $null = Invoke-EngineApi "/containers/$($first.Split(':')[1])/restart" -Method POST }
}

function Restore-Scene {
    <# Makes the scene where it is not, and puts back what has been changed. #>
    foreach ($attempt in 1..3) {
        $now = Get-SceneState
        $changed = @($now.Keys | Where-Object { -not $script:asBuilt -or $now[$_] -ne $script:asBuilt[$_] })
        # What shares a namespace is of no use without its owner.
        if (
            @($script:containers.Name).Where{ $_ -eq 'landlord' -and ($_ -in $changed -or -not $now.ContainsKey($_)) }
        ) { $changed += 'tenant' }
        foreach ($name in $changed | Where-Object { $_ -notlike 'network *' -and $now.ContainsKey($_) }) {
            $null = Invoke-EngineApi "/containers/${name}?force=1&v=1" -Method DELETE
            $now.Remove($name)
        }

        foreach ($name in $changed | Where-Object { $_ -like 'network *' }) {
            # A network that another was made from goes in the next round, after that one.
            try { $null = Invoke-EngineApi "/networks/$($name.Substring(8))" -Method DELETE } catch { $null = $_; continue }
            $now.Remove($name)
        }

        foreach ($network in $script:networks.Keys | Where-Object { -not $now.ContainsKey("network $_") }) {
            $null = Invoke-EngineApi '/networks/create' -Method POST -Body @{
                Name = $network
                Labels = $network -eq 'attic' ? @{ purpose = 'test' } : @{}
                IPAM = @{ Config = @(@{ Subnet = "$($script:networks[$network]).0/24"; Gateway = "$($script:networks[$network]).1" }) }
            }
        }

        foreach ($container in $script:containers | Where-Object { -not $now.ContainsKey($_.Name) }) { New-SceneContainer $container }

        if (-not $script:asBuilt) {
            $settled = Wait-Until -Seconds 10 {
                $script:asBuilt = Get-SceneState
                $script:asBuilt.batch -like 'exited*' -and
                    @($script:containers.Where{ $_['Health'] -and $script:asBuilt[$_.Name] -notlike '*healthy*' }).Count -eq 0
            }
            if (-not $settled) { throw 'The scene does not come to rest.' }
            return
        }

        $settled = Wait-Until -Seconds 5 {
            $now = Get-SceneState
            $script:problems = @($script:asBuilt.Keys + $now.Keys | Sort-Object -Unique | Where-Object { $now[$_] -ne $script:asBuilt[$_] })
            -not $script:problems
        }
        if ($settled) { return }
    }

    throw "The scene cannot be restored: $script:problems"
}

function Enter-SwarmScene {
    <# Makes the engine a swarm, with two services on the network mesh, until Exit-SwarmScene. #>
    if ($script:swarm) { return }
    $script:swarm = $true
    Start-Swarm
    $mesh = Invoke-EngineApi '/networks/create' -Method POST -Body @{ Name = 'mesh'; Driver = 'overlay'; Attachable = $true }
    foreach ($service in @{ Name = 'api'; Mode = 'vip' }, @{ Name = 'cache'; Mode = 'dnsrr' }) {
        $null = Invoke-EngineApi '/services/create' -Method POST -Body @{
            Name         = $service.Name
            TaskTemplate = @{
                ContainerSpec = @{ Image = 'alpine'; Command = 'sleep', 'infinity' }
                Networks      = @(@{ Target = $mesh.Id })
            }
            Mode         = @{ Replicated = @{ Replicas = 2 } }
            EndpointSpec = @{ Mode = $service.Mode }
        }
    }
    $running = Wait-Until -Seconds 20 {
        @(Invoke-EngineApi '/tasks' | Where-Object { $_.PSObject.Properties['Status'] -and $_.Status.State -eq 'running' }).Count -eq 4
    }
    if (-not $running) { throw 'The services do not start.' }
}

function Exit-SwarmScene {
    <# Removes everything: an engine that leaves a swarm forgets the names of all its containers until they start again (seen on 20.10). #>
    if (-not $script:swarm) { return }
    $script:swarm = $false
    Reset-TestEngine
    $script:asBuilt = $null
}

Export-ModuleMember -Function Restore-Scene, Get-SceneState, Enter-SwarmScene, Exit-SwarmScene
