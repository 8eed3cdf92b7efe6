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
    $portable = 'DockerNetwork.dll', 'DockerNetwork.Engine.dll', 'DockerNetwork.Model.dll', "$count"
}

Describe 'The start of a session' {
    It 'loads native code for this platform and runtime' -Skip:(-not $hasReady) -ForEach $ready {
        $native = "ready/$_/DockerNetwork.Engine.dll", "ready/$_/DockerNetwork.Model.dll"
        Get-Startup $module | Should -Be (@('DockerNetwork.dll') + $native + "$count")
    }

    It 'does without native code' {
        Copy-Item $module "$TestDrive/portable/DockerNetwork" -Recurse
        Remove-Item "$TestDrive/portable/DockerNetwork/ready" -Recurse -ErrorAction Ignore

        Get-Startup "$TestDrive/portable/DockerNetwork" | Should -Be $portable
    }

    It 'does with native code that cannot be loaded' -ForEach $ready {
        Copy-Item $module "$TestDrive/damaged/DockerNetwork" -Recurse
        $folder = New-Item "$TestDrive/damaged/DockerNetwork/ready/$_" -ItemType Directory -Force
        'DockerNetwork.Engine.dll', 'DockerNetwork.Model.dll' | ForEach-Object { Set-Content "$folder/$_" 'for another machine' }

        Get-Startup "$TestDrive/damaged/DockerNetwork" | Should -Be $portable
    }
}
