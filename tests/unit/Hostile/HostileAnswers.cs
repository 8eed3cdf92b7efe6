using System.Globalization;
using System.Text;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Hostile;

/// <summary>What a hostile engine does instead of answering. Each goes on until the client has gone, where it has no end.</summary>
internal static class HostileAnswers
{
    private static readonly byte[] Much = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));

    /// <summary>By name, as tests show them.</summary>
    public static readonly IReadOnlyDictionary<string, Func<FakeExchange, Task>> All = new Dictionary<string, Func<FakeExchange, Task>>
    {
        ["endless body"] = e => EndlessAsync(e, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[\""),
        ["endless body with a length"] = e => EndlessAsync(e, "HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n\r\n[\""),
        ["endless chunks"] = EndlessChunksAsync,
        ["one endless chunk"] = e => EndlessAsync(e, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\n"),
        ["a chunk extension without an end"] = e => EndlessAsync(e, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"),
        ["endless trailers"] = e => EndlessAsync(e, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-Trailer: x\r\n"),
        ["endless refusal"] = e => EndlessAsync(e, "HTTP/1.1 500 Oh no\r\n\r\n"),
        ["endless headers"] = e => EndlessAsync(e, "HTTP/1.1 200 OK\r\n", "X-Header: x\r\n"),
        ["one endless header"] = e => EndlessAsync(e, "HTTP/1.1 200 OK\r\nX-Header: "),
        ["endless status line"] = e => EndlessAsync(e, "HTTP/1.1 200 "),
        ["endless 100 Continue"] = e => EndlessAsync(e, "", "HTTP/1.1 100 Continue\r\n\r\n"),
        ["huge headers"] = e => e.RawAsync(
            "HTTP/1.1 200 OK\r\n" +
            string.Concat(Enumerable.Range(0, 20).Select(i => $"X-{i}: {new string('x', 32 * 1024)}\r\n")) +
            "Content-Length: 2\r\n\r\n[]"),
        ["silence"] = e => SilentAsync(e, ""),
        ["silence in the headers"] = e => SilentAsync(e, "HTTP/1.1 200 OK\r\nContent-"),
        ["silence in the body"] = e => SilentAsync(e, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n["),
        ["slow bytes"] = SlowAsync,
        ["101 with silence"] = e => SilentAsync(e, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"),
        ["101 and the end"] = async e =>
        {
            await e.UpgradeAsync();
            e.Hangup();
        },
        ["101 without Upgrade"] = e => SilentAsync(e, "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
        ["101 with endless output"] = e => EndlessAsync(e, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"),
        ["101 with a frame of 4 GiB"] = e =>
            EndlessAsync(e, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n\u0001\0\0\0\u007f\u007f\u007f\u007f"),
        ["101 with empty frames"] = e =>
            EndlessAsync(e, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n", "\u0001\0\0\0\0\0\0\0"),
        ["101 with an endless line"] = e =>
            EndlessAsync(e, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n", "\u0001\0\0\0\0\0\0\u0008xxxxxxxx"),
        ["101 with half a frame"] = async e =>
        {
            await e.UpgradeAsync();
            await e.RawAsync("\u0001\0\0\0\0\0\0\u0008xxx");
            e.Hangup();
        },
        ["204"] = e => e.RawAsync("HTTP/1.1 204 No Content\r\n\r\n"),
        ["304"] = e => e.RawAsync("HTTP/1.1 304 Not Modified\r\n\r\n"),
        ["redirect"] = e => e.RawAsync("HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n"),
        ["gzip that nobody asked for"] = e => e.WriteAsync((byte[])[
            .. "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"u8,
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ["bytes that are not UTF-8"] = e =>
            e.WriteAsync((byte[])[.. "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n[{\"Name\":\""u8, 0xc3, 0x28, 0xff]),
        ["a character set that nobody knows"] = e =>
            e.RawAsync("HTTP/1.1 500 Oh\r\nContent-Type: text/plain; charset=x-nobody\r\nContent-Length: 2\r\n\r\nno"),
        ["no body"] = e => e.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ["null"] = e => e.JsonAsync("null"),
        ["a number"] = e => e.JsonAsync("1e400"),
        ["a text"] = e => e.JsonAsync("\"no\""),
        ["wrong types"] = e => e.JsonAsync("""{"Id":{},"Name":[],"message":7,"Version":[],"Plugins":7,"Running":"x"}"""),
        ["a list of wrong types"] = e => e.JsonAsync("""[7,"x",[],{"Id":{} }]"""),
        ["deep"] = e => e.JsonAsync(new string('[', 10_000)),
        ["half a character"] = e => e.JsonAsync("""[{"Name":"\ud800"}]"""),
        ["a refusal of half a character"] = e => e.JsonAsync("""{"message":"\ud800"}""", 500),
        ["a refusal of wrong types"] = e => e.JsonAsync("""{"message":[1]}""", 404),
        ["a refusal of nothing"] = e => e.RawAsync("HTTP/1.1 409 \r\nContent-Length: 0\r\n\r\n"),
        ["a version that is too old, always"] = e => e.ErrorAsync(
            400, "client version 1.51 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version"),
        ["a status that is no number"] = e => e.RawAsync("HTTP/1.1 abc OK\r\n\r\n"),
        ["two lengths"] = e => e.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n[]xxx"),
        ["a negative length"] = e => e.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n[]"),
        ["garbage"] = e => EndlessAsync(e, "\0\u0001\u0002", "\u0003\n"),
        ["the end"] = e =>
        {
            e.Hangup();
            return Task.CompletedTask;
        },
    };

    private static async Task EndlessAsync(FakeExchange e, string head, string? again = null)
    {
        e.Last();
        await e.RawAsync(head);
        var piece = again is null ? Much : Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(again, 1 + (16 * 1024 / again.Length))));
        while (true)
            await e.WriteAsync(piece);
    }

    private static async Task EndlessChunksAsync(FakeExchange e)
    {
        e.Last();
        await e.RawAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (true)
        {
            await e.RawAsync(Much.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            await e.WriteAsync(Much);
            await e.RawAsync("\r\n");
        }
    }

    private static async Task SilentAsync(FakeExchange e, string beginning)
    {
        await e.RawAsync(beginning);
        await e.ReadToEndAsync();
    }

    private static async Task SlowAsync(FakeExchange e)
    {
        e.Last();
        await e.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        while (true)
        {
            await e.RawAsync(" ");
            await Task.Delay(50, e.Stopped);
        }
    }
}
