# Containers that mean harm: with their files, packets, shells and process ids. Each may spoil its own rows, and nobody else's.
BeforeDiscovery {
    # A private engine's processes and namespaces are at hand; those of another engine are not.
    $foreign = [bool]$env:DOCKERNETWORK_TEST_HOST
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine
    $programs = Join-Path (Split-Path $PSScriptRoot) engine
    New-DockerNetwork near -Subnet 10.71.0.0/24 | Out-Null
    New-DockerContainer busybox sleep, infinity -Name honest, db -Network near -Start | Out-Null
    $address = "$((Get-DockerNetworkEndpoint near db).IPAddress)"

    function New-Attacker {
        param([string] $Name, [string] $Network = 'near')
        New-DockerContainer busybox sleep, infinity -Name $Name -Network $Network -Start | Out-Null
    }
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'A container with <What>' -Skip:$foreign -ForEach @(
    @{
        What = 'half a million search domains'
        File = 'resolv.conf'
        Do   = 'awk ''BEGIN{printf "nameserver 127.0.0.11\nsearch"; for(i=0;i<500000;i++) printf " a"; print ""}'' > /etc/resolv.conf'
    }
    @{ What = 'half a million name servers'; File = 'resolv.conf'; Do = 'yes "nameserver 127.0.0.11" | head -n 500000 > /etc/resolv.conf' }
    @{
        What = 'a resolv.conf of one line of 50 MB'
        File = 'resolv.conf'
        Do   = '(printf "nameserver 127.0.0.11\nsearch "; head -c 50000000 /dev/zero | tr "\0" a) > /etc/resolv.conf'
    }
    @{ What = 'a hosts file of 100 MB'; File = 'hosts'; Do = 'yes "10.9.9.9 nobody" | head -c 100000000 > /etc/hosts' }
    @{
        What = 'a hosts file of one line of 100 MB'
        File = 'hosts'
        Do   = '(printf "10.9.9.9"; yes " n" | tr -d "\n" | head -c 100000000) > /etc/hosts'
    }
    @{ What = 'a FIFO for a hosts file'; File = 'hosts'; Mount = $true; Do = 'umount /etc/hosts; rm -f /etc/hosts; mkfifo /etc/hosts' }
    @{
        What  = 'a FIFO for a resolv.conf'
        File  = 'resolv.conf'
        Mount = $true
        Do    = 'umount /etc/resolv.conf; rm -f /etc/resolv.conf; mkfifo /etc/resolv.conf'
    }
    @{
        What  = 'an endless device for a hosts file'
        File  = 'hosts'
        Mount = $true
        Do    = 'umount /etc/hosts; rm -f /etc/hosts; mknod /etc/hosts c 1 5'
    }
    @{
        What  = 'a terminal for a resolv.conf'
        File  = 'resolv.conf'
        Mount = $true
        Do    = 'umount /etc/resolv.conf; rm -f /etc/resolv.conf; mknod /etc/resolv.conf c 5 0'
    }
    @{ What = 'a folder for a hosts file'; File = 'hosts'; Mount = $true; Do = 'umount /etc/hosts; rm -f /etc/hosts; mkdir /etc/hosts' }
    @{
        What  = 'a link that leads to itself for a resolv.conf'
        File  = 'resolv.conf'
        Mount = $true
        Do    = 'umount /etc/resolv.conf; rm -f /etc/resolv.conf; ln -s resolv.conf /etc/resolv.conf'
    }
) {
    BeforeAll {
        New-Attacker mallory
        Invoke-InContainer mallory $Do -Mount:([bool]$Mount)
    }

    AfterAll {
        Remove-DockerContainer mallory -Force
    }

    It 'costs nobody else a row, and no time' {
        $names = 1..15 | ForEach-Object { "n$_" }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure'; WarningAction = 'SilentlyContinue' }
        $rows = Test-ContainerReachability mallory, honest -Target (@('db') + $names) -By Name -Method Agent -TimeoutSeconds 1 @quiet
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
        $failure | Should -BeNullOrEmpty
        $others = $rows | Where-Object Source -EQ honest
        $others | Should -HaveCount 16
        $others[0].Observed | Should -Be Reachable
        $others[1..15].Observed | Select-Object -Unique | Should -Be Unresolved
        # What cannot be read is not known.
        $own = $rows | Where-Object Source -EQ mallory
        $own | Should -HaveCount 16
        $own[0].Observed | Should -BeIn Reachable, Unknown
    }

    It 'is tested by address as any other' {
        (Test-ContainerReachability mallory $address -Method Agent).Observed | Should -Be Reachable
    }
}

Describe 'A container whose <File> is not for everybody' -Skip:$foreign -ForEach @(
    @{ File = 'resolv.conf'; Name = 'db' }
    @{ File = 'hosts'; Name = 'pinned' }
) {
    It 'is not told to have none' {
        New-DockerContainer busybox sleep, infinity -Name mallory -Network near -AddHost "pinned:$address" -Start | Out-Null
        try {
            Invoke-InContainer mallory "chown 1000 /etc/$File; chmod 600 /etc/$File"
            $row = Test-ContainerReachability mallory $Name -By Name -TimeoutSeconds 1 -WarningAction SilentlyContinue
            "$($row.Observed)" | Should -BeIn Reachable, Unknown
            if ("$($row.Observed)" -eq 'Unknown') { "$($row.Reasons.Message)" | Should -BeLike "*$File*" }
        }
        finally {
            Remove-DockerContainer mallory -Force
        }
    }
}

Describe 'A container whose hosts file is a link to <What>' -Skip:$foreign -ForEach @(
    @{ What = 'a file of the machine'; Link = { $secret } }
    @{ What = 'a file of the machine, by the way up'; Link = { "../../../../../../../../..$secret" } }
    @{ What = 'a file of the machine, by the first process'; Link = { "/proc/1/root$secret" } }
    @{ What = 'a file of the agent'; Link = { "/proc/self/root$secret" } }
) {
    It 'learns nothing from it' {
        $secret = Join-Path ([IO.Path]::GetTempPath()) "dn-secret-$PID"
        Set-Content $secret "$($engine.OutsideAddress) leak"
        New-Attacker mallory
        try {
            $target = & $Link
            Invoke-InContainer mallory "umount /etc/hosts; rm -f /etc/hosts; ln -s '$target' /etc/hosts" -Mount
            $row = Test-ContainerReachability mallory leak -Method Agent -TimeoutSeconds 1 -WarningAction SilentlyContinue
            "$($row.Observed)" | Should -BeIn Unresolved, Unknown
            $row.Address | Should -BeNullOrEmpty
        }
        finally {
            Remove-DockerContainer mallory -Force
            Remove-Item $secret
        }
    }
}

Describe 'A container that answers for others' -Skip:$foreign {
    It 'does not make them reachable' {
        New-DockerNetwork far | Out-Null
        New-Attacker mallory
        New-Attacker victim far
        $forger = Start-HostProgram perl "$programs/forge-echo.pl" -Container mallory
        try {
            foreach ($order in 'mallory, victim', 'victim, mallory', 'mallory, victim') {
                $rows = Test-ContainerReachability honest ($order -split ', ') -By Address -Method Agent -TimeoutSeconds 1
                ($rows | Where-Object Target -EQ mallory).Observed | Should -Be Reachable
                ($rows | Where-Object Target -EQ victim).Observed | Should -Be Blocked
                ($rows | Where-Object Target -EQ victim).Agrees | Should -BeTrue
            }
        }
        finally {
            Stop-HostProgram $forger
            Remove-DockerContainer mallory, victim -Force
            Remove-DockerNetwork far
        }
    }
}

Describe 'A container whose process id went to somebody else' -Skip:$foreign {
    It 'is not tested from there' {
        $namespace = (Get-EngineSetting).DN_NETNS
        New-DockerNetwork inner -Internal | Out-Null
        New-Attacker src inner
        $service = [Diagnostics.Process]::Start(
            'nsenter',
            [string[]]("--net=/run/netns/$namespace", 'busybox', 'httpd', '-f', '-p', '127.0.0.1:2999', '-h', $TestDrive))
        $thief = $running = $null
        try {
            (Test-ContainerReachability src 127.0.0.1:2999 -Method Agent -TimeoutSeconds 1).Observed |
                Should -Be Refused -Because 'nobody listens in src'
            (Test-ContainerReachability '@host' 127.0.0.1:2999 -Method Agent -TimeoutSeconds 1).Observed |
                Should -Be Reachable -Because 'somebody does outside'
            $id = (Invoke-EngineApi /containers/src/json).State.Pid
            $agent = @(Get-ProbeContainer)[0].Id
            $null = Invoke-EngineApi "/containers/$agent/pause" -Method POST
            $running =
                Start-Beside 'Test-ContainerReachability src 127.0.0.1:2999 -Method Agent -TimeoutSeconds 1 -WarningAction SilentlyContinue'
            Start-Sleep -Milliseconds 1500
            $null = Invoke-EngineApi /containers/src/kill -Method POST
            Wait-Until { -not (Test-Path "/proc/$id") } | Should -BeTrue
            $start = [Diagnostics.ProcessStartInfo]::new(
                'perl',
                [string[]]("$programs/take-pid.pl", $id, 'nsenter', "--net=/run/netns/$namespace", 'sleep', '60'))
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            $thief = [Diagnostics.Process]::Start($start)
            $thief.StandardOutput.ReadLine() | Should -Be ready
            Wait-Until { (Get-Content "/proc/$id/cmdline" -Raw) -like '*sleep*' } | Should -BeTrue
            $null = Invoke-EngineApi "/containers/$agent/unpause" -Method POST

            $result = $running | Wait-Beside -Seconds 20
            $result.Ended | Should -BeTrue
            $result.Output | Should -HaveCount 1
            "$($result.Output.Observed)" | Should -BeIn Unknown, NotRunning
            $result.Output.Reachable | Should -BeFalse
        }
        finally {
            if ($thief) {
                $thief.StandardInput.Close()
                $thief.WaitForExit()
            }

            $service.Kill()
            Remove-DockerContainer src -Force
            Remove-DockerNetwork inner
        }
    }

    It 'is tested where it runs when it was started again meanwhile' {
        New-Attacker src
        try {
            (Test-ContainerReachability src db -By Address -Method Agent).Observed | Should -Be Reachable
            $agent = @(Get-ProbeContainer)[0].Id
            $null = Invoke-EngineApi "/containers/$agent/pause" -Method POST
            $running =
                Start-Beside 'Test-ContainerReachability src db -By Address -Method Agent -TimeoutSeconds 1 -WarningAction SilentlyContinue'
            Start-Sleep -Milliseconds 1500
            $null = Invoke-EngineApi '/containers/src/restart?t=0' -Method POST
            $null = Invoke-EngineApi "/containers/$agent/unpause" -Method POST
            "$(($running | Wait-Beside -Seconds 20).Output.Observed)" | Should -BeIn Reachable, Unknown -Because 'it runs'
        }
        finally {
            Remove-DockerContainer src -Force
        }
    }
}

Describe 'A container whose shell says <What>' -ForEach @(
    @{ What = 'absurd numbers'; Say = 'echo "0 0 PING x (172.17.0.3): 56 data bytes 99999999999 packets transmitted, 1 packets received"' }
    @{
        What = 'numbers in other digits'
        Say  = 'echo "0 0 PING x (172.17.0.3): 56 data bytes ٣ packets transmitted, ٣ packets received round-trip min/avg/max = 1.2.3/٤/5"'
    }
    @{
        What = 'absurd times'
        Say  =
            ('echo "0 0 PING x (172.17.0.3): 56 data bytes 1 packets transmitted, 1 packets received min/avg/max = 9$(seq -s "" ' +
                '400)/9.9.9/1"')
    }
    @{ What = 'absurd places'; Say = 'echo "99999999999 0 x"; echo "-1 0 x"; echo "5 0 x"; echo "0 99999999999 x"' }
    @{ What = 'lines without end'; Say = 'exec busybox yes' }
    @{ What = 'a line without end'; Say = 'exec busybox tr "\0" x </dev/zero' }
    @{ What = 'complaints without end'; Say = 'exec busybox yes >&2' }
    @{ What = 'nothing, and ends at once'; Say = 'exit 0' }
    @{ What = 'nothing, and does not end'; Say = 'exec busybox sleep 30' }
) {
    BeforeAll {
        New-Attacker liar
        # Its shell is a script of the one program that there is, and says the same whatever it is asked.
        Invoke-InContainer liar "rm /bin/sh; printf '%s\n' '#!/bin/busybox sh' '$Say' > /bin/sh; chmod 755 /bin/sh"
    }

    AfterAll {
        Remove-DockerContainer liar -Force
    }

    It 'costs nobody else a row (-Method Exec), and neither time nor memory' {
        $grown = Measure-PeakMemory {
            $script:run =
                Start-Beside ('Test-ContainerReachability liar, honest db -By Address -Method Exec -TimeoutSeconds 1 -WarningAction ' +
                    'SilentlyContinue') |
                Wait-Beside -Seconds 12
        }
        $run.Ended | Should -BeTrue
        $run.Thrown | Should -BeNullOrEmpty
        Assert-OwnErrors $run.Errors
        ($run.Output | Where-Object Source -EQ honest).Observed | Should -Be Reachable
        $own = @($run.Output | Where-Object Source -EQ liar)
        $own | Should -HaveCount 1
        if ($What -ne 'absurd times') { "$($own.Observed)" | Should -Be Unknown }
        "$($own.Reasons.Message)".Length | Should -BeLessThan 20000
        $grown | Should -BeLessThan 400
    }
}

Describe 'A container that comes in the last moment' {
    It 'keeps the network that it came to (Clear-DockerNetwork)' {
        New-DockerNetwork aaa, zzz | Out-Null
        try {
            Clear-DockerNetwork -Force -PassThru -ErrorAction SilentlyContinue | ForEach-Object {
                if ($_.Name -ne 'aaa') { return }
                $null =
                    Invoke-EngineApi '/containers/create?name=late' -Method POST -Body @{
                        Image      = 'busybox'
                        HostConfig = @{ NetworkMode = 'zzz' }
                    }
            }
            (Invoke-EngineApi /networks).Name | Should -Contain zzz
            (Invoke-EngineApi /networks).Name | Should -Not -Contain aaa
            { Invoke-EngineApi /containers/late/start -Method POST } | Should -Not -Throw
        }
        finally {
            Remove-DockerContainer late -Force -ErrorAction Ignore
            Remove-DockerNetwork zzz -Confirm:$false -ErrorAction Ignore
        }
    }
}
