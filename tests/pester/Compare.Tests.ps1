# Two tests that are compared: results, their files, and files that somebody damaged. No engine is asked; HelpExamples and Samples compare
# tests of an engine.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module "$PSScriptRoot/Engine.psm1"
    Import-Module (Get-TestModulePath) -Global

    function New-Row {
        <# A result; the rest is as in the other rows. #>
        param([string] $TargetName, [string] $State, [string] $Source = 'web', [string] $Target = 'db', [string] $Code)

        $type = [DockerNetwork.Model.Results.ReachabilityResult]
        $reason = [DockerNetwork.Model.Results.Reason]::new(($Code ? $Code : "Is$State"), $Target, "It is $State.")
        [Management.Automation.LanguagePrimitives]::ConvertTo(
            [pscustomobject]@{
                Source = $Source; Target = $Target; TargetName = $TargetName; Protocol = 'Tcp'; Port = 80; Observed = $State
                Network = 'app'; Reasons = @($reason); DockerHost = 'unix:///nowhere'
            }, $type)
    }

    $before = @(
        New-Row db Reachable
        New-Row 172.18.0.2 Reachable
        New-Row cache Unresolved
        New-Row gone Reachable -Target gone
        New-Row same Blocked -Target same
        New-Row unsure Reachable -Target unsure
    )
    $after = @(
        New-Row db Blocked
        New-Row 172.18.0.9 Blocked
        New-Row cache Reachable
        New-Row same Blocked -Target same
        New-Row fresh Refused -Target fresh
        New-Row unsure Unknown -Target unsure
    )
    $expected = 'Gained cache', 'Lost db', 'New fresh', 'Vanished gone', 'Changed unsure'
    $shown = { @($input).ForEach{ "$($_.Change) $($_.TargetName)" } }
}

Describe 'Compare-ContainerReachability' {
    It 'says what is gained, lost, changed, vanished and new, and why' {
        $changes = Compare-ContainerReachability $before $after
        $changes | & $shown | Should -Be $expected

        $lost = $changes | Where-Object Change -EQ Lost
        $lost.Before, $lost.After, $lost.Protocol, $lost.Port, $lost.Network, $lost.Source, $lost.Target |
            Should -Be Reachable, Blocked, Tcp, 80, app, web, db
        "$($lost.BeforeReasons) $($lost.AfterReasons)" | Should -Be 'It is Reachable. It is Blocked.'
        $after | Compare-ContainerReachability $before | & $shown | Should -Be $expected
        Compare-ContainerReachability $before $after -IncludeEqual | & $shown | Should -Contain 'Equal same'
    }

    It 'reads <_>' -ForEach 'results of Export-Clixml', 'a Clixml file', 'a CSV file', 'a JSON file', 'a file object' {
        $kind = $_
        $file = Join-Path $TestDrive 'before[1].txt'
        switch -Wildcard ($_) {
            '*CSV*' { $before | Export-Csv -LiteralPath $file }
            '*JSON*' { $before | ConvertTo-Json -Depth 5 | Set-Content -LiteralPath $file }
            default { $before | Export-Clixml -LiteralPath $file }
        }
        $reference = switch -Wildcard ($_) {
            'results*' { Import-Clixml -LiteralPath $file }
            '*object' { Get-Item -LiteralPath $file }
            default { $file }
        }

        $changes = Compare-ContainerReachability $reference $after
        $changes | & $shown | Should -Be $expected
        "$($changes[1].BeforeReasons)" | Should -Be ($kind -like '*CSV*' ? '' : 'It is Reachable.')
        Push-Location $TestDrive
        try { Compare-ContainerReachability $before './before[1].txt' | Should -BeNullOrEmpty } finally { Pop-Location }
    }

    It 'predicts the pairs of snapshots, which may be text or a file' {
        $text = '{"Format":1,"DockerHost":"unix:///var/run/docker.sock","ApiVersion":"1.51","Networks":[],"Containers":[],"Details":[]}'
        $one = $text -replace '"Containers":\[\]', '"Containers":[{"Id":"1","Names":["/a1"]},{"Id":"2","Names":["/a2"]}]'
        Set-Content "$TestDrive/one.json" $one
        foreach ($reference in $one, "$TestDrive/one.json", [DockerNetwork.Model.Snapshots.SavedSnapshot]::Parse($one)) {
            Compare-ContainerReachability $reference $text | & $shown | Should -Be 'Vanished a2', 'Vanished a1'
            Compare-ContainerReachability $reference $one | Should -BeNullOrEmpty
        }
    }

    It 'compares snapshots source by source, in the order of their names' {
        $head = '{"Format":1,"DockerHost":"unix:///var/run/docker.sock","ApiVersion":"1.51","Networks":[],"Details":[],"Containers":['
        $side = { $head + (@($args).ForEach{ "{`"Id`":`"$_$_`",`"Names`":[`"/$_`"]}" } -join ',') + ']}' }
        $pairs = (Compare-ContainerReachability (& $side cc aa bb) (& $side bb dd cc)).ForEach{ "$($_.Change) $($_.Source) $($_.Target)" }
        $pairs | Should -Be @(
            'Vanished aa bb', 'Vanished aa cc', 'Vanished bb aa', 'New bb dd', 'Vanished cc aa', 'New cc dd', 'New dd bb', 'New dd cc'
        )
        Compare-ContainerReachability (& $side cc aa bb) (& $side aa) | Select-Object -First 1 | ForEach-Object Source | Should -Be aa
    }

    It 'takes nothing for a test without results' {
        (Compare-ContainerReachability @() $before).Change | Select-Object -Unique | Should -Be New
        (@() | Compare-ContainerReachability $before).Change | Select-Object -Unique | Should -Be Vanished
    }

    It 'can be exported and read back' {
        $change = Compare-ContainerReachability $before $after | Where-Object Change -EQ Lost
        $change | Export-Clixml "$TestDrive/change.xml"
        $read = Import-Clixml "$TestDrive/change.xml"
        $read | Should -BeOfType DockerNetwork.Model.Results.ReachabilityChange
        $read | ConvertTo-Json -Depth 5 | Should -Be ($change | ConvertTo-Json -Depth 5)
    }

    It 'compares 100,000 results in seconds' {
        $lines = foreach ($i in 1..100) { foreach ($j in 1..1000) { "s$i,t$j,t$j,Reachable" } }
        Set-Content "$TestDrive/many.csv" (@('Source,Target,TargetName,Observed') + $lines)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Compare-ContainerReachability "$TestDrive/many.csv" "$TestDrive/many.csv" | Should -BeNullOrEmpty
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 90
    }
}

Describe 'A side that cannot be read' {
    It 'ends the command: <Name>' -ForEach @(
        @{ Name = 'rows of something else'; Text = "a,b`n1,2" }
        @{ Name = 'a damaged row'; Text = "Source,Target,TargetName,Observed`nweb,db,db,Reachable`nweb,db,db,nope" }
        @{ Name = 'XML of something else'; Text = '<x/>' }
        @{ Name = 'XML that is cut off'; Text = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj' }
        @{
            Name = 'XML with a DTD'
            Text = '<!DOCTYPE a [<!ENTITY x "y">]><Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"/>'
        }
        @{ Name = 'XML without objects'; Text = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"></Objs>' }
        @{ Name = 'JSON of something else'; Text = '{"a":1}' }
        @{ Name = 'JSON of numbers'; Text = '[1,2]' }
        @{ Name = 'JSON that is cut off'; Text = '[{"Source":' }
        @{ Name = 'bytes'; Text = -join [char[]](0..255) }
        @{ Name = 'a CSV whose quotation mark is not closed'; Text = "Source,Target`n`"" + 'x' * 1100000 }
        @{ Name = 'a CSV of two million columns'; Text = ',' * 2000000 }
        @{ Name = 'a CSV with a column twice'; Text = "Source,source`nweb,db" }
        @{ Name = 'a CSV with a column that no object can have'; Text = "psobject`nweb" }
        @{ Name = 'nothing'; Text = '' }
        @{ Name = 'white space'; Text = "`n`n" }
    ) {
        Set-Content "$TestDrive/bad" $Text -NoNewline
        $calls = { Compare-ContainerReachability "$TestDrive/bad" $after }, { "$TestDrive/bad" | Compare-ContainerReachability $before }
        foreach ($call in $calls) {
            $call | Should -Throw -ErrorId 'InvalidResultFile,*' -ExpectedMessage "*bad' cannot be read as results*"
        }
    }

    It 'ends the command: <_>' -ForEach 'no-such-file', '/tmp', 'env:PATH', 'nodrive:x', "a`0b" {
        { Compare-ContainerReachability $_ $after } | Should -Throw -ErrorId 'ResultFileNotFound,*'
    }

    It 'ends the command: an object that is not a result' {
        { Compare-ContainerReachability $before 3 } | Should -Throw -ErrorId 'InvalidResult,*'
        { Compare-ContainerReachability '{"a":1}' $after } | Should -Throw -ErrorId 'InvalidResult,*'
    }
}
