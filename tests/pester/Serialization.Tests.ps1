# What an object becomes in JSON, CSV and Clixml: the promise of about_DockerNetwork, for every type that the module shows or returns. The
# objects are those of the views, and those of a real engine.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Engine.psm1"
    $shown = & "$PSScriptRoot/ViewCases.ps1" -Module (Get-TestModulePath) -AsObject
    $types = $shown | ForEach-Object { $_.GetType().Name } | Sort-Object -Unique
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module "$PSScriptRoot/Engine.psm1"
    Import-Module (Get-TestModulePath) -Global
    $shown = & "$PSScriptRoot/ViewCases.ps1" -Module (Get-TestModulePath) -AsObject | Group-Object { $_.GetType().Name } -AsHashTable

    # Should is slow, and there are thousands of values.
    function Assert-Value([bool] $Right, $Json, $Value, [string] $At) {
        if (-not $Right) { throw "$At is '$Json', and not '$Value'." }
    }

    function Assert-Json {
        <# Whether a value is in the JSON that was read back as what it is: text, number, true or false, or an object of them. #>
        param($Json, $Value, [string] $At)

        if ($null -eq $Value) { Assert-Value ($null -eq $Json) $Json null $At; return }
        $type = $Value.GetType()
        if ($type.IsEnum -or $Value -is [Net.IPAddress] -or $Value -is [Net.IPNetwork] -or $Value -is [TimeSpan] -or $Value -is [Uri]) {
            Assert-Value ($Json -is [string] -and $Json -ceq "$Value") $Json $Value $At
        }
        elseif ($Value -is [string] -or $type.IsPrimitive) { Assert-Value ($Json -ceq $Value) $Json $Value $At }
        elseif ($Value -is [DateTimeOffset]) { Assert-Value ([DateTimeOffset]$Json -eq $Value) $Json $Value $At }
        elseif ($Json -is [string]) {
            # No depth is left for an object or a list: its text, and never the name of a type.
            Assert-Value ($Json -notmatch '^@\{|^System\.|DockerNetwork\.Model|`') $Json 'its text' $At
            Assert-Value ($Json -or -not ($Value.Count ?? 1)) $Json 'its text' $At
        }
        elseif ($Value.Keys) {
            foreach ($key in $Value.Keys) { Assert-Json $Json.$key $Value[$key] "$At.$key" }
        }
        elseif ($Value -is [Collections.IEnumerable]) {
            Assert-Value (@($Json).Count -eq $Value.Count) @($Json).Count $Value.Count "$At.Count"
            for ($i = 0; $i -lt $Value.Count; $i++) { Assert-Json @($Json)[$i] $Value[$i] "$At[$i]" }
        }
        else {
            $names = $Value.PSObject.Properties.Name
            Assert-Value ("$($Json.PSObject.Properties.Name)" -ceq "$names") $Json.PSObject.Properties.Name $names "The properties of $At"
            foreach ($name in $names) { Assert-Json $Json.$name $Value.$name "$At.$name" }
        }
    }

    function Assert-Kept {
        <# Whether objects are the same in JSON at any depth, in CSV, and after Clixml, with their views. #>
        param([object[]] $Object)

        $file = Join-Path $TestDrive kept.xml
        $Object | Export-Clixml -LiteralPath $file
        $read = @(Import-Clixml -LiteralPath $file)
        Assert-Value ($read.Count -eq $Object.Count) $read.Count $Object.Count Count

        foreach ($depth in 2, 6) {
            $text = $Object | ConvertTo-Json -Depth $depth -AsArray -WarningAction Ignore
            Assert-Json ($text | ConvertFrom-Json -NoEnumerate) $Object "depth $depth"
            $text | Should -Not -Match '"(AddressFamily|Ticks|BaseAddress|IPAddressToString)"'
            # One object alone is a level higher.
            $text = $Object[0] | ConvertTo-Json -Depth $depth -WarningAction Ignore
            Assert-Json ($text | ConvertFrom-Json) $Object[0] "depth $depth, alone"
        }

        # Import-Clixml reads dictionaries in another order, and a line of a table may break elsewhere.
        $words = { (($input | Out-String -Width 20000) -split '\W+' | Sort-Object -CaseSensitive) -join ' ' }
        $read | ConvertTo-Json -Depth 8 | & $words | Should -BeExactly ($Object | ConvertTo-Json -Depth 8 | & $words)

        $rows = $Object | ConvertTo-Csv
        $read | ConvertTo-Csv | & $words | Should -BeExactly ($rows | & $words)
        $rows | Should -Not -Match '@\{|System\.|DockerNetwork\.Model|[\r\n]'

        for ($i = 0; $i -lt $Object.Count; $i++) {
            Assert-Value ($read[$i].GetType() -eq $Object[$i].GetType()) $read[$i].GetType() $Object[$i].GetType() Type
            foreach ($name in $Object[$i].PSObject.Properties.Name) {
                $was, $is = $Object[$i].$name, $read[$i].$name
                if ($null -ne $was) { Assert-Value ($is -is $was.GetType() -or $is -is [Net.IPAddress]) $is.GetType() $was.GetType() $name }
            }
        }

        # Only what one command has written has columns that fit all its rows.
        $read | & $words | Should -BeExactly ($Object | & $words)
        $read | Format-List | & $words | Should -BeExactly ($Object | Format-List | & $words)
    }
}

Describe 'An object' {
    It 'is kept in JSON, CSV and Clixml: <_>' -ForEach $types {
        Assert-Kept $shown[$_]
    }

    It 'is tested here, of whatever type a cmdlet returns or a view shows' {
        $plain = 'Void', 'String', 'Boolean', 'PSObject', 'FileInfo'
        $returned = (Get-Command -Module DockerNetwork).OutputType.Type.Name | Where-Object { $_ -notin $plain }
        $file = Join-Path (Split-Path (Get-Module DockerNetwork).Path) DockerNetwork.types.ps1xml
        $written = '/Types/Type[TypeConverter and .//PropertySet/Name = "PropertySerializationSet"]/Name'
        $viewed = ([xml](Get-Content $file -Raw)).SelectNodes($written).InnerText |
            ForEach-Object { $_.Split('.')[-1] }
        $viewed.Count | Should -BeGreaterThan 20
        $returned + $viewed | Sort-Object -Unique | Where-Object { -not $shown.ContainsKey($_) } | Should -BeNullOrEmpty
    }

    It 'has objects and not texts for PowerShell' {
        $endpoint = $shown.NetworkEndpoint[1]
        $endpoint.IPv6Address | Should -BeOfType Net.IPAddress
        $endpoint.IPv6Address.AddressFamily | Should -Be InterNetworkV6
        ($endpoint | Select-Object *).Gateway | Should -BeOfType Net.IPAddress
        $shown.Network[0].Subnets[0] | Should -BeOfType Net.IPNetwork
        $shown.Network[0].Endpoints[0].State -eq [DockerNetwork.Model.Containers.ContainerState]::Running | Should -BeTrue
        $shown.ReachabilityResult[0].Latency.TotalMilliseconds | Should -Be 0.274
        ($shown.ReachabilityResult | Measure-Object { $_.Sent } -Sum).Sum | Should -BeGreaterThan 3
        $shown.Network[0].DockerHost | Should -BeOfType DockerNetwork.Engine.Connection.DockerHost
        "$($shown.DockerContext[1].DockerHost)" | Should -BeExactly tcp://192.0.2.1:2376
    }

    It 'has the addresses of endpoints and the codes of reasons in JSON of the usual depth' {
        $read = $shown.Network | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json
        $read[0].Endpoints[1] | Should -BeExactly 'db on app 10.5.0.2 fd00:1234:5678:9abc:0:242:ac12:2'
        $read = $shown.ReachabilityResult | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json
        $read[2].Reasons | Should -BeLike 'NoSharedNetwork: web (app) and far (bridge) share no network,*'
        $read[2].Observed, $read[2].Protocol, $read[0].Latency, $read[0].DockerHost |
            Should -BeExactly Unresolved, Icmp, 00:00:00.0002740, unix:///var/run/docker.sock
        ($shown.Network[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json).Endpoints[1].IPv6Address |
            Should -BeExactly fd00:1234:5678:9abc:0:242:ac12:2
    }

    It 'is compared with what <_> wrote of it' -ForEach 'ConvertTo-Json', 'ConvertTo-Json -Depth 5', 'Export-Csv', 'Export-Clixml' {
        $way = $_
        $results = $shown.ReachabilityResult
        $file = Join-Path $TestDrive 'results'
        switch -Wildcard ($_) {
            'ConvertTo-Json*' {
                $results | ConvertTo-Json -Depth ($_ -like '*5' ? 5 : 2) -WarningAction Ignore | Set-Content $file
                # What was read back is taken too.
                $read = Get-Content $file -Raw | ConvertFrom-Json
            }
            'Export-Csv' { $results | Export-Csv $file; $read = Import-Csv $file }
            default { $results | Export-Clixml $file; $read = Import-Clixml $file }
        }

        foreach ($kept in $file, $read) {
            Compare-ContainerReachability $kept $results | Should -BeNullOrEmpty
            Compare-ContainerReachability $results $kept | Should -BeNullOrEmpty
            $gone = Compare-ContainerReachability $kept @()
            $gone | Should -HaveCount @(Compare-ContainerReachability $results @()).Count
            $far = $gone | Where-Object { $_.Source -eq 'web' -and $_.Target -eq 'far' }
            "$($far.BeforeReasons.Code)" | Should -Be ($way -eq 'Export-Csv' ? '' : 'NoSharedNetwork')
        }
    }
}

Describe 'An object of an engine' {
    BeforeAll {
        $engine = Connect-TestEngine
        $null = New-DockerNetwork front, back -Label tier=test
        $null = New-DockerContainer alpine sleep, infinity -Name web -Network @{ Name = 'front'; Alias = '=1+1' } -Publish 8093:80 -Start
        $null = New-DockerContainer alpine sleep, infinity -Name db -Network back -Label @{ '=cmd|calc' = 'x' } -Start
        $null = New-DockerContainer alpine -Name old -Network front
    }

    AfterAll { Disconnect-TestEngine }

    It 'is kept too: <_>' -ForEach @(
        'Get-DockerNetwork', 'Get-DockerNetwork front', 'Get-DockerNetworkEndpoint', 'Get-DockerContainer', 'Get-DockerPortMapping'
        'Get-DockerContainerInterface web', 'Get-DockerContainerListener web', 'Find-DockerSubnet', 'Get-DockerNetworkSnapshot'
        'Test-ContainerReachability web, old db', 'Resolve-ContainerName web db', 'Trace-ContainerReachability web db -By Address'
    ) {
        Assert-Kept @(& ([scriptblock]::Create($_)))
    }

    It 'is a safe row of a spreadsheet with samples/export-spreadsheet.ps1: <_>' -ForEach @(
        'Get-DockerContainer', 'Get-DockerNetworkEndpoint', 'Get-DockerNetworkEndpoint | Select-Object Container, Alias, IPAddress'
        'Get-DockerContainer | Select-Object Name, Created, @{ n = "Key"; e = { @($_.Label.Keys) } }, @{ n = "N"; e = { -1 } }'
    ) {
        $objects = @(& ([scriptblock]::Create($_)))
        $file = Join-Path $TestDrive 'rows[1].csv'
        $objects | & "$PSScriptRoot/../../samples/export-spreadsheet.ps1" $file
        $rows = @(Import-Csv -LiteralPath $file)
        $rows.Count | Should -Be $objects.Count
        $rows[0].PSObject.Properties.Name | Should -Be $objects[0].PSObject.Properties.Name
        foreach ($cell in $rows.ForEach{ $_.PSObject.Properties }) {
            if ($cell.Name -ne 'N') { $cell.Value | Should -Not -Match '^[=+\-@\t\r\n]' -Because $cell.Name }
            else { $cell.Value | Should -Be -1 }
        }

        $row = $rows.Where{ ($_.Container ?? $_.Name) -eq 'web' }[0]
        if ($row.Alias) { $row.Alias, $row.IPAddress | Should -BeExactly "'=1+1", "$($objects.Where{ $_.Container -eq 'web' }.IPAddress)" }
        if ($row.Created) { [DateTimeOffset]$row.Created | Should -Be $objects.Where{ $_.Name -eq 'web' }.Created }
        if ($row.PSObject.Properties['Label']) { $rows.Label | Should -Contain "'=cmd|calc=x" }
    }
}
