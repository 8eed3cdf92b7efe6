using System.Collections;
using System.Management.Automation;
using System.Reflection;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;
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
                TargetDockerHost = row.Text(nameof(ReachabilityResult.TargetDockerHost)),
            };
        }
        catch (Exception e) when (e is PSInvalidCastException or FormatException)
        {
            throw CommandErrors.UnreadableResult($"{item}", e.Message);
        }

        string Text(string name) => row.Text(name)
            ?? throw CommandErrors.InvalidResult(
                $"'{Excerpt.Of($"{item}")}' is not a result of Test-ContainerReachability: it has no {name}.");
    }

    /// <summary>The result as it is compared: with its reasons and its network, if they were kept.</summary>
    /// <exception cref="CommandException">InvalidResult.</exception>
    public static ComparedProbe ReadCompared(PSObject item)
    {
        if ((item.BaseObject as ReachabilityTrace)?.Result is { } traced)
            return ComparedProbe.From(traced);
        if (item.BaseObject is ReachabilityResult result)
            return ComparedProbe.From(result);
        var probe = Read(item);
        var row = new ExportedObject(item, emptyIsNull: true);
        try
        {
            var reasons = item.Properties[nameof(ReachabilityResult.Reasons)]?.Value.Unwrapped() switch
            {
                // A CSV file has a text that says no more than that there were reasons.
                string => null,
                // ConvertTo-Json writes a text for a reason if its depth ends there.
                IEnumerable texts when texts.Cast<object?>().Any(text => text.Unwrapped() is string) =>
                    [.. texts.Cast<object?>().Select(text => ListedReason.Parse($"{text}"))],
                _ => row.Value<IReadOnlyList<Reason>>(nameof(ReachabilityResult.Reasons)),
            };
            return new ComparedProbe(probe, reasons ?? [], row.Text(nameof(ReachabilityResult.Network)));
        }
        catch (Exception e) when (e is PSInvalidCastException or FormatException or TargetInvocationException)
        {
            throw CommandErrors.UnreadableResult($"{item}", e.Message);
        }
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
