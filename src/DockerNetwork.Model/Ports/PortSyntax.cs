using System.Globalization;

namespace DockerNetwork.Model.Ports;

/// <summary>
/// What --publish and --expose have in common: "80", "80-85", "80/udp". As lax as the docker CLI: if the CLI drops something, so does
/// this.
/// </summary>
internal static class PortSyntax
{
    /// <summary>"80/udp" is (80, udp). The protocol is tcp if none is named; text after a second slash is dropped.</summary>
    public static (string Ports, string Protocol) SplitProtocol(string text) => text.Split('/') switch
    {
        [var ports, { Length: > 0 } protocol, ..] => (ports, protocol),
        var parts => (parts[0], "tcp"),
    };

    /// <summary>"80" or "80-85". Leading zeros mean nothing; what follows a second hyphen is dropped.</summary>
    /// <param name="text">The ports.</param>
    /// <param name="refuse">Makes an error of what is wrong.</param>
    /// <exception cref="FormatException">From <paramref name="refuse"/>.</exception>
    public static (int First, int Last) Range(string text, Func<string, Exception> refuse)
    {
        var parts = text.Split('-');
        var first = Port(parts[0]);
        var last = parts.Length > 1 ? Port(parts[1]) : first;
        if (first is null || last is null)
            throw refuse($"'{text}' is neither a port from 0 to 65535 nor a range of ports such as 80-85");
        if (last < first)
            throw refuse($"the range {text} ends before it begins");
        return (first.Value, last.Value);
    }

    private static int? Port(string text) =>
        text.All(char.IsAsciiDigit) && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
