# What the hostile suites stand on: commands that may hang, run where they can be stopped and timed; engines that lie; what an engine holds.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

Import-Module $PSScriptRoot/Engine.psm1

$script:program = Join-Path (Split-Path $PSScriptRoot) 'engine/hostile-engine.pl'
$script:engines = [Collections.Generic.List[object]]::new()
$script:folder = $null

function Start-HostileEngine {
    <# tests/engine/hostile-engine.pl in a mode. Stop-HostileEngine ends all of them. #>
    param([Parameter(Mandatory)] [string] $Mode)

    if (-not $script:folder) { $script:folder = [IO.Directory]::CreateTempSubdirectory('dn-hostile-').FullName }
    $socket = Join-Path $script:folder "$Mode-$(Get-Random).sock"
    $start = [Diagnostics.ProcessStartInfo]::new('perl', [string[]]($script:program, $socket, $Mode))
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $hostile = [pscustomobject]@{ DockerHost = "unix://$socket"; Socket = $socket; Process = $process }
    $script:engines.Add($hostile)
    if (($said = $process.StandardOutput.ReadLine()) -ne 'ready') { throw "hostile-engine.pl $Mode`: $said" }
    $hostile
}

function Stop-HostileEngine {
    <# Ends one, or all of them with their sockets. #>
    param($Engine)

    foreach ($hostile in @($Engine ? $Engine : $script:engines.ToArray())) {
        try { $hostile.Process.Kill($true) } catch { $null = $_ }   # it may have ended
        $hostile.Process.WaitForExit()
        $hostile.Process.Dispose()
        $null = $script:engines.Remove($hostile)
    }

    if (-not $Engine -and $script:folder) {
        Remove-Item $script:folder -Recurse -Force
        $script:folder = $null
    }
}

function Start-Beside {
    <#
    Runs a command in a runspace of its own, where it may hang. Its variables are the arguments. Wait-Beside and Stop-Beside tell how it
    ended.
    #>
    param(
        [Parameter(Mandatory)] [string] $Script,
        [hashtable] $Variable = @{}
    )

    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule((Get-TestModulePath))
    foreach ($name in $Variable.Keys) {
        $state.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variable[$name], ''))
    }
    $shell = [powershell]::Create($state).AddScript($Script)
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $run = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
    [pscustomobject]@{ Shell = $shell; Run = $run; Output = $output; Watch = [Diagnostics.Stopwatch]::StartNew() }
}

function Wait-Beside {
    <#
    Waits until a command has ended by itself: how long it took, what it gave, its errors, and what ended it. It is stopped when time is
    up.
    #>
    param(
        [Parameter(Mandatory, ValueFromPipeline)] $Beside,
        [Parameter(Mandatory)] [double] $Seconds
    )

    process {
        $ended = $Beside.Run.AsyncWaitHandle.WaitOne([timespan]::FromSeconds([Math]::Max(0, $Seconds - $Beside.Watch.Elapsed.TotalSeconds)))
        $took = $Beside.Watch.Elapsed.TotalSeconds
        $thrown = $null
        if ($ended) { try { $Beside.Shell.EndInvoke($Beside.Run) } catch { $thrown = $_.Exception.InnerException } }
        $result = [pscustomobject]@{
            Ended   = $ended
            Seconds = $took
            Output  = @($Beside.Output)
            Errors  = @($Beside.Shell.Streams.Error)
            Thrown  = $thrown
        }
        Remove-Beside $Beside $ended
        $result
    }
}

function Stop-Beside {
    <# Ctrl+C: how many seconds the command took to come back, and not more than the limit. #>
    param(
        [Parameter(Mandatory, ValueFromPipeline)] $Beside,
        [double] $Limit = 10
    )

    process {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $stopped = $Beside.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne([timespan]::FromSeconds($Limit))
        $watch.Elapsed.TotalSeconds
        Remove-Beside $Beside $stopped
    }
}

function Remove-Beside($Beside, $Ended) {
    # What hangs cannot be disposed: that would hang as well.
    if ($Ended) { $Beside.Shell.Dispose() } else { $null = $Beside.Shell.BeginStop($null, $null) }
}

function Measure-PeakMemory {
    <# By how many megabytes this process grew at most while a command ran. #>
    param([Parameter(Mandatory)] [scriptblock] $Command)

    [GC]::Collect()
    $read = { param($what) [long]((Get-Content /proc/self/status | Where-Object { $_ -like "$what`:*" }) -replace '\D') / 1024 }
    [IO.File]::WriteAllText('/proc/self/clear_refs', '5')   # the peak begins anew
    $before = & $read VmRSS
    $null = & $Command
    (& $read VmHWM) - $before
}

function Assert-OwnErrors {
    <# Errors that the module made: with ids of its own, and no exception that only its own source could explain. #>
    param(
        [Parameter(Mandatory)] [AllowEmptyCollection()] [AllowNull()] [object[]] $Failure,
        [string] $Id
    )

    foreach ($each in $Failure | Where-Object { $null -ne $_ }) {
        $each | Should -BeOfType ([Management.Automation.ErrorRecord])
        $each.FullyQualifiedErrorId | Should -BeLike '*,DockerNetwork.Commands.*' -Because $each
        $each.Exception.GetType().FullName |
            Should -BeIn 'DockerNetwork.Engine.EngineException', 'DockerNetwork.Errors.CommandException' -Because $each
        # Nothing reaches the terminal but text.
        "$each" | Should -Not -Match '[\p{Cc}\u202A-\u202E\u2066-\u2069-[\r\n\t]]'
    }
    if ($Id) { @(@($Failure).ForEach{ $_.FullyQualifiedErrorId.Split(',')[0] }) | Should -Contain $Id }
}

function Get-TerminalDanger {
    <# What of a text a terminal would obey, colours aside; nothing is what it should be. #>
    param([Parameter(ValueFromPipeline)] [AllowNull()] [AllowEmptyString()] [string] $Text)

    process {
        [regex]::Matches(($Text -replace '\e\[[\d;]*m'), '[\p{Cc}\u202A-\u202E\u2066-\u2069-[\r\n\t]]') |
            ForEach-Object { 'U+{0:X4}' -f [int][char]$_.Value }
    }
}

function Assert-FixIsData {
    <#
    A fix is, to the language, commands of this module that connect, make, start or restart, with constant texts alone for arguments. Gives
    the commands.
    #>
    param([Parameter(Mandatory)] [string] $Fix)

    $Fix | Get-TerminalDanger | Should -BeNullOrEmpty
    $Fix | Should -Not -Match '[\r\n\u2028\u2029]'
    $problems = $null
    $tree = [Management.Automation.Language.Parser]::ParseInput($Fix, [ref]$null, [ref]$problems)
    $problems | Should -BeNullOrEmpty -Because $Fix
    $kinds = @($tree.FindAll({ $true }, $true)) | ForEach-Object { $_.GetType().Name -replace 'Ast$' } | Select-Object -Unique
    $harmless = 'ScriptBlock', 'NamedBlock', 'Pipeline', 'Command', 'CommandParameter', 'StringConstantExpression', 'ConstantExpression',
        'ArrayLiteral',
        'ParenExpression', 'CommandExpression'
    $kinds | Where-Object { $_ -notin $harmless } | Should -BeNullOrEmpty -Because $Fix
    $commands = @($tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true))
    foreach ($command in $commands) {
        $command.GetCommandName() |
            Should -BeIn Connect-DockerNetwork, New-DockerNetwork, Start-DockerContainer, Restart-DockerContainer -Because $Fix
    }

    $commands
}

function Invoke-Pasted {
    <# What happens to whoever pastes a command at the prompt; that it fails is no matter here. #>
    param([Parameter(Mandatory)] [string] $Text)

    try {
        $ErrorActionPreference = 'SilentlyContinue'
        $null = Invoke-Expression $Text
    }
    catch { $null = $_ }
}

function Get-EngineContent {
    <# A line for everything on the engine: containers, images, networks, volumes; the verified image of the probe left out. #>
    Invoke-EngineApi '/containers/json?all=1' | Where-Object Id | ForEach-Object { "container $($_.Id) $($_.Names)" }
    Invoke-EngineApi '/images/json?all=1' | Where-Object Id | Where-Object { "$($_.RepoTags)" -notlike 'dockernetwork-probe:*' } |
        ForEach-Object { "image $($_.Id) $($_.RepoTags)" }
    Invoke-EngineApi '/networks' | ForEach-Object { "network $($_.Id) $($_.Name)" }
    (Invoke-EngineApi '/volumes').Volumes | ForEach-Object { "volume $($_.Name)" }
}

function Get-EngineSetting {
    <# What the private engine's folder says of it. #>
    param([string] $Folder = $env:DN_TEST_ENGINE_DIR)

    Get-Content (Join-Path $Folder env) -Raw | ConvertFrom-StringData
}

function Get-ProbeContainer {
    <# The probe's containers, known by their program. #>
    Invoke-EngineApi '/containers/json?all=1' | Where-Object Id | Where-Object Command -Like '/dockernetwork-probe*'
}

function Invoke-InContainer {
    <#
    A program in a container, by the docker command line; standard output as text. -Mount: with the machine's power, but the container's
    files.
    #>
    param(
        [Parameter(Mandatory)] [string] $Container,
        [Parameter(Mandatory)] [string] $Shell,
        [switch] $Mount
    )

    if ($Mount) {
        & nsenter --target (Invoke-EngineApi "/containers/$Container/json").State.Pid --mount /bin/busybox sh -c $Shell
    }
    else {
        & docker -H $env:DOCKER_HOST exec -u 0 $Container /bin/busybox sh -c $Shell
    }
    if ($LASTEXITCODE) { throw "In $Container`: exit code $LASTEXITCODE from $Shell" }
}

function New-HostileImage {
    <#
    An image with files and settings of one's choice, made from another: -Change is what docker commit takes. It goes through a file, as a
    received one does.
    #>
    param(
        [Parameter(Mandatory)] [string] $Name,
        [string] $From = 'busybox',
        [hashtable] $File = @{},
        [string[]] $Change = @()
    )

    $docker = { & docker -H $env:DOCKER_HOST @args; if ($LASTEXITCODE) { throw "docker $args`: exit code $LASTEXITCODE" } }
    $folder = [IO.Directory]::CreateTempSubdirectory('dn-image-').FullName
    try {
        $container = & $docker create $From /none
        foreach ($path in $File.Keys) {
            $copy = Join-Path $folder (Split-Path $path -Leaf)
            [IO.File]::WriteAllText($copy, $File[$path])
            [IO.File]::SetUnixFileMode(
                $copy,
                [IO.UnixFileMode]'UserRead, UserWrite, UserExecute, GroupRead, GroupExecute, OtherRead, OtherExecute')
            $null = & $docker cp $copy "${container}:$path"
        }

        $null = & $docker commit @($Change | ForEach-Object { '--change', $_ }) $container $Name
        $null = & $docker rm $container
        $null = & $docker save -o (Join-Path $folder image.tar) $Name
        $null = & $docker rmi $Name
        $null = & $docker load -i (Join-Path $folder image.tar)
    }
    finally {
        Remove-Item $folder -Recurse -Force
    }
}

Export-ModuleMember -Function New-HostileImage, *-HostileEngine, *-Beside, Measure-PeakMemory, Assert-OwnErrors, Get-TerminalDanger,
    Assert-FixIsData,
    Invoke-Pasted, Get-EngineContent, Get-EngineSetting,
    Get-ProbeContainer, Invoke-InContainer
