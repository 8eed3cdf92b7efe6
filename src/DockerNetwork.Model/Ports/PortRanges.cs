using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Model.Ports;

/// <summary>
/// Puts together what was published together: 0.0.0.0 and [::] become *, and ports that follow each other on both sides a range, as
/// "*:8000-8010->80-90/tcp".
/// </summary>
internal static class PortRanges
{
    /// <summary>The ranges of one container: the published ones by protocol and container port, then those that are only exposed.</summary>
    /// <param name="ports">Of one container, in any order.</param>
    /// <param name="line">What to go by.</param>
    public static IReadOnlyList<(string Text, IReadOnlyList<T> Members)> Merge<T>(IEnumerable<T> ports, Func<T, PortLine> line)
    {
        var ranges = new List<Range<T>>();
        var families = ports
            .Select(port => (Port: port, Line: line(port)))
            .GroupBy(p => p.Line with { HostAddress = null })
            .SelectMany(Families);
        foreach (var (address, first, members) in families
            .OrderBy(f => !f.Line.Published).ThenBy(f => f.Line.Protocol, StringComparer.Ordinal).ThenBy(f => f.Line.ContainerPort)
            .ThenBy(f => f.Line.HostPort).ThenBy(f => f.Address, StringComparer.Ordinal))
        {
            if (ranges.Find(r => r.IsBefore(address, first)) is { } before)
                before.Add(members);
            else
                ranges.Add(new Range<T>(address, first, members));
        }

        return ranges.ConvertAll(r => (r.ToString(), r.Members));
    }

    /// <summary>One entry an address; the two "any" addresses are one.</summary>
    private static IEnumerable<(string Address, PortLine Line, IReadOnlyList<T> Members)> Families<T>(
        IGrouping<PortLine, (T Port, PortLine Line)> same)
    {
        var bothFamilies = same.Any(p => IPAddress.Any.Equals(p.Line.HostAddress))
            && same.Any(p => IPAddress.IPv6Any.Equals(p.Line.HostAddress));
        return same
            .GroupBy(p => Label(p.Line.HostAddress, bothFamilies))
            .Select(g => (g.Key, same.Key, (IReadOnlyList<T>)[.. g.Select(p => p.Port)]));
    }

    private static string Label(IPAddress? address, bool bothFamilies) => address switch
    {
        null => "*",
        _ when bothFamilies && (IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address)) => "*",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"[{address}]",
        _ => address.ToString(),
    };

    private sealed class Range<T>(string address, PortLine first, IReadOnlyList<T> members)
    {
        private readonly List<T> _members = [.. members];
        private int _length = 1;

        public IReadOnlyList<T> Members => _members;

        public bool IsBefore(string other, PortLine next) =>
            other == address
            && first.HostPortEnd is null
            && next == first with { ContainerPort = first.ContainerPort + _length, HostPort = first.HostPort + _length };

        public void Add(IReadOnlyList<T> more)
        {
            _members.AddRange(more);
            _length++;
        }

        public override string ToString()
        {
            var container = $"{Ports(first.ContainerPort)}/{first.Protocol}";
            if (!first.Published)
                return container;
            var host = first switch
            {
                { HostPort: null } => "?",
                { HostPort: { } port, HostPortEnd: { } end } => string.Create(CultureInfo.InvariantCulture, $"{port}-{end}"),
                { HostPort: { } port } => Ports(port),
            };
            return $"{address}:{host}->{container}";
        }

        private string Ports(int port) => _length == 1
            ? port.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{port}-{port + _length - 1}");
    }
}
