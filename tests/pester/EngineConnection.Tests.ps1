# Which engine is meant, and what is said when it does not answer.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $engine = Connect-TestEngine
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
    $nowhere = 'unix:///nosuch/docker.sock'
}

AfterAll {
    Disconnect-TestEngine
}

Describe 'The engine that is meant' {
    AfterEach {
        $env:DOCKER_HOST = $engine.DockerHost
        $env:DOCKER_CONTEXT = $null
        $env:DOCKER_CONFIG = Join-Path $TestDrive none
    }

    It 'is named by -DockerHost before DOCKER_HOST' {
        $env:DOCKER_HOST = $nowhere
        "$((Get-DockerNetwork bridge -DockerHost $engine.DockerHost).DockerHost)" | Should -Be $engine.DockerHost
        "$((Get-DockerNetwork bridge -DockerHost $engine.Socket).DockerHost)" | Should -Be $engine.DockerHost -Because 'a path is a socket'
    }

    It 'is named by a context of the docker CLI: with -Context, DOCKER_CONTEXT, or as the current one' {
        $folder = Join-Path $TestDrive docker
        $name = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes('lab'))).ToLowerInvariant()
        $null = New-Item -ItemType Directory (Join-Path $folder "contexts/meta/$name")
        @{ Name = 'lab'; Metadata = @{}; Endpoints = @{ docker = @{ Host = $engine.DockerHost; SkipTLSVerify = $false } } } |
            ConvertTo-Json -Depth 5 |
            Set-Content (Join-Path $folder "contexts/meta/$name/meta.json")
        $env:DOCKER_CONFIG = $folder

        $env:DOCKER_HOST = $nowhere
        (Get-DockerNetwork bridge -Context lab).Name | Should -Be bridge
        $env:DOCKER_HOST = $null
        $env:DOCKER_CONTEXT = 'lab'
        (Get-DockerNetwork bridge).Name | Should -Be bridge
        $env:DOCKER_CONTEXT = $null
        '{ "currentContext": "lab" }' | Set-Content (Join-Path $folder config.json)
        (Get-DockerNetwork bridge).Name | Should -Be bridge

        Get-DockerNetwork -Context prod @failing
        Assert-Failure $failure -Id InvalidDockerHost -Category InvalidArgument -Target prod -Like "*'prod'*", '*default, lab*'
    }

    It 'is the one that an object came from, whatever DOCKER_HOST says' {
        New-DockerNetwork h-net | Out-Null
        New-DockerContainer $engine.Image -Name h-1 -Interactive | Out-Null
        try {
            $network = Get-DockerNetwork h-net -DockerHost $engine.DockerHost
            $container = Get-DockerContainer h-1 -DockerHost $engine.DockerHost
            $env:DOCKER_HOST = $nowhere

            ($container | Start-DockerContainer -PassThru).State | Should -Be Running
            ($network | Connect-DockerNetwork -Container h-1 -PassThru).Container | Should -Be h-1
            ($network | Get-DockerNetwork).Endpoints.Container | Should -Be h-1
            ($container | Get-DockerContainer).Networks | Should -Be bridge, h-net
            $container | Invoke-DockerContainerCommand -Command echo, here | Should -Be here
            ($container | Test-ContainerReachability -Target 127.0.0.1).Reachable | Should -BeTrue
            Test-ContainerReachability $container $container -Quiet | Should -BeTrue
            ($network | Get-DockerNetwork).Endpoints | Disconnect-DockerNetwork
            Connect-DockerNetwork $network $container
            Disconnect-DockerNetwork h-net $container
            $container | Connect-DockerNetwork -Network h-net
            $network | Disconnect-DockerNetwork -Container *
            $container | Stop-DockerContainer
            $container | Remove-DockerContainer
            $network | Remove-DockerNetwork

            $env:DOCKER_HOST = $engine.DockerHost
            Get-DockerNetwork h-* | Should -BeNullOrEmpty
            Get-DockerContainer h-* | Should -BeNullOrEmpty
        }
        finally {
            Reset-TestEngine
        }
    }

    It 'is what the user types rather than what the object came from' {
        $network = Get-DockerNetwork bridge
        $network | Get-DockerNetwork -DockerHost $nowhere @failing
        Assert-Failure $failure -Id EngineUnreachable -Category ConnectionError
    }

    It 'cannot be named twice' {
        { Get-DockerNetwork -DockerHost $engine.DockerHost -Context default } |
            Should -Throw -ErrorId 'ConflictingParameters,*' -ExpectedMessage '*-DockerHost*-Context*'
    }

    It 'cannot be <Text>' -TestCases @(
        @{ Text = 'nonsense' }
        @{ Text = 'ftp://host' }
        @{ Text = 'unix://relative/path' }
        @{ Text = 'unix://' }
        @{ Text = 'tcp://' }
        @{ Text = 'tcp://host:99999' }
        @{ Text = 'tcp://host:2375/path' }
        @{ Text = '' }
    ) {
        $thrown = { Get-DockerNetwork -DockerHost $Text } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -PassThru
        "$thrown" | Should -BeLike "*'$Text' (from -DockerHost) is not a valid Docker host*"
        "$thrown" | Should -BeLike '*tcp://host:2376*' -Because 'it shows what would be one'
    }

    It 'is an error about DOCKER_HOST where that is wrong' {
        $env:DOCKER_HOST = 'nonsense'
        Get-DockerNetwork @failing
        Assert-Failure $failure -Id InvalidDockerHost -Category InvalidArgument -Like "*'nonsense' (from DOCKER_HOST)*"
    }
}

Describe 'An engine that does not answer' {
    It 'is not there: no socket' {
        Get-DockerNetwork -DockerHost $nowhere @failing
        Assert-Failure $failure -Id EngineUnreachable -Category ConnectionError -Target $nowhere -Like "*$nowhere*",
            '*the socket does not exist*', '*Start the engine*-DockerHost*'
    }

    It 'is not there: a socket that nobody listens on' {
        $path = Join-Path ([IO.Path]::GetTempPath()) "dn-dead-$PID.sock"
        $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
        $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new($path))
        $socket.Dispose()
        try {
            Get-DockerNetwork -DockerHost "unix://$path" @failing
            Assert-Failure $failure -Id EngineUnreachable -Category ConnectionError -Target "unix://$path" -Like '*Start the engine*'
        }
        finally {
            Remove-Item $path -ErrorAction Ignore
        }
    }

    It 'is not there: nothing at the port' {
        Get-DockerNetwork -DockerHost tcp://127.0.0.1:1 @failing
        Assert-Failure $failure -Id EngineUnreachable -Category ConnectionError -Target tcp://127.0.0.1:1 -Like '*Connection refused*',
            '*Start the engine*'
    }

    It 'is an error about each item, for commands that have items' {
        Remove-DockerNetwork a, b -DockerHost $nowhere @failing
        $failure.TargetObject | Should -Be a, b
        $failure | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'EngineUnreachable,*' }
    }

    It 'may not be used by this user' {
        if (-not $IsLinux -or (id -u) -ne 0) { Set-ItResult -Skipped -Because 'only root can become somebody else'; return }
        # A user who may read the module, and not use the socket.
        $command = @'
param($module, $dockerHost)
Import-Module $module
Get-DockerNetwork -DockerHost $dockerHost -ErrorAction SilentlyContinue -ErrorVariable failure
$failure | ForEach-Object {
    @{ Id = $_.FullyQualifiedErrorId; Category = "$($_.CategoryInfo.Category)"; Target = "$($_.TargetObject)"; Text = "$_" }
} | ConvertTo-Json
'@
        $folder = Join-Path ([IO.Path]::GetTempPath()) "dn-nobody-$PID"
        $null = New-Item -ItemType Directory $folder
        try {
            Set-Content "$folder/test.ps1" $command
            chmod -R a+rX $folder
            chown 65534:65534 $folder
            # Only its owner may write to a socket that is made so, wherever the engine keeps its own.
            $fake = Start-FakeEngine
            $path = $fake.DockerHost.Substring('unix://'.Length)
            chmod 600 $path
            Copy-Item (Split-Path (Get-TestModulePath)) $folder/module -Recurse
            chmod -R a+rX $folder
            $nobody = 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'
            $program = (Get-Process -Id $PID).Path, '-NoProfile', '-NonInteractive', '-File', "$folder/test.ps1"
            $answer =
                env -i PATH=$env:PATH HOME=$folder NO_COLOR=1 @nobody @program "$folder/module/DockerNetwork.psd1" $fake.DockerHost
            $answer = $answer | Out-String | ConvertFrom-Json

            $answer.Id | Should -BeLike 'EngineAccessDenied,*'
            $answer.Category | Should -Be PermissionDenied
            $answer.Target | Should -Be $fake.DockerHost
            $answer.Text | Should -BeLike "*Permission denied*$path*group*docker*root*"
        }
        finally {
            Remove-Item $folder -Recurse -Force
            if ($fake) { Stop-FakeEngine $fake }
        }
    }

    It 'ends the connection: <Case>' -TestCases @(
        @{ Case = 'before it answers'; Answer = ''; Id = 'EngineConnectionLost'; Category = 'ConnectionError' }
        @{ Case = 'in the header'; Answer = "HTTP/1.1 200 OK`r`nContent-Le"; Id = 'EngineConnectionLost'; Category = 'ConnectionError' }
        @{
            Case     = 'in the body'
            Answer   = "HTTP/1.1 200 OK`r`nApi-Version: 1.41`r`nContent-Type: application/json`r`nContent-Length: 1000`r`n`r`n[{"
            Id       = 'EngineConnectionLost'
            Category = 'ConnectionError'
        }
    ) {
        $fake = Start-FakeEngine -Answer $Answer
        try {
            Get-DockerNetwork -DockerHost $fake.DockerHost @failing
            Assert-Failure $failure -Id $Id -Category $Category -Target $fake.DockerHost -Like "*$($fake.DockerHost)*"
        }
        finally {
            Stop-FakeEngine $fake
        }
    }

    It 'is no engine: <Case>' -TestCases @(
        @{ Case = 'something else than HTTP'; Answer = "SSH-2.0-OpenSSH_9.2`r`n" }
        @{
            Case   = 'no JSON'
            Answer =
                ("HTTP/1.1 200 OK`r`nApi-Version: 1.41`r`nContent-Type: text/html`r`nConnection: close`r`nContent-Length: " +
                    "13`r`n`r`n<html></html>")
        }
    ) {
        $fake = Start-FakeEngine -Answer $Answer
        try {
            Get-DockerNetwork -DockerHost $fake.DockerHost @failing
            Assert-Failure $failure -Id EngineProtocolError -Category ProtocolError -Target $fake.DockerHost -Like "*$($fake.DockerHost)*"
        }
        finally {
            Stop-FakeEngine $fake
        }
    }

    It 'is behind a proxy that refuses' {
        $fake = Start-FakeEngine -Answer "HTTP/1.1 503 Service Unavailable`r`nConnection: close`r`nContent-Length: 8`r`n`r`ntoo busy"
        try {
            Get-DockerNetwork -DockerHost $fake.DockerHost @failing
            Assert-Failure $failure -Id EngineUnavailable -Category ResourceUnavailable -Like '*too busy*'
        }
        finally {
            Stop-FakeEngine $fake
        }
    }

    It 'comes back, and is used again' {
        Get-DockerNetwork -DockerHost $nowhere @failing
        (Get-DockerNetwork bridge -DockerHost $engine.DockerHost).Name | Should -Be bridge
    }
}

Describe 'An engine behind TLS' {
    BeforeAll {
        function New-ServerCertificate([string] $Name) {
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
                "CN=$Name", [Security.Cryptography.RSA]::Create(2048), 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1
            )
            $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
            if ($Name -as [ipaddress]) { $names.AddIpAddress($Name) } else { $names.AddDnsName($Name) }
            $request.CertificateExtensions.Add($names.Build())
            $request.CertificateExtensions.Add(
                [Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true)
            )
            $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-1), [DateTimeOffset]::Now.AddDays(1))
        }

        # A folder as DOCKER_CERT_PATH wants it, which trusts one certificate.
        function New-TrustFolder($Certificate) {
            $folder = Join-Path $TestDrive ([guid]::NewGuid())
            $null = New-Item -ItemType Directory $folder
            Set-Content "$folder/ca.pem" $Certificate.ExportCertificatePem()
            $folder
        }

        $empty =
            "HTTP/1.1 200 OK`r`nApi-Version: 1.41`r`nContent-Type: application/json`r`nConnection: close`r`nContent-Length: 2`r`n`r`n[]"
        $right = New-ServerCertificate 127.0.0.1
        $wrong = New-ServerCertificate docker.example
    }

    BeforeEach {
        $env:DOCKER_TLS_VERIFY = '1'
    }

    AfterEach {
        $env:DOCKER_TLS_VERIFY = $null
        $env:DOCKER_CERT_PATH = $null
    }

    It 'is used where its certificate is trusted and names it' {
        $fake = Start-FakeEngine -Certificate $right -Answer $empty
        $env:DOCKER_CERT_PATH = New-TrustFolder $right
        try { Get-DockerNetwork -DockerHost $fake.DockerHost | Should -BeNullOrEmpty }
        finally { Stop-FakeEngine $fake }
    }

    It 'is refused where <Case>' -TestCases @(
        @{ Case = 'the authority is another'; Server = 'right'; Trusted = 'wrong' }
        @{ Case = 'no authority is known'; Server = 'right'; Trusted = '' }
        @{ Case = 'the certificate names somebody else'; Server = 'wrong'; Trusted = 'wrong' }
    ) {
        $fake = Start-FakeEngine -Certificate (Get-Variable $Server -ValueOnly) -Answer $empty
        # No folder is named: the system's authorities are asked, and know nothing of it.
        $env:DOCKER_CERT_PATH = $Trusted ? (New-TrustFolder (Get-Variable $Trusted -ValueOnly)) : $null
        try {
            Get-DockerNetwork -DockerHost $fake.DockerHost @failing
            Assert-Failure $failure -Id EngineTlsFailed -Category SecurityError -Target $fake.DockerHost -Like '*TLS*',
                "*$($fake.DockerHost)*", '*ca.pem*'
        }
        finally {
            Stop-FakeEngine $fake
        }
    }

    It 'is not asked where DOCKER_CERT_PATH names <Case>' -TestCases @(
        @{ Case = 'a folder that is not there'; Names = 'crets' }
        @{ Case = 'a certificate without its key'; Names = 'half' }
    ) {
        $folder = New-TrustFolder $right
        Set-Content "$folder/cert.pem" $right.ExportCertificatePem()
        $env:DOCKER_CERT_PATH = $Names -eq 'half' ? $folder : "$folder/crets"
        $env:DOCKER_HOST, $before = 'tcp://127.0.0.1:1', $env:DOCKER_HOST
        try {
            Get-DockerNetwork @failing
            Assert-Failure $failure -Id InvalidDockerHost -Category InvalidArgument -Like (
                $Names -eq 'half' ? '*key.pem*' : '*crets*DOCKER_CERT_PATH*'
            )
        }
        finally {
            $env:DOCKER_HOST = $before
        }
    }

    It 'is refused where it speaks no TLS' {
        $fake = Start-FakeEngine -Port -Answer $empty
        try {
            Get-DockerNetwork -DockerHost $fake.DockerHost @failing
            Assert-Failure $failure -Id EngineTlsFailed -Category SecurityError -Target $fake.DockerHost -Like '*serves TLS*'
        }
        finally {
            Stop-FakeEngine $fake
        }
    }

    It 'is not taken for a plain one' {
        $env:DOCKER_TLS_VERIFY = $null
        $fake = Start-FakeEngine -Certificate $right -Answer $empty
        try {
            Get-DockerNetwork -DockerHost $fake.DockerHost @failing
            $failure | Should -HaveCount 1
            $failure[0].CategoryInfo.Category | Should -BeIn ProtocolError, ConnectionError
        }
        finally {
            Stop-FakeEngine $fake
        }
    }
}
