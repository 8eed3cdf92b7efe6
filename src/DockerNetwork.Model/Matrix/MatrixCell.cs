using System.Globalization;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Matrix;

/// <summary>How cells are written.</summary>
/// <param name="Unicode">✓ and ✗; else + and x.</param>
/// <param name="Latency">
/// How long an answer took is part of the cell. It differs from pair to pair, so it is left out if equal rows are put together.
/// </param>
/// <param name="Services">Each service is named in the cell ("80 ✓, 443 ✗ refused"), because the matrix has more than one.</param>
/// <param name="Compact">A cell is one mark, see <see cref="MatrixMarks"/>.</param>
public sealed record CellStyle(bool Unicode, bool Latency, bool Services, bool Compact = false);

/// <summary>What one source can do with one target, in a few characters.</summary>
internal static class MatrixCell
{
    /// <summary>"✓ 0.27 ms", "✓ by address", "✗ refused", "?"; several services "80+81 ✓, 443 ✗ refused".</summary>
    public static string Text(PairOutcome pair, CellStyle style)
    {
        if (style.Compact)
            return MatrixMarks.Of(pair, style.Unicode);
        var services = pair.Services.Select(service => (Name: service.Service.ShortText, Text: Text(service, style)));
        return style.Services
            ? string.Join(", ", services.GroupBy(s => s.Text).Select(alike => $"{string.Join('+', alike.Select(s => s.Name))} {alike.Key}"))
            : string.Join(", ", services.Select(s => s.Text));
    }

    private static string Text(ServiceOutcome service, CellStyle style)
    {
        var decisive = service.Decisive;
        var words = new List<string> { ReachabilityStateText.Mark(decisive.State, style.Unicode) };
        if (service.Reached)
        {
            if (service.ByAddressOnly)
                words.Add("by address");
            else if (style.Latency && decisive.Latency is { } latency)
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{latency.TotalMilliseconds:0.00} ms"));
        }
        else if (decisive.State != ReachabilityState.Unknown)
        {
            words.Add(decisive.Words);
        }

        if (service.PredictedOnly)
            words.Add("predicted");
        if (service.Disagrees)
            words.Add("!");
        return string.Join(' ', words);
    }
}
