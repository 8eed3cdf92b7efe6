using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Hostile;

/// <summary>
/// Documents that make no sense, from an engine and from a file: what can be passed over is, and the rest is one error about one engine.
/// </summary>
public class HostileDocumentTests
{
    public static TheoryData<string> Networks => HostileDocuments.Of("networks");

    public static TheoryData<string> Containers => HostileDocuments.Of("containers");

    public static TheoryData<string> Inspected => HostileDocuments.Of("inspect");

    public static TheoryData<string> Snapshots => HostileDocuments.Of("snapshot");

    [Theory]
    [MemberData(nameof(Networks))]
    public Task Networks_are_kept_or_refused(string name) => KeptOrRefusedAsync("networks", name);

    [Theory]
    [MemberData(nameof(Containers))]
    public Task Containers_are_kept_or_refused(string name) => KeptOrRefusedAsync("containers", name);

    [Theory]
    [MemberData(nameof(Inspected))]
    public Task An_inspected_container_is_kept_or_refused(string name) => KeptOrRefusedAsync("inspect", name);

    [Theory]
    [MemberData(nameof(Snapshots))]
    public void A_snapshot_file_is_read_or_refused(string name)
    {
        var text = HostileDocuments.Read("snapshot", name);
        if (name.StartsWith("refused.", StringComparison.Ordinal))
        {
            Assert.Contains("snapshot", Assert.Throws<FormatException>(() => SavedSnapshot.Parse(text)).Message, StringComparison.Ordinal);
            return;
        }

        var snapshot = SavedSnapshot.Parse(text).ToSnapshot();

        Assert.Contains(snapshot.Containers, c => c.Name == "sound");
        HostileDocuments.UseAll(snapshot);
    }

    [Fact]
    public void A_snapshot_that_was_changed_after_it_was_read_is_an_error_about_it()
    {
        var snapshot = SavedSnapshot.Parse(HostileDocuments.Read("snapshot", "kept.null-items")) with { Document = """{"Format":1}""" };

        var failure = Expect.Failure(EngineFailure.Protocol, () => snapshot.ToSnapshot());

        Assert.Contains("the snapshot of unix:///var/run/docker.sock", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_items_with_one_id_the_first_stays()
    {
        await using var engine = HostileDocuments.Engine("containers", HostileDocuments.Read("containers", "kept.double-ids"));
        using var client = engine.Client();

        var snapshot = await SnapshotReader.ReadAsync(client);

        Assert.Equal(["one", "sound", "sound"], snapshot.Containers.Select(c => c.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Numbers_that_cannot_be_true_count_as_not_told()
    {
        await using var engine = HostileDocuments.Engine("containers", HostileDocuments.Read("containers", "kept.absurd-numbers"));
        using var client = engine.Client();

        var container = (await SnapshotReader.ReadAsync(client)).Container("a")!;

        Assert.Equal(default, container.Created);
        Assert.Equal(["0/", "0.0.0.0:0->0/"], container.Ports.Where(p => p.ContainerPort == 0).Select(p => p.ToString()).Prepend("0/"));
        Assert.Equal(["[::]:8080->80/tcp"], container.Ports.Where(p => p.ContainerPort != 0).Select(p => p.ToString()));
        var endpoint = Assert.Single(container.Endpoints);
        Assert.Equal((0, 0), (endpoint.PrefixLength, endpoint.IPv6PrefixLength));
    }

    [Fact]
    public async Task A_list_of_networks_without_an_end_is_refused()
    {
        await using var engine = HostileDocuments.Engine("networks", "[" + string.Join(',', Enumerable.Repeat("{}", 1_000_000)) + "]");
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.Protocol, () => client.ListNetworksAsync());

        Assert.Contains("more than 100000 items", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_of_ports_have_a_limit_together()
    {
        var exposed = Enumerable.Range(0, 30).ToDictionary(i => $"0-65535/protocol{i}", _ => (EmptyObject?)new EmptyObject());

        var configuration = PortConfiguration.From(new ContainerDetails { Config = new ContainerConfig("x", exposed) });

        Assert.Equal(3 * 65536, configuration.Ports.Count);
    }

    [Fact]
    public void A_snapshot_file_has_a_limit()
    {
        var text = HostileDocuments.Read("snapshot", "kept.null-items");

        Assert.NotNull(SnapshotDocument.Parse(text, text.Length));
        var failure = Assert.Throws<FormatException>(() => SnapshotDocument.Parse(string.Concat(Enumerable.Repeat(text, 10)), text.Length));

        Assert.Contains("more than", failure.Message, StringComparison.Ordinal);
    }

    private static async Task KeptOrRefusedAsync(string route, string name)
    {
        await using var engine = HostileDocuments.Engine(route, HostileDocuments.Read(route, name));
        using var client = engine.Client();
        var warnings = new List<string>();
        EngineWatch.Begin(null, null, warnings.Add);

        var reading = Expect.SoonAsync(ReadAsync(client));
        if (name.StartsWith("refused.", StringComparison.Ordinal))
        {
            await Expect.FailureAsync(EngineFailure.Protocol, () => reading);
            await Expect.FailureAsync(EngineFailure.Protocol, () => Expect.SoonAsync(SnapshotReader.SaveAsync(client)));
            return;
        }

        var snapshot = await reading;
        Assert.Equal(name.StartsWith("uninspected.", StringComparison.Ordinal), warnings.Count == 1);
        Assert.Contains(snapshot.Networks, n => n.Name == "sound");
        Assert.Contains(snapshot.Containers, c => c.Name == "sound");
        HostileDocuments.UseAll(snapshot);
        HostileDocuments.UseAll((await SnapshotReader.SaveAsync(client)).ToSnapshot());
    }

    private static async Task<EngineSnapshot> ReadAsync(EngineClient client)
    {
        var snapshot = await SnapshotReader.ReadAsync(client);
        return await snapshot.InspectAsync(client, snapshot.Containers.Select(c => c.Id));
    }
}
