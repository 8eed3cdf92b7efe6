# How the module comes into a session: with native code for this platform if it has it, and without.

BeforeDiscovery {
    $architecture = [Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
    $ready = "linux-$architecture-net$([Environment]::Version.Major).0"
    $hasReady = $IsLinux -and (Test-Path "$PSScriptRoot/../../out/DockerNetwork/ready/$ready")
}

BeforeAll {
    $module = (Resolve-Path "$PSScriptRoot/../../out/DockerNetwork").Path

    # In a process of its own: this one has loaded the module already.
    function Get-Startup([string] $Folder) {
        $script = "Import-Module '$Folder' -ErrorAction Stop; " +
            "[AppDomain]::CurrentDomain.GetAssemblies().Where{ `$_.GetName().Name -match '^DockerNetwork' }.Location | Sort-Object; " +
            "(Get-Command -Module DockerNetwork).Count"
        pwsh -NoProfile -NonInteractive -c $script 2>&1 | ForEach-Object { "$_".Replace("$Folder/", '') }
    }

    $count = @((Import-PowerShellDataFile "$module/DockerNetwork.psd1").CmdletsToExport).Count
    $names = 'DockerNetwork.dll', 'DockerNetwork.Engine.dll', 'DockerNetwork.Model.dll'
    $portable = @($names[0..1]) + 'DockerNetwork.Loader.dll' + $names[2] + "$count"
}

Describe 'The start of a session' {
    It 'loads native code for this platform and runtime' -Skip:(-not $hasReady) -ForEach $ready {
        $folder = "ready/$_"
        Get-Startup $module | Should -Be (@('DockerNetwork.Loader.dll') + $names.ForEach{ "$folder/$_" } + "$count")
    }

    It 'does without native code' {
        Copy-Item $module "$TestDrive/portable/DockerNetwork" -Recurse
        Remove-Item "$TestDrive/portable/DockerNetwork/ready" -Recurse -ErrorAction Ignore

        Get-Startup "$TestDrive/portable/DockerNetwork" | Should -Be $portable
    }

    It 'does with native code that cannot be loaded' -ForEach $ready {
        Copy-Item $module "$TestDrive/damaged/DockerNetwork" -Recurse
        $folder = New-Item "$TestDrive/damaged/DockerNetwork/ready/$_" -ItemType Directory -Force
        $names | ForEach-Object { Set-Content "$folder/$_" 'for another machine' }

        Get-Startup "$TestDrive/damaged/DockerNetwork" | Should -Be $portable
    }

    It 'does with native code of which one file cannot be loaded' -Skip:(-not $hasReady) -ForEach $ready {
        Copy-Item $module "$TestDrive/partly/DockerNetwork" -Recurse
        $folder = "ready/$_"
        Set-Content "$TestDrive/partly/DockerNetwork/$folder/DockerNetwork.dll" 'for another machine'

        $expected = 'DockerNetwork.dll', 'DockerNetwork.Loader.dll', "$folder/DockerNetwork.Engine.dll", "$folder/DockerNetwork.Model.dll"
        Get-Startup "$TestDrive/partly/DockerNetwork" | Should -Be ($expected + "$count")
    }

    It 'comes again into a session that has removed it' {
        $script = "Import-Module '$module'; Remove-Module DockerNetwork; Import-Module '$module'; " +
            "Get-DockerContext | Out-Null; (Get-Command -Module DockerNetwork).Count; `$Error.Count"
        pwsh -NoProfile -NonInteractive -c $script 2>&1 | ForEach-Object { "$_" } | Should -Be "$count", '0'
    }

    # Or it prepares nothing.
    It 'lists an engine that does not exist in the background, all the way' {
        $script = "Import-Module '$module'; " +
            "`$type = [DockerNetwork.Commands.GetDockerNetworkCommand].Assembly.GetType('DockerNetwork.FirstRequest'); " +
            "`$type.GetMethod('ListAsync', [Reflection.BindingFlags]'NonPublic, Static').Invoke(`$null, @()).Result"
        $lines = pwsh -NoProfile -NonInteractive -c $script 2>&1
        "$lines" | Should -Match '^Name +Driver .* app +bridge +local +1 +192\.0\.2\.0/24$'
    }

    # To ask for $Host and $PSStyle would load PowerShell's module Utility.
    It 'shows a table without another module' {
        $script = "Import-Module '$module'; Get-DockerContext | Out-Host; (Get-Module).Name"
        (pwsh -NoProfile -NonInteractive -c $script 2>&1 | Select-Object -Last 1) | Should -Be 'DockerNetwork'
    }
}
