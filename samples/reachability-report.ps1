<#
.SYNOPSIS
    Writes a report of which containers reach each other as CSV and HTML, with the changes since the last report.
.DESCRIPTION
    Tests all running containers against the other containers on their networks, by every name and address. The script writes two files
    to the folder: the results as CSV, and a self-contained HTML page. It compares the results with the CSV file of the previous run, and
    reports pairs whose state has changed and pairs that have vanished because a container or a network is gone.
    The script is intended for a nightly schedule: it tests only running containers, and changes only its own files.
.PARAMETER Destination
    The folder of the reports. The script creates it if it does not exist.
.PARAMETER Container
    The containers to test from: names or patterns.
.PARAMETER Keep
    The number of reports to keep. Older ones are removed.
.PARAMETER DockerHost
    The engine. Without it, the module finds the engine as usual.
.EXAMPLE
    ./reachability-report.ps1 -Destination /var/log/reachability
.EXAMPLE
    $report = ./reachability-report.ps1 reports
    if ($report.Changed) { Send-MyMail -Body ($report.Changed | Out-String) -Attachment $report.Html }
.OUTPUTS
    One object: Time, Tested, Reachable, Changed (how each pair has changed: Change, Was, Is, which may be Gone), Disagreeing, Csv, Html.
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

# One flat line for each probe, for a spreadsheet and for the comparison.
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

# Anybody can choose names, and a spreadsheet reads a cell that begins like a formula as a formula. A leading apostrophe makes the cell a
# text. A text that begins with an apostrophe gets another one, so that every text can be read back unchanged.
function ConvertTo-Cell($Value) { $Value -is [string] -and $Value -match "^['=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]" ? "'$Value" : $Value }
function ConvertFrom-Cell([string] $Text) { $Text -replace "^'" }

# Compare-ContainerReachability reads results, CSV files of Export-Csv and Clixml files. The cells of these files are protected, so their
# texts are read back first.
$previous = Get-ChildItem -LiteralPath $Destination -Filter 'reachability-*.csv' -ErrorAction Ignore |
    Sort-Object Name |
    Select-Object -Last 1
$changed = @(
    if ($previous) {
        $before = Import-Csv -LiteralPath $previous.FullName | ForEach-Object {
            [pscustomobject]@{
                Source     = ConvertFrom-Cell $_.Source
                Target     = ConvertFrom-Cell $_.Target
                TargetName = ConvertFrom-Cell $_.TargetName
                Observed   = $_.State
            }
        }
        # What is new is in the report anyway. A pair that vanished was tested last time but not now.
        Compare-ContainerReachability $before $results | Where-Object Change -ne New | ForEach-Object {
            [pscustomobject]@{
                Change     = "$($_.Change)"
                Source     = $_.Source
                TargetName = $_.TargetName
                Was        = "$($_.Before)"
                Is         = "$($_.After ?? 'Gone')"
                Why        = $_.After -eq 'Reachable' ? '' : $_.AfterReasons ? $_.AfterReasons[0].Message :
                    "This pair was not tested: $($_.Source) is not running or not selected, or no longer shares a network with " +
                    "'$($_.TargetName)'."
            }
        }
    }
)

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

# The states get their color in the finished table, after ConvertTo-Html has encoded names and messages.
function ConvertTo-Table($Rows) {
    $Rows | ConvertTo-Html -Fragment | ForEach-Object {
        $_ -replace '<td>(Reachable)</td>', '<td class="good">$1</td>' -replace '<td>(Unknown)</td>', '<td class="unknown">$1</td>' -replace
            '<td>(Refused|Blocked|NoRoute|Unresolved|NotRunning|Gone)</td>', '<td class="bad">$1</td>'
    }
}

$title = "Reachability, $($time.ToString('yyyy-MM-dd HH:mm'))"
$body = @(
    "<h1>$title</h1>"
    "<p>$($report.Reachable) of $($report.Tested) reachable, $($changed.Count) changed since the last report, " +
        "$($report.Disagreeing.Count) not as predicted.</p>"
    if ($changed) { '<h2>Changed</h2>'; ConvertTo-Table $changed }
    if ($report.Disagreeing) { '<h2>Not as predicted</h2>'; ConvertTo-Table $report.Disagreeing }
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
