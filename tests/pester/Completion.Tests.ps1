# What Tab offers. Each parameter that takes something out of a live or closed set is here; a new one that is not fails the first test.
BeforeDiscovery {
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module (Get-TestModulePath) -Global

    # The line, and texts that must be among what is offered there (the list shows them); each begins what is offered behind it.
    $cases = @(
        @{ Line = 'Clear-DockerNetwork -Label '; Offers = 'team', 'team=blue' }
        @{ Line = 'Clear-DockerNetwork -ExcludeLabel team='; Offers = 'team=blue' }
        @{ Line = 'Clear-DockerNetworkProbe -DockerHost '; Offers = 'the engine' }
        @{ Line = 'Clear-DockerNetworkProbe -Context '; Offers = 'default', 'elsewhere' }
        @{ Line = 'Connect-DockerNetwork -Network '; Offers = 'app', 'back'; Not = 'host', 'none' }
        @{ Line = 'Connect-DockerNetwork -Network app -Container '; Offers = 'db', '1d'; Not = 'web', 'job' }
        @{ Line = 'Connect-DockerNetwork -Container web -Network '; Offers = 'back'; Not = 'app' }
        @{ Line = 'Connect-DockerNetwork back web -IPAddress '; Offers = '10.5.0.2', '10.5.0.3'; Not = '10.5.0.1', '10.5.0.7', '10.5.0.9' }
        @{ Line = 'Connect-DockerNetwork six web -IPv6Address '; Offers = 'fd00:5::2' }
        @{ Line = 'Connect-DockerNetwork app db -Link '; Offers = 'web' }
        @{ Line = 'Connect-DockerNetwork app db -DriverOption ifname'; Offers = 'com.docker.network.endpoint.ifname=eth0' }
        @{ Line = 'Disconnect-DockerNetwork -Network '; Offers = 'app', 'back'; Not = 'unused' }
        @{ Line = 'Disconnect-DockerNetwork -Network app -Container '; Offers = 'web', 'job'; Not = 'db' }
        @{ Line = 'Disconnect-DockerNetwork app '; Offers = 'web', 'job'; Not = 'db' }
        @{ Line = 'Enter-DockerContainer -Container '; Offers = 'web'; Not = 'job' }
        @{ Line = 'Find-DockerSubnet -Within '; Offers = '10.0.0.0/8', '172.18.0.0/16', '192.168.0.0/16' }
        @{ Line = 'Find-DockerSubnet -Exclude 10'; Offers = '10.0.0.0/8' }
        @{ Line = 'Get-DockerContext '; Offers = 'default', 'elsewhere' }
        @{ Line = 'Get-DockerContainer '; Offers = 'web', 'db', '1d', 'job' }
        @{ Line = 'Get-DockerContainer -Name '; Offers = 'web', 'db', '1d', 'job' }
        @{ Line = 'Get-DockerContainer -Id '; Offers = 'the id of web' }
        @{ Line = 'Get-DockerContainer -Network '; Offers = 'app', 'bridge' }
        @{ Line = 'Get-DockerContainer -Image '; Offers = 'the image' }
        @{ Line = 'Get-DockerContainer -Label '; Offers = 'tier', 'tier=front end' }
        @{ Line = 'Get-DockerContainer -PublishedPort '; Offers = '18080' }
        @{ Line = 'Get-DockerContainer -IPAddress '; Offers = 'the address of web' }
        @{ Line = 'Get-DockerContainer -MacAddress '; Offers = 'the MAC address of web' }
        @{ Line = 'Get-DockerContainer -Alias '; Offers = 'www' }
        @{ Line = 'Get-DockerContainer -ComposeProject '; Offers = 'shop' }
        @{ Line = 'Get-DockerContainer -ComposeProject shop -ComposeService '; Offers = 'front' }
        @{ Line = 'Get-DockerContainerInterface '; Offers = 'web'; Not = 'job' }
        @{ Line = 'Get-DockerContainerInterface -Container '; Offers = 'web' }
        @{ Line = 'Get-DockerContainerInterface -IPAddress '; Offers = 'the address of web' }
        @{ Line = 'Get-DockerContainerInterface -MacAddress '; Offers = 'the MAC address of web' }
        @{ Line = 'Get-DockerContainerListener '; Offers = 'web', '@host'; Not = 'job' }
        @{ Line = 'Get-DockerContainerListener -Container '; Offers = 'web', '@host' }
        @{ Line = 'Get-DockerContainerListener web -Port '; Offers = '80'; Not = '18080' }
        @{ Line = "Get-DockerContainerListener '@host' -Port "; Offers = '18080'; Not = '80' }
        @{ Line = 'Get-DockerNetwork '; Offers = 'app', 'back', 'bridge' }
        @{ Line = 'Get-DockerNetwork -Name '; Offers = 'app', 'back', 'bridge' }
        @{ Line = 'Get-DockerNetwork -Id '; Offers = 'the id of app' }
        @{ Line = 'Get-DockerNetwork -Driver '; Offers = 'bridge', 'host', 'null' }
        @{ Line = 'Get-DockerNetwork -Label '; Offers = 'team', 'team=blue' }
        @{ Line = 'Get-DockerNetwork -IPAddress '; Offers = 'the address of web' }
        @{ Line = 'Get-DockerNetwork -HostInterface '; Offers = 'docker0' }
        @{ Line = 'Get-DockerNetworkEndpoint '; Offers = 'app' }
        @{ Line = 'Get-DockerNetworkEndpoint -IPAddress '; Offers = 'the address of web' }
        @{ Line = 'Get-DockerNetworkEndpoint -MacAddress '; Offers = 'the MAC address of web' }
        @{ Line = 'Get-DockerNetworkEndpoint -Alias w'; Offers = 'www' }
        @{ Line = 'Get-DockerNetworkEndpoint -Network '; Offers = 'app' }
        @{ Line = 'Get-DockerNetworkEndpoint -Network app -Container '; Offers = 'web', 'job'; Not = 'db' }
        @{ Line = 'Get-DockerNetworkService '; Offers = 'api' }
        @{ Line = 'Get-DockerNetworkService -Network '; Offers = 'mesh'; Not = 'app' }
        @{ Line = 'Get-DockerNetworkService -Name '; Offers = 'api' }
        @{ Line = 'Get-DockerNetworkService api '; Offers = 'mesh'; Not = 'app' }
        @{ Line = 'Get-DockerPortMapping -Container '; Offers = 'web' }
        @{ Line = 'Get-DockerPortMapping -HostPort '; Offers = '18080' }
        @{ Line = 'Get-DockerPortMapping -Container web -Port '; Offers = '80', '18080' }
        @{ Line = 'Invoke-DockerContainerCommand -Container '; Offers = 'web'; Not = 'job' }
        @{ Line = 'New-DockerContainer '; Offers = 'busybox:latest' }
        @{ Line = 'New-DockerContainer -Image '; Offers = 'busybox:latest' }
        @{ Line = 'New-DockerContainer busybox -Network '; Offers = 'app', 'bridge', 'host', 'none', 'container:web' }
        @{ Line = 'New-DockerContainer busybox -Network back -IPAddress 10.5.0.1'; Offers = '10.5.0.10' }
        @{ Line = 'New-DockerContainer busybox -Network six -IPv6Address '; Offers = 'fd00:5::2' }
        @{ Line = 'New-DockerContainer busybox -DriverOption '; Offers = 'com.docker.network.endpoint.ifname=eth0' }
        @{ Line = 'New-DockerContainer listener -Publish '; Offers = '8080:80', '127.0.0.1:8080:80', '80', '8053:53/udp' }
        @{ Line = 'New-DockerContainer listener -Expose '; Offers = '80/tcp', '53/udp' }
        @{ Line = 'New-DockerContainer busybox -DnsOption nd'; Offers = 'ndots:1' }
        @{ Line = 'New-DockerContainer busybox -AddHost '; Offers = 'host.docker.internal:host-gateway' }
        @{ Line = 'New-DockerContainer busybox -Link '; Offers = 'web' }
        @{ Line = 'New-DockerContainer busybox -Sysctl ip_forward'; Offers = 'net.ipv4.ip_forward=1' }
        @{ Line = 'New-DockerContainer busybox -Label '; Offers = 'tier=front end', 'team=blue' }
        @{ Line = 'New-DockerContainer busybox -RestartPolicy '; Offers = 'no', 'always', 'unless-stopped', 'on-failure' }
        @{ Line = 'New-DockerContainer busybox -CapAdd net'; Offers = 'NET_ADMIN', 'NET_RAW' }
        @{ Line = 'New-DockerContainer busybox -CapDrop net'; Offers = 'NET_ADMIN', 'NET_RAW' }
        @{ Line = 'New-DockerNetwork x '; Offers = 'bridge', 'macvlan', 'overlay'; Not = 'host', 'null' }
        @{ Line = 'New-DockerNetwork x -Driver '; Offers = 'bridge', 'macvlan', 'overlay' }
        @{ Line = 'New-DockerNetwork x -Subnet 10.5.'; Offers = '10.5.1.0/24'; Not = '10.5.0.0/24' }
        @{ Line = 'New-DockerNetwork x -Subnet 10.9.0.0/24 -Gateway '; Offers = '10.9.0.1' }
        @{ Line = 'New-DockerNetwork x -Subnet 10.9.0.0/24 -IPRange '; Offers = '10.9.0.128/25' }
        @{ Line = 'New-DockerNetwork x -EnableIPv4 '; Offers = '$true', '$false' }
        @{ Line = 'New-DockerNetwork x -IpamDriver '; Offers = 'default', 'null' }
        @{ Line = 'New-DockerNetwork x -Option '; Offers = 'com.docker.network.bridge.enable_icc=false' }
        @{ Line = 'New-DockerNetwork x -Driver macvlan -Option macvlan_mode'; Offers = 'macvlan_mode=private' }
        @{ Line = 'New-DockerNetwork x -Label '; Offers = 'team=blue' }
        @{ Line = 'New-DockerNetwork x -ConfigFrom '; Offers = 'template'; Not = 'app' }
        @{ Line = 'Remove-DockerContainer '; Offers = 'web', 'job' }
        @{ Line = 'Remove-DockerContainer -Container '; Offers = 'web', 'job' }
        @{ Line = 'Remove-DockerContainer -Link '; Offers = 'caller/pal' }
        @{ Line = 'Rename-DockerContainer -Container '; Offers = 'web', 'job' }
        @{ Line = 'Resume-DockerContainer -Container '; Offers = 'still'; Not = 'web', 'job' }
        @{ Line = 'Suspend-DockerContainer -Container '; Offers = 'web'; Not = 'still', 'job' }
        @{ Line = 'Set-DockerContainer -Container '; Offers = 'web', 'job' }
        @{ Line = 'Set-DockerContainer web -RestartPolicy '; Offers = 'no', 'always', 'unless-stopped', 'on-failure' }
        @{ Line = 'Remove-DockerNetwork -Network '; Offers = 'app', 'unused'; Not = 'bridge' }
        @{ Line = 'Resolve-ContainerName -Container '; Offers = 'web' }
        @{ Line = 'Resolve-ContainerName -Container web -Name '; Offers = 'web', 'www', 'job'; Not = 'db' }
        @{ Line = 'Restart-DockerContainer -Container '; Offers = 'web', 'job' }
        @{ Line = 'Start-DockerContainer -Container '; Offers = 'job'; Not = 'web' }
        @{ Line = 'Stop-DockerContainer -Container '; Offers = 'web'; Not = 'job' }
        @{ Line = 'Get-DockerNetworkTopology -Network '; Offers = 'app', 'back' }
        @{ Line = 'Get-DockerNetworkTopology -Container '; Offers = 'web', 'job' }
        @{ Line = 'Test-ContainerReachability -Source '; Offers = 'web', '@host'; Not = 'job' }
        @{ Line = 'Test-ContainerReachability web -Target '; Offers = 'db', 'www', '@host', '@gateway', '@outside', 'the address of web' }
        @{ Line = 'Test-ContainerReachability web db:'; Offers = 'db:5432' }
        @{ Line = 'Test-ContainerReachability web db -TcpPort '; Offers = '5432'; Not = '80' }
        @{ Line = 'Test-ContainerReachability web db -UdpPort '; Offers = '53' }
        @{ Line = 'Test-ContainerReachability -Source web -Network '; Offers = 'app'; Not = 'back' }
        @{ Line = 'Wait-ContainerReachability -Source '; Offers = 'web', '@host'; Not = 'job' }
        @{ Line = 'Wait-ContainerReachability web -Target '; Offers = 'db', '@gateway' }
        @{ Line = 'Wait-ContainerReachability web db -TcpPort '; Offers = '5432'; Not = '80' }
        @{ Line = 'Wait-ContainerReachability web db -UdpPort '; Offers = '53' }
        @{ Line = 'Wait-ContainerReachability -Source web -Network '; Offers = 'app'; Not = 'back' }
        @{ Line = 'Test-ContainerReachability -Source web -Size '; Offers = '1472', '1232' }
        @{ Line = 'Trace-ContainerReachability '; Offers = 'web', '@host'; Not = 'job' }
        @{ Line = 'Trace-ContainerReachability -Source '; Offers = 'web', '@host'; Not = 'job' }
        @{ Line = 'Trace-ContainerReachability web -Target '; Offers = 'db', 'www', '@host', '@gateway', 'the address of web' }
        @{ Line = 'Trace-ContainerReachability web db -TcpPort '; Offers = '5432'; Not = '80' }
        @{ Line = 'Trace-ContainerReachability web db -UdpPort '; Offers = '53' }
        @{ Line = 'Trace-ContainerReachability -Source web -Network '; Offers = 'app'; Not = 'back' }
        @{ Line = 'Trace-ContainerReachability web db -Size '; Offers = '1472', '1232' }
        @{ Line = 'Get-DockerNetwork -DockerHost '; Offers = 'the engine', 'tcp://192.0.2.1:2375' }
        @{ Line = 'Get-DockerNetwork -Context '; Offers = 'default', 'elsewhere' }
        @{ Line = 'Get-DockerNetwork -DockerHost tcp://192.0.2.1:2375, '; Offers = 'the engine'; Not = 'tcp://192.0.2.1:2375' }
        @{ Line = 'Get-DockerNetwork -Context elsewhere, '; Offers = 'default', 'here'; Not = 'elsewhere' }
        @{ Line = 'Get-DockerNetwork -Context here, nosuch -Name '; Offers = 'app', 'back' }
        @{ Line = 'Get-DockerNetwork -Context h* -Name '; Offers = 'app', 'back' }
    )
    # What PowerShell completes by itself, or nobody can.
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
    $parameters = foreach ($command in Get-Command -Module DockerNetwork) {
        $command.Parameters.Values | Where-Object Name -NotIn $common |
            ForEach-Object { @{ Command = $command.Name; Name = $_.Name; Parameter = $_ } }
    }
    $lines = @($cases.Line)
    # Only the user knows these texts, and none of them is a file.
    $texts = @($parameters |
        Where-Object { $_.Parameter.Attributes.Where{ $_ -is [ArgumentCompleter] -and $_.Type.Name -eq 'FreeTextCompleter' } })
    $completed = @($parameters |
        Where-Object { $_.Parameter.Attributes.Where{ $_ -is [ArgumentCompleter] -and $_.Type.Name -ne 'FreeTextCompleter' } } |
        ForEach-Object { $_ + @{ Lines = $lines } })
    $away = 'a socket that is not there', 'a socket that accepts and says nothing', 'a port that nobody serves', 'a text that is no host' |
        ForEach-Object { @{ Away = $_; Lines = $lines } }
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    Reset-TestEngine

    # A context, and the engine's own as a context.
    $configuration = Join-Path ([IO.Path]::GetTempPath()) "dn-completion-$PID"
    foreach ($context in @{ Name = 'elsewhere'; Host = 'tcp://192.0.2.1:2375' }, @{ Name = 'here'; Host = $engine.DockerHost }) {
        $hash = [Convert]::ToHexString(
            [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($context.Name))
        ).ToLowerInvariant()
        $folder = New-Item -ItemType Directory (Join-Path $configuration "contexts/meta/$hash")
        @{ Name = $context.Name; Metadata = @{ Description = 'a test' }; Endpoints = @{ docker = @{ Host = $context.Host } } } |
            ConvertTo-Json -Depth 5 |
            Set-Content (Join-Path $folder meta.json)
    }
    $env:DOCKER_CONFIG = $configuration

    $null = New-DockerNetwork app, unused -Label @{ team = 'blue' }
    $null = New-DockerNetwork back -Subnet 10.5.0.0/24 -AuxAddress @{ router = '10.5.0.7' }
    $null = New-DockerNetwork six -EnableIPv6 -Subnet 10.6.0.0/24, fd00:5::/64
    $null = New-DockerNetwork template -ConfigOnly
    $command = @{ Image = $engine.Image; Command = 'sleep', 'infinity' }
    $null =
        New-DockerContainer @command -Name web -Network app -NetworkAlias www -Publish 18080:80 -Start -Label @{
            tier                         = 'front end'
            'com.docker.compose.project' = 'shop'
            'com.docker.compose.service' = 'front'
        }
    $null = New-DockerContainer @command -Name db -Network back -Expose 5432, 53/udp -IPAddress 10.5.0.200 -Start
    $null = New-DockerContainer @command -Name job -Network app
    $null = New-DockerContainer @command -Name 1d -Network back -IPAddress 10.5.0.9
    $null = New-DockerContainer @command -Name still -Network none -Start
    Suspend-DockerContainer still
    $null = New-DockerContainer @command -Name linked -Start
    $null = New-DockerContainer @command -Name caller -Link linked:pal -Start -WarningAction Ignore
    # An image that exposes ports, made by the engine from a container.
    $null =
        Invoke-EngineApi "/commit?container=db&repo=listener&changes=$([uri]::EscapeDataString("EXPOSE 80 53/udp"))" -Method POST -Body @{}

    Start-Swarm
    $mesh = New-DockerNetwork mesh -Driver overlay -Attachable
    $null = Invoke-EngineApi '/services/create' -Method POST -Body @{
        Name         = 'api'
        TaskTemplate = @{
            ContainerSpec = @{ Image = $engine.Image; Command = 'sleep', 'infinity' }
            Networks      = @(@{ Target = $mesh.Id })
        }
    }

    $known = @{
        'the engine'         = $engine.DockerHost
        'the image'          = $engine.Image
        'the id of web'      = (Get-DockerContainer web).Id.Substring(0, 12)
        'the id of app'      = (Get-DockerNetwork app).Id.Substring(0, 12)
        'the address of web' = "$((Get-DockerContainer web).Endpoints[0].IPAddress)"
        'the MAC address of web' = (Get-DockerContainer web).Endpoints[0].MacAddress
    }

    function Complete {
        # What of the answers to Tab comes from the module: without that PowerShell offers files.
        param([string] $Line)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $all = TabExpansion2 $Line $Line.Length
        [pscustomobject]@{
            Milliseconds = $watch.Elapsed.TotalMilliseconds
            Matches      = @($all.CompletionMatches | Where-Object ResultType -EQ ParameterValue)
        }
    }
}

AfterAll {
    foreach ($tag in 'listener') { try { Invoke-EngineApi "/images/$($tag)?force=1" -Method DELETE } catch { $null = $_ } }
    Reset-TestEngine
    Disconnect-TestEngine
    Remove-Item $configuration -Recurse -Force
}

Describe 'Which parameters are completed' {
    # Numbers and times cannot be. Paths are completed by the shell. All others are completed, by PowerShell or by the module, which offers
    # nothing for texts that only the user knows: PowerShell would offer files.
    It '<Command> -<Name> is completed, or it cannot be' -ForEach $parameters {
        $free = 'Count', 'Delay', 'Difference', 'GatewayPriority', 'Path', 'PrefixLength', 'Reference', 'TimeoutSeconds', 'Until', 'Volume'
        $type = $Parameter.ParameterType.IsArray ? $Parameter.ParameterType.GetElementType() : $Parameter.ParameterType
        $type = [Nullable]::GetUnderlyingType($type) ?? $type
        $native = $type.IsEnum -or $type -eq [switch] -or $Parameter.Attributes.Where{ $_ -is [ValidateSet] }
        $own = $Parameter.Attributes.Where{ $_ -is [ArgumentCompleter] }

        ($own -or $native -or $Name -in $free) | Should -BeTrue
        ($own -and $native) | Should -BeFalse -Because 'PowerShell does that better'
    }

    It '<Command> -<Name> offers no files' -ForEach $texts {
        Push-Location $TestDrive
        try {
            'x' > a-file
            (TabExpansion2 "$Command -$Name " -cursorColumn "$Command -$Name ".Length).CompletionMatches | Should -BeNullOrEmpty
            (TabExpansion2 "$Command -$Name a" -cursorColumn "$Command -$Name a".Length).CompletionMatches | Should -BeNullOrEmpty
        }
        finally { Pop-Location }
    }

    It '<Command> -<Name> is tried below' -ForEach $completed {
        # The parameters of the connection are the same everywhere.
        if ($Name -in 'DockerHost', 'Context') { return }
        $position = $Parameter.ParameterSets.Values.Position | Where-Object { $_ -ge 0 } | Select-Object -First 1
        @($Lines |
            Where-Object {
                $_ -match "^$Command (.* )?-$Name \S*$" -or ($null -ne $position -and $_ -match "^$Command( [^-\s]\S*){$position} [^-\s]*$")
            }) |
            Should -Not -BeNullOrEmpty
    }
}

Describe 'What is offered' {
    It '<Line>' -ForEach $cases {
        $before = $Error.Count
        # An engine under load may take longer once; it is there the second time.
        $null = Wait-Until { $script:found = (Complete $Line).Matches; $found }

        $texts = $found.ListItemText
        foreach ($text in $Offers) { ($known[$text] ?? $text) | Should -BeIn $texts }
        foreach ($text in $Not) { $text | Should -Not -BeIn $texts }
        $found.ToolTip | Should -Not -Contain ''
        $Error.Count | Should -Be $before
    }

    It 'says of a network its driver, subnet and containers' {
        (Complete 'Get-DockerNetwork back').Matches.ToolTip | Should -Be 'bridge, 10.5.0.0/24, 2 containers'
    }

    It 'says of a container its image, state and networks' {
        (Complete 'Get-DockerContainer web').Matches.ToolTip | Should -BeLike "$($engine.Image), running, app *"
    }

    It 'puts texts that can be run on the line: <_>' -ForEach @(
        'Get-DockerContainer -Name ', 'Get-DockerContainer -Id ', 'Get-DockerNetwork -Id ', 'Get-DockerNetwork -Label ',
        'Get-DockerContainer -Label ', 'Get-DockerNetwork -Driver '
        'Get-DockerContainer -Image ', 'Get-DockerContainer -PublishedPort ', 'Get-DockerPortMapping -Port ',
        'Get-DockerNetworkEndpoint -Network ', 'Get-DockerNetwork -DockerHost '
        'Test-ContainerReachability web -Predict -Target ', 'Test-ContainerReachability web db -Predict -TcpPort '
        'New-DockerNetwork x -WhatIf -Option ', 'New-DockerNetwork x -WhatIf -Label ', 'New-DockerNetwork x -WhatIf -Subnet ',
        'New-DockerNetwork x -WhatIf -EnableIPv4 '
        'New-DockerContainer listener -Name x -WhatIf -Publish ', 'New-DockerContainer busybox -Name x -WhatIf -Sysctl ',
        'New-DockerContainer busybox -Name x -WhatIf -DnsOption '
    ) {
        $line = $_
        # In a session of its own, whose host shows nobody what -WhatIf says.
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddCommand('Import-Module').AddParameter('Name', (Get-TestModulePath)).Invoke()
            foreach ($match in (Complete $line).Matches | Where-Object ListItemText -NotLike 'tcp:*') {
                $shell.Commands.Clear()
                $null = $shell.AddScript("`$ErrorActionPreference = 'Stop'; $line$($match.CompletionText)")
                { $shell.Invoke() } | Should -Not -Throw -Because $match.CompletionText
            }
        }
        finally { $shell.Dispose() }
    }

    It 'keeps what PowerShell would read as something else' {
        foreach (
            $text in '1d', '0x10', '1e3', '2kb', '172.18', '1..3', 'a,b', '@host', '-x', '::1', 'two words', "it's", '$x', 'a;b',
            '10.5.0.0/24', '8080:80', '53/udp', 'team=blue', 'fd00::2', 'unix:///a.sock', 'registry:5000/a/b:1', '172.18.0.2', '+a', '%x',
            '#x', 'a#b', '~', 'b`c'
        ) {
            $word = (Get-Command Get-DockerNetwork).ImplementingType.Assembly.GetType('DockerNetwork.Completion.TypedWord')::Parse('')
            $written = $word.Write($text)
            & ([scriptblock]::Create("function f { `$args }; f $written")) | Should -BeExactly $text -Because $written
            "$((& ([scriptblock]::Create("function f { `$args }; f $written"))).GetType())" | Should -Be 'string' -Because $written
        }
    }
}

Describe 'What is typed already' {
    It 'is found with a quote, in any case, and by wildcard: <Typed>' -ForEach @(
        @{ Typed = 'we'; Written = 'web' }
        @{ Typed = 'WE'; Written = 'web' }
        @{ Typed = "'we"; Written = "'web'" }
        @{ Typed = '"we'; Written = '"web"' }
        @{ Typed = '*b'; Written = 'web', 'db', 'job' }
        @{ Typed = 'w?b'; Written = 'web' }
        @{ Typed = '1'; Written = "'1d'" }
        @{ Typed = '"1'; Written = '"1d"' }
    ) {
        # The id in the name of a task may have any letter.
        $found = (Complete "Get-DockerContainer $Typed").Matches.CompletionText | Where-Object { $_ -notlike 'api.*' }
        foreach ($text in $Written) { $text | Should -BeIn $found }
        $found | Should -HaveCount @($Written).Count
    }

    It 'finds the places of a target with a quote' {
        (Complete "Test-ContainerReachability web '@").Matches.CompletionText | Should -Be "'@host'", "'@gateway'", "'@outside'"
    }

    It 'is not offered again in a list: <_>' -ForEach 'Get-DockerContainer web, ', 'Get-DockerContainer -Name web,',
        "Get-DockerContainer 'web', " {
        $found = (Complete $_).Matches.ListItemText
        $found | Should -Contain db
        $found | Should -Not -Contain web
    }

    It 'is completed within a list' {
        (Complete 'Get-DockerContainer web,d').Matches.ListItemText | Should -Be db
        (Complete 'Disconnect-DockerNetwork app web,j').Matches.ListItemText | Should -Be job
    }

    It 'may be an object, which brings its engine along' {
        $global:completionNetwork = Get-DockerNetwork app
        try {
            $env:DOCKER_HOST = 'unix:///nowhere/docker.sock'
            (Complete 'Disconnect-DockerNetwork -Network $global:completionNetwork -Container ').Matches.ListItemText |
                Should -Be 'job', 'web'
        }
        finally {
            $env:DOCKER_HOST = $engine.DockerHost
            Remove-Variable completionNetwork -Scope Global
        }
    }

    It 'names the engine: <Named>' -ForEach @(
        @{ Named = '-DockerHost' }
        @{ Named = '-Context' }
        @{ Named = 'PSDefaultParameterValues' }
        @{ Named = 'the snapshot' }
    ) {
        $argument = switch ($Named) {
            '-DockerHost' { "-DockerHost $($engine.DockerHost)" }
            '-Context' { '-Context here' }
            'PSDefaultParameterValues' { $global:PSDefaultParameterValues['*-Container*:DockerHost'] = $engine.DockerHost; '' }
            'the snapshot' { $global:completionSnapshot = Get-DockerNetworkSnapshot; '-Snapshot $global:completionSnapshot' }
        }
        try {
            $env:DOCKER_HOST = 'unix:///nowhere/docker.sock'
            (Complete "Test-ContainerReachability $argument -Source we").Matches.ListItemText | Should -Be web
        }
        finally {
            $env:DOCKER_HOST = $engine.DockerHost
            $global:PSDefaultParameterValues.Remove('*-Container*:DockerHost')
            Remove-Variable completionSnapshot -Scope Global -ErrorAction Ignore
        }
    }
}

Describe 'With the engine away' {
    BeforeAll {
        $silent = Join-Path ([IO.Path]::GetTempPath()) "dn-silent-$PID.sock"
        $listener = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
        $listener.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new($silent))
        # It accepts, as far as the kernel does that by itself, and never answers.
        $listener.Listen(512)
        $hosts = @{
            'a socket that is not there'             = 'unix:///nowhere/docker.sock'
            'a socket that accepts and says nothing' = "unix://$silent"
            'a port that nobody serves'              = 'tcp://127.0.0.1:9'
            'a text that is no host'                 = 'nonsense'
        }
    }

    AfterAll {
        $listener.Dispose()
        Remove-Item $silent -Force -ErrorAction Ignore
        $env:DOCKER_HOST = $engine.DockerHost
    }

    It 'answers within 300 ms, with no error: <Away>' -ForEach $away {
        $env:DOCKER_HOST = $hosts[$Away]
        # PowerShell's own part is compiled by then.
        $null = Complete 'Get-DockerNetwork -Scope '
        # The first question of a session may take longer.
        $null = Complete 'Get-DockerContainer '
        $slow = [Collections.Generic.List[string]]::new()
        $before = $Error.Count
        foreach ($line in $Lines) {
            $answer = Complete $line
            if ($answer.Milliseconds -ge 300) { $slow.Add("$line $($answer.Milliseconds) ms") }
        }

        $slow | Should -BeNullOrEmpty
        $Error.Count | Should -Be $before
    }

    It 'keeps offering what it knew of an engine that has become slow' {
        $path = Join-Path ([IO.Path]::GetTempPath()) "dn-proxy-$PID.sock"
        $proxy = "unix://$path"
        New-Item -ItemType SymbolicLink $path -Target $engine.Socket | Out-Null
        try {
            $env:DOCKER_HOST = $proxy
            (Complete 'Get-DockerContainer we').Matches.ListItemText | Should -Be web
            Remove-Item $path -Force
            New-Item -ItemType SymbolicLink $path -Target $silent | Out-Null
            $env:DOCKER_HOST = $proxy
            Start-Sleep -Milliseconds 2500   # the answer is not fresh any more

            $answer = Complete 'Get-DockerContainer we'

            $answer.Matches.ListItemText | Should -Be web
            $answer.Milliseconds | Should -BeLessThan 300
        }
        finally { Remove-Item $path -Force }
    }
}
