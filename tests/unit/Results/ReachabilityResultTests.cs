using System.Net;
using System.Reflection;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Results;

/// <summary>A result is made of a planned probe, a verdict and an observation; its properties show and export it.</summary>
public sealed class ReachabilityResultTests
{
    private static readonly PlannedProbe Probe = Planned.Probe("db", ProbeProtocol.Tcp, 80);
    private static readonly Verdict Verdict = new(
        ReachabilityState.Reachable, IPAddress.Parse("10.1.0.3"), "app", [new Reason(ReasonCode.SharedNetwork, "app", "They share it.")]);

    private static readonly Observation Seen = new()
    {
        State = ReachabilityState.Reachable,
        Address = IPAddress.Parse("10.1.0.4"),
        Addresses = [IPAddress.Parse("10.1.0.4"), IPAddress.Parse("10.1.0.3")],
        ResolvedBy = "127.0.0.11",
        Sent = 3,
        Received = 2,
        Min = TimeSpan.FromMilliseconds(1),
        Avg = TimeSpan.FromMilliseconds(2),
        Max = TimeSpan.FromMilliseconds(3),
        StatusCode = 204,
    };

    private static PropertyInfo[] Properties => typeof(ReachabilityResult).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>Format-List, Export-Csv and ConvertTo-Json write them in this order.</summary>
    [Fact]
    public void Its_properties_have_an_order() => Assert.Equal(
        "Source Target TargetName Address Answered Network Protocol Port Reachable Predicted Observed Agrees Latency Sent Received "
        + "Min Avg Max Addresses ResolvedBy StatusCode Reasons Trace Method Time DockerHost SourceId TargetId TargetDockerHost "
        + "Effective",
        string.Join(' ', Properties.Select(p => p.Name)));

    [Fact]
    public void One_that_was_predicted_shows_what_the_rules_say()
    {
        var result = new ReachabilityResult(Probe, Verdict);

        Assert.Equal(
            ("web", "db", "db", "10.1.0.3", "app", ProbeProtocol.Tcp, 80, ReachabilityState.Reachable, null),
            (result.Source, result.Target, result.TargetName, result.Address!.ToString(), result.Network, result.Protocol, result.Port,
                result.Predicted, result.Observed));
        Assert.Equal([ReasonCode.SharedNetwork], result.Reasons.Select(r => r.Code));
    }

    [Fact]
    public void One_that_was_observed_shows_what_was_measured()
    {
        var result = new ReachabilityResult(Probe, Verdict, Seen);

        Assert.Equal(
            ("10.1.0.4", 3, 2, 1.0, 2.0, 3.0, 204, "127.0.0.11", true),
            (result.Address!.ToString(), result.Sent, result.Received, result.Min!.Value.TotalMilliseconds,
                result.Latency!.Value.TotalMilliseconds, result.Max!.Value.TotalMilliseconds, result.StatusCode,
                result.ResolvedBy, result.Agrees));
    }

    [Fact]
    public void A_name_that_does_not_resolve_has_no_address() =>
        Assert.Null(new ReachabilityResult(Probe, Verdict, new Observation { State = ReachabilityState.Unresolved }).Address);

    /// <summary>As Import-Clixml does it: each property that can be set and has a value.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_is_made_from_its_properties_has_the_same(bool observed)
    {
        var result = new ReachabilityResult(Probe, Verdict, observed ? Seen : null)
        {
            Method = observed ? ProbeMethod.Agent : ProbeMethod.None,
            Time = DateTimeOffset.UnixEpoch,
        };
        var revived = (ReachabilityResult)typeof(ReachabilityResult).GetConstructor([])!.Invoke(null);
        foreach (var property in Properties.Select(TextProperty.Typed).Where(p => p.SetMethod is { IsPrivate: false }))
        {
            if (property.GetValue(result) is { } value)
                property.SetValue(revived, value);
        }

        Assert.All(
            Properties.Select(TextProperty.Typed),
            property => Assert.Equal(property.GetValue(result), property.GetValue(revived)));
        Assert.Equal(result.ToString(), revived.ToString());
    }
}
