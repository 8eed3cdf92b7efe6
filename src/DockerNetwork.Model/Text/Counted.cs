using System.Globalization;

namespace DockerNetwork.Model.Text;

/// <summary>A number with its noun.</summary>
internal static class Counted
{
    /// <summary>"1 container", "2 containers".</summary>
    /// <param name="count">0 or more.</param>
    /// <param name="noun">In the singular; its plural ends in s.</param>
    public static string Of(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
