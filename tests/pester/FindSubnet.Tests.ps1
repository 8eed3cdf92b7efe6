# Find-DockerSubnet: what it finds can be used, and collides with nothing.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    Reset-TestEngine
}

AfterAll { Disconnect-TestEngine }

Describe 'Find-DockerSubnet' {
    AfterEach { Reset-TestEngine }

    It 'gives one /24 that no network overlaps' {
        $found = Find-DockerSubnet

        $found | Should -HaveCount 1
        $found.Subnet.PrefixLength | Should -Be 24
        $found.ContainerCount | Should -Be 253
        "$($found.Within)" | Should -BeIn (17..31 | ForEach-Object { "172.$_.0.0/16" })
        # The default bridge has it all.
        "$($found.Within)" | Should -Not -Be '172.17.0.0/16'
        "$($found.DockerHost)" | Should -Be $engine.DockerHost
    }

    It 'pipes into New-DockerNetwork, again and again' {
        foreach ($name in 'a', 'b', 'c') { Find-DockerSubnet 28 -Within 10.250.0.0/26 | New-DockerNetwork $name }

        # The module is not its own witness.
        $made = Invoke-EngineApi '/networks' | Where-Object Name -In 'a', 'b', 'c' | Sort-Object Name
        $made.IPAM.Config.Subnet | Should -Be '10.250.0.0/28', '10.250.0.16/28', '10.250.0.32/28'
        $made.IPAM.Config.Gateway | Should -Be '10.250.0.1', '10.250.0.17', '10.250.0.33'
    }

    It 'gives many at once, which the engine all takes' {
        $found = @(Find-DockerSubnet 29 -Count 8 -Within 10.251.0.0/24)
        $found | Should -HaveCount 8
        foreach ($subnet in $found) { $null = New-DockerNetwork "piece$($found.IndexOf($subnet))" -Subnet $subnet.Subnet }
        @(Get-DockerNetwork piece*) | Should -HaveCount 8
    }

    It 'avoids what it is told to' {
        "$((Find-DockerSubnet -Within 10.0.0.0/8 -Exclude 10.0.0.0/9).Subnet)" | Should -Be '10.128.0.0/24'
    }

    It 'avoids the networks of this machine, where the engine is on it' {
        $own = [Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces() |
            Where-Object NetworkInterfaceType -NE Loopback |
            ForEach-Object { $_.GetIPProperties().UnicastAddresses } |
            Where-Object { $_.Address.AddressFamily -eq 'InterNetwork' -and $_.PrefixLength -in 8..30 } |
            Select-Object -First 1
        if (-not $own) { Set-ItResult -Skipped -Because 'this machine has no address'; return }

        # Only the machine's own /30 is in there.
        $bytes = $own.Address.GetAddressBytes()
        $bytes[3] = $bytes[3] -band 0xFC
        $within = "$([Net.IPAddress]::new($bytes))/30"
        Find-DockerSubnet 30 -Within $within -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NoFreeSubnet,*'
    }

    It 'finds IPv6 ranges in one site' {
        $first = Find-DockerSubnet -IPv6
        $first.Subnet.PrefixLength | Should -Be 64
        $first.Subnet.BaseAddress.IsIPv6UniqueLocal | Should -BeTrue
        $null = New-DockerNetwork six -EnableIPv6 -Subnet (Find-DockerSubnet).Subnet, $first.Subnet

        $second = Find-DockerSubnet -IPv6
        "$($second.Within)" | Should -Be "$($first.Within)"
        "$($second.Subnet)" | Should -Not -Be "$($first.Subnet)"
    }

    It 'says when there is not enough, and gives what there is' {
        $found = @(Find-DockerSubnet 25 -Count 3 -Within 10.252.0.0/24 -ErrorAction SilentlyContinue -ErrorVariable failure)

        $found | Should -HaveCount 2
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NoFreeSubnet,*'
        "$($failure[0])" | Should -BeLike '*2 of 3*10.252.0.0/24*'
    }

    It 'refuses -IPv6 with -Within' {
        { Find-DockerSubnet -IPv6 -Within 10.0.0.0/8 } | Should -Throw -ErrorId 'ConflictingParameters,*'
    }

    It 'refuses a length that IPv4 does not have' {
        { Find-DockerSubnet -PrefixLength 33 } | Should -Throw -ErrorId 'ConflictingParameters,*' -ExpectedMessage '*1 to 32*-IPv6*'
        { Find-DockerSubnet 64 -Within 10.0.0.0/8 } | Should -Throw -ExpectedMessage '*1 to 32*IPv6 ranges in -Within*'
        "$((Find-DockerSubnet 80 -Within 10.0.0.0/8, fd00:1::/64 -ErrorAction SilentlyContinue).Subnet)" | Should -Be 'fd00:1::/80'
    }

    It 'has a view' {
        $text = Find-DockerSubnet -Within 10.253.0.0/16 | Format-Table | Out-String
        $text | Should -Match '(?m)^Subnet\s+Gateway\s+Containers\s+Within'
        $text | Should -Match '(?m)^10\.253\.0\.0/24\s+10\.253\.0\.1\s+253\s+10\.253\.0\.0/16'
    }
}
