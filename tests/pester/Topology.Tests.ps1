BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine

    # The exercise of the tutorials (B2 of the scenarios), and a published port.
    $null = New-DockerNetwork alpine-net
    $null = 1, 2, 4 | ForEach-Object { New-DockerContainer $engine.Image sleep, infinity -Name "alpine$_" -Network alpine-net -Start }
    $null = New-DockerContainer $engine.Image sleep, infinity -Name alpine3 -Publish 8080:80 -Start
    Connect-DockerNetwork bridge alpine4
    $results = Test-ContainerReachability alpine* -Mesh

    function Get-Name($Topology, $Kind) { ($Topology.Nodes | Where-Object Kind -EQ $Kind).Name }
}

AfterAll { Disconnect-TestEngine }

Describe 'Get-DockerNetworkTopology' {
    It 'is the graph of the engine' {
        $topology = Get-DockerNetworkTopology
        Get-Name $topology Network | Should -Be alpine-net, bridge, host, none
        Get-Name $topology Container | Should -Be alpine1, alpine2, alpine3, alpine4
        Get-Name $topology Port | Should -HaveCount 1
        $topology.Edges | Where-Object Kind -EQ Endpoint | Should -HaveCount 5
        "$topology" | Should -BeLike '4 networks and 4 containers of unix://*'
    }

    It 'is one graph of what <Name> selects' -ForEach @(
        @{ Name = '-Network'; Get = { Get-DockerNetworkTopology alpine-net }; Container = 'alpine1', 'alpine2', 'alpine4' }
        @{
            Name      = 'a network of the pipeline'
            Get       = { Get-DockerNetwork bridge | Get-DockerNetworkTopology }
            Container = 'alpine3', 'alpine4'
        }
        @{ Name = '-Container'; Get = { Get-DockerNetworkTopology -Container alpine[12] }; Container = 'alpine1', 'alpine2' }
        @{
            Name      = 'containers of the pipeline'
            Get       = { Get-DockerContainer alpine1, alpine3 | Get-DockerNetworkTopology }
            Container = 'alpine1', 'alpine3'
        }
        @{ Name = 'both'; Get = { Get-DockerNetworkTopology bridge alpine* }; Container = 'alpine3', 'alpine4' }
    ) {
        $topology = & $Get
        $topology | Should -HaveCount 1
        Get-Name $topology Container | Should -Be $Container
    }

    It 'says what is not there, and draws not everything instead' {
        $topology = Get-DockerNetworkTopology nowhere -ErrorVariable failure -ErrorAction SilentlyContinue
        $topology | Should -BeNullOrEmpty
        Assert-Failure $failure -Id NetworkNotFound -Category ObjectNotFound -Target nowhere
    }

    It 'draws a snapshot without an engine' {
        $snapshot = Get-DockerNetworkSnapshot
        $env:DOCKER_HOST, $before = 'unix:///nowhere/docker.sock', $env:DOCKER_HOST
        try { $topology = Get-DockerNetworkTopology -Snapshot $snapshot -Network alpine-net } finally { $env:DOCKER_HOST = $before }
        Get-Name $topology Container | Should -Be alpine1, alpine2, alpine4
    }

    It 'is shown as a row, its nodes and edges as tables' {
        Get-DockerNetworkTopology | Out-String | Should -Match 'Networks +Containers +Ports +Edges +DockerHost'
        (Get-DockerNetworkTopology).Nodes | Out-String | Should -Match 'Kind +Name +Id +Text'
    }
}

Describe 'Export-DockerNetworkTopology' {
    It 'writes <Extension> by its extension' -ForEach @(
        @{ Extension = 'html'; Like = '<!DOCTYPE html>*alpine-net*' }
        @{ Extension = 'mmd'; Like = 'flowchart LR*alpine-net*' }
        @{ Extension = 'md'; Like = '???mermaid*alpine-net*' }
        @{ Extension = 'gv'; Like = 'digraph topology*alpine-net*' }
        @{ Extension = 'json'; Like = '{*"alpine-net"*}*' }
    ) {
        $file = Export-DockerNetworkTopology "$TestDrive/all.$Extension" -PassThru
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be "$TestDrive/all.$Extension"
        Get-Content $file -Raw | Should -BeLike $Like
    }

    It 'writes SVG with the program dot, which others can read' -Skip:(-not (Get-Command dot -ErrorAction Ignore)) {
        $results | Export-DockerNetworkTopology "$TestDrive/all.svg"
        $svg = [xml](Get-Content "$TestDrive/all.svg" -Raw)
        $svg.DocumentElement.LocalName | Should -Be svg
        $svg.DocumentElement.InnerText | Should -BeLike '*alpine4*172.17.*'
        ($svg.SelectNodes("//*[contains(@class, 'reachability')]")).Count | Should -BeGreaterThan 4
        ($svg.SelectNodes("//*[local-name() = 'title'][contains(., 'state: Up')]")).Count | Should -Be 4
    }

    It 'says what to do where dot is missing, and takes none from the current folder' {
        $folder = New-Item -Type Directory "$TestDrive/here"
        Set-Content "$folder/dot" "#!/bin/sh`necho '<svg/>'"
        chmod +x "$folder/dot"
        $env:PATH, $before = '/nowhere', $env:PATH
        [Environment]::CurrentDirectory, $usual = $folder, [Environment]::CurrentDirectory
        try {
            Export-DockerNetworkTopology "$TestDrive/no.svg" -ErrorVariable failure -ErrorAction SilentlyContinue
        }
        finally { $env:PATH = $before; [Environment]::CurrentDirectory = $usual }
        Assert-Failure $failure -Id GraphvizNotFound -Category NotInstalled -Like '*apt install graphviz*', '*Save SVG*'
        "$TestDrive/no.svg" | Should -Not -Exist
    }

    It 'says what dot said when it fails' {
        $folder = New-Item -Type Directory "$TestDrive/bin"
        Set-Content "$folder/dot" "#!/bin/sh`necho 'no layout today' >&2`nexit 1"
        chmod +x "$folder/dot"
        $env:PATH, $before = "${folder}:$env:PATH", $env:PATH
        try {
            Export-DockerNetworkTopology "$TestDrive/no.svg" -ErrorVariable failure -ErrorAction SilentlyContinue
        }
        finally { $env:PATH = $before }
        Assert-Failure $failure -Id GraphvizFailed -Category InvalidResult -Like '*no layout today*'
    }

    It 'gives the text without -Path, Mermaid where nothing is said' {
        Export-DockerNetworkTopology | Should -BeLike 'flowchart LR*'
        Export-DockerNetworkTopology -Format Json | ConvertFrom-Json | ForEach-Object { $_.nodes.Count } |
            Should -Be (Get-DockerNetworkTopology).Nodes.Count
    }

    It 'draws what was tested, on the engine that the results come from' {
        $env:DOCKER_HOST, $before = 'unix:///nowhere/docker.sock', $env:DOCKER_HOST
        try {
            $edges = ($results | Export-DockerNetworkTopology -Format Json | ConvertFrom-Json).edges
        }
        finally { $env:DOCKER_HOST = $before }
        $pairs = $edges | Where-Object kind -EQ Reachability
        $pairs | Should -HaveCount 12
        ($pairs | Group-Object state | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" }) |
            Should -Be 'Partly 2', 'Reachable 6', 'Unreachable 4'
    }

    It 'draws results into a topology, and says who is not in it' {
        $text = $results |
            Export-DockerNetworkTopology -Topology (
                Get-DockerNetworkTopology alpine-net
            ) -WarningVariable warning -WarningAction SilentlyContinue
        $text | Should -BeLike '*alpine1*'
        $warning | Should -HaveCount 1
        $warning[0] | Should -BeLike '*: alpine3.'
    }

    It 'takes a topology and a snapshot from the pipeline' {
        Get-DockerNetworkTopology alpine-net | Export-DockerNetworkTopology | Should -Not -BeLike '*alpine3*'
        Get-DockerNetworkSnapshot | Export-DockerNetworkTopology | Should -BeLike '*alpine3*'
        Export-DockerNetworkTopology -Snapshot (Get-DockerNetworkSnapshot) | Should -BeLike '*alpine3*'
    }

    It 'writes nothing where the pipeline brought nothing' {
        @() | Export-DockerNetworkTopology "$TestDrive/nothing.mmd"
        "$TestDrive/nothing.mmd" | Should -Not -Exist
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a format that it does not know'; Call = { Export-DockerNetworkTopology "$TestDrive/x.png" }; Id = 'UnknownFormat' }
        @{ Name = '-Force with -NoClobber'; Call = { Export-DockerNetworkTopology x.html -Force -NoClobber }; Id = 'ConflictingParameters' }
        @{
            Name = '-Topology with -Snapshot'
            Call = { Export-DockerNetworkTopology x.html -Topology (Get-DockerNetworkTopology) -Snapshot (Get-DockerNetworkSnapshot) }
            Id   = 'ConflictingParameters'
        }
        @{ Name = 'what is in no file system'; Call = { Export-DockerNetworkTopology env:x.html }; Id = 'FileNotWritten' }
        @{ Name = 'a folder that is not there'; Call = { Export-DockerNetworkTopology "$TestDrive/no/x.html" }; Id = 'FileNotWritten' }
        @{
            Name = 'two topologies'
            Call = { 1, 2 | ForEach-Object { Get-DockerNetworkTopology } | Export-DockerNetworkTopology }
            Id   = 'SeveralTopologies'
        }
        @{ Name = 'something else'; Call = { 'web' | Export-DockerNetworkTopology }; Id = 'NotATopology' }
    ) {
        $Call | Should -Throw -ErrorId "$Id,*"
    }

    It 'writes over a file, not with -NoClobber, and over a read-only one with -Force' {
        $file = New-Item "$TestDrive/old.mmd" -Value old
        Export-DockerNetworkTopology $file -NoClobber -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-Failure $failure -Id FileExists -Category ResourceExists
        Get-Content $file | Should -Be old
        $file.IsReadOnly = $true
        Export-DockerNetworkTopology $file -Force
        Get-Content $file -TotalCount 1 | Should -Be 'flowchart LR'
        Export-DockerNetworkTopology $file
    }

    It 'writes nothing with -WhatIf, and says what it would' {
        Get-WhatIfTarget { Export-DockerNetworkTopology "$TestDrive/what.html" -WhatIf } | Should -Be "$TestDrive/what.html"
        "$TestDrive/what.html" | Should -Not -Exist
    }
}
