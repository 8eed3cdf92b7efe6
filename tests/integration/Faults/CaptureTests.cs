using System.Collections.Concurrent;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;
using Xunit;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>
/// A trace sees its own packets and no other: while both of its ends exchange much of the same kind, by the same addresses and ports, and
/// a third one sends to the very port that the probe comes from.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class CaptureTests(FaultSite site) : IClassFixture<FaultSite>
{
    private const int Count = 20;
    private const int FromPort = 31_777;

    [ConditionalTheory]
    [InlineData("icmp", 0)]
    [InlineData("tcp", 80)]
    [InlineData("tcp", 85)]
    [InlineData("udp", 99)]
    public async Task Packets_of_others_are_not_seen(string kind, int port)
    {
        site.Require();
        var spec = new PacketSpec
        {
            Kind = kind switch { "tcp" => ProbeKind.Tcp, "udp" => ProbeKind.Udp, _ => ProbeKind.Icmp },
            Family = 4,
            Token = 0x1122334455667788 + port,
            FromPort = FromPort,
        };
        await using var agent = await ProbeAgents.StartOwnAsync(site.Engine.Client, mesh: false, default);
        var sightings = new ConcurrentBag<(string Place, SightingItem Item)>();
        try
        {
            await TrafficAsync(port);
            var taps = new[] { "fa", "@host", "fb" }.Select(place => WatchAsync(agent, place, spec, sightings)).ToList();
            await UntilAsync(() => sightings.Count(seen => seen.Item.Sighting == SightingKind.Watching) == taps.Count);
            var send = new JobMessage
            {
                ProcessId = Process("fa"),
                Send = spec with { To = site.Fill("{fb}"), ToPort = port },
                Count = Count,
                Interval = 30,
            };
            await foreach (var answer in agent.RunAsync(send, default))
                Assert.False(answer is SightingItem { Sighting: SightingKind.NotSent });
            await Task.WhenAll(taps);
        }
        finally
        {
            site.EndProcesses();
        }

        var packets = sightings.Where(seen => seen.Item.Sighting != SightingKind.Watching).ToList();
        Assert.DoesNotContain(packets, seen => seen.Item.Sighting == SightingKind.Missed);

        // Each packet passes each interface once, by its number, as request and as answer: fa out, host in and out, fb in, and back.
        Assert.All(packets, seen => Assert.InRange(seen.Item.Number ?? -1, 0, Count - 1));
        Assert.All(
            packets.GroupBy(seen => (seen.Place, seen.Item.Link, seen.Item.Out, seen.Item.Sighting, seen.Item.Number)),
            same => Assert.Single(same));
        Assert.Equal(4 * Count, packets.Count(seen => seen.Item.Sighting == SightingKind.Request));
        Assert.Equal(4 * Count, packets.Count(seen => seen.Item.Sighting is SightingKind.Answer or SightingKind.Error));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 200 && !condition(); i++)
            await Task.Delay(20);
        Assert.True(condition());
    }

    private int Process(string place) =>
        place == "@host" ? 0 : int.Parse(site.Fill($"{{{place}.pid}}"), System.Globalization.CultureInfo.InvariantCulture);

    private async Task WatchAsync(
        ProbeProcess agent, string place, PacketSpec spec, ConcurrentBag<(string Place, SightingItem Item)> sightings)
    {
        await foreach (var answer in agent.RunAsync(new JobMessage { ProcessId = Process(place), Tap = spec, Timeout = 3000 }, default))
        {
            if (answer is SightingItem item)
                sightings.Add((place, item));
        }
    }

    /// <summary>Echo requests, connections and datagrams between the two, and datagrams that others send to the probe's own port.</summary>
    private async Task TrafficAsync(int port)
    {
        const string Flood = "exec perl -MSocket -e 'socket(my $s, PF_INET, SOCK_DGRAM, 0); my ($to, $port, $from) = @ARGV;"
            + " bind($s, sockaddr_in($from, INADDR_ANY)); while (1) { send($s, \"x\" x 40, 0, sockaddr_in($port, inet_aton($to)));"
            + " select(undef, undef, undef, 0.005) }'";
        const string Echo = "exec perl -MSocket -e 'socket(my $s, PF_INET, SOCK_DGRAM, 0); bind($s, sockaddr_in(99, INADDR_ANY));"
            + " while (1) { my $from = recv($s, my $data, 1500, 0); send($s, $data, 0, $from) }'";
        await site.DoAsync(new FaultStep("@processes:fb", Echo));

        // On a busy machine it takes its time; what comes before is refused, and a kernel says that of few datagrams a second.
        await site.AskAsync("fb", "for i in $(seq 100); do grep -q ':0063 ' /proc/self/net/udp && exit 0; sleep 0.1; done; exit 1");
        await site.DoAsync(new FaultStep("@processes:fa", "exec busybox ping -i 0.002 {fb}"));
        await site.DoAsync(new FaultStep("@processes:fb", "exec busybox ping -i 0.002 {fa}"));
        await site.DoAsync(new FaultStep(
            "@processes:fa", $"while :; do busybox wget -q -O /dev/null http://{{fb}}:{(port == 0 ? 80 : port)}/ || sleep 0.01; done"));
        await site.DoAsync(new FaultStep("@processes:fa", $"{Flood} {{fb}} 99 31778"));
        await site.DoAsync(new FaultStep("@processes:fb", $"{Flood} {{fa}} {FromPort} 98"));
        await site.DoAsync(new FaultStep("@processes:fd", $"{Flood} {{fa}} {FromPort} 99"));
    }
}
