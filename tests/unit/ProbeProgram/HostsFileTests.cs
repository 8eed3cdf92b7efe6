using System.Diagnostics;
using DockerNetwork.Probe;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// hosts(5) of a container, and what else a container may put in its place: it must not stop the probe of all the others.
/// </summary>
public class HostsFileTests
{
    private const string Hosts = """
        127.0.0.1	localhost
        ::1	localhost ip6-localhost
        172.18.0.2	web web.corp # 172.18.0.9 hidden
        172.18.0.3 DB
        # 172.18.0.4 cache
        not-an-address odd
        172.18.0.5
        """;

    [Theory]
    [InlineData("localhost", "127.0.0.1 ::1")]
    [InlineData("ip6-localhost", "::1")]
    [InlineData("web", "172.18.0.2")]
    [InlineData("web.corp", "172.18.0.2")]
    [InlineData("WEB", "172.18.0.2")]
    [InlineData("db", "172.18.0.3")]
    [InlineData("hidden", "")]
    [InlineData("cache", "")]
    [InlineData("odd", "")]
    [InlineData("172.18.0.5", "")]
    [InlineData("172.18.0.2", "")]
    [InlineData("we", "")]
    [InlineData("", "")]
    public void Names_lead_to_addresses(string name, string addresses)
    {
        using var folder = new TempFolder();
        folder.Write("etc/hosts", Hosts);

        Assert.Equal(addresses, string.Join(' ', ResolverFiles.Hosts(folder.Path)[name]));
    }

    [Fact]
    public void A_missing_file_knows_nothing()
    {
        using var folder = new TempFolder();

        Assert.Empty(ResolverFiles.Hosts(folder.Path)["web"]);
    }

    [Fact]
    public void A_folder_in_its_place_knows_nothing()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("etc/hosts"));

        Assert.Empty(ResolverFiles.Hosts(folder.Path)["web"]);
    }

    [Fact]
    public void A_circle_of_links_in_its_place_knows_nothing()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("etc"));
        File.CreateSymbolicLink(folder.File("etc/hosts"), folder.File("etc/hosts"));

        Assert.Empty(ResolverFiles.Hosts(folder.Path)["web"]);
    }

    [Fact]
    public void A_device_without_end_in_its_place_knows_nothing()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("etc"));
        File.CreateSymbolicLink(folder.File("etc/hosts"), "/dev/zero");

        Assert.Empty(ResolverFiles.Hosts(folder.Path)["web"]);
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_does_not_stop_the_probe()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("etc"));
        var pipe = folder.File("etc/hosts");
        await Process.Start("mkfifo", [pipe]).WaitForExitAsync();

        var lookup = Task.Factory.StartNew(
            () => ResolverFiles.Hosts(folder.Path)["web"],
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var hangs = await Task.WhenAny(lookup, Task.Delay(TimeSpan.FromSeconds(2))) != lookup;
        if (hangs)
        {
            // Lets the thread go.
            await File.WriteAllTextAsync(pipe, "");
            await lookup;
        }

        Assert.False(hangs, "The hosts file is a pipe, and reading it hangs.");
    }

    [Fact]
    public void A_huge_file_is_read_in_part()
    {
        using var folder = new TempFolder();
        folder.Write("etc/hosts", "172.18.0.2 web\n");
        using (var file = new FileStream(folder.File("etc/hosts"), FileMode.Open))
            file.SetLength(4L << 30);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("172.18.0.2", string.Join(' ', ResolverFiles.Hosts(folder.Path)["web"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Bytes_that_are_no_text_do_no_harm()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("etc"));
        var bytes = new byte[100_000];
        new Random(20250105).NextBytes(bytes);
        File.WriteAllBytes(folder.File("etc/hosts"), [.. bytes, .. "\n172.18.0.2 web\n"u8]);

        Assert.Equal("172.18.0.2", string.Join(' ', ResolverFiles.Hosts(folder.Path)["web"]));
    }
}
