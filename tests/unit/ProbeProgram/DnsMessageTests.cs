using System.Net;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Bytes on the wire, as RFC 1035 lays them out.</summary>
public class DnsMessageTests
{
    [Fact]
    public void A_query_is_a_header_and_one_question()
    {
        byte[] expected =
        [
            0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0,
            2, (byte)'d', (byte)'b', 3, (byte)'a', (byte)'p', (byte)'p', 0,
            0, 1, 0, 1,
        ];

        Assert.Equal(expected, DnsMessage.Query(0x1234, "db.app", DnsMessage.TypeA));
    }

    [Fact]
    public void A_query_for_IPv6_differs_in_its_type()
    {
        Assert.Equal([0, 28, 0, 1], DnsMessage.Query(1, "db", DnsMessage.TypeAaaa)![^4..]);
    }

    [Fact]
    public void A_dot_at_the_end_is_the_root_and_not_a_label()
    {
        Assert.Equal(DnsMessage.Query(1, "db.app", DnsMessage.TypeA), DnsMessage.Query(1, "db.app.", DnsMessage.TypeA));
    }

    [Fact]
    public void Letters_beyond_ASCII_go_as_UTF8() => Assert.Equal(1 + 3, DnsMessage.Query(1, "dü", DnsMessage.TypeA)!.Length - 12 - 5);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".db")]
    [InlineData("db..app")]
    public void An_empty_label_is_no_name(string name) => Assert.Null(DnsMessage.Query(1, name, DnsMessage.TypeA));

    [Fact]
    public void A_label_has_63_bytes_at_the_most()
    {
        Assert.NotNull(DnsMessage.Query(1, new string('a', 63), DnsMessage.TypeA));
        Assert.Null(DnsMessage.Query(1, new string('a', 64), DnsMessage.TypeA));
        Assert.Null(DnsMessage.Query(1, new string('ü', 32), DnsMessage.TypeA));
    }

    [Fact]
    public void A_name_has_253_bytes_at_the_most()
    {
        var name = string.Join('.', Enumerable.Repeat(new string('a', 49), 5)) + ".aaa";
        Assert.Equal(253, name.Length);
        Assert.NotNull(DnsMessage.Query(1, name, DnsMessage.TypeA));
        Assert.NotNull(DnsMessage.Query(1, name + ".", DnsMessage.TypeA));
        Assert.Null(DnsMessage.Query(1, name + "a", DnsMessage.TypeA));
    }

    [Fact]
    public void An_answer_with_an_address_is_read() => Reads(Answers.One4, 0, "172.18.0.3");

    [Fact]
    public void An_answer_with_an_IPv6_address_is_read() => Reads(Answers.One6, 0, "fd00:1::3");

    [Fact]
    public void An_alias_on_the_way_brings_its_address() => Reads(Answers.Alias, 0, "93.184.216.34", "93.184.216.35");

    [Fact]
    public void No_such_name_is_an_answer() => Reads(Answers.Empty(3), 3);

    [Fact]
    public void A_failure_of_the_server_is_an_answer() => Reads(Answers.Empty(2), 2);

    [Fact]
    public void An_answer_without_records_is_an_answer() => Reads(Answers.Empty(0), 0);

    [Fact]
    public void A_query_is_no_answer() =>
        Assert.False(DnsMessage.TryRead(DnsMessage.Query(1, "db", DnsMessage.TypeA), out _, out _, out _));

    [Fact]
    public void An_address_of_the_wrong_length_is_none()
    {
        var message = Answers.One4.ToArray();
        Reads([.. message[..^6], 0, 3, 1, 2, 3], 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void An_answer_cut_anywhere_is_none(int which)
    {
        var message = new[] { Answers.One4, Answers.One6, Answers.Alias }[which];
        for (var length = 0; length < message.Length; length++)
            Assert.False(DnsMessage.TryRead(message.AsSpan(0, length), out _, out _, out _), $"{length} bytes");
    }

    [Fact]
    public void A_pointer_to_itself_does_not_loop()
    {
        byte[] message = [0, 1, 0x81, 0x80, 0, 1, 0xff, 0xff, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1];
        Assert.False(DnsMessage.TryRead(message, out _, out _, out _));
    }

    [Fact]
    public void Random_datagrams_do_no_harm()
    {
        var random = new Random(20250103);
        for (var i = 0; i < 50_000; i++)
        {
            var message = new byte[random.Next(0, 300)];
            random.NextBytes(message);
            if (i % 2 == 0 && message.Length > 12)
                new byte[] { 0, 1, 0x81, 0x80, 0, 1, 0, (byte)random.Next(256), 0, 0, 0, 0 }.CopyTo(message, 0);
            DnsMessage.TryRead(message, out _, out _, out var addresses);
            Assert.InRange(addresses.Count, 0, 30);
        }
    }

    [Fact]
    public void Good_answers_with_some_bytes_changed_do_no_harm()
    {
        var random = new Random(20250104);
        byte[][] good = [Answers.One4, Answers.One6, Answers.Alias];
        for (var i = 0; i < 50_000; i++)
        {
            var message = good[i % good.Length].ToArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                message[random.Next(message.Length)] = (byte)random.Next(256);
            DnsMessage.TryRead(message, out _, out _, out var addresses);
            Assert.InRange(addresses.Count, 0, 10);
        }
    }

    private static void Reads(byte[] message, int code, params string[] addresses)
    {
        Assert.True(DnsMessage.TryRead(message, out var id, out var responseCode, out var read));
        Assert.Equal((0xabcd, code), (id, responseCode));
        Assert.Equal(addresses.Select(IPAddress.Parse), read);
    }

    private static class Answers
    {
        private static readonly byte[] Question = [2, (byte)'d', (byte)'b', 0];

        public static byte[] One4 { get; } = [.. Head(1), .. Question, 0, 1, 0, 1, 0xc0, 12, 0, 1, 0, 1, 0, 0, 2, 88, 0, 4, 172, 18, 0, 3];

        public static byte[] One6 { get; } =
        [
            .. Head(1), .. Question, 0, 28, 0, 1, 0xc0, 12, 0, 28, 0, 1, 0, 0, 2, 88, 0, 16,
            .. IPAddress.Parse("fd00:1::3").GetAddressBytes()
        ];

        /// <summary>
        /// www.example.com is an alias of example.com, which has two addresses; names are pointers into what came before.
        /// </summary>
        public static byte[] Alias { get; } =
        [
            .. Head(3), 3, .. "www"u8, 7, .. "example"u8, 3, .. "com"u8, 0, 0, 1, 0, 1,
            0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xc0, 16,
            0xc0, 16, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 93, 184, 216, 34,
            7, .. "example"u8, 0xc0, 24, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 93, 184, 216, 35,
        ];

        public static byte[] Empty(byte code) => [.. Head(0, code), .. Question, 0, 1, 0, 1];

        private static byte[] Head(byte answers, byte code = 0) => [0xab, 0xcd, 0x81, (byte)(0x80 | code), 0, 1, 0, answers, 0, 0, 0, 0];
    }
}
