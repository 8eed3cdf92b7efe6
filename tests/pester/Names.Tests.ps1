# What names lead to, on a real engine: what is predicted and what is observed agree in state and address. The rows of
# tests/unit/Prediction/NameTableTests.cs are the same.
BeforeDiscovery {
    $join = 'Connect-DockerNetwork -Network back -Container web'
    $start = 'Start-DockerContainer -Container old'
    $cases = @(
        # A host name is a name of the engine's DNS: one of the DNS names since 25.0 (API 1.44), an alias before.
        @{ Id = 'N1'; From = 'store'; Name = 'dbhost'; To = 'db' }
        # The hosts file has the first label of a host name too.
        @{ Id = 'N2'; From = 'web'; Name = 'www.example.com'; To = 'web'; Since = '1.44' }
        @{ Id = 'N2'; From = 'web'; Name = 'www'; To = 'web'; Since = '1.44' }
        @{ Id = 'N2'; From = 'job'; Name = 'jobhost.b.c.d'; To = 'job'; Since = '1.44' }
        @{ Id = 'N2'; From = 'job'; Name = 'jobhost'; To = 'job'; Since = '1.44' }
        # The alias of a link hides the container of that name.
        @{ Id = 'N3'; From = 'web'; Name = 'store.app'; To = 'db' }
        @{ Id = 'N3'; From = 'job'; Name = 'store'; To = 'store' }
        @{ Id = 'N4'; From = 'mix'; Name = 'MIX.Mixed'; To = 'mix' }
        @{ Id = 'N4'; From = 'mix'; Name = 'mix.mixed'; State = 'Unresolved'; Predicted = 'Unknown' }
        # The network of the higher priority answers, though it is internal.
        @{ Id = 'N6'; From = 'first'; Name = 'twin'; To = 'inner2'; Since = '1.48' }
        @{ Id = 'N6'; From = 'first'; Name = 'twin'; To = 'app2'; Before = '1.48' }
        @{ Id = 'N8'; From = 'web'; Name = 'db'; State = 'Unresolved'; Family = 'IPv6' }
        @{ Id = 'N8'; From = 'web'; Name = 'both'; To = 'store'; Family = 'IPv4' }
        @{ Id = 'N8'; From = 'web'; Name = 'both'; Address = 'fd00::4'; State = 'NoRoute'; Family = 'IPv6' }
        @{ Id = 'N8'; From = 'web'; Name = 'localhost'; Address = '127.0.0.1'; Family = 'IPv4' }
        @{ Id = 'N8'; From = 'web'; Name = 'pinned'; State = 'Unresolved'; Family = 'IPv6' }
        @{ Id = 'N8'; From = 'six'; Name = 'six'; To = 'six'; Family = 'IPv6' }
        @{ Id = 'N9'; From = 'hosts'; Name = 'db'; To = 'db' }
        @{ Id = 'N9'; From = 'sharer'; Name = 'db'; To = 'db'; Predicted = 'Unknown' }
        @{ Id = 'N9'; From = 'hosts'; Name = 'mounted'; To = 'store' }
        @{ Id = 'N9'; From = 'resolv'; Name = 'db'; State = 'Unknown' }
        @{ Id = 'N9'; From = 'resolv'; Name = 'localhost'; Address = '127.0.0.1' }
        @{ Id = 'N10'; From = 'web'; Name = 'pinned'; To = 'store' }
        @{ Id = 'N10'; From = 'web'; Name = 'PINNED'; To = 'store' }
        @{ Id = 'N13'; From = 'web'; Name = 'far'; State = 'Unresolved'; Reason = 'NameOnAnotherNetwork'; Fix = $join }
        @{ Id = 'N13'; From = 'web'; Name = 'gone'; State = 'NotRunning'; Reason = 'TargetNotRunning'; Fix = $start }
        @{ Id = 'N13'; From = 'web'; Name = 'api.example.com'; State = 'Unresolved'; Predicted = 'Unknown' }
        # A dot at the end only says that the name is complete.
        @{ Id = 'dot'; From = 'web'; Name = 'db.'; To = 'db' }
        @{ Id = 'dot'; From = 'web'; Name = 'pinned.'; To = 'store' }
        @{ Id = 'foreign'; From = 'inn'; Name = 'nosuch.example'; State = 'Unresolved'; Reason = 'InternalNetworkOnly'; Since = '1.45' }
        @{ Id = 'foreign'; From = 'none'; Name = 'nosuch.example'; State = 'Unresolved'; Reason = 'NoNetwork' }
        @{ Id = 'O8'; From = 'linker'; Name = 'database'; To = 'named' }
        @{ Id = 'O8'; From = 'linker'; Name = 'NamedHost'; To = 'named' }
        @{ Id = 'O8'; From = 'linker'; Name = 'older'; Predicted = 'Unknown'; To = 'named' }
        @{ Id = 'O8'; From = 'linker'; Name = 'named'; Predicted = 'Unknown'; State = 'Unresolved' }
        @{ Id = 'O8'; From = 'off'; Name = '::1'; Address = '::1'; State = 'NoRoute' }
        @{ Id = 'O8'; From = 'web'; Name = '::1'; Address = '::1'; Since = '1.45' }
        @{ Id = 'O8'; From = 'web'; Name = '::1'; Address = '::1'; State = 'NoRoute'; Before = '1.45' }
        @{ Id = 'O8'; From = 'off'; Name = 'ip6-localhost'; State = 'Unresolved'; Predicted = 'Unknown'; Since = '1.45' }
    ) | ForEach-Object {
        $case = $_
        $default = @{ State = 'Reachable'; Since = '0.0'; Before = '99.0' }
        foreach ($key in 'To', 'Address', 'Predicted', 'Family', 'Reason', 'Fix') { $default[$key] = '' }
        foreach ($key in $default.Keys) { if (-not $case.ContainsKey($key)) { $case[$key] = $default[$key] } }
        $case
    }
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine

    function New-Box {
        <# A container that sleeps, started. #>
        param([string] $Name, [string] $Network, [hashtable] $Settings = @{}, [hashtable] $HostSettings = @{}, [hashtable] $Endpoint = @{})

        $body = @{
            Image      = $engine.Image
            Cmd        = 'sleep', 'infinity'
            HostConfig = @{ NetworkMode = $Network } + $HostSettings
        } + $Settings
        if ($Network -notin 'bridge', 'none' -and $Network -notlike 'container:*') {
            $body.NetworkingConfig = @{ EndpointsConfig = @{ $Network = $Endpoint } }
        }

        $id = (Invoke-EngineApi "/containers/create?name=$Name" -Method POST -Body $body).Id
        Invoke-EngineApi "/containers/$id/start" -Method POST
    }

    function Join-Network {
        param([string] $Name, [string] $Network, [hashtable] $Endpoint = @{})

        Invoke-EngineApi "/networks/$Network/connect" -Method POST -Body @{ Container = $Name; EndpointConfig = $Endpoint }
    }

    $folder = Join-Path ([IO.Path]::GetTempPath()) "dn-names-$PID"
    $null = New-Item $folder -ItemType Directory
    $six = @{ Name = 'six'; EnableIPv6 = $true; IPAM = @{ Config = @(@{ Subnet = 'fd00:66::/64' }) } }
    foreach ($network in @{ Name = 'app' }, @{ Name = 'back' }, @{ Name = 'Mixed' }, @{ Name = 'inner'; Internal = $true }, $six) {
        $null = Invoke-EngineApi '/networks/create' -Method POST -Body $network
    }

    New-Box db app @{ Hostname = 'dbhost' } -Endpoint @{ Aliases = @('data') }
    New-Box store app
    New-Box six six
    $store = (Invoke-EngineApi '/containers/store/json').NetworkSettings.Networks.app.IPAddress
    $hosts = "Pinned:$store", 'both:fd00::4', "both:$store"
    New-Box web app @{ Hostname = 'www.example.com' } @{ ExtraHosts = $hosts } @{ Links = @('db:store') }
    New-Box job app @{ Hostname = 'jobhost.b'; Domainname = 'c.d' }
    Join-Network job back @{ Aliases = @('report') }
    New-Box lone back -Endpoint @{ Aliases = 'far', 'api.example.com' }
    New-Box old app -Endpoint @{ Aliases = @('gone') }
    Invoke-EngineApi '/containers/old/stop?t=0' -Method POST
    New-Box mix Mixed
    New-Box inn inner
    New-Box none none
    New-Box app2 app -Endpoint @{ Aliases = @('twin') }
    New-Box inner2 inner -Endpoint @{ Aliases = @('twin') }
    New-Box first app
    Join-Network first inner @{ GwPriority = 5 }
    Set-Content $folder/hosts "$store mounted"
    Set-Content $folder/resolv 'nameserver 127.0.0.9'
    New-Box hosts app -HostSettings @{ Binds = @("$folder/hosts:/etc/hosts") }
    New-Box sharer container:hosts
    New-Box resolv app -HostSettings @{ Binds = @("$folder/resolv:/etc/resolv.conf") }
    New-Box older bridge @{ Hostname = 'namedhost' }
    New-Box linker bridge -HostSettings @{ Links = @('older:database') }
    Invoke-EngineApi '/containers/older/rename?name=named' -Method POST
    New-Box off bridge -HostSettings @{
        Sysctls    = @{ 'net.ipv6.conf.all.disable_ipv6' = '1' }
        ExtraHosts = @('host.docker.internal:host-gateway')
    }
}

AfterAll {
    Reset-TestEngine
    Disconnect-TestEngine
    Remove-Item $folder -Recurse -ErrorAction Ignore
}

Describe '<Id>: <Name> <Family> from <From>' -ForEach $cases {
    It 'is predicted as it is observed (API <Since> to <Before>)' {
        if ($engine.ApiVersion -lt [version]$Since -or $engine.ApiVersion -ge [version]$Before) {
            Set-ItResult -Skipped -Because 'the engine is of another age'
            return
        }

        $options = $Family ? @{ $Family = $true } : @{}
        $seen = Test-ContainerReachability $From $Name @options | Where-Object TargetName -CEQ $Name
        $forecast = Test-ContainerReachability $From $Name @options -Predict | Where-Object TargetName -CEQ $Name
        $endpoints = $To ? (Get-DockerContainer $To).Endpoints : @()
        $expected = @($endpoints.IPAddress; $endpoints.IPv6Address; $Address) | Where-Object { $_ } | ForEach-Object { "$_" }

        $forecast.Predicted | Should -Be ($Predicted ? $Predicted : $State)
        $seen.Effective | Should -Be $State
        $seen.Agrees | Should -Not -Be $false
        if ($expected) {
            "$($seen.Address)" | Should -BeIn $expected
            if (-not $Predicted) { "$($forecast.Address)" | Should -BeIn $expected }
        }

        if ($Reason) { $forecast.Reasons.Code | Should -Contain $Reason }
        if ($Reason -and -not $Predicted) { $seen.Reasons[0].Code | Should -Be $Reason }
        if ($Fix) { $forecast.Reasons.Fix | Should -Contain $Fix }
    }
}

Describe 'N3: the alias of a link' {
    It 'hides the container of that name' {
        $resolution = Resolve-ContainerName web store

        $resolution.Predicted, $resolution.State | Should -Be Reachable, Reachable
        "$($resolution.Addresses)" | Should -Be (Get-DockerContainer db).Endpoints[0].IPAddress
        ($resolution.Reasons.Message -join ' ') | Should -BeLike "*resolves 'store' on the network app to $($resolution.Addresses[0]) (db)*"
    }

    It 'has its case, unlike names' {
        $resolution = Resolve-ContainerName web STORE

        $resolution.Predicted, $resolution.State | Should -Be Reachable, Reachable
        "$($resolution.Addresses)" | Should -Be (Get-DockerContainer store).Endpoints[0].IPAddress
    }
}

Describe 'N5: the routing mesh' {
    It 'has no names' {
        $null = Invoke-EngineApi '/swarm/init' -Method POST -Body @{ ListenAddr = '127.0.0.1:2377'; AdvertiseAddr = '127.0.0.1' }
        $null = Wait-Until { Get-DockerNetwork ingress -ErrorAction Ignore }
        $spec = @{ Image = $engine.Image; Command = 'sleep', 'infinity' }
        $service = @{
            Name         = 'meshed'
            TaskTemplate = @{ ContainerSpec = $spec }
            EndpointSpec = @{ Ports = @(@{ TargetPort = 80; PublishedPort = 8088 }) }
        }
        $null = Invoke-EngineApi '/services/create' -Method POST -Body $service
        Wait-Until { Get-DockerContainer meshed* | Where-Object State -EQ Running } | Should -BeTrue
        $task = Get-DockerContainer meshed*

        $resolution = Resolve-ContainerName $task.Name $task.Name

        $task.Networks | Should -Contain ingress
        $resolution.Predicted, $resolution.State | Should -Be Unresolved, Unresolved
    }
}

Describe 'N11: a name server upstream' {
    It 'may know a name in a search domain of the source, which is not predicted' {
        $label, $domain = $engine.OutsideName.Split('.', 2)
        New-Box asker app -HostSettings @{ DnsSearch = @($domain) }
        New-Box clash back -Endpoint @{ Aliases = @($label) }

        $row = Test-ContainerReachability asker $label

        $row.Predicted, $row.Observed, $row.ResolvedBy | Should -Be Unknown, Reachable, 127.0.0.11
        $row.Reasons[0].Message | Should -BeLike "*asks for '$label' in its search domains ($domain).*"
    }

    It 'that knows an alias is named with its answer from <From>, and no firewall is blamed' -ForEach @(
        # The engine's DNS asks it for containers on user-defined networks; on the default bridge, the container asks it itself.
        @{ From = 'inquirer'; On = 'app'; Server = "a name server behind the engine's DNS, 127.0.0.11" }
        @{ From = 'bridged'; On = 'bridge'; Server = 'the name server *' }
    ) {
        New-Box $From $On
        New-Box "known-$From" back -Endpoint @{ Aliases = @($engine.OutsideName) }

        # Nothing listens on port 81 there.
        foreach ($port in @{ }, @{ TcpPort = 81 }) {
            $rows = Test-ContainerReachability $From "known-$From" -By Alias @port -WarningAction SilentlyContinue -WarningVariable said
            $row = $rows | Where-Object TargetName -EQ $engine.OutsideName

            $row.Predicted, $row.Observed, $row.Agrees, $row.Answered | Should -Be Unresolved, Misdirected, $false, $null
            "$($row.Address)" | Should -Be $engine.OutsideAddress
            $row.Reasons[0].Code | Should -Be AnotherAddress
            $row.Reasons[0].Message | Should -BeLike (
                "In $From, '$($engine.OutsideName)' resolves to $($engine.OutsideAddress) (from $Server), which is not an address of " +
                "known-$From.")
            "$($row.Reasons.Message) $said" | Should -Not -BeLike '*firewall*'
        }
    }
}

Describe 'N12: an alias on another network' {
    It 'has the reason and the fix of that network' {
        $row = Test-ContainerReachability web job -By Alias -Predict | Where-Object TargetName -EQ report

        $row.Predicted | Should -Be Unresolved
        $row.Reasons[0].Code | Should -Be NameOnAnotherNetwork
        $row.Reasons[0].Fix | Should -Be 'Connect-DockerNetwork -Network back -Container web'
    }
}

Describe 'host-gateway' {
    It 'is the address of the host on the default bridge' {
        $resolution = Resolve-ContainerName off host.docker.internal
        $predicted = Test-ContainerReachability off host.docker.internal -Predict

        "$($resolution.Addresses)" | Should -Be (Get-DockerContainer off).Endpoints[0].Gateway
        $predicted.Address | Should -Be $resolution.Addresses[0]
    }
}

Describe 'O7: Resolve-ContainerName' {
    It 'is Unknown if nobody answered, and gives each address once' {
        $silent = Resolve-ContainerName resolv db -TimeoutSeconds 1
        $silent.State | Should -Not -Be Reachable
        $silent.Addresses | Should -BeNullOrEmpty
        (Resolve-ContainerName web both).Addresses.Count | Should -Be 2
    }

    It 'says that the engine answered a name with a dot at the end' {
        $resolution = Resolve-ContainerName web db.

        $resolution.State, $resolution.Source | Should -Be Reachable, Engine
    }
}

Describe 'R3: the reason that comes first' {
    It 'is that of the prediction if the prediction is what counts' {
        $row = Test-ContainerReachability web old -By Name -TimeoutSeconds 1

        $row.Effective | Should -Be NotRunning
        $row.Reasons[0].Code | Should -Be TargetNotRunning
    }
}
