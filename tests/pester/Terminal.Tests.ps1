# The terminal is the user's: what an engine, an image or a container calls things is shown, and never acted on. And a session that
# runs in ConstrainedLanguage sees the same views.
BeforeDiscovery {
    $cases = [regex]::Matches((Get-Content "$PSScriptRoot/ViewCases.ps1" -Raw), '(?m)^    (\w+) += \{ ').ForEach{ $_.Groups[1].Value } |
        Where-Object { $_ -notlike '*Wide' } | ForEach-Object { @{ Case = $_ } }
    $canShow = [bool](Get-Command script -ErrorAction Ignore)
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module "$PSScriptRoot/Engine.psm1" -Force
    $engine = Connect-TestEngine

    # The clipboard, the title, a cleared screen, a colour in one character, text turned around, and a line that looks like another.
    $escape, $bell, $csi, $override = [char]27, [char]7, [char]0x9B, [char]0x202E
    $evil = "evil$escape]52;c;T1dORUQ=$bell$escape]0;owned$bell$escape[2J${csi}31m${override}gnp`nforged`tline"
    $shown = 'evil\x1b]52;c;T1dORUQ=\a\x1b]0;owned\a\x1b[2J\u009b31m\u202egnp\nforged\tline'

    $network = (Invoke-EngineApi '/networks/create' -Method POST -Body @{ Name = $evil; CheckDuplicate = $true }).Id
    $null = New-DockerNetwork plain
    foreach ($name in 'web', 'far') {
        $null = Invoke-EngineApi "/containers/create?name=$name" -Method POST -Body @{
            Image = $engine.Image; Cmd = 'sleep', 'infinity', $evil; Labels = @{ note = $evil; $evil = 'x' }
            HostConfig = @{ NetworkMode = $name -eq 'web' ? $network : 'plain' }
        }
    }

    foreach ($name in 'web', 'far') { $null = Invoke-EngineApi "/containers/$name/start" -Method POST }

    # As an engine of another kind could give it.
    $result = [Management.Automation.LanguagePrimitives]::ConvertTo(
        [pscustomobject]@{
            Source     = $evil
            Target     = $evil
            TargetName = $evil
            Protocol   = 'Icmp'
            Predicted  = 'Reachable'
            DockerHost = $engine.DockerHost
        },
        [DockerNetwork.Model.Results.ReachabilityResult])

    # What comes to a terminal of 200 columns, from a script that runs on it.
    function Read-Terminal([string] $Script, [hashtable] $Environment = @{ NO_COLOR = 1 }) {
        Set-Content "$TestDrive/shown.ps1" "`$evil = '$($evil -replace "'", "''")'`nImport-Module '$(Get-TestModulePath)'`n$Script"
        $set = @('TERM=xterm') + $Environment.GetEnumerator().ForEach{ "$($_.Key)=$($_.Value)" }
        $command = "stty cols 200 rows 50; exec '$((Get-Process -Id $PID).Path)' -NoProfile -NonInteractive -File '$TestDrive/shown.ps1'"
        # PowerShell's own: application cursor keys on and off.
        (& env -u NO_COLOR @set script -qec $command /dev/null) -join "`n" -replace "$escape\[\?1[hl]" -replace "$escape[=>]" -replace "`r"
    }

    function Assert-Harmless([string] $Text) {
        $Text | Should -Not -BeNullOrEmpty
        $Text | Should -Not -Match "[$escape$bell$csi$override\u2028\u200b]" -Because 'nothing of it may reach the terminal'
        $Text | Should -Not -Match '(?m)^\s*forged' -Because 'a line break in a name begins no line'
    }
}

AfterAll { Disconnect-TestEngine }

Describe 'What names hold' {
    It 'is what the engine said, in properties' {
        (Get-DockerNetwork -Id $network).Name | Should -BeExactly $evil
        "$(Get-DockerNetwork -Id $network)" | Should -BeExactly $evil
        $web = Get-DockerContainer web
        $web.Label['note'], $web.Label[$evil] | Should -BeExactly $evil, 'x'
        $web.Command | Should -Match ([regex]::Escape($evil))
        (Get-DockerNetwork -Id $network | ConvertTo-Json | ConvertFrom-Json).Name | Should -BeExactly $evil
    }

    It 'is shown as escapes in <View>' -ForEach @(
        @{ View = 'the table of networks'; Script = { Get-DockerNetwork } }
        @{
            View   = 'the wide table of networks'
            Script = { Get-DockerNetwork | Format-Table -View wide | Out-String -Width 2000 }
            Whole  = $true
        }
        @{ View = 'the list of a network'; Script = { Get-DockerNetwork | Format-List }; Whole = $true }
        @{ View = 'the table of containers'; Script = { Get-DockerContainer } }
        @{
            View   = 'the wide table of containers'
            Script = { Get-DockerContainer | Format-Table -View wide | Out-String -Width 2000 }
            Whole  = $true
        }
        @{ View = 'the list of a container'; Script = { Get-DockerContainer | Format-List }; Whole = $true }
        @{ View = 'the table of endpoints'; Script = { Get-DockerNetworkEndpoint } }
        @{ View = 'the list of an endpoint'; Script = { Get-DockerNetworkEndpoint | Format-List }; Whole = $true }
        @{ View = 'the table of results'; Script = { Test-ContainerReachability web far -Predict } }
        @{ View = 'the list of a result'; Script = { Test-ContainerReachability web far -Predict | Format-List } }
        @{
            View   = 'the topology'
            Script = { $t = Get-DockerNetworkTopology; $t; $t | Format-List; $t.Nodes; $t.Nodes | Format-List; $t.Edges | Format-List }
        }
        @{ View = 'Mermaid'; Script = { Export-DockerNetworkTopology -Format Mermaid | Out-String -Width 2000 } }
        @{ View = 'JSON'; Script = { Export-DockerNetworkTopology -Format Json | Out-String -Width 2000 } }
    ) {
        $text = & $Script | Out-String -Width 200
        Assert-Harmless $text
        # Folded in tables, and in Mermaid a backslash is a number.
        ($text -replace '\s|#92;|\\') | Should -Match 'x1b\]?(#93#59)?|u001b'
        if ($Whole) { ($text -replace '\s') | Should -Match ([regex]::Escape($shown)) }
    }

    It 'is escaped in DOT, but for the mark that keeps a backslash from Graphviz' {
        $dot = Export-DockerNetworkTopology -Format Dot | Out-String -Width 2000
        Assert-Harmless ($dot -replace '\u200b')
        $dot | Should -Match 'u202egnp'
    }

    It 'leaves an SVG well-formed' -Skip:(-not (Get-Command dot -ErrorAction Ignore)) {
        Export-DockerNetworkTopology "$TestDrive/all.svg"
        $svg = Get-Content "$TestDrive/all.svg" -Raw
        ([xml]$svg).svg | Should -Not -BeNullOrEmpty
        Assert-Harmless ($svg -replace '\u200b')
    }

    It 'is in the sentences of reasons as escapes, and a name beside them' {
        $reasons = (Test-ContainerReachability web far -Predict).Reasons
        "$($reasons.Message)" | Should -Match ([regex]::Escape($shown))
        Assert-Harmless "$($reasons.Message)"
    }

    It 'is shown as escapes in the heading of a matrix' {
        Assert-Harmless ($result | ConvertTo-ReachabilityMatrix | Format-List | Out-String -Width 200)
        Assert-Harmless ($result, $result | ConvertTo-ReachabilityMatrix -Group | Format-List | Out-String -Width 200)
    }
}

Describe 'A type that is not the first of the output' {
    # PowerShell then asks no view, and lists what the type has as DefaultDisplayPropertySet.
    It 'is shown as escapes in one line: <Type>' -ForEach @(
        @{ Type = 'Network'; Script = { Get-DockerNetwork -Id $network } }
        @{ Type = 'NetworkSubnet'; Script = { New-Shown NetworkSubnet @{ Subnet = '10.5.0.0/24'; AuxAddress = @{ $evil = '10.5.0.5' } } } }
        @{ Type = 'NetworkEndpoint'; Script = { Get-DockerNetworkEndpoint -Container web } }
        @{ Type = 'Container'; Script = { Get-DockerContainer web } }
        @{ Type = 'PublishedPort'; Script = { New-Shown PublishedPort @{ ContainerPort = 80; Protocol = $evil } } }
        @{
            Type   = 'PortMapping'
            Script = { New-Shown PortMapping @{ Container = $evil; Protocol = $evil; Networks = @($evil); Exposure = 'Open' } }
        }
        @{ Type = 'ReachabilityResult'; Script = { $result } }
        @{ Type = 'Reason'; Script = { [DockerNetwork.Model.Results.Reason]::new($evil, $evil, $evil, $evil) } }
        @{ Type = 'FixCommand'; Script = { [DockerNetwork.Model.Results.FixCommand]::new($evil) } }
        @{ Type = 'ContainerInterface'; Script = { New-Shown ContainerInterface @{ Container = $evil; Name = $evil } } }
        @{
            Type   = 'ContainerListener'
            Script = {
                New-Shown ContainerListener @{ Container = $evil; Protocol = $evil; Address = '::1'; Program = $evil; Reach = $evil }
            }
        }
        @{ Type = 'InterfaceAddress'; Script = { [DockerNetwork.Model.Containers.InterfaceAddress]::new('10.5.0.2', 24) }; Plain = $true }
        @{
            Type   = 'ReachabilityChange'
            Script = {
                New-Shown ReachabilityChange @{ Change = 'Lost'; Source = $evil; Target = $evil; TargetName = $evil; Network = $evil }
            }
        }
        @{ Type = 'NameResolution'; Script = { New-Shown NameResolution @{ Container = $evil; Name = $evil; State = 'Unknown' } } }
        @{ Type = 'NetworkTopology'; Script = { Get-DockerNetworkTopology }; Plain = $true }
        @{ Type = 'TopologyNode'; Script = { (Get-DockerNetworkTopology).Nodes | Where-Object Name -EQ $evil } }
        @{
            Type   = 'TopologyEdge'
            Script = { [DockerNetwork.Model.Topology.TopologyEdge]@{ Kind = 'Reachability'; Source = $evil; Target = $evil; Text = $evil } }
        }
        @{ Type = 'SavedSnapshot'; Script = { Get-DockerNetworkSnapshot }; Plain = $true }
        @{ Type = 'FreeSubnet'; Script = { Find-DockerSubnet }; Plain = $true }
        @{
            Type   = 'DockerContext'
            Script = {
                New-Shown DockerContext @{ Name = $evil; Description = $evil; Source = $evil } (
                    [DockerNetwork.Engine.Connection.DockerHost]
                )
            }
            After  = { Get-DockerNetwork plain }
        }
    ) {
        function New-Shown([string] $Type, [hashtable] $Property, [type] $Beside = [DockerNetwork.Model.Networks.Network]) {
            if ($Type -notin 'NetworkSubnet', 'PublishedPort') { $Property.DockerHost = $engine.DockerHost }
            [Management.Automation.LanguagePrimitives]::ConvertTo(
                [pscustomobject]$Property,
                $Beside.Assembly.GetTypes().Where({ $_.Name -ceq $Type })[0])
        }

        $items = @(& $Script)
        $first = @(& ($After ?? { Get-DockerContext }))[0]
        $items | Should -Not -BeNullOrEmpty
        Export-Clixml -InputObject $items "$TestDrive/second.xml"
        foreach ($item in $items, @(Import-Clixml "$TestDrive/second.xml")) {
            $text = & { $first; $item } | Out-String -Width 2000
            Assert-Harmless $text
            $text | Should -Match "(?m)^View : $Type "
            if (-not $Plain) { $text | Should -Match ([regex]::Escape('evil\x1b]52;c;T1dORUQ=\a')) }
            foreach ($way in 'Format-Wide', 'Format-List', 'Format-Custom') { Assert-Harmless ($item | & $way | Out-String -Width 2000) }
        }
    }

    It 'is shown as escapes if it was read before the module' -Skip:(-not $canShow) {
        Get-DockerNetwork -Id $network | Export-Clixml "$TestDrive/early.xml"
        $text =
            Read-Terminal ("Remove-Module DockerNetwork; `$read = Import-Clixml '$TestDrive/early.xml'; Import-Module " +
                "'$(Get-TestModulePath)'; Get-DockerContext; `$read")
        Assert-Harmless $text
        $text | Should -Match 'View : Network evil\\x1b'
    }

    It 'is shown as escapes in ConstrainedLanguage' -Skip:(-not $canShow) {
        $text = Read-Terminal '$ExecutionContext.SessionState.LanguageMode = "ConstrainedLanguage"; Get-DockerContext; Get-DockerNetwork'
        Assert-Harmless $text
        $text | Should -Match 'View : Network evil\\x1b'
    }
}

Describe 'Errors' {
    It 'show the name as escapes in <_>, and keep the item' -ForEach 'ConciseView', 'NormalView', 'DetailedView' {
        $ErrorView = $_
        $name = $evil -replace '[][]' # Or it would be a pattern.
        Get-DockerNetwork $name -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound
        $failure[0].TargetObject | Should -BeExactly $name
        foreach ($text in "$($failure[0])", $failure[0].Exception.Message, $failure[0].CategoryInfo.ToString()) { Assert-Harmless $text }
        $failure[0].Exception.Message | Should -Match ([regex]::Escape($shown -replace '[][]'))
        # The DetailedView shows the target itself, as PowerShell shows any text.
        if ($ErrorView -ne 'DetailedView') { Assert-Harmless ($failure[0] | Out-String -Width 400) }
    }

    It 'of the engine show its words with the name as escapes' {
        Get-DockerNetwork -Id $network | Remove-DockerNetwork -Confirm:$false -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -Not -BeNullOrEmpty
        Assert-Harmless "$($failure[0])"
        Assert-Harmless ($failure[0] | Out-String -Width 400)
        Connect-DockerNetwork ([WildcardPattern]::Escape($evil)) web -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id AlreadyConnected -Category ResourceExists
        Assert-Harmless "$($failure[0])"
    }

    It 'say that a pattern is not valid' {
        $name = $evil + 'x'
        Get-DockerNetwork $name -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id InvalidPattern -Category InvalidArgument
        Assert-Harmless ($failure[0] | Out-String -Width 400)
    }
}

Describe 'A terminal' -Skip:(-not $canShow) {
    It 'gets nothing that it would act on from <Name>' -ForEach @(
        @{ Name = 'a table'; Script = 'Get-DockerNetwork; Get-DockerContainer | Format-Table -View wide' }
        @{ Name = 'a list'; Script = 'Get-DockerNetwork | Format-List; Get-DockerContainer | Format-List' }
        @{ Name = 'an error'; Script = 'Get-DockerNetwork ($evil -replace "[][]"); Disconnect-DockerNetwork $evil far' }
        @{
            Name   = '-WhatIf'
            Script = 'Get-DockerNetwork | Remove-DockerNetwork -WhatIf -ErrorAction Ignore; Disconnect-DockerNetwork $evil web -WhatIf'
        }
        @{
            Name   = '-Verbose and -Debug'
            Script =
                'Test-ContainerReachability web far -Predict -Verbose -Debug; Disconnect-DockerNetwork $evil web -WhatIf -Verbose -Debug'
        }
        @{ Name = 'a warning'; Script = @'
                $result = [Management.Automation.LanguagePrimitives]::ConvertTo(
                    [pscustomobject]@{
                        Source = $evil; Target = 'web'; TargetName = 'web'; Protocol = 'Icmp'; DockerHost = $env:DOCKER_HOST
                    },
                    [DockerNetwork.Model.Results.ReachabilityResult])
                $null = $result | Export-DockerNetworkTopology
'@ }
        @{
            Name   = 'progress'
            Script =
                ('1..40 | ForEach-Object { Start-Sleep -Milliseconds 40; Get-DockerNetwork | Where-Object Name -EQ $evil } | ' +
                    'Disconnect-DockerNetwork -Container web -WhatIf')
        }
    ) {
        $text = Read-Terminal $Script
        # Progress moves the cursor by itself, so what is looked for is what was in the name.
        $text | Should -Match 'T1dORUQ'
        foreach ($part in "$escape]", $bell, "$escape[2J", $csi, $override) {
            $text.Contains($part) | Should -BeFalse -Because ([uri]::EscapeDataString($part))
        }
        $text | Should -Not -Match '(?m)^\s*forged'
    }
}

Describe 'Tab' {
    It 'offers no network that cannot be shown, and others' {
        $line = 'Get-DockerNetwork -Name '
        (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText | Should -Be bridge, host, none, plain
    }

    It 'tells of hostile networks and labels in harmless tooltips' {
        foreach (
            $line in 'Get-DockerContainer -Name ', 'Get-DockerNetwork -Id ', 'Test-ContainerReachability web ',
            'Get-DockerContainer -Image ', 'Get-DockerNetworkEndpoint -Container '
        ) {
            $offers = (TabExpansion2 $line $line.Length).CompletionMatches
            $offers | Should -Not -BeNullOrEmpty -Because $line
            foreach ($offer in $offers) {
                foreach ($text in $offer.ToolTip, $offer.ListItemText, $offer.CompletionText) { Assert-Harmless $text }
            }
        }

        $line = 'Get-DockerContainer -Name w'
        (TabExpansion2 $line $line.Length).CompletionMatches.ToolTip | Should -Match ([regex]::Escape($shown))
    }
}

Describe 'A session in ConstrainedLanguage' -Skip:(-not $canShow) {
    BeforeAll {
        # Without a console there would be 80 columns.
        $command =
            ("stty cols 120 rows 50; exec '$((Get-Process -Id $PID).Path)' -NoProfile -NonInteractive -File " +
                "'$PSScriptRoot/ViewCases.ps1' -Module '$(Get-TestModulePath)' -Constrained")
        $all = (
            & env TERM=xterm NO_COLOR=1 script -qec $command /dev/null
        ) -join "`n" -replace "`r" -replace "$escape\[\?1[hl]" -replace "$escape[=>]"
        $views = @{}
        foreach ($part in $all -split '(?m)^=== ' | Select-Object -Skip 1) {
            $case, $rest = $part -split "`n", 2
            $views[$case] = ($rest -replace '(?m) +$').Trim("`n") + "`n"
        }
    }

    It 'sees <Case> as any other does' -ForEach $cases {
        $approved = (Get-Content "$PSScriptRoot/approved/$Case.txt" -Raw) -split '(?m)(?=^==== )' -match '^==== .*\b120\b'
        $views[$Case] | Should -BeExactly ($approved[0] -split "`n", 2)[1]
    }

    It 'sees what is open to the world in colour' {
        $text = Read-Terminal @'
            $port = [Management.Automation.LanguagePrimitives]::ConvertTo(
                [pscustomobject]@{
                    Container = 'web'; ContainerId = '1'; State = 'Running'; Active = $true
                    Protocol = 'tcp'; ContainerPort = 80; HostAddress = '0.0.0.0'; HostPort = 8080; Exposure = 'Open'
                    DockerHost = $env:DOCKER_HOST
                },
                [DockerNetwork.Model.Containers.PortMapping])
            $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            $port
'@ @{}
        $text | Should -Match "$escape\[33;1m0\.0\.0\.0:8080"
    }

    It 'sees what an engine has' {
        $text = Read-Terminal ('$ExecutionContext.SessionState.LanguageMode = "ConstrainedLanguage"; Get-DockerContainer; ' +
            'Get-DockerNetwork | Format-List')
        $text | Should -Match '(?m)^far +Running +plain'
        $text | Should -Match '(?m)^Name +: plain$'
    }
}

Describe 'The property that views read' {
    BeforeAll { $one = Get-DockerNetwork plain }

    It 'is in no output of <Name>' -ForEach @(
        @{ Name = 'Get-Member'; Script = { ($args[0] | Get-Member).Name } }
        @{ Name = 'Select-Object'; Script = { ($args[0] | Select-Object *).PSObject.Properties.Name } }
        @{ Name = 'PSObject.Properties'; Script = { $args[0].PSObject.Properties.Name } }
        @{ Name = 'Format-List *'; Script = { $args[0] | Format-List * | Out-String } }
        @{ Name = 'Format-List * -Force'; Script = { $args[0] | Format-List * -Force | Out-String } }
        @{ Name = 'ConvertTo-Json'; Script = { $args[0] | ConvertTo-Json -Depth 3 } }
        @{ Name = 'ConvertTo-Csv'; Script = { $args[0] | ConvertTo-Csv } }
        @{ Name = 'ConvertTo-Xml'; Script = { $args[0] | ConvertTo-Xml -As String } }
        @{ Name = 'Export-Clixml'; Script = { $args[0] | Export-Clixml "$TestDrive/one.xml"; Get-Content "$TestDrive/one.xml" } }
        @{ Name = 'Tab'; Script = { $tabbed = $args[0]; (TabExpansion2 '$tabbed.' 8).CompletionMatches.ListItemText } }
    ) {
        $output = & $Script $one
        "$output" | Should -Match 'Driver'
        $output | Should -Not -Match '\bView\b'
    }

    It 'is there for what was read before the module' {
        Get-DockerNetwork -Id $network | Export-Clixml "$TestDrive/early.xml"
        Read-Terminal ("Remove-Module DockerNetwork; `$read = Import-Clixml '$TestDrive/early.xml'; `$read.PSTypeNames[0]; Import-Module " +
            "'$(Get-TestModulePath)'; `$read") |
            Should -Match '(?s)Deserialized\.DockerNetwork\.Model\.Networks\.Network.*evil\\x1b.*bridge'
    }
}
