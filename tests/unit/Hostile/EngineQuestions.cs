using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.UnitTests.Hostile;

/// <summary>Everything that can be asked of an engine, or done with it.</summary>
internal static class EngineQuestions
{
    /// <summary>What only asks.</summary>
    public static readonly IReadOnlyDictionary<string, Func<EngineClient, CancellationToken, Task>> Reads =
        new Dictionary<string, Func<EngineClient, CancellationToken, Task>>
    {
        ["API version"] = (client, token) => client.GetApiVersionAsync(token),
        ["version"] = (client, token) => client.GetVersionAsync(token),
        ["information"] = (client, token) => client.GetInformationAsync(token),
        ["networks"] = (client, token) => client.ListNetworksAsync(token),
        ["network"] = (client, token) => client.GetNetworkAsync("n", token),
        ["network details"] = (client, token) => client.InspectNetworkAsync("n", token),
        ["containers"] = (client, token) => client.ListContainersAsync(token),
        ["container"] = (client, token) => client.InspectContainerAsync("c", token),
        ["services"] = (client, token) => client.GetServicesAsync(token),
        ["tasks"] = (client, token) => client.GetTasksAsync(token),
        ["nodes"] = (client, token) => client.GetNodesAsync(token),
        ["images"] = (client, token) => client.ListImagesAsync(token),
        ["images with a label"] = (client, token) => client.ListImagesAsync("a=b", token),
        ["image"] = (client, token) => client.InspectImageAsync("i", token),
        ["exec"] = (client, token) => client.InspectExecAsync("e", token),
        ["gate"] = (client, token) => client.RequireAsync(EngineFeature.NetworkScope, token),
        ["picture"] = (client, token) => SnapshotReader.ReadAsync(client, token),
        ["details"] = (client, token) => EngineSnapshot.DetailsAsync(client, ["a", "b", "c"], token),
        ["snapshot"] = (client, token) => SnapshotReader.SaveAsync(client, cancellationToken: token),
    };

    /// <summary>What changes something, or opens a stream.</summary>
    public static readonly IReadOnlyDictionary<string, Func<EngineClient, CancellationToken, Task>> Acts =
        new Dictionary<string, Func<EngineClient, CancellationToken, Task>>
    {
        ["create network"] = (client, token) => client.CreateNetworkAsync(new NetworkCreateRequest { Name = "n" }, token),
        ["remove network"] = (client, token) => client.RemoveNetworkAsync("n", token),
        ["connect"] = (client, token) => client.ConnectNetworkAsync("n", new("c", new EndpointSettings()), token),
        ["disconnect"] = (client, token) => client.DisconnectNetworkAsync("n", new("c", Force: true), token),
        ["create container"] = (client, token) => client.CreateContainerAsync(null, new ContainerCreateRequest { Image = "i" }, token),
        ["start"] = (client, token) => client.StartContainerAsync("c", token),
        ["stop"] = (client, token) => client.StopContainerAsync("c", TimeSpan.Zero, token),
        ["restart"] = (client, token) => client.RestartContainerAsync("c", TimeSpan.Zero, token),
        ["remove container"] = (client, token) => client.RemoveContainerAsync("c", force: true, volumes: true, token),
        ["discard"] = (client, token) => client.DiscardContainerAsync("c", token),
        ["import"] = (client, token) => client.ImportImageAsync(new byte[1000], "i", "t", "a=b", token),
        ["remove image"] = (client, token) => client.RemoveImageAsync("i", token),
        ["create exec"] = (client, token) => client.CreateExecAsync("c", new ExecCreateRequest { Command = ["x"] }, token),
        ["exec output"] = (client, token) => LinesAsync(() => client.StartExecAsync("e", cancellationToken: token), token),
        ["terminal output"] = (client, token) => LinesAsync(() => client.StartExecAsync("e", tty: true, token), token),
        ["attach"] = (client, token) => LinesAsync(() => client.AttachContainerAsync("c", token), token),
        ["pull"] = PullAsync,
    };

    public static IEnumerable<KeyValuePair<string, Func<EngineClient, CancellationToken, Task>>> All => Reads.Concat(Acts);

    private static async Task LinesAsync(Func<Task<HijackedConnection>> open, CancellationToken cancellationToken)
    {
        await using var connection = await open();
        await foreach (var line in connection.ReadLinesAsync(cancellationToken))
            Assert.NotNull(line.Text);
    }

    private static async Task PullAsync(EngineClient client, CancellationToken cancellationToken)
    {
        await foreach (var progress in client.PullImageAsync("i", cancellationToken))
            Assert.NotNull(progress);
    }
}
