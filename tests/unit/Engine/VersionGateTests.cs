using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class VersionGateTests
{
    public static TheoryData<string, string, string> Gates => new()
    {
        { "Turning IPv4", "1.47", "1.48" },
        { "An ingress network", "1.28", "1.29" },
        { "The scope", "1.29", "1.30" },
        { "A configuration-only network", "1.29", "1.30" },
        { "A configuration", "1.29", "1.30" },
        { "A gateway priority", "1.47", "1.48" },
        { "A MAC address", "1.53", "1.54" },
        { "The working directory", "1.34", "1.35" },
    };

    [Theory]
    [MemberData(nameof(Gates))]
    public async Task What_the_engine_is_too_old_for_is_refused_before_anything_is_sent(string feature, string tooOld, string needed)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("""{"Id":"1"}"""));
        engine.ApiVersion = tooOld;
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.UnsupportedVersion, () => UseAsync(client, feature));

        Assert.StartsWith(feature, failure.Message, StringComparison.Ordinal);
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
        "Turning IPv4" => client.CreateNetworkAsync(new() { Name = "n", EnableIPv4 = false }),
        "An ingress network" => client.CreateNetworkAsync(new() { Name = "n", Ingress = true }),
        "The scope" => client.CreateNetworkAsync(new() { Name = "n", Scope = "swarm" }),
        "A configuration-only network" => client.CreateNetworkAsync(new() { Name = "n", ConfigOnly = true }),
        "A configuration" => client.CreateNetworkAsync(new() { Name = "n", ConfigFrom = new("base") }),
        "A gateway priority" => client.ConnectNetworkAsync("n", new("c", new EndpointSettings { GwPriority = 1 })),
        "A MAC address" => client.ConnectNetworkAsync("n", new("c", new EndpointSettings { MacAddress = "02:42:ac:11:00:02" })),
        "The working directory" => client.CreateExecAsync("c", new() { Command = ["pwd"], WorkingDir = "/tmp" }),
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "No such gate."),
    };
}
