# What the help promises of its examples, by command and title. $Output is what came out, $WhatIf the targets that -WhatIf named.
# An example that is not here has to show something or to change something, without an error or a warning, like all of them.
$reached = { param($name) $Output | Where-Object TargetName -eq $name | ForEach-Object { "$($_.Effective)" } | Should -Be Reachable }
$named = {
    param([string[]] $names, $property = 'Name')
    @($Output.$property | ForEach-Object { "$_" } | Sort-Object) | Should -Be @($names | Sort-Object)
}
$after = {
    param($kind, $name)
    Invoke-EngineApi "/$kind/json?all=1" | Where-Object { $_.PSObject.Properties['Names'] -and $_.Names -contains "/$name" }
}
$networksOf = {
    param($name)
    @((Invoke-EngineApi "/containers/$name/json").NetworkSettings.Networks.PSObject.Properties.Name | Sort-Object)
}

@{
    'Clear-DockerNetwork: See what would be removed'               = { $WhatIf | Should -Be 'attic', 'scratch1', 'scratch2' }
    'Clear-DockerNetwork: Remove the unused networks with a label' = { & $named attic }
    'Clear-DockerNetwork: Remove old networks except those with a label' = {
        $Output | Should -BeNullOrEmpty -Because 'all networks are new'
    }

    'Clear-DockerNetworkProbe: See what is there'                  = {
        $Output | Should -BeTrue
        $WhatIf | Should -BeLike 'image dockernetwork-probe:*'
    }
    'Clear-DockerNetworkProbe: Remove it'                          = { $Output | Should -BeLike 'image dockernetwork-probe:*' }
    'Clear-DockerNetworkProbe: Even while other sessions test'     = {
        $Output | Should -BeNullOrEmpty -Because 'the example before has removed it'
    }
    'Clear-DockerNetworkProbe: On another engine'                  = { $Output | Should -BeNullOrEmpty -Because 'it is gone' }

    'Compare-ContainerReachability: Since yesterday'               = {
        "$($Output.Change) $($Output.Source) $($Output.TargetName) $($Output.After)" | Should -Be 'Lost web db NotRunning'
    }
    'Compare-ContainerReachability: What a change would do'        = {
        $Output.Where{ $_.Source -eq 'alpine1' -and $_.Target -eq 'alpine3' }.Change | Should -Contain Gained
        $Output.Change | Should -Not -Contain Lost
    }
    'Compare-ContainerReachability: Fail if something was lost'    = { $Output | Should -Be 'Nothing was lost' }
    'Compare-ContainerReachability: How much has not changed'      = { $Output.Name | Should -Be Equal }

    'Connect-DockerNetwork: Give two containers a common network'  = {
        & $reached alpine1
        & $networksOf alpine3 | Should -Be 'alpine-net', 'bridge'
    }
    'Connect-DockerNetwork: Connect under other names'             = { $Output[0].Alias | Should -Be cache, redis; & $reached redis }
    'Connect-DockerNetwork: Connect with a static address'         = { "$($Output.IPAddress)" | Should -Be 10.77.0.10 }
    'Connect-DockerNetwork: Connect several containers'            = { & $named alpine2, alpine4 Container }

    'ConvertTo-ReachabilityMatrix: For a spreadsheet'              = {
        $rows = @(Import-Csv $Folder/matrix.csv)
        $rows.Source | Should -Contain web
        ($rows | Where-Object Source -eq web).db | Should -Match '^\+ '
    }

    'Disconnect-DockerNetwork: Take one container off a network'   = { & $named db Container; & $networksOf db | Should -BeNullOrEmpty }
    'Disconnect-DockerNetwork: See what a wildcard would disconnect' = { $WhatIf | Should -HaveCount 3 }
    'Disconnect-DockerNetwork: Disconnect all but one'             = { & $named alpine2, alpine4 Container }
    'Disconnect-DockerNetwork: Move a container'                   = { & $networksOf alpine3 | Should -Be alpine-net }

    'Enter-DockerContainer: A shell in a container'                = { $WhatIf | Should -Be web }
    'Export-DockerNetworkTopology: A page for the browser'         = {
        $Output.Name | Should -Be networks.html
        Get-Content "$Folder/networks.html" -Raw | Should -Match '^<!doctype html>'
    }
    'Export-DockerNetworkTopology: Who reaches whom'               = {
        Get-Content "$Folder/reachability.html" -Raw | Should -Match 'Reachable'
    }
    'Export-DockerNetworkTopology: For a README'                   = { "$Output" | Should -Match '^flowchart' }

    'Get-DockerContainer: Running containers on a network'         = { & $named web, db }
    'Get-DockerContainer: Addresses of containers'                 = { $Output | Should -HaveCount 5 }
    'Get-DockerContainer: Use an address in a script'              = {
        $Output | Should -BeOfType string
        $Output | Should -Match '^10\.2\.0\.\d+$'
    }
    'Get-DockerContainer: From a network to its containers'        = {
        & $named web, db, batch
        $Output.Created | Should -Be ($Output.Created | Sort-Object)
    }
    'Get-DockerContainer: Who holds port 8080 of the host'         = { & $named web }
    'Get-DockerContainer: Containers that are not healthy'         = { & $named shop-cart-1; "$($Output.Health)" | Should -Be Unhealthy }
    'Get-DockerContainer: A Compose project at a glance'           = { & $named cart, till ComposeService }

    'Get-DockerContainerInterface: Which veth and bridge does a container use' = {
        $eth = $Output | Where-Object Name -eq eth0
        $eth.HostInterface | Should -Match '^veth'
        $eth.Bridge | Should -BeExactly "br-$((Invoke-EngineApi '/networks/app').Id.Substring(0, 12))"
    }
    'Get-DockerContainerInterface: All interfaces on a network'    = {
        & $named web, db Container
        $Output.Bridge | Select-Object -Unique | Should -HaveCount 1
    }
    'Get-DockerContainer: Who has an address'                      = { & $named web, db }
    'Get-DockerContainerInterface: Whose is this veth'             = { & $named web Container }
    'Get-DockerContainerInterface: Look for a wrong MTU'           = { $Output | Should -HaveCount 1; $Output.Name | Should -Be 1500 }
    'Get-DockerContainerListener: Who listens in a container'      = {
        @($Output | Where-Object Port -eq 5432).Reach | Should -Match '^Everywhere'
    }
    'Get-DockerContainerListener: Which containers listen on a port' = { $Output.Container | Should -Contain web }
    'Get-DockerContainerListener: Published ports that nobody serves' = {
        @($Output).ContainerPort | Should -Not -Contain 80
    }
    'Get-DockerContainerListener: What the host offers to containers' = { $Output.Container | Select-Object -Unique | Should -Be '@host' }
    'Get-DockerContainerInterface: Addresses as objects'           = {
        $Output | Should -HaveCount 3
        "$($Output[1])" | Should -Match '^[\d.]+/\d+$'
    }

    'Get-DockerNetwork: List all networks'                         = {
        & $named alpine-net, app, attic, bridge, host, none
        ($Output | Out-String) | Should -Match '\b2 of 3 up'
    }
    'Get-DockerNetwork: Everything about one network'              = {
        ($Output | Out-String -Width 200) | Should -Match '(?m)^Gateways +: 10\.2\.0\.1$'
    }
    'Get-DockerNetwork: Containers on a network'                   = {
        & $named web, db, batch Container
        ($Output | Where-Object Container -eq batch).IPAddress | Should -BeNullOrEmpty
    }
    'Get-DockerNetwork: Bridges on the host'                       = {
        ($Output | Where-Object Name -eq bridge).Bridge | Should -Be docker0
    }
    'Get-DockerNetwork: Which network does an address belong to'   = { & $named app }
    'Get-DockerNetwork: The networks of a container'               = { & $named 'alpine-net', 'bridge' }
    'Get-DockerNetwork: Unused networks'                           = { & $named attic }

    'Get-DockerNetworkEndpoint: All endpoints'                     = {
        $Output | Should -HaveCount 13
        $Output.Container | Should -Contain batch
    }
    'Get-DockerNetworkEndpoint: The network settings of a container on a network' = {
        $text = $Output | Out-String -Width 200
        $text | Should -Match '(?m)^Gateway +: 10\.2\.0\.1'
        $text | Should -Match '(?m)^Address +: 10\.2\.0\.\d+/24'
        $text | Should -Match '(?m)^DnsName +: db, '
        $text | Should -Match '(?m)^EndpointId +: [0-9a-f]{64}'
    }
    'Get-DockerNetworkEndpoint: Whose address is this'             = { & $named alpine3 Container }
    'Get-DockerNetworkEndpoint: Before and after'                  = {
        $Output | Should -HaveCount 1
        $Output.Network, $Output.SideIndicator | Should -Be app, '=>'
    }
    'Get-DockerNetworkEndpoint: Disconnect the stopped containers' = { $WhatIf | Should -HaveCount 1 }
    'Get-DockerNetworkEndpoint: Containers that lost a shared namespace' = { & $named tenant Container }
    'Get-DockerNetworkEndpoint: Test from all containers on a network' = {
        ($Output | Where-Object Source -eq db).Reachable | Should -BeTrue
    }

    'Get-DockerPortMapping: All ports of a container'              = {
        $Output | Should -HaveCount 2
        ($Output | Out-String) | Should -Match '\*:8080->80/tcp'
    }
    'Get-DockerPortMapping: What is open to the world'             = { $Output.Container | Select-Object -Unique | Should -Be web }
    'Get-DockerPortMapping: One line for each mapping'             = {
        $Output | Should -HaveCount 1
        $Output.Published | Should -Be '*:8080->80/tcp'
    }
    'Get-DockerPortMapping: Who has port 8080'                     = { $Output.Container | Select-Object -Unique | Should -Be web }
    'Get-DockerPortMapping: Keep a record'                         = { @(Import-Csv $Folder/ports.csv).HostPort | Should -Be 8080, 8080 }
    'Get-DockerPortMapping: Ports on a network'                    = {
        $Output.Container | Select-Object -Unique | Sort-Object | Should -Be db, web
    }

    'Get-DockerNetworkSnapshot: Who reaches whom, later'           = { $Output.Where{ $_.Observed } | Should -BeNullOrEmpty; & $reached db }
    'Get-DockerNetworkSnapshot: Keep it in a file'                 = {
        $Output.Count | Should -BeGreaterThan 50
        $Output.Where{ $_.Observed } | Should -BeNullOrEmpty
    }
    'Get-DockerNetworkSnapshot: As JSON'                           = { & $reached web }
    'Get-DockerNetworkSnapshot: With facts of the host'            = { $Output.Predicted | Should -Not -Be Unknown }
    'Get-DockerNetworkSnapshot: What changed'                      = {
        $Output | ForEach-Object { "$($_.SideIndicator) $($_.Network) $($_.Container)" } | Should -Be '=> alpine-net web'
    }

    'Invoke-DockerContainerCommand: Look at a file'                = { $Output | Should -Contain 'nameserver 127.0.0.11' }
    'Invoke-DockerContainerCommand: Arguments with a dash'         = {
        $Output -like '1 packets transmitted, 1 packets received*' | Should -HaveCount 2
    }
    'Invoke-DockerContainerCommand: In several containers'         = { $Output | Should -HaveCount 4 }
    'Invoke-DockerContainerCommand: Use the exit code'             = { $Output | Should -Be 3 }
    'Invoke-DockerContainerCommand: Give it input'                 = { $Output | Should -Be alpha, bravo, delta }
    'Invoke-DockerContainerCommand: Copy a file into a container'  = { $Output | Should -Be 'written outside' }
    'Invoke-DockerContainerCommand: As another user, in another folder, with a variable' = { $Output | Should -Be 1000, /tmp, test }
    'Invoke-DockerContainerCommand: With a time limit'             = {
        "$Output" | Should -Be OperationTimeout
        Get-ContainerProcess web | Should -Contain 'sleep 3'
    }

    'New-DockerContainer: Start a container on a network'          = {
        "$($Output.State)" | Should -Be Running
        "$($Output.Endpoints[0].IPAddress)" | Should -Match '^10\.2\.0'
    }
    'New-DockerContainer: Publish ports'                           = {
        ($Output | Where-Object { $_.PSObject.Properties['Protocol'] -and "$($_.Protocol)" -eq 'udp' }).HostPort | Select-Object -First 1 |
            Should -BeGreaterThan 0
        $tests = @($Output | Where-Object { $_.PSObject.Properties['Reachable'] })
        $tests.Port | Should -Be 8088, 8089
        $tests.Reachable | Should -Be $true, $true
    }
    'New-DockerContainer: Ports as ranges and objects'             = {
        ($Output | Out-String -Width 200) | Should -Match '127\.0\.0\.1 +71(0\d|10)'
    }
    'New-DockerContainer: Name and address on a network'           = {
        "$($Output[-1].State) $($Output[-1].Source) $($Output[-1].Addresses)" | Should -Be 'Reachable Engine 10.77.0.10'
    }
    'New-DockerContainer: On several networks, each with its settings' = {
        $results = $Output | Select-Object -Last 2
        $results.Reachable | Should -Be $true, $true
        $results[0].Address | Should -Not -Be $results[1].Address
    }
    'New-DockerContainer: Name servers and hosts'                  = {
        $Output -match ('^(search corp\.example|nameserver 192\.0\.2\.53|options ' +
            'ndots:2|192\.0\.2\.5\s+db|[\d.]+\s+host\.docker\.internal)$') |
            Should -HaveCount 5
    }
    'New-DockerContainer: Several containers'                      = {
        & $named w1, w2, w3
        $Output.Running | Should -Be $true, $true, $true
    }
    'New-DockerContainer: Share a network namespace'               = { "$Output" | Should -Match 'inet 10\.2\.0\.' }
    'New-DockerContainer: From a table'                            = {
        & $named reader, writer
        "$($Output.State)" | Should -Be 'Created Created'
    }

    'New-DockerNetwork: Create a network'                          = { $Output.Subnets | Should -Not -BeNullOrEmpty }
    'New-DockerNetwork: Plan the addresses'                        = {
        "$($Output[1].Gateway) $($Output[1].IPRange) $($Output[1].AuxAddress.printer)" | Should -Be '10.10.0.254 10.10.1.0/24 10.10.0.5'
    }
    'New-DockerNetwork: IPv4 and IPv6'                             = {
        $Output.Subnets | Should -HaveCount 2
        $Output.EnableIPv6 | Should -BeTrue
    }
    'New-DockerNetwork: A network without a connection to the outside' = {
        $Output.Internal | Should -BeTrue
        $Output.Bridge | Should -Be br-vault
    }
    'New-DockerNetwork: Create and connect'                        = { & $named web, db Container }
    'New-DockerNetwork: Take the configuration from another network' = {
        $Output[1].ConfigFrom | Should -Be site-config
        "$($Output[1].Subnets)" | Should -Be 10.12.0.0/24
    }
    'New-DockerNetwork: From a table'                              = { & $named red, blue }

    'Remove-DockerContainer: Stop and remove a container'          = { & $after containers alpine2 | Should -BeNullOrEmpty }
    'Remove-DockerContainer: See what a wildcard would remove'     = { $WhatIf | Should -Be alpine1, alpine2, alpine3, alpine4 }
    'Remove-DockerContainer: Remove all stopped containers'        = { & $named alpine1, batch }
    'Remove-DockerContainer: Remove a running container with its volumes' = { & $after containers db | Should -BeNullOrEmpty }

    'Remove-DockerNetwork: Create and remove a network'            = {
        & $named scratch
        (Invoke-EngineApi '/networks').Name | Should -Not -Contain scratch
    }
    'Remove-DockerNetwork: A network in use'                       = {
        $Output[0] | Should -Be 'NetworkInUse,DockerNetwork.Commands.RemoveDockerNetworkCommand'
        $Output[1] | Should -Match '\bdb, web\b'
    }
    'Remove-DockerNetwork: Disconnect, then remove'                = {
        (Invoke-EngineApi '/networks').Name | Should -Not -Contain app
        & $after containers web | ForEach-Object State | Should -Be running
    }
    'Remove-DockerNetwork: Disconnect and remove in one step'      = {
        $Output.Endpoints.Container | Sort-Object | Should -Be alpine1, alpine2, alpine4
    }

    'Repair-ContainerReachability: See what would be run'          = {
        $WhatIf | Should -Not -BeNullOrEmpty
        & $networksOf lone | Should -Be bridge
    }
    'Repair-ContainerReachability: Repair'                         = { & $reached alpine3; & $networksOf lone | Should -HaveCount 2 }
    'Repair-ContainerReachability: Test, look, repair'             = {
        $Output[0] | Should -Match '^New-DockerNetwork '
        ($Output | Where-Object { $_ -isnot [string] }).Reachable | Should -Not -Contain $false
    }
    'Repair-ContainerReachability: Repair with results from a file' = { & $reached alpine3 }

    'Resolve-ContainerName: Does a name resolve'                   = {
        "$($Output.State) $($Output.Source)" | Should -Be 'Reachable Engine'
    }
    'Resolve-ContainerName: Compare two networks'                  = {
        $Output.ForEach{ "$($_.Container) $($_.Name) $($_.State)" } |
            Should -Be 'alpine1 alpine2 Reachable', 'alpine1 localhost Reachable', 'alpine3 alpine2 Unresolved',
                'alpine3 localhost Reachable'
    }
    'Resolve-ContainerName: Why does it not resolve'               = {
        $Output[0].Code | Should -Be NoSharedNetwork
        $Output[0].Fix | Should -BeLike 'Connect-DockerNetwork *'
    }
    'Resolve-ContainerName: Which server answers for an outside host' = { "$($Output.State)" | Should -Be Unresolved }
    'Resolve-ContainerName: Containers that cannot resolve a name' = {
        $Output.Container | Should -Not -Contain web
        $Output.Container | Should -Contain alpine1
        $Output.Container | Should -Contain lone
    }

    'Restart-DockerContainer: Restart a container'                 = { & $named web; "$($Output.State)" | Should -Be Running }
    'Restart-DockerContainer: Restart unhealthy containers'        = {
        [datetime](Invoke-EngineApi '/containers/shop-cart-1/json').State.StartedAt | Should -BeGreaterThan $Began
    }
    'Restart-DockerContainer: Restart all containers on a network' = {
        foreach ($each in 'web', 'db') {
            [datetime](Invoke-EngineApi "/containers/$each/json").State.StartedAt | Should -BeGreaterThan $Began
        }
    }
    'Restart-DockerContainer: See what would be restarted'         = { $WhatIf | Should -Be alpine1, alpine2, alpine3, alpine4 }

    'Start-DockerContainer: Stop and start a container'            = { & $named web; "$($Output.State)" | Should -Be Running }
    'Start-DockerContainer: Start all stopped containers'          = { & $named alpine1, alpine2, batch }
    'Start-DockerContainer: See what would be started'             = { $WhatIf | Should -Be alpine1, alpine2, alpine3, alpine4 }
    'Start-DockerContainer: Start all containers on a network'     = {
        [datetime](Invoke-EngineApi '/containers/batch/json').State.StartedAt | Should -BeGreaterThan $Began
    }
    'Start-DockerContainer: Start a container and those that share its namespace' = {
        ($Output | Select-Object -Last 3).Running | Should -Be $true, $true, $true
    }

    'Stop-DockerContainer: Stop a container'                       = {
        (Invoke-EngineApi '/containers/web/json').State.Running | Should -BeFalse
    }
    'Stop-DockerContainer: With a shorter grace period'            = {
        "$($Output.State)" | Should -Be Exited
        "$($Output.Networks)" | Should -Be app
    }
    'Stop-DockerContainer: Stop all containers on a network'       = { ($Output | Out-String) | Should -Match '\b0 of 3 up' }

    'Test-ContainerReachability: What a container reaches on its networks' = { & $reached db; $Output.TargetName | Should -Contain batch }
    'Test-ContainerReachability: Why one container cannot reach another' = {
        "$($Output[0].Observed) $($Output[1].Observed)" | Should -Be 'Unresolved Blocked'
        $Output.Code | Should -Contain NoSharedNetwork
        $Output.Code | Should -Contain IsolatedNetworks
    }
    'Test-ContainerReachability: Is a port open'                   = {
        "$($Output.Observed)" | Should -Be 'Reachable Refused'
        $Output[1].Reasons[0].Code | Should -Be ListensElsewhere
    }
    'Test-ContainerReachability: In a script'                      = { $Output | Should -Be 'web reaches db' }
    'Test-ContainerReachability: A policy in a CI pipeline'        = { $Output | Should -Be $true, $true }
    'Wait-ContainerReachability: Until a server answers'           = { $Output.Port | Should -Be 5432; $Output.Reachable | Should -BeTrue }
    'Wait-ContainerReachability: After a start'                    = { & $reached late }
    'Wait-ContainerReachability: Until it is cut off'              = { "$($Output.Effective)" | Should -Be Unresolved }
    'Test-ContainerReachability: A matrix, without sending a packet' = { $Output | Should -HaveCount 16 }
    'Test-ContainerReachability: Loss and latency'                 = {
        $Output.Received | Should -Be 3, 20
        $Output[0].Avg | Should -BeOfType timespan
    }
    'Test-ContainerReachability: Where prediction and observation differ' = { $Output | Should -BeNullOrEmpty }
    'Test-ContainerReachability: Does the web server answer'       = { $Output.StatusCode | Should -Be 200, 200 }
    'Test-ContainerReachability: A UDP port'                       = { "$($Output.Observed)" | Should -Be 'Refused Refused' }
    'Test-ContainerReachability: How far packets get'              = {
        & $reached 10.2.0.1
        ($Output | Where-Object { "$($_.Address)" -notlike '*:*' }).Reachable | Should -Be $true, $true, $true
    }
    'Test-ContainerReachability: Do large packets arrive'          = { $Output.Reachable | Should -BeTrue }
    'Test-ContainerReachability: From the host'                    = { $Output.Reachable | Should -BeTrue }
    'Test-ContainerReachability: Is it the name or the network'    = {
        "$($Output.Protocol)" | Should -Be 'Dns Icmp Dns Icmp'
        "$($Output.Observed)" | Should -Be 'Reachable Reachable Unresolved Unresolved'
        $Output[0].ResolvedBy | Should -Be 127.0.0.11
    }
    'Test-ContainerReachability: One network, one family of addresses' = {
        $Output.Target | Select-Object -Unique | Should -Be alpine1, alpine2
    }
    'Test-ContainerReachability: Without the agent'                = {
        "$($Output.Method)" | Should -Be 'Sidecar Sidecar'
        "$($Output.Effective)" | Should -Be 'Reachable Unresolved'
    }

    'Trace-ContainerReachability: The path of a connection'         = {
        $Output.Reachable | Should -BeTrue
        $Output.Lost | Should -BeNullOrEmpty
        $Output.Hops[0].Place | Should -Be web
        ($Output.Hops | Where-Object Leg -EQ Answer)[-1].Place | Should -Be web
    }
    'Trace-ContainerReachability: Where a packet is lost'          = {
        $Output[0].Effective | Should -Be Blocked
        $Output[1].Place | Should -Be '@host'
        $Output[1].Sent | Should -Be 3
    }
    'Trace-ContainerReachability: Which rule drops it'             = {
        $Output | Should -Not -BeNullOrEmpty
        "$($Output[0].Owner)" | Should -Be Docker
    }
    'Trace-ContainerReachability: Trace what a test found'         = { $Output.Lost.Place | Should -Be '@host' }
    'Trace-ContainerReachability: Draw the path'                    = {
        $Output.Name | Should -Be trace.html
        Get-Content "$Folder/trace.html" -Raw | Should -Match '"kind":"Loss"'
    }
    'Trace-ContainerReachability: Keep a trace'                    = { $Output[0].Place | Should -Be web }

    'about_DockerNetworkModes: THE DEFAULT BRIDGE'                 = {
        $newcomer, $lone = $Output | Where-Object { $_.PSObject.Properties['HostNetwork'] }
        "$($newcomer.Endpoints[0].IPAddress)" | Should -Be 172.17.0.3 -Because 'it was the address of lone'
        "$($lone.Endpoints[0].IPAddress)" | Should -Not -Be 172.17.0.3
    }
    'about_DockerNetworkModes: A NETWORK OF YOUR OWN'              = { & $reached lone; & $reached cache; & $reached alpine2 }
    'about_DockerNetworkModes: SEVERAL NETWORKS'                   = {
        $Output.Where{ $_.PSObject.Properties['Source'] -and $_.Source -eq 'alpine1' }.ForEach{ "$($_.Effective)" } |
            Should -Be Unresolved, Blocked, Reachable
    }
    'about_DockerNetworkModes: HOST'                               = {
        & $reached 10.2.0.1
        $Output.Name | Should -Contain docker0
        $Output.Where{ $_.Source -eq 'onhost' }.Reachable | Should -Be $true, $true
    }
    'about_DockerNetworkModes: NONE'                               = {
        $Output.Where{ $_.PSObject.Properties['Effective'] }.ForEach{ "$($_.Effective)" } | Should -Be Unresolved, NoRoute, Reachable
    }
    'about_DockerNetworkModes: THE NETWORK OF ANOTHER CONTAINER'   = {
        $Output.Where{ $_.PSObject.Properties['NamespaceLost'] }.Container | Sort-Object | Should -Be guest, tenant
        $Output.Where{ $_.PSObject.Properties['HostInterface'] -and $_.Container -eq 'guest' }.Name | Should -Be lo, eth0, lo, lo, eth0
    }
    'Get-DockerNetworkService: All services'                       = {
        & $named api, cache
        $Output.Running | Should -Be 2, 2
    }
    'Get-DockerNetworkService: Where the tasks are'                = { $Output.State | Should -Be running, running }
    'Get-DockerNetworkService: Services with missing tasks'        = { $Output | Should -BeNullOrEmpty }

    'about_DockerNetworkModes: OVERLAY'                            = { $Output | Should -Be NotSwarmManager }
    'about_DockerNetworkModes: PORTS'                              = {
        $Output.Where{ $_.PSObject.Properties['Exposure'] -and $_.Container -eq 'public' }.ForEach{ "$($_.Exposure)" } |
            Sort-Object -Unique |
            Should -Be Loopback, Open
    }

    'about_ContainerReachability: AGREES'                          = { $Output | Should -BeNullOrEmpty }
    'about_ContainerReachability: HOW IT IS OBSERVED'              = {
        Invoke-EngineApi '/images/json' | Where-Object { "$($_.RepoTags)" -like 'dockernetwork-probe*' } | Should -BeNullOrEmpty
    }

    'Rename-DockerContainer: Rename a container'                   = { & $named database }
    'Rename-DockerContainer: Rename several containers'            = { & $named old-alpine1, old-alpine2, old-alpine3, old-alpine4 }
    'Rename-DockerContainer: Exchange two containers'              = { & $reached alpine1 }
    'Rename-DockerContainer: See what would be renamed'            = { $WhatIf | Should -Be web }
    'Resume-DockerContainer: Pause and resume a container'         = { & $named db; $Output.State | Should -Be Running }
    'Resume-DockerContainer: Resume everything that is paused'     = { & $named alpine1, alpine2 }
    'Resume-DockerContainer: See what would be resumed'            = { $WhatIf | Should -Be db }
    'Set-DockerContainer: Start a container again whenever it ends' = {
        (Invoke-EngineApi /containers/web/json).HostConfig.RestartPolicy.Name | Should -Be unless-stopped
    }
    'Set-DockerContainer: At most five times after an error'       = { $Output.RestartPolicy | Should -Be on-failure:5 }
    'Set-DockerContainer: All containers of a Compose project'     = {
        (Invoke-EngineApi /containers/shop-cart-1/json).HostConfig.RestartPolicy.Name | Should -Be no
    }
    'Suspend-DockerContainer: Pause a container'                   = { & $named db; $Output.State | Should -Be Paused }
    'Suspend-DockerContainer: What others see of a paused container' = {
        "$($Output.Predicted | Select-Object -Unique)" | Should -Be NotRunning
        $Output.Reasons.Code | Should -Contain TargetPaused
    }
    'Suspend-DockerContainer: Pause all containers on a network'   = { & $named alpine1, alpine2, alpine4 }
    'Remove-DockerContainer: Remove a link, and keep the containers' = {
        (Invoke-EngineApi /containers/caller/json).HostConfig.Links | Should -BeNullOrEmpty
    }
    'New-DockerContainer: A container that changes its own routes' = {
        (Invoke-EngineApi /containers/router/json).HostConfig.CapAdd | Should -Match 'NET_ADMIN$'
    }
}
