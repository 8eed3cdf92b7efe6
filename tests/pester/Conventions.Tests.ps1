# What holds for every command of the module, by reflection. A new command is under these tests without being named here.
BeforeDiscovery {
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module (Get-TestModulePath) -Global
    $commands = @(Get-Command -Module DockerNetwork | ForEach-Object { @{ Name = $_.Name; Command = $_ } })
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $manifestFile = Get-TestModulePath
    Import-Module $manifestFile -Global
    $repository = Split-Path (Split-Path $PSScriptRoot)
    $module = Get-Module DockerNetwork
    $assembly = (Get-Command Get-DockerNetwork).ImplementingType.Assembly
    $readOnlyVerbs = 'Get', 'Test', 'Find', 'Resolve', 'Watch', 'ConvertTo', 'Measure', 'Compare', 'Select', 'Show', 'Trace', 'Wait'
}

Describe 'Each command: <Name>' -ForEach $commands {
    It 'has an approved verb and a singular noun of this module' {
        $Command.Verb | Should -BeIn (Get-Verb).Verb
        $Command.Noun | Should -Match '^(Docker|Container|Reachability)[A-Z][A-Za-z]+$'
        $Command.Noun | Should -Not -Match '([^s]s|ies)$'
    }

    It 'is a sealed class in a file of its name' {
        $type = $Command.ImplementingType
        $type.Name | Should -BeExactly "$($Command.Verb)$($Command.Noun)Command"
        $type.IsSealed | Should -BeTrue
        Join-Path $repository "src/DockerNetwork/Commands/$($type.Name).cs" | Should -Exist
    }

    It 'says what it gives' {
        $Command.OutputType | Should -Not -BeNullOrEmpty
        $Command.OutputType.Type | Should -Not -Contain $null
    }

    It 'has -WhatIf and -Confirm where it changes something, and only there' {
        $attribute = $Command.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
        if ($Command.Verb -eq 'Export') { return }
        $attribute.SupportsShouldProcess | Should -Be ($Command.Verb -notin $readOnlyVerbs)
    }

    It 'takes -DockerHost, by property name, and -Context where it talks to an engine' {
        if (-not $Command.ImplementingType.IsSubclassOf($assembly.GetType('DockerNetwork.Commands.Base.EngineCommand'))) { return }
        # But for Repair-ContainerReachability, which reads the engine of each result itself: it may come from a file.
        if ($Name -ne 'Repair-ContainerReachability') {
            $Command.Parameters.DockerHost.Attributes.Where{ $_ -is [Parameter] }.ValueFromPipelineByPropertyName |
                Should -Not -Contain $false
        }
        $Command.Parameters.Keys | Should -Contain DockerHost
        $Command.Parameters.Keys | Should -Contain Context
    }

    It 'takes networks and containers by name, id, object and property name' {
        # But for -Target and -Network of Test- and Trace-ContainerReachability: their pipeline brings sources. -Network of
        # Get-DockerContainer selects among the containers that the pipeline brings.
        $others = switch ($Name) {
            Test-ContainerReachability { 'Target', 'Network' }
            Trace-ContainerReachability { 'Target', 'Network' }
            Wait-ContainerReachability { 'Target', 'Network' }
            Get-DockerContainer { 'Network' }
        }
        $identities = $Command.Parameters.Values |
            Where-Object { $_.ParameterType.Name -match '^(Network|Container)Identity(\[\])?$' -and $_.Name -notin $others }
        foreach ($parameter in $identities) {
            $parameter.ParameterType.IsArray | Should -BeTrue -Because $parameter.Name
            $parameter.Attributes.Where{ $_ -is [Parameter] }.ValueFromPipelineByPropertyName |
                Should -Not -Contain $false -Because $parameter.Name
            $parameter.Attributes.Where{ $_ -is [SupportsWildcards] } | Should -HaveCount 1 -Because $parameter.Name
        }
    }

    It 'has parameters in singular, in Pascal case' {
        $own = $Command.Parameters.Keys | Where-Object {
            $_ -notin [Management.Automation.Cmdlet]::CommonParameters -and
                $_ -notin [Management.Automation.Cmdlet]::OptionalCommonParameters -and
                -not $Command.Parameters[$_].Attributes.Where{ $_ -is [Parameter] }[0].DontShow
        }
        foreach ($name in $own) {
            $name | Should -MatchExactly '^[A-Z][A-Za-z0-9]+$'
            # Units are plural, and some singulars end like one.
            $name -replace '(Seconds|Alias|Dns|ss)$' | Should -Not -MatchExactly '[a-z]s$' -Because $name
        }
    }

    It 'has help: a synopsis, a description, parameters and an example' {
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Not -Match "^\s*$Name\b"
        $help.Synopsis | Should -Not -BeNullOrEmpty
        "$($help.Description.Text)" | Should -Not -BeNullOrEmpty
        $help.Examples.Example.Code | Where-Object { $_ -like "*$Name*" } | Should -Not -BeNullOrEmpty

        $own = $Command.Parameters.Keys | Where-Object {
            $_ -notin [Management.Automation.Cmdlet]::CommonParameters -and
                $_ -notin [Management.Automation.Cmdlet]::OptionalCommonParameters -and
                -not $Command.Parameters[$_].Attributes.Where{ $_ -is [Parameter] }[0].DontShow
        }
        $described = @($help.parameters.parameter | Where-Object { "$($_.description.Text)" } | ForEach-Object name)
        $own | Where-Object { $_ -notin $described } | Should -BeNullOrEmpty -Because 'each parameter is described'
        $described | Where-Object { $_ -notin $own -and $_ -notin 'WhatIf', 'Confirm' } |
            Should -BeNullOrEmpty -Because 'each described parameter exists'
    }

    It 'has examples that parse, with commands and parameters that exist' {
        foreach ($example in (Get-Help $Name -Full).Examples.Example) {
            $problems = $null
            $tree = [Management.Automation.Language.Parser]::ParseInput("$($example.Code)", [ref]$null, [ref]$problems)
            $problems | Should -BeNullOrEmpty -Because $example.Code
            foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                $called = Get-Command $call.GetCommandName() -Module DockerNetwork -ErrorAction Ignore
                if (-not $called) { continue }
                # After -- nothing is a parameter.
                $elements = $call.CommandElements.Where({ "$_" -eq '--' }, 'Until')
                foreach ($parameter in $elements.Where{ $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                    { $called.ResolveParameter($parameter.ParameterName) } | Should -Not -Throw -Because "$($example.Code)"
                }
            }
        }
    }
}

Describe 'The module' {
    It 'exports its cmdlet classes, and nothing else' {
        $classes = $assembly.GetExportedTypes() | Where-Object { $_.IsSubclassOf([Management.Automation.Cmdlet]) -and -not $_.IsAbstract } |
            ForEach-Object {
            $attribute = $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
            "$($attribute.VerbName)-$($attribute.NounName)"
        } | Sort-Object

        @($module.ExportedCmdlets.Keys | Sort-Object) | Should -Be $classes
        @((Import-PowerShellDataFile $manifestFile).CmdletsToExport | Sort-Object) |
            Should -Be $classes -Because 'the manifest names each one'
        $module.ExportedFunctions.Count + $module.ExportedVariables.Count + $module.ExportedAliases.Count | Should -Be 0
    }

    It 'has a complete manifest' {
        $manifest = Test-ModuleManifest $manifestFile -ErrorAction Stop -WarningAction Stop

        $manifest.Name | Should -Be DockerNetwork
        $manifest.Version | Should -BeGreaterThan ([version]'0.0.0')
        $manifest.Description, $manifest.Author, $manifest.Copyright | Should -Not -Contain ''
        $manifest.PowerShellVersion | Should -Be '7.4'
        $manifest.CompatiblePSEditions | Should -Be Core
        $manifest.Tags | Should -Contain Docker
        $manifest.LicenseUri | Should -Not -BeNullOrEmpty
        $manifest.Version | Should -Be $assembly.GetName().Version.ToString(3) -Because 'the manifest is the only place that holds it'
    }

    It 'brings no assembly but its own' {
        Get-ChildItem (Split-Path $manifestFile) -Filter *.dll | Where-Object Name -NotLike 'DockerNetwork*.dll' | Should -BeNullOrEmpty
    }

    It 'has a view for every type that its commands give' {
        $types = $module.ExportedCmdlets.Values.OutputType.Type | Where-Object FullName -Like 'DockerNetwork.*' | Select-Object -Unique
        $types | Should -Not -BeNullOrEmpty
        # Endpoints are not the output of a command alone: networks and containers hold them.
        $types | Where-Object { -not (Get-FormatData -TypeName $_.FullName) } | ForEach-Object FullName | Should -BeNullOrEmpty
    }

    It 'gives no list that PowerShell cannot index' {
        # The compiler's own lists are not public, and PowerShell then takes [0] of a list to be the list.
        $resource = [DockerNetwork.Engine.Wire.NetworkResource[]]@([DockerNetwork.Engine.Wire.NetworkResource]::new())
        $endpoint = [DockerNetwork.Engine.Connection.DockerHost]::Parse('unix:///x')
        $snapshot = [DockerNetwork.Model.Snapshots.EngineSnapshot]::Create(
            $resource, [DockerNetwork.Engine.Wire.ContainerSummary[]]@(), $endpoint
        )
        $network = @($snapshot.Networks)[0]
        foreach ($name in $network.PSObject.Properties.Name) {
            $value = $network.$name
            if ($value -is [Collections.IEnumerable] -and $value -isnot [string]) {
                $value.GetType().IsVisible | Should -BeTrue -Because "Network.$name is a $($value.GetType())"
            }
        }
    }

    It 'imports fast' {
        # In a process of its own; PowerShell's start is not counted.
        $milliseconds =
            & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command ("(Measure-Command { Import-Module '$manifestFile' " +
                "}).TotalMilliseconds")
        [double]$milliseconds | Should -BeLessThan 2000
    }

    It 'imports again without harm' {
        Import-Module $manifestFile -Force -Global
        (Get-Command -Module DockerNetwork).Count | Should -Be $module.ExportedCmdlets.Count
    }

    It 'has its about topics' {
        foreach ($topic in 'about_DockerNetwork', 'about_ContainerReachability', 'about_DockerNetworkModes', 'about_ContainerTrace') {
            Join-Path (Split-Path $manifestFile) "en-US/$topic.help.txt" | Should -Exist
        }
    }

    It 'documents every reason code' {
        $about = Get-Content (Join-Path (Split-Path $manifestFile) 'en-US/about_ContainerReachability.help.txt') -Raw
        $codes = [DockerNetwork.Model.Results.ReasonCode].GetFields() | ForEach-Object Name
        $codes | Should -Not -BeNullOrEmpty
        $codes | Where-Object { $about -notmatch "\b$_\b" } | Should -BeNullOrEmpty
    }

    It 'documents every error id' {
        $about = Get-Content (Join-Path (Split-Path $manifestFile) 'en-US/about_DockerNetwork.help.txt') -Raw
        $source = Get-ChildItem (Join-Path $repository src/DockerNetwork) -Recurse -Filter *.cs | Get-Content -Raw
        $ids = @(
            [regex]::Matches("$source", '(?:\bInvalid\(|=>)\s*"([A-Z]\w+)"[,)]\s').ForEach{ $_.Groups[1].Value }
            [regex]::Matches("$source", '"(\w+)", ErrorCategory\.').ForEach{ $_.Groups[1].Value }
            [regex]::Matches("$source", 'const string (\w+) = nameof\(\1\)').ForEach{ $_.Groups[1].Value }
        ) | Sort-Object -Unique
        $ids | Should -Contain InvalidTarget
        $ids | Should -Contain InvalidSubnet
        $ids | Should -Contain ConflictingParameters
        $ids | Should -Contain NetworkInUse
        $ids | Where-Object { $about -notmatch "\b$_\b" } | Should -BeNullOrEmpty
    }
}
