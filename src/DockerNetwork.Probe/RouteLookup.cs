using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Asks the kernel for the route of a packet (RTM_GETROUTE; ip route get): rules of policy routing, its tables, forwarding of the link that
/// the packet came in by, and the reverse path filter of IPv4 are all in the answer. Anyone may ask.
/// </summary>
internal static class RouteLookup
{
    private const int BodyLength = 12;
    private const int AttributeLength = 4;
    private const int NoSuchDevice = 19;
    private const int Invalid = 22;

    /// <summary>Asks.</summary>
    /// <param name="netlink">In the namespace.</param>
    /// <param name="question">The packet. An address or a link that does not exist makes an error, as of the kernel.</param>
    /// <param name="links">The numbers of the links.</param>
    public static RouteItem Ask(Netlink netlink, RouteQuestion question, IReadOnlyDictionary<string, int> links)
    {
        var input = 0;
        if (question.Input is { } name && !links.TryGetValue(name, out input))
            return new RouteItem { Error = NoSuchDevice };
        if (Request(question, input) is not { } request)
            return new RouteItem { Error = Invalid };
        var (answer, error) = netlink.Ask(Interfaces.GetRoute, request, BodyLength);
        if (answer is not var (body, attributes))
            return new RouteItem { Error = error ?? Native.InputOutput };
        var route = Read(body, attributes);
        var link = Interfaces.Number(attributes.GetValueOrDefault(4));
        return route with { Link = links.FirstOrDefault(pair => pair.Value == link).Key };
    }

    /// <summary>struct rtmsg and attributes; null if an address is not one, or the two have different families.</summary>
    public static byte[]? Request(RouteQuestion question, int input)
    {
        const ushort Destination = 1, Source = 2, Input = 3, Mark = 16;
        const uint LookupTable = 0x1000;
        if (!IPAddress.TryParse(question.To, out var to))
            return null;
        IPAddress? from = null;
        if (question.From is not null && (!IPAddress.TryParse(question.From, out from) || from.AddressFamily != to.AddressFamily))
            return null;

        var six = to.AddressFamily == AddressFamily.InterNetworkV6;
        var bits = six ? 128 : 32;
        var request = new List<byte>
        {
            six ? (byte)Native.InterNetworkV6 : (byte)Native.InterNetwork, (byte)bits, (byte)(from is null ? 0 : bits), 0, 0, 0, 0, 0,
        };
        request.AddRange(BitConverter.GetBytes(LookupTable));
        Add(Destination, to.GetAddressBytes());
        if (from is not null)
            Add(Source, from.GetAddressBytes());
        if (input != 0)
            Add(Input, BitConverter.GetBytes(input));
        if (question.Mark != 0)
            Add(Mark, BitConverter.GetBytes(question.Mark));
        return [.. request];

        void Add(ushort type, byte[] value)
        {
            request.AddRange(BitConverter.GetBytes((ushort)(AttributeLength + value.Length)));
            request.AddRange(BitConverter.GetBytes(type));
            request.AddRange(value);
        }
    }

    /// <summary>An answer, but for the name of the link.</summary>
    public static RouteItem Read(byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Gateway = 5, PreferredSource = 7, Metrics = 8, CacheInfo = 12, Table = 15, Via = 18;
        const int MtuMetric = 2, ErrorOffset = 12;
        var metrics = attributes.TryGetValue(Metrics, out var nested) ? NetlinkMessages.Attributes(nested) : [];

        // IPv6 does not refuse: it answers with a route that says why. As an error number of the kernel, negative, or not.
        var error = attributes.GetValueOrDefault(CacheInfo) is { Length: >= ErrorOffset + 4 } cache
            ? BinaryPrimitives.ReadInt32LittleEndian(cache.AsSpan(ErrorOffset))
            : 0;
        return new RouteItem
        {
            Type = LookItems.TypeOfRoute(body[7]),
            Gateway = Interfaces.Ip(attributes.GetValueOrDefault(Gateway))
                ?? (attributes.GetValueOrDefault(Via) is { Length: > 2 } via ? Interfaces.Ip(via[2..]) : null),
            Source = Interfaces.Ip(attributes.GetValueOrDefault(PreferredSource)),
            Table = Interfaces.Number(attributes.GetValueOrDefault(Table)) is { } table ? (uint)table : body[4],
            Mtu = Interfaces.Number(metrics.GetValueOrDefault(MtuMetric)),
            Error = error is 0 or int.MinValue ? null : Math.Abs(error),
        };
    }
}
