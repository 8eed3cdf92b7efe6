using Xunit;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>
/// Two engines that are one swarm, with a wire between them and an overlay network: "oa" and "oc" are containers of this node, "ob" one of
/// the other. All serve HTTP on port 80.
/// </summary>
public sealed class SwarmPair : IAsyncLifetime
{
    /// <summary>The address of this node on the wire.</summary>
    public const string Here = "203.0.113.1";

    /// <summary>The address of the other.</summary>
    public const string There = "203.0.113.2";

    private readonly EngineFixture _other = new("-node2");
    private string? _namespace;

    /// <summary>The engine that traces.</summary>
    internal EngineFixture Engine { get; } = new("-node1");

    /// <summary>Overlay networks cannot be tested here.</summary>
    internal bool Unfit { get; private set; }

    internal void Require()
    {
        if (Unfit)
            throw new NotHereException("swarms of two nodes need private engines with iptables");
    }

    /// <summary>The address of "ob".</summary>
    internal string Remote { get; private set; } = "";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await Engine.InitializeAsync();
        await _other.InitializeAsync();
        if (await Engine.NamespaceAsync() is not { } here || await _other.NamespaceAsync() is not { } there)
        {
            Unfit = true;
            return;
        }

        // Swarm needs the rules that the engine makes with iptables.
        if (Environment.GetEnvironmentVariable("DN_ENGINE_OPTIONS")?.Contains("=nftables", StringComparison.Ordinal) == true)
        {
            Unfit = true;
            return;
        }

        await EngineFixture.ExecuteAsync(
            "ip", "link", "add", "peer0", "netns", here, "type", "veth", "peer", "name", "peer0", "netns", there);
        foreach (var (space, address) in new[] { (here, Here), (there, There) })
        {
            await EngineFixture.ExecuteAsync("ip", "-n", space, "address", "add", $"{address}/24", "dev", "peer0");
            await EngineFixture.ExecuteAsync("ip", "-n", space, "link", "set", "peer0", "up");
        }

        await Engine.DockerAsync(["swarm", "init", "--advertise-addr", Here, "--listen-addr", Here]);
        var token = (await Engine.DockerAsync(["swarm", "join-token", "-q", "worker"])).Trim();
        await _other.DockerAsync(
            ["swarm", "join", "--token", token, "--advertise-addr", There, "--listen-addr", There, $"{Here}:2377"]);
        await Engine.DockerAsync(["network", "create", "-d", "overlay", "--attachable", "far"]);
        await RunAsync(Engine, "oa");
        await RunAsync(Engine, "oc");
        await RunAsync(_other, "ob");
        Remote = (await _other.Client.InspectContainerAsync("ob")).NetworkSettings!.Networks!["far"]!.IPAddress!;
        _namespace = await OverlayNamespaceAsync();
        await AnswersAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await Engine.DisposeAsync();
    }

    /// <summary>Runs a command in a namespace: of the host of a node ("here", "there"), or of the network here ("overlay").</summary>
    internal async Task<string> AskAsync(string where, string command)
    {
        var file = where switch
        {
            "here" => $"/run/netns/{await Engine.NamespaceAsync()}",
            "there" => $"/run/netns/{await _other.NamespaceAsync()}",
            _ => _namespace,
        };
        return await EngineFixture.ExecuteAsync("nsenter", $"--net={file}", "sh", "-ec", command);
    }

    /// <summary>The end, in the network's own namespace, of the link of a container of this node.</summary>
    internal async Task<string> OverlayEndAsync(string container)
    {
        var pid = (await Engine.Client.InspectContainerAsync(container)).State!.Pid;
        var link = await EngineFixture.ExecuteAsync("nsenter", $"--net=/proc/{pid}/ns/net", "ip", "-o", "link", "show", "eth0");
        var index = link.Split("@if")[1].Split(':')[0];
        return (await AskAsync("overlay", $"ip -o link | sed -n 's/^{index}: \\([^@:]*\\).*/\\1/p'")).Trim();
    }

    private static Task RunAsync(EngineFixture engine, string name) => engine.DockerAsync(
        ["run", "-d", "--name", name, "--network", "far", "dockernetwork/test", "httpd", "-f", "-p", "80", "-h", "/www"]);

    /// <summary>The nodes tell each other of their containers; that takes a moment.</summary>
    private async Task AnswersAsync()
    {
        for (var i = 0; ; i++)
        {
            try
            {
                await Engine.DockerAsync(["exec", "oa", "ping", "-c", "1", "-W", "1", Remote]);
                return;
            }
            catch (InvalidOperationException) when (i < 20)
            {
                await Task.Delay(200);
            }
        }
    }

    private async Task<string> OverlayNamespaceAsync()
    {
        var pid = (await Engine.Client.InspectContainerAsync("oa")).State!.Pid;
        var id = (await Engine.Client.InspectNetworkAsync("far")).Id!;
        return (await EngineFixture.ExecuteAsync(
            "sh", "-ec", $"ls /proc/$(sed -n 's/^PPid:[^0-9]*//p' /proc/{pid}/status)/root/run/docker/netns/*-{id[..10]}")).Trim();
    }
}
