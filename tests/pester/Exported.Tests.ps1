# Objects that were exported, damaged in the file, and read back. No engine is asked.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module "$PSScriptRoot/Engine.psm1"
    Import-Module (Get-TestModulePath) -Global

    function New-Row {
        <# A result as Import-Csv reads it, or Import-Clixml if a type name is given, with some properties changed. #>
        param([hashtable] $Change = @{}, [string] $TypeName)

        $row = [ordered]@{
            Source = 'web'; Target = 'db'; TargetName = 'db'; Protocol = 'Tcp'; Port = '80'; Predicted = 'Reachable'; Observed = 'Refused'
            Agrees = 'False'; Reachable = $false; Latency = '00:00:00.0005000'; Reasons = @(); DockerHost = 'unix:///nowhere'
        }
        if ($TypeName) { $row.PSTypeName = $TypeName }
        foreach ($name in $Change.Keys) {
            if ($Change[$name] -is [string] -and $Change[$name] -eq 'missing') { $row.Remove($name) } else { $row[$name] = $Change[$name] }
        }

        [pscustomobject]$row
    }
}

Describe 'A row of a matrix' {
    It 'is an error if <Property> is <Text>, and the other rows are read' -ForEach @(
        foreach ($property in 'Source', 'Target', 'TargetName') {
            foreach ($value in 'missing', '', $null) {
                @{ Property = $property; Value = $value; Like = "*is not a result of Test-ContainerReachability: it has no $property." }
            }
        }
        foreach ($property in 'Protocol', 'Predicted', 'Observed') {
            @{ Property = $property; Value = 'nope'; Like = '*cannot be read as a result of Test-ContainerReachability: *nope*' }
        }
        foreach ($value in 'x', '99999999999', 'Reachable') {
            @{ Property = 'Port'; Value = $value; Like = '*cannot be read as a result*' }
        }
        @{ Property = 'Protocol'; Value = 99; Like = '*cannot be read as a result*99*' }
        @{ Property = 'Agrees'; Value = 'maybe'; Like = '*cannot be read as a result*maybe*' }
        $times = @{ Ticks = 'x' }, @{ Ticks = [bigint]::Pow(10, 30) }, @{ Days = 1 }
        foreach ($value in @('soon') + $times.ForEach{ [pscustomobject]$_ }) {
            @{ Property = 'Latency'; Value = $value; Like = '*cannot be read as a result*' }
        }
    ).ForEach({ $_.Text = $_.Value -is [string] ? "'$($_.Value)'" : $null -eq $_.Value ? 'null' : "$($_.Value)"; $_ }) {
        $rows = (New-Row @{ $Property = $Value }), (New-Row @{ Source = 'good' }) |
            ConvertTo-ReachabilityMatrix -Ascii -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id InvalidResult -Category InvalidArgument -Like $Like
        $rows.Source | Should -Be good
    }

    It 'is not repeated by an error as a whole' {
        $null = New-Row @{ Observed = 'x' * 5MB } | ConvertTo-ReachabilityMatrix -ErrorVariable failure -ErrorAction SilentlyContinue
        $null = [pscustomobject]@{ Text = 'x' * 5MB } | ConvertTo-ReachabilityMatrix -ErrorVariable +failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 2
        $failure.ForEach{ "$_".Length } | Should -BeLessThan 600
    }

    It 'may be of a target called <_>' -ForEach 'psobject', 'PSBase', 'pstypenames', 'psadapted', 'psextended' {
        (New-Row @{ Target = $_ } | ConvertTo-ReachabilityMatrix -Ascii)."$_ [2]" | Should -BeLike 'x refused*'
    }

    It 'has empty texts for null, as a CSV file has' {
        $row = New-Row @{ Port = ''; Protocol = 'Icmp'; Predicted = ''; Agrees = ''; Latency = '' }
        ($row | ConvertTo-ReachabilityMatrix -Ascii).db | Should -Be 'x refused'
    }

    It 'has numbers for enumerations and parts for times, as a JSON file has' {
        $reachable = [long][DockerNetwork.Model.Results.ReachabilityState]::Reachable
        $latency = [pscustomobject]@{ Ticks = [long]5000; Days = 0 }
        $row = New-Row @{
            Protocol = [long]1; Port = [long]80; Predicted = $reachable; Observed = $reachable; Agrees = $true; Latency = $latency
        }
        ($row | ConvertTo-ReachabilityMatrix -Ascii).db | Should -BeLike '*0.50 ms'
    }
}

Describe 'A result to repair' {
    BeforeAll {
        $type = 'Deserialized.DockerNetwork.Model.Results.ReachabilityResult'
    }

    It 'is an error if <Property> is <Text>' -ForEach @(
        foreach ($property in 'Source', 'Target', 'TargetName') {
            foreach ($value in 'missing', '', $null) { @{ Property = $property; Value = $value; Like = "* has no $property." } }
        }
        foreach ($property in 'Protocol', 'Predicted') {
            foreach ($value in 'nope', '', 99) {
                @{ Property = $property; Value = $value; Like = '*cannot be read as a result of Test-ContainerReachability: *' }
            }
        }
        foreach ($value in 'x', '99999999999') { @{ Property = 'Port'; Value = $value; Like = '*cannot be read as a result*' } }
        @{ Property = 'Reasons'; Value = [pscustomobject]@{ Message = 'x' }; Like = '*cannot be read as a result*' }
        @{ Property = 'DockerHost'; Value = 'gopher://x'; Like = '*does not name a valid engine: *' }
    ).ForEach({ $_.Text = $_.Value -is [string] ? "'$($_.Value)'" : $null -eq $_.Value ? 'null' : "$($_.Value)"; $_ }) {
        New-Row @{ $Property = $Value } $type | Repair-ContainerReachability -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id InvalidResult -Category InvalidArgument -Like $Like
    }

    It 'is left alone if <Property> is <Value>, which PowerShell reads as true' -ForEach @(
        @{ Property = 'Reachable'; Value = 'yes' }
        @{ Property = 'Reachable'; Value = 1 }
    ) {
        New-Row @{ $Property = $Value } $type |
            Repair-ContainerReachability -WhatIf -ErrorVariable failure -WarningVariable said |
            Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
        $said | Should -BeNullOrEmpty
    }

    It 'may be a trace, and still has to be whole' {
        $trace = 'Deserialized.DockerNetwork.Model.Results.ReachabilityTrace'
        New-Row @{ Source = '' } $trace | Repair-ContainerReachability -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id InvalidResult -Category InvalidArgument -Like '* has no Source.'
        New-Row @{ Hops = 'nope'; Result = 3 } $trace |
            Repair-ContainerReachability -WhatIf -WarningVariable said -WarningAction SilentlyContinue |
            Should -BeNullOrEmpty
        "$said" | Should -Be 'web -> db:80 is not reachable, and no fix is known.'
    }

    It 'has no fix if <Why>' -ForEach @(
        @{ Why = 'there are no reasons'; Reasons = 'missing'; Message = '' }
        @{ Why = 'the reasons are null'; Reasons = $null; Message = '' }
        @{ Why = 'a reason has no message'; Reasons = @([pscustomobject]@{ Code = 'X' }); Message = '' }
        @{ Why = 'a reason is null'; Reasons = @($null, [pscustomobject]@{ Message = 'No network.' }); Message = ' No network.' }
        @{ Why = 'the reasons are a number'; Reasons = 3; Message = '' }
        @{ Why = 'a message is a number'; Reasons = @([pscustomobject]@{ Message = 3 }); Message = ' 3' }
    ) {
        New-Row @{ Reasons = $Reasons } $type |
            Repair-ContainerReachability -WhatIf -WarningVariable said -WarningAction SilentlyContinue -ErrorVariable failure |
            Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
        "$said" | Should -Be "web -> db:80 is not reachable, and no fix is known.$Message"
    }
}

Describe 'An object that is revived' {
    BeforeAll {
        function Read-Object([string] $Type, [hashtable] $Property) {
            [Management.Automation.LanguagePrimitives]::ConvertTo([pscustomobject]$Property, [type]"DockerNetwork.Model.$Type")
        }
    }

    It 'is not made if <Property> of a <Type> is <Value>' -ForEach @(
        @{ Type = 'Networks.Network'; Property = 'DockerHost'; Value = 'gopher://x' }
        @{ Type = 'Networks.Network'; Property = 'Created'; Value = 'yesterday' }
        @{ Type = 'Networks.Network'; Property = 'EnableIPv6'; Value = [pscustomobject]@{ x = 1 }; Made = $true }
        @{ Type = 'Networks.Network'; Property = 'Ipam'; Value = @('x') }
        @{ Type = 'Networks.Network'; Property = 'Endpoints'; Value = @(3) }
        @{ Type = 'Networks.NetworkSubnet'; Property = 'Subnet'; Value = 'x' }
        @{ Type = 'Networks.NetworkSubnet'; Property = 'IPRange'; Value = '10.0.0.0/99' }
        @{ Type = 'Networks.NetworkSubnet'; Property = 'Subnet'; Value = '' }
        @{ Type = 'Results.ReachabilityResult'; Property = 'Protocol'; Value = 'nope' }
        @{ Type = 'Results.ReachabilityResult'; Property = 'Protocol'; Value = '' }
        @{ Type = 'Results.ReachabilityResult'; Property = 'Observed'; Value = 99 }
        @{ Type = 'Results.ReachabilityResult'; Property = 'Port'; Value = 'x' }
        @{ Type = 'Results.ReachabilityResult'; Property = 'Avg'; Value = 'soon' }
        @{ Type = 'Results.ReachabilityResult'; Property = 'Reasons'; Value = 'x' }
        @{ Type = 'Results.ReachabilityResult'; Property = 'Addresses'; Value = @('10.0.0.1', $null) }
    ) {
        if ($Made) { Read-Object $Type @{ $Property = $Value } | Should -BeOfType "DockerNetwork.Model.$Type"; return }
        $why = try { Read-Object $Type @{ $Property = $Value } } catch { $_.Exception.InnerException }
        $why | Should -BeOfType ([Management.Automation.PSInvalidCastException])
    }

    It 'lacks what is missing, and an address that is not one' {
        $result = Read-Object Results.ReachabilityResult @{ Source = 'web'; Addresses = $null; Nonsense = 'x' }
        $result.Source, $result.Target, $result.Port, $result.Predicted | Should -Be web, '', $null, $null
        $result.Addresses | Should -BeNullOrEmpty
        (Read-Object Networks.NetworkSubnet @{ Subnet = '10.0.0.0/8'; Gateway = 'x'; AuxAddress = @{} }).Gateway | Should -BeNullOrEmpty
        (Read-Object Networks.Network @{ Label = 'x' }).Label.Count | Should -Be 0
    }

    It 'has a list of one for a single item' {
        (Read-Object Results.ReachabilityResult @{ Addresses = '10.0.0.1' }).Addresses | Should -Be 10.0.0.1
        $reason = [pscustomobject]@{ Code = 'X'; Message = 'm' }
        (Read-Object Results.ReachabilityResult @{ Reasons = $reason }).Reasons[0].Message | Should -Be m
    }

    It 'shows nothing that a terminal acts on if it was made up: <Type>' -ForEach @(
        @{ Type = 'FirewallRule'; Property = @{ Place = '@host'; Text = 'drop'; Owner = 'x'; Position = 'x'; Certain = 'x' } }
        @{ Type = 'TraceHop'; Property = @{ Place = 'web'; Leg = 'x'; Direction = 'x'; Number = 'x'; Translated = 'x' } }
        @{ Type = 'ReachabilityResult'; Property = @{ Source = 'web'; Predicted = 'x'; Reachable = 'x'; Method = 'x' } }
    ) {
        foreach ($name in @($Property.Keys)) { if ($Property[$name] -eq 'x') { $Property[$name] = "x`e[2J" } }
        $made = [pscustomobject]$Property
        $made.PSTypeNames.Insert(0, 'Deserialized.DockerNetwork.Engine.ModuleObject')
        $made.PSTypeNames.Insert(0, "Deserialized.DockerNetwork.Model.Results.$Type")
        $made | Export-Clixml "$TestDrive/made.xml"
        $read = Import-Clixml "$TestDrive/made.xml"
        $read.PSTypeNames[0] | Should -BeLike 'Deserialized.*'
        foreach ($view in @(($read | Out-String), ($read | Format-List | Out-String), ($read | Format-Table | Out-String))) {
            $view | Should -Not -Match "`e\[2J"
        }
    }

    It 'shows its texts if it was changed so that it is no <Type> (<Property>)' -ForEach @(
        @{ Type = 'TraceHop'; Property = 'Number'; Value = 99999999999; ByList = $true }
        @{ Type = 'TraceHop'; Property = 'Seen'; Value = [double]::NaN }
        @{ Type = 'TraceHop'; Property = 'Offset'; Value = 'soon'; ByList = $true }
        @{ Type = 'TraceHop'; Property = 'Leg'; Value = 'sideways'; ByList = $true }
        @{ Type = 'FirewallRule'; Property = 'Packets'; Value = 'many' }
        @{ Type = 'ReachabilityResult'; Property = 'Port'; Value = 99999999999 }
        @{ Type = 'ReachabilityTrace'; Property = 'Result'; Value = 'none at all' }
        @{ Type = 'ReachabilityTrace'; Property = 'Result'; Value = 'none at all' + ' ' * 100000; Shown = 'noneatall' }
    ) {
        $made = [pscustomobject]@{ Place = 'web'; $Property = $Value }
        $made.PSTypeNames.Insert(0, 'Deserialized.DockerNetwork.Engine.ModuleObject')
        $made.PSTypeNames.Insert(0, "Deserialized.DockerNetwork.Model.Results.$Type")
        $made | Export-Clixml "$TestDrive/changed.xml"
        $read = Import-Clixml "$TestDrive/changed.xml"
        $read.PSTypeNames[0] | Should -BeLike 'Deserialized.*'
        $Error.Clear()
        $table, $list = ($read | Out-String -Width 200), ($read | Format-List | Out-String -Width 200)
        ($ByList ? $list : $table) -replace '\s' -match ($Shown ?? [regex]::Escape("$Value" -replace '\s')) |
            Should -BeTrue -Because $table.Substring(0, [Math]::Min(500, $table.Length))
        $table.Length, $list.Length | ForEach-Object { $_ | Should -BeLessThan 5000 }
        $Error | Should -BeNullOrEmpty
    }

    It 'is not traced or repaired with a port that does not exist' {
        $row = Read-Object Results.ReachabilityResult @{
            Source = 'web'; Target = 'db'; TargetName = 'db'; Protocol = 'Tcp'; Port = -1; DockerHost = 'unix:///nowhere'
        }
        foreach ($command in 'Trace-ContainerReachability', 'Repair-ContainerReachability') {
            $row | & $command -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidResult,*'
            "$failure" | Should -BeLike "*'-1' is not a valid port.*"
        }
    }

    It 'stays what PowerShell made of it if <Old> became <New> in the file' -ForEach @(
        @{ Old = 'unix:///nowhere'; New = 'gopher://x' }
        @{ Old = 'Tcp'; New = 'Nope' }
        @{ Old = '10.0.0.1'; New = 'x'; Made = $true }
    ) {
        Read-Object Results.ReachabilityResult @{
            Source = 'web'; Target = 'db'; TargetName = 'db'; Protocol = 'Tcp'; Addresses = '10.0.0.1'; DockerHost = 'unix:///nowhere'
        } |
            Export-Clixml "$TestDrive/one.xml"
        (Get-Content "$TestDrive/one.xml" -Raw).Replace($Old, $New) | Set-Content "$TestDrive/one.xml"
        $read = Import-Clixml "$TestDrive/one.xml"
        $read.PSTypeNames[0] | Should -Be "$($Made ? '' : 'Deserialized.')DockerNetwork.Model.Results.ReachabilityResult"
        $read.Source | Should -Be web
        { $read | Out-String } | Should -Not -Throw
    }
}
