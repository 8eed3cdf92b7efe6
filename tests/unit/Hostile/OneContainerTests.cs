using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Hostile;

/// <summary>
/// One container can spoil its own rows and nobody else's. All of this is what sound engines send of containers that a user may make.
/// </summary>
public class OneContainerTests
{
    [Fact]
    public async Task A_gateway_priority_of_64_bits_keeps_its_order()
    {
        var container = await ListedAsync("""
            "NetworkSettings":{"Networks":{"a":{"GwPriority":9999999999},"b":{"GwPriority":2},"c":{"GwPriority":-9999999999}}}
            """);

        Assert.Equal(
            ["a", "b", "c"],
            container.NetworkSettings!.Networks!.OrderByDescending(pair => pair.Value!.GwPriority).Select(pair => pair.Key));
        Assert.Equal(int.MaxValue, container.NetworkSettings.Networks!["a"]!.GwPriority);
    }

    [Fact]
    public async Task Ports_that_are_not_whole_numbers_are_left_out()
    {
        await using var engine = HostileDocuments.Engine("containers", HostileDocuments.Read("containers", "kept.numbers-of-64-bits"));
        using var client = engine.Client();

        var container = (await SnapshotReader.ReadAsync(client)).Container("a")!;

        Assert.Equal(["0/tcp"], container.Ports.Select(p => p.ToString()));
        Assert.Equal((0, int.MaxValue), (container.Endpoints[0].PrefixLength, container.Endpoints[0].GatewayPriority));
        Assert.Equal(default, container.Created);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1e3", 1000)]
    [InlineData("80.0", 80)]
    [InlineData("80.5", null)]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("-99999999999999999999999", int.MinValue)]
    [InlineData("1e400", int.MaxValue)]
    [InlineData("-1e400", int.MinValue)]
    [InlineData("null", null)]
    public async Task A_number_beyond_its_type_is_the_nearest_and_a_fraction_is_missing(string written, int? read)
    {
        var container = await ListedAsync($$$"""
            "Created":{{{written}}},"NetworkSettings":{"Networks":{"a":{"GwPriority":{{{written}}} } } }
            """);

        Assert.Equal(read, container.NetworkSettings!.Networks!["a"]!.GwPriority);
        Assert.True(read is not null || container.Created == 0);
    }

    [Fact]
    public async Task Numbers_of_64_bits_are_read_from_an_inspected_container()
    {
        await using var engine = HostileDocuments.Engine("inspect", HostileDocuments.Read("inspect", "kept.numbers-of-64-bits"));
        using var client = engine.Client();

        var details = await client.InspectContainerAsync("web");

        Assert.Equal(3221225786, details.State!.ExitCode);
        Assert.Equal(3_000_000_000, details.HostConfig!.RestartPolicy!.MaximumRetryCount);
        Assert.Equal(long.MaxValue, details.HostConfig.PidsLimit);
        Assert.Equal(0, details.State.Pid);
        Assert.Equal(default(DateTimeOffset), details.State.StartedAt);
    }

    [Fact]
    public async Task A_command_of_Windows_may_end_with_32_bits()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("""{"Running":false,"ExitCode":3221225786}"""));
        using var client = engine.Client();

        Assert.Equal(3221225786, (await client.InspectExecAsync("e")).ExitCode);
    }

    [Theory]
    [InlineData(131_070)]
    [InlineData(3 * 65536)]
    public async Task A_container_may_expose_every_port(int count)
    {
        var container = await ListedAsync($"\"Ports\":[{Repeated(count, _ => """{"PrivatePort":80,"Type":"tcp"}""")}]");

        Assert.Equal(count, container.Ports!.Count);
    }

    [Fact]
    public async Task Ports_beyond_all_that_there_are_are_left_out_and_the_rest_is_read()
    {
        var steps = new List<string>();
        EngineWatch.Begin(null, steps.Add);

        var container = await ListedAsync($"\"Ports\":[{Repeated(4_000_000, _ => "{}")}],\"State\":\"running\"");

        Assert.Equal(ItemLimits.OfItem, container.Ports!.Count);
        Assert.Equal("running", container.State);
        Assert.StartsWith(
            "Cut 1 list in the answer to GET /containers/json?all=1 after", Assert.Single(steps), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_without_an_end_are_cut_and_the_rest_is_read()
    {
        var labels = Repeated(4_000_000, i => $"\"{i}\":\"\"");

        var container = await ListedAsync($"\"Labels\":{{{labels}}},\"State\":\"running\"");

        Assert.Equal((ItemLimits.OfItem, "running"), (container.Labels!.Count, container.State));
    }

    [Fact]
    public async Task Networks_without_an_end_are_cut_and_the_rest_is_read()
    {
        var container = await ListedAsync($$$"""
            "NetworkSettings":{"Networks":{ {{{Repeated(1_000_000, i => $"\"{i}\":null")}}} } },"State":"running"
            """);

        Assert.Equal((ItemLimits.OfItem, "running"), (container.NetworkSettings!.Networks!.Count, container.State));
    }

    [Fact]
    public async Task A_hundred_thousand_labels_of_an_image_are_read()
    {
        var labels = Repeated(100_001, i => $"\"{i}/tcp\":{{}}");
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync($$$"""{"Config":{"ExposedPorts":{ {{{labels}}} } } }"""));
        using var client = engine.Client();

        Assert.Equal(100_001, (await client.InspectImageAsync("i")).Config!.ExposedPorts!.Count);
    }

    [Theory]
    [InlineData("not JSON", "is not the JSON")]
    [InlineData("large", "larger than 4 MiB")]
    [InlineData("endless", "larger than 4 MiB")]
    public async Task An_inspect_document_that_cannot_be_read_leaves_that_container_uninspected(string how, string why)
    {
        await using var engine = FakeEngine.OnSocket(e => e.Path switch
        {
            var path when !path.Contains(TestEngine.Id("bad"), StringComparison.Ordinal) => e.JsonAsync(Inspected(path.Split('/')[^2])),
            _ when how == "large" => e.JsonAsync($$$"""{"Config":{"Env":["{{{new string('x', 5 << 20)}}}"]}}"""),
            _ when how == "endless" => HostileAnswers.All["endless chunks"](e),
            _ => e.JsonAsync("<html>"),
        });
        using var client = engine.Client();
        var snapshot = new TestEngine().Container("a").Container("bad").Container("z").Snapshot;
        var warnings = new List<string>();
        EngineWatch.Begin(null, null, warnings.Add);

        var inspected = await snapshot.InspectAsync(client, snapshot.Containers.Select(c => c.Id));

        Assert.Equal(
            ["a: a", "bad: ", "z: z"],
            inspected.Containers.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => $"{c.Name}: {c.HostName}"));
        var warning = Assert.Single(warnings);
        Assert.StartsWith("Aliases, links and configured ports of bad are not known", warning, StringComparison.Ordinal);
        Assert.Contains(why, warning, StringComparison.Ordinal);

        static string Inspected(string id) =>
            $$$"""{"Id":"{{{id}}}","Config":{"Hostname":"{{{(id == TestEngine.Id("a") ? "a" : "z")}}}"}}""";
    }

    [Fact]
    public async Task Of_many_containers_that_cannot_be_inspected_the_first_are_named()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        using var client = engine.Client();
        var containers = new TestEngine();
        foreach (var name in Enumerable.Range(1, 9))
            containers.Container($"c{name}");
        var warnings = new List<string>();
        EngineWatch.Begin(null, null, warnings.Add);

        await containers.Snapshot.InspectAsync(client, containers.Snapshot.Containers.Select(c => c.Id));

        Assert.Contains("ports of c1, c2, c3, c4, c5 and 4 more are not known", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_announced_as_too_large_is_not_read()
    {
        await using var engine = FakeEngine.OnSocket(HostileAnswers.All["endless body with a length"]);
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.Protocol, () => client.InspectContainerAsync("web"));

        Assert.InRange(engine.Sent, 0, 2 << 20);
    }

    [Fact]
    public async Task A_name_without_an_end_does_not_fill_the_message()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("<html>"));
        using var client = engine.Client();
        var name = new string('n', 60_000);

        var failures = new[]
        {
            await Expect.FailureAsync(EngineFailure.Protocol, () => client.InspectNetworkAsync(name)),
            await Expect.FailureAsync(EngineFailure.Protocol, () => client.CreateContainerAsync(name, new() { Image = "i" })),
            // .NET 8 has a limit of its own for an address.
            await Assert.ThrowsAsync<EngineException>(() => client.InspectNetworkAsync(name + name)),
        };

        Assert.All(failures, failure => Assert.InRange(failure.Message.Length + failure.Request!.Length, 0, 2000));
    }

    [Fact]
    public async Task A_network_with_a_name_without_an_end_is_asked_for_without_a_filter()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        using var client = engine.Client();

        Assert.Empty(await client.ListContainersAsync("1", new string('n', 400_000)));

        Assert.Equal("GET /v1.51/containers/json?all=1", engine.Requests.Last());
    }

    /// <summary>The first of two containers as the client reads it; the second must be there whatever the first is.</summary>
    private static async Task<ContainerSummary> ListedAsync(string fields)
    {
        var body = $$$"""[{"Id":"1",{{{fields}}}},{"Id":"2"}]""";
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(body));
        using var client = engine.Client();
        var containers = await client.ListContainersAsync();
        Assert.Equal(["1", "2"], containers.Select(c => c.Id));
        return containers[0];
    }

    private static string Repeated(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(0, count).Select(item));
}
