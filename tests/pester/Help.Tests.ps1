# The help and the code, compared both ways. A new command is under these tests without being named here.
BeforeDiscovery {
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module (Get-TestModulePath) -Global
    $commands = @(Get-Command -Module DockerNetwork | ForEach-Object { @{ Name = $_.Name; Command = $_ } })
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1, $PSScriptRoot/Examples.psm1
    Import-Module (Get-TestModulePath) -Global
    $repository = Split-Path (Split-Path $PSScriptRoot)
    $helpFolder = Join-Path (Split-Path (Get-TestModulePath)) en-US
    $names = @{
        maml    = 'http://schemas.microsoft.com/maml/2004/10'
        command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
        dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
    }
    $helpFile = [xml](Get-Content "$helpFolder/DockerNetwork.dll-Help.xml" -Raw)
    $commonNames = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters |
        Where-Object { $_ -notin 'WhatIf', 'Confirm' }

    function Get-Node($Node, [string] $Path) { @(Select-Xml -Xml $Node -XPath $Path -Namespace $names).ForEach{ $_.Node } }

    # Commands that a piece of text calls, and what is wrong with their parameters.
    function Get-ScriptProblem([string] $Code) {
        $problems = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$problems)
        $problems | ForEach-Object { "$_" }
        foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            if ($call.GetCommandName() -notmatch '^[A-Z][A-Za-z]+-[A-Z]\w+$') { continue }
            $called = Get-Command $call.GetCommandName() -ErrorAction Ignore
            if (-not $called) { "There is no $($call.GetCommandName())"; continue }
            foreach (
                $parameter in $call.CommandElements.Where({ "$_" -eq '--' }, 'Until').Where{
                    $_ -is [Management.Automation.Language.CommandParameterAst]
                }
            ) {
                try { $null = $called.ResolveParameter($parameter.ParameterName) } catch { "$($called.Name) has no $parameter" }
            }
        }
    }

    # What the help says of a parameter, and what the code does, as lines that can be compared.
    function Get-DocumentedParameter($Node) {
        foreach ($parameter in $Node) {
            "$($parameter.name) required=$($parameter.required) position=$($parameter.position) pipeline=$($parameter.pipelineInput)"
        }
    }

    function Test-Hidden($Command, $Name) { $Command.Parameters[$Name].Attributes.Where{ $_ -is [Parameter] }[0].DontShow }

    function Get-ActualParameter($Parameter) {
        $shown = $Parameter | Where-Object { $_.Name -notin $commonNames -and -not $_.Attributes.Where{ $_ -is [Parameter] }[0].DontShow }
        foreach ($group in $shown | Group-Object Name) {
            $first = $group.Group[0]
            $ways = @(
                if ($group.Group.ValueFromPipeline -contains $true) { 'ByValue' }
                if ($group.Group.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' }
            )
            ("$($first.Name) required=$("$($first.IsMandatory)".ToLowerInvariant()) " +
                "position=$($first.Position -lt 0 ? 'named' : $first.Position) pipeline=$($ways ? "True ($($ways -join ', '))" : 'False')")
        }
    }

    # Sets that differ only in what the pipeline binds to are one way to call the cmdlet.
    function Get-Usage($Command) {
        $Command.ParameterSets | Group-Object { @(Get-ActualParameter $_.Parameters | Sort-Object) -replace ' pipeline=.*' -join "`n" } |
            ForEach-Object { @(Get-ActualParameter $_.Group.Parameters | Sort-Object) -join "`n" }
    }
}

Describe 'The help of <Name>' -ForEach $commands {
    BeforeAll {
        $node = Get-Node $helpFile "//command:command[command:details/command:name='$Name']"
    }

    It 'stands in the file once, with verb and noun' {
        $node | Should -HaveCount 1
        $node.details.verb, $node.details.noun | Should -Be $Command.Verb, $Command.Noun
    }

    It 'is complete' {
        foreach (
            $section in 'command:details/maml:description', 'maml:description', 'command:inputTypes/command:inputType',
            'command:returnValues/command:returnValue',
            'maml:alertSet/maml:alert', 'command:relatedLinks/maml:navigationLink') {
            "$((Get-Node $node $section).InnerText)".Trim() | Should -Not -BeNullOrEmpty -Because $section
        }

        $examples = Get-Node $node 'command:examples/command:example'
        $examples.Count | Should -BeGreaterOrEqual 3
        $number = 0
        foreach ($example in $examples) {
            $number++
            $example.title | Should -Match "^-+ Example $number`: \S.* -+$"
            "$($example.introduction.para)".Trim() | Should -Not -BeNullOrEmpty -Because $example.title
            "$($example.remarks.para)".Trim() | Should -Not -BeNullOrEmpty -Because $example.title
        }
    }

    It 'has the parameter sets of the code, with what is required, positions and pipeline' {
        $documented = Get-Node $node 'command:syntax/command:syntaxItem' |
            ForEach-Object { @(Get-DocumentedParameter (Get-Node $_ 'command:parameter') | Sort-Object) -join "`n" } |
            Sort-Object
        @($documented) -join "`n`n" | Should -BeExactly (@(Get-Usage $Command | Sort-Object) -join "`n`n")
    }

    It 'has a page with the syntax that Get-Command shows' {
        $block = [regex]::Match((Get-Content "$repository/en-US/cmdlets/$Name.md" -Raw), '(?s)\n```\n(.*?)\n```\n').Groups[1].Value
        $shown = ($block -split '\n\n').ForEach{ $_ -replace '\s+', ' ' } | Sort-Object
        # Hidden parameters have one letter; Get-Command shows them all the same.
        $actual = ((Get-Command $Name -Syntax) -creplace ' \[-[A-Z] <string>\]' -split '[\r\n]+').ForEach{ $_.Trim() } |
            Where-Object { $_ } | Sort-Object -Unique
        @($shown) | Should -BeExactly @($actual)
    }

    It 'has the types, aliases and wildcards of the code' {
        foreach ($list in @(, (Get-Node $node 'command:parameters/command:parameter')) +
            (Get-Node $node 'command:syntax/command:syntaxItem').ForEach{ , (Get-Node $_ 'command:parameter') }) {
            foreach ($documented in $list) {
                $parameter = $Command.Parameters[$documented.name]
                $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
                $documented.type.name | Should -BeExactly $type.FullName -Because "-$($documented.name) is one"
                $documented.aliases | Should -Be (@($parameter.Aliases) -join ', ' -replace '^$', 'none') -Because "-$($documented.name)"
                $documented.globbing |
                    Should -Be "$([bool]$parameter.Attributes.Where{ $_ -is [SupportsWildcards] })" -Because "-$($documented.name)"
            }
        }
    }

    It 'has each parameter once, as in one of the sets' {
        $list = Get-Node $node 'command:parameters/command:parameter'
        $actual = $Command.Parameters.Keys | Where-Object { $_ -notin $commonNames -and -not (Test-Hidden $Command $_) } | Sort-Object
        @($list.name | Sort-Object) | Should -Be @($actual)
        $inSets = Get-Usage $Command | ForEach-Object { $_ -split "`n" }
        Get-DocumentedParameter $list | Where-Object { $_ -notin $inSets } | Should -BeNullOrEmpty
    }

    It 'has the defaults of the code' {
        $instance = [Activator]::CreateInstance($Command.ImplementingType)
        foreach ($documented in Get-Node $node 'command:parameters/command:parameter') {
            $property = $Command.ImplementingType.GetProperty($documented.name)
            if (-not $property) { continue }   # -WhatIf and -Confirm
            $value = $property.GetValue($instance)
            # Where nothing is set, the help may say in words what happens then.
            if ($value -is [switch] -or "$value") {
                $documented.defaultValue | Should -Be "$(@($value) -join ', ')" -Because "-$($documented.name)"
            }
            else { $documented.defaultValue | Should -Match '^(None|.*[ (].*)$' -Because "-$($documented.name) has no value" }
        }
    }

    It 'names the types that come out' {
        $documented = Get-Node $node 'command:returnValues/command:returnValue/dev:type/maml:name' | ForEach-Object InnerText |
            Where-Object { $_ -ne 'None' } |
            Sort-Object -Unique
        $actual = $Command.OutputType.Type.FullName | Where-Object { $_ -ne 'System.Void' } | Sort-Object -Unique
        @($documented) | Should -Be @($actual)
    }

    It 'links to what is there' {
        $links = Get-Node $node 'command:relatedLinks/maml:navigationLink'
        foreach ($link in $links | Select-Object -Skip 1) {
            if ($link.linkText -like 'about_*') { Join-Path $helpFolder "$($link.linkText).help.txt" | Should -Exist }
            else {
                Get-Command $link.linkText -Module DockerNetwork -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because $link.linkText
            }
        }
    }

    It 'leads to its page in the repository with -Online' {
        $project = (Import-PowerShellDataFile "$repository/DockerNetwork.psd1").PrivateData.PSData.ProjectUri
        $page = "$project/blob/main/en-US/cmdlets/$Name.md"
        $Command.HelpUri | Should -BeExactly $page -Because 'the attribute says HelpUri = HelpPages.Folder + "<cmdlet>.md"'
        @((Get-Help $Name).relatedLinks.navigationLink)[0].uri | Should -BeExactly $Command.HelpUri
        Join-Path $repository "en-US/cmdlets/$Name.md" | Should -Exist
    }
}

Describe 'The pages of the help' {
    It 'are those of the staged help (./build.sh help writes them)' {
        $program = "$repository/src/DockerNetwork.Help/bin/Release/net8.0/DockerNetwork.Help.dll"
        $assembly = (Get-Command Get-DockerNetwork).ImplementingType.Assembly.Location
        dotnet $program check $assembly $repository $TestDrive | Should -BeNullOrEmpty
        foreach ($culture in 'en-US', 'zh-CN') {
            $name = "$culture/DockerNetwork.dll-Help.xml"
            Get-Content (Join-Path $TestDrive $name) -Raw |
                Should -BeExactly (Get-Content "$helpFolder/../$name" -Raw) -Because 'it has to be staged: ./build.sh'
        }
    }

    It 'stand beside the about topics, which are staged as they are' {
        foreach ($culture in 'en-US', 'zh-CN') {
            foreach ($file in Get-ChildItem "$repository/$culture" -Filter about_*) {
                $staged = "$helpFolder/../$culture/$($file.Name)"
                Get-Content $file -Raw | Should -BeExactly (Get-Content $staged -Raw) -Because "$staged has to be staged: ./build.sh"
            }
        }
    }
}

Describe 'The help in Chinese' {
    BeforeAll {
        $chinese = [xml](Get-Content "$helpFolder/../zh-CN/DockerNetwork.dll-Help.xml" -Raw)

        # The command without its texts.
        function Get-Fact([xml] $File, [string] $Name) {
            $node = (Get-Node $File "//command:command[command:details/command:name='$Name']").Clone()
            $texts = Get-Node $node './/maml:para | .//maml:title | .//maml:linkText | .//dev:defaultValue'
            foreach ($text in $texts) { $text.InnerText = '' }
            $node.OuterXml
        }
    }

    It 'of <Name> has the same facts as in English, and texts in Chinese' -ForEach $commands {
        Get-Fact $chinese $Name | Should -BeExactly (Get-Fact $helpFile $Name)
        $node = Get-Node $chinese "//command:command[command:details/command:name='$Name']"
        $texts = (Get-Node $node './/maml:para | .//maml:title').InnerText | Where-Object { "$_".Trim() }
        $texts | Where-Object { $_ -cnotmatch '[\u4e00-\u9fff]' } | Should -BeNullOrEmpty
    }

    It 'is what Get-Help shows if that is the language of the user' {
        $expected = @(
            foreach ($each in Get-Node $chinese '//command:details') { "$($each.name) $($each.description.para)" }
            foreach ($file in Get-ChildItem "$helpFolder/../zh-CN" -Filter about_*) {
                "$($file.Name -replace '\..*') $((Get-Content $file)[4].Trim())"
            }
        )
        $locale = $env:LC_ALL
        $env:LC_ALL = 'zh_CN.UTF-8'
        try {
            $shown = pwsh -NoProfile -NonInteractive -c {
                Import-Module $args[0]
                Get-Command -Module DockerNetwork | ForEach-Object { "$($_.Name) $((Get-Help $_.Name).Synopsis)" }
                Get-Help about_* | Where-Object Name -Match '_Container|_DockerNetwork' | ForEach-Object { "$($_.Name) $($_.Synopsis)" }
            } -args (Get-TestModulePath)
        }
        finally { $env:LC_ALL = $locale }
        $shown | Sort-Object | Should -BeExactly ($expected | Sort-Object)
    }
}

Describe 'Commands in <Topic>: <Title>' -ForEach @(Import-Module $PSScriptRoot/Examples.psm1; Get-AboutExample) {
    It 'are there, with their parameters' { Get-ScriptProblem $Code | Should -BeNullOrEmpty }
}

Describe 'Commands in the README' {
    It 'are there, with their parameters' {
        $blocks = [regex]::Matches((Get-Content "$repository/README.md" -Raw), '(?s)```powershell\n(.*?)```')
        $blocks.Count | Should -BeGreaterThan 0
        foreach ($block in $blocks) { Get-ScriptProblem $block.Groups[1].Value | Should -BeNullOrEmpty }
    }

    It 'table names every cmdlet, and links that lead somewhere' {
        $readme = Get-Content "$repository/README.md" -Raw
        $expanded = [regex]::Replace(
            $readme,
            '`(?<verbs>(?:[A-Z][a-z]+-`, )?(?:`[A-Z][a-z]+-`, )*`[A-Z][a-z]+)-(?<noun>[A-Z]\w+)`',
            { param($m) ($m.Groups['verbs'].Value -replace '[`,-]' -split ' ').ForEach{ "$_-$($m.Groups['noun'].Value)" } -join ' ' })
        Get-Command -Module DockerNetwork | Where-Object { $expanded -notmatch "\b$($_.Name)\b" } | ForEach-Object Name |
            Should -BeNullOrEmpty
        foreach ($link in [regex]::Matches($readme, '\]\((?!https?://|#)([^)#]+)')) {
            Join-Path $repository $link.Groups[1].Value | Should -Exist
        }
    }
}
