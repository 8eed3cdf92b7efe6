# Repair-ContainerReachability, and the warnings of Test-ContainerReachability where the prediction is wrong.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    # It asks before each fix (ConfirmImpact High); one test below is about that.
    $ConfirmPreference = 'None'

    function New-Step {
        <# A command of a fix as Import-Clixml gives it where nothing is made of it again. #>
        param([object] $Cmdlet, [object] $Network, [object] $Container = @(), [object] $Name, [object] $DockerHost)

        [pscustomobject]@{
            PSTypeName = 'Deserialized.DockerNetwork.Model.Results.FixCommand'
            Cmdlet     = $Cmdlet
            Name       = $Name
            Network    = $Network
            Container  = $Container
            DockerHost = $DockerHost
        }
    }

    function New-Result {
        <# A result as a file could hold it, with any fix: its text, and its data. #>
        param([string] $Fix, [object] $Step, [bool] $Reachable = $false, [string] $Source = 'web')

        [pscustomobject]@{
            PSTypeName = 'Deserialized.DockerNetwork.Model.Results.ReachabilityResult'
            Source = $Source
            Target = 'db'
            TargetName = 'db'
            Protocol = 'Icmp'
            Port = $null
            Reachable = $Reachable
            Predicted = 'Unresolved'
            Reasons = @(
                [pscustomobject]@{ Code = 'NoSharedNetwork'; Message = 'They share no network.'; Fix = $null; FixCommands = @() }
                [pscustomobject]@{ Code = 'X'; Message = 'x'; Fix = $Fix; FixCommands = $Step }
            )
            DockerHost = $env:DOCKER_HOST
        }
    }

    function Assert-Refused {
        <# That nothing of a fix would be run, and that scripts can tell why. #>
        param([object] $Result, [string] $Like = '*')

        $said = Get-WhatIf { $Result | Repair-ContainerReachability -WhatIf -ErrorAction SilentlyContinue -ErrorVariable script:refused }
        $said | Should -BeNullOrEmpty
        $refused | Should -HaveCount 1
        $refused[0].FullyQualifiedErrorId | Should -BeExactly 'FixNotAllowed,DockerNetwork.Commands.RepairContainerReachabilityCommand'
        $refused[0].CategoryInfo.Category | Should -Be SecurityError
        $refused[0].TargetObject.Source | Should -Be web
        "$($refused[0])" | Should -BeLike "The fix was not run: $Like"
        "$($refused[0])" | Should -BeLike '*Run Test-ContainerReachability again*'
    }

    function Get-WhatIf {
        <# What -WhatIf says: action and target. #>
        param([scriptblock] $Command)

        $file = [IO.Path]::GetTempFileName()
        try {
            $null = Start-Transcript $file -UseMinimalHeader
            try { $null = & $Command } finally { $null = Stop-Transcript }
            Select-String -Path $file -Pattern '^What if: Performing the operation "(.*)" on target "(.*)"\.$' |
                ForEach-Object { "$($_.Matches[0].Groups[2].Value): $($_.Matches[0].Groups[1].Value)" }
        }
        finally { Remove-Item $file }
    }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'What is run of a fix' {
    It 'are commands of this module: <Fix>' -ForEach @(
        @{
            Fix  = 'Connect-DockerNetwork -Network app -Container web'
            Step = @{ Cmdlet = 'Connect-DockerNetwork'; Network = 'app'; Container = 'web' }
        }
        @{
            Fix  = "Connect-DockerNetwork -Network 'my net' -Container web"
            Step = @{ Cmdlet = 'Connect-DockerNetwork'; Network = 'my net'; Container = @('web') }
        }
        @{
            Fix  = 'New-DockerNetwork -Name app | Connect-DockerNetwork -Container a, b'
            Step = @{ Cmdlet = 'New-DockerNetwork'; Name = 'app' }, @{ Cmdlet = 'Connect-DockerNetwork'; Container = 'a', 'b' }
        }
        @{
            Fix  = 'Start-DockerContainer -Container a, b; Restart-DockerContainer -Container c'
            Step = @{ Cmdlet = 'Start-DockerContainer'; Container = 'a', 'b' }, @{ Cmdlet = 'Restart-DockerContainer'; Container = 'c' }
        }
        @{
            Fix  = 'Disconnect-DockerNetwork -Network none -Container a; Connect-DockerNetwork -Network app -Container a'
            Step = @{ Cmdlet = 'Disconnect-DockerNetwork'; Network = 'none'; Container = 'a' },
            @{ Cmdlet = 'Connect-DockerNetwork'; Network = 'app'; Container = 'a' }
        }
        @{ Fix = "Start-DockerContainer -Container '1e3', '007'"; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = '1e3', '007' } }
        @{ Fix = "Start-DockerContainer -Container 'it''s'"; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = "it's" } }
        @{
            Fix  = "Start-DockerContainer -Container 'a`u{2019}`u{2019}b'"
            Step = @{ Cmdlet = 'Start-DockerContainer'; Container = "a`u{2019}b" }
        }
        @{
            Fix  = "Connect-DockerNetwork -Network app -Container '007'"
            Step = @{ Cmdlet = 'Connect-DockerNetwork'; Network = 'app'; Container = '007' }
        }
        @{
            Fix  = "Start-DockerContainer -Container process, if, data, '-WhatIf', '`$(1)', '; Get-Process'"
            Step = @{ Cmdlet = 'Start-DockerContainer'; Container = 'process', 'if', 'data', '-WhatIf', '$(1)', '; Get-Process' }
        }
    ) {
        $steps = @($Step | ForEach-Object { New-Step @_ })
        $said = Get-WhatIf { New-Result $Fix $steps | Repair-ContainerReachability -WhatIf }
        $said | Should -BeExactly "web -> db: $Fix"
    }

    It 'is nothing else: <Fix>' -ForEach @(
        @{ Fix = 'Stop-DockerContainer -Container x'; Step = @{ Cmdlet = 'Stop-DockerContainer'; Container = 'x' } }
        @{
            Fix  = 'Stop-DockerContainer -Container x; Start-DockerContainer -Container x'
            Step = @{ Cmdlet = 'Stop-DockerContainer'; Container = 'x' }, @{ Cmdlet = 'Start-DockerContainer'; Container = 'x' }
        }
        @{ Fix = 'Remove-DockerContainer -Container web'; Step = @{ Cmdlet = 'Remove-DockerContainer'; Container = 'web' } }
        @{
            Fix  = 'Disconnect-DockerNetwork -Network app -Container web'
            Step = @{ Cmdlet = 'Disconnect-DockerNetwork'; Network = 'app'; Container = 'web' }
        }
        @{ Fix = 'Get-Process'; Step = @{ Cmdlet = 'Get-Process' } }
        @{ Fix = 'start-dockercontainer -Container web'; Step = @{ Cmdlet = 'start-dockercontainer'; Container = 'web' } }
        @{ Fix = 'Evil\Start-DockerContainer -Container web'; Step = @{ Cmdlet = 'Evil\Start-DockerContainer'; Container = 'web' } }
        @{
            Fix  = 'Start-DockerContainer -Container web; Get-Process'
            Step = @{ Cmdlet = 'Start-DockerContainer'; Container = 'web' }, @{ Cmdlet = 'Get-Process' }
        }
        @{ Fix = 'Connect-DockerNetwork'; Step = @{ Cmdlet = 'Connect-DockerNetwork' } }
        @{ Fix = 'Connect-DockerNetwork -Container web'; Step = @{ Cmdlet = 'Connect-DockerNetwork'; Container = 'web' } }
        @{ Fix = 'Connect-DockerNetwork -Network app'; Step = @{ Cmdlet = 'Connect-DockerNetwork'; Network = 'app' } }
        @{
            Fix  = 'Connect-DockerNetwork -Name x -Network app -Container web'
            Step = @{ Cmdlet = 'Connect-DockerNetwork'; Name = 'x'; Network = 'app'; Container = 'web' }
        }
        @{ Fix = 'New-DockerNetwork -Name app'; Step = @{ Cmdlet = 'New-DockerNetwork'; Name = 'app' } }
        @{
            Fix  = 'New-DockerNetwork -Name app; Start-DockerContainer -Container web'
            Step = @{ Cmdlet = 'New-DockerNetwork'; Name = 'app' }, @{ Cmdlet = 'Start-DockerContainer'; Container = 'web' }
        }
        @{ Fix = "Start-DockerContainer -Container '*'"; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = '*' } }
        @{ Fix = "Start-DockerContainer -Container 'we?'"; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = 'we?' } }
        @{ Fix = "Start-DockerContainer -Container '[a-z]eb'"; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = '[a-z]eb' } }
        @{ Fix = "Start-DockerContainer -Container ''"; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = '' } }
        @{ Fix = "Start-DockerContainer -Container web, ''"; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = 'web', $null } }
        @{ Fix = 'Start-DockerContainer -Container "a`u{a}b"'; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = "a`nb" } }
        @{ Fix = 'Start-DockerContainer -Container "a`u{1b}[2Kb"'; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = "a`e[2Kb" } }
        @{ Fix = 'Start-DockerContainer -Container "a`u{202e}b"'; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = "a`u{202e}b" } }
        @{
            Fix  = "Connect-DockerNetwork -Network '' -Container web"
            Step = @{ Cmdlet = 'Connect-DockerNetwork'; Network = ''; Container = 'web' }
        }
        @{ Fix = 'Start-DockerContainer -Container web'; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = { web } } }
        @{ Fix = 'Start-DockerContainer -Container 1'; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = 1 } }
        @{ Fix = 'Start-DockerContainer -Container web'; Step = @{ Cmdlet = { 'Start-DockerContainer' }; Container = 'web' } }
        @{
            Fix  = 'Start-DockerContainer -Container a'
            Step = @(1..5 | ForEach-Object { @{ Cmdlet = 'Start-DockerContainer'; Container = 'a' } })
        }
        @{ Fix = 'Start-DockerContainer -Container a'; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = @('a') * 100000 } }
        @{ Fix = 'Start-DockerContainer -Container db'; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = 'web' } }
        @{ Fix = ''; Step = @{ Cmdlet = 'Start-DockerContainer'; Container = 'web' } }
    ) {
        Assert-Refused (New-Result $Fix @($Step | ForEach-Object { New-Step @_ }))
    }

    It 'may name the engine of the result, and no other' {
        $own = New-Step Start-DockerContainer -Container web -DockerHost $env:DOCKER_HOST
        $row = New-Result "Start-DockerContainer -Container web -DockerHost $env:DOCKER_HOST" $own
        Get-WhatIf { $row | Repair-ContainerReachability -WhatIf } |
            Should -BeExactly 'web -> db: Start-DockerContainer -Container web'
        Assert-Refused (New-Result 'Start-DockerContainer -Container web' $own) 'its text and its data differ.*'
        $other = New-Step Start-DockerContainer -Container web -DockerHost tcp://192.0.2.1:2375
        Assert-Refused (New-Result 'Start-DockerContainer -Container web -DockerHost tcp://192.0.2.1:2375' $other) (
            "it names the engine tcp://192.0.2.1:2375, but a fix runs only on the engine of its result, $env:DOCKER_HOST.*")
        Assert-Refused (New-Result 'Start-DockerContainer -Container web' $other) 'it names the engine tcp://192.0.2.1:2375*'
    }

    It 'is no data at all: <_>' -ForEach @(
        'Start-DockerContainer -Container web', 1, @{ Cmdlet = 'Start-DockerContainer'; Container = 'web' }
    ) {
        Assert-Refused (New-Result 'Start-DockerContainer -Container web' $_)
    }

    It 'is never its text, neither alone nor beside data: <_>' -ForEach @(
        'Remove-DockerContainer -Container web'
        'Get-Process'
        'Connect-DockerNetwork -Network app -Container web; Get-Process'
        'Connect-DockerNetwork -Network app -Container (Get-Process)'
        'Connect-DockerNetwork -Network app -Container $env:HOME'
        'Connect-DockerNetwork -Network app -Container "$(Get-Process)"'
        'Connect-DockerNetwork -Network app -Container "$HOME"'
        'Connect-DockerNetwork -Network app -Container @(1)'
        'Connect-DockerNetwork -Network app -Container a, (b)'
        'Connect-DockerNetwork -Network app -Container { a }'
        'Connect-DockerNetwork -Network app -Container a.b()'
        'Connect-DockerNetwork -Network app -Container [string]'
        'Connect-DockerNetwork -Network app -Container @splat'
        'Connect-DockerNetwork -Network app -Container web > /tmp/dn-pwned'
        'Connect-DockerNetwork -Network app -Container web 2>&1'
        'Connect-DockerNetwork -Network app -Container web &'
        'Connect-DockerNetwork -Network app -Container web && Get-Process'
        'Connect-DockerNetwork -Network app -Container web || Get-Process'
        '& Connect-DockerNetwork -Network app -Container web'
        '. Connect-DockerNetwork -Network app -Container web'
        '& "Connect-DockerNetwork" -Network app -Container web'
        '"Connect-DockerNetwork" -Network app -Container web'
        'Evil\Connect-DockerNetwork -Network app -Container web'
        'DockerNetwork\Connect-DockerNetwork -Network app -Container web'
        './Connect-DockerNetwork -Network app -Container web'
        'Connect-DockerNetwork app web'
        'Connect-DockerNetwork -Network app -Container web -DockerHost tcp://192.0.2.1'
        'Connect-DockerNetwork -Network app -Container web -Context other'
        'Connect-DockerNetwork -Network app -Container web -OutVariable x'
        'Connect-DockerNetwork -Network app -Container web -WhatIf'
        'Connect-DockerNetwork -Network:app -Container web'
        'Connect-DockerNetwork -Netw app -Container web'
        'Connect-DockerNetwork -Network app -Network back -Container web'
        'Connect-DockerNetwork -Network app -Container'
        'Connect-DockerNetwork'
        'Stop-DockerContainer -Container x; Start-DockerContainer -Container x'
        'connect-dockernetwork -network app -container web'
        'Start-DockerContainer -Container web'
        'Stop-DockerContainer -Container *'
        'Stop-DockerContainer -Container we?'
        'Stop-DockerContainer -Container [a-z]eb'
        "Stop-DockerContainer -Container ''"
        "Stop-DockerContainer -Container 'a`nb'"
        "Stop-DockerContainer -Container 'a`e[2Kb'"
        '$x = Start-DockerContainer -Container web'
        'if (1) { Start-DockerContainer -Container web }'
        'function Start-DockerContainer {}; Start-DockerContainer -Container web'
        'param($x) Start-DockerContainer -Container web'
        'begin { Start-DockerContainer -Container web }'
        'end { Start-DockerContainer -Container web }'
        'end { Start-DockerContainer -Container web } clean { Get-Process }'
        'trap { Get-Process } Start-DockerContainer -Container web'
        'using module Evil; Start-DockerContainer -Container web'
        '#requires -Modules Evil
Start-DockerContainer -Container web'
        'Start-DockerContainer -Container web # and so on'
        'Start-DockerContainer -Container web | % Name'
        'Start-DockerContainer -Container web, '
        '1'
        "'text'"
        'Start-DockerContainer --% -Container web'
    ) {
        Assert-Refused (New-Result $_) 'the result has only its text, not its data.*'
        Assert-Refused (New-Result $_ (New-Step Restart-DockerContainer -Container web)) 'its text and its data differ.*'
    }

    It 'is not run by a function of the same name' {
        New-DockerContainer alpine sleep, infinity -Name web | Out-Null
        try {
            function global:Start-DockerContainer { $global:dnCalled = $true }
            $global:dnCalled = $false
            $null = New-Result 'Start-DockerContainer -Container web' (New-Step Start-DockerContainer -Container web) |
                Repair-ContainerReachability
            $global:dnCalled | Should -BeFalse
            (Invoke-EngineApi '/containers/web/json').State.Running | Should -BeTrue
        }
        finally {
            Remove-Item function:Start-DockerContainer
            Remove-Variable dnCalled -Scope Global
            Reset-TestEngine
        }
    }
}

Describe 'What is passed to it' {
    It 'is passed over where it is reachable' {
        New-Result 'Get-Process' -Reachable $true | Repair-ContainerReachability -WarningVariable said | Should -BeNullOrEmpty
        $said | Should -BeNullOrEmpty
    }

    It 'is a warning where no fix is known' {
        New-Result | Repair-ContainerReachability -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$said" | Should -Be 'web -> db is not reachable, and no fix is known. They share no network.'
    }

    It 'is an error where it is no result' {
        $failure = $null
        'web', (Get-Item /), [pscustomobject]@{ Source = 'web' } |
            Repair-ContainerReachability -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 3
        $failure.FullyQualifiedErrorId | Should -Be (@('InvalidResult,DockerNetwork.Commands.RepairContainerReachabilityCommand') * 3)
    }

    It 'is an error that names Export-Clixml if it was kept as <Kept>' -ForEach @(
        @{ Kept = 'JSON'; Read = { $args[0] | ConvertTo-Json -Depth 6 | ConvertFrom-Json } }
        @{ Kept = 'CSV'; Read = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        $row = & $Read (New-Result 'Start-DockerContainer -Container web' (New-Step Start-DockerContainer -Container web))
        $row.DockerHost = [pscustomobject]@{ Uri = 'unix:///x'; Scheme = 'unix' }
        $row | Repair-ContainerReachability -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure -Id InvalidResult -Category InvalidArgument -Like ('This is not a result of Test-ContainerReachability. ' +
            'JSON and CSV lose parts of a result; use Export-Clixml.')
    }

    It 'is not shown whole in an error' {
        $row = New-Result
        $row.Source = ''
        $row.Target = 'x' * 5000
        $row | Repair-ContainerReachability -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure -Id InvalidResult -Category InvalidArgument -Like '*has no Source.'
        "$failure".Length | Should -BeLessThan 110
    }

    It 'is repaired on another engine only after its name was shown, and -WhatIf does not connect there' {
        $folder = Join-Path ([IO.Path]::GetTempPath()) "dn$([guid]::NewGuid().ToString('n').Substring(0, 8))"
        $null = New-Item $folder -ItemType Directory
        $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
        try {
            $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new("$folder/s"))
            $socket.Listen()
            $row = New-Result 'Start-DockerContainer -Container web' (New-Step Start-DockerContainer -Container web)
            $row.DockerHost = "unix://$folder/s"
            Get-WhatIf { $row | Repair-ContainerReachability -WhatIf -Verbose } |
                Should -BeExactly "web -> db on unix://$folder/s: Start-DockerContainer -Container web"
            $socket.Poll(0, 'SelectRead') | Should -BeFalse
            Get-WhatIf { $row | Repair-ContainerReachability -WhatIf -DockerHost "unix://$folder/s" } |
                Should -BeExactly 'web -> db: Start-DockerContainer -Container web'
        }
        finally {
            $socket.Dispose()
            Remove-Item $folder -Recurse -Force
        }
    }

    It 'tells that the result named an engine that is not valid' {
        $row = New-Result 'Start-DockerContainer -Container web' (New-Step Start-DockerContainer -Container web)
        $row.DockerHost = 'gopher://x'
        $row | Repair-ContainerReachability -ErrorAction SilentlyContinue -ErrorVariable failure
        $given = @{
            Id       = 'InvalidResult'
            Category = 'InvalidArgument'
            Like     = "*'gopher://x' (from the result) is not a valid Docker host*"
        }
        Assert-Failure $failure @given
    }
}

Describe 'A repair' {
    AfterEach {
        Reset-TestEngine
    }

    It 'gives names where they need a user-defined network (NamesNeedUserDefinedNetwork)' {
        New-DockerContainer alpine sleep, infinity -Name aa, bb -Start | Out-Null
        $broken = Test-ContainerReachability aa bb -By Name
        $broken.Reasons[0].Code | Should -Be NamesNeedUserDefinedNetwork

        $fixed = $broken | Repair-ContainerReachability
        $fixed.Source, $fixed.Target, $fixed.TargetName, "$($fixed.Observed)", $fixed.Network | Should -Be aa, bb, bb, Reachable, app
        $fixed.Agrees | Should -BeTrue
    }

    It 'does for a whole mesh what is needed and no more' {
        New-DockerContainer alpine sleep, infinity -Name aa, bb, cc -Start | Out-Null
        $broken = Test-ContainerReachability aa, bb, cc -Mesh -By Name
        $broken.Reachable | Should -Not -Contain $true

        $fixed = $broken | Repair-ContainerReachability -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        $fixed | ForEach-Object { "$($_.Source)$($_.TargetName)$($_.Observed)" } |
            Should -Be ($broken | ForEach-Object { "$($_.Source)$($_.TargetName)Reachable" })
        (Invoke-EngineApi '/networks').Name | Sort-Object | Should -Be app, bridge, host, none
    }

    It 'joins the target''s network (NoSharedNetwork, IsolatedNetworks), once for name and address' {
        New-DockerNetwork app, back | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network back -Start | Out-Null
        $broken = Test-ContainerReachability web db -By Name, Address
        $broken.Reasons.Code | Should -Contain NoSharedNetwork
        $broken.Reasons.Code | Should -Contain IsolatedNetworks

        $said = Get-WhatIf { $broken | Repair-ContainerReachability -WhatIf }
        $said | Should -BeExactly "web -> db, web -> $($broken[1].TargetName): Connect-DockerNetwork -Network back -Container web"
        (Invoke-EngineApi '/containers/web/json').NetworkSettings.Networks.PSObject.Properties.Name | Should -Be app

        $fixed = $broken | Repair-ContainerReachability
        $fixed.TargetName | Should -Be $broken.TargetName
        $fixed.Observed | Should -Be Reachable, Reachable
    }

    It 'repairs what was exported to a file' {
        New-DockerNetwork app, back | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network back -Start | Out-Null
        $file = Join-Path $TestDrive broken.xml
        Test-ContainerReachability web db -By Address | Export-Clixml $file -Depth 3

        (Import-Clixml $file | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'repairs what a trace found, also one that was exported to a file' {
        New-DockerNetwork app, back | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network back -Start | Out-Null
        $trace = [Management.Automation.LanguagePrimitives]::ConvertTo(
            [pscustomobject]@{ Result = Test-ContainerReachability web db -By Address },
            [DockerNetwork.Model.Results.ReachabilityTrace])
        $file = Join-Path $TestDrive traced.xml
        $trace | Export-Clixml $file
        $saved = Import-Clixml $file

        $said = Get-WhatIf { $trace | Repair-ContainerReachability -WhatIf }
        $said | Should -Not -BeNullOrEmpty
        Get-WhatIf { $saved | Repair-ContainerReachability -WhatIf } | Should -Be $said
        ($saved | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'leads out of an internal network (InternalNetworkOnly)' {
        New-DockerNetwork inner -Internal | Out-Null
        New-DockerNetwork back | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network inner -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network back -Start | Out-Null
        $broken = Test-ContainerReachability web db -By Address
        $broken.Reasons.Code | Should -Contain InternalNetworkOnly

        ($broken | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'gives an address of the family (NoAddressOfFamily)' {
        New-DockerNetwork app | Out-Null
        New-DockerNetwork six -Subnet fd00:6::/64 -IPv6 | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network six -Start | Out-Null
        $broken = Test-ContainerReachability web db -By Address -IPv6
        $broken.Reasons.Code | Should -Contain NoAddressOfFamily

        ($broken | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'starts the target (TargetNotRunning), and waits until it listens' {
        New-DockerNetwork app | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sh, -c, 'sleep 1; while :; do nc -l -p 80 </dev/null; done' -Name db -Network app | Out-Null
        $broken = Test-ContainerReachability web db -By Name -TcpPort 80
        $broken.Reasons.Code | Should -Contain TargetNotRunning

        $fixed = $broken | Repair-ContainerReachability -TimeoutSeconds 10
        $fixed.Observed, $fixed.Port | Should -Be Reachable, 80
    }

    It 'starts the source (SourceNotRunning), and before it the owner of its namespace' {
        New-DockerNetwork app | Out-Null
        New-DockerContainer alpine sleep, infinity -Name owner, db -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name sidecar -Network container:owner | Out-Null
        Stop-DockerContainer owner -TimeoutSeconds 0
        $broken = Test-ContainerReachability sidecar db -By Name
        $broken.Reasons[0].Code | Should -Be SourceNotRunning

        ($broken | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'brings back a namespace whose owner was <Done> (<Code>)' -ForEach @(
        @{ Done = 'stopped'; Code = 'NamespaceOwnerNotRunning' }
        @{ Done = 'started again'; Code = 'NamespaceOwnerRestarted' }
    ) {
        New-DockerNetwork app | Out-Null
        New-DockerContainer alpine sleep, infinity -Name owner, db -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name sidecar -Network container:owner -Start | Out-Null
        Stop-DockerContainer owner -TimeoutSeconds 0
        if ($Done -ne 'stopped') { Start-DockerContainer owner }
        $broken = Test-ContainerReachability sidecar db -By Name
        $broken.Reasons.Code | Should -Contain $Code

        ($broken | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'gives a container its own name (NamesNeedUserDefinedNetwork)' {
        New-DockerContainer alpine sleep, infinity -Name aa -Start | Out-Null
        $broken = Test-ContainerReachability aa aa -By Name
        $broken.Reasons.Code | Should -Contain NamesNeedUserDefinedNetwork

        ($broken | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'joins the network of an alias (NameOnAnotherNetwork)' {
        New-DockerNetwork app, back | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network app, @{ Name = 'back'; Alias = 'data' } -Start | Out-Null
        $broken = Test-ContainerReachability web db -By Alias
        $broken.TargetName, "$($broken.Observed)" | Should -Be data, Unresolved
        $broken.Reasons.Code | Should -Contain NameOnAnotherNetwork

        ($broken | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'takes a container off the network none first' {
        New-DockerNetwork app | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network none -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network app -Start | Out-Null
        $broken = Test-ContainerReachability web db -By Address
        $broken.Reasons.Fix | Should -Contain (
            'Disconnect-DockerNetwork -Network none -Container web; Connect-DockerNetwork -Network app -Container web')

        ($broken | Repair-ContainerReachability).Observed | Should -Be Reachable
        (Get-DockerContainer web).Endpoints.Network | Should -Be app
    }

    It 'joins a network that is not the host''s (HostNotOnNetwork)' {
        # Without that kernel module the driver does not exist.
        try { New-DockerNetwork lan -Driver macvlan -Internal -Subnet 10.77.0.0/24 | Out-Null }
        catch { Set-ItResult -Skipped -Because "$_"; return }
        New-DockerNetwork app | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        try { New-DockerContainer alpine sleep, infinity -Name db -Network lan -Start | Out-Null }
        catch { Set-ItResult -Skipped -Because "$_"; return }
        $broken = Test-ContainerReachability web db -By Address
        $broken.Reasons.FixCommands | Should -Not -BeNullOrEmpty

        ($broken | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'reaches a routed network''s closed port (PortNotPublished)' {
        if ($engine.ApiVersion -lt [version]'1.48') {
            Set-ItResult -Skipped -Because 'routed networks keep ports closed from 28.0 on'
            return
        }
        New-DockerNetwork app | Out-Null
        New-DockerNetwork routed -Option @{ 'com.docker.network.bridge.gateway_mode_ipv4' = 'routed' } | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sh, -c, 'while :; do nc -l -p 80 </dev/null; done' -Name db -Network routed -Start | Out-Null
        $broken = Test-ContainerReachability web db -By Address -TcpPort 80
        $broken.Reasons.Code | Should -Contain PortNotPublished

        ($broken | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'leaves alone what fails beside a name or an address that works' {
        New-DockerNetwork app | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network app, bridge -Start | Out-Null
        $rows = Test-ContainerReachability web db
        $blocked = $rows | Where-Object Observed -eq Blocked
        $blocked.Reasons.FixCommands | Should -Not -BeNullOrEmpty
        $before = Get-EngineState

        $said = $rows | Repair-ContainerReachability -Verbose 4>&1
        "$said" | Should -BeLike "*web -> $($blocked.TargetName) is left as it is: web reaches db by another name or address.*"
        @($said | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }) | Should -BeNullOrEmpty
        Get-EngineState | Should -Be $before

        # Alone it is what was asked for.
        ($blocked | Repair-ContainerReachability).Observed | Should -Be Reachable
    }

    It 'runs no second fix for a target that the first has brought within reach' {
        New-DockerNetwork app, back | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network back, bridge -Start | Out-Null
        $broken = Test-ContainerReachability web db
        $broken.Reachable | Should -Not -Contain $true

        $fixed = $broken | Repair-ContainerReachability
        $fixed.TargetName | Should -Contain db
        $fixed.Reachable | Should -Not -Contain $false
        (Invoke-EngineApi '/containers/web/json').NetworkSettings.Networks.PSObject.Properties.Name | Sort-Object | Should -Be app, back
    }

    It 'asks before each fix' {
        $type = (Get-Command Repair-ContainerReachability).ImplementingType
        $type.GetCustomAttributes([Management.Automation.CmdletAttribute], $true).ConfirmImpact | Should -Be High
        New-DockerContainer alpine sleep, infinity -Name aa, bb -Start | Out-Null
        $broken = Test-ContainerReachability aa bb -By Name
        $before = Get-EngineState
        $file = Join-Path $TestDrive asked.xml
        $broken | Export-Clixml $file -Depth 5
        # Nobody can answer there, so asking fails, and nothing is run.
        $said = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "
            Import-Module '$(Get-TestModulePath)'; Import-Clixml '$file' | Repair-ContainerReachability" 2>&1
        "$said" | Should -BeLike '*NonInteractive*'
        Get-EngineState | Should -Be $before
    }

    It 'is of the containers that were tested, whatever has their names now' {
        New-DockerNetwork app, back | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network back -Start | Out-Null
        $broken = Test-ContainerReachability web db -By Name
        Remove-DockerContainer web -Force
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        $before = Get-EngineState

        $broken | Repair-ContainerReachability -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Assert-Failure $failure -Id ContainerNotFound -Category ObjectNotFound -Like "The container 'web' no longer exists*"
        Get-EngineState | Should -Be $before
    }

    It 'that fails is an error about each result, and the others are repaired' {
        New-DockerNetwork app | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web, db -Network app | Out-Null
        New-DockerContainer alpine no-such-program -Name broken -Network app | Out-Null
        Start-DockerContainer web
        $bad = Test-ContainerReachability web broken -By Name
        $good = Test-ContainerReachability web db -By Name
        $failure = $null
        $fixed = $bad, $good | Repair-ContainerReachability -ErrorAction SilentlyContinue -ErrorVariable failure

        @($failure | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and $_.TargetObject -eq $bad }) | Should -HaveCount 1
        $failure[-1].FullyQualifiedErrorId | Should -BeLike '*,DockerNetwork.Commands.RepairContainerReachabilityCommand'
        $failure[-1].FullyQualifiedErrorId | Should -Not -BeLike 'FixNotAllowed*'
        "$($failure[-1])" | Should -BeLike '*no-such-program*'
        $fixed.Observed | Should -Be Reachable
    }

    It 'refuses a fix of a file that the engine does not propose: <Fix>' -ForEach @(
        @{ Fix = 'Restart-DockerContainer -Container db'; Step = @{ Cmdlet = 'Restart-DockerContainer'; Container = 'db' } }
        @{
            Fix  = 'Connect-DockerNetwork -Network secret -Container db'
            Step = @{ Cmdlet = 'Connect-DockerNetwork'; Network = 'secret'; Container = 'db' }
        }
        @{
            Fix  = 'Connect-DockerNetwork -Network gone -Container web'
            Step = @{ Cmdlet = 'Connect-DockerNetwork'; Network = 'gone'; Container = 'web' }
        }
    ) {
        New-DockerNetwork app, back, secret | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web, db -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name victim -Network back -Start | Out-Null
        $file = Join-Path $TestDrive forged.xml
        $genuine = Test-ContainerReachability web victim -By Address
        $forged = New-Result $Fix (New-Step @Step)
        $forged.Target, $forged.TargetName = 'victim', $genuine.TargetName
        $forged.PSObject.TypeNames.Insert(0, 'DockerNetwork.Model.Results.ReachabilityResult')
        $forged, $genuine | Export-Clixml $file -Depth 5
        $before = (Invoke-EngineApi '/containers/db/json').State.StartedAt

        $fixed = Import-Clixml $file | Repair-ContainerReachability -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure -Id FixNotAllowed -Category SecurityError -Like ('The fix was not run: the engine now proposes a ' +
            'different fix, Connect-DockerNetwork -Network back -Container web. Run Test-*')
        (Invoke-EngineApi '/containers/db/json').State.StartedAt | Should -BeExactly $before
        (Invoke-EngineApi '/containers/db/json').NetworkSettings.Networks.PSObject.Properties.Name | Should -Be app
        $fixed.Observed | Should -Be Reachable
    }

    It 'runs no fix of a file if the engine says that it is reachable already' {
        New-DockerNetwork app | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web, db -Network app -Start | Out-Null
        $before = (Invoke-EngineApi '/containers/db/json').State.StartedAt
        $fixed = New-Result 'Restart-DockerContainer -Container db' (New-Step Restart-DockerContainer -Container db) |
            Repair-ContainerReachability
        $fixed.Observed | Should -Be Reachable
        (Invoke-EngineApi '/containers/db/json').State.StartedAt | Should -BeExactly $before
    }

    It 'takes no fix of a file where only its text is left' {
        New-DockerNetwork app, back | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db -Network back -Start | Out-Null
        $file = Join-Path $TestDrive stripped.xml
        Test-ContainerReachability web db -By Address | Export-Clixml $file
        (Get-Content $file -Raw) -match 'FixCommands' | Should -BeTrue
        (Get-Content $file -Raw) -replace 'FixCommands', 'FixNothings' | Set-Content $file
        $before = Get-EngineState

        Import-Clixml $file | Repair-ContainerReachability -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        Assert-Failure $failure -Id FixNotAllowed -Category SecurityError -Like '*Run Test-ContainerReachability again*'
        Get-EngineState | Should -Be $before
    }

    It 'shows with -WhatIf what it then does, and changes nothing' {
        New-DockerNetwork one, two | Out-Null
        New-DockerContainer alpine sleep, infinity -Name aa, bb -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name cc -Network one -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name dd -Network two | Out-Null
        $broken = Test-ContainerReachability aa, bb, cc, dd -Mesh -By Name -Predict
        $before = Get-EngineState
        $shown = Get-WhatIf { $broken | Repair-ContainerReachability -WhatIf }
        Get-EngineState | Should -Be $before

        # What asks for confirmation says so in verbose messages.
        $done = $broken | Repair-ContainerReachability -Verbose -WarningAction Ignore 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] } |
            Select-String '^Performing the operation "(.*)" on target "(.*)"\.$' |
            ForEach-Object { "$($_.Matches[0].Groups[2].Value): $($_.Matches[0].Groups[1].Value)" }
        $shown | Should -BeExactly $done
        $shown.Count | Should -BeGreaterThan 2
        $shown.Count | Should -BeLessThan @($broken | Where-Object { -not $_.Reachable }).Count
    }

    It 'is not stopped by $WhatIfPreference where -WhatIf:$false is given' {
        New-DockerContainer alpine sleep, infinity -Name aa, bb -Start | Out-Null
        $broken = Test-ContainerReachability aa bb -By Name
        $WhatIfPreference = $true
        try {
            ($broken | Repair-ContainerReachability -WhatIf:$false).Observed | Should -Be Reachable
        }
        finally { $WhatIfPreference = $false }
    }
}

Describe 'A network whose name is a command' {
    BeforeEach {
        $pwned = Join-Path $TestDrive PWNED
        Remove-Item $pwned -ErrorAction Ignore
        New-DockerNetwork app, x | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web -Network app -Start | Out-Null
        New-DockerContainer alpine sleep, infinity -Name db, other -Network x -Start | Out-Null

        function Add-Network([string] $Name) {
            # Not with the module, which need not take such names.
            $id = (Invoke-EngineApi '/networks/create' -Method POST -Body @{ Name = $Name }).Id
            Invoke-EngineApi "/networks/$id/connect" -Method POST -Body @{ Container = 'db' }
            Invoke-EngineApi '/networks/x/disconnect' -Method POST -Body @{ Container = 'db' }
        }

        function Get-NetworkOf([string] $Container) {
            (Invoke-EngineApi "/containers/$Container/json").NetworkSettings.Networks.PSObject.Properties.Name | Sort-Object
        }
    }

    AfterEach {
        Reset-TestEngine
    }

    It 'is an argument of the fix that is pasted, whichever quote it holds: <_>' -ForEach @(
        "'", "`u{2018}", "`u{2019}", "`u{201a}", "`u{201b}", '"', "`u{201d}"
    ) {
        $name = "x$_ -Container web; Set-Content $pwned owned #"
        Add-Network $name
        Invoke-Expression ((Test-ContainerReachability web db -By Name -Predict).Reasons.Fix | Select-Object -First 1)

        $pwned | Should -Not -Exist
        Get-NetworkOf web | Should -BeExactly (@('app', $name) | Sort-Object)
        (Test-ContainerReachability web db -By Name).Observed | Should -Be Reachable
    }

    It 'is so in a snapshot of somebody else' {
        $name = "x`u{2019} -Container web; Set-Content $pwned owned #"
        Add-Network $name
        $snapshot = Get-DockerNetworkSnapshot
        $fix = (Test-ContainerReachability web db -By Name -Snapshot $snapshot).Reasons.Fix | Select-Object -First 1
        $fix |
            Should -BeExactly "Connect-DockerNetwork -Network 'x`u{2019}`u{2019} -Container web; Set-Content $pwned owned #' -Container web"
        Invoke-Expression $fix
        $pwned | Should -Not -Exist
    }

    It 'stops no other container in a repair' {
        Add-Network "x`u{2019} -Container web; Stop-DockerContainer -Container other; Connect-DockerNetwork -Network `u{2019}x"
        $fixed = Test-ContainerReachability web db -By Name | Repair-ContainerReachability -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        $fixed.Observed | Should -Be Reachable
        (Invoke-EngineApi '/containers/other/json').State.Running | Should -BeTrue
        (Get-NetworkOf web).Count | Should -Be 2
    }

    It 'is in no fix where it is a pattern or moves the cursor: <_>' -ForEach @(
        'x*', 'ap?', '[ax]*', "x`nStop-DockerContainer other", "x`e[2Ky", "x`u{202e}y"
    ) {
        Add-Network $_
        $row = Test-ContainerReachability web db -By Name, Address
        "$($row.Observed)" | Should -BeExactly 'Unresolved Blocked'
        $row[0].Reasons.Fix | Where-Object { $_ } | Select-Object -First 1 |
            Should -BeExactly 'Connect-DockerNetwork -Network app -Container db'
        $row[1].Reasons.Fix | Where-Object { $_ } | Should -BeNullOrEmpty
        $row[1] | Repair-ContainerReachability -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$said" | Should -BeLike '*no fix is known*'
        Get-NetworkOf web | Should -Be app
    }
}

Describe 'A firewall that Docker does not know of' -Skip:([bool]$env:DOCKERNETWORK_TEST_HOST) {
    BeforeAll {
        New-DockerNetwork app | Out-Null
        New-DockerContainer alpine sleep, infinity -Name web, db -Network app -Start | Out-Null
        # Inside the target, as whether a bridge's own traffic passes iptables depends on the kernel.
        & nsenter "--net=/proc/$((Invoke-EngineApi '/containers/db/json').State.Pid)/ns/net" iptables -A INPUT -p tcp -j DROP
        if ($LASTEXITCODE) { throw 'iptables failed' }
    }

    AfterAll {
        Reset-TestEngine
    }

    It 'is told with where the packets were lost' {
        $row =
            Test-ContainerReachability web db -By Name -TcpPort 80 -TimeoutSeconds 1 -WarningVariable said -WarningAction SilentlyContinue
        "$($row.Predicted)", "$($row.Observed)", $row.Agrees | Should -Be Reachable, Blocked, $false
        $row.Reasons[0].Code, $row.Reasons[0].Component | Should -Be PacketLost, db
        $said | Should -HaveCount 1
        "$said" |
            Should -Be ('web -> db:80: The request reached db through eth0, but no answer left it. A firewall in the network ' +
                'namespace of db may drop the request or the answer. Trace-ContainerReachability -Explain names the firewall rule.')
    }

    It 'is told five times and then counted; the first four are traced' {
        $quiet = @{ WarningAction = 'SilentlyContinue'; WarningVariable = 'said' }
        $rows = Test-ContainerReachability web db -By Name -TcpPort (1..8) -TimeoutSeconds 1 @quiet
        $rows.ForEach{ $_.Reasons[0].Code } | Should -Be (@('PacketLost') * 4 + @('Disagreement') * 4)
        $said | Should -HaveCount 6
        "$($said[4])" |
            Should -Be ('web -> db:5: Predicted Reachable, but observed Blocked. Trace-ContainerReachability shows where the packets are ' +
                'lost. Predicted because: web and db are both on the network app.')
        "$($said[5])" | Should -BeLike '3 more results disagreed*Agrees*'
    }

    It 'is told not at all with -Quiet, and where it agrees' {
        Test-ContainerReachability web db -By Name -TcpPort 80 -TimeoutSeconds 1 -Quiet -WarningVariable said | Should -BeFalse
        $said | Should -BeNullOrEmpty
        (Test-ContainerReachability web db -By Name -WarningVariable said).Agrees | Should -BeTrue
        $said | Should -BeNullOrEmpty
    }

    It 'has no fix' {
        Test-ContainerReachability web db -By Name -TcpPort 80 -TimeoutSeconds 1 -WarningAction SilentlyContinue |
            Repair-ContainerReachability -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$said" | Should -BeLike 'web -> db:80 is not reachable, and no fix is known. The request reached db through eth0*'
    }
}
