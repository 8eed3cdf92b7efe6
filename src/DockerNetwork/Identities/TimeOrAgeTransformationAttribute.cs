using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// Takes a time also by how long ago it was: a <see cref="TimeSpan"/>, or as the filter <c>until</c> of the engine takes it, which is a
/// duration of Go (<c>24h</c>, <c>1h30m</c>) or a Unix timestamp in seconds. PowerShell would read a number as 100 ns since the year 1.
/// Any other text is a date in the past; what is not a text is left to PowerShell.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class TimeOrAgeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Read(inputData.Unwrapped(), DateTimeOffset.Now);

    /// <summary>The time that a value means; the value itself if it is none of these.</summary>
    /// <param name="value">As it was given.</param>
    /// <param name="now">What an age counts back from.</param>
    /// <exception cref="ArgumentTransformationMetadataException">The age is negative, or further back than the calendar.</exception>
    internal static object? Read(object? value, DateTimeOffset now)
    {
        try
        {
            return value switch
            {
                TimeSpan age when age < TimeSpan.Zero => throw new ArgumentTransformationMetadataException(
                    $"'{age}' is a time in the future. Write how long ago it was, as (New-TimeSpan -Days 7)."),
                TimeSpan age => now - age,
                int or long => DateTimeOffset.FromUnixTimeSeconds(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
                string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) =>
                    DateTimeOffset.FromUnixTimeSeconds(seconds),
                string text when Duration().Match(text) is { Success: true } match => now - Sum(match),
                string text => Time(text, now),
                _ => value,
            };
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new ArgumentTransformationMetadataException($"'{value}' is too long ago: there is no such date.", e);
        }
    }

    /// <summary>A text that is a date. A time of day alone could be meant as an age, and 12.5d is not the fifth of December.</summary>
    private static DateTimeOffset Time(string text, DateTimeOffset now)
    {
        const string Forms = "Write an age, as 24h, 1h30m or (New-TimeSpan -Days 7), or a date, as 2026-11-01.";
        if (text.Count(char.IsAsciiDigit) < 5
            || text.Trim() is [_, ':', ..] or [_, _, ':', ..]
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time))
        {
            throw new ArgumentTransformationMetadataException($"'{text}' is not a valid time. {Forms}");
        }

        return time <= now
            ? time
            : throw new ArgumentTransformationMetadataException($"'{text}' is in the future. {Forms}");
    }

    private static TimeSpan Sum(Match match)
    {
        var ticks = match.Groups["number"].Captures
            .Zip(match.Groups["unit"].Captures, (number, unit) =>
                decimal.Parse(number.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * TicksOf(unit.Value))
            .Sum();
        return TimeSpan.FromTicks((long)ticks);
    }

    private static decimal TicksOf(string unit) => unit switch
    {
        "h" => TimeSpan.TicksPerHour,
        "m" => TimeSpan.TicksPerMinute,
        "s" => TimeSpan.TicksPerSecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "ns" => TimeSpan.TicksPerMicrosecond / 1000m,
        _ => TimeSpan.TicksPerMicrosecond,
    };

    // time.ParseDuration of Go, which has no days.
    [GeneratedRegex(@"^((?<number>[0-9]+(\.[0-9]*)?|\.[0-9]+)(?<unit>h|ms|m|s|us|µs|ns))+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();
}
