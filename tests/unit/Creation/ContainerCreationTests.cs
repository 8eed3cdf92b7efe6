using System.Text.Json;
using DockerNetwork.Creation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Creation;

public class ContainerCreationTests
{
    private const string Known = "aaaaaaaaaaaaaaaaaaaa";
    private const string Lost = "bbbbbbbbbbbbbbbbbbbb";
    private const string Stranger = "cccccccccccccccccccc";
    private static readonly ContainerCreateRequest Request = new()
    {
        Image = "alpine",
        HostConfig = new HostConfig { NetworkMode = "app" },
    };

    private static readonly string[] CreateOnly = ["GET /_ping", "POST /v1.51/containers/create"];

    [Fact]
    public async Task A_container_is_marked_where_nobody_looks()
    {
        var engine = new LossyEngine { Answers = true };
        await using var fake = engine.Open();
        using var client = fake.Client();

        var created = await CreateAsync(client);

        Assert.Equal(Lost, created.Id);
        Assert.StartsWith("dockernetwork-", engine.Mark, StringComparison.Ordinal);
        Assert.DoesNotContain("Labels", engine.Body, StringComparison.Ordinal);
        Assert.Contains("\"NetworkMode\":\"app\"", engine.Body, StringComparison.Ordinal);
        Assert.Equal(CreateOnly, fake.Requests);
    }

    [Fact]
    public async Task One_whose_answer_is_lost_is_found_and_removed_and_nobody_elses()
    {
        var engine = new LossyEngine();
        await using var fake = engine.Open();
        using var client = fake.Client();

        var failure = await Expect.FailureAsync(EngineFailure.ConnectionLost, () => CreateAsync(client));

        Assert.Contains($"The container {Lost[..12]} was created and has been removed.", failure.Message, StringComparison.Ordinal);
        Assert.Equal([Lost], engine.Removed);
        Assert.DoesNotContain($"GET /v1.51/containers/{Known}/json", fake.Requests);
    }

    [Fact]
    public async Task One_that_the_engine_makes_only_later_is_waited_for()
    {
        var engine = new LossyEngine { ListsBeforeItIsThere = 3 };
        await using var fake = engine.Open();
        using var client = fake.Client();

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => CreateAsync(client));

        Assert.Equal([Lost], engine.Removed);
    }

    [Theory]
    [InlineData(null, "Get-DockerContainer -State Created lists it.")]
    [InlineData("it's", "Remove-DockerContainer -Container 'it''s' -Force")]
    public async Task One_that_is_not_found_is_said(string? name, string advice)
    {
        var engine = new LossyEngine { ListsBeforeItIsThere = int.MaxValue };
        await using var fake = engine.Open();
        using var client = fake.Client();

        var failure = await Expect.FailureAsync(EngineFailure.ConnectionLost, () => CreateAsync(client, name));

        Assert.Contains("No container from this request was found", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(advice, failure.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Removed);
    }

    [Fact]
    public async Task One_that_cannot_be_removed_is_named_with_both_errors()
    {
        var engine = new LossyEngine { RefusesRemoval = true };
        await using var fake = engine.Open();
        using var client = fake.Client();

        var failure = await Expect.FailureAsync(EngineFailure.ConnectionLost, () => CreateAsync(client));

        Assert.Contains("/containers/create", failure.Message, StringComparison.Ordinal);
        Assert.Contains("driver failed to remove root filesystem", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Remove-DockerContainer -Container {Lost[..12]} -Force", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_to_be_kept_is_named()
    {
        var engine = new LossyEngine();
        await using var fake = engine.Open();
        using var client = fake.Client();

        var failure = await Expect.FailureAsync(EngineFailure.ConnectionLost, () => CreateAsync(client, keep: true));

        Assert.Contains($"{Lost[..12]} was created but is not complete. It was kept", failure.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Removed);
    }

    [Fact]
    public async Task A_refusal_is_no_loss()
    {
        await using var fake = FakeEngine.OnSocket(e => e.ErrorAsync(409, "Conflict. The container name is already in use by container"));
        using var client = fake.Client();

        await Expect.FailureAsync(EngineFailure.Conflict, () => CreateAsync(client));

        Assert.Equal(CreateOnly, fake.Requests);
    }

    [Fact]
    public async Task After_a_stop_the_answer_is_waited_for_a_moment()
    {
        using var stop = new CancellationTokenSource();
        var engine = new LossyEngine { Answers = true, Delay = TimeSpan.FromMilliseconds(300), Created = stop.Cancel };
        await using var fake = engine.Open();
        using var client = fake.Client();

        Assert.Equal(Lost, (await CreateAsync(client, stop: stop.Token)).Id);
    }

    [Fact]
    public async Task Of_an_engine_that_answers_to_nothing_a_stop_is_soon_over()
    {
        using var stop = new CancellationTokenSource();
        await using var fake = FakeEngine.OnSocket(async e =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, e.Stopped);
        });
        using var client = fake.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Expect.SoonAsync(CreateAsync(client, stop: stop.Token)));
    }

    [Fact]
    public async Task A_stop_while_the_answer_is_late_removes_what_was_made()
    {
        using var stop = new CancellationTokenSource();
        var engine = new LossyEngine { Answers = true, Delay = TimeSpan.FromSeconds(30), Created = stop.Cancel };
        await using var fake = engine.Open();
        using var client = fake.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Expect.SoonAsync(CreateAsync(client, stop: stop.Token)));

        Assert.Equal([Lost], engine.Removed);
    }

    private static Task<CreateResponse> CreateAsync(
        EngineClient client, string? name = null, bool keep = false, CancellationToken stop = default)
    {
        var before = EngineSnapshot.Create([], [new ContainerSummary { Id = Known, Names = ["/known"] }], TestEngine.Host);
        var creation = new ContainerCreation(client)
        {
            Grace = TimeSpan.FromMilliseconds(800),
            Search = TimeSpan.FromSeconds(2),
            SearchAfterStop = TimeSpan.FromSeconds(1),
        };
        return creation.CreateAsync(name, Request, before, keep, stop);
    }

    /// <summary>An engine that makes the container and loses the answer. A container of somebody else is made at the same time.</summary>
    private sealed class LossyEngine
    {
        private int _lists;

        public bool Answers { get; init; }

        public TimeSpan Delay { get; init; }

        public int ListsBeforeItIsThere { get; init; }

        public bool RefusesRemoval { get; init; }

        public Action Created { get; init; } = () => { };

        public string Body { get; private set; } = "";

        public string? Mark { get; private set; }

        public List<string> Removed { get; } = [];

        public FakeEngine Open() => FakeEngine.OnSocket(ServeAsync);

        private async Task ServeAsync(FakeExchange e)
        {
            switch (e.Method, e.Path.Split('?')[0].Replace("/v1.51/containers/", "", StringComparison.Ordinal))
            {
                case ("POST", "create"):
                    Body = e.Body;
                    Mark = JsonDocument.Parse(e.Body).RootElement.GetProperty("HostConfig").GetProperty("ContainerIDFile").GetString();
                    Created();
                    await Task.Delay(Delay, e.Stopped);
                    if (Answers)
                        await e.JsonAsync($$"""{"Id":"{{Lost}}"}""", 201);
                    else
                        e.Hangup();
                    return;
                case ("GET", "json"):
                    var ids = _lists++ < ListsBeforeItIsThere ? [Known, Stranger] : new[] { Known, Stranger, Lost };
                    await e.JsonAsync($"[{string.Join(',', ids.Select(id => $$"""{"Id":"{{id}}"}"""))}]");
                    return;
                case ("GET", Lost + "/json"):
                    await e.JsonAsync($$$"""{"Id":"{{{Lost}}}","HostConfig":{"ContainerIDFile":"{{{Mark}}}"}}""");
                    return;
                case ("GET", Stranger + "/json"):
                    await e.JsonAsync($$$"""{"Id":"{{{Stranger}}}","HostConfig":{"ContainerIDFile":""}}""");
                    return;
                case ("DELETE", var id) when !RefusesRemoval:
                    Removed.Add(id);
                    await e.RawAsync("HTTP/1.1 204 No Content\r\n\r\n");
                    return;
                default:
                    await e.ErrorAsync(500, "driver failed to remove root filesystem");
                    return;
            }
        }
    }
}
