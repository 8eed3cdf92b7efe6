namespace DockerNetwork.Probe;

/// <summary>Targets that translate addresses and ports.</summary>
internal static class XtTranslation
{
    private const uint HasAddresses = 1;
    private const uint HasPorts = 2;
    private const uint IsRandom = 4;
    private const uint IsPersistent = 8;
    private const uint IsFullyRandom = 0x10;
    private const uint HasBase = 0x20;

    /// <summary>
    /// Revision 0 of DNAT and SNAT, and MASQUERADE, REDIRECT and NETMAP of IPv4, have struct nf_nat_ipv4_multi_range_compat of one range;
    /// all others have struct nf_nat_range, DNAT and REDIRECT of revision 2 and 1 also a base port (nf_nat_range2).
    /// </summary>
    public static string? Target(string name, XtData data)
    {
        var (isOld, hasBase) = (name, data.Revision) switch
        {
            ("DNAT" or "SNAT", 0) => (true, false),
            ("DNAT" or "SNAT", 1) => (false, false),
            ("DNAT", 2) => (false, true),
            ("MASQUERADE" or "REDIRECT" or "NETMAP", 0) => (!data.IsV6, false),
            _ => ((bool?)null, false),
        };
        if (isOld is not { } old || !data.Holds(old ? 20 : hasBase ? 42 : 40) || (old && data.Word(0) != 1))
            return null;
        var range = old
            ? new Range(data.Word(4), data.Address(8, v6: false), data.Address(12, v6: false), data.Port(16), data.Port(18), 0)
            : new Range(data.Word(0), data.Address(4), data.Address(20), data.Port(36), data.Port(38), hasBase ? data.Port(40) : (ushort)0);
        return name switch
        {
            "DNAT" => $" --to-destination {range.Words(data.IsV6)}{Options(range.Flags)}",
            "SNAT" => $" --to-source {range.Words(data.IsV6)}{Options(range.Flags)}",
            "NETMAP" => Network(data, old ? 8 : 4, range.Low),
            _ => $"{((range.Flags & HasPorts) != 0 ? $" --to-ports {range.Ports}" : "")}{Options(range.Flags & ~IsPersistent)}",
        };
    }

    private static string Options(uint flags) => ((flags & IsRandom) != 0 ? " --random" : "")
        + ((flags & IsFullyRandom) != 0 ? " --random-fully" : "") + ((flags & IsPersistent) != 0 ? " --persistent" : "");

    /// <summary>The bits in which first and last address are alike.</summary>
    private static string Network(XtData data, int at, string address)
    {
        var length = data.IsV6 ? 16 : 4;
        var mask = new byte[length];
        for (var i = 0; i < length; i++)
            mask[i] = (byte)~(data.Byte(at + i) ^ data.Byte(at + (data.IsV6 ? 16 : 4) + i));
        var bits = new XtData(mask, 0, data.IsV6 ? 6 : 4).Mask(0);
        return $" --to {address}{(bits.Length == 0 && !data.IsV6 ? "/32" : bits)}";
    }

    private readonly record struct Range(uint Flags, string Low, string High, ushort LowPort, ushort HighPort, ushort BasePort)
    {
        public string Ports => XtText.Range(LowPort, HighPort, '-');

        public string Words(bool v6)
        {
            var addresses = (Flags & HasAddresses) == 0 ? "" : Low == High ? Low : $"{Low}-{High}";
            if ((Flags & HasPorts) == 0)
                return addresses;
            var ports = (Flags & HasBase) != 0 ? $"{Ports}/{BasePort}" : Ports;
            return v6 && addresses.Length > 0 ? $"[{addresses}]:{ports}" : $"{addresses}:{ports}";
        }
    }
}
