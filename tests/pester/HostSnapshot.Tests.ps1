# Facts of the host in a snapshot: what is predicted from the file is what a live test predicts.
. $PSScriptRoot/OnEngine.ps1

Describe 'Get-DockerNetworkSnapshot -IncludeHost' {
    BeforeAll {
        $null = New-DockerNetwork app -Subnet 10.81.0.0/24
        $null = New-DockerNetwork back -Subnet 10.82.0.0/24
        $null = New-DockerContainer busybox httpd, -f, -p, 80 -Name web -Network app -Publish 8080:80, 127.0.0.1:8081:80 -Start
        $null = New-DockerContainer busybox httpd, -f, -p, 9090 -Name service -Network host -Start
        $null = New-DockerContainer busybox sleep, 600 -Name job -Network back -Start
        $address = '198.51.100.2'
        $targets = '*', '@host', '@host:8080', '@host:9', '@gateway', '@outside', $address, "${address}:9090", "${address}:9", '10.81.0.77'
        $whole = Get-DockerNetworkSnapshot -IncludeHost

        function Get-Predicted($Parameter) {
            foreach ($source in 'web', 'job', 'service') {
                Test-ContainerReachability $source $targets -TimeoutSeconds 1 @Parameter | ForEach-Object {
                    "$($_.Source) $($_.Target) $($_.TargetName) $($_.Address) $($_.Protocol) $($_.Port) $($_.Predicted)"
                }
            }
        }
        $live = Get-Predicted @{}
    }

    It 'predicts from <Name> what a live test predicts' -ForEach @(
        @{ Name = 'the session'; Kept = { $whole } }
        @{ Name = 'Export-Clixml'; Kept = { $whole | Export-Clixml "$TestDrive/s.xml"; Import-Clixml "$TestDrive/s.xml" } }
        @{
            Name = 'a JSON file'
            Kept = { $whole | ConvertTo-Json | Set-Content "$TestDrive/s.json"; Get-Content "$TestDrive/s.json" -Raw }
        }
    ) {
        Get-Predicted @{ Snapshot = & $Kept } | Should -Be $live
    }

    It 'decides more than a snapshot without them' {
        $known = Test-ContainerReachability job $address, "${address}:9" -Snapshot $whole
        $unknown = Test-ContainerReachability job $address, "${address}:9" -Snapshot (Get-DockerNetworkSnapshot)

        "$($known.Predicted)" | Should -Be 'Reachable Refused'
        "$($unknown.Predicted)" | Should -Be 'Unknown Unknown'
    }

    It 'shows that they are in it' {
        $whole.IncludesHost, (Get-DockerNetworkSnapshot).IncludesHost | Should -Be $true, $false
        $whole | Out-String -Width 200 | Should -BeLike '* with facts of the host*'
        $whole | Format-List | Out-String | Should -Match 'IncludesHost +: True'
    }

    It 'returns the facts' {
        $facts = $whole.GetHostFacts()

        $facts.ForwardsIPv4 | Should -BeTrue
        $facts.Addresses.Address | Should -Contain ([ipaddress]$address)
        $facts.Links.Where{ $_.Name -eq (Get-DockerNetwork app).Bridge }.Type | Should -Be bridge
        $facts.Links.Where{ $_.Bridge -eq (Get-DockerNetwork app).Bridge } | ForEach-Object Mtu | Should -Be 1500
        $facts.Proxies.HostPort | Should -Contain 8080
        $facts.Listeners.Port | Should -Contain 9090
        (Get-DockerNetworkSnapshot).GetHostFacts() | Should -BeNullOrEmpty
    }

    It 'does not hold the agent that read them' {
        $whole.Document | Should -Not -BeLike '*dockernetwork.probe*'
        $whole.ContainerCount | Should -Be 3
    }
}

# They change interfaces of the engine's host, so only with an engine that the tests started.
Describe 'Predictions with the interfaces of the host' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
    BeforeAll {
        $null = New-DockerNetwork one -Subnet 10.83.0.0/24
        $null = New-DockerNetwork two -Subnet 10.84.0.0/24
        $null = New-DockerContainer busybox sleep, 600 -Name alpha -Network one -Start
        $null = New-DockerContainer busybox sleep, 600 -Name beta -Network one -Start
        $null = New-DockerContainer busybox sleep, 600 -Name gamma -Network two -Start
        $bridge = (Get-DockerNetwork one).Bridge
        $ports = @((Get-DockerNetworkSnapshot -IncludeHost).GetHostFacts().Links.Where{ $_.Bridge -eq $bridge }.Name)
        function Invoke-OnHost { nsenter "--net=/run/netns/$($engine.NetworkNamespace)" @args }
    }

    It 'agree on <Name>' -ForEach @(
        @{
            Name = 'a bridge that is down'; Code = 'LinkDown'; Target = 'beta'
            Break = { Invoke-OnHost ip link set $bridge down }
            Mend = { Invoke-OnHost ip link set $bridge up }
        }
        @{
            Name = 'a bridge without ports'; Code = 'NotOnBridge'; Target = 'beta'
            Break = { $ports.ForEach{ Invoke-OnHost ip link set $_ nomaster } }
            Mend = { $ports.ForEach{ Invoke-OnHost ip link set $_ master $bridge } }
        }
        @{
            Name = 'a bridge without its address'; Code = 'BridgeWithoutAddress'; Target = '198.51.100.2'
            Break = { Invoke-OnHost ip address delete 10.83.0.1/24 dev $bridge }
            Mend = { Invoke-OnHost ip address add 10.83.0.1/24 broadcast 10.83.0.255 dev $bridge }
        }
        @{
            Name = 'a bridge that does not forward'; Code = 'NotForwarded'; Target = '203.0.113.9'
            Break = { Invoke-OnHost sh -c "echo 0 >/proc/sys/net/ipv4/conf/$bridge/forwarding" }
            Mend = { Invoke-OnHost sh -c "echo 1 >/proc/sys/net/ipv4/conf/$bridge/forwarding" }
        }
    ) {
        & $Break
        try {
            $broken = Test-ContainerReachability alpha $Target -TimeoutSeconds 1 -By Address
            $saved = Test-ContainerReachability alpha $Target -By Address -Snapshot (Get-DockerNetworkSnapshot -IncludeHost)
        }
        finally { & $Mend }

        # Live, only the containers that are asked about are inspected, so another one may have the lost address.
        $broken.Predicted | Should -BeIn Blocked, Unknown
        $broken.Agrees | Should -Not -Be $false
        $broken.Effective | Should -Be Blocked
        $broken.Reasons[0].Code | Should -Be $Code
        "$($saved.Predicted) $($saved.Reasons[0].Code)" | Should -Be "Blocked $Code"
        (Test-ContainerReachability alpha $Target -TimeoutSeconds 1).Reasons.Code | Should -Not -Contain $Code
    }
}
