using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class UnreachableTests
{
    [Fact]
    public async Task A_socket_that_is_absent_is_named_with_its_origin()
    {
        using var client = new EngineClient(
            DockerHost.Parse("unix:///tmp/dn-absent/engine.sock", origin: "DOCKER_HOST"), new FakeEnvironment());

        var failure = await Expect.FailureAsync(EngineFailure.Unreachable, () => client.ListNetworksAsync());

        Assert.Contains(
            "unix:///tmp/dn-absent/engine.sock (from DOCKER_HOST): the socket does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_file_where_nothing_listens_is_unreachable()
    {
        using var folder = new TempFolder();
        using (var gone = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            gone.Bind(new UnixDomainSocketEndPoint(folder.File("a.sock")));
        using var listens = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listens.Bind(new UnixDomainSocketEndPoint(folder.File("engine.sock")));
        using var client = new EngineClient(DockerHost.Parse(folder.File("engine.sock")), new FakeEnvironment());

        var failure = await Expect.FailureAsync(EngineFailure.Unreachable, () => client.ListNetworksAsync());

        Assert.Contains("refused", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_plain_file_is_no_engine()
    {
        using var folder = new TempFolder();
        using var client = new EngineClient(DockerHost.Parse(folder.Write("file", "")), new FakeEnvironment());

        await Expect.FailureAsync(EngineFailure.Unreachable, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_unreachable()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new EngineClient(
            DockerHost.Parse($"tcp://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}"), new FakeEnvironment());

        await Expect.FailureAsync(EngineFailure.Unreachable, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_is_a_wrong_configuration()
    {
        using var client = new EngineClient(DockerHost.Parse("/tmp/" + new string('x', 200)), new FakeEnvironment());

        await Expect.FailureAsync(EngineFailure.InvalidConfiguration, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_scheme_without_transport_is_a_wrong_configuration()
    {
        using var client = new EngineClient(DockerHost.Parse("npipe:////./notpipe/x"), new FakeEnvironment());

        await Expect.FailureAsync(EngineFailure.InvalidConfiguration, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_socket_without_permission_is_access_denied()
    {
        if (!OperatingSystem.IsLinux())
            return;

        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        File.SetUnixFileMode(new Uri(engine.Host).AbsolutePath, UnixFileMode.None);

        var failure = await Expect.FailureAsync(
            EngineFailure.AccessDenied,
            () => AsNobodyAsync(() => Transport.ConnectAsync(engine.Endpoint(), new FakeEnvironment(), default).AsTask()));

        Assert.Contains("Permission denied", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'docker'", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Starts a task on a thread whose file system rights are nobody's; tests may run as root, for whom every socket is open.
    /// </summary>
    private static async Task AsNobodyAsync(Func<Task> action)
    {
        Task? task = null;
        var thread = new Thread(() =>
        {
            _ = setfsuid(65534);
            task = action();
        });
        thread.Start();
        thread.Join();
        await task!;
    }

#pragma warning disable SYSLIB1054, IDE1006, CA5392
    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int setfsuid(uint user);
#pragma warning restore SYSLIB1054, IDE1006, CA5392
}
