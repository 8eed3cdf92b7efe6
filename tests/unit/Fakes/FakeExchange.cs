using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DockerNetwork.Engine;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>One request to the fake engine, and the ways to answer it.</summary>
internal sealed class FakeExchange
{
    private FakeExchange(Stream stream, CancellationToken stopped)
    {
        Stream = stream;
        Stopped = stopped;
    }

    public string Method { get; private init; } = "";

    /// <summary>Path and query as they stood on the wire.</summary>
    public string Path { get; private init; } = "";

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string Body { get; private set; } = "";

    /// <summary>The connection, read up to the end of the request.</summary>
    public Stream Stream { get; }

    /// <summary>Cancelled when the fake engine is disposed.</summary>
    public CancellationToken Stopped { get; }

    private Action<long> Wrote { get; init; } = _ => { };

    /// <summary>The connection is not used for another request.</summary>
    public bool Ended { get; private set; }

    /// <summary>The next request of a connection; null where it was closed.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="stopped">Ends it.</param>
    /// <param name="wrote">Told how many bytes were written.</param>
    public static async Task<FakeExchange?> ReadAsync(Stream stream, CancellationToken stopped, Action<long>? wrote = null)
    {
        if (await ReadLineAsync(stream, stopped) is not { Length: > 0 } first)
            return null;

        var words = first.Split(' ');
        var exchange = new FakeExchange(stream, stopped) { Method = words[0], Path = words[1], Wrote = wrote ?? (_ => { }) };
        while (await ReadLineAsync(stream, stopped) is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            exchange.Headers[header[..colon]] = header[(colon + 1)..].Trim();
        }

        if (exchange.Headers.TryGetValue("Content-Length", out var length))
        {
            var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body, stopped);
            exchange.Body = Encoding.UTF8.GetString(body);
        }

        return exchange;
    }

    public Task JsonAsync(string json, int status = 200) =>
        RawAsync($"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: "
            + $"{Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    /// <summary>The engine's own error document.</summary>
    public Task ErrorAsync(int status, string message) => JsonAsync($$"""{"message":"{{message}}"}""", status);

    /// <summary>The body in chunks of so many bytes, each in a write of its own.</summary>
    public async Task ChunkedAsync(string json, int size, TimeSpan pause = default)
    {
        await RawAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var chunk in Encoding.UTF8.GetBytes(json).Chunk(size))
        {
            await RawAsync($"{chunk.Length:x}\r\n");
            await Stream.WriteAsync(chunk, Stopped);
            await RawAsync("\r\n");
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, Stopped);
        }

        await RawAsync("0\r\n\r\n");
    }

    /// <summary>A head that promises more than the body holds, then the end.</summary>
    public async Task CutAsync(string part)
    {
        await RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{part}");
        Hangup();
    }

    public Task RawAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>What is written from here on ends with the connection.</summary>
    public void Last() => Ended = true;

    /// <summary>Closes the connection after what was written.</summary>
    public void Hangup()
    {
        Ended = true;
        Stream.Dispose();
    }

    /// <summary>Waits until the client has closed its side; what it wrote until then is returned.</summary>
    public async Task<string> ReadToEndAsync()
    {
        Ended = true;
        var all = new MemoryStream();
        await Stream.CopyToAsync(all, Stopped);
        return Encoding.UTF8.GetString(all.ToArray());
    }

    /// <summary>101: the connection is a byte stream from here on.</summary>
    public Task UpgradeAsync()
    {
        Ended = true;
        return RawAsync("HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: "
            + "tcp\r\n\r\n");
    }

    public Task FrameAsync(OutputSource source, string text) => WriteAsync(Frame(source, Encoding.UTF8.GetBytes(text)));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await Stream.WriteAsync(bytes, Stopped);
        Wrote(bytes.Length);
        await Stream.FlushAsync(Stopped);
    }

    /// <summary>The engine's framing of a process's output.</summary>
    public static byte[] Frame(OutputSource source, byte[] content)
    {
        var frame = new byte[8 + content.Length];
        frame[0] = (byte)source;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), content.Length);
        content.CopyTo(frame, 8);
        return frame;
    }

    /// <summary>A line without its end, read byte by byte so that nothing behind the head is taken; null at the end.</summary>
    private static async Task<string?> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == '\n')
                return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }
}
