# What ./build.sh pack makes of the staged module: the NuGet client reads and installs it, and what it installs is the module.
BeforeDiscovery { $getter = [bool](Get-Module -ListAvailable Microsoft.PowerShell.PSResourceGet) }

BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    $root = Split-Path (Split-Path $PSScriptRoot)
    $module = Split-Path (Get-TestModulePath)
    $manifest = Import-PowerShellDataFile "$module/DockerNetwork.psd1"
    $program = "$root/src/DockerNetwork.Release/bin/Release/net8.0/DockerNetwork.Release.dll"
    $vendor = "$root/src/DockerNetwork/Topology/vendor/README.md"
    $folder = Join-Path $TestDrive packages
    $null = dotnet $program pack $module $folder $vendor 1700000000 '' '' 2>&1
    if ($LASTEXITCODE) { throw 'The module could not be packed.' }
    $package = Join-Path $folder "DockerNetwork.$($manifest.ModuleVersion).nupkg"

    function Get-Tree([string] $Folder) {
        Get-ChildItem $Folder -Recurse -File | ForEach-Object {
            "$([IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/')) $((Get-FileHash $_.FullName).Hash)"
        } | Sort-Object
    }
}

Describe 'The package of the Gallery' {
    It 'is read by the NuGet client, which is the Gallery''s own' {
        $sdk = (dotnet --list-sdks | Select-Object -Last 1) -replace '^(\S+) \[(.*)\]$', '$2/$1'
        # In a process of its own: these assemblies stay loaded.
        $seen = pwsh -NoProfile -NonInteractive -Command {
            param($sdk, $package)
            foreach ($name in 'Common', 'Versioning', 'Frameworks', 'Configuration', 'Packaging') { Add-Type -Path "$sdk/NuGet.$name.dll" }
            $reader = [NuGet.Packaging.PackageArchiveReader]::new($package)
            $reader.GetIdentity().ToString()
            $reader.NuspecReader.GetLicenseUrl()
            $reader.NuspecReader.GetTags()
            @($reader.GetFiles()).Count
        } -args $sdk, $package
        $LASTEXITCODE | Should -Be 0
        $seen[0] | Should -BeExactly "DockerNetwork.$($manifest.ModuleVersion)"
        $seen[1] | Should -BeExactly $manifest.PrivateData.PSData.LicenseUri
        -split $seen[2] | Should -Contain PSCommand_Get-DockerNetwork
        # Two relations and properties, the list of types and the description.
        [int] $seen[3] | Should -Be (@(Get-ChildItem $module -Recurse -File).Count + 4)
    }

    It 'installs from a folder, and what is installed is the module' {
        $project = Join-Path $TestDrive client
        $installed = Join-Path $project packages
        $null = New-Item $project -ItemType Directory
        Set-Content "$project/client.csproj" @"
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <RestoreSources>$folder</RestoreSources>
    <RestorePackagesPath>$installed</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup><PackageDownload Include="DockerNetwork" Version="[$($manifest.ModuleVersion)]" /></ItemGroup>
</Project>
"@
        $log = dotnet restore "$project/client.csproj" --nologo 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$log"

        $place = Join-Path $installed "dockernetwork/$($manifest.ModuleVersion)"
        $own = Get-Tree $module
        Get-Tree $place | Where-Object { $_ -in $own } | Should -Be $own
        $commands = pwsh -NoProfile -NonInteractive -Command {
            param($place)
            Import-Module "$place/DockerNetwork.psd1"
            (Get-Command -Module DockerNetwork).Name
        } -args $place
        $commands | Should -Be @($manifest.CmdletsToExport | Sort-Object)
    }

    It 'installs with Install-PSResource' -Skip:(-not $getter) {
        & "$root/tests/engine/install-package.ps1" $folder | Should -Be $manifest.ModuleVersion
    }

    It 'holds only assemblies for .NET 8 and PowerShell 7.4, so that every newer one loads them' {
        foreach ($file in Get-ChildItem $module -Filter *.dll) {
            $reader = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($file.FullName))
            $metadata = [Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($reader)
            $needed = @{}
            foreach ($handle in $metadata.AssemblyReferences) {
                $reference = $metadata.GetAssemblyReference($handle)
                $needed[$metadata.GetString($reference.Name)] = $reference.Version
            }
            $reader.Dispose()
            $needed['System.Runtime'].Major | Should -Be 8 -Because $file.Name
            $needed.Keys | Where-Object { $_ -notmatch '^(System|DockerNetwork|Microsoft\.Win32)\.' } |
                Should -BeNullOrEmpty -Because $file.Name
            $needed.Values.Major | Where-Object { $_ -gt 8 } | Should -BeNullOrEmpty -Because $file.Name
            # The library of references for PowerShell 5.1: what it has is in every PowerShell since.
            $powershell = $needed['System.Management.Automation']
            if ($powershell) { $powershell.Major | Should -BeLessThan 7 }
        }
    }
}

Describe 'Everything that a release has' {
    It 'is what the checksums say' {
        $sums = Get-Content "$folder/SHA256SUMS" | ForEach-Object { , ($_ -split '  ') }
        $sums.ForEach{ $_[1] } | Should -Be @(Get-ChildItem $folder -File | Where-Object Name -NotIn SHA256SUMS, RELEASE.md).Name
        foreach ($sum in $sums) { (Get-FileHash "$folder/$($sum[1])").Hash | Should -Be $sum[0] }
    }

    It 'is the same, byte by byte, if it is packed again' {
        $again = Join-Path $TestDrive again
        Copy-Item $module "$TestDrive/copy" -Recurse
        $env:TZ = 'Asia/Tokyo'
        try { $null = dotnet $program pack "$TestDrive/copy" $again $vendor 1700000000 '' '' 2>&1 } finally { $env:TZ = $null }
        Get-Tree $again | Should -Be (Get-Tree $folder)
    }

    It 'unpacks into a folder of PSModulePath' {
        $archive = "$folder/DockerNetwork.$($manifest.ModuleVersion).zip"
        [IO.Compression.ZipFile]::ExtractToDirectory($archive, "$TestDrive/modules")
        Get-Tree "$TestDrive/modules/DockerNetwork" | Should -Be (Get-Tree $module)
    }

    It 'is refused for a tag that is not the version' {
        $log = dotnet $program pack $module "$TestDrive/refused" $vendor 1700000000 '' v999.0.0 2>&1
        $LASTEXITCODE | Should -Be 1
        "$log" | Should -BeLike '*tag is v999.0.0*'
        "$TestDrive/refused" | Should -Not -Exist
    }
}
