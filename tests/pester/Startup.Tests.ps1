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

    # The first command formats a row that nobody sees, while it waits for the engine.
    It 'shows nothing of the row that the first command prepares' {
        $script = "function Out-String { throw 'not this one' }; Import-Module '$module'; " +
            "`$first = Get-DockerContext | Out-Host; Get-DockerContext | Out-Host; '--'; Get-DockerContext; `$Error.Count"
        $shown = (pwsh -NoProfile -NonInteractive -c $script 2>&1) -join "`n"

        $shown | Should -Not -Match '192\.0\.2'
        $shown.TrimEnd() | Should -Match '(?s)--.*\n0$'
    }

    It 'prepares nothing in a session that has no Out-String' {
        $script = "`$state = [initialsessionstate]::CreateDefault2(); `$state.ImportPSModule('$module'); " +
            "`$shell = [powershell]::Create(`$state); " +
            "`$shell.Runspace.SessionStateProxy.SetVariable('PSModuleAutoLoadingPreference', 'None'); " +
            "`$found = `$shell.AddCommand('Get-DockerContext').Invoke(); " +
            "`$found.Count -gt 0; `$shell.HadErrors; `$shell.Runspace.SessionStateProxy.GetVariable('Error').Count"
        pwsh -NoProfile -NonInteractive -c $script 2>&1 | ForEach-Object { "$_" } | Should -Be 'True', 'False', '0'
    }
}
