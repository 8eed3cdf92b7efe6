# The examples of the help: where they stand, and how one is run.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

Import-Module $PSScriptRoot/Engine.psm1

$script:maml = @{
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
}

function Get-HelpExample {
    <# The examples of the cmdlets' help, each with its command, its number, its title and its code. #>
    param([string] $Culture = 'en-US')

    $file = Join-Path (Split-Path (Get-TestModulePath)) "$Culture/DockerNetwork.dll-Help.xml"
    foreach ($command in (Select-Xml -Path $file -XPath '//command:command' -Namespace $script:maml).Node) {
        $number = 0
        foreach ($example in (Select-Xml -Xml $command -XPath './/command:example' -Namespace $script:maml).Node) {
            $number++
            @{
                Command = $command.details.name
                Number  = $number
                Title   = $example.title.Trim(' -') -replace '^\w+ \d+(: |：)'
                Code    = $example.code
            }
        }
    }
}

function Get-AboutExample {
    <#
    The commands in the about topics: the blocks that are indented by eight and begin like a command. The blocks under one heading
    belong together and are one example. What ends with a key to press (<Tab>) is not a command.
    #>
    param([string] $Culture = 'en-US')

    foreach ($file in Get-ChildItem (Join-Path (Split-Path (Get-TestModulePath)) $Culture) -Filter about_*.help.txt) {
        $heading, $block, $code = '', @(), [ordered]@{}
        foreach ($line in @(Get-Content $file) + '') {
            if ($line -match '^ {8}') { $block += $line.Substring(8); continue }
            if ($block -and
                "$block" -notlike '*<Tab>*' -and
                $block[0] -cmatch '^([$(@]|''[^@]|\[|try|if|foreach|[A-Z][a-z]+-(Docker|Container|Reachability|[A-Z][A-Za-z]+ .*\|))') {
                $code[$heading] = @($code[$heading]) + $block
            }
            $block = @()
            if ($line -match '^ {0,2}([^ ].*)') { $heading = $Matches[1] }
        }

        foreach ($each in $code.Keys) {
            @{ Topic = $file.Name -replace '\.help\.txt$'; Title = $each; Code = ($code[$each] | Where-Object { $null -ne $_ }) -join "`n" }
        }
    }
}

function Invoke-Example {
    <#
    Runs code as a reader would who answers every question with yes, in a scope of its own, in a folder of its own, and ends at the
    first error. Gives Output, Warning, WhatIf (the targets that were named) and Failure.
    #>
    param(
        [Parameter(Mandatory)] [string] $Code,
        [Parameter(Mandatory)] [string] $Folder
    )

    $result = [pscustomobject]@{ Output = @(); Warning = @(); WhatIf = @(); Failure = $null }
    $temporary = $env:TMPDIR
    $env:TMPDIR = $Folder
    Push-Location $Folder
    try {
        $run = {
            $all = & {
                param($script)
                $ErrorActionPreference = 'Stop'
                $ConfirmPreference = 'None'
                $ProgressPreference = 'SilentlyContinue'
                # It needs a terminal.
                $PSDefaultParameterValues = @{ 'Enter-DockerContainer:WhatIf' = $true }
                & $script
            } ([scriptblock]::Create($Code)) 3>&1
            $result.Output = @($all | Where-Object { $_ -isnot [Management.Automation.WarningRecord] })
            $result.Warning = @($all | Where-Object { $_ -is [Management.Automation.WarningRecord] })
        }
        # A transcript is what sees -WhatIf, and costs time.
        if ($Code -match '-WhatIf|^Enter-') { $result.WhatIf = @(Get-WhatIfTarget $run) } else { & $run }
    }
    catch {
        $result.Failure = $_
    }
    finally {
        Pop-Location
        $env:TMPDIR = $temporary
    }

    $result
}

Export-ModuleMember -Function Get-HelpExample, Get-AboutExample, Invoke-Example
