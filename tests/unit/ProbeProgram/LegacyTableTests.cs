using System.Buffers.Binary;
using System.Text;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Legacy tables built from the kernel's structures; <see cref="RuleWordsTests"/> reads those of a kernel.</summary>
public class LegacyTableTests
{
    private const int Forward = 2;

    [Fact]
    public void Chains_rules_policies_and_hooks_are_found()
    {
        var table = Sample().Read()!;

        Assert.Equal(["FORWARD", "USER"], table.Chains.Select(chain => chain.Name));
        Assert.Equal([2, 2], table.Chains.Select(chain => chain.Length));
        Assert.Equal(
            ["-A FORWARD -j USER", "-A FORWARD -g USER", "DROP", "-A USER", "-A USER -j DROP"],
            table.Rules.Select(rule => LegacyWords.Of(table, rule)));
        Assert.Equal([1, 2, 0, 1, 2], table.Rules.Select(rule => rule.Position));
        Assert.All(table.Chains, chain => Assert.Equal("forward", table.Hooks()[chain]));
    }

    [Fact]
    public void Only_what_grew_by_the_number_of_packets_is_told_and_those_that_grew_by_more_come_later()
    {
        var before = LegacyRules.Of(Sample(policy: 100, rule: 7).Read()!);

        Assert.Equal([("USER", 3L), ("FORWARD", 5L)], Grown(Sample(policy: 105, rule: 10)));
        Assert.Equal([("FORWARD", 3L)], Grown(Sample(policy: 103, rule: 9)));
        Assert.Empty(Grown(Sample(policy: 100, rule: 7)));

        // Counters that were set to zero meanwhile.
        Assert.Empty(Grown(Sample(policy: 3, rule: 3)));
        Assert.Empty(before.GrownSince(before, 0));

        IEnumerable<(string, long)> Grown(Blob after) =>
            LegacyRules.Of(after.Read()!).GrownSince(before, 3).Select(item => (item.Chain!, item.Packets));
    }

    [Fact]
    public void A_table_with_a_rule_that_is_cut_off_is_not_read()
    {
        var blob = Sample();
        for (var length = 1; length < blob.Entries.Count; length++)
            _ = blob.Read(length)?.Rules.Select(rule => LegacyWords.Of(blob.Read(length)!, rule)).ToList();

        Assert.Null(blob.Read(blob.Entries.Count - 1));
        Assert.Null(LegacyTable.Parse("filter", false, [], blob.Entries.ToArray()));
    }

    [Fact]
    public void Nothing_in_a_table_is_trusted()
    {
        var random = new Random(13);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var blob = Sample();
            for (var change = random.Next(1, 6); change > 0; change--)
                blob.Entries[random.Next(blob.Entries.Count)] = (byte)random.Next(256);
            if (blob.Read() is not { } table)
                continue;
            read++;
            Assert.All(table.Rules, rule => Assert.DoesNotContain(LegacyWords.Of(table, rule), char.IsControl));
            Assert.All(table.Rules, rule => Assert.DoesNotContain(LegacyWords.Comment(table, rule) ?? "", char.IsControl));
            Assert.InRange(LegacyRules.Of(table).GrownSince(LegacyRules.Of(Sample().Read()!), 1).Count(), 0, 64);
            _ = table.Hooks();
        }

        Assert.InRange(read, 1000, int.MaxValue);
    }

    [Fact]
    public void Tables_have_a_bound()
    {
        var blob = new Blob();
        blob.Start(Forward);
        for (var i = 0; i < 100_002; i++)
            blob.Add(verdict: -1);

        Assert.Null(blob.Read());
    }

    /// <summary>FORWARD with two jumps to USER, which counts and drops.</summary>
    private static Blob Sample(ulong policy = 0, ulong rule = 0)
    {
        // Behind the three rules of FORWARD, and the begin of USER.
        const int Rule = 152;
        const int Head = 176;
        const int User = (3 * Rule) + Head;
        var blob = new Blob();
        blob.Start(Forward);
        blob.Add(User);
        blob.Add(User, flags: 2);
        blob.EndAt(Forward);
        blob.Add(-1, policy);
        blob.Error("USER");
        blob.Add(User + Rule);
        blob.Add(-1, rule);
        blob.Add(-5);
        blob.Error("ERROR");
        return blob;
    }

    private sealed class Blob
    {
        private readonly byte[] _info = new byte[LegacyTable.InfoLength];

        public List<byte> Entries { get; } = [];

        public void Start(int hook)
        {
            _info[32] |= (byte)(1 << hook);
            BinaryPrimitives.WriteInt32LittleEndian(_info.AsSpan(36 + (4 * hook)), Entries.Count);
        }

        public void EndAt(int hook) => BinaryPrimitives.WriteInt32LittleEndian(_info.AsSpan(56 + (4 * hook)), Entries.Count);

        public void Add(int verdict, ulong packets = 0, byte flags = 0)
        {
            var data = new byte[8];
            BinaryPrimitives.WriteInt32LittleEndian(data, verdict);
            Add("", data, packets, flags);
        }

        public void Error(string name)
        {
            var data = new byte[32];
            Encoding.ASCII.GetBytes(name, data);
            Add("ERROR", data, 0, 0);
        }

        public LegacyTable? Read(int? length = null) =>
            LegacyTable.Parse("filter", false, _info, Entries.Take(length ?? Entries.Count).ToArray());

        private void Add(string target, byte[] data, ulong packets, byte flags)
        {
            const int Begin = 112;
            var entry = new byte[Begin + 32 + data.Length];
            entry[82] = flags;
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(88), Begin);
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(90), (ushort)entry.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(96), packets);
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(Begin), (ushort)(32 + data.Length));
            Encoding.ASCII.GetBytes(target, entry.AsSpan(Begin + 2));
            data.CopyTo(entry, Begin + 32);
            Entries.AddRange(entry);
        }
    }
}
