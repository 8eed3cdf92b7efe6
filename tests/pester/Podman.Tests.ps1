<#
    Each cmdlet on Podman: it works, or it refuses with what Podman lacks (EngineLacks) before anything is changed. One private Podman,
    and one scene. Skipped where there is no Podman.
#>
BeforeDiscovery {
    $folder = $env:DN_PODMAN_PROGRAMS ? $env:DN_PODMAN_PROGRAMS : '/opt/podman43'
    $unpacked = Test-Path "$folder/usr/bin/podman"
    $installed = if (Get-Command podman -CommandType Application -ErrorAction Ignore) { "$(podman --version)" }
    $why = if (-not $IsLinux) { 'needs Linux' }
    elseif ((id -u) -ne 0) { 'needs root' }
    elseif (-not $unpacked -and -not $installed) { 'no Podman: apt-get install podman netavark aardvark-dns, or DN_PODMAN_PROGRAMS' }
    elseif (-not $unpacked -and $installed -notmatch ' 4\.3\.') { "needs Podman 4.3, not $installed" }
    # The reason is in the name, which the log shows.
    $title = $why ? "Podman (skipped: $why)" : 'Podman'
}

Describe $title -Skip:([bool]$why) -ForEach @{ Programs = $unpacked ? $folder : $null } {
    BeforeAll {
        Import-Module "$PSScriptRoot/Engine.psm1" -Force
        $null = Connect-TestEngine
        $script:podman = Join-Path ([IO.Path]::GetTempPath()) "dn-podman-$PID"
        $script:fixture = "$PSScriptRoot/../engine/private-podman.sh"
        $which = if ($Programs) { '--programs', $Programs }
        $log = & bash $fixture start $podman @which 2>&1
        if ($LASTEXITCODE) { throw "No Podman could be started:`n$($log -join "`n")" }
        $settings = Get-Content "$podman/env" -Raw | ConvertFrom-StringData
        $env:DOCKER_HOST = $settings.DOCKER_HOST
        $outside = $settings.DN_OUTSIDE_ADDRESS

        $image = 'dockernetwork/test'
        $serve = 'sh', '-c', 'httpd -p 80 -h /www; exec sleep infinity'
        $app = New-DockerNetwork app -Subnet 10.61.0.0/24 -IPRange 10.61.0.128/25
        $inner = New-DockerNetwork inner -Internal -Option @{ 'com.docker.network.driver.mtu' = '1400' }
        $null = New-DockerContainer $image -Command $serve -Name web -Network app -NetworkAlias www -Start -Publish @(
            '18081:80', '18090-18091:90-91')
        $null = New-DockerContainer $image -Command $serve -Name db -Network app -IPAddress 10.61.0.7 -MacAddress 02:42:0a:3d:00:07 -Start
        $null = New-DockerContainer $image -Name both -Network app, @{ Name = 'inner'; MacAddress = '02:42:0a:3d:00:09' } -Start
        $null = New-DockerContainer $image -Name apart -Network inner -Start
        $null = New-DockerContainer $image -Name plain -Network bridge -Start
        $null = New-DockerContainer $image -Name shared -Network container:db -Start
        $null = New-DockerContainer $image -Name onhost -Network host -Start
        $null = New-DockerContainer $image -Name nowhere -Network none -Start
        $null = New-DockerContainer $image -Name halted -Network app

        function Get-Refusal([scriptblock] $Command) {
            $ErrorActionPreference = 'Continue'
            $output = @(& $Command 2>&1)
            @($output | Where-Object { $_ -is [Management.Automation.ErrorRecord] } |
                ForEach-Object { $_.FullyQualifiedErrorId -replace ',.*' }) -join ' '
        }
    }

    AfterAll {
        $null = Clear-DockerNetworkProbe -ErrorAction Ignore
        if ($podman) { & bash $fixture stop $podman }
        Disconnect-TestEngine
    }

    Context 'what there is' {
        It 'says which engine it is' {
            $context = Get-DockerContext -Detailed | Where-Object Current
            $context.Kind | Should -Be Podman
            $context.Version | Should -Match '^\d+\.\d+\.\d+$'
        }

        It 'shows networks as they are on the host' {
            $networks = Get-DockerNetwork
            $networks.Name | Should -Be app, bridge, inner
            $networks.Bridge | Should -Match '^podman\d+$'
            $app.Bridge | Should -Be ($networks | Where-Object Name -EQ app).Bridge
            "$($app.Ipam[0].IPRange)" | Should -Be 10.61.0.128/25
            ($networks | Where-Object Name -EQ inner).Mtu | Should -Be 1400
            ($networks | Where-Object Name -EQ inner).Internal | Should -BeTrue
        }

        It 'finds a network by name, id, id prefix and pattern, and the default one by both of its names' {
            (Get-DockerNetwork $app.Id).Name | Should -Be app
            (Get-DockerNetwork $app.Id.Substring(0, 8)).Name | Should -Be app
            (Get-DockerNetwork 'a*', 'i?ner').Name | Should -Be app, inner
            (Get-DockerNetwork podman).Id | Should -Be (Get-DockerNetwork bridge).Id
        }

        It 'shows containers, with the networks, modes and ports that they have' {
            $containers = Get-DockerContainer -Detailed | Group-Object Name -AsHashTable
            $containers.web.Networks | Should -Be app
            $containers.both.Networks | Should -Be app, inner
            $containers.plain.Networks | Should -Be bridge
            $containers.onhost.HostNetwork | Should -BeTrue
            $containers.nowhere.NetworkMode | Should -Be none
            $containers.shared.NamespaceOwner | Should -Be db
            $containers.halted.State | Should -Be Created
            ($containers.web.Ports | Where-Object HostPort).HostPort | Should -Be 18081, 18090, 18091
            (Get-DockerContainer -Image $image).Count | Should -Be 9
            (Get-DockerContainer -Network $app -State Running).Name | Should -Be both, db, shared, web
            (Get-DockerContainer -PublishedPort 18091).Name | Should -Be web
            (Get-DockerContainer $containers.db.Id.Substring(0, 10)).Name | Should -Be db
        }

        It 'gives the addresses, aliases and MAC addresses that were asked for' {
            $endpoints = Get-DockerNetworkEndpoint -Network app, inner
            "$(($endpoints | Where-Object Container -EQ db).IPAddress)" | Should -Be 10.61.0.7
            ($endpoints | Where-Object Container -EQ db).MacAddress | Should -Be 02:42:0a:3d:00:07
            ($endpoints | Where-Object { $_.Container -eq 'both' -and $_.Network -eq 'inner' }).MacAddress | Should -Be 02:42:0a:3d:00:09
            ($endpoints | Where-Object Container -EQ web).Alias | Should -Contain www
            $endpoints.NetworkId | Sort-Object -Unique | Should -Be (@($app.Id, $inner.Id) | Sort-Object)
        }

        It 'shows interfaces, listeners and published ports' {
            $interface = Get-DockerContainerInterface db | Where-Object Name -EQ eth0
            $interface.Network, $interface.Bridge, $interface.MacAddress | Should -Be app, $app.Bridge, 02:42:0a:3d:00:07
            (Get-DockerContainerListener web -Port 80).Reach | Should -Not -BeNullOrEmpty
            (Get-DockerPortMapping web).HostPort | Should -Be 18081, 18090, 18091
        }

        It 'finds free subnets beside its networks' {
            $free = Find-DockerSubnet -Count 2 -Within 10.61.0.0/22
            $free.Subnet | ForEach-Object { "$_" } | Should -Not -Contain 10.61.0.0/24
        }

        It 'draws the topology, and keeps a snapshot that predicts' {
            ((Get-DockerNetworkTopology).Nodes | Where-Object Kind -EQ Network).Name | Should -Be app, bridge, inner
            Get-DockerNetworkTopology | Export-DockerNetworkTopology -Path "$TestDrive/t.mmd"
            Get-Content "$TestDrive/t.mmd" -Raw | Should -Match 'inner'
            $kept = "$TestDrive/kept.xml"
            Get-DockerNetworkSnapshot -IncludeHost | Export-Clixml $kept
            (Test-ContainerReachability web db -Snapshot (Import-Clixml $kept) -By Name).Predicted | Should -Be Reachable
        }

        It 'offers its networks, the modes and its containers for completion' {
            $line = 'New-DockerContainer x -Network '
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be (
                @('app', 'inner', 'bridge', 'host', 'none') +
                ('apart', 'both', 'db', 'halted', 'nowhere', 'onhost', 'plain', 'shared', 'web' | ForEach-Object { "container:$_" }))
        }
    }

    Context 'reachability' {
        It 'predicts what a mesh of all containers observes, by name and address' {
            $script:mesh = Get-DockerContainer | Test-ContainerReachability -Mesh
            $mesh | Where-Object Agrees -EQ $false | Should -BeNullOrEmpty
            ($mesh | Where-Object { $null -eq $_.Agrees }).Count | Should -BeLessThan ($mesh.Count / 5)
            ($mesh | Where-Object { $_.Source -ne 'halted' -and $_.Target -ne 'halted' }).Method | Sort-Object -Unique | Should -Be Agent
        }

        It 'sees <Source> -> <Target> as <State> by <By>' -ForEach @(
            @{ Source = 'web'; Target = 'db'; By = 'Name'; State = 'Reachable' }
            @{ Source = 'db'; Target = 'www'; By = 'Name'; State = 'Reachable' }
            @{ Source = 'both'; Target = 'apart'; By = 'Address'; State = 'Reachable' }
            @{ Source = 'web'; Target = 'apart'; By = 'Name'; State = 'Unresolved' }
            @{ Source = 'web'; Target = 'apart'; By = 'Address'; State = 'Blocked' }
            @{ Source = 'apart'; Target = 'web'; By = 'Address'; State = 'NoRoute' }
            @{ Source = 'plain'; Target = 'web'; By = 'Address'; State = 'Reachable' }
            @{ Source = 'plain'; Target = 'web'; By = 'Name'; State = 'Unresolved' }
            @{ Source = 'shared'; Target = 'web'; By = 'Name'; State = 'Reachable' }
            @{ Source = 'web'; Target = 'onhost'; By = 'Name'; State = 'Unresolved' }
            @{ Source = 'onhost'; Target = 'web'; By = 'Address'; State = 'Reachable' }
            @{ Source = 'nowhere'; Target = 'web'; By = 'Address'; State = 'NoRoute' }
            @{ Source = 'web'; Target = 'halted'; By = 'Name'; State = 'NotRunning' }
        ) {
            $row = $mesh | Where-Object {
                $_.Source -eq $Source -and ($_.Target -eq $Target -or $_.TargetName -eq $Target) -and
                ($By -eq 'Name') -eq ($_.TargetName -in $Target, 'www') -and ($Target -ne 'www' -or $_.TargetName -eq 'www')
            } | Select-Object -First 1
            $row.Effective | Should -Be $State
            $row.Predicted | Should -Be $State
        }

        It 'probes with <Method>' -ForEach @{ Method = 'Agent' }, @{ Method = 'Sidecar' }, @{ Method = 'Exec' } {
            $rows = Test-ContainerReachability db web -TcpPort 80 -Method $Method
            $rows.Method | Sort-Object -Unique | Should -Be $Method
            $rows.Agrees | Sort-Object -Unique | Should -Be $true
            Test-ContainerReachability db web:80 -Method $Method -Quiet | Should -BeTrue
        }

        It 'follows published ports, the host and what is outside' {
            (Test-ContainerReachability '@host' 127.0.0.1:18081).Observed | Should -Be Reachable
            (Test-ContainerReachability db "$($app.Gateways[0]):18081").Observed | Should -Be Reachable
            (Test-ContainerReachability db '@gateway', $outside).Observed | Should -Be Reachable, Reachable
        }

        It 'resolves names, and says who knows them' {
            $names = Resolve-ContainerName db web, www, localhost, host.containers.internal, web.dns.podman
            $names.Source | Should -Be Engine, Engine, Hosts, Hosts, Engine
            "$($names[3].Addresses)" | Should -Be $app.Gateways[0]
        }

        It 'does not promise names to a container with name servers of its own' {
            $null = New-DockerContainer $image -Name foreign -Network app -Dns $outside -Start
            $row = Test-ContainerReachability foreign web -By Name | Select-Object -First 1
            $row.Predicted | Should -Be Unknown
            $row.Observed | Should -Be Unresolved
            Remove-DockerContainer foreign -Force
        }

        It 'traces, waits, compares and repairs' {
            (Trace-ContainerReachability web db -Count 1).Hops.Count | Should -Be 8
            (Trace-ContainerReachability web 10.61.0.7 -FindMtu -Count 1).PathMtu | Should -Be 1500
            $before = Test-ContainerReachability web apart
            $before | Where-Object { $_.Reasons.Fix } | Repair-ContainerReachability -Confirm:$false |
                Where-Object TargetName -EQ apart | ForEach-Object Observed | Should -Be Reachable
            Wait-ContainerReachability web apart -TimeoutSeconds 5 | ForEach-Object Observed | Select-Object -Unique | Should -Be Reachable
            (Compare-ContainerReachability $before (Test-ContainerReachability web apart)).Change | Should -Contain Gained
            (Disconnect-DockerNetwork inner web -PassThru).Network | Should -Be inner
            ($before | ConvertTo-ReachabilityMatrix).Source | Should -Be web
        }
    }

    Context 'what is changed' {
        It 'connects and disconnects, running and stopped, by name, id and object' {
            $endpoint = Connect-DockerNetwork $inner.Id web -Alias front -MacAddress 02:42:0a:3d:00:21 -PassThru
            $endpoint.Alias | Should -Contain front
            $endpoint.MacAddress | Should -Be 02:42:0a:3d:00:21
            Disconnect-DockerNetwork inner (Get-DockerContainer web)
            Connect-DockerNetwork bridge, inner halted
            (Get-DockerContainer halted).Networks | Should -Be app, bridge, inner
            Disconnect-DockerNetwork podman, $inner halted
            (Get-DockerContainer halted).Networks | Should -Be app
        }

        It 'refuses to connect twice, also a stopped container, which Podman would say it did' {
            Get-Refusal { Connect-DockerNetwork app web } | Should -Be AlreadyConnected
            Get-Refusal { Connect-DockerNetwork app halted -Alias other } | Should -Be AlreadyConnected
        }

        It 'survives a refused connection, after which Podman would answer no list any more' {
            Get-Refusal { Connect-DockerNetwork inner web -IPv6Address fd00::4 } | Should -Be AddressOutsideSubnet
            # Only the kernel refuses the address of a group, when Podman has written the endpoint.
            Get-Refusal { Connect-DockerNetwork inner web -MacAddress 03:42:0a:3d:00:22 } | Should -Be InvalidMacAddress
            (Get-DockerContainer web).Networks | Should -Be app
            Get-Refusal { Connect-DockerNetwork inner web } | Should -BeNullOrEmpty
            Disconnect-DockerNetwork inner web
        }

        It 'starts, suspends, renames, restarts and stops' {
            (Start-DockerContainer halted -PassThru).State | Should -Be Running
            (Suspend-DockerContainer halted -PassThru).State | Should -Be Paused
            Get-Refusal { Stop-DockerContainer halted } | Should -Be ContainerPaused
            (Resume-DockerContainer halted -PassThru).State | Should -Be Running
            (Rename-DockerContainer halted going -PassThru).Name | Should -Be going
            Get-Refusal { Rename-DockerContainer going web } | Should -Be ContainerExists
            (Restart-DockerContainer going -TimeoutSeconds 0 -PassThru).State | Should -Be Running
            (Stop-DockerContainer going -TimeoutSeconds 0 -PassThru).State | Should -Be Exited
            $null = Rename-DockerContainer going halted
        }

        It 'runs programs in containers' {
            Invoke-DockerContainerCommand db -Command sh, -c, 'echo $A; pwd' -Environment @{ A = 'b' } -WorkingDirectory /tmp |
                Should -Be b, /tmp
            'typed' | Invoke-DockerContainerCommand db cat | Should -Be typed
            Get-Refusal { Invoke-DockerContainerCommand db false } | Should -Be ContainerCommandFailed
            Get-Refusal { Invoke-DockerContainerCommand halted true } | Should -Be ContainerNotRunning
            Get-Refusal { Enter-DockerContainer db } | Should -Be NoConsole
        }

        It 'warns that a container of the host''s network publishes nothing' {
            $null = New-DockerContainer $image -Name loud -Network host -Publish 80 -WarningVariable said 3>$null
            $said | Should -Be 'Published ports are discarded when using host network mode'
            Remove-DockerContainer loud
        }

        It 'removes containers that share a network namespace in whatever order they come' {
            $null = New-DockerContainer $image -Name owner -Network app -Start
            $null = New-DockerContainer $image -Name tenant -Network container:owner -Start
            Get-Refusal { Remove-DockerContainer owner -Force } | Should -Be ContainerHasDependents
            (Remove-DockerContainer owner, tenant -Force -PassThru).Name | Should -Be owner, tenant
            Get-Refusal { Remove-DockerContainer web } | Should -Be ContainerRunning
        }

        It 'removes no network that is used, with -Force takes the containers off it, and clears what is unused' {
            $null = New-DockerNetwork used
            $null = New-DockerNetwork unused -Label @{ keep = 'no' }
            $null = New-DockerContainer $image -Name user -Network used -Start
            Get-Refusal { Remove-DockerNetwork used } | Should -Be NetworkInUse
            Get-Refusal { Remove-DockerNetwork bridge } | Should -Be PredefinedNetwork
            (Clear-DockerNetwork -Label keep=no -Force -PassThru).Name | Should -Be unused
            (Remove-DockerNetwork used -Force -PassThru).Name | Should -Be used
            (Get-DockerContainer user).State | Should -Be Running
            Remove-DockerContainer user -Force
        }

        It 'says <Id> in its own words for <Command>' -ForEach @(
            @{ Id = 'NetworkExists'; Command = { New-DockerNetwork app } }
            @{ Id = 'SubnetOverlap'; Command = { New-DockerNetwork other -Subnet 10.61.0.0/25 } }
            @{ Id = 'PredefinedNetwork'; Command = { New-DockerNetwork private } }
            @{ Id = 'EngineRefused'; Command = { New-DockerNetwork 'a b' } }
            @{ Id = 'EngineLacks'; Command = { New-DockerNetwork other -Driver nosuch } }
            @{ Id = 'ContainerExists'; Command = { New-DockerContainer dockernetwork/test -Name web } }
            @{ Id = 'PortInUse'; Command = { New-DockerContainer dockernetwork/test -Name other -Publish 18081:80 -Start } }
            @{ Id = 'ImageNotFound'; Command = { New-DockerContainer nosuch/image -Name other } }
            @{ Id = 'ImagePullFailed'; Command = { New-DockerContainer 127.0.0.1:1/nosuch -Name other -Pull } }
            @{ Id = 'NetworkNotFound'; Command = { New-DockerContainer dockernetwork/test -Name other -Network nosuch } }
            @{ Id = 'EngineLacks'; Command = { Connect-DockerNetwork app onhost } }
        ) {
            Get-Refusal $Command | Should -Be $Id
        }
    }

    Context 'what Podman lacks' {
        It 'refuses New-DockerNetwork <_>' -ForEach @(
            '-Attachable', '-ConfigOnly', '-ConfigFrom app', '-Ingress', '-Scope swarm', '-EnableIPv4 $false', '-IpamDriver null'
            "-IpamOption @{ a = 'b' }", "-Subnet 10.62.0.0/24 -AuxAddress @{ a = '10.62.0.5' }"
            "-Option @{ 'com.docker.network.bridge.enable_icc' = 'false' }", "-Option @{ isolate = 'false' }"
            '-Driver overlay', "-Driver macvlan -Option @{ macvlan_mode = 'bridge' }"
        ) {
            Get-Refusal ([scriptblock]::Create("New-DockerNetwork other $_")) | Should -Be EngineLacks
            (Get-DockerNetwork).Name | Should -Not -Contain other
        }

        It 'refuses New-DockerContainer <_>' -ForEach @(
            '-DomainName example.org', '-LinkLocalIPAddress 169.254.3.4', "-DriverOption @{ a = 'b' }", '-GatewayPriority 1'
            '-Link db:data', '-AddHost away:host-gateway', '-Publish 18200-18210:80'
        ) {
            Get-Refusal ([scriptblock]::Create("New-DockerContainer dockernetwork/test -Name other -Network inner $_")) |
                Should -Be EngineLacks
            Get-DockerContainer 'othe?' | Should -BeNullOrEmpty
        }

        It 'refuses Connect-DockerNetwork <_>' -ForEach @(
            '-LinkLocalIPAddress 169.254.3.4', "-DriverOption @{ a = 'b' }", '-GatewayPriority 1', '-Link db:data'
        ) {
            Get-Refusal ([scriptblock]::Create("Connect-DockerNetwork inner web $_")) | Should -Be EngineLacks
            (Get-DockerContainer web).Networks | Should -Be app
        }

        It 'refuses <_>' -ForEach 'Set-DockerContainer web -RestartPolicy always', 'Get-DockerNetworkService' {
            Get-Refusal ([scriptblock]::Create($_)) | Should -Be EngineLacks
        }

        It 'says what it lacks, what to do, and that nothing was changed' {
            $null = New-DockerNetwork other -Attachable -ErrorVariable refusal -ErrorAction SilentlyContinue
            "$($refusal[0])" | Should -BeLike 'Podman * at unix://* has no attachable networks. * Nothing was changed.'
            $refusal[0].CategoryInfo.Category | Should -Be NotImplemented
        }
    }

    It 'leaves no probe behind' {
        $null = Clear-DockerNetworkProbe
        (Invoke-EngineApi '/containers/json?all=1' -DockerHost $env:DOCKER_HOST).Count | Should -Be 9
    }
}
