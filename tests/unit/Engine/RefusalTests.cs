using System.Net;
using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

/// <summary>What the engine says no to.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData(400, EngineFailure.BadRequest)]
    [InlineData(401, EngineFailure.AccessDenied)]
    [InlineData(403, EngineFailure.Forbidden)]
    [InlineData(404, EngineFailure.NotFound)]
    [InlineData(409, EngineFailure.Conflict)]
    [InlineData(418, EngineFailure.EngineError)]
    [InlineData(500, EngineFailure.EngineError)]
    [InlineData(501, EngineFailure.Unavailable)]
    [InlineData(502, EngineFailure.EngineError)]
    [InlineData(503, EngineFailure.Unavailable)]
    public async Task A_status_has_its_failure_and_the_words_are_kept(int status, EngineFailure expected)
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(status, "network app has active endpoints (web:db)"));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(expected, () => client.RemoveNetworkAsync("app"));

        Assert.Equal("network app has active endpoints (web:db)", failure.Message);
        Assert.Equal((HttpStatusCode)status, failure.StatusCode);
        Assert.Equal("DELETE /v1.51/networks/app", failure.Request);
    }

    [Theory]
    [InlineData("invalid network config:\ninvalid subnet 10.60.0.5/24", "invalid network config: invalid subnet 10.60.0.5/24")]
    [InlineData("invalid endpoint settings:\n* user this\r\n* user that\n", "invalid endpoint settings: user this; user that")]
    [InlineData("cannot start:\n\n  one;\n\ttwo * 3", "cannot start: one; two * 3")]
    public async Task Several_lines_are_one(string message, string expected)
    {
        var document = JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = message });
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(document, 400));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.BadRequest, () => client.RemoveNetworkAsync("app"));

        Assert.Equal(expected, failure.Message);
    }

    [Fact]
    public async Task Podmans_failure_to_find_what_it_lists_is_that_it_is_gone()
    {
        const string Words = "container 8a73 does not exist in database: no such container";
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(500, Words));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.NotFound, () => client.InspectContainerAsync("8a73"));

        Assert.Equal(Words, failure.Message);
    }

    [Fact]
    public async Task Podmans_error_document_gives_its_message()
    {
        await using var engine = FakeEngine.OnSocket(
            e => e.JsonAsync("""{"cause":"no such network","message":"unable to find network: no such network","response":404}""", 404));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.NotFound, () => client.GetNetworkAsync("x"));

        Assert.Equal("unable to find network: no such network", failure.Message);
    }

    [Theory]
    [InlineData("page not found")]
    [InlineData("""["no", "object"]""")]
    [InlineData("\"quoted\"")]
    public async Task A_body_that_is_no_error_document_is_shown_as_it_is(string body)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(body, 404));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.NotFound, () => client.GetNetworkAsync("x"));

        Assert.Equal(body, failure.Message);
    }

    [Fact]
    public async Task An_empty_body_gives_status_and_request()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("", 502));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.EngineError, () => client.GetNetworkAsync("x"));

        Assert.Contains("502", failure.Message, StringComparison.Ordinal);
        Assert.Contains("GET /v1.51/networks/x", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_page_of_a_proxy_is_cut_short()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(new string('x', 5000), 502));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.EngineError, () => client.GetNetworkAsync("x"));

        Assert.InRange(failure.Message.Length, 300, 310);
    }

    [Fact]
    public async Task A_character_set_that_nobody_knows_is_no_reason_to_fail_otherwise()
    {
        await using var engine = FakeEngine.OnSocket(
            e => e.RawAsync("HTTP/1.1 503 Busy\r\nContent-Type: text/plain; charset=klingon\r\nContent-Length: 4\r\n\r\nbusy"));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.Unavailable, () => client.GetNetworkAsync("x"));

        Assert.Equal("busy", failure.Message);
    }
}
