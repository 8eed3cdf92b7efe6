<#
.SYNOPSIS
    Shows the first commands of the README in this terminal, with colors, on a scene of its own. ./build.sh picture draws the result.
.DESCRIPTION
    The scene is on the engine that DOCKER_HOST names, which must be empty: web and db are on the network app, mail is on back. A firewall
    rule of the administrator drops what is sent to port 25. DN_NETNS names the network namespace of the engine.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$ProgressPreference = 'SilentlyContinue'
$PSStyle.OutputRendering = 'Ansi'
Import-Module "$PSScriptRoot/../../out/DockerNetwork"

$readme = Get-Content "$PSScriptRoot/../../README.md" -Raw
$commands = [regex]::Match($readme, '(?s)```powershell\n(.*?)\n```').Groups[1].Value -split '\n'

$rule = 'DOCKER-USER', '-p', 'tcp', '--dport', '25', '-j', 'DROP'
$null = New-DockerNetwork app -Subnet 10.5.0.0/24
$null = New-DockerNetwork back -Subnet 10.6.0.0/24
$null = New-DockerContainer busybox httpd, -f, -p, 80 -Name web -Network app -Start
$null = New-DockerContainer busybox httpd, -f, -p, 5432 -Name db -Network app -Start
$null = New-DockerContainer busybox httpd, -f, -p, 25 -Name mail -Network back -Start
ip netns exec $env:DN_NETNS iptables -I @rule
try {
    # The agent starts here, so that no command shows how long that takes.
    $null = Test-ContainerReachability web web -Quiet
    foreach ($command in $commands) {
        "$($PSStyle.Foreground.BrightBlue)PS>$($PSStyle.Reset) $($PSStyle.Bold)$command$($PSStyle.Reset)"
        Invoke-Expression $command | Out-Default
    }
}
finally {
    ip netns exec $env:DN_NETNS iptables -D @rule
    Get-DockerContainer | Remove-DockerContainer -Force
    Clear-DockerNetwork -Confirm:$false | Out-Null
}
