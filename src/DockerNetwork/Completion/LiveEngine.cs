using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>
/// The answers of an engine, as fresh as can be had within a wait that a person does not feel. They are kept for the session.
/// </summary>
/// <param name="endpoint">The engine; found out when the first question needs it.</param>
/// <param name="patience">Ends each wait; what was asked goes on in the background.</param>
internal sealed class LiveEngine(Lazy<DockerHost> endpoint, CancellationToken patience) : IEngineAnswers
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Inspecting more containers than this takes too long for Tab; aliases and configured ports are then not offered.</summary>
    internal const int MostInspected = 500;

    private static readonly AnswerCache<EngineSnapshot> Snapshots = new(FreshFor, Limit);
    private static readonly AnswerCache<EngineSnapshot> InspectedSnapshots = new(FreshFor, Limit);
    private static readonly AnswerCache<IReadOnlyList<string>> Drivers = new(TimeSpan.FromSeconds(30), Limit);
    private static readonly AnswerCache<IReadOnlyList<EngineImage>> Images = new(FreshFor, Limit);
    private static readonly AnswerCache<IReadOnlyList<SwarmService>> Services = new(FreshFor, Limit);
    private static readonly AnswerCache<IReadOnlyList<ExposedPort>> ImagePorts = new(TimeSpan.FromSeconds(30), Limit);

    private EngineClient Client => EngineClient.Shared(endpoint.Value);

    /// <inheritdoc/>
    public HostNetworks Host => HostNetworks.Of(endpoint.Value);

    /// <inheritdoc/>
    public Task<EngineSnapshot?> SnapshotAsync() =>
        Snapshots.GetAsync(endpoint.Value, "", token => SnapshotReader.ReadAsync(Client, token), patience);

    /// <inheritdoc/>
    public async Task<EngineSnapshot?> InspectedSnapshotAsync()
    {
        var plain = SnapshotAsync();
        var detailed = await InspectedSnapshots.GetAsync(endpoint.Value, "", ReadDetailsAsync, patience);
        return detailed ?? await plain;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>?> DriversAsync() => Drivers.GetAsync(
        endpoint.Value, "", async token => (await Client.GetInformationAsync(token)).Plugins?.Network ?? [], patience);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EngineImage>?> ImagesAsync() =>
        Images.GetAsync(endpoint.Value, "", token => EngineImage.ReadAsync(Client, token), patience);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ExposedPort>?> ImagePortsAsync(string image) =>
        ImagePorts.GetAsync(endpoint.Value, image, token => EngineImage.ReadPortsAsync(Client, image, token), patience);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SwarmService>?> ServicesAsync() => Services.GetAsync(
        endpoint.Value,
        "",
        async token => await SwarmServices.ReadAsync(Client, await SnapshotReader.ReadAsync(Client, token), token),
        patience);

    private async Task<EngineSnapshot> ReadDetailsAsync(CancellationToken cancellationToken)
    {
        var snapshot = await SnapshotReader.ReadAsync(Client, cancellationToken);
        if (snapshot.Containers.Count > MostInspected)
            return snapshot;
        var swarm = SwarmDocuments.ReadAsync(Client, snapshot, cancellationToken);
        snapshot = await snapshot.InspectAsync(Client, snapshot.Containers.Select(c => c.Id), cancellationToken);
        return snapshot.With(await swarm);
    }
}
