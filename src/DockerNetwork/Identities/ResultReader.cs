using System.Management.Automation;
using DockerNetwork.Errors;
using DockerNetwork.Model.Results;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// Reads a result of Test-ContainerReachability: the object itself, or what Import-Clixml, Import-Csv or ConvertFrom-Json made of one.
/// </summary>
internal static class ResultReader
{
    /// <summary>The outcome of the probe.</summary>
    /// <exception cref="CommandException">InvalidResult.</exception>
    public static ProbeOutcome Read(PSObject item)
    {
        if (item.BaseObject is ReachabilityResult result)
            return ProbeOutcome.From(result);
        var row = new ExportedObject(item, emptyIsNull: true);
        try
        {
            return new ProbeOutcome(
                Text(nameof(ReachabilityResult.Source)),
                Text(nameof(ReachabilityResult.Target)),
                TargetName.Of(Text(nameof(ReachabilityResult.TargetName))),
                new Service(
                    row.Value<ProbeProtocol>(nameof(ReachabilityResult.Protocol)),
                    row.Value<int?>(nameof(ReachabilityResult.Port))),
                row.Value<ReachabilityState?>(nameof(ReachabilityResult.Predicted)),
                row.Value<ReachabilityState?>(nameof(ReachabilityResult.Observed)),
                // PowerShell would read the text "False" as true.
                row.Text(nameof(ReachabilityResult.Agrees)) is { } agrees ? bool.Parse(agrees) : null,
                row.Value<TimeSpan?>(nameof(ReachabilityResult.Latency)));
        }
        catch (Exception e) when (e is PSInvalidCastException or FormatException)
        {
            throw CommandErrors.UnreadableResult($"{item}", e.Message);
        }

        string Text(string name) => row.Text(name)
            ?? throw CommandErrors.InvalidResult($"'{item}' is not a result of Test-ContainerReachability: it has no {name}.");
    }
}
