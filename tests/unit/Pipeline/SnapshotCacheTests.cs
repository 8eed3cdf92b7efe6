using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Pipeline;

public sealed class SnapshotCacheTests : IAsyncDisposable
{
    private readonly List<string> _names = [.. Enumerable.Range(1, 50).Select(i => $"c{i}")];
    private readonly ManualTime _time = new();
    private readonly FakeEngine _engine;
    private readonly EngineClient _client;
    private readonly SnapshotCache _cache;

    public SnapshotCacheTests()
    {
        _engine = FakeEngine.OnSocket(exchange => exchange.JsonAsync(
            exchange.Path.Contains("/containers/json", StringComparison.Ordinal) ? $"[{string.Join(',', _names.Select(Json))}]" : "[]"));
        _client = _engine.Client();
        _cache = new SnapshotCache(_time);
    }

    /// <summary>How often the list of containers was asked for; that of networks is asked for as often.</summary>
    private int Lists
    {
        get
        {
            var lists = _engine.Requests.Count(r => r.Contains("/containers/json", StringComparison.Ordinal));
            Assert.Equal(lists, _engine.Requests.Count(r => r.EndsWith("/networks", StringComparison.Ordinal)));
            return lists;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Fifty_records_are_looked_up_in_one_snapshot()
    {
        foreach (var name in _names)
        {
            _cache.Doubt();
            Assert.Equal(name, Assert.Single(await FindAsync(name)).Name);
        }

        Assert.Equal(1, Lists);
    }

    [Fact]
    public async Task A_snapshot_is_good_for_a_second()
    {
        await FindAsync("c1");
        _time.Advance(TimeSpan.FromMilliseconds(999));
        await FindAsync("c2");
        Assert.Equal(1, Lists);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await FindAsync("c3");
        Assert.Equal(2, Lists);
    }

    [Fact]
    public async Task What_a_recent_snapshot_refuses_is_looked_up_in_a_new_one()
    {
        await FindAsync("c1");
        _names.Add("late");
        _cache.Doubt();

        Assert.Equal("late", Assert.Single(await FindAsync("late")).Name);
        Assert.Equal(2, Lists);
    }

    [Fact]
    public async Task What_a_new_snapshot_refuses_is_refused()
    {
        await Assert.ThrowsAsync<CommandException>(() => FindAsync("none"));
        await Assert.ThrowsAsync<CommandException>(() => FindAsync("neither"));
        Assert.Equal(1, Lists);

        _cache.Doubt();
        await Assert.ThrowsAsync<CommandException>(() => FindAsync("none"));
        Assert.Equal(2, Lists);
    }

    [Fact]
    public async Task What_is_doubtful_is_looked_up_again_but_not_in_a_new_snapshot()
    {
        await FindAsync("c1", isDoubtful: true);
        Assert.Equal(1, Lists);

        _cache.Doubt();
        await FindAsync("c1", isDoubtful: true);
        Assert.Equal(2, Lists);
    }

    [Fact]
    public async Task Nothing_in_a_recent_snapshot_is_looked_up_again()
    {
        await FindAsync("c1");
        _cache.Doubt();
        Assert.Empty(await _cache.FindAsync<Container>(_client, _ => [], null, CancellationToken.None));
        Assert.Equal(2, Lists);
    }

    [Fact]
    public async Task After_a_change_of_its_own_a_command_reads_anew()
    {
        await FindAsync("c1");
        await _cache.RefreshAsync(_client, CancellationToken.None);
        Assert.Equal(2, Lists);
    }

    private static string Json(string name) => $$"""{"Id":"{{name.PadRight(64, '.')}}","Names":["/{{name}}"],"State":"running"}""";

    private Task<IReadOnlyList<Container>> FindAsync(string name, bool isDoubtful = false) =>
        _cache.FindAsync(_client, s => Find(s, name), _ => isDoubtful, CancellationToken.None);

    private static IReadOnlyList<Container> Find(EngineSnapshot snapshot, string name) =>
        snapshot.Containers.Where(c => c.Name == name).ToList() is { Count: > 0 } found
            ? found
            : throw new CommandException("ContainerNotFound", ErrorCategory.ObjectNotFound, name);
}
