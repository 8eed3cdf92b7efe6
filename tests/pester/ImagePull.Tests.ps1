# New-DockerContainer -Pull, from a registry of one image on the engine's loopback address. Nothing outside of this machine is asked.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
    $registry = '127.0.0.1:5055'

    function Get-ImageName { (Invoke-EngineApi /images/json).RepoTags | Where-Object { $_ -like "$registry/*" } }

    # The image: busybox alone, with a port that it says it listens on.
    function New-RegistryFolder([string] $Folder) {
        $sum = { "sha256:$((Get-FileHash $args[0]).Hash.ToLowerInvariant())" }
        $null = New-Item "$Folder/root/bin", "$Folder/v2/tiny/blobs", "$Folder/v2/tiny/manifests" -ItemType Directory
        Copy-Item (Get-Command busybox).Source $Folder/root/bin/busybox
        & tar -C $Folder/root -cf $Folder/layer .
        $layer = & $sum $Folder/layer
        @{
            architecture = (Invoke-EngineApi /version).Arch; os = 'linux'
            config       = @{ Cmd = '/bin/busybox', 'sleep', '1000'; ExposedPorts = @{ '80/tcp' = @{} } }
            rootfs       = @{ type = 'layers'; diff_ids = @($layer) }
        } | ConvertTo-Json -Depth 5 -Compress | Set-Content $Folder/config -NoNewline
        $config = & $sum $Folder/config
        @{
            schemaVersion = 2; mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
            config        =
                @{ mediaType = 'application/vnd.docker.container.image.v1+json'; size = (Get-Item $Folder/config).Length; digest = $config }
            layers        = @(
                @{
                    mediaType = 'application/vnd.docker.image.rootfs.diff.tar.gzip'
                    size      = (Get-Item $Folder/layer).Length
                    digest    = $layer
                }
            )
        } | ConvertTo-Json -Depth 5 -Compress | Set-Content $Folder/v2/tiny/manifests/latest -NoNewline
        Move-Item $Folder/config "$Folder/v2/tiny/blobs/$config"
        Move-Item $Folder/layer "$Folder/v2/tiny/blobs/$layer"
        $digest = & $sum $Folder/v2/tiny/manifests/latest
        Copy-Item $Folder/v2/tiny/manifests/latest "$Folder/v2/tiny/manifests/$digest"
        $digest
    }

    # Runs where progress can be looked at: the records of a command, and what else it gave.
    function Invoke-Watched([scriptblock] $Command) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module) Import-Module $module').AddArgument((Get-TestModulePath)).Invoke()
            $shell.Commands.Clear()
            $output = $shell.AddScript($Command).Invoke()
            [pscustomobject]@{
                Output   = $output
                Progress = @($shell.Streams.Progress | Where-Object Activity -Like 'Pulling *')
                Failure  = $shell.Streams.Error
            }
        }
        finally { $shell.Dispose() }
    }

    if ($engine.NetworkNamespace) {
        $digest = New-RegistryFolder "$TestDrive/registry"
        $script = Join-Path (Split-Path $PSScriptRoot) engine/registry.pl
        $server = Start-HostProgram perl -Argument $script, 127.0.0.1, 5055, "$TestDrive/registry"
    }
}

AfterAll {
    if ($engine.NetworkNamespace) { Stop-HostProgram $server }
    Disconnect-TestEngine
}

Describe 'An image that is not there' {
    BeforeEach {
        if (-not $engine.NetworkNamespace) { Set-ItResult -Skipped -Because 'this engine has no host on which a registry could run' }
    }

    AfterEach {
        Reset-TestEngine
        foreach ($image in Invoke-EngineApi /images/json | Where-Object { "$($_.RepoTags) $($_.RepoDigests)" -like "*$registry/*" }) {
            $null = Invoke-EngineApi "/images/$($image.Id)?force=1" -Method DELETE
        }
    }

    It 'is an error without -Pull, and nothing is asked for' {
        New-DockerContainer "$registry/tiny" -Name pulled @failing
        Assert-Failure $failure -Id ImageNotFound -Category ObjectNotFound -Target pulled -Like '*No such image*', '*-Pull*'
        Get-ImageName | Should -BeNullOrEmpty
    }

    It 'is pulled with -Pull, with progress that ends, and runs' {
        $watched = Invoke-Watched { New-DockerContainer 127.0.0.1:5055/tiny -Name pulled -Pull -PublishAll -Start }

        $watched.Failure | Should -BeNullOrEmpty
        $watched.Output.Name | Should -Be pulled
        $watched.Output.Running | Should -BeTrue
        $watched.Output.Image | Should -Be '127.0.0.1:5055/tiny'
        $watched.Output.Ports | Where-Object HostPort | ForEach-Object ContainerPort | Select-Object -Unique | Should -Be 80
        Get-ImageName | Should -Be "$registry/tiny:latest"

        $watched.Progress | Should -Not -BeNullOrEmpty
        $watched.Progress.Activity | Select-Object -Unique | Should -Be 'Pulling 127.0.0.1:5055/tiny'
        $watched.Progress[0].StatusDescription | Should -Match 'Downloading'
        $watched.Progress[0].PercentComplete | Should -BeGreaterThan 0
        $watched.Progress.PercentComplete | ForEach-Object { $_ | Should -BeLessOrEqual 100 }
        $watched.Progress[-1].RecordType | Should -Be Completed
    }

    It 'is pulled once for several containers, by tag or digest' {
        (New-DockerContainer "${registry}/tiny:latest" -Name one, two -Pull).Name | Should -Be one, two
        (New-DockerContainer "${registry}/tiny@$digest" -Name three -Pull).Name | Should -Be three
        @(Get-ImageName) | Should -HaveCount 1
    }

    It 'is not pulled where it is there' {
        (New-DockerContainer $engine.Image -Name here -Pull).Name | Should -Be here
    }

    It 'is said to be unknown to the registry: <Image>' -ForEach @(
        @{ Image = 'nosuch' }
        @{ Image = 'tiny:2' }
    ) {
        New-DockerContainer "$registry/$Image" -Name pulled -Pull @failing
        $said = "$registry/$Image cannot be pulled: *", '*manifest*'
        Assert-Failure $failure -Id ImagePullFailed -Category ResourceUnavailable -Target pulled -Like $said
        Get-DockerContainer | Should -BeNullOrEmpty
    }

    It 'that fails is among the requests of -Debug' {
        $said = New-DockerContainer "$registry/nosuch" -Name pulled -Pull -Debug @failing 5>&1 | ForEach-Object { "$_" }
        $said | Should -HaveCount 4
        $said[-1] | Should -Match '^POST /v1\.\d+/images/create\?fromImage=…&tag=… (404|500) \d+\.\d ms$'
    }

    It 'says that there is no registry' {
        New-DockerContainer 127.0.0.1:5999/tiny -Name pulled -Pull @failing
        Assert-Failure $failure -Id ImagePullFailed -Category ResourceUnavailable -Target pulled -Like '*connection refused*'
    }

    It 'is no image at all' {
        New-DockerContainer 'Not An Image' -Name pulled -Pull @failing
        Assert-Failure $failure -Id EngineRefused -Category InvalidArgument -Target pulled -Like '*invalid reference format*'
    }

    It 'stops with the command, and leaves no container' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module) Import-Module $module').AddArgument((Get-TestModulePath)).Invoke()
            $shell.Commands.Clear()
            $running = $shell.AddScript('New-DockerContainer 127.0.0.1:5055/tiny -Name pulled -Pull -Start').BeginInvoke()
            Wait-Until { $shell.Streams.Progress.Count -gt 0 } | Should -BeTrue
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
            $null = $running
        }
        finally { $shell.Dispose() }
        Start-Sleep 2
        Get-DockerContainer | Should -BeNullOrEmpty
        Get-ImageName | Should -BeNullOrEmpty -Because 'the engine ends a pull that nobody waits for'
    }
}
