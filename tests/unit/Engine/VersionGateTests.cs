using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class VersionGateTests
{
    public static TheoryData<string, string, string> Gates => new()
    {
        { "-EnableIPv4", "1.47", "1.48" },
        { "-Ingress", "1.28", "1.29" },
        { "-Scope", "1.29", "1.30" },
        { "-ConfigOnly", "1.29", "1.30" },
        { "-ConfigFrom", "1.29", "1.30" },
        { "-GatewayPriority", "1.47", "1.48" },
        { "-MacAddress", "1.53", "1.54" },
        { "-WorkingDirectory", "1.34", "1.35" },
    };

    [Theory]
    [MemberData(nameof(Gates))]
    public async Task What_the_engine_is_too_old_for_is_refused_before_anything_is_sent(string feature, string tooOld, string needed)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("""{"Id":"1"}"""));
        engine.ApiVersion = tooOld;
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.UnsupportedVersion, () => UseAsync(client, feature));

        Assert.Contains(feature, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"API {needed}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["GET /_ping"], engine.Requests);
    }

    [Theory]
    [MemberData(nameof(Gates))]
    public async Task What_the_engine_is_new_enough_for_is_sent(string feature, string tooOld, string needed)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("""{"Id":"1"}"""));
        engine.ApiVersion = needed;
        using var client = engine.Client();

        await UseAsync(client, feature);

        Assert.NotEqual(tooOld, needed);
        Assert.Equal(2, engine.Requests.Count);
    }

    private static Task UseAsync(EngineClient client, string feature) => feature switch
    {
        "-EnableIPv4" => client.CreateNetworkAsync(new() { Name = "n", EnableIPv4 = false }),
        "-Ingress" => client.CreateNetworkAsync(new() { Name = "n", Ingress = true }),
        "-Scope" => client.CreateNetworkAsync(new() { Name = "n", Scope = "swarm" }),
        "-ConfigOnly" => client.CreateNetworkAsync(new() { Name = "n", ConfigOnly = true }),
        "-ConfigFrom" => client.CreateNetworkAsync(new() { Name = "n", ConfigFrom = new("base") }),
        "-GatewayPriority" => client.ConnectNetworkAsync("n", new("c", new EndpointSettings { GwPriority = 1 })),
        "-MacAddress" => client.ConnectNetworkAsync("n", new("c", new EndpointSettings { MacAddress = "02:42:ac:11:00:02" })),
        "-WorkingDirectory" => client.CreateExecAsync("c", new() { Command = ["pwd"], WorkingDir = "/tmp" }),
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "No such gate."),
    };
}
