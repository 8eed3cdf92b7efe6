using System.Diagnostics;
using System.Globalization;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Connection;

/// <summary>The program ssh as a connection: what it is given, how often it is started, and that it always ends.</summary>
public class SshConnectionTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [LinuxFact]
    public async Task One_ssh_serves_requests_one_after_another()
    {
        await using var ssh = new FakeSsh();
        using var client = ssh.Client("ssh://me@Build:2222/run/docker.sock");

        for (var i = 0; i < 10; i++)
            Assert.Empty(await client.ListNetworksAsync());

        Assert.Equal(1, ssh.Started);
        Assert.Equal(
            ["-l", "me", "-p", "2222", "--", "Build", "docker --host=unix:///run/docker.sock system dial-stdio"], ssh.Arguments[^7..]);
    }

    [LinuxFact]
    public async Task Many_requests_at_once_start_eight_and_four_of_them_at_once()
    {
        await using var ssh = new FakeSsh("mkdir -p \"$0.now\"; : >\"$0.now/$$\"; ls \"$0.now\" | wc -l >>\"$0.counts\"; sleep 0.2; "
            + "rm \"$0.now/$$\"\n" + FakeSsh.Engine);
        using var client = ssh.Client();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.ListNetworksAsync()));

        Assert.InRange(ssh.Started, 1, 8);
        Assert.InRange(ssh.Lines("ssh.counts").Max(count => int.Parse(count, CultureInfo.InvariantCulture)), 1, 4);
    }

    [LinuxFact]
    public async Task The_end_of_the_client_is_the_end_of_ssh()
    {
        await using var ssh = new FakeSsh();
        using (var client = ssh.Client())
        {
            Assert.Empty(await client.ListNetworksAsync());
            Assert.Equal(1, ssh.Running);
        }

        Assert.True(await ssh.IsGoneAsync(Soon));
    }

    [LinuxFact]
    public async Task An_ssh_that_does_not_end_is_killed()
    {
        await using var ssh = new FakeSsh(FakeSsh.With("done", "done; while :; do sleep 0.2; done"));
        using (var client = ssh.Client())
            Assert.Empty(await client.ListNetworksAsync());

        Assert.True(await ssh.IsGoneAsync(Soon));
    }

    [LinuxFact]
    public async Task Input_is_closed_while_output_still_comes()
    {
        await using var ssh = new FakeSsh();
        using var client = ssh.Client();
        await using (var stream = await client.AttachContainerAsync("c1"))
        {
            var buffer = new byte[100];
            Assert.Equal("first", await ReadAsync());
            await stream.WriteAsync("hello"u8.ToArray());
            Assert.True(await stream.CloseInputAsync());
            Assert.Equal("last", await ReadAsync());
            Assert.Equal("", await ReadAsync());
            Assert.Equal("hello", ssh.Input);

            async Task<string> ReadAsync() =>
                Encoding.ASCII.GetString(buffer, 0, (await Expect.SoonAsync(stream.ReadAsync(buffer).AsTask())).Count);
        }

    }

    [LinuxFact]
    public async Task A_stream_that_is_left_in_the_middle_ends_its_ssh()
    {
        await using var ssh = new FakeSsh();
        using var client = ssh.Client();
        var stream = await client.AttachContainerAsync("c1");
        var reading = stream.ReadAsync(new byte[1]).AsTask();
        await reading;
        var waiting = Task.Run(async () => { while ((await stream.ReadAsync(new byte[100])).Count > 0) { } });
        await stream.DisposeAsync();
        await waiting.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Soon);

    }

    [LinuxFact]
    public async Task Who_gives_up_during_a_login_leaves_no_ssh()
    {
        await using var ssh = new FakeSsh("exec sleep 60");
        using var cancel = new CancellationTokenSource();
        var connecting = Transport.ConnectAsync(DockerHost.Parse("ssh://slow"), ssh.Machine, cancel.Token).AsTask();
        while (ssh.Started == 0)
            await Task.Delay(10);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.True(await ssh.IsGoneAsync(TimeSpan.FromSeconds(1)));
    }

    [LinuxFact]
    public async Task What_ssh_starts_goes_with_it()
    {
        foreach (var then in new[] { "exec sleep 60", "exec >&- 2>&-; exit 255" })
        {
            await using var ssh = new FakeSsh($"sleep 60 & echo $! >\"$0.child\"; {then}");
            using var cancel = new CancellationTokenSource();
            var connecting = Transport.ConnectAsync(DockerHost.Parse("ssh://starter"), ssh.Machine, cancel.Token).AsTask();
            while (ssh.Started == 0 || ssh.Lines("ssh.child") is [])
                await Task.Delay(10);
            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<Exception>(() => connecting);
            // A zombie has no command line; init may leave it for a while.
            var child = $"/proc/{ssh.Lines("ssh.child")[0]}/cmdline";
            var since = Stopwatch.GetTimestamp();
            while (File.Exists(child) && File.ReadAllText(child).Length > 0 && Stopwatch.GetElapsedTime(since) < Soon)
                await Task.Delay(20);
            Assert.True(Stopwatch.GetElapsedTime(since) < Soon, then);
        }
    }

    [LinuxFact]
    public async Task A_failed_login_is_the_error_of_its_cause_and_sends_nothing()
    {
        await using var ssh = new FakeSsh("echo 'me@build: Permission denied (publickey).' >&2; exit 255");
        using var client = ssh.Client();

        var failure = await Expect.FailureAsync(EngineFailure.AccessDenied, () => client.RemoveNetworkAsync("n1"));

        Assert.Contains("ssh reported: me@build: Permission denied (publickey).", failure.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task Requests_at_once_fail_with_one_login_and_the_next_ones_with_another()
    {
        await using var ssh = new FakeSsh("sleep 0.2; echo 'Permission denied (publickey).' >&2; exit 255");
        using var client = ssh.Client();

        for (var started = 1; started <= 2; started++)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(
                _ => Expect.FailureAsync(EngineFailure.AccessDenied, () => client.ListNetworksAsync())));
            Assert.Equal(started, ssh.Started);
        }
    }

    [LinuxFact]
    public async Task A_login_that_sshd_drops_is_tried_again()
    {
        await using var ssh = new FakeSsh(
            "[ $(wc -l <\"$0.pids\") -gt 2 ] || { echo 'kex_exchange_identification: read: Connection reset by peer' >&2; exit 255; }\n"
            + FakeSsh.Engine);
        using var client = ssh.Client("ssh://dropping");

        Assert.Empty(await client.ListNetworksAsync());

        Assert.Equal(3, ssh.Started);
    }

    [LinuxFact]
    public async Task A_remote_shell_that_talks_is_named()
    {
        await using var ssh = new FakeSsh("echo 'Welcome to build'; " + FakeSsh.Engine);
        using var client = ssh.Client();

        var failure = await Expect.FailureAsync(EngineFailure.Protocol, () => client.ListNetworksAsync());

        Assert.Contains("'Welcome to build", failure.Message, StringComparison.Ordinal);
        Assert.Contains(".bashrc", failure.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task An_ssh_that_dies_in_the_middle_is_a_lost_connection_with_its_words()
    {
        await using var ssh = new FakeSsh(
            FakeSsh.With("GET*networks*)", "GET*networks*) echo 'Connection to build closed.' >&2; exit 255; "));
        using var client = ssh.Client();

        var failure = await Expect.FailureAsync(EngineFailure.ConnectionLost, () => client.ListNetworksAsync());

        Assert.Contains("ssh ended with exit code 255: Connection to build closed.", failure.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task An_idle_connection_that_ended_is_replaced_without_an_error()
    {
        await using var ssh = new FakeSsh(FakeSsh.With("200*) ;;", "200*) [ -z \"$listed\" ] || exit 0 ;;"));
        using var client = ssh.Client();

        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(await client.ListNetworksAsync());
            Assert.True(await ssh.IsGoneAsync(Soon));
        }
    }

    [LinuxFact]
    public async Task Without_a_program_ssh_the_error_says_so()
    {
        using var folder = new TempFolder();
        using var client = new EngineClient(DockerHost.Parse("ssh://host"), new FakeEnvironment().With("PATH", folder.Path));

        var failure = await Expect.FailureAsync(EngineFailure.SshNotFound, () => client.ListNetworksAsync());

        Assert.Contains("PATH", failure.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_program_ssh_of_the_current_folder_is_not_run()
    {
        await using var ssh = new FakeSsh();
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, ssh.Machine.Variable("PATH")!.Split(':')[0]);
        using var client = new EngineClient(DockerHost.Parse("ssh://host"), new FakeEnvironment().With("PATH", relative + ":."));

        await Expect.FailureAsync(EngineFailure.SshNotFound, () => client.ListNetworksAsync());

        Assert.Equal(0, ssh.Started);
    }
}
