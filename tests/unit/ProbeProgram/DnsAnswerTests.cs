using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Which datagrams are the answer to a query.</summary>
public class DnsAnswerTests
{
    private static readonly byte[] Query = DnsMessage.Query(0xabcd, "db", DnsMessage.TypeA)!;

    [Fact]
    public void The_answer_repeats_the_question()
    {
        Assert.True(DnsMessage.TryRead(Answer(Query[12..]), Query, out var answer));
        Assert.Equal("172.18.0.3", Assert.Single(answer.Addresses).ToString());
    }

    [Fact]
    public void Case_does_not_matter() => Assert.True(DnsMessage.TryRead(Answer([2, (byte)'D', (byte)'b', 0, 0, 1, 0, 1]), Query, out _));

    [Theory]
    [InlineData(new byte[] { 2, (byte)'d', (byte)'c', 0, 0, 1, 0, 1 })]
    [InlineData(new byte[] { 2, (byte)'d', (byte)'b', 0, 0, 28, 0, 1 })]
    [InlineData(new byte[] { 2, (byte)'d', (byte)'b', 0, 0, 1, 0, 3 })]
    [InlineData(new byte[] { 2, (byte)'d', (byte)'b', 1, (byte)'x', 0, 0, 1, 0, 1 })]
    public void An_answer_to_another_question_is_none(byte[] question) => Assert.False(DnsMessage.TryRead(Answer(question), Query, out _));

    [Fact]
    public void An_answer_with_another_number_is_none()
    {
        var answer = Answer(Query[12..]);
        answer[1] ^= 1;

        Assert.False(DnsMessage.TryRead(answer, Query, out _));
    }

    [Fact]
    public void Two_questions_are_not_the_one_that_was_asked()
    {
        byte[] answer = [.. Answer([.. Query[12..], .. Query[12..]])];
        answer[5] = 2;

        Assert.False(DnsMessage.TryRead(answer, Query, out _));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(0, false)]
    public void Without_a_question_only_a_failure_is_an_answer(byte code, bool believed) =>
        Assert.Equal(believed, DnsMessage.TryRead([0xab, 0xcd, 0x81, (byte)(0x80 | code), 0, 0, 0, 0, 0, 0, 0, 0], Query, out _));

    [Fact]
    public void Addresses_of_another_type_are_not_what_was_asked_for()
    {
        byte[] answer = [.. Answer(Query[12..])[..^16], 0xc0, 12, 0, 28, 0, 1, 0, 0, 2, 88, 0, 16, .. new byte[16]];

        Assert.True(DnsMessage.TryRead(answer, Query, out var read));
        Assert.Empty(read.Addresses);
    }

    [Fact]
    public void An_answer_that_was_cut_off_says_so()
    {
        var answer = Answer(Query[12..]);
        answer[2] |= 2;

        Assert.True(DnsMessage.TryRead(answer, Query, out var read));
        Assert.True(read.Truncated);
    }

    [Fact]
    public void More_addresses_than_anybody_needs_are_left_out()
    {
        byte[] answer =
        [
            .. Answer(Query[12..])[..^16],
            .. Enumerable.Repeat<byte[]>([0xc0, 12, 0, 1, 0, 1, 0, 0, 2, 88, 0, 4, 10, 0, 0, 1], 640).SelectMany(r => r)
        ];
        (answer[6], answer[7]) = (640 >> 8, 640 & 0xff);

        Assert.True(DnsMessage.TryRead(answer, Query, out var read));
        Assert.Equal(DnsMessage.MaxAddresses, read.Addresses.Count);
    }

    private static byte[] Answer(byte[] question) =>
        [0xab, 0xcd, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. question, 0xc0, 12, 0, 1, 0, 1, 0, 0, 2, 88, 0, 4, 172, 18, 0, 3];
}
