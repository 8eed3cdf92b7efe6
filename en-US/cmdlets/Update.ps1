<#
.SYNOPSIS
    Writes the pages of this folder, one a cmdlet, from the help that Get-Help shows.
.DESCRIPTION
    The help of the cmdlets is written in DockerNetwork.dll-Help.xml. This makes a page of each for readers of the repository, and sets
    the address of that page as the first of its related links, which is where Get-Help -Online leads. The address of the project is
    taken from the manifest. Pages of cmdlets that are gone are removed. Running it again changes nothing.
.PARAMETER Help
    The help file.
.PARAMETER Destination
    The folder of the pages.
.EXAMPLE
    ./Update.ps1
#>
[CmdletBinding()]
param(
    [string] $Help = "$PSScriptRoot/../DockerNetwork.dll-Help.xml",
    [string] $Destination = $PSScriptRoot
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

$project = (Import-PowerShellDataFile "$PSScriptRoot/../../DockerNetwork.psd1").PrivateData.PSData.ProjectUri
$source = (Get-Content $Help -Raw) -replace "`r`n", "`n"

# The address of the page, as the first of the related links. As text, so that the rest of the file stays as it was written.
$linked = [regex]::Replace($source, '(?s)<command:name>([^<]+)</command:name>.*?<command:relatedLinks>(\s*<maml:navigationLink><maml:linkText>Online version</maml:linkText><maml:uri>[^<]*</maml:uri></maml:navigationLink>)?', {
        param($match)
        $end = $match.Groups[2].Success ? $match.Groups[2].Index - $match.Index : $match.Length
        $match.Value.Substring(0, $end) +
            "`n      <maml:navigationLink><maml:linkText>Online version</maml:linkText><maml:uri>$project/blob/main/en-US/cmdlets/$($match.Groups[1].Value).md</maml:uri></maml:navigationLink>"
    })
if ($linked -cne $source) { Set-Content $Help $linked -NoNewline }

function Get-Node($Node, [string] $Path) {
    $names = @{ maml = 'http://schemas.microsoft.com/maml/2004/10'; command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'; dev = 'http://schemas.microsoft.com/maml/dev/2004/10' }
    (Select-Xml -Xml $Node -XPath $Path -Namespace $names).ForEach{ $_.Node }
}

function Get-Text($Node, [string] $Path) { @(Get-Node $Node $Path).ForEach{ $_.InnerText.Trim() } }

# A paragraph, with what Markdown would take for its own escaped.
function Get-Prose($Node, [string] $Path) { Get-Text $Node "$Path/maml:para" | Where-Object { $_ } | ForEach-Object { $_ -replace '([\\`*_<\[\]|])', '\$1'; '' } }

# One way to call a cmdlet, as Get-Help writes it.
function Get-Syntax($Item) {
    $parts = foreach ($parameter in Get-Node $Item 'command:parameter') {
        $name = '-' + (Get-Text $parameter 'maml:name')
        $value = @(Get-Text $parameter 'command:parameterValue') + '' | Select-Object -First 1
        $choice = @(Get-Text $parameter 'command:parameterValueGroup/command:parameterValue')
        if ($choice) { $value = $choice -join ' | ' }
        if ($parameter.position -match '^\d+$') { $name = "[$name]" }
        $text = $value ? "$name <$value>" : $name
        $parameter.required -eq 'true' ? $text : "[$text]"
    }

    (@(Get-Text $Item 'maml:name') + $parts + '[<CommonParameters>]') -join ' '
}

function Get-Page($Command) {
    $name = Get-Text $Command 'command:details/command:name'
    "<!-- Written by Update.ps1 from ../DockerNetwork.dll-Help.xml: change that, and run ./build.sh help. -->"
    "# $name"
    ''
    Get-Prose $Command 'command:details/maml:description'
    '```'
    (Get-Node $Command 'command:syntax/command:syntaxItem').ForEach{ Get-Syntax $_ } -join "`n`n"
    '```'
    ''
    Get-Prose $Command 'maml:description'
    '## Examples'
    ''
    foreach ($example in Get-Node $Command 'command:examples/command:example') {
        "### $((Get-Text $example 'maml:title').Trim(' -') -replace '^Example \d+: ')"
        ''
        Get-Prose $example 'maml:introduction'
        '```powershell'
        Get-Text $example 'dev:code'
        '```'
        ''
        Get-Prose $example 'dev:remarks'
    }

    '## Parameters'
    ''
    foreach ($parameter in Get-Node $Command 'command:parameters/command:parameter') {
        "### -$(Get-Text $parameter 'maml:name')"
        ''
        Get-Prose $parameter 'maml:description'
        $facts = @(
            "Type: ``$(Get-Text $parameter 'dev:type/maml:name')``"
            if ($parameter.aliases -ne 'none') { "alias: $($parameter.aliases)" }
            $parameter.required -eq 'true' ? 'required' : 'optional'
            if ($parameter.position -ne 'named') { "position: $($parameter.position)" }
            if ((Get-Text $parameter 'dev:defaultValue') -notin 'None', 'False') { "default: $(Get-Text $parameter 'dev:defaultValue')" }
            if ($parameter.pipelineInput -ne 'False') { "from the pipeline: $($parameter.pipelineInput -replace '^True \(|\)$')" }
            if ($parameter.globbing -eq 'true') { 'wildcards: yes' }
        )
        "*$($facts -join ' · ')*"
        ''
    }

    foreach ($section in @('Inputs', 'command:inputTypes/command:inputType'), @('Outputs', 'command:returnValues/command:returnValue')) {
        "## $($section[0])"
        ''
        foreach ($each in Get-Node $Command $section[1]) {
            "``$(Get-Text $each 'dev:type/maml:name')``"
            ''
            Get-Prose $each 'maml:description'
        }
    }

    '## Notes'
    ''
    Get-Prose $Command 'maml:alertSet/maml:alert'
    '## See also'
    ''
    foreach ($link in Get-Text $Command 'command:relatedLinks/maml:navigationLink/maml:linkText') {
        switch -Regex ($link) {
            '^Online version$' { continue }
            '^about_' { "- [$link](../$link.help.txt)" }
            default { "- [$link]($link.md)" }
        }
    }
}

$pages = foreach ($command in Get-Node ([xml]$linked) '//command:command') {
    $file = Join-Path $Destination "$(Get-Text $command 'command:details/command:name').md"
    Set-Content $file ((Get-Page $command) -join "`n")
    $file
}

Get-ChildItem $Destination -Filter *.md | Where-Object FullName -NotIn (Get-Item $pages).FullName | Remove-Item
