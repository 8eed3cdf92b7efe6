using System.Diagnostics;
using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using Xunit;

namespace DockerNetwork.IntegrationTests;

/// <summary>
/// A private engine for the whole run: its own network namespace, its own images, an outside host that answers ping and HTTP.
/// Nobody's engine is touched unless DOCKERNETWORK_TEST_HOST names one. DN_ENGINE_VERSION_WANTED chooses another version (26.1, 28.5),
/// DN_ENGINE_PROGRAMS a folder with the programs of any other, DN_ENGINE_OPTIONS gives it options, as "--icc=false". The version "podman"
/// is a Podman, from the folder DN_ENGINE_PROGRAMS if it is given (private-podman.sh says how to fill it).
/// </summary>
public sealed class EngineFixture : IAsyncLifetime
{
    /// <summary>Address of the outside host.</summary>
    public const string Outside = "198.51.100.1";

    /// <summary>Address of the engine's host, as the outside sees it.</summary>
    public const string Host = "198.51.100.2";

    /// <summary>What dockerd is started with besides.</summary>
    internal static readonly string Options = Environment.GetEnvironmentVariable("DN_ENGINE_OPTIONS") ?? "";

    /// <summary>Where the build stages the probe.</summary>
    internal static readonly string ProbeFolder = Path.Combine(Repository(), "out", "DockerNetwork", "probe");

    /// <summary>Folder with the scripts of engines and servers.</summary>
    internal static readonly string Servers = Path.Combine(Repository(), "tests", "engine");

    private static readonly bool IsPodman = Environment.GetEnvironmentVariable("DN_ENGINE_VERSION_WANTED") == "podman";

    private static readonly string Script = Path.Combine(
        Repository(), "tests", "engine", IsPodman ? "private-podman.sh" : "private-engine.sh");

    private readonly string _folder;

    /// <summary>The engine of the run.</summary>
    public EngineFixture()
        : this("")
    {
    }

    /// <summary>One more engine.</summary>
    /// <param name="name">What sets its folder apart.</param>
    internal EngineFixture(string name) =>
        _folder = Path.Combine("/tmp", $"dni-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}{name}");

    /// <summary>A client of the engine.</summary>
    public EngineClient Client { get; private set; } = null!;

    /// <summary>Sends a signal to the daemon: STOP freezes it, CONT lets it go on. Only to one that private-engine.sh started.</summary>
    public async Task SignalAsync(string signal)
    {
        var pid = (await File.ReadAllTextAsync(Path.Combine(
            Path.GetDirectoryName(Client.DockerHost.Uri.AbsolutePath)!,
            IsPodman ? "podman.pid" : "dockerd.pid"))).Trim();
        await ExecuteAsync("kill", $"-{signal}", pid);
    }

    /// <summary>Stops a process of a container until it is killed. Only of an engine that private-engine.sh started.</summary>
    public static Task StopProcessAsync(int pid) => ExecuteAsync("kill", "-STOP", pid.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var given = Environment.GetEnvironmentVariable("DOCKERNETWORK_TEST_HOST");
        if (string.IsNullOrEmpty(given) && IsPodman)
        {
            var programs = Environment.GetEnvironmentVariable("DN_ENGINE_PROGRAMS");
            await RunAsync(["start", _folder, .. string.IsNullOrEmpty(programs) ? (string[])[] : ["--programs", programs]]);
            given = $"unix://{_folder}/docker.sock";
        }
        else if (string.IsNullOrEmpty(given))
        {
            var wanted = Environment.GetEnvironmentVariable("DN_ENGINE_VERSION_WANTED");
            var options = Options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            await RunAsync(
            [
                "start", _folder,
                .. string.IsNullOrEmpty(wanted) ? (string[])[] : ["--version", wanted],
                "--owner", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
                .. options.Length > 0 ? options.Prepend("--") : [],
            ]);
            given = $"unix://{_folder}/docker.sock";
        }

        Client = NewClient(DockerHost.Parse(given));
    }

    /// <summary>Removes the probe's images, and first the agents that the tests before this one left at work, which use them.</summary>
    internal static async Task ForgetProbeImagesAsync(EngineClient client)
    {
        await ProbeAgents.EndIdleAsync();
        foreach (var image in await ProbeImages.FindAsync(client, default))
            await ProbeImages.RemoveAsync(client, image, default);
    }

    /// <summary>Another client of an engine, with the probe that the build staged.</summary>
    internal static EngineClient NewClient(DockerHost host)
    {
        var client = new EngineClient(host);
        TrustedImages.From(client, ProbeFolder);
        return client;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        Client?.Dispose();
        if (Directory.Exists(_folder))
            await RunAsync("stop", _folder);
    }

    /// <summary>Creates and starts a container that waits.</summary>
    public async Task<string> StartContainerAsync(string name, string network, params string[] command)
    {
        var created = await Client.CreateContainerAsync(name, new ContainerCreateRequest
        {
            Image = "dockernetwork/test",
            Command = command.Length > 0 ? command : ["sleep", "1d"],
            HostConfig = new HostConfig { NetworkMode = network },
        });
        await Client.StartContainerAsync(created.Id);
        return created.Id;
    }

    /// <summary>Creates a bridge network.</summary>
    public async Task<string> CreateNetworkAsync(string name) =>
        (await Client.CreateNetworkAsync(new NetworkCreateRequest { Name = name, Driver = "bridge" })).Id;

    /// <summary>
    /// Gives the private engine's host interfaces parent1, parent2 … for macvlan networks; each the end of a wire to nowhere. False if
    /// the engine is somebody's own.
    /// </summary>
    public async Task<bool> AddParentsAsync(int count)
    {
        if (await NamespaceAsync() is not { } space)
            return false;
        for (var i = 1; i <= count; i++)
        {
            await ExecuteAsync("ip", "-n", space, "link", "add", $"parent{i}", "type", "veth", "peer", "name", $"nowhere{i}");
            await ExecuteAsync("ip", "-n", space, "link", "set", $"parent{i}", "up");
            await ExecuteAsync("ip", "-n", space, "link", "set", $"nowhere{i}", "up");
        }

        return true;
    }

    /// <summary>Whether the kernel has ipvlan; it is tried on the interface parent1.</summary>
    public async Task<bool> HasIpvlanAsync()
    {
        if (await NamespaceAsync() is not { } space)
            return false;
        try
        {
            await ExecuteAsync("ip", "-n", space, "link", "add", "tryipvlan", "link", "parent1", "type", "ipvlan", "mode", "l2");
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        await ExecuteAsync("ip", "-n", space, "link", "delete", "tryipvlan");
        return true;
    }

    /// <summary>Makes the private engine a swarm of one node, which overlay networks need. False if it cannot be one.</summary>
    public async Task<bool> TryInitializeSwarmAsync()
    {
        if (await NamespaceAsync() is null)
            return false;
        await DockerAsync(["swarm", "init", "--advertise-addr", Host]);
        return true;
    }

    /// <summary>Runs the docker CLI against the private engine.</summary>
    public Task<string> DockerAsync(string[] arguments) => ExecuteAsync("docker", ["-H", $"unix://{_folder}/docker.sock", .. arguments]);

    /// <summary>A folder that goes away with the engine.</summary>
    public string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>The network namespace of the private engine; null if it is another engine.</summary>
    internal async Task<string?> NamespaceAsync()
    {
        var environment = Path.Combine(_folder, "env");
        return File.Exists(environment)
            ? (await File.ReadAllLinesAsync(environment))
                .First(l => l.StartsWith("DN_NETNS=", StringComparison.Ordinal))["DN_NETNS=".Length..]
            : null;
    }

    private static Task RunAsync(params string[] arguments) => ExecuteAsync("bash", [Script, .. arguments]);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote.</returns>
    internal static async Task<string> ExecuteAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await error}");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DockerNetwork.psd1")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The repository is not above the test assembly.");
    }
}

/// <summary>Tests that share the engine; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class EngineCollection : ICollectionFixture<EngineFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "engine";
}
