# How people look for things: by address, MAC address, alias, interface and port, by the name of a Compose service, by a name that is
# almost right, and by piping what they have into what they want.
. $PSScriptRoot/OnEngine.ps1

Describe 'Finding' {
    BeforeAll {
        $running = @{ Image = $engine.Image; Command = 'sleep', 'infinity'; Start = $true }
        $null = New-DockerNetwork app -Subnet 10.81.0.0/24, fd00:81::/64 -EnableIPv6
        $null = New-DockerNetwork back -Subnet 10.82.0.0/24 -Option @{ 'com.docker.network.bridge.name' = 'br-find' }
        $null = New-DockerContainer @running -Name web -Network @{ Name = 'app'; Alias = 'www'; IPAddress = '10.81.0.20' }, @{
            Name = 'back'; Alias = 'inner'
        } -Publish 18081:80
        $null = New-DockerContainer @running -Name db -Network app -NetworkAlias store
        $null = New-DockerContainer @running -Name lone
        $null = New-DockerContainer @running -Name sharer -Network container:db
        $null = New-DockerContainer $engine.Image -Name pinned -Network app -IPAddress 10.81.0.90
        foreach ($replica in 'shop-front-1', 'shop-pool-1', 'shop-pool-2') {
            $labels = @{ 'com.docker.compose.project' = 'shop'; 'com.docker.compose.service' = $replica.Split('-')[1] }
            $null = New-DockerContainer @running -Name $replica -Network back -NetworkAlias $replica.Split('-')[1] -Label $labels
        }

        $warned = @{ WarningAction = 'SilentlyContinue'; WarningVariable = 'warning' }
    }

    AfterAll {
        Reset-TestEngine
    }

    Context 'A filter' {
        It 'compares a pattern for MAC addresses octet by octet: <Pattern>' -ForEach @(
            @{ Pattern = '02:54:*'; Found = $true }
            @{ Pattern = '2:54:*'; Found = $true }
            @{ Pattern = '02-54-*'; Found = $true }
            @{ Pattern = '*:2A:*'; Found = $true }
            @{ Pattern = '*[2-3]a*'; Found = $true }
            @{ Pattern = '0254.2a*'; Found = $true }
            @{ Pattern = '*:42:*'; Found = $false }
            @{ Pattern = '2:42:*'; Found = $false }
        ) {
            [DockerNetwork.Identities.MacIdentity]::new($Pattern).Matches('02:54:2a:00:00:01') | Should -Be $Found
        }

        It 'finds <Names> by <Line>' -ForEach @(
            @{ Line = 'Get-DockerContainer -IPAddress 10.81.0.20'; Names = 'web' }
            @{ Line = 'Get-DockerContainer -IPAddress 10.82.0.0/24'; Names = 'shop-front-1', 'shop-pool-1', 'shop-pool-2', 'web' }
            @{ Line = 'Get-DockerContainer -IPAddress fd00:81::/64'; Names = 'db', 'sharer', 'web' }
            @{ Line = 'Get-DockerContainer -IPAddress 10.81.0.90, 10.81.0.20'; Names = 'pinned', 'web' }
            @{ Line = 'Get-DockerContainer -IPAddress 192.0.2.1'; Names = @() }
            @{ Line = 'Get-DockerContainer -Network back -IPAddress 10.81.0.20'; Names = @() }
            @{ Line = 'Get-DockerContainer -Alias www'; Names = 'web' }
            @{ Line = 'Get-DockerContainer -Alias st*'; Names = 'db', 'sharer' }
            @{ Line = 'Get-DockerContainer -Alias inner -Network back'; Names = 'web' }
            @{ Line = 'Get-DockerContainer -Alias inner -Network app'; Names = @() }
            @{ Line = 'Get-DockerContainer -HostPort 18081'; Names = 'web' }
            @{ Line = 'Get-DockerNetworkEndpoint -IPAddress 10.82.0.0/16 web'; Names = @(); Throws = '*web*' }
            @{
                Line  = 'Get-DockerNetworkEndpoint -IPAddress 10.81.0.0/24 | ForEach-Object Container'
                Names = 'db', 'pinned', 'sharer', 'web'
            }
            @{ Line = 'Get-DockerNetworkEndpoint -Alias inner'; Names = 'web on back' }
            @{ Line = 'Get-DockerPortMapping -HostPort 18081/tcp | ForEach-Object Container | Select-Object -Unique'; Names = 'web' }
            @{ Line = 'Get-DockerPortMapping -HostPort 80, 18081/udp'; Names = @() }
            @{ Line = 'Get-DockerNetwork -IPAddress 10.81.0.200'; Names = 'app' }
            @{ Line = 'Get-DockerNetwork -IPAddress 10.80.0.0/14'; Names = 'app', 'back' }
            @{ Line = 'Get-DockerNetwork -HostInterface br-fi*'; Names = 'back' }
            @{ Line = 'Get-DockerNetwork -HostInterface docker0'; Names = 'bridge' }
        ) {
            if ($Throws) {
                { & ([scriptblock]::Create("$Line -ErrorAction Stop")) } | Should -Throw $Throws
            }
            else {
                @(& ([scriptblock]::Create($Line)) | ForEach-Object ToString) | Should -Be $Names
            }
        }

        It 'finds by a MAC address in any spelling' {
            $mac = (Get-DockerNetworkEndpoint app web).MacAddress
            foreach ($spelling in $mac, $mac.ToUpper().Replace(':', '-'), $mac.Replace(':', ''), ($mac.Substring(0, 14) + '*'),
                ($mac.Substring(0, 15).Replace(':', '-') + '[0-9a-f]?')) {
                (Get-DockerContainer -MacAddress $spelling).Name | Should -Contain web
                (Get-DockerNetworkEndpoint -MacAddress $spelling).Container | Should -Contain web
            }

            (Get-DockerContainerInterface -MacAddress $mac).Container | Should -Be web
        }

        It 'finds an interface by its end on the host and by its address' {
            $all = Get-DockerContainerInterface web, db
            $one = $all.Where{ $_.Container -eq 'web' -and $_.Network -eq 'back' }[0]
            $one.HostInterface | Should -BeLike 'veth*'

            $found = Get-DockerContainerInterface -HostInterface $one.HostInterface
            "$found" | Should -Be "$one"
            "$(Get-DockerContainerInterface -IPAddress 10.81.0.20)" | Should -BeLike 'web eth*'
            "$(Get-DockerContainerInterface web -IPAddress 127.0.0.0/8)" | Should -Be 'web lo'
            # and on to its container and its network
            ($found | Get-DockerContainer).Name | Should -Be web
            ($found | Get-DockerNetwork).Name | Should -Be back
            $all | Where-Object Name -EQ lo | Get-DockerNetwork | Should -BeNullOrEmpty
        }

        It 'inspects only what the other conditions let through' {
            $requests = Get-DockerContainer -Alias * -Network app -State Running -Debug 5>&1 |
                Where-Object { "$_" -like '*/containers/*/json*' -and "$_" -notlike '*containers/json*' }
            # web, db and sharer
            @($requests).Count | Should -Be 3
        }

        It 'refuses what is no address: <Line>' -ForEach @(
            @{ Line = 'Get-DockerContainer -IPAddress 10.81'; Like = "*'10.81' is not a valid IP address or subnet*" }
            @{ Line = 'Get-DockerNetworkEndpoint -MacAddress 02:42'; Like = "*'02:42' is not a valid MAC address*" }
            @{ Line = 'Get-DockerPortMapping -HostPort http'; Like = "*'http' is not a valid port*" }
        ) {
            { & ([scriptblock]::Create($Line)) } | Should -Throw $Like
        }

        It 'finds networks that overlap the host, and says with what' {
            $own = [Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces().
            Where{ $_.NetworkInterfaceType -ne 'Loopback' -and $_.GetIPProperties().UnicastAddresses.Where{ $_.IPv4Mask.Address } }[0]
            if (-not $own) { Set-ItResult -Skipped -Because 'this machine is on no network'; return }
            $address = $own.GetIPProperties().UnicastAddresses.Where{ $_.IPv4Mask.Address }[0]
            $null = New-DockerNetwork clash -Internal -Subnet "$($address.Address)/29"

            $found = Get-DockerNetwork -Overlapping
            $found.Name | Should -Contain clash
            $found.Name | Should -Not -Contain app
            $found.Where{ $_.Name -eq 'clash' }[0].Overlaps | Should -Contain "$($own.Name) of the host, $(
                [Net.IPNetwork]::new([ipaddress]($address.Address.Address -band $address.IPv4Mask.Address), $address.PrefixLength))"
            Get-DockerNetwork app, back -Overlapping | Should -BeNullOrEmpty
            (Get-DockerNetwork app).Overlaps | Should -BeNullOrEmpty
            Remove-DockerNetwork clash
        }
    }

    Context 'The name of a Compose service' {
        It 'finds its container, and says so once' {
            (Get-DockerContainer front @warned).Name | Should -Be shop-front-1
            "$warning" | Should -Be "'front' is the Compose service of the container shop-front-1."
            'front', 'front' | Invoke-DockerContainerCommand -Command hostname @warned | Should -HaveCount 2
            $warning | Should -HaveCount 1
            (Disconnect-DockerNetwork back front -WhatIf @warned) | Should -BeNullOrEmpty
            Get-DockerContainer shop-front-1 @warned | Should -HaveCount 1
            $warning | Should -BeNullOrEmpty
        }

        It 'of several containers is an error that lists them' {
            Stop-DockerContainer pool @failing
            Assert-Failure $failure -Id AmbiguousContainer -Category InvalidArgument -Target pool -Like '*shop-pool-1*', '*shop-pool-2*'
            (Get-DockerContainer shop-pool-*).State | Should -Be Running, Running
        }

        It 'gives way to a container of this name that was created a moment ago' {
            $names = & {
                'front'
                $null = New-DockerContainer @running -Name front
                'front'
            } | Get-DockerContainer @warned
            $names.Name | Should -Be shop-front-1, front
            Remove-DockerContainer front -Force
        }

        It 'is a target: the container, by its names and by that of the service' {
            $results = Test-ContainerReachability web front @warned
            "$warning" | Should -Be "'front' is the Compose service of the container shop-front-1."
            $results.Target | Select-Object -Unique | Should -Be shop-front-1
            $results.TargetName | Should -Contain front
            $results.Where{ $_.TargetName -eq 'front' }.Reachable | Should -BeTrue
            $results.Where{ -not $_.Agrees } | Should -BeNullOrEmpty

            # From elsewhere it is a host name: the source may have it in its hosts file, or its DNS may know it.
            $apart = Test-ContainerReachability lone front @warned
            "$warning" | Should -BeLike "The source looks 'front' up: it shares no network with shop-front-1*"
            $apart.Reachable | Should -Not -Contain $true
            $apart.Target | Should -Be front
        }

        It 'is a name for the DNS of the source where other containers answer to it too' {
            $null = New-DockerContainer @running -Name rival -Network app -NetworkAlias front
            $results = Test-ContainerReachability lone, db front @warned
            $warning | Should -BeNullOrEmpty
            $results.Target | Select-Object -Unique | Should -Be front
            $credited = $results.Where{ $_.Source -eq 'db' }
            $credited.Reachable | Should -BeTrue
            "$($credited.Address)" | Should -Be "$((Get-DockerNetworkEndpoint app rival).IPAddress)"
            Remove-DockerContainer rival -Force

            # A service of several containers is such a name too.
            $pool = Test-ContainerReachability web pool @warned
            $pool.Target, $pool.Reachable | Should -Be pool, $true
        }
    }

    Context 'A name that is almost right' {
        It 'is an error that says what may be meant: <Line>' -ForEach @(
            @{ Line = 'Get-DockerContainer wbe'; Like = '*Did you mean web?*' }
            @{ Line = 'Stop-DockerContainer shop-pool'; Like = '*Did you mean shop-pool-1 or shop-pool-2?*' }
            @{ Line = 'Get-DockerNetwork ap'; Like = '*Did you mean app?*' }
            @{ Line = 'Get-DockerContext defalt'; Like = '*Did you mean default?*' }
            @{ Line = 'Get-DockerNetwork -Context defalt'; Like = "*no Docker context 'defalt'*Did you mean default?" }
            @{ Line = 'Get-DockerNetwork -Context "default, other"'; Like = '* To name several, type default, other, without quotes *' }
            @{ Line = 'Get-DockerContainer "web,db 2"'; Like = "* To name several, type web, 'db 2', without quotes around the whole *" }
            @{ Line = 'Get-DockerNetwork -DockerHost "unix:///a,unix:///b"'; Like = '* several, type unix:///a, unix:///b, without *' }
            @{ Line = 'Get-DockerContainer zzzz'; Like = '*zzzz* on *. Get-DockerContainer lists*' }
        ) {
            { & ([scriptblock]::Create("$Line -ErrorAction Stop")) } | Should -Throw $Like
        }
    }

    Context 'Piping' {
        It 'gives <Names> for <Line>' -ForEach @(
            @{ Line = 'Get-DockerNetwork app | Get-DockerContainer'; Names = 'db', 'pinned', 'sharer', 'web' }
            @{ Line = 'Get-DockerNetwork app | Get-DockerContainer -State Running -Alias www'; Names = 'web' }
            @{ Line = 'Get-DockerNetwork none | Get-DockerContainer'; Names = @() }
            @{ Line = 'Get-DockerContainer web | Get-DockerNetwork'; Names = 'app', 'back' }
            @{ Line = 'Get-DockerContainer sharer, pinned | Get-DockerNetwork'; Names = 'app', 'app' }
            @{ Line = 'Get-DockerContainer web | Get-DockerNetwork -HostInterface br-find'; Names = 'back' }
            @{
                Line  = 'Get-DockerNetwork app | Get-DockerNetworkEndpoint'
                Names = 'db on app', 'pinned on app', 'sharer on app', 'web on app'
            }
            @{ Line = 'Get-DockerContainer web | Get-DockerNetworkEndpoint'; Names = 'web on app', 'web on back' }
            @{ Line = 'Get-DockerContainer web | Get-DockerPortMapping -Published | ForEach-Object HostPort'; Names = '18081', '18081' }
            @{ Line = 'Get-DockerNetwork back | Get-DockerPortMapping -Published | ForEach-Object Container'; Names = 'web', 'web' }
            @{ Line = 'Get-DockerPortMapping -HostPort 18081 | Get-DockerContainer | Select-Object -Unique'; Names = 'web' }
            @{ Line = 'Get-DockerNetworkEndpoint -Alias inner | Get-DockerContainer'; Names = 'web' }
            @{ Line = 'Get-DockerNetworkEndpoint -Alias inner | Get-DockerNetwork'; Names = 'back' }
            @{ Line = 'Get-DockerContainerInterface db | Get-DockerContainer | Select-Object -Unique'; Names = 'db' }
            @{ Line = 'Get-DockerContainerInterface db -IPAddress 10.81.0.0/24 | Get-DockerNetworkEndpoint'; Names = 'db on app' }
            @{
                Line  = 'Get-DockerNetwork app | Get-DockerContainerInterface -IPAddress 10.81.0.0/24 | ForEach-Object Container'
                Names = 'db', 'sharer', 'web'
            }
            @{ Line = 'Get-DockerNetwork app | Get-DockerContainerListener | Where-Object Container -EQ lone'; Names = @() }
            @{
                Line  = 'Get-DockerNetwork app | Resolve-ContainerName -Name store | ForEach-Object Container'
                Names = 'db', 'pinned', 'sharer', 'web'
            }
            @{
                Line  = '(Get-DockerNetwork back | Get-DockerNetworkTopology).Nodes.Name.Where{ $_ -eq "web" }'
                Names = 'web'
            }
        ) {
            @(& ([scriptblock]::Create($Line)) | ForEach-Object ToString) | Should -Be $Names
        }

        It 'tests the mesh of a network' {
            $results = Get-DockerNetwork back | Test-ContainerReachability -Mesh -By Name
            $results.Count | Should -Be 16
            $results.Source | Select-Object -Unique | Should -Be shop-front-1, shop-pool-1, shop-pool-2, web
            $results.Reachable | Should -Not -Contain $false
            (Get-DockerNetwork back | Trace-ContainerReachability -Target web -By Name).Count | Should -BeGreaterThan 2
            Get-DockerNetwork back | Test-ContainerReachability -Mesh -Quiet | Should -BeTrue
        }

        It 'says what stands in the place of a network or a container: <Line>' -ForEach @(
            @{ Line = 'Connect-DockerNetwork web app'; Like = "'web' is a container, not a network.*" }
            @{ Line = 'Disconnect-DockerNetwork web app'; Like = "'web' is a container, not a network.*" }
            @{ Line = 'Get-DockerNetworkEndpoint web'; Like = "'web' is a container, not a network.*" }
            @{ Line = 'Get-DockerContainer app'; Like = "'app' is a network, not a container.*" }
            @{ Line = 'Get-DockerContainer 18081'; Like = "'18081' is a port that web publishes, not a container.*" }
            @{ Line = 'Get-DockerNetwork br-find'; Like = "'br-find' is the interface of the network 'back'.*" }
            @{ Line = 'Get-DockerContainer veth0123abc'; Like = '*Get-DockerContainerInterface -HostInterface veth0123abc *' }
        ) {
            { & ([scriptblock]::Create($Line)) } | Should -Throw -ExpectedMessage $Like
        }

        It 'never changes containers because a network was piped' {
            foreach ($command in 'Stop-DockerContainer', 'Remove-DockerContainer', 'Restart-DockerContainer', 'Suspend-DockerContainer') {
                Get-DockerNetwork back | & $command @failing
                "$failure" | Should -BeLike "*'back' is a network, not a container*" -Because $command
            }
        }

        It 'connects an endpoint elsewhere with its names and options, and with the addresses that fit there' {
            $null = New-DockerNetwork copy -Subnet 10.83.0.0/24
            $moved = Get-DockerNetworkEndpoint app web | Connect-DockerNetwork -Network copy -PassThru
            $moved.Alias | Should -Be www
            $moved.StaticIPAddress | Should -BeNullOrEmpty
            $typed = Get-DockerNetworkEndpoint app db | Connect-DockerNetwork -Network copy -Alias other -PassThru
            $typed.Alias | Should -Be other
            Remove-DockerNetwork copy -Force
        }

        It 'disconnects exactly that endpoint, and connects it again as it was' {
            $before = Get-DockerNetworkEndpoint app web
            $before | Disconnect-DockerNetwork
            (Get-DockerContainer web).Networks | Should -Be back
            $before | Connect-DockerNetwork

            $after = Get-DockerContainer web | Disconnect-DockerNetwork -Network app -PassThru | Connect-DockerNetwork -PassThru
            foreach ($property in 'Container', 'Network', 'Alias', 'IPAddress', 'StaticIPAddress', 'DriverOption', 'Link') {
                "$($after.$property)" | Should -Be "$($before.$property)" -Because $property
            }
        }
    }
}
