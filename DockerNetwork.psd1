@{
    RootModule           = 'DockerNetwork.Loader.dll' # It loads the others, as native code if it can.
    NestedModules        = @('DockerNetwork.dll')
    ModuleVersion        = '0.1.0'
    GUID                 = '5d9a2c0e-7f0b-4c55-9d6f-0c5f3a1b7e42'
    Author               = 'DockerNetwork contributors'
    CompanyName          = 'DockerNetwork contributors'
    Copyright            = '(c) DockerNetwork contributors. MIT License.'
    Description          = 'Docker networks as objects: list, create, connect and remove them, and find out which containers reach each other, by which name, address and port, and why not.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('DockerNetwork.types.ps1xml')
    FormatsToProcess     = @('DockerNetwork.format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'Clear-DockerNetwork'
        'Clear-DockerNetworkProbe'
        'Compare-ContainerReachability'
        'Connect-DockerNetwork'
        'ConvertTo-ReachabilityMatrix'
        'Disconnect-DockerNetwork'
        'Enter-DockerContainer'
        'Export-DockerNetworkTopology'
        'Find-DockerSubnet'
        'Get-DockerContainer'
        'Get-DockerContainerInterface'
        'Get-DockerContainerListener'
        'Get-DockerContext'
        'Get-DockerNetwork'
        'Get-DockerNetworkEndpoint'
        'Get-DockerNetworkService'
        'Get-DockerNetworkSnapshot'
        'Get-DockerNetworkTopology'
        'Get-DockerPortMapping'
        'Invoke-DockerContainerCommand'
        'New-DockerContainer'
        'New-DockerNetwork'
        'Remove-DockerContainer'
        'Remove-DockerNetwork'
        'Rename-DockerContainer'
        'Repair-ContainerReachability'
        'Resolve-ContainerName'
        'Restart-DockerContainer'
        'Resume-DockerContainer'
        'Set-DockerContainer'
        'Start-DockerContainer'
        'Stop-DockerContainer'
        'Suspend-DockerContainer'
        'Test-ContainerReachability'
        'Trace-ContainerReachability'
        'Wait-ContainerReachability'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('Docker', 'Network', 'Networking', 'Container', 'Podman', 'Reachability', 'Diagnostics', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            # The only place that holds the address of the repository. It has no public one yet: whoever publishes it puts that
            # into these three, and runs ./build.sh help. Get-Help -Online leads to en-US/cmdlets there.
            ProjectUri   = 'https://dockernetwork.example'
            IconUri      = 'https://dockernetwork.example/raw/main/samples/pictures/icon.png'
            ReleaseNotes = 'https://dockernetwork.example/blob/main/CHANGELOG.md'
        }
    }
}
