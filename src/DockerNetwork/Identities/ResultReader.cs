using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
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
        if (item.BaseObject is ReachabilityTrace trace)
            return ProbeOutcome.From(trace.Result);
        var row = new ExportedObject(item, emptyIsNull: true);
        try
        {
            return new ProbeOutcome(
                Text(nameof(ReachabilityResult.Source)),
                Text(nameof(ReachabilityResult.Target)),
                TargetName.Of(Text(nameof(ReachabilityResult.TargetName))),
                new Service(
                    row.Value<ProbeProtocol>(nameof(ReachabilityResult.Protocol)),
                    row.Port(nameof(ReachabilityResult.Port))),
                row.Value<ReachabilityState?>(nameof(ReachabilityResult.Predicted)),
                row.Value<ReachabilityState?>(nameof(ReachabilityResult.Observed)),
                // PowerShell would read the text "False" as true.
                row.Text(nameof(ReachabilityResult.Agrees)) is { } agrees ? bool.Parse(agrees) : null,
                row.Value<TimeSpan?>(nameof(ReachabilityResult.Latency)))
            {
                SourceId = row.Text(nameof(ReachabilityResult.SourceId)),
                TargetId = row.Text(nameof(ReachabilityResult.TargetId)),
                DockerHost = EngineOf(item),
            };
        }
        catch (Exception e) when (e is PSInvalidCastException or FormatException)
        {
            throw CommandErrors.UnreadableResult($"{item}", e.Message);
        }

        string Text(string name) => row.Text(name)
            ?? throw CommandErrors.InvalidResult($"'{item}' is not a result of Test-ContainerReachability: it has no {name}.");
    }

    /// <summary>The engine as text, written as a result itself writes it; null if it is missing. A JSON file has its parts.</summary>
    private static string? EngineOf(PSObject item)
    {
        var value = item.Properties[nameof(ReachabilityResult.DockerHost)]?.Value;
        var text = (value is PSObject { BaseObject: PSCustomObject } parts ? parts.Properties[nameof(DockerHost.Uri)]?.Value : value)
            ?.ToString();
        try
        {
            return string.IsNullOrEmpty(text) ? null : DockerHost.Parse(text).ToString();
        }
        catch (EngineException)
        {
            // It only tells engines apart here, and nothing connects to it.
            return text;
        }
    }
}
