# The options of New-DockerContainer, each looked at from inside the container: modes and what they forbid (C1, C2, C3, C5), names and
# addresses (D3), settings of each network (D4), legacy links (F1), and what is refused, which never leaves anything behind.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
    $several = $engine.ApiVersion -ge '1.44'   # several endpoints at creation, each with its MAC address
    $priority = $engine.ApiVersion -ge '1.48'

    function Start-LossyProxy([string[]] $Option = @()) {
        $path = Join-Path ([IO.Path]::GetTempPath()) "dn-lossy-$PID-$(Get-Random -Maximum 100000).sock"
        $start = [Diagnostics.ProcessStartInfo]::new(
            'perl',
            [string[]](@(Join-Path (Split-Path $PSScriptRoot) engine/lossy-proxy.pl) + $Option + @($path, $engine.Socket)))
        $start.RedirectStandardOutput = $true
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardOutput.ReadLine() | Should -Be ready
        [pscustomobject]@{ Process = $process; Path = $path; DockerHost = "unix://$path" }
    }

    function Stop-LossyProxy($Proxy) {
        Stop-HostProgram $Proxy.Process
        Remove-Item $Proxy.Path
    }

    function Inside([string] $Container, [string] $Script) { Invoke-DockerContainerCommand $Container -Command sh, -c, $Script }
    function Get-Address([string] $Container, [string] $Interface = 'eth0') {
        @(Inside $Container "ip -o addr show $Interface") -replace '^.* inet6? (\S+) .*$', '$1'
    }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Modes' {
    BeforeAll {
        New-DockerContainer $engine.Image httpd, -f, -p, 80 -Name owner -Publish 8080:80 -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'host has the interfaces of the host, and says that its ports are not published (C1)' {
        $asked = @{
            Name            = 'in-host'
            Network         = 'host'
            Publish         = '8070:8099'
            HostName        = 'apart'
            AddHost         = 'db:192.0.2.5'
            Start           = $true
            WarningVariable = 'warned'
            WarningAction   = 'SilentlyContinue'
        }
        $made = New-DockerContainer $engine.Image httpd, -f, -p, 8099 @asked

        $warned | Should -HaveCount 1
        "$warned" | Should -Be 'Published ports are discarded when using host network mode'
        $made.HostNetwork | Should -BeTrue
        @(Inside in-host 'ls /sys/class/net') | Should -Contain docker0
        Inside in-host hostname | Should -Be apart
        Inside in-host 'grep 192.0.2.5 /etc/hosts' | Should -Match '\bdb$'
        (Test-ContainerReachability '@host' 127.0.0.1 -TcpPort 8099, 8070).Observed | Should -Be Reachable, Refused
    }

    It 'none has the loopback interface only, and says that its ports are not published (C2)' {
        $asked = @{
            Name            = 'in-none'
            Network         = 'none'
            Publish         = '8071:80'
            Start           = $true
            WarningVariable = 'warned'
            WarningAction   = 'SilentlyContinue'
        }
        New-DockerContainer $engine.Image @asked | Out-Null

        "$warned" | Should -Be 'Published ports are discarded when using none network mode'
        Inside in-none 'ls /sys/class/net' | Should -Be lo
        New-DockerContainer $engine.Image -Name in-none-2 -Network none -Start -WarningVariable warned -WarningAction SilentlyContinue |
            Out-Null
        $warned | Should -BeNullOrEmpty
    }

    It 'container:NAME, an id, or a container as -Network share address, MAC address and ports (C3)' {
        $owner = Get-DockerContainer owner
        foreach ($network in 'container:owner', "container:$($owner.Id.Substring(0, 12))", $owner) {
            $made = New-DockerContainer $engine.Image -Name shared -Network $network -Start

            $made.NamespaceOwnerId | Should -Be $owner.Id
            Get-Address shared | Should -Be (Get-Address owner)
            Inside shared 'cat /sys/class/net/eth0/address; hostname; cat /etc/hosts' |
                Should -Be (Inside owner 'cat /sys/class/net/eth0/address; hostname; cat /etc/hosts')
            (Test-ContainerReachability shared localhost:80).Observed | Should -Be Reachable
            Remove-DockerContainer shared -Force
        }
    }

    It 'container: refuses <Option>, before anything is made (C5)' -ForEach @(
        @{ Option = 'AddHost'; Value = 'db:192.0.2.5'; Words = 'custom host-to-IP mapping and the network mode' }
        @{ Option = 'HostName'; Value = 'x'; Words = 'hostname and the network mode' }
        @{ Option = 'Dns'; Value = '192.0.2.53'; Words = 'dns and the network mode' }
        @{ Option = 'DnsSearch'; Value = 'corp.test'; Words = 'dns and the network mode' }
        @{ Option = 'DnsOption'; Value = 'ndots:2'; Words = 'dns and the network mode' }
        @{ Option = 'MacAddress'; Value = '02:42:ac:11:00:99'; Words = 'mac-address and the network mode' }
        @{ Option = 'Publish'; Value = '80'; Words = 'port publishing and the container type network mode' }
        @{ Option = 'PublishAll'; Value = $true; Words = 'port publishing and the container type network mode' }
        @{ Option = 'Expose'; Value = '80'; Words = 'port exposing and the container type network mode' }
        # Those that the engine ignores, or has other words for.
        @{ Option = 'DomainName'; Value = 'corp.test'; Words = 'hostname and the network mode' }
        @{ Option = 'Link'; Value = 'owner:db'; Words = "container type network can't be used with links" }
        @{ Option = 'IPAddress'; Value = '172.17.0.99'; Words = 'user specified IP address is supported on user defined networks only' }
        @{ Option = 'NetworkAlias'; Value = 'x'; Words = 'network-scoped alias is supported only for containers in user defined networks' }
        @{ Option = 'DriverOption'; Value = @{ a = 'b' }; Words = 'endpoint options and the network mode' }
    ) {
        $before = Get-EngineState
        $with = @{ $Option = $Value }
        New-DockerContainer $engine.Image -Name refused -Network container:owner -Start @with @failing

        Assert-Failure $failure -Id ConflictingParameters -Category InvalidArgument -Target refused -Like "conflicting options: $Words.*",
            "*-$Option*", '*container:owner*', '*Nothing was created.'
        Get-EngineState | Should -Be $before
    }

    It 'host and none refuse what they cannot have' {
        $before = Get-EngineState
        foreach ($mode in 'host', 'none', (Get-DockerNetwork host), (Get-DockerNetwork none).Id) {
            foreach (
                $with in @{ MacAddress = '02:42:ac:11:00:99' }, @{ Link = 'owner' }, @{ NetworkAlias = 'x' }, @{ IPAddress = '10.0.0.9' },
                @{ DriverOption = @{ a = 1 } }
            ) {
                New-DockerContainer $engine.Image -Name refused -Network $mode @with @failing
                Assert-Failure $failure -Id ConflictingParameters -Category InvalidArgument -Target refused -Like 'conflicting options: *',
                    "*-$($with.Keys)*"
            }
        }
        New-DockerContainer $engine.Image -Name refused -Network host -Sysctl @{ 'net.ipv4.ip_forward' = 1 } @failing
        Assert-Failure $failure -Id ConflictingParameters -Category InvalidArgument -Target refused -Like '*-Sysctl*-Network host*'
        Get-EngineState | Should -Be $before
    }

    It 'stand alone, however they are named' {
        $before = Get-EngineState
        foreach (
            $networks in @('host', 'bridge'), @('bridge', 'none'), @('container:owner', 'bridge'), @((Get-DockerNetwork host).Id, 'bridge')
        ) {
            New-DockerContainer $engine.Image -Name refused -Network $networks @failing
            $asked = @{
                Id       = 'ConflictingParameters'
                Category = 'InvalidArgument'
                Target   = 'refused'
                Like     = '*cannot be connected to any other network*'
            }
            Assert-Failure $failure @asked
        }
        Get-EngineState | Should -Be $before
    }

    It 'container: needs a container that is there, and runs' {
        New-DockerContainer $engine.Image -Name refused -Network container:nosuch @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target refused -Like "*'nosuch'*"
        New-DockerContainer $engine.Image -Name refused -Network container:own* @failing
        Assert-Failure $failure -Id InvalidNetwork -Category InvalidArgument -Target refused -Like '*does not accept wildcards*'

        New-DockerContainer $engine.Image -Name idle | Out-Null
        New-DockerContainer $engine.Image -Name refused -Network container:idle -Start @failing
        Assert-Failure $failure -Id ContainerNotRunning -Category InvalidOperation -Target refused -Like '*non running container*',
            '*Start-DockerContainer*'
        Get-DockerContainer refused* | Should -BeNullOrEmpty
    }
}

Describe 'Names and addresses (D3)' {
    BeforeAll {
        New-DockerNetwork d3 -EnableIPv6 -Subnet 10.120.0.0/24, fd00:120::/64 | Out-Null
        New-DockerContainer $engine.Image -Name plain -Network d3 -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'IPAddress, IPv6Address, LinkLocalIPAddress and MacAddress' {
        $asked = @{
            Name               = 'placed'
            Network            = 'd3'
            IPAddress          = '10.120.0.50'
            IPv6Address        = 'fd00:120::50'
            LinkLocalIPAddress = '169.254.7.7'
            MacAddress         = '02-42-0A-78-00-AA'
            Start              = $true
        }
        New-DockerContainer $engine.Image @asked | Out-Null

        Get-Address placed | Should -Contain 10.120.0.50/24
        Get-Address placed | Should -Contain fd00:120::50/64
        Get-Address placed | Should -Contain 169.254.7.7/16
        Inside placed 'cat /sys/class/net/eth0/address' | Should -Be 02:42:0a:78:00:aa
        (Test-ContainerReachability plain 10.120.0.50, fd00:120::50).Observed | Should -Be Reachable, Reachable

        Stop-DockerContainer placed
        New-DockerContainer $engine.Image -Name other -Network d3 -Start | Out-Null
        Start-DockerContainer placed
        Get-Address placed | Should -Contain 10.120.0.50/24 -Because 'a chosen address is kept over a restart'
    }

    It 'HostName and DomainName' {
        New-DockerContainer $engine.Image -Name named -Network d3 -HostName node1 -DomainName corp.test -Start | Out-Null

        Inside named 'hostname; cat /proc/sys/kernel/domainname' | Should -Be node1, corp.test
        Inside named 'hostname -f' | Should -Be node1.corp.test
        Inside named 'grep node1 /etc/hosts' | Should -Match 'node1\.corp\.test node1$'
    }

    It 'NetworkAlias' {
        New-DockerContainer $engine.Image -Name aliased -Network d3 -NetworkAlias db, data -Start | Out-Null
        $address = (Get-DockerContainer aliased).Endpoints.IPAddress

        foreach ($name in 'db', 'data', 'aliased') { (Resolve-ContainerName plain $name).Addresses | Should -Contain $address }
        (Test-ContainerReachability plain db -By Name).Observed | Should -Contain Reachable
    }

    It 'Dns, DnsSearch and DnsOption' {
        New-DockerContainer $engine.Image -Name asks -Dns 192.0.2.53, 2001:db8::53 -DnsSearch corp.test, example -DnsOption ndots:2,
            timeout:1 -Start |
            Out-Null
        $conf = Inside asks 'cat /etc/resolv.conf'
        $conf -match '^nameserver' | Should -Be 'nameserver 192.0.2.53', 'nameserver 2001:db8::53'
        $conf -match '^search' | Should -Be 'search corp.test example'
        $conf -match '^options' | Should -Be 'options ndots:2 timeout:1'

        New-DockerContainer $engine.Image -Name nosearch -DnsSearch . -Start | Out-Null
        @(Inside nosearch 'cat /etc/resolv.conf') -match '^search' | Should -BeNullOrEmpty
    }

    It 'Dns and DnsSearch behind the engine''s own name server' {
        if (-not $engine.OutsideAddress) { Set-ItResult -Skipped -Because 'this engine has no simulated outside'; return }
        New-DockerContainer $engine.Image -Name searches -Network d3 -DnsSearch example -Start | Out-Null
        New-DockerContainer $engine.Image -Name nobody -Network d3 -Dns 198.51.100.2 -Start | Out-Null

        (Resolve-ContainerName searches outside).Addresses | Should -Be ([ipaddress]$engine.OutsideAddress)
        (Resolve-ContainerName plain $engine.OutsideName).State | Should -Be Reachable
        (Resolve-ContainerName nobody $engine.OutsideName).State | Should -Not -Be Reachable -Because 'no name server is at that address'
        (Resolve-ContainerName nobody plain).State | Should -Be Reachable -Because 'the engine''s own names do not need one'
    }

    It 'AddHost, in each of its forms' {
        New-DockerContainer $engine.Image -Name hosts -Network d3 -AddHost db:192.0.2.5, six:2001:db8::5, 'bracketed:[2001:db8::6]',
            equal=192.0.2.6, gate:host-gateway -Start |
            Out-Null

        foreach ($entry in @{ db = '192.0.2.5'; six = '2001:db8::5'; bracketed = '2001:db8::6'; equal = '192.0.2.6' }.GetEnumerator()) {
            $resolution = Resolve-ContainerName hosts $entry.Key
            $resolution.Source | Should -Be Hosts
            $resolution.Addresses | Should -Be ([ipaddress]$entry.Value)
        }
        New-DockerContainer $engine.Image -Name on-bridge -Start | Out-Null
        (Resolve-ContainerName hosts gate).Addresses |
            Should -Be (Get-DockerContainer on-bridge).Endpoints.Gateway -Because 'the gateway of the default bridge is the host'
    }
}

Describe 'Processes and files' {
    BeforeAll {
        New-Item TestDrive:/shared -ItemType Directory | Out-Null
        $folder = (Get-Item TestDrive:/shared).FullName
        Set-Content $folder/note hello
    }

    AfterAll {
        Reset-TestEngine
        foreach ($volume in (Invoke-EngineApi /volumes).Volumes | Where-Object Name) {
            Invoke-EngineApi "/volumes/$($volume.Name)" -Method DELETE
        }
    }

    It 'Sysctl, Environment, User and WorkingDirectory' {
        New-DockerContainer $engine.Image -Name p1 -Sysctl @{
            'net.ipv4.ip_default_ttl' = 42
        } -Environment @{ MODE = 'a b'; EMPTY = '' } -User 1000:1001 -WorkingDirectory /tmp -Start |
            Out-Null

        Inside p1 'cat /proc/sys/net/ipv4/ip_default_ttl' | Should -Be 42
        Inside p1 'readlink /proc/1/cwd; id -u; id -g' | Should -Be /tmp, 1000, 1001
        $environment = @(Inside p1 "tr '\0' '\n' < /proc/1/environ")
        $environment | Should -Contain 'MODE=a b'
        $environment | Should -Contain 'EMPTY='
    }

    It 'Entrypoint, with -Command as its arguments' {
        New-DockerContainer $engine.Image -Name p2 -Entrypoint sleep -Command '1000' -Start | Out-Null
        New-DockerContainer $engine.Image -Name p3 -Entrypoint sh, -c -Command 'sleep 1001 & wait' -Start | Out-Null

        Get-ContainerProcess p2 | Should -Be 'sleep 1000'
        Get-ContainerProcess p3 | Should -Contain 'sleep 1001'
    }

    It 'Volume: anonymous, named, a folder of the host, and for reading only' {
        New-DockerContainer $engine.Image -Name v1 -Volume /data, ct-named:/named, "${folder}:/host", "${folder}:/fixed:ro" -Start |
            Out-Null
        New-DockerContainer $engine.Image -Name v2 -Volume ct-named:/elsewhere -Start | Out-Null

        Inside v1 'cat /host/note /fixed/note' | Should -Be hello, hello
        Inside v1 'echo kept > /named/file; echo back > /host/back; touch /data/x; grep -c " /data " /proc/mounts' | Should -Be 1
        Inside v2 'cat /elsewhere/file' | Should -Be kept
        Get-Content $folder/back | Should -Be back
        { Inside v1 'touch /fixed/x' } | Should -Throw -ExpectedMessage '*Read-only file system*'
    }

    It 'RestartPolicy starts it again, as often as it says' {
        New-DockerContainer $engine.Image sh, -c,
            'echo >> /out/twice; exit 3' -Name r-failure -RestartPolicy on-failure:2 -Volume "${folder}:/out" -Start |
            Out-Null
        New-DockerContainer $engine.Image sh, -c,
            'echo >> /out/always; sleep 0.2' -Name r-always -RestartPolicy Always -Volume "${folder}:/out" -Start |
            Out-Null
        New-DockerContainer $engine.Image sh, -c, 'echo >> /out/once; exit 3' -Name r-no -RestartPolicy no -Volume "${folder}:/out" -Start |
            Out-Null

        Wait-Until { @(Get-Content $folder/always).Count -ge 3 } | Should -BeTrue
        Wait-Until { (Get-DockerContainer r-failure).State -eq 'Exited' } | Should -BeTrue
        Get-Content $folder/twice | Should -HaveCount 3
        Get-Content $folder/once | Should -HaveCount 1
    }

    It 'AutoRemove takes it away when it ends, with its anonymous volumes' {
        $volumes = @((Invoke-EngineApi /volumes).Volumes).Count
        $made = New-DockerContainer $engine.Image sleep, 1 -Name brief -AutoRemove -Volume /data -Start
        $made.Running | Should -BeTrue
        @((Invoke-EngineApi /volumes).Volumes).Count | Should -Be ($volumes + 1)

        Wait-Until { -not (Get-DockerContainer brief*) } | Should -BeTrue
        Wait-Until { @((Invoke-EngineApi /volumes).Volumes).Count -eq $volumes } | Should -BeTrue
        @(1..5 | ForEach-Object { New-DockerContainer $engine.Image true -AutoRemove -Start }) | Where-Object { $null -eq $_ } |
            Should -HaveCount 0
    }

    It 'Tty and Interactive' {
        New-DockerContainer $engine.Image -Name t-plain -Start | Out-Null
        New-DockerContainer $engine.Image -Name t-tty -Tty -Start | Out-Null
        New-DockerContainer $engine.Image sh -Name t-shell -Interactive -Start | Out-Null

        Inside t-plain 'readlink /proc/1/fd/0' | Should -Be /dev/null
        Inside t-tty 'readlink /proc/1/fd/0' | Should -BeLike '/dev/pts/*'
        Inside t-shell 'readlink /proc/1/fd/0' | Should -BeLike 'pipe:*'
    }
}

Describe 'Settings of each network (D4)' {
    BeforeAll {
        New-DockerNetwork m1 -Subnet 10.121.0.0/24 | Out-Null
        New-DockerNetwork m2 -Subnet 10.122.0.0/24 | Out-Null
        New-DockerContainer $engine.Image -Name peer1 -Network m1 -Start | Out-Null
        New-DockerContainer $engine.Image -Name peer2 -Network m2 -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'are connected before the first process runs' {
        $networks = @{ Name = 'm1'; Alias = 'one'; IPAddress = '10.121.0.9'; MacAddress = '02:42:0a:79:00:aa' },
            @{ Name = 'm2'; Alias = 'two', 'zwei'; IPAddress = '10.122.0.9' }, 'bridge'
        $made = New-DockerContainer $engine.Image sh, -c, 'ip -o -4 addr > /tmp/begin; sleep 1000' -Name multi -Network $networks -Start

        $made.NetworkMode | Should -Be m1
        $made.Networks | Should -Be bridge, m1, m2
        $begin = @(Inside multi 'cat /tmp/begin')
        $begin -match ' eth\d ' | Should -HaveCount 3
        "$begin" | Should -BeLike '*10.121.0.9/24*'
        "$begin" | Should -BeLike '*10.122.0.9/24*'
        @(Inside multi 'cat /sys/class/net/eth*/address') | Should -Contain 02:42:0a:79:00:aa
        (Resolve-ContainerName peer1 one).Addresses | Should -Be ([ipaddress]'10.121.0.9')
        (Resolve-ContainerName peer2 zwei).Addresses | Should -Be ([ipaddress]'10.122.0.9')
        (Resolve-ContainerName peer1 two).State | Should -Be Unresolved
        (Resolve-ContainerName multi peer1, peer2).State | Should -Be Reachable, Reachable
    }

    It 'take networks as objects and ids' {
        $made =
            New-DockerContainer $engine.Image -Name objects -Network (Get-DockerNetwork m2),
                (Get-DockerNetwork m1).Id.Substring(0, 12) -Start
        $made.Networks | Should -Be m1, m2
        $made.NetworkMode | Should -Be m2
    }

    It 'name one network once, by name or id' {
        foreach (
            $networks in @('m1', 'm1'), @('m1', (Get-DockerNetwork m1).Id), @('bridge', 'default'),
            @('bridge', (Get-DockerNetwork bridge).Id)
        ) {
            New-DockerContainer $engine.Image -Name twice -Network $networks @failing
            Assert-Failure $failure -Id ConflictingParameters -Category InvalidArgument -Target twice -Like '*more than once*'
        }
        Get-DockerContainer twice* | Should -BeNullOrEmpty
    }

    It 'DriverOption: the name of the interface inside, where the engine has it' {
        New-DockerContainer $engine.Image -Name renamed -Network @{
            Name         = 'm1'
            DriverOption = @{ 'com.docker.network.endpoint.ifname' = 'lan0' }
        } -Start |
            Out-Null
        @(Inside renamed 'ls /sys/class/net') | Should -Contain ($priority ? 'lan0' : 'eth0')
    }

    It 'MacAddress on a second network, where the engine has it' {
        $networks = 'm1', @{ Name = 'm2'; MacAddress = '02:42:0a:7a:00:bb' }
        if ($several) {
            New-DockerContainer $engine.Image -Name mac2 -Network $networks -Start | Out-Null
            @(Inside mac2 'cat /sys/class/net/eth*/address') | Should -Contain 02:42:0a:7a:00:bb
            return
        }

        New-DockerContainer $engine.Image -Name mac2 -Network $networks -Start @failing
        Assert-Failure $failure -Id EngineTooOld -Category NotImplemented -Target mac2 -Like '*MAC address on a second network*1.44*'
        Get-DockerContainer mac2* | Should -BeNullOrEmpty
    }

    It 'GatewayPriority decides the default route, where the engine has it' {
        if ($priority) {
            New-DockerContainer $engine.Image -Name gw1 -Network m1, @{ Name = 'm2'; GatewayPriority = 5 } -Start | Out-Null
            New-DockerContainer $engine.Image -Name gw2 -Network m1, m2 -GatewayPriority 7 -Start | Out-Null
            Inside gw1 'ip route | grep default' | Should -BeLike 'default via 10.122.0.1 *'
            Inside gw2 'ip route | grep default' | Should -BeLike 'default via 10.121.0.1 *'
            return
        }

        New-DockerContainer $engine.Image -Name gw1 -Network m1, @{ Name = 'm2'; GatewayPriority = 5 } @failing
        Assert-Failure $failure -Id EngineTooOld -Category NotImplemented -Target gw1 -Like '*gateway priority*1.48*'
        Get-DockerContainer gw* | Should -BeNullOrEmpty
    }

    It 'said of the first network beside -Network, but not both there and within' {
        New-DockerContainer $engine.Image -Name beside -Network @{ Name = 'm1'; Alias = 'within' }, 'm2' -IPAddress 10.121.0.77 -Start |
            Out-Null
        @(Get-Address beside eth0) + @(Get-Address beside eth1) | Should -Contain 10.121.0.77/24
        (Resolve-ContainerName peer1 within).State | Should -Be Reachable

        New-DockerContainer $engine.Image -Name both -Network @{ Name = 'm1'; IPAddress = '10.121.0.78' } -IPAddress 10.121.0.79 @failing
        Assert-Failure $failure -Id ConflictingParameters -Category InvalidArgument -Target both -Like '*-IPAddress*in -Network*'

        New-DockerContainer $engine.Image -Name both -Network @{ Name = 'm1'; GatewayPriority = 1 } -GatewayPriority 2 @failing
        Assert-Failure $failure -Id ConflictingParameters -Category InvalidArgument -Target both -Like '*-GatewayPriority*in -Network*'
        Get-DockerContainer both* | Should -BeNullOrEmpty
    }

    It 'Link gives a name that only this container knows' {
        New-DockerContainer $engine.Image -Name l-1 -Network m1 -Link peer1:db -Start | Out-Null
        New-DockerContainer $engine.Image -Name l-2 -Network m2, @{ Name = 'm1'; Link = 'peer1:db' } -Start | Out-Null

        foreach ($name in 'l-1', 'l-2') {
            (Resolve-ContainerName $name db).Addresses | Should -Be (Get-DockerContainer peer1).Endpoints.IPAddress
        }
        (Resolve-ContainerName peer1 db).State | Should -Be Unresolved
    }

    It 'ends without a container where a network refuses it' {
        New-DockerContainer $engine.Image -Name outside -Network m1, @{ Name = 'm2'; IPAddress = '10.9.9.9' } -Start @failing
        Assert-Failure $failure -Id AddressOutsideSubnet -Category InvalidArgument -Target outside
        New-DockerContainer $engine.Image -Name stolen -Network @{
            Name      = 'm1'
            IPAddress = (Get-DockerContainer peer1).Endpoints.IPAddress
        } -Start @failing
        Assert-Failure $failure -Id AddressInUse -Category ResourceExists -Target stolen -Like (
            "The container 'peer1' has the address * on the network 'm1'.*Disconnect-DockerNetwork -Network m1 -Container peer1")
        Get-DockerContainer outside*, stolen* | Should -BeNullOrEmpty
    }
}

Describe 'A legacy link (F1)' {
    BeforeAll {
        New-DockerContainer $engine.Image httpd, -f, -p, 80 -Name target -Start | Out-Null
        New-DockerContainer $engine.Image -Name linked -Link target:db -Start | Out-Null
        New-DockerContainer $engine.Image -Name within -Network @{ Name = 'bridge'; Link = 'target' } -Start | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It 'resolves in one direction' {
        foreach ($name in 'db', 'target') {
            $resolution = Resolve-ContainerName linked $name
            $resolution.Source | Should -Be Hosts
            $resolution.Addresses | Should -Be (Get-DockerContainer target).Endpoints.IPAddress
        }
        (Resolve-ContainerName within target).State | Should -Be Reachable
        (Resolve-ContainerName target linked).State | Should -Be Unresolved
    }

    It 'makes one direction reachable by name, both by address' {
        $there = Test-ContainerReachability linked target -By Name -TcpPort 80
        # The hosts file keeps the name that the target had when the source was started. Whether it still has it, the engine does not say.
        $there.Observed, $there.Predicted | Should -Be Reachable, Unknown
        (Test-ContainerReachability linked db:80).Observed | Should -Contain Reachable
        $back = Test-ContainerReachability target linked -By Name
        $back.Observed, $back.Predicted | Should -Be Unresolved, Unresolved
        (Test-ContainerReachability target linked -By Address).Observed | Should -Be Reachable
    }

    It 'needs a container that is there' {
        New-DockerContainer $engine.Image -Name refused -Link nosuch:db -Start @failing
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Target refused -Like '*nosuch*'
        Get-DockerContainer refused* | Should -BeNullOrEmpty
    }
}

Describe 'What is refused' {
    BeforeAll {
        New-DockerNetwork e1 -Subnet 10.123.0.0/24 | Out-Null
        New-DockerContainer $engine.Image -Name taken | Out-Null
    }

    AfterAll { Reset-TestEngine }

    It '<Id>: <With.Keys> <With.Values>' -ForEach @(
        @{ Id = 'InvalidAddHost'; With = @{ AddHost = 'db' } }
        @{ Id = 'InvalidAddHost'; With = @{ AddHost = 'db:' } }
        @{ Id = 'InvalidAddHost'; With = @{ AddHost = ':192.0.2.5' } }
        @{ Id = 'InvalidAddHost'; With = @{ AddHost = 'db:nonsense' } }
        @{ Id = 'InvalidAddHost'; With = @{ AddHost = 'db:1' } }
        @{ Id = 'InvalidAddHost'; With = @{ AddHost = 'db:192.0.2.5/24' } }
        @{ Id = 'InvalidRestartPolicy'; With = @{ RestartPolicy = 'sometimes' } }
        @{ Id = 'InvalidRestartPolicy'; With = @{ RestartPolicy = 'always:3' } }
        @{ Id = 'InvalidExpose'; With = @{ Expose = '80:80' } }
        @{ Id = 'InvalidExpose'; With = @{ Expose = '99999' } }
        @{ Id = 'InvalidVolume'; With = @{ Volume = 'data' } }
        @{ Id = 'InvalidVolume'; With = @{ Volume = 'data:relative' } }
        @{ Id = 'InvalidVolume'; With = @{ Volume = '/data:' } }
        @{ Id = 'InvalidNetwork'; With = @{ Network = 'e*' } }
        @{ Id = 'InvalidNetwork'; With = @{ Network = @{ Alias = 'db' } } }
        @{ Id = 'InvalidMacAddress'; With = @{ Network = 'e1'; MacAddress = '02:42' } }
        @{ Id = 'InvalidIPAddress'; With = @{ Network = 'e1'; IPAddress = 'fd00::5' } }
        @{ Id = 'InvalidIPv6Address'; With = @{ Network = 'e1'; IPv6Address = '10.123.0.5' } }
        @{ Id = 'InvalidEnvironment'; With = @{ Environment = @{ '' = 'x' } } }
        @{ Id = 'InvalidSysctl'; With = @{ Sysctl = @{ '' = 'x' } } }
        @{ Id = 'InvalidLabel'; With = @{ Label = @{ '' = 'x' } } }
        @{ Id = 'InvalidDriverOption'; With = @{ Network = 'e1'; DriverOption = @{ '' = 'x' } } }
        @{ Id = 'ConflictingParameters'; With = @{ AutoRemove = $true; RestartPolicy = 'always' } }
        @{ Id = 'AliasNotSupported'; With = @{ NetworkAlias = 'db' } }
        @{ Id = 'AliasNotSupported'; With = @{ Network = @{ Name = 'e1' }, @{ Name = 'bridge'; Alias = 'db' } } }
        @{ Id = 'StaticAddressNotSupported'; With = @{ IPAddress = '172.17.0.99' } }
        @{ Id = 'StaticAddressNotSupported'; With = @{ Network = 'default'; IPv6Address = 'fd00::5' } }
    ) {
        $before = Get-EngineState
        New-DockerContainer $engine.Image -Name bad -Start @With @failing
        Assert-Failure $failure -Id $Id -Category InvalidArgument -Target bad
        Get-EngineState | Should -Be $before
    }

    It 'what is no network at all, when it is bound' {
        { New-DockerContainer $engine.Image -Network @{ Name = 'e1'; Aliases = 'db' } } | Should -Throw -ExpectedMessage '*Aliases*'
        { New-DockerContainer $engine.Image -Network @{ Name = 'e1'; IPAddress = 'here' } } | Should -Throw -ExpectedMessage '*here*'
    }

    It 'nothing of several names but the bad one' {
        (New-DockerContainer $engine.Image -Name good-1, taken, 'a b', good-2 @failing).Name | Should -Be good-1, good-2
        $failure | Should -HaveCount 2
        $failure.TargetObject | Should -Be taken, 'a b'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ContainerExists,*'
        Remove-DockerContainer good-*
    }

    It 'nothing is done with -WhatIf, which still says what is wrong' {
        $before = Get-EngineState
        Get-WhatIfTarget { New-DockerContainer $engine.Image -Name w-1, w-2 -Publish 8080:80 -Network e1 -Start -WhatIf } |
            Should -Be w-1, w-2
        New-DockerContainer $engine.Image -Name w-1 -Network container:taken -Publish 80 -WhatIf @failing
        Assert-Failure $failure -Id ConflictingParameters -Category InvalidArgument -Target w-1
        New-DockerContainer nosuch:1 -Pull -WhatIf
        Get-EngineState | Should -Be $before
    }

    It 'nothing is left where a warning is made an end' {
        $before = Get-EngineState
        { New-DockerContainer $engine.Image -Name warned -Network host -Publish 80 -WarningAction Stop } | Should -Throw
        Get-EngineState | Should -Be $before
    }
}

# These end or delay the answers of the engine, which a test does only with one that it started.
Describe 'An answer that is lost' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
    AfterEach {
        Reset-TestEngine
    }

    It 'leaves no container behind, and says so: <Name>' -ForEach @(@{ Name = $null }, @{ Name = 'lost' }) {
        New-DockerContainer $engine.Image -Name other | Out-Null
        $before = Get-EngineState
        $given = $Name ? @{ Name = $Name } : @{}
        $proxy = Start-LossyProxy
        try { New-DockerContainer $engine.Image @given -DockerHost $proxy.DockerHost -Start @failing | Should -BeNullOrEmpty }
        finally { Stop-LossyProxy $proxy }

        Assert-Failure $failure -Id EngineConnectionLost -Category ConnectionError -Like '*was created and has been removed.'
        Get-EngineState | Should -Be $before
    }

    It 'keeps it with -KeepOnFailure, and names it' {
        $proxy = Start-LossyProxy
        try { New-DockerContainer $engine.Image -Name lost -DockerHost $proxy.DockerHost -KeepOnFailure @failing | Should -BeNullOrEmpty }
        finally { Stop-LossyProxy $proxy }

        $asked = @{
            Id       = 'EngineConnectionLost'
            Category = 'ConnectionError'
            Like     = "*$((Invoke-EngineApi '/containers/lost/json').Id.Substring(0, 12)) was created but is not complete. It was kept*"
        }
        Assert-Failure $failure @asked
    }

    It 'names the container that cannot be removed, with the command that removes it' {
        $proxy = Start-LossyProxy --refuse-removal
        try { New-DockerContainer $engine.Image -Name lost -DockerHost $proxy.DockerHost @failing | Should -BeNullOrEmpty }
        finally { Stop-LossyProxy $proxy }

        Assert-Failure $failure -Id EngineConnectionLost -Category ConnectionError -Like '*driver failed to remove*',
            '*Remove-DockerContainer -Container * -Force'
        Invoke-Expression ([regex]::Match("$failure", 'Remove-DockerContainer -Container \S+ -Force$').Value)
        Invoke-EngineApi '/containers/json?all=1' | Should -BeNullOrEmpty
    }

    It 'leaves a mark of the request where no filter or list shows it' {
        $made = New-DockerContainer $engine.Image -Name marked
        $made.Label.Count | Should -Be 0
        (Invoke-EngineApi '/containers/marked/json').HostConfig.ContainerIDFile | Should -Match '^dockernetwork-[0-9a-f]{32}$'
    }
}

# The same: an engine of the user's is not broken.
Describe 'A clean-up that fails' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
    AfterAll {
        Reset-TestEngine
    }

    It 'is an error beside the first one, and names the container' {
        New-DockerContainer $engine.Image sleep, infinity -Name holder -Publish 8080:80 -Start | Out-Null
        $proxy = Start-LossyProxy --keep-answers, --refuse-removal
        try {
            New-DockerContainer $engine.Image sleep, infinity -Name second -Publish 8080:80 -Start -DockerHost $proxy.DockerHost @failing
        }
        finally { Stop-LossyProxy $proxy }

        $failure.ForEach{ $_.FullyQualifiedErrorId.Split(',')[0] } | Sort-Object | Should -Be ContainerLeftBehind, PortInUse
        $id = (Invoke-EngineApi '/containers/second/json').Id.Substring(0, 12)
        "$($failure | Where-Object FullyQualifiedErrorId -Like ContainerLeftBehind*)" |
            Should -Match "(?s)$id.*driver failed to remove.*Remove-DockerContainer -Container '?$id'? -Force$"
    }
}
