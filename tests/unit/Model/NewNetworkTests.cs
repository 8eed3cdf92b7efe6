using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

/// <summary>A swarm answers before it has given a new overlay network its subnet (engines 28 and 29).</summary>
public class NewNetworkTests
{
    [Theory]
    [InlineData("swarm", "null", "false", 3)]
    [InlineData("swarm", "[]", "false", 3)]
    // A configuration gets no subnet, and a network of one node has it at once or never.
    [InlineData("swarm", "null", "true", 1)]
    [InlineData("local", "null", "false", 1)]
    public async Task It_is_asked_for_until_it_has_its_subnet(string scope, string before, string configOnly, int questions)
    {
        var asked = 0;
        await using var engine = FakeEngine.OnSocket(e =>
        {
            var config = ++asked == 3 ? """[{"Subnet":"10.0.1.0/24"}]""" : before;
            return e.JsonAsync(
                """{"Id":"m","Name":"mesh","Driver":"overlay","Scope":"SCOPE","ConfigOnly":ONLY,"IPAM":{"Config":CONFIG}}"""
                    .Replace("SCOPE", scope, StringComparison.Ordinal)
                    .Replace("ONLY", configOnly, StringComparison.Ordinal)
                    .Replace("CONFIG", config, StringComparison.Ordinal));
        });
        using var client = engine.Client();

        var network = await SnapshotReader.ReadNewNetworkAsync(client, "m", default);

        Assert.Equal(questions, asked);
        Assert.Equal(questions == 1 ? [] : ["10.0.1.0/24"], network.Subnets.Select(subnet => subnet.ToString()));
    }
}
