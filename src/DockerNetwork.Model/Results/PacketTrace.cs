using DockerNetwork.Engine;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>Where the packets of a probe were seen, and where they were lost.</summary>
public sealed record PacketTrace : ModuleObject
{
    /// <summary>The hops in order: those of the request, then those of the answer.</summary>
    public IReadOnlyList<TraceHop> Hops { get; init => field = Listing.Of(value); } = Listing.Of<TraceHop>([]);

    /// <summary>
    /// The last hop that saw the request, or if the answer was lost, the answer. Null if nothing was lost, and if nothing was seen at all.
    /// If only some packets were lost, the hop after which most of them were.
    /// </summary>
    public TraceHop? Lost { get; init; }

    /// <summary>The rules that ended the packets, if they were asked for: one, or several of which one did it.</summary>
    public IReadOnlyList<FirewallRule> Rules { get; init => field = Listing.Of(value); } = Listing.Of<FirewallRule>([]);

    /// <summary>The largest packet that arrives, in bytes with its IP header; null if it was not looked for.</summary>
    public int? PathMtu { get; init; }

    /// <summary>"8 hops, lost at @host br-0123456789ab".</summary>
    public override string ToString() =>
        $"{Counted.Of(Hops.Count, "hop")}{(Lost is null ? "" : $", lost after {Lost.Place} {Lost.Interface}".TrimEnd())}";
}
