using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

/// <summary>What the engine sends back, well-formed or not.</summary>
public class AnswerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_body_in_odd_chunks_is_read_whole(int size)
    {
        await using var engine = FakeEngine.OnSocket(e => e.ChunkedAsync("""[{"Name":"grün","Id":"1"},{"Name":"b","Id":"2"}]""", size));
        using var client = engine.Client();

        Assert.Equal(["grün", "b"], (await client.ListNetworksAsync()).Select(n => n.Name));
    }

    [Fact]
    public async Task A_slow_body_is_waited_for()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ChunkedAsync("""[{"Name":"a"}]""", 3, TimeSpan.FromMilliseconds(30)));
        using var client = engine.Client();

        Assert.Single(await client.ListNetworksAsync());
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        await using var engine = FakeEngine.OnSocket(
            e => e.JsonAsync("""[{"Name":"a","Peers":[{"x":1}],"FromTheFuture":{"deep":[null]}}]"""));
        using var client = engine.Client();

        Assert.Equal("a", Assert.Single(await client.ListNetworksAsync()).Name);
    }

    [Fact]
    public async Task Nanoseconds_and_an_offset_are_read()
    {
        await using var engine = FakeEngine.OnSocket(
            e => e.JsonAsync("""[{"Name":"a","Created":"2024-03-01T10:00:00.123456789+02:00"}]"""));
        using var client = engine.Client();

        Assert.Equal(
            new DateTimeOffset(2024, 3, 1, 10, 0, 0, TimeSpan.FromHours(2)).AddTicks(1234567),
            Assert.Single(await client.ListNetworksAsync()).Created);
    }

    [Theory]
    [InlineData("Created")]
    [InlineData("Driver")]
    [InlineData("EnableIPv4")]
    [InlineData("EnableIPv6")]
    [InlineData("Internal")]
    [InlineData("Attachable")]
    [InlineData("IPAM")]
    [InlineData("ConfigFrom")]
    [InlineData("Options")]
    [InlineData("Labels")]
    public async Task A_null_field_of_a_network_is_tolerated(string field)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync($$"""[{"Name":"a","Id":"1","{{field}}":null}]"""));
        using var client = engine.Client();

        Assert.Equal("a", Assert.Single(await client.ListNetworksAsync()).Name);
    }

    [Fact]
    public async Task A_null_EnableIPv4_is_not_taken_for_false()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("""[{"Name":"a","EnableIPv4":null}]"""));
        using var client = engine.Client();

        Assert.Null(Assert.Single(await client.ListNetworksAsync()).EnableIPv4);
    }

    [Theory]
    [InlineData("Names")]
    [InlineData("Created")]
    [InlineData("State")]
    [InlineData("Labels")]
    [InlineData("Ports")]
    [InlineData("HostConfig")]
    [InlineData("NetworkSettings")]
    public async Task A_null_field_of_a_container_is_tolerated(string field)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync($$"""[{"Id":"1","{{field}}":null}]"""));
        using var client = engine.Client();

        Assert.Equal("1", Assert.Single(await client.ListContainersAsync()).Id);
    }

    [Theory]
    [InlineData("""[{"Name":"a"},{"Na""")]
    [InlineData("<html>It works!</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"Name":"a"}""")]
    [InlineData("[] trailing")]
    public async Task A_body_that_is_not_the_promised_JSON_is_a_protocol_failure(string body)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(body));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.Protocol, () => client.ListNetworksAsync());

        Assert.EndsWith("/networks", failure.Request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")]
    [InlineData("\0\u0001\u0002\u0003\r\n\r\n")]
    [InlineData("220 mail.example.org ESMTP\r\n")]
    public async Task Garbage_instead_of_HTTP_is_a_protocol_failure(string garbage)
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.RawAsync(garbage);
            e.Hangup();
        });
        engine.ApiVersion = null;
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.Protocol, () => client.ListNetworksAsync());

        Assert.Contains("does not speak HTTP", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunk_size_that_is_no_number_is_a_protocol_failure()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.RawAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n");
            e.Hangup();
        });
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.Protocol, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_connection_cut_in_the_body_is_lost()
    {
        await using var engine = FakeEngine.OnSocket(e => e.CutAsync("""[{"Name":"a"},"""));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.ConnectionLost, () => client.ListNetworksAsync());

        Assert.Contains("GET /v1.51/networks", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_cut_before_the_answer_is_lost()
    {
        await using var engine = FakeEngine.OnSocket(e =>
        {
            e.Hangup();
            return Task.CompletedTask;
        });
        engine.ApiVersion = null;
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_connection_cut_in_the_head_is_lost()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.RawAsync("HTTP/1.1 200 OK\r\nContent-Le");
            e.Hangup();
        });
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_create_that_was_cut_off_is_not_sent_again()
    {
        await using var engine = FakeEngine.OnSocket(e =>
        {
            e.Hangup();
            return Task.CompletedTask;
        });
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.ConnectionLost, () => client.CreateNetworkAsync(new() { Name = "app" }));

        Assert.Contains("Check its state before you try again", failure.Message, StringComparison.Ordinal);
        Assert.Single(engine.Requests, "POST /v1.51/networks/create");
    }

    [Fact]
    public async Task A_removal_that_was_cut_off_is_not_sent_again()
    {
        await using var engine = FakeEngine.OnSocket(e =>
        {
            e.Hangup();
            return Task.CompletedTask;
        });
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => client.RemoveNetworkAsync("app"));

        Assert.Single(engine.Requests, "DELETE /v1.51/networks/app");
    }

    [Fact]
    public async Task A_kept_connection_that_the_engine_closed_meanwhile_is_replaced()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.JsonAsync("[]");
            e.Hangup();
        });
        using var client = engine.Client();
        await client.ListNetworksAsync();

        await client.ListNetworksAsync();

        Assert.Equal(3, engine.Requests.Count);
    }
}
