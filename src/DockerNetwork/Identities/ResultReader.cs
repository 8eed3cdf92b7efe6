using System.Globalization;
using System.Management.Automation;
using DockerNetwork.Errors;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Identities;

/// <summary>
/// Reads a result of Test-ContainerReachability: the object itself, or what Import-Clixml, Import-Csv or ConvertFrom-Json made of one.
/// </summary>
internal static class ResultReader
{
    /// <summary>What counts of it for its pair.</summary>
    /// <exception cref="CommandException">InvalidResult.</exception>
    public static ProbeOutcome Read(PSObject item)
    {
        if (item.BaseObject is ReachabilityResult result)
            return ProbeOutcome.From(result);
        try
        {
            return new ProbeOutcome(
                Text(item, nameof(ReachabilityResult.Source)),
                Text(item, nameof(ReachabilityResult.Target)),
                TargetName.Of(Text(item, nameof(ReachabilityResult.TargetName))),
                new Service(
                    Value<ProbeProtocol>(item, nameof(ReachabilityResult.Protocol)),
                    Value<int?>(item, nameof(ReachabilityResult.Port))),
                Value<ReachabilityState?>(item, nameof(ReachabilityResult.Predicted)),
                Value<ReachabilityState?>(item, nameof(ReachabilityResult.Observed)),
                Value<string>(item, nameof(ReachabilityResult.Agrees)) is { } agrees ? bool.Parse(agrees) : null,
                Time(item));
        }
        catch (Exception e) when (e is PSInvalidCastException or FormatException or OverflowException or InvalidCastException)
        {
            throw CommandErrors.UnreadableResult($"{item}", e.Message);
        }
    }

    private static string Text(PSObject item, string name) => Value<string>(item, name) is { Length: > 0 } text
        ? text
        : throw CommandErrors.InvalidResult($"'{item}' is not a result of Test-ContainerReachability: it has no {name}.");

    /// <summary>ConvertTo-Json writes a time span as its properties.</summary>
    private static TimeSpan? Time(PSObject item) => item.Properties[nameof(ReachabilityResult.Latency)]?.Value switch
    {
        PSObject { BaseObject: PSCustomObject } json when json.Properties[nameof(TimeSpan.Ticks)]?.Value is { } ticks =>
            TimeSpan.FromTicks(Convert.ToInt64(ticks, CultureInfo.InvariantCulture)),
        _ => Value<TimeSpan?>(item, nameof(ReachabilityResult.Latency)),
    };

    /// <summary>A CSV file has an empty text for null.</summary>
    private static T? Value<T>(PSObject item, string name) => item.Properties[name]?.Value is { } value && value is not ""
        ? (T?)LanguagePrimitives.ConvertTo(value, typeof(T), CultureInfo.InvariantCulture)
        : default;
}
