namespace DockerNetwork.Probe;

/// <summary>
/// The matches and targets of iptables in the words of <c>iptables -S</c>, from the kernel's structures (linux/netfilter/xt_*.h,
/// netfilter_ipv4/ipt_*.h, netfilter_ipv6/ip6t_*.h). Rules of iptables-nft hold the same structures in their compat expressions. Words and
/// their order are those of iptables 1.8.9.
/// </summary>
/// <remarks>The data may be anything: what is shorter than its structure, or of an unknown revision, has no words.</remarks>
internal static class XtWords
{
    /// <summary>The words of a match with its name, as <c>-m tcp --dport 80</c>. Null if it is not known.</summary>
    /// <param name="name">The kernel's name of the match, as tcp.</param>
    /// <param name="revision">The revision of its structure.</param>
    /// <param name="data">The structure, as after struct xt_entry_match.</param>
    /// <param name="family">IPv6 is 6, or 10 as of AF_INET6 and NFPROTO_IPV6; everything else is IPv4.</param>
    public static string? Match(string name, int revision, ReadOnlySpan<byte> data, int family)
    {
        var match = new XtData(data, revision, family);
        var words = XtTransport.Match(name, match) ?? XtConnection.Match(name, match) ?? XtPacket.Match(name, match)
            ?? XtPlace.Match(name, match) ?? XtRate.Match(name, match) ?? XtPayload.Match(name, match) ?? XtSet.Match(name, match);
        return words is null ? null : $"-m {(XtConnection.IsState(name, match) ? "state" : name)}{words}";
    }

    /// <summary>
    /// The words of a target with its name, as <c>-j REJECT --reject-with tcp-reset</c>. Null if it is not known; the standard target (of
    /// an empty name) is known if it is a verdict, and not if it jumps to a chain.
    /// </summary>
    /// <param name="name">The kernel's name of the target, as DNAT.</param>
    /// <param name="revision">The revision of its structure.</param>
    /// <param name="data">The structure, as after struct xt_entry_target.</param>
    /// <param name="family">As of <see cref="Match"/>.</param>
    public static string? Target(string name, int revision, ReadOnlySpan<byte> data, int family)
    {
        var target = new XtData(data, revision, family);
        if (name is "" or "standard")
            return target.Holds(4) && Verdict(target.Int(0)) is { } verdict ? $"-j {verdict}" : null;
        var words = XtEnding.Target(name, target) ?? XtChanging.Target(name, target) ?? XtTranslation.Target(name, target)
            ?? XtSet.Target(name, target);
        return words is null ? null : $"-j {(XtChanging.IsNoTrack(name, target) ? "NOTRACK" : name)}{words}";
    }

    /// <summary>The name of a standard verdict. Null for an offset to jump to, and for what is not a verdict.</summary>
    public static string? Verdict(int verdict) => verdict switch
    {
        -1 => "DROP",
        -2 => "ACCEPT",
        -4 => "QUEUE",
        -5 => "RETURN",
        _ => null,
    };
}
