# Snapshots (-Snapshot) that somebody damaged or made up: they are refused as snapshots, or what is sound in them is used; and none holds a
# command.
BeforeDiscovery {
    # Each changes the document of a good one: the networks app, back and the engine's own; web on app, db on back.
    $changes = @(
        @{ What = 'null for networks'; Change = { $_.Networks = $null } }
        @{ What = 'null for containers'; Change = { $_.Containers = $null } }
        @{ What = 'null for details'; Change = { $_.Details = $null } }
        @{ What = 'null among networks'; Change = { $_.Networks += $null } }
        @{ What = 'null among containers'; Change = { $_.Containers += $null } }
        @{ What = 'null among details'; Change = { $_.Details += $null } }
        @{
            What   = 'a network of nulls'
            Change = {
                $_.Networks[0] = @{ Name = $null; Id = $null; IPAM = $null; Driver = $null; Scope = $null; Options = $null; Labels = $null }
            }
        }
        @{
            What   = 'a container of nulls'
            Change = {
                $_.Containers[0] =
                    @{ Id = $null; Names = $null; Labels = $null; Ports = $null; HostConfig = $null; NetworkSettings = $null }
            }
        }
        @{ What = 'names of null'; Change = { $_.Containers[0].Names = @($null) } }
        @{ What = 'no names'; Change = { $_.Containers[0].Names = @() } }
        @{ What = 'endpoints of null'; Change = { $_.Containers[0].NetworkSettings = @{ Networks = @{ app = $null } } } }
        @{
            What   = 'a network with a null subnet'
            Change = { $_.Networks[0].IPAM = @{ Config = @($null, @{ Subnet = $null; Gateway = $null }) } }
        }
        @{ What = 'every network twice'; Change = { $_.Networks += $_.Networks } }
        @{ What = 'every container twice'; Change = { $_.Containers += $_.Containers } }
        @{ What = 'all details twice'; Change = { $_.Details += $_.Details } }
        @{ What = 'the details of strangers'; Change = { foreach ($each in $_.Details) { $each.Id = 'f' * 64 } } }
        @{ What = 'a container from the far future'; Change = { $_.Containers[0].Created = 99999999999999 } }
        @{ What = 'a container from before the beginning'; Change = { $_.Containers[0].Created = [long]::MinValue } }
        @{
            What   = 'absurd addresses'
            Change = {
                foreach ($each in $_.Networks) {
                    $each.IPAM = @{ Config = @(@{ Subnet = '999.1.2.3/99'; Gateway = '::/::' }, @{ Subnet = '10.0.0.0/-1' }) }
                }
            }
        }
        @{
            What   = 'subnets of all addresses'
            Change = { foreach ($each in $_.Networks) { $each.IPAM = @{ Config = @(@{ Subnet = '0.0.0.0/0' }, @{ Subnet = '::/0' }) } } }
        }
        @{
            What   = 'a namespace shared with itself'
            Change = { foreach ($each in $_.Containers) { $each.HostConfig = @{ NetworkMode = "container:$($each.Id)" } } }
        }
        @{
            What   = 'namespaces shared in a circle'
            Change = {
                $_.Containers[0].HostConfig = @{ NetworkMode = "container:$($_.Containers[1].Id)" }
                $_.Containers[1].HostConfig = @{ NetworkMode = "container:$($_.Containers[0].Id)" }
            }
        }
        @{ What = 'a version that is none'; Change = { $_.ApiVersion = '-1.x' } }
        @{ What = 'a version of nobody'; Change = { $_.ApiVersion = '9999999999.9999999999' } }
        @{ What = 'an engine that is an option of ssh'; Change = { $_.DockerHost = 'ssh://-oProxyCommand=touch%20WITNESS' } }
        @{ What = 'an engine that is none'; Change = { $_.DockerHost = "`e[2Jx" } }
        @{ What = 'no engine'; Change = { $_.DockerHost = $null } }
        @{ What = 'lists that are objects'; Change = { $_.Networks = @{ a = 1 } } }
        @{ What = 'numbers for texts'; Change = { $_.Networks[0].Name = 5 } }
        @{ What = 'a name of a megabyte'; Change = { $_.Networks[0].Name = 'n' * 1mb } }
    )
    $texts = @(
        @{ What = 'ten megabytes of brackets'; Text = { '[' * 10mb } }
        @{ What = 'ten megabytes of nested lists'; Text = { '{"Format":1,"Networks":' + '[' * 5mb + ']' * 5mb + '}' } }
        @{ What = 'ten megabytes of nested objects'; Text = { '{"Document":' * 1mb } }
        @{ What = 'a list'; Text = { '[1]' } }
        @{ What = 'a number'; Text = { '5' } }
        @{ What = 'null'; Text = { 'null' } }
        @{ What = 'a document that is a number'; Text = { '{"Document":5}' } }
        @{ What = 'a document that is null'; Text = { '{"Document":null}' } }
        @{ What = 'half a snapshot'; Text = { $good.Substring(0, $good.Length / 2) } }
        @{ What = 'half a character'; Text = { $good -replace '"app"', '"\ud800"' } }
        @{ What = 'a null character'; Text = { "$good`0" } }
        @{ What = 'an object that is no snapshot'; Text = { [pscustomobject]@{ Document = @{ a = 1 } } } }
        @{ What = 'a folder'; Text = { Get-Item / } }
    )
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine
    New-DockerNetwork app, back | Out-Null
    New-DockerContainer busybox sleep, infinity -Name web -Network app -Start | Out-Null
    New-DockerContainer busybox sleep, infinity -Name db -Network back -Start | Out-Null
    $good = (Get-DockerNetworkSnapshot).Document
    $witness = Join-Path ([IO.Path]::GetTempPath()) "dn-witness-$PID"
    $env:DOCKER_HOST = 'unix:///nosuch/docker.sock'   # no engine is asked

    function Invoke-With($Snapshot) {
        # The errors, the one that ended it among them, and the rows.
        $failure = $rows = $ended = $null
        try {
            $rows = Test-ContainerReachability * -Mesh -Snapshot $Snapshot -ErrorAction SilentlyContinue -ErrorVariable failure
        }
        catch { $ended = $_ }
        [pscustomobject]@{
            Rows   = @($rows)
            Errors = @($failure | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
            Ended  = $ended
        }
    }

    function Assert-Sound($Result) {
        if ($Result.Ended) {
            # A parameter that cannot be taken ends the command, and says that it is about a snapshot.
            $Result.Ended.FullyQualifiedErrorId | Should -BeLike '*,DockerNetwork.Commands.*'
            "$($Result.Ended)" | Should -BeLike '*snapshot*'
            "$($Result.Ended)" | Get-TerminalDanger | Should -BeNullOrEmpty
            # What is thrown by the insides must have been caught by something that says what it means.
            for ($cause = $Result.Ended.Exception; $cause -and
                $cause -isnot [FormatException] -and
                $cause.GetType().FullName -notlike 'DockerNetwork.*'; $cause = $cause.InnerException) {
                $cause.GetType().FullName | Should -BeLike 'System.Management.Automation.*' -Because $cause
            }
        }
        Assert-OwnErrors $Result.Errors
        $Result.Rows | Out-String | Get-TerminalDanger | Should -BeNullOrEmpty
    }
}

AfterAll {
    $env:DOCKER_HOST = $engine.DockerHost
    Remove-Item $witness -ErrorAction Ignore
    Disconnect-TestEngine
}

Describe 'A snapshot with <What>' -ForEach $changes {
    It 'is refused as one, or its sound part is used' {
        $document = $good | ConvertFrom-Json -AsHashtable
        $document | ForEach-Object $Change
        $text = (ConvertTo-Json $document -Depth 20 -Compress -EscapeHandling EscapeNonAscii).Replace('WITNESS', $witness)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Assert-Sound (Invoke-With $text)
        # Nor does it trouble whoever else takes one.
        $drawn = $null
        try { $drawn = Get-DockerNetworkTopology -Snapshot $text -ErrorAction Stop } catch {
            $_.FullyQualifiedErrorId | Should -BeLike '*,DockerNetwork.Commands.*' -Because $_
        }
        $drawn | Out-String | Get-TerminalDanger | Should -BeNullOrEmpty
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        Test-Path $witness | Should -BeFalse
    }
}

Describe 'What is given for a snapshot and is <What>' -ForEach $texts {
    It 'is refused' {
        $text = & $Text
        $grown = Measure-PeakMemory { $script:result = Invoke-With $text }
        $result.Ended | Should -Not -BeNullOrEmpty
        Assert-Sound $result
        $grown | Should -BeLessThan 800
    }
}

Describe 'A snapshot whose network is named with <What>' -ForEach @(
    @{ What = 'a typographic quote'; Name = "x$([char]0x2019) -Container web; Set-Content WITNESS owned #" }
    @{ What = 'the low typographic quote'; Name = "x$([char]0x201a); Set-Content WITNESS owned #" }
    @{ What = 'a quote'; Name = "x'; Set-Content WITNESS owned #" }
    @{ What = 'an escape'; Name = "x`e]52;c;aGFja2Vk`a" }
    @{ What = 'a line feed'; Name = "x`nSet-Content WITNESS owned" }
) {
    It 'holds no command' {
        $name = $Name.Replace('WITNESS', $witness)
        $document = $good | ConvertFrom-Json -AsHashtable
        foreach ($network in $document.Networks | Where-Object { $_.Name -eq 'back' }) { $network.Name = $name }
        foreach ($container in @($document.Containers) + @($document.Details)) {
            $networks = $container.NetworkSettings.Networks
            if ($networks.ContainsKey('back')) { $networks[$name] = $networks['back']; $networks.Remove('back') }
            if ($container.HostConfig.NetworkMode -eq 'back') { $container.HostConfig.NetworkMode = $name }
        }

        $result = Invoke-With (ConvertTo-Json $document -Depth 20 -Compress)
        $result.Ended | Should -BeNullOrEmpty
        $result.Rows | Should -Not -BeNullOrEmpty
        $fixes = @($result.Rows.Reasons.Fix) | Where-Object { $_ } | Select-Object -Unique
        foreach ($fix in $fixes) {
            $null = Assert-FixIsData $fix
            Invoke-Pasted $fix
        }
        Test-Path $witness | Should -BeFalse
    }
}
