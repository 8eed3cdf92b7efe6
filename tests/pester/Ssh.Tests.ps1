# An engine behind ssh: a real sshd on the loopback address, whose remote docker CLI leads to the test engine. A program ssh first on PATH
# gives the real one a configuration of the test's own, as ~/.ssh/config would be, and notes each start.
BeforeDiscovery {
    $sshd = '/usr/sbin/sshd'
    $why = if (-not $IsLinux -or (id -u) -ne 0) { 'only root can start this sshd' }
    elseif (-not (Test-Path $sshd)) { 'openssh-server is not installed (apt-get install openssh-server)' }
    elseif (-not (Get-Command ssh, ssh-keygen -CommandType Application -ErrorAction Ignore)) { 'openssh-client is not installed' }
    if ($why) { Write-Warning "Ssh.Tests.ps1 is skipped: $why." }
}

Describe 'An engine behind ssh' -Skip:([bool]$why) {
    BeforeAll {
        $ErrorActionPreference = 'Stop'
        Import-Module $PSScriptRoot/Engine.psm1
        Import-Module $PSScriptRoot/Hostile.psm1
        $engine = Connect-TestEngine
        $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }

        $folder = Join-Path ([IO.Path]::GetTempPath()) "dn-ssh-$PID"
        $null = New-Item -ItemType Directory $folder/bin
        foreach ($name in 'host', 'user', 'stranger', 'nodocker', 'other') { ssh-keygen -q -t ed25519 -N '' -f $folder/$name }
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        @"
Port $port
ListenAddress 127.0.0.1
HostKey $folder/host
PidFile none
AuthorizedKeysFile $folder/authorized
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
"@ > $folder/sshd_config
        $nodocker = 'command="PATH=/nowhere; docker system dial-stdio"'
        @(Get-Content $folder/user.pub; "$nodocker $(Get-Content $folder/nodocker.pub)") > $folder/authorized
        "[127.0.0.1]:$port $(Get-Content $folder/host.pub)" > $folder/known
        "[127.0.0.1]:$port $(Get-Content $folder/other.pub)" > $folder/changed
        @"
Host closed
  Port 1
Host stranger nodocker
  IdentityFile $folder/%n
Host unknown
  UserKnownHostsFile /dev/null
Host changed
  UserKnownHostsFile $folder/changed
Host silent
  ProxyCommand sh -c "sleep 3; echo SSH-1.0-x"
Host hanging
  ProxyCommand sh -c 'echo `$`$ >>$folder/proxies; exec sleep 4321'
Host * !stranger !nodocker
  IdentityFile $folder/user
Host *
  HostName 127.0.0.1
  Port $port
  User root
  IdentitiesOnly yes
  UserKnownHostsFile $folder/known
  GlobalKnownHostsFile none
  LocalForward 127.0.0.1:$port 127.0.0.1:1
  ExitOnForwardFailure yes
"@ > $folder/config
        $real = (Get-Command ssh -CommandType Application | Select-Object -First 1).Source
        "#!/bin/sh`necho `$`$ >>$folder/started`nexec $real -F $folder/config `"`$@`"" > $folder/bin/ssh
        chmod +x $folder/bin/ssh
        $path = $env:PATH
        $env:PATH = "$folder/bin:$path"

        $madeRun = -not (Test-Path /run/sshd)
        if ($madeRun) { $null = New-Item -ItemType Directory /run/sshd }
        $server = Start-Process /usr/sbin/sshd -ArgumentList '-D', '-f', "$folder/sshd_config", '-E', "$folder/log" -PassThru
        Wait-Until { Test-Connection 127.0.0.1 -TcpPort $port -Quiet -TimeoutSeconds 1 } | Should -BeTrue
        $remote = @{ DockerHost = "ssh://engine$($engine.Socket)" }

        function Get-StartedCount { (Test-Path $folder/started) ? @(Get-Content $folder/started).Count : 0 }
        function Get-RunningSsh { if (Test-Path $folder/started) { Get-Content $folder/started | Where-Object { Test-Path /proc/$_ } } }
        function Get-RunningProxy {
            if (Test-Path $folder/proxies) { Get-Content $folder/proxies | Where-Object { "$(ps -o stat= -p $_)" -match '^[^Z]' } }
        }
        function Get-SshSession { pgrep -P $server.Id }
    }

    AfterAll {
        $env:PATH = $path
        if ($server) { Stop-HostProgram $server }
        if ($madeRun) { Remove-Item /run/sshd }
        Remove-Item $folder -Recurse -Force -ErrorAction Ignore
        Disconnect-TestEngine
    }

    It 'does not hold the prompt if it is silent' {
        $line = 'Get-DockerNetwork -DockerHost ssh://silent a'
        (Measure-Command { TabExpansion2 $line $line.Length }).TotalSeconds | Should -BeLessThan 2
    }

    It 'is used by all kinds of commands, through few programs' {
        $null = New-DockerNetwork app @remote
        $made = New-DockerContainer $engine.Image sleep, infinity -Name w1, w2, w3, w4, w5 -Network app -Start @remote
        (Get-DockerNetwork app @remote).Endpoints.Container | Should -Be w1, w2, w3, w4, w5
        "$((Get-DockerNetwork app @remote).DockerHost)" | Should -Be $remote.DockerHost
        'b', 'a' | Invoke-DockerContainerCommand w1 sort @remote | Should -Be a, b
        (1..20000 | Invoke-DockerContainerCommand w1 head, -n, 1 @remote) | Should -Be 1
        $made | Test-ContainerReachability -Mesh | ForEach-Object { "$($_.Method) $($_.Reachable)" } | Group-Object -NoElement |
            ForEach-Object { "$($_.Count) $($_.Name)" } | Should -Be '50 Agent True' -Because 'by name and by address'
        $made | Select-Object -First 1 | Invoke-DockerContainerCommand -Command hostname | Should -HaveCount 1
        Get-StartedCount | Should -BeLessThan 25
        foreach ($id in Get-RunningSsh) { "$(ps -o sid= -p $id)".Trim() | Should -Be $id -Because 'Ctrl+C in the terminal is not for it' }
    }

    It 'is waited for with its events' {
        $reads = 0
        $result = Wait-ContainerReachability w1 w5 -Until Unreachable -Verbose @remote 4>&1 | ForEach-Object {
            if ($_ -isnot [Management.Automation.VerboseRecord]) { return $_ }
            if ("$_" -like 'Read * networks and *' -and ++$reads -eq 2) { $null = Stop-DockerContainer w5 -TimeoutSeconds 0 }
        }
        $result.Reachable | Should -BeFalse
    }

    It 'is completed' {
        $line = "Get-DockerNetwork -DockerHost $($remote.DockerHost) a"
        $null = Wait-Until { (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -contains 'app' }
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain app
        $env:DOCKER_HOST = $remote.DockerHost
        try { (TabExpansion2 'Get-DockerNetwork -DockerHost ssh' 33).CompletionMatches.CompletionText | Should -Contain $remote.DockerHost }
        finally { $env:DOCKER_HOST = $engine.DockerHost }
    }

    It 'fails with an error that says why and what to do: <Name>' -ForEach @(
        @{ Name = 'stranger'; Id = 'EngineAccessDenied'; Category = 'PermissionDenied'; Like = '*Permission denied (publickey*' }
        @{ Name = 'unknown'; Id = 'HostKeyNotTrusted'; Category = 'SecurityError'; Like = "*not known on this machine*Run 'ssh unknown'*" }
        @{ Name = 'changed'; Id = 'HostKeyNotTrusted'; Category = 'SecurityError'; Like = '*ssh-keygen -R*HAS CHANGED*' }
        @{ Name = 'closed'; Id = 'EngineUnreachable'; Category = 'ConnectionError'; Like = '*no ssh server listens*refused*' }
        @{ Name = 'nodocker'; Id = 'RemoteDockerNotFound'; Category = 'ObjectNotFound'; Like = '*Install the docker CLI*' }
        @{ Name = 'engine/no.sock'; Id = 'EngineUnreachable'; Category = 'ConnectionError'; Like = '*No Docker engine*Start the engine*' }
    ) {
        Get-DockerNetwork -DockerHost ssh://$Name @failing
        Assert-Failure $failure -Id $Id -Category $Category -Target ssh://$Name -Like $Like
    }

    It 'is not used without a program ssh' {
        $env:PATH = '/nowhere'
        try { Get-DockerNetwork -DockerHost ssh://engine @failing } finally { $env:PATH = "$folder/bin:$path" }
        Assert-Failure $failure -Id SshNotFound -Category ObjectNotFound -Like '*PATH*'
    }

    It 'is refused before anything starts: <Text>' -ForEach @(
        @{ Text = 'ssh://me:secret@engine'; Like = "*'ssh://me:*@engine'*password*" }
        @{ Text = 'ssh://-oProxyCommand=x'; Like = '*host name*' }
    ) {
        $before = Get-StartedCount
        $thrown = { Get-DockerNetwork -DockerHost $Text } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -PassThru
        "$thrown" | Should -BeLike $Like
        "$thrown" | Should -Not -BeLike '*secret*'
        Get-StartedCount | Should -Be $before
    }

    It 'that loses its connections is an error, and is there again' {
        $lost = Start-Beside "Invoke-DockerContainerCommand w1 sleep, 100 -DockerHost '$($remote.DockerHost)'"
        Wait-Until { Get-RunningExec w1 } | Should -BeTrue
        Get-SshSession | ForEach-Object { kill -KILL $_ }
        $lost = $lost | Wait-Beside -Seconds 10
        "$($lost.Errors.FullyQualifiedErrorId)" | Should -BeLike 'EngineConnectionLost*'
        "$($lost.Errors)" | Should -BeLike '*ssh ended with exit code 255*'
        (Get-DockerNetwork app @remote).Name | Should -Be app
    }

    It 'leaves no ssh when a command is interrupted or cut short, and the module goes' {
        $running = Start-Beside "Invoke-DockerContainerCommand w1 sleep, 100 -DockerHost '$($remote.DockerHost)'"
        Wait-Until { @(Get-RunningExec w1).Count -gt 1 } | Should -BeTrue
        $running | Stop-Beside | Should -BeLessThan 5
        Get-DockerContainer @remote | Select-Object -First 1 | Should -HaveCount 1
        $running = Start-Beside 'Get-DockerContainer -DockerHost ssh://hanging'
        Wait-Until { Get-RunningProxy } | Should -BeTrue
        $running | Stop-Beside | Should -BeLessThan 5
        Remove-Module DockerNetwork
        Get-RunningSsh | Should -BeNullOrEmpty
        Get-RunningProxy | Should -BeNullOrEmpty
        Import-Module (Get-TestModulePath) -Global
        (Get-DockerNetwork app @remote).Name | Should -Be app
    }

    It 'leaves no ssh when PowerShell ends, by itself or killed' {
        $before = @(Get-RunningSsh)
        $started = Get-StartedCount
        Remove-Item $folder/proxies
        $hanging = "Import-Module '$(Get-TestModulePath)'; Get-DockerNetwork -DockerHost ssh://hanging"
        $hang = "`$null = [powershell]::Create().AddScript({ $hanging }).BeginInvoke()
            foreach (`$i in 1..300) { if (!(Test-Path $folder/proxies)) { Start-Sleep -Milliseconds 50 } }; exit"
        $children = foreach ($end in $hang, 'kill -KILL $PID') {
            $script = "Import-Module '$(Get-TestModulePath)'; Get-DockerNetwork -DockerHost $($remote.DockerHost) >/dev/null; $end"
            $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
            Start-Process (Get-Process -Id $PID).Path -ArgumentList '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded -PassThru
        }
        $children | ForEach-Object { $_.WaitForExit() }
        Get-StartedCount | Should -BeGreaterThan ($started + 1)
        Wait-Until { -not (Get-RunningSsh | Where-Object { $_ -notin $before }) } | Should -BeTrue
        Get-Content $folder/proxies | Should -HaveCount 1
        Get-RunningProxy | Should -BeNullOrEmpty
    }
}
