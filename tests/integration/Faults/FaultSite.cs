using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Snapshots;
using Xunit;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>
/// The containers that all faults share, and the values of their commands: {NAME} for the address of a container, {NAME.veth}, {NAME.mac}
/// and {NAME.pid}; {NETWORK} for its bridge, {NETWORK.gw} and {NETWORK.subnet}; {host}, {outside}, {nobody}, {folder}, {servers},
/// {namespace}.
/// </summary>
public sealed class FaultSite(EngineFixture engine) : IAsyncLifetime
{
    private static readonly string[] Names = ["fa", "fb", "fc", "fd", "fp", "fq", "fi", "fh", "ft", "fu"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<Process> _processes = [];
    private readonly List<Process> _traffic = [];

    /// <summary>The engine.</summary>
    internal EngineFixture Engine => engine;

    /// <summary>Why nothing can be tested here; null if it can.</summary>
    internal string? Unfit { get; private set; }

    /// <summary>Skips a test that cannot be here.</summary>
    internal void Require(bool fits = true, string why = "")
    {
        if (Unfit is not null || !fits)
            throw new NotHereException(Unfit ?? why);
    }

    /// <summary>The engine has the chains of iptables.</summary>
    internal bool HasIptables { get; private set; }

    /// <summary>The chains of the table filter that the engine made with iptables.</summary>
    internal HashSet<string> Chains { get; private set; } = [];

    /// <summary>The engine drops what is sent to a container directly from elsewhere.</summary>
    internal bool DropsDirect { get; private set; }

    /// <summary>The engine says to its containers which name servers it asks.</summary>
    internal bool TellsUpstream { get; private set; }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (await engine.NamespaceAsync() is not { } space)
        {
            Unfit = "faults are for private engines";
            return;
        }

        _values["namespace"] = space;
        _values["host"] = EngineFixture.Host;
        _values["outside"] = EngineFixture.Outside;
        _values["nobody"] = "172.31.101.250";
        _values["folder"] = engine.MakeFolder("faults");
        _values["servers"] = EngineFixture.Servers;
        await NetworkAsync("front", "172.31.101");
        await NetworkAsync("back", "172.31.102");
        await engine.DockerAsync(["network", "create", "--internal", "inner"]);
        await RunAsync("fa", "front", 10, [], "sleep 1d");
        await RunAsync("fb", "front", 11, ["-p", "8080:80"], "httpd -p 80 -h /www; httpd -p 127.0.0.1:81 -h /www; sleep 1d");
        await RunAsync("fc", "back", 10, [], "sleep 1d");
        await RunAsync("fd", "front", 12, [], "sleep 1d");
        await RunAsync("fp", "front", 13, ["-p", "8082:80", "-p", "127.0.0.1:8083:80", "-p", "8084:99/udp"], "httpd -f -p 80 -h /www");
        await RunAsync("fq", "front", 14, [], "exec httpd -f -p 80 -h /www");
        await RunAsync("fi", "inner", 0, [], "sleep 1d");
        await RunAsync("fh", "host", 0, [], "httpd -f -p 8090 -h /www");
        foreach (var name in Names.Take(7))
            await ReadAsync(name);
        HasIptables = (await HostAsync("iptables -S FORWARD")).Contains("DOCKER-USER", StringComparison.Ordinal);
        Chains = [.. (await HostAsync("iptables -S | sed -n 's/^-N //p'")).Split('\n')];
        DropsDirect = HasIptables && (await HostAsync("iptables -t raw -S PREROUTING")).Contains(_values["fb"], StringComparison.Ordinal);
        var resolver = await engine.DockerAsync(["exec", "fa", "cat", "/etc/resolv.conf"]);
        TellsUpstream = resolver.Contains("ExtServers", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("DN_FAULT_TRAFFIC") == "1")
            await TrafficAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        End(_traffic);
        EndProcesses();
        if (Unfit is not null)
            return;
        await engine.DockerAsync(["rm", "-f", "-v", .. Names]);
        await engine.DockerAsync(["network", "rm", "front", "back", "inner"]);
    }

    /// <summary>The text with its values.</summary>
    internal string Fill(string text)
    {
        foreach (var (name, value) in _values)
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Carries out a step.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal async Task DoAsync(FaultStep step)
    {
        var command = Fill(step.Command);
        if (step.Where == "@docker")
        {
            await engine.DockerAsync(Words(command));
            if (command == "restart fp")
                await ReadAsync("fp");
        }
        else if (step.Where.StartsWith("@processes:", StringComparison.Ordinal))
        {
            if (command != "true")
                _processes.Add(Start(step.Where["@processes:".Length..], command));
            await Task.Delay(300);
        }
        else
        {
            await AskAsync(step.Where, command);
        }
    }

    /// <summary>What a command in a namespace writes.</summary>
    internal Task<string> AskAsync(string where, string command) =>
        EngineFixture.ExecuteAsync("nsenter", [Namespace(where), "sh", "-ec", Fill(command)]);

    /// <summary>Carries out a step; null, or what failed.</summary>
    internal async Task<string?> TryAsync(FaultStep step)
    {
        try
        {
            await DoAsync(step);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    /// <summary>Ends what was left to run.</summary>
    internal void EndProcesses() => End(_processes);

    /// <summary>What is here now.</summary>
    internal Task<EngineSnapshot> SnapshotAsync() => Model.Probing.SnapshotReader.ReadAsync(engine.Client);

    private Task<string> HostAsync(string command) => AskAsync("@host", command);

    private string Namespace(string where) => where switch
    {
        "@host" => $"--net=/run/netns/{_values["namespace"]}",
        "@outside" => $"--net=/run/netns/{_values["namespace"]}-out",
        _ => $"--net=/proc/{_values[$"{where}.pid"]}/ns/net",
    };

    private async Task NetworkAsync(string name, string prefix)
    {
        var id = await engine.Client.CreateNetworkAsync(new NetworkCreateRequest
        {
            Name = name,
            Driver = "bridge",
            Ipam = new Ipam { Config = [new IpamConfig { Subnet = $"{prefix}.0/24", Gateway = $"{prefix}.1" }] },
        });
        _values[name] = $"br-{id.Id[..12]}";
        _values[$"{name}.gw"] = $"{prefix}.1";
        _values[$"{name}.subnet"] = $"{prefix}.0/24";
    }

    private async Task RunAsync(string name, string network, int host, string[] options, string command)
    {
        string[] address = host == 0 ? [] : ["--ip", _values[$"{network}.gw"][..^1] + host.ToString(CultureInfo.InvariantCulture)];
        await engine.DockerAsync(
            ["run", "-d", "--name", name, "--network", network, .. address, .. options, "dockernetwork/test", "sh", "-c", command]);
    }

    /// <summary>Reads address, process, hardware address and the host's end of the link of a container.</summary>
    private async Task ReadAsync(string name)
    {
        var details = await engine.Client.InspectContainerAsync(name);
        var endpoint = details.NetworkSettings!.Networks!.Values.First()!;
        _values[name] = endpoint.IPAddress ?? "";
        _values[$"{name}.pid"] = details.State!.Pid.ToString(CultureInfo.InvariantCulture);
        _values[$"{name}.mac"] = endpoint.MacAddress ?? "";
        var own = Links(await EngineFixture.ExecuteAsync("nsenter", [Namespace(name), "ip", "-j", "link"]));
        var peer = own.First(link => link.Name == "eth0").Peer;
        _values[$"{name}.veth"] = Links(await HostAsync("ip -j link")).First(link => link.Index == peer).Name;
    }

    private static List<(int Index, string Name, int Peer)> Links(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(link => (
            link.GetProperty("ifindex").GetInt32(),
            link.GetProperty("ifname").GetString()!,
            link.TryGetProperty("link_index", out var peer) ? peer.GetInt32() : 0))];
    }

    /// <summary>Connections and echo requests between two others on the network of most probes, as many as one processor makes.</summary>
    private async Task TrafficAsync()
    {
        await RunAsync("ft", "front", 20, [], "httpd -f -p 80 -h /www");
        await RunAsync("fu", "front", 21, [], "sleep 1d");
        await ReadAsync("ft");
        await ReadAsync("fu");
        _traffic.Add(Start("fu", Fill("while :; do busybox wget -q -O /dev/null http://{ft}/ || sleep 0.01; done")));
        _traffic.Add(Start("fu", Fill("exec busybox ping -i 0.002 {ft} >/dev/null")));
        _traffic.Add(Start("ft", Fill("exec busybox ping -i 0.002 {fu} >/dev/null")));
    }

    private Process Start(string where, string command)
    {
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["nsenter", Namespace(where), "sh", "-c", $"({command}) >/dev/null 2>&1 </dev/null"])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static void End(List<Process> processes)
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        processes.Clear();
    }

    /// <summary>Words of a command; those in single quotes are one.</summary>
    private static string[] Words(string command) => [.. command.Split('\'').SelectMany(
        (part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
