using System.Text;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;
using Xunit.Abstractions;

namespace DockerNetwork.UnitTests.Fuzz;

/// <summary>What the probe reads of others: packets, the kernel's messages, files of containers, and the jobs themselves.</summary>
public class ProbeFuzzTests(ITestOutputHelper output)
{
    private static readonly byte[] Query = DnsMessage.Query(0xabcd, "db.app", DnsMessage.TypeA)!;

    [Fact]
    public void What_others_write_into_proc()
    {
        byte[] line =
        [
            .. "docker-proxy\0-proto\0tcp\0-host-ip\0::\0-host-port\08080\0"u8,
            .. "-container-ip\0172.18.0.2\0-container-port\080\0"u8,
        ];
        byte[] socket = [2, 10, 0, 0, 0x1f, 0x90, 0, 0, 127, 0, 0, 1, .. new byte[60]];
        byte[] link = [.. "socket:[4711]"u8];
        byte[] entry = [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 24, 0, 4, .. "4321"u8, 0];

        Fuzzing.Run(output, [line, socket, link, entry, [.. entry, .. entry]], data =>
        {
            if (ProxyArguments.Parse(data) is { } proxy)
            {
                Assert.InRange(proxy.Port!.Value, 1, 65535);
                Assert.True(System.Net.IPAddress.TryParse(proxy.Address, out _));
                Assert.True(System.Net.IPAddress.TryParse(proxy.ContainerAddress, out _));
            }

            if (Listeners.Read(data) is var (_, listening))
                Assert.InRange(listening, 1, 65535);
            var numbers = new List<int>();
            ProcessFiles.Take(data, numbers);
            Assert.InRange(numbers.Count, 0, data.Length / 19);
            ProxyProcesses.IsProxy(data);
            SocketOwners.InodeOf(data);
        });
    }

    [Fact]
    public void Answers_of_name_servers()
    {
        byte[] question = [.. Query[12..]];
        byte[] one = [0xab, 0xcd, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. question, 0xc0, 12, 0, 1, 0, 1, 0, 0, 2, 88, 0, 4, 172, 18, 0, 3];
        byte[] alias =
        [
            0xab, 0xcd, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0, .. question,
            0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xc0, 15, 0xc0, 15, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 1,
        ];
        byte[] none = [0xab, 0xcd, 0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0, .. question];
        Assert.True(DnsMessage.TryRead(one, Query, out _));

        Fuzzing.Run(output, [one, alias, none], data =>
        {
            DnsMessage.TryRead(data, out _, out _, out var addresses);
            Assert.InRange(addresses.Count, 0, DnsMessage.MaxAddresses);
            if (!DnsMessage.TryRead(data, Query, out var answer))
                return;

            // What is believed has the number, is an answer, and repeats the question or fails.
            Assert.Equal(Query[..2], data[..2]);
            Assert.True((data[2] & 0x80) != 0);
            Assert.InRange(answer.Addresses.Count, 0, DnsMessage.MaxAddresses);
            Assert.True(answer.Addresses.Count == 0 || Ascii.EqualsIgnoreCase(data.AsSpan(12, question.Length), question));
        });
    }

    [Fact]
    public void Messages_of_netlink()
    {
        var item = new byte[NetlinkMessages.HeaderLength + 12 + 8 + 12];
        NetlinkMessages.WriteHeader(item, item.Length, 28, 2, 7);
        new byte[] { 8, 0, 1, 0, 172, 18, 0, 3, 10, 0, 2, 0, 2, 66, 172, 18, 0, 3 }.CopyTo(item, NetlinkMessages.HeaderLength + 12);
        var done = new byte[NetlinkMessages.HeaderLength + 4];
        NetlinkMessages.WriteHeader(done, done.Length, NetlinkMessages.Done, 2, 7);
        var delete = new byte[NetlinkMessages.DeleteLength];
        NetlinkMessages.WriteDelete(delete, 2, System.Net.IPAddress.Parse("fd00::1"), 5, 8);

        Fuzzing.Run(output, [[.. item, .. item, .. done], [.. done, .. item], delete], data =>
        {
            var messages = 0;
            for (var offset = 0; NetlinkMessages.TryRead(data, ref offset, out var message); messages++)
            {
                var content = data.AsSpan(message.Start, message.Length);
                foreach (var (kind, value) in NetlinkMessages.Attributes(content[Math.Min(12, content.Length)..]))
                    Assert.True(kind >= 0 && value.Length <= content.Length);
                Assert.True(messages <= data.Length / NetlinkMessages.HeaderLength, "It does not come to an end.");
            }
        });
    }

    [Fact]
    public void Packets_of_ICMP()
    {
        byte[] echo4 = [8, 0, 0, 0, 0x12, 0x34, 0x56, 0x78];
        byte[] header4 = [0x45, 0, 0, 28, 0, 0, 0, 0, 64, 1, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
        byte[] options4 = [0x46, .. header4[1..], 0, 0, 0, 0];
        byte[] header6 = [0x60, 0, 0, 0, 0, 8, 58, 64, .. new byte[15], 1, .. new byte[15], 2];
        byte[][] seeds =
        [
            [.. header4, 0, 0, 0, 0, 0x12, 0x34, 0x56, 0x78],
            [.. header4, 3, 1, 0, 0, 0, 0, 0, 0, .. header4, .. echo4],
            [.. options4, 3, 13, 0, 0, 0, 0, 0, 0, .. options4, .. echo4],
            [129, 0, 0, 0, 0x12, 0x34, 0x56, 0x78],
            [1, 0, 0, 0, 0, 0, 0, 0, .. header6, 128, 0, 0, 0, 0x12, 0x34, 0x56, 0x78],
        ];
        Assert.Equal(IcmpKind.NoRoute, IcmpMessage.Read4Raw(seeds[1]).Kind);
        Assert.Equal(IcmpKind.NoRoute, IcmpMessage.Read6(seeds[4]).Kind);

        Fuzzing.Run(output, seeds, data =>
        {
            foreach (var message in new[] { IcmpMessage.Read4Raw(data), IcmpMessage.Read4(data), IcmpMessage.Read6(data) })
            {
                Assert.Equal(
                    message.Kind is IcmpKind.NoRoute or IcmpKind.Prohibited or IcmpKind.TooLarge,
                    message.Destination is not null);
                Assert.True(message.Kind == IcmpKind.TooLarge || message.Mtu == 0);
            }
        });
    }

    [Fact]
    public void Lines_with_jobs()
    {
        byte[][] seeds =
        [
            [
                .. """{"job":1,"pid":7,"container":"0123","count":2,"timeout":1000,"interval":1,"family":4,"probes":[{"i":0"""u8,
                .. ""","kind":"icmp","host":"db"}]}"""u8,
            ],
            [
                .. """{"job":2,"probes":[{"i":1,"kind":"tcp","host":"10.0.0.1","port":80,"proxied":true},"""u8,
                .. """{"i":2,"kind":"http","host":"a\u0000b","port":1,"path":"/x"}]}"""u8,
            ],
            """{"job":3,"cancel":true,"unknown":{"a":[1,2,{"b":null}]}}"""u8.ToArray(),
            """{"job":4,"look":{"routes":[{"to":"10.0.0.1"},{"to":"::1","from":"::2","input":"eth0","mark":7}]}}"""u8.ToArray(),
        ];

        Fuzzing.Run(output, seeds, data =>
        {
            try
            {
                var job = JobReader.Read(data, out _);
                Assert.InRange(job.Probes!.Count, 0, JobMessage.MaxProbes);
                Assert.InRange(job.Count, 1, 1_000_000);
                Assert.InRange(job.Timeout, 1, 600_000);
                Assert.InRange(job.Look?.Routes?.Count ?? 0, 0, LookSpec.MaxRoutes);
                foreach (var question in job.Look?.Routes ?? [])
                    RouteLookup.Request(question, 1);
            }
            catch (FormatException)
            {
                // Documented: the line is not a valid job.
            }
        });
    }

    [Fact]
    public void Hosts_files()
    {
        byte[][] seeds =
        [
            "127.0.0.1\tlocalhost\n172.18.0.2 web web.corp # note\n::1 db\n"u8.ToArray(),
            "fe80::1%2 db\r\n;x\n10.0.0.1 web"u8.ToArray()
        ];

        Fuzzing.Run(output, seeds, data =>
        {
            // In parts or as a whole, it is the same file.
            var (whole, parts) = (new HostsScan(["web", "db"]), new HostsScan(["web", "db"]));
            whole.Read(data);
            whole.End();
            for (var start = 0; start < data.Length; start += 7)
                parts.Read(data.AsSpan(start, Math.Min(7, data.Length - start)));
            parts.End();
            foreach (var name in new[] { "web", "db" })
            {
                Assert.Equal(whole[name], parts[name]);
                Assert.InRange(whole[name].Count, 0, HostsScan.MaxAddresses);
            }
        });
    }

    [Fact]
    public void Configurations_of_resolvers()
    {
        byte[][] seeds =
        [
            "nameserver 10.0.0.1\nsearch a.example b.example\noptions ndots:2 timeout:1 attempts:3\n"u8.ToArray(),
            "domain lan\nnameserver fe80::1%1\n"u8.ToArray()
        ];

        Fuzzing.Run(output, seeds, data =>
        {
            var configuration = ResolverConfiguration.Parse(Encoding.UTF8.GetString(data).Split('\n'));
            Assert.InRange(configuration.Servers.Count, 1, 3);
            Assert.InRange(configuration.Search.Count, 0, 32);
            Assert.InRange(configuration.Search.Sum(s => s.Length), 0, 4096);
            Assert.InRange(configuration.Candidates("web").Take(100).Count(), 1, 33);
        });
    }

    [Fact]
    public void Status_lines_of_HTTP()
    {
        byte[][] seeds = ["HTTP/1.1 200 OK\r\n"u8.ToArray(), "HTTP/1.0 404\n"u8.ToArray(), "SSH-2.0-x\r\n"u8.ToArray()];

        Fuzzing.Run(output, seeds, data =>
        {
            var (whole, parts) = (new HttpStatus(), new HttpStatus());
            var status = whole.Read(data);
            Assert.InRange(status ?? 0, 0, 999);
            int? last = null;
            for (var i = 0; i < data.Length && last is null; i++)
                last = parts.Read(data.AsSpan(i, 1));
            if (status is null)
                Assert.Null(last);
        });
    }

    [Fact]
    public void Control_groups_and_statistics_of_the_kernel()
    {
        var id = new string('a', 64);
        byte[][] seeds =
        [
            Encoding.ASCII.GetBytes($"9:name=systemd:/docker/{id}\n0::/../docker-{id}.scope\n"),
            "entries  table_fulls\n00000187 0000ed43\n"u8.ToArray()
        ];

        Fuzzing.Run(output, seeds, data =>
        {
            if (Cgroups.Of(data, Encoding.ASCII.GetBytes(id)) == Membership.Verified)
                Assert.Contains(id, Encoding.Latin1.GetString(data), StringComparison.Ordinal);
            _ = NeighbourTable.Parse(Encoding.Latin1.GetString(data).Split('\n'));
        });
    }

    [Fact]
    public void Counters_of_the_kernel_and_what_a_look_reads_of_netlink()
    {
        byte[][] seeds =
        [
            "TcpExt: ListenOverflows ListenDrops\nTcpExt: 1 2\nIp: InAddrErrors\nIp: 3\n"u8.ToArray(),
            "entries drop early_drop\n00000001 00000002 ffffffff\n"u8.ToArray(),
            "Ip6InNoRoutes \t7\n"u8.ToArray(),
            // IFLA_LINKINFO with the data of a bridge port, IFLA_AF_SPEC with settings.
            [
                28, 0, 18, 0, 11, 0, 4, 0, .. "bridge\0"u8, 0, 12, 0, 5, 0, 5, 0, 1, 0, 3, 0, 0, 0,
                20, 0, 26, 0, 16, 0, 2, 0, 12, 0, 1, 0, 1, 0, 0, 0, 2, 0, 0, 0,
            ],
        ];

        Fuzzing.Run(output, seeds, data =>
        {
            var text = Encoding.Latin1.GetString(data);
            Assert.InRange(KernelCounters.Pairs(text).Count, 0, data.Length);
            Assert.InRange(KernelCounters.OfIPv6(text).Count, 0, data.Length);
            Assert.InRange(KernelCounters.Table("nf_conntrack", text, "drop", "early_drop").Count, 0, 3);
            KernelSettings.Number(data);
            var attributes = NetlinkMessages.Attributes(data);
            LookItems.Link(new byte[16], attributes);
            LookItems.Route([2, 0, 0, 0, 254, 0, 0, 1, 0, 0, 0, 0], attributes);
            LookItems.BridgeEntry(new byte[12], attributes);
            LookItems.PolicyRule([2, 0, 0, 0, 7, 0, 0, 1, 0, 0, 0, 0], attributes);
            RouteLookup.Read(new byte[12], attributes);
            Assert.InRange(LinkSettings.Read("eth0", attributes).Count, 0, 9);
        });
    }
}
