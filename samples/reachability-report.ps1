<#
.SYNOPSIS
    A report of who reaches whom, to CSV and HTML, with what has changed since the last one.
.DESCRIPTION
    Tests all running containers against everybody on their networks, by every name and address. Two files are written to the folder: the
    results as CSV, and a page for a browser that needs nothing but itself. The CSV of the run before is what the new one is compared with.
    Meant for a nightly schedule: only containers that are running are tested, and nothing but the two files is changed.
.PARAMETER Destination
    The folder of the reports. It is made where it is missing.
.PARAMETER Container
    The containers to test from: names or patterns.
.PARAMETER Keep
    How many reports stay; older ones are removed.
.PARAMETER DockerHost
    The engine; the one that the module finds by itself when not given.
.EXAMPLE
    ./reachability-report.ps1 -Destination /var/log/reachability
.EXAMPLE
    $report = ./reachability-report.ps1 reports
    if ($report.Changed) { Send-MyMail -Body ($report.Changed | Out-String) -Attachment $report.Html }
.OUTPUTS
    One object: Time, Tested, Reachable, Changed (pairs whose state is another than last time), Disagreeing, Csv, Html.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Destination,

    [SupportsWildcards()]
    [string[]] $Container = '*',

    [ValidateRange(2, 10000)]
    [int] $Keep = 30,

    [string] $DockerHost
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module DockerNetwork)) { Import-Module "$PSScriptRoot/../out/DockerNetwork" }

$engine = $DockerHost ? @{ DockerHost = $DockerHost } : @{}
$time = Get-Date
$results = Get-DockerContainer $Container -State Running @engine | Test-ContainerReachability -WarningAction SilentlyContinue

# One flat line a probe: what a spreadsheet, and the comparison, can use.
$rows = @($results | ForEach-Object {
        [pscustomobject]@{
            Source       = $_.Source
            Target       = $_.Target
            TargetName   = $_.TargetName
            Network      = $_.Network
            State        = "$($_.Effective)"
            Milliseconds = $_.Latency ? [math]::Round($_.Latency.TotalMilliseconds, 2) : $null
            Agrees       = $_.Agrees
            Why          = $_.Reachable ? '' : $_.Reasons[0].Message
            Fix          = $_.Reachable ? '' : ($_.Reasons.Fix | Where-Object { $_ } | Select-Object -First 1)
        }
    })

# Names are anybody's text, and a spreadsheet takes a cell that begins like a formula for one. An apostrophe makes it a text; a text that
# begins with one gets another, so that all come back as they were.
function ConvertTo-Cell($Value) { $Value -is [string] -and $Value -match "^['=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]" ? "'$Value" : $Value }
function ConvertFrom-Cell([string] $Text) { $Text -replace "^'" }

# An address may be another after a restart, so pairs are compared by their names.
$previous = Get-ChildItem -LiteralPath $Destination -Filter 'reachability-*.csv' -ErrorAction Ignore |
    Sort-Object Name |
    Select-Object -Last 1
$isName = { $_.TargetName -notmatch '^[\d.]+$|:' }
$pair = { "$($_.Source)`n$($_.TargetName)" }
$before = @{}
if ($previous) {
    Import-Csv -LiteralPath $previous.FullName |
        ForEach-Object {
            $_.Source = ConvertFrom-Cell $_.Source
            $_.TargetName = ConvertFrom-Cell $_.TargetName
            $_
        } |
        Where-Object $isName |
        ForEach-Object { $before[(& $pair)] = $_.State }
}

$changed = @($rows | Where-Object $isName | ForEach-Object {
        $was = $before[(& $pair)]
        if ($was -and $was -ne $_.State) { [pscustomobject]@{ Source = $_.Source; TargetName = $_.TargetName; Was = $was; Is = $_.State; Why = $_.Why } }
    })

$report = [pscustomobject]@{
    Time        = $time
    Tested      = $rows.Count
    Reachable   = @($rows | Where-Object State -eq Reachable).Count
    Changed     = $changed
    Disagreeing = @($rows | Where-Object { $_.Agrees -eq $false })
    Csv         = Join-Path $Destination "reachability-$($time.ToString('yyyy-MM-dd-HHmmss')).csv"
    Html        = Join-Path $Destination "reachability-$($time.ToString('yyyy-MM-dd-HHmmss')).html"
}

$style = @'
<style>
:root { color-scheme: light dark }
body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem }
table { border-collapse: collapse }
th, td { padding: .2rem .8rem; text-align: left; vertical-align: top; border-bottom: 1px solid #8884; white-space: nowrap }
td:nth-child(n+6) { white-space: normal }
.good { color: #2a8f3c } .bad { color: #d33 } .unknown { color: #b80 }
</style>
'@

# The states get a colour in the finished table. ConvertTo-Html has made names and messages harmless by then.
function ConvertTo-Table($Rows) {
    $Rows | ConvertTo-Html -Fragment | ForEach-Object {
        $_ -replace '<td>(Reachable)</td>', '<td class="good">$1</td>' -replace '<td>(Unknown)</td>', '<td class="unknown">$1</td>' -replace
            '<td>(Refused|Blocked|NoRoute|Unresolved|NotRunning)</td>', '<td class="bad">$1</td>'
    }
}

$title = "Reachability, $($time.ToString('yyyy-MM-dd HH:mm'))"
$body = @(
    "<h1>$title</h1>"
    "<p>$($report.Reachable) of $($report.Tested) reachable, $($changed.Count) changed since the last report, $($report.Disagreeing.Count) other than predicted.</p>"
    if ($changed) { '<h2>Changed</h2>'; ConvertTo-Table $changed }
    if ($report.Disagreeing) { '<h2>Other than predicted</h2>'; ConvertTo-Table $report.Disagreeing }
    foreach ($group in $rows | Group-Object Source) {
        "<h2>$([Net.WebUtility]::HtmlEncode($group.Name))</h2>"
        ConvertTo-Table ($group.Group | Select-Object TargetName, Target, Network, State, Milliseconds, Why, Fix)
    }
)

if ($PSCmdlet.ShouldProcess($report.Html, 'Write report')) {
    $null = New-Item $Destination -ItemType Directory -Force
    $rows | ForEach-Object {
        $cells = [ordered]@{}
        foreach ($property in $_.PSObject.Properties) { $cells[$property.Name] = ConvertTo-Cell $property.Value }
        [pscustomobject]$cells
    } | Export-Csv -LiteralPath $report.Csv
    ConvertTo-Html -Title $title -Head '<meta charset="utf-8">', $style -Body $body | Set-Content -LiteralPath $report.Html
    foreach ($kind in 'csv', 'html') {
        Get-ChildItem -LiteralPath $Destination -Filter "reachability-*.$kind" |
            Sort-Object Name -Descending |
            Select-Object -Skip $Keep |
            Remove-Item
    }
}

$report
