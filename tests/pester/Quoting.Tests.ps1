# A name is an argument and never more: what the module writes for any text, the language's own parser reads as exactly that text.
# DN_QUOTING_SEED repeats a run; DN_QUOTING_COUNT makes it longer.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine

    $seed = $env:DN_QUOTING_SEED ? [int]$env:DN_QUOTING_SEED : (Get-Random -Maximum 1000000)
    $count = $env:DN_QUOTING_COUNT ? [int]$env:DN_QUOTING_COUNT : 5000
    Write-Host "Names from the seed $seed, $count of them."
    $random = [Random]::new($seed)
    $pieces = @(
        "'", '"', '``', '`', '$', '$x', '$(1)', '$(', ')', '${', '}', ';', '|', '&', '&&', '||', '#', '<#', '#>', '@', '@(', '@{'
        '--%', '--', '-', '-Confirm', ',', '<', '>', '2>&1'
        '*', '?', '[', ']', '%', '!', '~', '\', '/', ':', '.', '..', '=', '+', '_', ' '
        '0', '1', '007', '1e3', '0x10', '0b1', '1d', '2kb', '1.5', '1uL', '172.18.0.2', 'a', 'b', 'web', 'if', 'true', 'x'
        # Quotes, dashes and blanks that are no ASCII, and that PowerShell takes for plain ones.
        0x2018, 0x2019, 0x201A, 0x201B, 0x201C, 0x201D, 0x201E, 0x2013, 0x2014, 0x2015, 0xA0, 0x85, 0x2003, 0x3000
        # What a terminal acts upon or hides.
        (0..31), 0x7F, 0x9B, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF
        # Halves and wholes of pairs, marks, a quote of full width, the last of the plane.
        0xD83D, 0xDE00, 0x301, 0xE9, 0x130, 0xFF07, 0xFFFF
    ) | ForEach-Object { $_ } | ForEach-Object { $_ } | ForEach-Object { $_ -is [int] ? [string][char]$_ : $_ }

    function New-Name {
        # Alone it is what no quotes help against.
        if ($random.Next(500) -eq 0) { return '--%' }
        -join $(
            for ($left = $random.Next(0, 9); $left -gt 0; $left--) {
                $random.Next(4) ? $pieces[$random.Next($pieces.Count)] : [string][char]$random.Next(0x10000)
            }
        )
    }

    function Show-Name([string] $Name) { ($Name.ToCharArray() | ForEach-Object { '{0:x4}' -f [int]$_ }) -join ' ' }

    # Not public: reached as the module itself reaches it.
    $model = (Get-Command Test-ContainerReachability).ImplementingType.Assembly.GetReferencedAssemblies() |
        Where-Object Name -EQ DockerNetwork.Model
    $words = ([AppDomain]::CurrentDomain.GetAssemblies() |
        Where-Object { $_.GetName().FullName -eq $model.FullName })[0].GetType('DockerNetwork.Model.Text.PowerShellWord')
    $write = 'Of', 'InSingleQuotes', 'InDoubleQuotes' | ForEach-Object { $words.GetMethod($_) }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'Any name' {
    It 'is one argument that is this name, to the parser and to a function' {
        function Get-Argument { , $args }
        $wrong = foreach ($i in 1..$count) {
            $name = New-Name
            foreach ($method in $write) {
                $word = $method.Invoke($null, @($name))
                $tokens = $errors = $null
                $ast = [Management.Automation.Language.Parser]::ParseInput(
                    "Get-Argument -First $word, $word -Second $word", [ref]$tokens, [ref]$errors
                )
                $statements = $ast.EndBlock.Statements
                $elements = @($statements.PipelineElements.CommandElements)
                $array = $elements[2]
                # The text --% stands in parentheses, as quotes do not make it one.
                $texts = @(@($array.Elements) + @($elements[4]) |
                    ForEach-Object {
                        $_ -is [Management.Automation.Language.ParenExpressionAst] ? $_.Pipeline.PipelineElements[0].Expression : $_
                    })
                $fine = -not $errors -and
                    $statements.Count -eq 1 -and
                    $statements.PipelineElements.Count -eq 1 -and
                    $elements.Count -eq 5 -and
                    $texts.Count -eq 3 -and
                    -not ($texts |
                        Where-Object {
                            $_ -isnot [Management.Automation.Language.StringConstantExpressionAst] -or
                                -not [string]::Equals($_.Value, $name, 'Ordinal')
                        })
                $got = $fine ? (Invoke-Expression "Get-Argument $word") : $null
                if (-not $fine -or $got.Count -ne 1 -or $got[0] -isnot [string] -or -not [string]::Equals($got[0], $name, 'Ordinal')) {
                    "$($method.Name) of $(Show-Name $name) gave $word"
                }
            }
        }
        $wrong | Should -BeNullOrEmpty -Because "the seed was $seed"
    }

    It 'is one argument of a fix' {
        function Connect-DockerNetwork { param($Network, $Container) $Network, $Container, $args.Count }
        $wrong = foreach ($i in 1..$count) {
            $name, $other = (New-Name), (New-Name)
            $command = [Management.Automation.LanguagePrimitives]::ConvertTo(
                [pscustomobject]@{ Cmdlet = 'Connect-DockerNetwork'; Network = $name; Container = @("c$other", "d$name") },
                    [DockerNetwork.Model.Results.FixCommand])
            $got = Invoke-Expression "$command"
            if ($got.Count -ne 3 -or
                -not [string]::Equals($got[0], $name, 'Ordinal') -or
                $got[1].Count -ne 2 -or
                -not [string]::Equals($got[1][0], "c$other", 'Ordinal') -or
                -not [string]::Equals($got[1][1], "d$name", 'Ordinal') -or $got[2]) { "$(Show-Name $name) gave $command" }
        }
        $wrong | Should -BeNullOrEmpty -Because "the seed was $seed"
    }
}

Describe 'A network of a name that is a command' {
    BeforeAll {
        $pwned = Join-Path $TestDrive PWNED
        $names = "'", "`u{2018}", "`u{2019}", "`u{201a}", "`u{201b}", '"', "`u{201d}", '$(' |
            ForEach-Object { "zz$_ -Container web; Set-Content $pwned owned #" }
        New-DockerContainer alpine sleep, infinity -Name web -Start | Out-Null
        foreach ($name in $names) { $null = Invoke-EngineApi '/networks/create' -Method POST -Body @{ Name = $name } }
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'is completed as an argument, after <_>' -ForEach @('zz', "'zz", '"zz', "`u{2018}zz", "`u{201c}zz") {
        $answers = (TabExpansion2 "Connect-DockerNetwork -Network $_").CompletionMatches
        $read = foreach ($answer in $answers) {
            $errors = $null
            $elements = [Management.Automation.Language.Parser]::ParseInput(
                "Connect-DockerNetwork -Network $($answer.CompletionText)", [ref]$null, [ref]$errors
            ).EndBlock.Statements[0].PipelineElements[0].CommandElements
            $errors | Should -BeNullOrEmpty
            $elements | Should -HaveCount 3
            $elements[2].Value
        }
        $read | Sort-Object | Should -BeExactly ($names | Sort-Object)
    }

    It 'is an argument of the command in an error' {
        $name = $names[2]
        Connect-DockerNetwork $name web
        Get-DockerNetwork | Where-Object Name -CEQ $name | Remove-DockerNetwork -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id NetworkInUse -Category ResourceBusy
        $command = [regex]::Match("$failure", '\((Disconnect-DockerNetwork .*)\), or use -Force').Groups[1].Value
        Invoke-Expression $command
        $pwned | Should -Not -Exist
        (Invoke-EngineApi '/containers/web/json').NetworkSettings.Networks.PSObject.Properties.Name | Should -Be bridge
    }
}

Describe 'An object of a file whose id is a pattern' {
    AfterAll {
        Reset-TestEngine
    }

    It 'means nothing, and not everything: <Command>' -ForEach @(
        @{ Command = 'Remove-DockerNetwork -Force'; Id = 'NetworkNotFound' }
        @{ Command = 'Connect-DockerNetwork -Container web'; Id = 'NetworkNotFound' }
        @{ Command = 'Disconnect-DockerNetwork -Container web'; Id = 'NetworkNotFound' }
    ) {
        New-DockerNetwork app, back -ErrorAction Ignore | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -ErrorAction Ignore | Out-Null
        Get-DockerNetwork app | Export-Clixml "$TestDrive/app.xml"
        $text = Get-Content "$TestDrive/app.xml" -Raw
        $text.Replace((Get-DockerNetwork app).Id, '*') | Set-Content "$TestDrive/app.xml"
        $forged = Import-Clixml "$TestDrive/app.xml"
        $forged.Id | Should -Be '*'
        $before = Get-EngineState
        Invoke-Expression "`$forged | $Command -ErrorAction SilentlyContinue -ErrorVariable failure"
        Assert-Failure $failure -Id $Id -Category ObjectNotFound
        Get-EngineState | Should -Be $before
    }
}
