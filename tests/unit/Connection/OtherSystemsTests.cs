using System.Globalization;
using System.Net;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Probe;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Connection;

/// <summary>What Windows, macOS and other languages bring, as far as Linux can show it: pipes, line ends, marks, and cultures.</summary>
public sealed class OtherSystemsTests : IDisposable
{
    private const string Snapshot = """
        {
          "DockerHost": "npipe:////./pipe/docker_engine",
          "ApiVersion": "1.51",
          "Networks": [],
          "Containers": [],
          "Details": []
        }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Docker Desktop makes such a context the current one.</summary>
    [Fact]
    public void The_context_of_Docker_Desktop_is_its_pipe()
    {
        const string Meta = """
            {"Name":"desktop-linux","Metadata":{"Description":"Docker Desktop","otel":{"OTEL_EXPORTER_OTLP_ENDPOINT":"npipe://"}},
             "Endpoints":{"docker":{"Host":"npipe:////./pipe/dockerDesktopLinuxEngine","SkipTLSVerify":false}}}
            """;
        _folder.Write("config.json", """{"currentContext":"desktop-linux"}""");
        _folder.Write(Path.Combine("contexts", "meta", DockerConfigurationTests.Hash("desktop-linux"), "meta.json"), Meta);

        var host = new DockerHostResolver(
            new FakeEnvironment { Windows = true, HomeFolder = @"C:\Users\me" }.With("DOCKER_CONFIG", _folder.Path)).Resolve();

        Assert.Equal("npipe:////./pipe/dockerDesktopLinuxEngine", host.ToString());
        Assert.Null(host.Tls);
    }

    /// <summary>.NET speaks to pipes on Unix too, where they are sockets with a name of their own.</summary>
    [Fact]
    public async Task An_engine_answers_over_a_pipe()
    {
        if (OperatingSystem.IsWindows())
            return;
        var name = $"dn-{Guid.NewGuid():N}";
        var socket = Path.Combine(Path.GetTempPath(), $"CoreFxPipe_{name}");
        try
        {
            await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"), socket);
            using var client = new EngineClient(DockerHost.Parse($"npipe:////./pipe/{name}"), new FakeEnvironment());

            Assert.Empty(await client.ListNetworksAsync());
        }
        finally
        {
            File.Delete(socket);
        }
    }

    [Theory]
    [InlineData("npipe:////./docker_engine")]
    [InlineData("npipe:////./pipe")]
    [InlineData("npipe:////docker_engine")]
    public async Task What_is_not_a_pipe_is_refused_by_its_name(string host)
    {
        using var client = new EngineClient(DockerHost.Parse(host), new FakeEnvironment());

        var failure = await Expect.FailureAsync(EngineFailure.InvalidConfiguration, () => client.ListNetworksAsync());

        Assert.Contains("npipe:////./pipe/docker_engine", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\ufeff{\r\n  \"currentContext\": \"prod\"\r\n}\r\n")]
    [InlineData("{\r\n\t\"currentContext\": \"prod\"\r\n}")]
    [InlineData("\ufeff{\"currentContext\":\"prod\"}")]
    public void A_configuration_may_have_the_line_ends_and_the_mark_of_Windows(string config)
    {
        _folder.Write("config.json", config);
        _folder.Write(
            Path.Combine("contexts", "meta", DockerConfigurationTests.Hash("prod"), "meta.json"),
            "\ufeff" + DockerConfigurationTests.Meta("prod", "tcp://prod:2376").Replace(",", ",\r\n", StringComparison.Ordinal));

        var host = new DockerHostResolver(new FakeEnvironment().With("DOCKER_CONFIG", _folder.Path)).Resolve();

        Assert.Equal("tcp://prod:2376", host.ToString());
    }

    [Fact]
    public async Task TLS_files_may_have_the_line_ends_and_the_mark_of_Windows()
    {
        using var certificates = new FakeCertificates();
        foreach (var file in Directory.GetFiles(certificates.Folder, "*.pem"))
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\r\n"), new UTF8Encoding(true));
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), certificates.Server());
        using var client = engine.Client(certificates.Client);

        Assert.Empty(await client.ListNetworksAsync());
    }

    [Fact]
    public void Files_of_a_container_may_have_the_line_ends_of_Windows()
    {
        const string Hosts = "# mounted from Windows\r\n10.0.0.1 web www\r\n\r\n10.0.0.2\tdb # data\r\n";
        var scan = new HostsScan(["www", "db"]);
        scan.Read(Encoding.ASCII.GetBytes(Hosts));
        scan.End();

        Assert.Equal(
            ["web 10.0.0.1", "www 10.0.0.1", "db 10.0.0.2"],
            MountedHosts.Parse(Hosts).Select(line => $"{line.Name} {line.Address}"));
        Assert.Equal((IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")), (scan["www"].Single(), scan["db"].Single()));
        var resolver = ResolverConfiguration.Parse(["nameserver 10.0.0.3\r", "search example.test\r", "options ndots:3\r"]);
        Assert.Equal("10.0.0.3", resolver.Servers.Single().ToString());
        Assert.Equal(("example.test", 3), (resolver.Search.Single(), resolver.Dots));
    }

    [Fact]
    public void A_snapshot_may_have_the_line_ends_of_Windows() =>
        Assert.Equal(
            SavedSnapshot.Parse(Snapshot.ReplaceLineEndings("\n")).ToString(),
            SavedSnapshot.Parse(Snapshot.ReplaceLineEndings("\r\n")).ToString());

    /// <summary>i and I are not one letter in Turkish, and digits, signs and calendars differ elsewhere.</summary>
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("th-TH")]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    public void What_is_typed_means_the_same_in_every_language(string culture)
    {
        var expected = Everything();
        var own = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(expected, Everything());
        }
        finally
        {
            CultureInfo.CurrentCulture = own;
        }
    }

    private static string[] Everything() =>
    [
        DockerHost.Parse("UNIX:///var/run/docker.sock").ToString(),
        DockerHost.Parse("NPIPE:////./pipe/docker_engine").ToString(),
        DockerHost.Parse("TCP://HOST.test").ToString(),
        string.Join(' ', PortPublication.Parse("127.0.0.1:8080-8082:80-82/TCP").Select(port => port.ToString())),
        string.Join(' ', PortPublication.Parse("[::1]:53:53/udp").Select(port => port.ToString())),
        string.Join(' ', ExposedPort.Parse("53/SCTP").Select(port => port.ToString())),
        $"{Addresses.ParseSubnet("10.0.0.0/8")} {Addresses.ParseAddress("FE80::1%2")} {Addresses.ParsePlain("10.0.0.1")}",
        Parsed(EngineVersion.TryParse("28.5.2+dfsg1", out var engine), engine),
        Parsed(ApiVersion.TryParse("1.51", out var api), api),
        string.Join(' ', MountedHosts.Parse("10.0.0.1 WIFI wifi").Select(line => $"{line.Name} {line.Address}")),
        SavedSnapshot.Parse(Snapshot).DockerHost,
        string.Join(' ', new[] { "(healthy)", "Up 2 minutes (UNHEALTHY)", "" }.Select(ContainerHealthText.Parse)),
    ];

    private static string Parsed(bool success, object? value) => $"{success} {value}";
}
