using System.Net;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>
/// What a trace knows, made by hand: web (10.1.0.2) and db (10.1.0.3) are on the network app, far (10.2.0.2) is on the network other and
/// publishes its port 80 as 8080.
/// </summary>
internal static class TraceScene
{
    public const int Eth0 = 2;
    public const int Uplink = 3;
    public const int AppBridge = 5;
    public const int OtherBridge = 6;
    public const int WebEnd = 11;
    public const int DbEnd = 12;
    public const int FarEnd = 13;
    public const string WebAddress = "10.1.0.2";
    public const string DbAddress = "10.1.0.3";
    public const string FarAddress = "10.2.0.2";
    public const string HostAddress = "192.0.2.1";
    public const int FromPort = 40001;

    public static readonly TestEngine Engine = new TestEngine()
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Network("other", "10.2.0.0/24", gateway: "10.2.0.1")
        .Container("web", "app=" + WebAddress)
        .Container("db", "app=" + DbAddress)
        .PublishingFrom("far", ["other=" + FarAddress], "0.0.0.0:8080->80/tcp");

    public static readonly TracePlace Web = new("web", Engine["web"]);
    public static readonly TracePlace Db = new("db", Engine["db"]);
    public static readonly TracePlace Far = new("far", Engine["far"]);
    public static readonly TracePlace Host = TracePlace.Host;

    /// <summary>A probe from web to another container, three packets sent, nothing seen.</summary>
    public static TraceEvidence To(TracePlace target, string to, int? port = 80, ProbeKind kind = ProbeKind.Tcp)
    {
        var own = target == Far ? FarAddress : target == Db ? DbAddress : to;
        var looks = new Dictionary<TracePlace, NamespaceLook>
        {
            [Web] = Container(WebAddress, WebEnd),
            [Db] = Container(DbAddress, DbEnd),
            [Far] = Container(FarAddress, FarEnd),
            [Host] = HostLook(),
        };
        return new TraceEvidence
        {
            Question = new Question(Engine.Snapshot, Engine["web"], target.Container, to)
            {
                Port = port,
                Protocol = kind == ProbeKind.Udp ? "udp" : "tcp",
            },
            Spec = new PacketSpec { Kind = kind, Family = 4, Token = 1, FromPort = FromPort },
            Source = Web,
            Target = target,
            To = IPAddress.Parse(to),
            TargetAddress = IPAddress.Parse(own),
            Before = looks,
            After = new Dictionary<TracePlace, NamespaceLook>(looks),
        };
    }

    /// <summary>
    /// The same evidence with sightings, in the order of time; three packets were sent before. If only the first was seen, it stands for
    /// all of them.
    /// </summary>
    public static TraceEvidence Saw(this TraceEvidence evidence, params IEnumerable<Sighting> seen)
    {
        var several = seen.Any(one => one.Item.Number > 0);
        var sent = Enumerable.Range(0, 3).Select(number => Seen(
            evidence.Source, null, true, SightingKind.Sent, WebAddress, evidence.To.ToString(), evidence.Question.Port,
            several ? number : 0));
        var all = sent.Concat(seen).Select((one, order) => one with { Item = one.Item with { At = 1000 * order } }).ToList();
        return evidence with { Sightings = all };
    }

    /// <summary>The same with another look at a namespace after the packets were lost.</summary>
    public static TraceEvidence Looks(this TraceEvidence evidence, TracePlace place, Func<NamespaceLook, NamespaceLook> change) =>
        evidence with
        {
            After = evidence.After.ToDictionary(pair => pair.Key, pair => pair.Key == place ? change(pair.Value) : pair.Value),
        };

    /// <summary>The same with counters or settings.</summary>
    public static NamespaceLook With(this NamespaceLook look, params (string Name, long Value)[] sysctls) =>
        look with { Sysctls = look.Sysctls.Concat(sysctls.Select(one => KeyValuePair.Create(one.Name, one.Value))).ToDictionary() };

    public static Sighting Out(
        TracePlace place, int link, string from, string to, int? toPort = 80, SightingKind kind = SightingKind.Request) =>
        Seen(place, link, true, kind, from, to, toPort, 0);

    public static Sighting In(
        TracePlace place, int link, string from, string to, int? toPort = 80, SightingKind kind = SightingKind.Request) =>
        Seen(place, link, false, kind, from, to, toPort, 0);

    /// <summary>An answer: from a port to that of the source.</summary>
    public static Sighting Answer(TracePlace place, int link, bool leaves, string from, string to, int? port = 80) =>
        Seen(place, link, leaves, SightingKind.Answer, from, to, FromPort, 0, port);

    public static Sighting Reset(this Sighting seen) => seen with { Item = seen.Item with { Reset = true } };

    /// <summary>The same as an ICMP message that quotes a packet from web, to db if no other is named.</summary>
    public static Sighting Icmp(this Sighting seen, int type, int code, string to = DbAddress, int port = 80) => seen with
    {
        Item = seen.Item with
        {
            Sighting = SightingKind.Error,
            Icmp = (type * 256) + code,
            FromPort = null,
            ToPort = null,
            Quoted = new QuotedPacket(WebAddress, FromPort, to, port),
        },
    };

    /// <summary>The request on its way over the bridge of web and db, up to a number of steps.</summary>
    public static IEnumerable<Sighting> ToDb(int steps, string to = DbAddress) => new[]
    {
        Out(Web, Eth0, WebAddress, to),
        In(Host, WebEnd, WebAddress, to),
        In(Host, AppBridge, WebAddress, to),
        Out(Host, DbEnd, WebAddress, to),
        In(Db, Eth0, WebAddress, to),
    }.Take(steps);

    /// <summary>The answer on its way back.</summary>
    public static IEnumerable<Sighting> FromDb(int steps) => new[]
    {
        Answer(Db, Eth0, true, DbAddress, WebAddress),
        Answer(Host, DbEnd, false, DbAddress, WebAddress),
        Answer(Host, WebEnd, true, DbAddress, WebAddress),
        Answer(Web, Eth0, false, DbAddress, WebAddress),
    }.Take(steps);

    public static FirewallRule Rule(string place, string chain, string text, string verdict = "drop", bool certain = true) => new()
    {
        Place = place,
        Tool = "iptables",
        Family = "ip",
        Table = "filter",
        Chain = chain,
        Position = 1,
        Text = text,
        Verdict = verdict,
        Owner = chain == "DOCKER-USER" ? RuleOwner.DockerUser : RuleOwner.Unknown,
        Packets = 3,
        Certain = certain,
    };

    public static Sighting Seen(
        TracePlace place,
        int? link,
        bool leaves,
        SightingKind kind,
        string from,
        string to,
        int? toPort,
        int number,
        int? fromPort = FromPort) =>
        new(place, new SightingItem
        {
            Sighting = kind,
            Number = number,
            Link = link,
            Out = leaves,
            From = from,
            FromPort = toPort is null ? null : fromPort,
            To = to,
            ToPort = toPort,
        });

    private static NamespaceLook Container(string address, int end) => NamespaceLook.Of(
    [
        Link(1, "lo", null), Link(Eth0, "eth0", "veth", end),
        new NamespaceItem { Kind = ItemKind.Address, Index = Eth0, Address = address, Prefix = 24, Scope = "global" },
    ]);

    private static NamespaceLook HostLook()
    {
        var (app, other) = (Engine.NetworkNamed("app").Bridge!, Engine.NetworkNamed("other").Bridge!);
        return NamespaceLook.Of(
        [
            Link(1, "lo", null), Link(Uplink, "eth0", null),
            Link(AppBridge, app, "bridge"), Link(OtherBridge, other, "bridge"),
            Link(WebEnd, "veth-web", "veth", Eth0, AppBridge), Link(DbEnd, "veth-db", "veth", Eth0, AppBridge),
            Link(FarEnd, "veth-far", "veth", Eth0, OtherBridge),
            Own(AppBridge, "10.1.0.1"), Own(OtherBridge, "10.2.0.1"), Own(Uplink, HostAddress),
            new SysctlItem { Sysctl = "net.ipv4.ip_forward", Value = 1 },
        ]);

        static NamespaceItem Own(int link, string address) =>
            new() { Kind = ItemKind.Address, Index = link, Address = address, Prefix = 24, Scope = "global" };
    }

    private static NamespaceItem Link(int index, string name, string? type, int? peer = null, int? master = null) =>
        new() { Kind = ItemKind.Link, Index = index, Name = name, Type = type, Link = peer, Master = master, Up = true };
}
