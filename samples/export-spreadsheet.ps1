<#
.SYNOPSIS
    Writes objects as a CSV file that a spreadsheet can open: it runs no cell, and each cell is one line.
.DESCRIPTION
    Anybody who can create a container or a network chooses names, aliases, labels and commands, and a spreadsheet reads a cell that begins
    with =, +, -, @, a tab or a line break as a formula. This script puts an apostrophe before such texts, and before texts that begin with
    an apostrophe. Numbers stay numbers. Lists are texts, such as "app, back". Line breaks become spaces, times are in ISO 8601.

    Export-Csv writes the texts unchanged. Use it for files that scripts read, such as those of Compare-ContainerReachability.
.PARAMETER Path
    The CSV file. The script overwrites it.
.PARAMETER InputObject
    The objects: of any cmdlet, and of Select-Object.
.EXAMPLE
    Get-DockerContainer | ./export-spreadsheet.ps1 containers.csv
.EXAMPLE
    Get-DockerNetworkEndpoint | Select-Object Network, Container, IPAddress, Alias | ./export-spreadsheet.ps1 addresses.csv
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Path,

    [Parameter(Mandatory, ValueFromPipeline)]
    [object] $InputObject
)

begin {
    $ErrorActionPreference = 'Stop'
    $rows = [Collections.Generic.List[object]]::new()

    function ConvertTo-Cell($Value) {
        if ($null -eq $Value -or $Value -is [ValueType] -and $Value -isnot [datetime] -and $Value -isnot [DateTimeOffset]) { return $Value }
        $text = if ($Value -is [datetime] -or $Value -is [DateTimeOffset]) { $Value.ToString('o') }
        elseif ($Value -is [array]) { $Value -join ', ' }
        else { $Value.ToString() }
        # The other characters are =, +, - and @ of full width.
        $text -replace "^(?=['=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])", "'" -replace '[\r\n]+', ' '
    }
}

process {
    $cells = [ordered]@{}
    foreach ($name in $InputObject.PSObject.Properties.Name) { $cells[$name] = ConvertTo-Cell $InputObject.$name }
    $rows.Add([pscustomobject]$cells)
}

end {
    if ($PSCmdlet.ShouldProcess($Path, 'Write CSV')) { $rows | Export-Csv -LiteralPath $Path }
}
