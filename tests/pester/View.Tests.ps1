# What a person sees, on a console of 80 and of 120 columns, compared with what was looked at and approved: approved/<view>.<columns>.txt.
# DN_APPROVE=1 approves what is shown now; git diff then tells what has changed. No engine is asked.
BeforeDiscovery {
    $cases = [regex]::Matches((Get-Content "$PSScriptRoot/ViewCases.ps1" -Raw), '(?m)^    (\w+) += \{ ').ForEach{ $_.Groups[1].Value }
    $shown = foreach ($columns in 80, 120) {
        foreach ($case in $cases) { if ($columns -ge 120 -or $case -notlike '*Wide') { @{ Case = $case; Columns = $columns } } }
    }
    $canShow = [bool](Get-Command script -ErrorAction Ignore)
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module "$PSScriptRoot/Engine.psm1"
    Import-Module (Get-TestModulePath) -Global

    # On a terminal, as PowerShell and the views ask for its width.
    function Read-Console([int] $Columns, [hashtable] $Environment = @{ NO_COLOR = 1 }, [string] $Name = '*') {
        $shell = (Get-Process -Id $PID).Path
        $set = @('TERM=xterm') + $Environment.GetEnumerator().ForEach{ "$($_.Key)=$($_.Value)" }
        $command =
            ("stty cols $Columns rows 50; exec '$shell' -NoProfile -NonInteractive -File '$PSScriptRoot/ViewCases.ps1' -Module " +
                "'$(Get-TestModulePath)' -Name '$Name'")
        (& env -u NO_COLOR @set script -qec $command /dev/null) -join "`n"
    }

    function Get-View([string] $Text) {
        $views = @{}
        foreach ($part in ($Text -replace "`r" -replace "$([char]27)\[\?1[hl]" -replace "$([char]27)[=>]") -split '(?m)^=== ' |
            Select-Object -Skip 1) {
            $case, $rest = $part -split "`n", 2
            # Spaces at the end of lines are not seen.
            $views[$case] = ($rest -replace '(?m) +$').Trim("`n") + "`n"
        }
        $views
    }

    $views = @{}
    if (Get-Command script -ErrorAction Ignore) {
        foreach ($columns in 80, 120) { $views[$columns] = Get-View (Read-Console $columns) }
    }
}

Describe 'The view <Case> at <Columns> columns' -ForEach $shown -Skip:(-not $canShow) {
    It 'is what was approved' {
        $file = "$PSScriptRoot/approved/$Case.$Columns.txt"
        $now = $views[$Columns][$Case]
        $now | Should -Not -BeNullOrEmpty
        if ($env:DN_APPROVE) { Set-Content $file $now -NoNewline }

        $approved = (Test-Path $file) ? (Get-Content $file -Raw) : ''
        if ($now -cne $approved) {
            $difference = Compare-Object ($approved -split "`n") ($now -split "`n") -CaseSensitive |
                ForEach-Object { ($_.SideIndicator -eq '=>' ? '+ ' : '- ') + $_.InputObject }
            throw "The view is not what was approved ($file). DN_APPROVE=1 approves it.`n$($difference -join "`n")"
        }
    }

    It 'fits' {
        $views[$Columns][$Case] -split "`n" | Where-Object Length -GT $Columns | Should -BeNullOrEmpty
    }

    It 'cuts nothing, but for wide tables' {
        if ($Case -notmatch 'Wide$|Matrix') { $views[$Columns][$Case] | Should -Not -Match ([char]0x2026) }
    }
}

Describe 'Colours' -Skip:(-not $canShow) {
    It 'mark what is open to the world, and only on a terminal that wants them' {
        $open = "$([char]27)\[33;1m0\.0\.0\.0:8080"
        Read-Console 80 @{} PortMapping | Should -Match $open
        Read-Console 80 @{ NO_COLOR = 1 } PortMapping | Should -Not -Match "$([char]27)\[[0-9;]*m"
    }
}

Describe 'What is exported' {
    BeforeAll {
        function Show([string] $Type, [hashtable] $Property) {
            $Property.DockerHost = 'unix:///var/run/docker.sock'
            [Management.Automation.LanguagePrimitives]::ConvertTo(
                [pscustomobject]$Property,
                [DockerNetwork.Model.Networks.Network].Assembly.GetTypes().Where({ $_.Name -ceq $Type })[0])
        }

        $subnet = [Management.Automation.LanguagePrimitives]::ConvertTo(
            [pscustomobject]@{
                Subnet     = '10.5.0.0/24'
                IPRange    = '10.5.0.128/25'
                Gateway    = '10.5.0.1'
                AuxAddress = @{ router = '10.5.0.5' }
            },
            [DockerNetwork.Model.Networks.NetworkSubnet])
        $endpoint = Show NetworkEndpoint @{
            Network      = 'app'
            NetworkId    = '1'
            Container    = 'web'
            ContainerId  = '2'
            State        = 'Running'
            IPAddress    = '10.5.0.2'
            PrefixLength = 24
            IPv6Address  = 'fd00::2'
            Alias        = 'site', 'www'
        }
        $network = Show Network @{
            Name      = 'app'
            Id        = '1'
            Driver    = 'bridge'
            Scope     = 'local'
            Created   = [DateTimeOffset]'2026-01-02T03:04:05.678Z'
            Ipam      = @($subnet)
            Endpoints = @($endpoint)
            Label     = @{ team = 'blue' }
        }
        $result = Show ReachabilityResult @{
            Source     = 'web'
            Target     = 'db'
            TargetName = 'db'
            Protocol   = 'Tcp'
            Port       = 80
            Predicted  = 'Reachable'
            Observed   = 'Refused'
            Addresses  = '10.5.0.3', 'fd00::3'
            Avg        = [TimeSpan]::FromMilliseconds(0.5)
            Reasons    = @([DockerNetwork.Model.Results.Reason]::new('A', 'b', 'c', 'd'))
        }
    }

    It 'comes back from Export-Clixml as what it was' {
        $network, $endpoint, $result | Export-Clixml "$TestDrive/all.xml"
        $back = Import-Clixml "$TestDrive/all.xml"
        $back.ForEach{ $_.GetType().Name } | Should -Be Network, NetworkEndpoint, ReachabilityResult
        foreach ($pair in @(@($network, $back[0]), @($endpoint, $back[1]), @($result, $back[2]))) {
            foreach ($property in $pair[0].PSObject.Properties) {
                "$($pair[1].($property.Name))" | Should -BeExactly "$($property.Value)" -Because $property.Name
            }
        }
        $back[0].Subnets[0] | Should -BeOfType ([Net.IPNetwork])
        $back[0].Ipam[0].AuxAddress.router | Should -BeOfType ([ipaddress])
        $back[0].Endpoints[0].IPv6Address | Should -BeOfType ([ipaddress])
        $back[0].Created | Should -Be $network.Created
        $back[2].Reasons[0].Fix | Should -Be d
        ($back[2] | Out-String) | Should -Be ($result | Out-String)
    }

    It 'brings back what <Name> gives' -ForEach @(
        @{
            Name     = 'Find-DockerSubnet'
            Type     = 'DockerNetwork.Model.Networks.FreeSubnet'
            Property =
                @{ Subnet = 'fd00:1:2:3::/64'; Gateway = 'fd00:1:2:3::1'; ContainerCount = [long]::MaxValue; Within = 'fd00:1:2::/48' }
        }
        @{
            Name     = 'Get-DockerContext'
            Type     = 'DockerNetwork.Engine.Connection.DockerContext'
            Property = @{ Name = 'prod'; Description = 'the real one'; Current = $true; Source = '/home/me/meta.json' }
        }
    ) {
        $made = [Management.Automation.LanguagePrimitives]::ConvertTo(
            [pscustomobject]($Property + @{ DockerHost = 'tcp://192.0.2.1:2376' }),
            [type]$Type)
        $made | Export-Clixml "$TestDrive/one.xml"
        $back = Import-Clixml "$TestDrive/one.xml"
        $back | Should -BeOfType $Type
        foreach ($one in $made.PSObject.Properties) {
            "$($back.($one.Name))" | Should -BeExactly "$($one.Value)" -Because $one.Name
            $back.($one.Name) | Should -BeOfType $one.Value.GetType()
        }
        ($back | Out-String) | Should -Be ($made | Out-String)
    }

    It 'has texts for lists and addresses in Export-Csv' {
        $row = $network | ConvertTo-Csv | ConvertFrom-Csv
        $row.Subnets, $row.Gateways, $row.Label, $row.Endpoints | Should -Be '10.5.0.0/24', '10.5.0.1', 'team=blue', 'web on app'
        $row = $endpoint | ConvertTo-Csv | ConvertFrom-Csv
        $row.IPAddress, $row.IPv6Address, $row.Alias | Should -Be '10.5.0.2', 'fd00::2', 'site, www'
        $result | ConvertTo-Csv | Should -Not -Match 'System\.|\[\]'
    }

    It 'keeps addresses in ConvertTo-Json, those of IPv6 too' {
        $kept = $endpoint, $result, $network | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        $kept[0].IPAddress.IPAddressToString, $kept[0].IPv6Address.IPAddressToString | Should -Be '10.5.0.2', 'fd00::2'
        $kept[1].Addresses.IPAddressToString | Should -Be '10.5.0.3', 'fd00::3'
        $kept[2].Subnets[0].BaseAddress.IPAddressToString, $kept[2].Subnets[0].PrefixLength | Should -Be '10.5.0.0', 24
    }

    It 'has all properties in Select-Object *' {
        ($network | Select-Object *).PSObject.Properties.Name | Should -Be $network.PSObject.Properties.Name
    }

    It 'makes a matrix after <Way>' -ForEach @(
        @{ Way = 'Export-Clixml'; Through = { $args[0] | Export-Clixml "$TestDrive/r.xml"; Import-Clixml "$TestDrive/r.xml" } }
        @{ Way = 'Export-Csv'; Through = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Way = 'ConvertTo-Json'; Through = { $args[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json } }
    ) {
        $other = Show ReachabilityResult @{
            Source     = 'db'
            Target     = 'web'
            TargetName = 'web'
            Protocol   = 'Tcp'
            Port       = 80
            Predicted  = 'Reachable'
            Observed   = 'Reachable'
            Avg        = [TimeSpan]::FromMilliseconds(0.5)
        }
        $before = $result, $other | ConvertTo-ReachabilityMatrix | ConvertTo-Csv
        (& $Through @($result, $other)) | ConvertTo-ReachabilityMatrix | ConvertTo-Csv | Should -Be $before
        $before[-1] | Should -Match '0\.50 ms'
    }

    It 'is no matrix where it is no result' {
        $rows = [pscustomobject]@{ Name = 'x' }, $result |
            ConvertTo-ReachabilityMatrix -Ascii -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id InvalidResult -Category InvalidArgument
        $rows.db | Should -Be 'x refused'
    }
}
