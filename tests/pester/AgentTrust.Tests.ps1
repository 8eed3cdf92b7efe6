# What the agent is made from, and whose containers and images are the module's: a name, a tag and a label prove nothing.
BeforeAll {
    $ErrorActionPreference = 'Stop'
    Import-Module $PSScriptRoot/Engine.psm1
    Import-Module $PSScriptRoot/Hostile.psm1
    $engine = Connect-TestEngine
    New-DockerNetwork near | Out-Null
    New-DockerContainer busybox sleep, infinity -Name web, db -Network near -Start | Out-Null
    $address = "$((Get-DockerNetworkEndpoint near db).IPAddress)"
    $witness = Join-Path ([IO.Path]::GetTempPath()) "dn-witness-$PID"

    # Somebody's images, that carry the label which this module gives to its own.
    New-HostileImage innocent -Change 'LABEL dockernetwork.probe=hello', 'CMD ["sleep","9999"]'
    New-HostileImage pretender -Change 'LABEL dockernetwork.probe=agent', 'CMD ["sleep","9999"]'
    New-HostileImage treasure -Change 'LABEL dockernetwork.probe=image', 'CMD ["sleep","9999"]'
    $null = Invoke-EngineApi '/containers/create?name=precious' -Method POST -Body @{ Image = 'innocent'; Volumes = @{ '/data' = @{} } }
    $null = Invoke-EngineApi '/containers/create?name=pretending' -Method POST -Body @{ Image = 'pretender'; Volumes = @{ '/data' = @{} } }
    $null = Invoke-EngineApi '/containers/create?name=costume' -Method POST -Body @{
        Image = 'busybox'; Entrypoint = @('/dockernetwork-probe', '86400'); Labels = @{ 'dockernetwork.probe' = 'agent' }
    }
    $volumes = @((Invoke-EngineApi /volumes).Volumes.Name)
    $created = [Diagnostics.Stopwatch]::StartNew()

    # The image as the module makes it.
    $null = Test-ContainerReachability web db -By Address -Method Agent
    $genuine = Invoke-EngineApi /images/json | Where-Object { "$($_.RepoTags)" -like 'dockernetwork-probe:*' }
    $tag = $genuine.RepoTags[0]
    $archive = Join-Path $TestDrive probe.tar
    $null = docker -H $env:DOCKER_HOST save -o $archive $tag
    $layers = (Invoke-EngineApi "/images/$($genuine.Id)/json").RootFS.Layers
}

AfterAll {
    Remove-Item $witness -ErrorAction Ignore
    Clear-DockerNetworkProbe -Force
    Reset-TestEngine
    foreach ($image in 'innocent', 'pretender', 'treasure', 'kept') {
        try { $null = Invoke-EngineApi "/images/${image}?force=1" -Method DELETE } catch { $null = $_ }
    }
    Disconnect-TestEngine
}

Describe 'An image that only has the name of the probe''s' {
    BeforeEach {
        Clear-DockerNetworkProbe
        $null = docker -H $env:DOCKER_HOST load -i $archive
        $null = Invoke-EngineApi "/images/$tag/tag?repo=kept" -Method POST
    }

    AfterEach {
        # Those of a session that is over are on their way out.
        $null = Wait-Until { -not (Get-ProbeContainer | Where-Object { $_.State -ne 'running' -and $_.Names -ne '/costume' }) }
        # The agent of a session that has just ended may still be running.
        Clear-DockerNetworkProbe -Force
        foreach ($name in $tag, 'kept') { try { $null = Invoke-EngineApi "/images/${name}?force=1" -Method DELETE } catch { $null = $_ } }
        Remove-Item $witness -ErrorAction Ignore
    }

    It 'is not run: another program, <Where>' -ForEach @(
        @{ Where = 'in this session'; New = $false },
        @{ Where = 'in a new one'; New = $true }) {
        $program = @'
#!/bin/busybox sh
echo owned > WITNESS
while read -r line; do
  job=$(echo "$line" | busybox sed -n 's/.*"job":\([0-9]*\).*/\1/p')
  echo "{\"job\":$job,\"i\":0,\"state\":\"Reachable\",\"address\":\"10.9.9.9\",\
\"sent\":1,\"received\":1,\"min\":1000,\"avg\":1000,\"max\":1000}"
  echo "{\"job\":$job,\"end\":true}"
done
'@
        New-HostileImage $tag -File @{ '/dockernetwork-probe' = $program.Replace('WITNESS', "/proc/$PID/root$witness") }
        $test = 'Test-ContainerReachability web db -By Address -ErrorAction SilentlyContinue -ErrorVariable failure'
        $seen = if ($New) {
            pwsh -NoProfile -NonInteractive -Command ("Import-Module '$(Get-TestModulePath)'; `$rows = $test; `"`$(`$rows.Observed) " +
                "`$(`$rows.Address) `$(`$rows.Method)`"")
        }
        else {
            Invoke-Expression "`$rows = $test; `"`$(`$rows.Observed) `$(`$rows.Address) `$(`$rows.Method)`""
        }
        Test-Path $witness | Should -BeFalse -Because 'it wrote into the machine'
        $seen | Should -Be "Reachable $address Agent"
    }

    It 'is not run: the same program under another layer' {
        New-HostileImage $tag -From kept -File @{ '/extra' = 'x' }
        $rows = Test-ContainerReachability web db -By Address
        "$($rows.Observed) $($rows.Address) $($rows.Method)" | Should -Be "Reachable $address Agent"
        $image = (Invoke-EngineApi "/containers/$(@(Get-ProbeContainer)[0].Id)/json").Image
        (Invoke-EngineApi "/images/$image/json").RootFS.Layers | Should -Be $layers
    }

    It 'gives the agent nothing: <_>' -ForEach 'ENV LD_PRELOAD=/x.so', 'USER 65534', 'VOLUME /dockernetwork',
        'HEALTHCHECK --interval=1s CMD /dockernetwork-probe', 'WORKDIR /nowhere' {
        New-HostileImage $tag -From kept -Change $_
        $rows = Test-ContainerReachability web db -By Address
        "$($rows.Observed) $($rows.Address) $($rows.Method)" | Should -Be "Reachable $address Agent"
        $agent = Invoke-EngineApi "/containers/$(@(Get-ProbeContainer)[0].Id)/json"
        $agent.Config.Env -join ' ' | Should -Not -BeLike '*LD_PRELOAD*'
        $agent.Config.User | Should -BeIn '', '0', '0:0', 'root'
        $agent.Config.Volumes | Should -BeNullOrEmpty
        $agent.Mounts | Should -BeNullOrEmpty
        $agent.Config.WorkingDir | Should -BeIn '', '/'
        $agent.Config.PSObject.Properties['Healthcheck'].Value | Where-Object { $_ -and "$($_.Test)" -ne 'NONE' } | Should -BeNullOrEmpty
    }
}

Describe 'A container of somebody else with the label of the probe (<Image>)' -ForEach @(
    @{ Image = 'innocent' },
    @{ Image = 'pretender' }) {
    BeforeAll {
        New-DockerNetwork attic | Out-Null
        $null = Invoke-EngineApi '/containers/create?name=backdoor' -Method POST -Body @{
            Image = $Image
            ExposedPorts = @{ '4444/tcp' = @{} }
            HostConfig = @{ NetworkMode = 'attic'; PortBindings = @{ '4444/tcp' = @(@{ HostPort = '4444' }) } }
        }
        $null = Invoke-EngineApi /containers/backdoor/start -Method POST
    }

    AfterAll {
        $null = Invoke-EngineApi '/containers/backdoor?force=1&v=1' -Method DELETE
        Remove-DockerNetwork attic -Confirm:$false -ErrorAction Ignore
    }

    It 'is listed' {
        (Get-DockerContainer backdoor -ErrorAction SilentlyContinue).Name | Should -Be backdoor
        (Get-DockerContainer).Name | Should -Contain backdoor
        (Get-DockerContainer).Name | Should -Contain costume
        (Get-DockerNetworkEndpoint attic).Container | Should -Be backdoor
        "$(Get-DockerNetworkTopology | ConvertTo-Json -Depth 5 -WarningAction SilentlyContinue)" | Should -BeLike '*backdoor*'
        (Test-ContainerReachability backdoor db -By Address -Predict).Source | Should -Be backdoor
    }

    It 'has its open ports listed' {
        (Get-DockerPortMapping -Open | Where-Object HostPort -EQ 4444).Container | Should -Contain backdoor
    }

    It 'uses its network' {
        (Get-DockerNetwork -Unused).Name | Should -Not -Contain attic
        Clear-DockerNetwork -Force -Confirm:$false
        (Invoke-EngineApi /networks).Name | Should -Contain attic
    }
}

Describe 'What carries the label of the probe and is not its' {
    It 'is not removed by Clear-DockerNetworkProbe' {
        Clear-DockerNetworkProbe -Force -Confirm:$false
        "$((Invoke-EngineApi /images/json).RepoTags)" | Should -BeLike '*treasure*'
        (Invoke-EngineApi '/containers/json?all=1').Names | Should -Contain '/precious'
        (Invoke-EngineApi '/containers/json?all=1').Names | Should -Contain '/pretending'
        (Invoke-EngineApi '/containers/json?all=1').Names | Should -Contain '/costume'
    }

    It 'is not removed by a test, however long it has been there' {
        # From a minute on a container that was created and not started may be one that a crash left.
        while ($created.Elapsed.TotalSeconds -lt 62) { Start-Sleep -Milliseconds 200 }
        Clear-DockerNetworkProbe
        $null = Test-ContainerReachability web db -By Address -Method Agent
        $null = Get-DockerContainerInterface web
        $null = Resolve-ContainerName web db
        $names = (Invoke-EngineApi '/containers/json?all=1').Names
        foreach ($name in 'precious', 'pretending', 'costume') { $names | Should -Contain "/$name" }
        (Invoke-EngineApi /volumes).Volumes.Name | Sort-Object | Should -Be ($volumes | Sort-Object)
    }
}
