# The engine that the tests talk to, and what they need beside the module: a second way to look at the engine (so that
# the module is never its own witness), cleaning up, and servers that misbehave.
#
# Which engine, the first that applies:
#   DOCKERNETWORK_TEST_HOST  an engine of yours, as a Docker host; it must be empty, as everything on it is removed
#   DN_TEST_ENGINE_DIR       the folder of an engine that private-engine.sh started (Run.ps1 does that)
#   otherwise                a private engine is started, which ends with this process; DN_ENGINE_VERSION_WANTED says which, or
#                            DN_ENGINE_PROGRAMS names a folder with its programs; DN_ENGINE_OPTIONS has options of dockerd
#
# The module under test is out/DockerNetwork, unless DN_TEST_MODULE names another copy (an unpacked archive, say).
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

$script:root = Split-Path (Split-Path $PSScriptRoot)
$script:fixture = Join-Path $root 'tests/engine/private-engine.sh'
$script:engine = $null
$script:environment = @{}

function Start-TestEngine {
    <# Starts a private engine that ends with this process. Gives its folder. Options are dockerd's, DN_ENGINE_OPTIONS has more. #>
    param(
        [string] $Version = $env:DN_ENGINE_VERSION_WANTED,
        [string[]] $Option = @(),
        [switch] $Rootless
    )

    # Short, because the path of a Unix socket has no more than 107 bytes.
    $folder = Join-Path ([IO.Path]::GetTempPath()) "dn-test-$PID-$(Get-Random -Maximum 100000)"
    $which = @(if ($Version) { '--version', $Version }; if ($Rootless) { '--rootless' })
    # The split of an empty text is an empty text, which dockerd takes for an argument.
    $all = @(-split "$env:DN_ENGINE_OPTIONS" | Where-Object { $_ }) + $Option
    $log = & bash $fixture start $folder @which --owner $PID -- @all 2>&1
    if ($LASTEXITCODE) {
        throw "No engine could be started:`n$($log -join "`n")"
    }

    $folder
}

function Stop-TestEngine {
    param([Parameter(Mandatory)] [string] $Folder)

    & bash $fixture stop $Folder
}

function Connect-TestEngine {
    <# Makes the test engine the one that the module finds by itself, imports the module, and says what the engine is. #>
    if (-not $script:engine) {
        $settings = if ($env:DOCKERNETWORK_TEST_HOST) {
            @{
                DOCKER_HOST        = $env:DOCKERNETWORK_TEST_HOST
                DN_OUTSIDE_ADDRESS = ''
                DN_OUTSIDE_NAME    = ''
                DN_NETNS           = ''
                DN_IMAGE           = 'alpine'
            }
        }
        else {
            if (-not $env:DN_TEST_ENGINE_DIR) { $env:DN_TEST_ENGINE_DIR = Start-TestEngine }
            Get-Content (Join-Path $env:DN_TEST_ENGINE_DIR 'env') -Raw | ConvertFrom-StringData
        }

        if ($settings.DOCKER_HOST -notlike 'unix://*') {
            throw "The tests need an engine on a Unix socket, not '$($settings.DOCKER_HOST)'."
        }

        $script:engine = [pscustomobject]@{
            DockerHost       = $settings.DOCKER_HOST
            Socket           = $settings.DOCKER_HOST.Substring('unix://'.Length)
            Image            = $settings.DN_IMAGE
            OutsideAddress   = $settings.DN_OUTSIDE_ADDRESS
            OutsideName      = $settings.DN_OUTSIDE_NAME
            NetworkNamespace = $settings.DN_NETNS
            ApiVersion       = [version]'0.0'
        }
        $script:engine.ApiVersion = [version](Invoke-EngineApi '/version').ApiVersion
        Assert-EngineIsEmpty
    }

    foreach (
        $name in 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH',
        'DOCKER_API_VERSION'
    ) {
        $script:environment[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }

    $env:DOCKER_HOST = $script:engine.DockerHost
    $env:DOCKER_CONFIG = Join-Path ([IO.Path]::GetTempPath()) "dn-no-config-$PID"   # nothing is there
    Import-Module (Get-TestModulePath) -Global
    $script:engine
}

function Disconnect-TestEngine {
    <# Removes everything from the engine and gives the environment back. #>
    if ($script:engine) { Reset-TestEngine }
    foreach ($name in $script:environment.Keys) { [Environment]::SetEnvironmentVariable($name, $script:environment[$name]) }
    $script:environment = @{}
}

function Get-TestModulePath {
    $folder = $env:DN_TEST_MODULE ? $env:DN_TEST_MODULE : (Join-Path $root 'out/DockerNetwork')
    $manifest = Join-Path $folder 'DockerNetwork.psd1'
    if (-not (Test-Path $manifest)) {
        throw "There is no '$manifest'. Build it first: dotnet build src/DockerNetwork -c Release"
    }

    $manifest
}

function Invoke-EngineApi {
    <# Asks the engine, or the one at a Unix socket, without the module. #>
    param(
        [Parameter(Mandatory)] [string] $Path,
        [string] $Method = 'GET',
        [object] $Body,
        [string] $DockerHost
    )

    $request = @{
        Uri                = "http://docker$Path"
        Method             = $Method
        UnixSocket         = $DockerHost ? $DockerHost.Substring('unix://'.Length) : $script:engine.Socket
        SkipHttpErrorCheck = $true
        StatusCodeVariable = 'status'
    }
    if ($PSBoundParameters.ContainsKey('Body')) {
        $request.Body = ConvertTo-Json $Body -Depth 9 -Compress
        $request.ContentType = 'application/json'
    }

    $answer = Invoke-RestMethod @request
    if ($status -ge 400) { throw "$Method $Path`: $status $($answer | ConvertTo-Json -Compress)" }
    # A network's verbose document calls containers of no service "", which an object cannot.
    if ($answer -is [string] -and $answer -like '{*') { $answer = ConvertFrom-Json $answer -AsHashtable }
    # One object a line of an array, also for an array of one.
    $answer | ForEach-Object { $_ }
}

function Get-EngineState {
    <# Everything that a state-changing command could change, as one text. An agent of the module comes and goes by itself. #>
    $networks = Invoke-EngineApi '/networks' | Sort-Object Id | ForEach-Object { "$($_.Id) $($_.Name)" }
    $others = { $_.Id -and -not $_.Labels.PSObject.Properties['dockernetwork.probe'] }
    $containers = Invoke-EngineApi '/containers/json?all=1' | Where-Object $others | Sort-Object Id | ForEach-Object {
        "$($_.Id) $($_.Names) $($_.State) $($_.NetworkSettings.Networks | ConvertTo-Json -Compress)"
    }
    @($networks) + @($containers) -join "`n"
}

function Reset-TestEngine {
    <# Removes all containers, all networks, and leaves the swarm. #>
    # A service would start its containers again.
    $swarm = (Invoke-EngineApi '/info').Swarm
    if ($swarm.LocalNodeState -eq 'active' -and $swarm.ControlAvailable) {
        foreach ($service in Invoke-EngineApi '/services' | Where-Object ID) { Invoke-EngineApi "/services/$($service.ID)" -Method DELETE }
    }

    # A probe container may be on its way out by itself.
    $null = Wait-Until {
        foreach ($container in Invoke-EngineApi '/containers/json?all=1' | Where-Object Id) {
            try { Invoke-EngineApi "/containers/$($container.Id)?force=1&v=1" -Method DELETE } catch { $null = $_ }
        }
        -not (Invoke-EngineApi '/containers/json?all=1' | Where-Object Id)
    }

    if ((Invoke-EngineApi '/info').Swarm.LocalNodeState -ne 'inactive') {
        Invoke-EngineApi '/swarm/leave?force=1' -Method POST
    }

    # A network that others were made from can only go after them.
    foreach ($attempt in 1..20) {
        $left = @(Invoke-EngineApi '/networks' | Where-Object Name -NotIn 'bridge', 'host', 'none')
        foreach ($network in $left) {
            try { $null = Invoke-EngineApi "/networks/$($network.Id)" -Method DELETE } catch { $problem = $_ }
        }

        if (-not $left) { return }
        if ($attempt -gt 5) { Start-Sleep -Milliseconds 200 }
    }

    throw "These networks cannot be removed: $($left.Name -join ', '): $problem"
}

function Assert-EngineIsEmpty {
    $containers = @(Invoke-EngineApi '/containers/json?all=1' | Where-Object Id)
    $networks = @(Invoke-EngineApi '/networks' | Where-Object Name -NotIn 'bridge', 'host', 'none')
    if ($containers -or $networks) {
        throw ("The engine at $($script:engine.DockerHost) is in use ($($containers.Count) containers, networks: " +
            "$(@($networks | ForEach-Object Name) -join ', ')). ") +
            'These tests remove everything that is on their engine, so they only take an empty one.'
    }
}

function Start-Swarm {
    $null = Invoke-EngineApi '/swarm/init' -Method POST -Body @{ ListenAddr = '127.0.0.1:2377'; AdvertiseAddr = '127.0.0.1' }
}

function Get-ContainerProcess {
    <# The commands that run in a container, and whether an exec goes on in it. #>
    param([Parameter(Mandatory)] [string] $Container)

    (Invoke-EngineApi "/containers/$Container/top?ps_args=-eo%20pid,args").Processes | ForEach-Object { $_[1] }
}

function Get-RunningExec {
    <# The execs of a container that go on. #>
    param([Parameter(Mandatory)] [string] $Container)

    foreach ($id in (Invoke-EngineApi "/containers/$Container/json").ExecIDs) {
        if ($id) { Invoke-EngineApi "/exec/$id/json" | Where-Object Running }
    }
}

function Wait-Until {
    <# Asks again and again; gives the last answer as bool. #>
    param(
        [Parameter(Mandatory)] [scriptblock] $Condition,
        [int] $Seconds = 5
    )

    $deadline = [datetime]::UtcNow.AddSeconds($Seconds)
    do {
        if (& $Condition) { return $true }
        Start-Sleep -Milliseconds 50
    } while ([datetime]::UtcNow -lt $deadline)
    $false
}

function Assert-Failure {
    <# That there is one error, that scripts can tell what it is, and people what to do. #>
    param(
        [Parameter(Mandatory, Position = 0)] [AllowEmptyCollection()] [object[]] $Failure,
        [Parameter(Mandatory)] [string] $Id,
        [Parameter(Mandatory)] [Management.Automation.ErrorCategory] $Category,
        [string] $Target,
        [string[]] $Like = @()
    )

    $Failure | Should -HaveCount 1 -Because "the errors were: $($Failure -join ' | ')"
    $Failure[0].FullyQualifiedErrorId.Split(',')[0] | Should -BeExactly $Id -Because $Failure[0]
    $Failure[0].CategoryInfo.Category | Should -Be $Category -Because $Failure[0]
    if ($PSBoundParameters.ContainsKey('Target')) { [string]$Failure[0].TargetObject | Should -BeExactly $Target }
    foreach ($pattern in $Like) { [string]$Failure[0] | Should -BeLike $pattern }
}

function Get-WhatIfTarget {
    <# What -WhatIf names, in its order. It writes to the host, which only a transcript sees. #>
    param([Parameter(Mandatory)] [scriptblock] $Command)

    $file = [IO.Path]::GetTempFileName()
    try {
        $null = Start-Transcript $file -UseMinimalHeader
        try { $null = & $Command } finally { $null = Stop-Transcript }
        Select-String -Path $file -Pattern '^What if: .* on target "(.*)"\.$' | ForEach-Object { $_.Matches[0].Groups[1].Value }
    }
    finally {
        Remove-Item $file
    }
}

function Start-HostProgram {
    <#
    A program of this machine in the network namespace of the private engine, or of a container. It has started when it has written its
    first line.
    #>
    param(
        [Parameter(Mandatory)] [string] $Program,
        [Parameter(Mandatory)] [string[]] $Argument,
        [string] $Container
    )

    $namespace = $Container ?
        "/proc/$((Invoke-EngineApi "/containers/$Container/json").State.Pid)/ns/net" :
        "/run/netns/$($script:engine.NetworkNamespace)"
    $start = [Diagnostics.ProcessStartInfo]::new('nsenter', [string[]](@("--net=$namespace", $Program) + $Argument))
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    if (-not $process.StandardOutput.ReadLine()) { throw "$Program did not start" }
    $process
}

function Stop-HostProgram {
    param([Diagnostics.Process] $Process)

    if (-not $Process) { return }
    $Process.Kill()
    $Process.WaitForExit()
    $Process.Dispose()
}

function Read-FromOutside {
    <# What a port says to the simulated outside host of a private engine; nothing where it cannot be reached. #>
    param(
        [Parameter(Mandatory)] [string] $Address,
        [Parameter(Mandatory)] [int] $Port,
        [switch] $Udp
    )

    $talk = 'exec 3<>"/dev/$1/$2/$3" && printf "GET /\r\n\r\n" >&3 && head -c 5 <&3'
    $outside = "--net=/run/netns/$($script:engine.NetworkNamespace)-out"
    & nsenter $outside timeout 1 bash -c $talk - ($Udp ? 'udp' : 'tcp') $Address $Port 2>$null
}

function Start-FakeEngine {
    <#
    A server that is no engine: whoever connects is read once, gets the answer, and the connection is closed. On a Unix socket, or on a
    loopback port with -Certificate or -Port. Its DockerHost tells where; Stop-FakeEngine ends it.
    #>
    param(
        [string] $Answer = '',
        [Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,
        [switch] $Port
    )

    $listener = if ($Port -or $Certificate) {
        $socket = [Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        $socket.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
        $socket
    }
    else {
        $path = Join-Path ([IO.Path]::GetTempPath()) "dn-fake-$PID-$(Get-Random -Maximum 100000).sock"
        $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
        $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new($path))
        $socket
    }
    $listener.Listen()
    $server = [powershell]::Create().AddScript({
        param($listener, $answer, $certificate)
        while ($true) {
            $accept = $listener.AcceptAsync()
            while (-not $accept.Wait(50)) { }   # in small steps, or it could not be stopped
            $stream = [Net.Sockets.NetworkStream]::new($accept.Result, $true)
            try {
                if ($certificate) {
                    $stream = [Net.Security.SslStream]::new($stream)
                    $stream.AuthenticateAsServer($certificate)
                }
                $null = $stream.Read([byte[]]::new(65536), 0, 65536)
                $bytes = [Text.Encoding]::ASCII.GetBytes($answer)
                $stream.Write($bytes, 0, $bytes.Length)
            }
            catch { $null = $_ }   # the other side went away
            finally { $stream.Dispose() }
        }
    }).AddArgument($listener).AddArgument($Answer).AddArgument($Certificate)
    $null = $server.BeginInvoke()
    [pscustomobject]@{
        DockerHost = $listener.AddressFamily -eq 'Unix' ? "unix://$path" : "tcp://127.0.0.1:$($listener.LocalEndPoint.Port)"
        Listener   = $listener
        Server     = $server
    }
}

function Stop-FakeEngine {
    param([Parameter(Mandatory)] $FakeEngine)

    $FakeEngine.Server.Stop()
    $FakeEngine.Server.Dispose()
    $FakeEngine.Listener.Dispose()
    if ($FakeEngine.DockerHost -like 'unix://*') { Remove-Item $FakeEngine.DockerHost.Substring('unix://'.Length) -ErrorAction Ignore }
}

Export-ModuleMember -Function *-TestEngine, Get-TestModulePath, Invoke-EngineApi, Get-EngineState, Start-Swarm, Get-ContainerProcess,
    Get-RunningExec, Wait-Until, Assert-Failure, Get-WhatIfTarget, Start-FakeEngine, Stop-FakeEngine,
    Start-HostProgram, Stop-HostProgram, Read-FromOutside
