# What a person sees, on consoles of 80, 120, 160 and 200 columns, compared with what was looked at and approved: approved/<view>.txt.
# DN_APPROVE=1 approves what is shown now; git diff then tells what has changed. No engine is asked.
BeforeDiscovery {
    $cases = [regex]::Matches((Get-Content "$PSScriptRoot/ViewCases.ps1" -Raw), '(?m)^    (\w+) += \{ ').ForEach{ $_.Groups[1].Value }
    $shown = foreach ($case in $cases) { @{ Case = $case; Widths = $case -like '*Wide' ? @(120, 160, 200) : @(80, 120, 160, 200) } }
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
        foreach ($columns in 80, 120, 160, 200) { $views[$columns] = Get-View (Read-Console $columns) }
    }
}

Describe 'The view <Case>' -ForEach $shown -Skip:(-not $canShow) {
    It 'is what was approved' {
        $file = "$PSScriptRoot/approved/$Case.txt"
        foreach ($columns in $Widths) { $views[$columns][$Case] | Should -Not -BeNullOrEmpty -Because "$columns columns" }
        # Mostly a wider console shows the same.
        $now = -join ($Widths | Group-Object { $views[$_][$Case] } -CaseSensitive | Sort-Object { $_.Group[0] } |
            ForEach-Object { "==== $($_.Group -join ', ') columns`n$($_.Name)" })
        if ($env:DN_APPROVE) { Set-Content $file $now -NoNewline }

        $approved = (Test-Path $file) ? (Get-Content $file -Raw) : ''
        if ($now -cne $approved) {
            $difference = Compare-Object ($approved -split "`n") ($now -split "`n") -CaseSensitive |
                ForEach-Object { ($_.SideIndicator -eq '=>' ? '+ ' : '- ') + $_.InputObject }
            throw "The view is not what was approved ($file). DN_APPROVE=1 approves it.`n$($difference -join "`n")"
        }
    }

    It 'fits' {
        foreach ($columns in $Widths) { $views[$columns][$Case] -split "`n" | Where-Object Length -GT $columns | Should -BeNullOrEmpty }
    }

    It 'cuts nothing, but for wide tables and the first folders of a socket' {
        if ($Case -notmatch 'Wide$') { foreach ($columns in $Widths) { $views[$columns][$Case] | Should -Not -Match '\u2026(?!/)' } }
    }

    It 'keeps names whole' -Skip:($Case -like '*Wide') {
        foreach ($columns in $Widths) {
            $shown = $views[$columns][$Case]
            foreach ($part in 'a-name-of-the-63-characters', 'shop-storefront-', 'shop-postgresql-', 'shop_backend_') {
                $whole = [regex]::Matches($shown, "$part(-that-a-label-of-a-host-name-may-hav|\d+|primary-1|default)")
                $whole.Count | Should -Be ([regex]::Matches($shown, $part).Count) -Because "$part at $columns columns"
            }
        }
    }
}

Describe 'Colours' -Skip:(-not $canShow) {
    It 'mark what is open to the world, and only on a terminal that wants them' {
        $open = "$([char]27)\[33;1m0\.0\.0\.0:8080"
        Read-Console 80 @{} PortMapping | Should -Match $open
        Read-Console 80 @{ NO_COLOR = 1 } PortMapping | Should -Not -Match "$([char]27)\[[0-9;]*m"
    }

    It 'show marks and states green, red and yellow, and only on a terminal that wants them' {
        $green, $red, $yellow = '32m', '31;1m', '33;1m' | ForEach-Object { "$([char]27)\[$_" }
        $results = Read-Console 80 @{} ReachabilityResult
        $results | Should -Match "$green$([char]0x2713)"
        $results | Should -Match "$red$([char]0x2717)"
        $results | Should -Match "$yellow\?"
        Read-Console 80 @{} Container | Should -Match "${green}Running \(healthy\)$([char]27)\[0m +app 10.5.0.2,"
        Read-Console 120 @{} ReachabilityMatrixCompact | Should -Match "$green$([char]0x2713)$([char]27)\[0m$red$([char]0x2717)"
        Read-Console 80 @{ NO_COLOR = 1 } 'ReachabilityResult' | Should -Not -Match "$([char]27)\[[0-9;]*m"
    }

    It 'are left out of what is redirected, and columns stay where they are' {
        $shell = (Get-Process -Id $PID).Path
        $cases = "$PSScriptRoot/ViewCases.ps1"
        $plain = (& $shell -NoProfile -NonInteractive -File $cases -Module (Get-TestModulePath) -Name Container) -join "`n"
        $plain | Should -Not -Match ([char]27)
        $lines = $plain -split "`n" -match 'State|Running'
        $lines.Count | Should -BeGreaterThan 2
        $lines.ForEach{ [regex]::Match($_, 'State|Running').Index } | Select-Object -Unique | Should -HaveCount 1
    }

    It 'mark where packets were lost, and only on a terminal that wants them' {
        Read-Console 80 @{} ReachabilityTrace | Should -Match "$([char]27)\[33;1m 3 . @host .* lost here$([char]27)\[0m"
        Read-Console 80 @{ NO_COLOR = 1 } ReachabilityTrace | Should -Not -Match "$([char]27)\[[0-9;]*m"
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
            foreach ($name in $pair[0].PSObject.Properties.Name) {
                "$($pair[1].$name)" | Should -BeExactly "$($pair[0].$name)" -Because $name
            }
        }
        $back[0].Subnets[0] | Should -BeOfType ([Net.IPNetwork])
        $back[0].Ipam[0].AuxAddress.router | Should -BeOfType ([ipaddress])
        $back[0].Endpoints[0].IPv6Address | Should -BeOfType ([ipaddress])
        $back[0].Created | Should -Be $network.Created
        $back[2].Reasons[0].Fix | Should -Be d
        ($back[2] | Out-String) | Should -Be ($result | Out-String)
    }

    Context 'A trace' {
        BeforeAll {
            function New-Traced([string] $Type, [hashtable] $Property) {
                [Management.Automation.LanguagePrimitives]::ConvertTo(
                    [pscustomobject]$Property,
                    [DockerNetwork.Model.Networks.Network].Assembly.GetType("DockerNetwork.Model.Results.$Type"))
            }

            $hops = foreach ($number in 1, 2) {
                New-Traced TraceHop @{
                    Number = $number; Place = 'web'; Namespace = 'web'; Interface = 'eth0'; Network = 'app'
                    Direction = 'Out'; Leg = 'Request'
                    From = '10.5.0.2:40001'; To = '10.5.0.3:80'; Translated = 'Source, Destination'; Seen = 2; Sent = 3
                    Lost = $number -eq 2
                    Offset = [TimeSpan]::FromMicroseconds(123); Note = 'x'
                }
            }
            $rule = New-Traced FirewallRule @{
                Place = '@host'; Tool = 'nft'; Family = 'ip'; Table = 'filter'; Chain = 'FORWARD'; Position = 3; Text = '-j DROP'
                Comment = 'c'; Verdict = 'drop'; Owner = 'DockerUser'; Packets = 3; Certain = $true
            }
            $traced = Show ReachabilityResult @{
                Source     = 'web'
                Target     = 'db'
                TargetName = 'db'
                Protocol   = 'Tcp'
                Port       = 80
                Predicted  = 'Reachable'
                Observed   = 'Blocked'
                Avg        = [TimeSpan]::FromMilliseconds(0.5)
                Reasons    = @([DockerNetwork.Model.Results.Reason]::new('A', 'b', 'c', 'd'))
                Trace      = New-Traced PacketTrace @{ Hops = @($hops); Lost = $hops[1]; Rules = @($rule); PathMtu = 1400 }
            }
            $trace = New-Traced ReachabilityTrace @{ Result = $traced }
            $document = '{"Format":1,"DockerHost":"unix:///var/run/docker.sock","ApiVersion":"1.51","Time":"2026-01-02T03:04:05Z",' +
                '"Networks":[],"Containers":[{"Id":"' + ('1' * 64) + '","Names":["/web"],"State":"running"},{"Id":"' + ('2' * 64) +
                '","Names":["/db"],"State":"running"}],"Details":[]}'

            function Test-Kept($Kept, $Was) {
                foreach ($name in $Was.PSObject.Properties.Name) { "$($Kept.$name)" | Should -BeExactly "$($Was.$name)" -Because $name }
            }
        }

        It 'comes back from Export-Clixml as what it was' {
            $trace, $traced | Export-Clixml "$TestDrive/trace.xml"
            $back = Import-Clixml "$TestDrive/trace.xml"
            $back.ForEach{ $_.GetType().Name } | Should -Be ReachabilityTrace, ReachabilityResult
            Test-Kept $back[0] $trace
            Test-Kept $back[1] $traced
            foreach ($kept in $back[0], $back[1].Trace) {
                $kept.Hops | Should -HaveCount 2
                Test-Kept $kept.Hops[1] $hops[1]
                Test-Kept $kept.Lost $hops[1]
                Test-Kept $kept.Rules[0] $rule
            }
            ($back[0] | Out-String) | Should -BeExactly ($trace | Out-String)
            ($back[0] | Out-String) | Should -Match 'lost here'
            ($back[0] | Out-String) | Should -Not -Match ([char]27)
        }

        It 'is read back and shown in a session that has no module yet' {
            $trace | Export-Clixml "$TestDrive/early.xml"
            $shown = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command (
                "`$early = Import-Clixml '$TestDrive/early.xml'; Import-Module '$(Get-TestModulePath)'; " +
                '$early.Hops.Count; $early | Out-String; ($early | ConvertTo-ReachabilityMatrix -Ascii).db')
            $shown[0] | Should -Be 2
            "$shown" | Should -Match 'lost here'
            $shown[-1] | Should -BeLike 'x blocked*'
        }

        It 'keeps hops and rules in ConvertTo-Json with its usual depth' {
            $kept = $trace | ConvertTo-Json -WarningAction SilentlyContinue | ConvertFrom-Json
            $kept.Hops | Should -HaveCount 2
            $kept.Hops[1].Place, $kept.Hops[1].Interface, $kept.Hops[1].To | Should -Be web, eth0, '10.5.0.3:80'
            [timespan]::Parse($kept.Hops[1].Offset) | Should -Be $hops[1].Offset
            $kept.Lost.Number, $kept.Rules[0].Text, $kept.Reasons[0].Code | Should -Be 2, '-j DROP', A
        }

        It 'keeps hops of a result in ConvertTo-Json: as text with its usual depth, whole with -Depth 4' {
            $brief = $traced | ConvertTo-Json -WarningAction SilentlyContinue | ConvertFrom-Json
            $brief.Trace.Hops | Should -Be "$($hops[0])", "$($hops[1])"
            $brief.Trace.Rules | Should -Be '-j DROP'
            $whole = $traced | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue | ConvertFrom-Json
            $whole.Trace.Hops[1].Place, $whole.Trace.Rules[0].Chain | Should -Be web, FORWARD
        }

        It 'makes a matrix after <Way>' -ForEach @(
            @{ Way = 'nothing'; Through = { $args[0] } }
            @{ Way = 'Export-Clixml'; Through = { $args[0] | Export-Clixml "$TestDrive/m.xml"; Import-Clixml "$TestDrive/m.xml" } }
            @{ Way = 'ConvertTo-Json'; Through = { $args[0] | ConvertTo-Json -WarningAction SilentlyContinue | ConvertFrom-Json } }
        ) {
            $expected = $traced | ConvertTo-ReachabilityMatrix -Ascii | ConvertTo-Csv
            & $Through $trace | ConvertTo-ReachabilityMatrix -Ascii | ConvertTo-Csv | Should -Be $expected
        }

        It 'is drawn, with the loss, also after Export-Clixml' {
            $trace | Export-Clixml "$TestDrive/drawn.xml"
            foreach ($item in $trace, $traced, (Import-Clixml "$TestDrive/drawn.xml")) {
                $drawn = $item | Export-DockerNetworkTopology -Snapshot $document -Format Json | ConvertFrom-Json
                ($drawn.edges | Where-Object kind -EQ Trace).source | Should -Be "container:$('1' * 12)"
                $loss = $drawn.nodes | Where-Object kind -EQ Loss
                $loss.name, $loss.text | Should -Be ([char]0x2717), A
            }
        }

        It 'is drawn as SVG, with the reason at the loss' -Skip:(-not (Get-Command dot -ErrorAction Ignore)) {
            $trace | Export-DockerNetworkTopology "$TestDrive/trace.svg" -Snapshot $document
            $svg = [xml](Get-Content "$TestDrive/trace.svg" -Raw)
            $svg.SelectNodes("//*[@class = 'edge trace lost']") | Should -HaveCount 1
            $svg.SelectNodes("//*[@class = 'node loss']").InnerText | Should -Match 'lost after web eth0: c'
        }
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
            Property = @{
                Name = 'prod'; Description = 'the real one'; Current = $true; Source = '/home/me/meta.json'; Reachable = $true
                Kind = 'Docker'; Version = '28.5.2'; Mode = 'rootful'; ApiVersion = '1.51'
                Latency = [timespan]::FromMilliseconds(0.4); Reason = ''
            }
        }
    ) {
        $made = [Management.Automation.LanguagePrimitives]::ConvertTo(
            [pscustomobject]($Property + @{ DockerHost = 'tcp://192.0.2.1:2376' }),
            [type]$Type)
        $made | Export-Clixml "$TestDrive/one.xml"
        $back = Import-Clixml "$TestDrive/one.xml"
        $back | Should -BeOfType $Type
        foreach ($name in $made.PSObject.Properties.Name) {
            "$($back.$name)" | Should -BeExactly "$($made.$name)" -Because $name
            $back.$name | Should -BeOfType $made.$name.GetType()
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
        $kept[0].IPAddress, $kept[0].IPv6Address | Should -BeExactly '10.5.0.2', 'fd00::2'
        $kept[1].Addresses | Should -BeExactly '10.5.0.3', 'fd00::3'
        $kept[2].Subnets[0] | Should -BeExactly '10.5.0.0/24'
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
