# Where packets go: addresses that the engine does not list, addresses that nobody has, sysctls, and networks that keep their members apart.
# Prediction and observation agree, or the prediction is Unknown with a reason that says why.
BeforeDiscovery {
    # The veth pairs of the macvlan and ipvlan tests are made in the private engine's network namespace.
    $noNamespace = [bool]$env:DOCKERNETWORK_TEST_HOST
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine

    function New-Scene {
        # Networks as the docker CLI makes them; the module would send a gateway or a flag of its own.
        param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [hashtable] $Body)

        $null = Invoke-EngineApi '/networks/create' -Method POST -Body ($Body + @{ Name = $Name; CheckDuplicate = $true })
    }

    function Start-Box {
        param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $Network, [hashtable] $With = @{})

        New-DockerContainer busybox sleep, infinity -Name $Name -Network $Network -Start @With | Out-Null
    }

    function Get-Address {
        param([Parameter(Mandatory)] [string] $Container, [string] $Property = 'IPAddress')

        "$((Get-DockerContainer $Container).Endpoints[0].$Property)"
    }

    function Invoke-InEngine {
        # A command in the private engine's network namespace.
        & nsenter "--net=/run/netns/$($engine.NetworkNamespace)" @args
        if ($LASTEXITCODE) { throw "$args failed" }
    }

    function Add-Parent {
        # A parent interface with nothing behind it.
        param([Parameter(Mandatory)] [string] $Name)

        Invoke-InEngine ip link add $Name type veth peer name "${Name}x"
        Invoke-InEngine ip link set $Name up
        Invoke-InEngine ip link set "${Name}x" up
    }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Link-local addresses' {
    BeforeAll {
        New-DockerNetwork near | Out-Null
        foreach ($name in 'left', 'right', 'bare') { Start-Box $name bridge }
        Connect-DockerNetwork near left -LinkLocalIPAddress 169.254.7.7
        Connect-DockerNetwork near right -LinkLocalIPAddress 169.254.7.8
        Connect-DockerNetwork near bare
    }

    It 'from <From>, <Address> is <State>' -ForEach @(
        @{ From = 'left'; Address = '169.254.7.7'; State = 'Reachable'; By = 'left' }
        @{ From = 'left'; Address = '169.254.7.8'; State = 'Reachable'; By = 'right' }
        @{ From = 'right'; Address = '169.254.7.7'; State = 'Reachable'; By = 'left' }
    ) {
        $result = Test-ContainerReachability $From -Target $Address

        $result.Predicted, $result.Observed, $result.Answered | Should -Be $State, $State, $By
    }

    It 'is not predicted from a container without one, which sends to its gateway' {
        $result = Test-ContainerReachability bare -Target 169.254.7.7

        $result.Predicted, $result.Answered | Should -Be Unknown, $null
        $result.Observed | Should -Not -Be Reachable
    }
}

Describe 'A network that was made with a subnet and without a gateway (T3)' {
    BeforeAll {
        New-Scene plain @{ IPAM = @{ Config = @(@{ Subnet = '10.61.0.0/24' }) } }
        New-Scene ranged @{ IPAM = @{ Config = @(@{ Subnet = '10.62.0.0/24'; IPRange = '10.62.0.128/25' }) } }
        New-Scene flat @{
            IPAM    = @{ Config = @(@{ Subnet = '10.63.0.0/24' }) }
            Options = @{ 'com.docker.network.bridge.enable_ip_masquerade' = 'false' }
        }
        Start-Box web plain
        Start-Box job ranged
        Start-Box odd flat
        # Nobody serves the port.
        Start-Box shop plain @{ Publish = '18080:80' }
    }

    AfterAll { Reset-TestEngine }

    It 'has the host at its gateway, from everywhere' {
        foreach ($result in Test-ContainerReachability web, job, odd 10.61.0.1, 10.62.0.128, 10.63.0.1) {
            $result.Predicted | Should -Be Reachable -Because $result
            $result.Reasons[0].Code | Should -Be HostAddress
            $result.Agrees | Should -BeTrue -Because $result
        }
    }

    It 'does not credit the port proxy with an answer' {
        $results = Test-ContainerReachability web 10.61.0.1, 10.62.0.128 -TcpPort 18080

        $results.Observed | Should -Be Refused, Refused
        $results.Agrees | Should -Be $true, $true
    }

    It 'knows an address of the host by the ports that are published at it' -Skip:$noNamespace {
        Start-Box bound plain @{ Publish = '198.51.100.2:18081:80' }
        $result = Test-ContainerReachability job 198.51.100.2

        $result.Predicted | Should -Be Reachable
        $result.Reasons[0].Code | Should -Be HostAddress
        $result.Agrees | Should -BeTrue -Because $result
        (Test-ContainerReachability odd 198.51.100.2 -TcpPort 18081).Agrees | Should -BeTrue
        (Test-ContainerReachability web 198.51.100.2 -TcpPort 18081).Observed | Should -Be Refused
    }

    It 'predicts that a published port is redirected' {
        $result = Test-ContainerReachability odd 10.63.0.1 -TcpPort 18080

        $result.Predicted | Should -Be Blocked
        $result.Reasons.Code | Should -Contain PublishedPortRedirected
        $result.Agrees | Should -BeTrue -Because $result
    }
}

Describe 'A firewall that refuses (T4)' -Skip:$noNamespace {
    BeforeAll {
        New-Scene app @{ IPAM = @{ Config = @(@{ Subnet = '10.64.0.0/24'; Gateway = '10.64.0.1' }) } }
        Start-Box web app
        Invoke-InEngine iptables -I DOCKER-USER -d $engine.OutsideAddress -j REJECT
    }

    AfterAll {
        Invoke-InEngine iptables -D DOCKER-USER -d $engine.OutsideAddress -j REJECT
        Reset-TestEngine
    }

    It 'is not taken for the target' {
        $results = Test-ContainerReachability web $engine.OutsideAddress -TcpPort 80 -UdpPort 53
        $results = @($results) + @(Test-ContainerReachability web $engine.OutsideAddress)

        $results | Should -HaveCount 3
        foreach ($result in $results) {
            $result.Observed | Should -Be Blocked -Because $result
            $reason = $result.Reasons | Where-Object Code -EQ FirewallRefused
            $reason.Component | Should -Be 10.64.0.1
            $reason.Message | Should -BeLike "A firewall or a router with the address 10.64.0.1 refused the packet to 198.51.100.1*"
        }
    }

    It 'leaves the refusal of a port to the target' {
        @((Test-ContainerReachability web 10.64.0.1 -TcpPort 9).Reasons.Code) -match '^(PortRefused|NobodyListens)$' | Should -HaveCount 1
    }
}

Describe 'An address that nobody has (P6)' {
    BeforeAll {
        New-Scene app @{ IPAM = @{ Config = @(@{ Subnet = '10.65.0.0/24'; Gateway = '10.65.0.1' }) } }
        Start-Box web app
        Start-Box db app @{ IPAddress = '10.65.0.77' }
        Stop-DockerContainer db -Confirm:$false
    }

    AfterAll { Reset-TestEngine }

    It 'is explained by the network' {
        $result = Test-ContainerReachability web 10.65.0.77 -Predict

        $result.Reasons[0].Code | Should -Be UnusedAddress
        $result.Reasons[0].Component | Should -Be app
        $result.Reasons[0].Message | Should -BeLike '*10.65.0.0/24*db asks for it, but has exited.*hides*'
        (Test-ContainerReachability web 10.65.0.77).Observed | Should -BeIn Blocked, NoRoute
    }
}

Describe 'Kernel parameters (P2, P3)' {
    BeforeAll {
        New-Scene six @{ EnableIPv6 = $true; IPAM = @{ Config = @(@{ Subnet = '10.66.0.0/24' }, @{ Subnet = 'fd66::/64' }) } }
        Start-Box web six
        Start-Box four six @{ Sysctl = @{ 'net.ipv6.conf.all.disable_ipv6' = '1' } }
        Start-Box deaf six @{ Sysctl = @{ 'net.ipv4.icmp_echo_ignore_all' = '1' } }
    }

    AfterAll { Reset-TestEngine }

    It 'sends nothing from a container without IPv6' {
        foreach ($result in Test-ContainerReachability four (Get-Address web IPv6Address), '::1') {
            $result.Predicted | Should -Be NoRoute -Because $result
            $result.Reasons[0].Code | Should -Be NoAddressOfFamily
            $result.Agrees | Should -BeTrue -Because $result
        }
    }

    It 'sends nothing to one that the engine lists with an address' {
        $results = Test-ContainerReachability web four -By Address

        $results.Agrees | Should -Not -Contain $false
        $results[0].Observed | Should -Be Reachable
    }

    It 'knows that echo requests are ignored' {
        $result = Test-ContainerReachability web (Get-Address deaf)

        $result.Predicted | Should -Be Blocked
        $result.Reasons.Code | Should -Contain EchoIgnored
        $result.Agrees | Should -BeTrue
        (Test-ContainerReachability web (Get-Address deaf) -TcpPort 80).Observed | Should -Be Refused
    }
}

Describe 'A gateway that is not the host (P4, B3)' {
    BeforeAll {
        New-Scene app @{ IPAM = @{ Config = @(@{ Subnet = '10.67.0.0/24'; Gateway = '10.67.0.1' }) } }
        New-Scene bare @{
            IPAM    = @{ Config = @(@{ Subnet = '10.68.0.0/24' }) }
            Options = @{ 'com.docker.network.bridge.inhibit_ipv4' = 'true' }
        }
        New-Scene routed @{
            IPAM = @{ Config = @(@{ Subnet = '10.69.0.0/24'; AuxiliaryAddresses = @{ DefaultGatewayIPv4 = '10.69.0.200' } }) }
        }
        Start-Box web app
        Start-Box lone bare
        Start-Box lan routed
    }

    AfterAll { Reset-TestEngine }

    It 'is nobody with inhibit_ipv4' {
        $results = Test-ContainerReachability web (Get-Address lone)
        $results.Predicted | Should -Be Blocked
        $results.Reasons[0].Code | Should -Be HostNotOnNetwork
        $results.Agrees | Should -BeTrue -Because $results

        # The agent sees that the host does not have the address.
        $gateway = Test-ContainerReachability lone 10.68.0.1
        $gateway.Predicted | Should -Be Blocked
        $gateway.Agrees | Should -BeTrue -Because $gateway
        (Test-ContainerReachability lone 10.68.0.1 -Predict).Predicted | Should -Be Unknown
    }

    It 'is the auxiliary address' {
        (Test-ContainerReachability lan 10.69.0.1).Agrees | Should -BeTrue
        $away = Test-ContainerReachability lan (Get-Address web)
        $away.Predicted | Should -Be Unknown
        $away.Reasons.Message | Should -BeLike '*leads to 10.69.0.200, which is not an address of the engine''s host*'
        (Test-ContainerReachability web (Get-Address lan)).Agrees | Should -BeTrue
    }
}

Describe 'Members that are kept apart (P1, O3, P5)' -Skip:$noNamespace {
    BeforeAll {
        foreach ($parent in 'dnpa', 'dnpb', 'dnpc') { Add-Parent $parent }
        $subnets = @{ mac = '10.71.0.0/24'; ip = '10.72.0.0/24' }
        New-Scene mac @{
            Driver = 'macvlan'; Options = @{ parent = 'dnpa'; macvlan_mode = 'private' }
            IPAM   = @{ Config = @(@{ Subnet = $subnets.mac }) }
        }
        New-Scene ip @{
            Driver = 'ipvlan'; Options = @{ parent = 'dnpb'; ipvlan_flag = 'private' }; IPAM = @{ Config = @(@{ Subnet = $subnets.ip }) }
        }
        New-Scene two @{
            Driver = 'macvlan'; Options = @{ parent = 'dnpc' }
            IPAM   = @{
                Config = @(@{ Subnet = '10.73.0.0/24'; Gateway = '10.73.0.1' }, @{ Subnet = '10.74.0.0/24'; Gateway = '10.74.0.1' })
            }
        }
        foreach ($number in 1, 2) { Start-Box "mac$number" mac }
        # Not every kernel has ipvlan.
        $ipvlan = try { foreach ($number in 1, 2) { Start-Box "ip$number" ip }; $true } catch { $false }
        Start-Box left two @{ IPAddress = '10.73.0.2' }
        Start-Box right two @{ IPAddress = '10.74.0.2' }
    }

    AfterAll {
        Reset-TestEngine
        foreach ($parent in 'dnpa', 'dnpb', 'dnpc') { Invoke-InEngine ip link del $parent }
    }

    It 'predicts the private mode of <_>' -ForEach mac, ip {
        if ($_ -eq 'ip' -and -not $ipvlan) { Set-ItResult -Skipped -Because 'this kernel has no ipvlan' }
        $result = Test-ContainerReachability "${_}1" (Get-Address "${_}2")

        # 20.10 does not know the flags of ipvlan, and ignores the option.
        $known = $_ -eq 'mac' -or $engine.ApiVersion -ge '1.42'
        $result.Predicted | Should -Be ($known ? 'Blocked' : 'Reachable')
        $result.Reasons.Code | Should -Contain ($known ? 'MembersKeptApart' : 'SharedNetwork')
        $result.Agrees | Should -BeTrue -Because $result
    }

    It 'leaves subnets of one network to their router' {
        $result = Test-ContainerReachability left 10.74.0.2

        $result.Predicted | Should -Be Unknown
        $result.Reasons.Code | Should -Contain DifferentSubnets
        $result.Observed | Should -BeIn Blocked, NoRoute
    }
}

Describe 'One MAC address of two containers (P5)' {
    BeforeAll {
        New-Scene app @{ IPAM = @{ Config = @(@{ Subnet = '10.75.0.0/24'; Gateway = '10.75.0.1' }) } }
        Start-Box web app
        foreach ($name in 'one', 'two') { Start-Box $name app @{ MacAddress = '02:42:0a:4b:00:99' } }
    }

    AfterAll { Reset-TestEngine }

    It 'decides nothing, and says why' {
        foreach ($result in Test-ContainerReachability web (Get-Address one), (Get-Address two)) {
            $result.Predicted | Should -Be Unknown
            $result.Reasons.Code | Should -Contain DuplicateMacAddress
        }
    }
}
