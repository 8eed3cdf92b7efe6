using System.Net.Security;
using System.Net.Sockets;
using System.Reflection;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

/// <summary>How many connections an engine gets, and what happens where there can be no more.</summary>
public class ConnectionLimitTests
{
    [Fact]
    public async Task Three_hundred_requests_at_once_use_32_connections()
    {
        var (now, most) = (0, 0);
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Delay(5, e.Stopped);
            Interlocked.Decrement(ref now);
            await e.JsonAsync("""{"Id":"1"}""");
        });
        using var client = engine.Client();

        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => client.InspectContainerAsync("1")));

        Assert.InRange(engine.Connections, 1, 32);
        Assert.InRange(most, 2, 32);
    }

    [Fact]
    public async Task The_wait_for_a_turn_is_not_the_engines_time()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await Task.Delay(100, e.Stopped);
            await e.JsonAsync("""{"Id":"1"}""");
        });
        using var client = engine.Client(limits: new EngineLimits { Connections = 1, Request = TimeSpan.FromSeconds(1) });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.InspectContainerAsync("1")));

        Assert.Equal(1, engine.Connections);
    }

    [Fact]
    public async Task A_snapshot_inspects_a_thousand_containers_through_a_short_queue()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync($$"""{"Id":"{{e.Path.Split('/')[3]}}","Name":"/x"}"""), backlog: 16);
        using var client = engine.Client();
        var ids = Enumerable.Range(0, 1000).Select(i => $"c{i}").ToArray();

        var details = await EngineSnapshot.DetailsAsync(client, ids, default);

        Assert.Equal(ids, details.Select(d => d.Id));
        Assert.InRange(engine.Connections, 1, 32);
    }

    [Fact]
    public async Task An_attached_stream_takes_no_connection_from_the_requests()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            if (!e.Path.EndsWith("/start", StringComparison.Ordinal))
            {
                await e.JsonAsync("[]");
                return;
            }

            await e.UpgradeAsync();
            await e.ReadToEndAsync();
        });
        using var client = engine.Client(limits: new EngineLimits { Connections = 1 });
        await using var first = await client.StartExecAsync("e1");
        await using var second = await client.StartExecAsync("e2");

        Assert.Empty(await Expect.SoonAsync(client.ListNetworksAsync()));
    }

    [Fact]
    public async Task A_pull_takes_no_connection_from_the_requests()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            if (!e.Path.Contains("/images/create", StringComparison.Ordinal))
            {
                await e.JsonAsync("[]");
                return;
            }

            await e.RawAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n15\r\n{\"status\":\"Pulling\"}\n\r\n");
            await e.ReadToEndAsync();
        });
        using var client = engine.Client(limits: new EngineLimits { Connections = 1 });
        await using var pull = client.PullImageAsync("busybox").GetAsyncEnumerator();
        Assert.True(await Expect.SoonAsync(pull.MoveNextAsync().AsTask()));

        Assert.Empty(await Expect.SoonAsync(client.ListNetworksAsync()));
    }

    [Fact]
    public async Task A_queue_that_is_full_for_a_moment_is_waited_for()
    {
        if (!OperatingSystem.IsLinux())
            return;

        var awake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"), backlog: 1, awake: awake.Task);
        using var client = engine.Client();
        using var others = new Others(engine);

        var list = client.ListNetworksAsync();
        await Task.Delay(200);
        awake.SetResult();

        Assert.Empty(await Expect.SoonAsync(list));
    }

    [Fact]
    public async Task A_queue_that_stays_full_is_an_engine_that_takes_no_more()
    {
        if (!OperatingSystem.IsLinux())
            return;

        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"), backlog: 1, awake: new TaskCompletionSource().Task);
        using var client = engine.Client();
        using var others = new Others(engine);

        var failure = await Expect.FailureAsync(EngineFailure.Unreachable, () => Expect.SoonAsync(client.ListNetworksAsync()));

        Assert.Contains("queue is full", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_descriptor_the_engine_is_not_blamed()
    {
        var failure = Transport.Failure(
            DockerHost.Parse("unix:///run/docker.sock"), new SocketException((int)SocketError.TooManyOpenSockets));

        Assert.Equal(EngineFailure.OutOfDescriptors, failure.Failure);
        Assert.Contains("ulimit -n", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Start the engine", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_TCP_connection_asks_whether_the_engine_is_still_there(bool tls)
    {
        using var certificates = new FakeCertificates();
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), tls ? certificates.Server() : null);

        await using var stream = await Transport.ConnectAsync(
            engine.Endpoint(tls ? certificates.Client : null), new FakeEnvironment(), default);

        var inner = stream is SslStream ? (Stream)typeof(AuthenticatedStream)
            .GetProperty("InnerStream", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(stream)! : stream;
        var socket = Assert.IsAssignableFrom<NetworkStream>(inner).Socket;
        Assert.NotEqual(0, Option(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.Equal(30, Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
        Assert.Equal(10, Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
        Assert.Equal(3, Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount));

        int Option(SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;
    }

    [Theory]
    [InlineData(LiveEngine.MostInspected, true)]
    [InlineData(LiveEngine.MostInspected + 1, false)]
    public async Task Tab_does_not_inspect_thousands_of_containers(int count, bool inspected)
    {
        var containers = "[" + string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"Id":"c{{i}}","Names":["/c{{i}}"]}""")) + "]";
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(
            e.Path.EndsWith("/networks", StringComparison.Ordinal) ? "[]"
            : e.Path.EndsWith("all=1", StringComparison.Ordinal) ? containers
            : $$"""{"Id":"{{e.Path.Split('/')[3]}}"}"""));

        var snapshot = await new LiveEngine(new(() => engine.Endpoint()), default).InspectedSnapshotAsync();

        Assert.Equal(count, snapshot!.Containers.Count);
        Assert.Equal(inspected ? count : 0, engine.Requests.Count(r => r.EndsWith("/json", StringComparison.Ordinal)));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }

    /// <summary>Clients that fill the queue of a fake engine.</summary>
    private sealed class Others : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public Others(FakeEngine engine)
        {
            try
            {
                while (_sockets.Count < 10)
                {
                    _sockets.Add(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false });
                    _sockets[^1].Connect(new UnixDomainSocketEndPoint(new Uri(engine.Host).AbsolutePath));
                }
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                // It is full.
                return;
            }

            Assert.Fail("The queue did not fill.");
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }
}
