using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Connection;

public sealed class TlsTests : IDisposable
{
    private readonly FakeCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task The_right_authority_and_client_certificate_open_the_engine(string host)
    {
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), _certificates.Server(host), host);
        using var client = engine.Client(_certificates.Client);

        Assert.Empty(await client.ListNetworksAsync());
    }

    /// <summary>
    /// The server of .NET looks at a client's certificate after the handshake and closes without a word, so that this cannot be told from
    /// a lost connection; dockerd sends an alert, which is for the integration tests.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_whose_certificate_is_missing_or_of_another_authority_gets_no_answer(bool hasCertificate)
    {
        using var others = new FakeCertificates("another authority");
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), _certificates.Server());
        using var client = engine.Client(
            hasCertificate ? others.Client with { AuthorityFile = _certificates.Client.AuthorityFile } : _certificates.WithoutCertificate);

        var failure = await Assert.ThrowsAsync<EngineException>(() => client.ListNetworksAsync());

        Assert.Contains(failure.Failure, new[] { EngineFailure.Tls, EngineFailure.ConnectionLost });
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task An_unknown_authority_is_refused()
    {
        using var others = new FakeCertificates();
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), _certificates.Server(verifyClient: false));
        using var client = engine.Client(others.Client);

        var failure = await Expect.FailureAsync(EngineFailure.Tls, () => client.ListNetworksAsync());

        Assert.Contains(engine.Host, failure.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task Without_an_authority_file_the_systems_authorities_are_asked()
    {
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), _certificates.Server(verifyClient: false));
        using var client = engine.Client(new TlsMaterial(null, null, null));

        await Expect.FailureAsync(EngineFailure.Tls, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_certificate_of_another_host_is_refused()
    {
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), _certificates.Server("elsewhere.example"));
        using var client = engine.Client(_certificates.Client);

        var failure = await Expect.FailureAsync(EngineFailure.Tls, () => client.ListNetworksAsync());

        Assert.Contains("names 'localhost'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task SkipVerify_takes_any_certificate()
    {
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), _certificates.Server("elsewhere.example", verifyClient: false));
        using var client = engine.Client(new TlsMaterial(null, null, null, SkipVerify: true));

        Assert.Empty(await client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_server_without_TLS_is_told_from_a_lost_connection()
    {
        await using var engine = FakeEngine.OnTcpRaw(async stream =>
        {
            // Go's server answers a handshake on its plain port like this.
            _ = await stream.ReadAsync(new byte[1000]);
            const string Refusal =
                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request";
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Refusal));
        });
        using var client = engine.Client(_certificates.Client);

        await Expect.FailureAsync(EngineFailure.Tls, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_server_that_hangs_up_during_the_handshake_is_a_TLS_failure()
    {
        await using var engine = FakeEngine.OnTcpRaw(async stream => _ = await stream.ReadAsync(new byte[1000]));
        using var client = engine.Client(_certificates.Client);

        await Expect.FailureAsync(EngineFailure.Tls, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_TLS_server_spoken_to_in_the_clear_is_no_HTTP()
    {
        // What Go's server and OpenSSL send back: an alert record.
        await using var engine = FakeEngine.OnTcpRaw(async stream =>
        {
            _ = await stream.ReadAsync(new byte[1000]);
            await stream.WriteAsync(new byte[] { 0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46 });
        });
        using var client = engine.Client();

        var failure = await Assert.ThrowsAsync<EngineException>(() => client.ListNetworksAsync());

        Assert.Contains(failure.Failure, new[] { EngineFailure.Protocol, EngineFailure.ConnectionLost });
    }

    [Fact]
    public async Task Dockers_TLS_port_spoken_to_in_the_clear_says_so_in_its_own_words()
    {
        await using var engine = FakeEngine.OnTcpRaw(async stream =>
        {
            _ = await stream.ReadAsync(new byte[1000]);
            await stream.WriteAsync("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"u8.ToArray());
        });
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.BadRequest, () => client.ListNetworksAsync());

        Assert.Equal("Client sent an HTTP request to an HTTPS server.", failure.Message);
    }

    [Fact]
    public async Task CloseInput_reaches_the_engine_through_TLS()
    {
        await using var engine = FakeEngine.OnTcp(
            async e =>
            {
                await e.UpgradeAsync();
                var input = await e.ReadToEndAsync();
                await e.FrameAsync(OutputSource.StandardOutput, input + " and the end");
                e.Hangup();
            },
            _certificates.Server());
        using var client = engine.Client(_certificates.Client);
        await using var connection = await client.StartExecAsync("e1");
        await connection.WriteAsync("input"u8.ToArray());

        Assert.True(await connection.CloseInputAsync());

        var buffer = new byte[100];
        var (_, count) = await Expect.SoonAsync(connection.ReadAsync(buffer).AsTask());
        Assert.Equal("input and the end", Encoding.ASCII.GetString(buffer, 0, count));
    }

    [Theory]
    [InlineData("ca.pem", "no certificate")]
    [InlineData("cert.pem", "no certificate")]
    [InlineData("key.pem", "no key")]
    public async Task A_file_that_is_no_PEM_is_named(string file, string content)
    {
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), _certificates.Server());
        File.WriteAllText(Path.Combine(_certificates.Folder, file), content);
        using var client = engine.Client(_certificates.Client);

        var failure = await Expect.FailureAsync(EngineFailure.InvalidConfiguration, () => client.ListNetworksAsync());

        Assert.Contains(file == "key.pem" ? "cert.pem" : file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_does_not_belong_to_the_certificate_is_a_wrong_configuration()
    {
        using var others = new FakeCertificates();
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), _certificates.Server());
        using var client = engine.Client(_certificates.Client with { KeyFile = others.Client.KeyFile });

        await Expect.FailureAsync(EngineFailure.InvalidConfiguration, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task Certificates_behind_the_clients_own_are_sent_along()
    {
        _certificates.PutIntermediateBetween();
        await using var engine = FakeEngine.OnTcp(e => e.JsonAsync("[]"), _certificates.ServerThatKnowsTheRootAlone());
        using var client = engine.Client(_certificates.Client);

        Assert.Empty(await client.ListNetworksAsync());
    }

    [Theory]
    [InlineData("cert.pem", "key.pem")]
    [InlineData("key.pem", "cert.pem")]
    public void Half_a_client_certificate_is_refused_with_the_file_that_is_missing(string there, string missing)
    {
        using var folder = new TempFolder();
        folder.Write(there, "");

        var failure = Expect.Failure(
            EngineFailure.InvalidConfiguration, () => DockerHost.Parse("tcp://h", TlsMaterial.FromFolder(folder.Path), "context 'prod'"));

        Assert.Contains(
            $"'{folder.File(missing)}' does not exist (TLS files of context 'prod')", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_TLS_has_no_use_its_files_are_not_looked_at()
    {
        using var folder = new TempFolder();
        folder.Write("cert.pem", "");

        Assert.Null(DockerHost.Parse("unix:///run/docker.sock", TlsMaterial.FromFolder(folder.Path)).Tls);
    }
}
