using System.Buffers.Binary;
using System.Text;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Matches and targets from the bytes of their structures; <see cref="RuleWordsTests"/> asks a kernel for them.</summary>
public class XtWordsTests
{
    private static readonly string[] Names =
    [
        "tcp", "udp", "udplite", "icmp", "icmp6", "comment", "conntrack", "state", "addrtype", "multiport", "mark", "connmark", "limit",
        "hashlimit", "set", "iprange", "mac", "physdev", "pkttype", "owner", "length", "string", "statistic", "recent", "socket", "tcpmss",
        "ttl", "hl", "u32", "time", "bpf", "rpfilter", "dscp", "tos", "ecn", "connlimit", "cgroup", "policy", "sctp", "dccp", "esp", "ah",
        "quota", "helper", "devgroup", "connbytes", "cpu", "realm", "", "standard", "REJECT", "LOG", "NFLOG", "NFQUEUE", "AUDIT", "MARK",
        "CONNMARK", "DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP", "TCPMSS", "TPROXY", "CT", "NOTRACK", "CHECKSUM", "SET", "TRACE",
        "DSCP", "TOS", "TTL", "HL", "CLASSIFY", "TEE",
    ];

    [Theory]
    [InlineData("tcp", 0, "0000ffff500050000000000000000000", "-m tcp --dport 80")]
    [InlineData("mark", 1, "0100000003000000010000", "-m mark ! --mark 0x1/0x3")]
    [InlineData("tcp", 1, "0000ffff500050000000000000000000", null)]
    [InlineData("tcp", 0, "0000ffff5000500000", null)]
    [InlineData("nosuch", 0, "00000000", null)]
    [InlineData("multiport", 1, "01ff0000", null)]
    public void A_match_has_its_name_and_its_options(string name, int revision, string data, string? words) =>
        Assert.Equal(words, XtWords.Match(name, revision, Convert.FromHexString(data), 4));

    [Theory]
    [InlineData("", "ffffffff", 4, "-j DROP")]
    [InlineData("", "feffffff", 4, "-j ACCEPT")]
    [InlineData("standard", "fbffffff", 4, "-j RETURN")]
    [InlineData("", "fcffffff", 4, "-j QUEUE")]
    [InlineData("", "98000000", 4, null)]
    [InlineData("REJECT", "03000000", 4, "-j REJECT --reject-with icmp-port-unreachable")]
    [InlineData("REJECT", "04000000", 6, "-j REJECT --reject-with icmp6-port-unreachable")]
    [InlineData("REJECT", "04000000", 10, "-j REJECT --reject-with icmp6-port-unreachable")]
    [InlineData("REJECT", "04000000", 2, null)]
    [InlineData("REJECT", "ffffffff", 4, null)]
    public void A_target_has_its_name_and_its_options(string name, string data, int family, string? words) =>
        Assert.Equal(words, XtWords.Target(name, 0, Convert.FromHexString(data), family));

    [Theory]
    [InlineData("plain-1_a", "plain-1_a")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("", "\"\"")]
    [InlineData("it's \"q\" \\", "\"it\\'s \\\"q\\\" \\\\\"")]
    [InlineData("a\u001b[31m\nb", "\"a?[31m?b\"")]
    [InlineData("a\u202eb\u0085", "\"a?b?\"")]
    [InlineData("größe", "\"größe\"")]
    public void A_comment_is_quoted_and_harmless(string comment, string quoted)
    {
        var data = new byte[256];
        Encoding.UTF8.GetBytes(comment, data);

        Assert.Equal($"-m comment --comment {quoted}", XtWords.Match("comment", 0, data, 4));
        Assert.Equal($"-m comment --comment {quoted}", XtWords.Match("comment", 0, Encoding.UTF8.GetBytes(comment + "\0"), 4));
    }

    [Fact]
    public void The_name_of_a_set_is_its_number()
    {
        var data = new byte[48];
        (data[0], data[2], data[3]) = (7, 2, 0b011);

        Assert.Equal("-m set ! --match-set #7 src,dst", XtWords.Match("set", 4, data, 4));
    }

    [Fact]
    public void State_and_notrack_keep_the_names_that_they_were_written_with()
    {
        var state = new byte[168];
        BinaryPrimitives.WriteUInt16LittleEndian(state.AsSpan(146), (1 << 13) | 1);
        BinaryPrimitives.WriteUInt16LittleEndian(state.AsSpan(150), 8 | 1);
        var notrack = new byte[64];
        notrack[0] = 3;

        Assert.Equal("-m state --state INVALID,NEW", XtWords.Match("conntrack", 3, state, 4));
        Assert.Equal("-j NOTRACK", XtWords.Target("CT", 2, notrack, 4));
        Assert.Equal("-j CT --notrack", XtWords.Target("CT", 1, notrack, 4));
    }

    [Fact]
    public void No_data_is_read_past_its_end_and_nothing_in_it_is_trusted()
    {
        var random = new Random(13);
        var known = 0;
        foreach (var name in Names)
        {
            for (var i = 0; i < 600; i++)
            {
                var data = new byte[i < 400 ? i : random.Next(400, 4300)];
                if (i % 4 == 0)
                    Array.Fill(data, byte.MaxValue);
                else
                    random.NextBytes(data);

                // Small counts are what most structures want before they are read any further.
                for (var at = 0; i % 4 == 1 && at < data.Length; at++)
                    data[at] &= 3;
                foreach (var family in (int[])[4, 6])
                {
                    for (var revision = 0; revision <= 4; revision++)
                    {
                        known += Check(XtWords.Match(name, revision, data, family)) + Check(XtWords.Target(name, revision, data, family));
                    }
                }
            }
        }

        Assert.InRange(known, 10_000, int.MaxValue);

        static int Check(string? words)
        {
            if (words is null)
                return 0;
            Assert.InRange(words.Length, 1, 16 * 1024);
            Assert.DoesNotContain(words, char.IsControl);
            return 1;
        }
    }
}
