using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace DockerNetwork.IntegrationTests;

/// <summary>
/// Stands before an engine as an authorization plugin does: passes everything on, and answers 403 to the creation of containers that it
/// does not like.
/// </summary>
internal sealed class RefusingProxy : IAsyncDisposable
{
    private readonly string _engine;
    private readonly Func<string, bool> _refuses;
    private readonly string _folder = Directory.CreateTempSubdirectory("dnp").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <summary>Starts it.</summary>
    /// <param name="engine">The engine's socket.</param>
    /// <param name="refuses">Given the body of a create request, whether it is refused.</param>
    public RefusingProxy(string engine, Func<string, bool> refuses)
    {
        _engine = engine;
        _refuses = refuses;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "s")));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Host => $"unix://{_folder}/s";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await engine.ConnectAsync(new UnixDomainSocketEndPoint(_engine), _stop.Token);
            var back = CopyAsync(engine, client);
            var buffer = new byte[256 * 1024];
            int count;
            while ((count = await client.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                if (IsCreate(buffer.AsSpan(0, count)))
                {
                    count += await ReadBodyAsync(client, buffer, count);
                    if (_refuses(Encoding.UTF8.GetString(buffer, 0, count)))
                    {
                        const string Words = """{"message":"authorization denied by plugin test: not for you"}""";
                        await client.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 403 Forbidden\r\nContent-Type: "
                            + $"application/json\r\nContent-Length: {Words.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{Words}"));
                        continue;
                    }
                }

                await engine.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }

            engine.Shutdown(SocketShutdown.Send);
            await back;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side went away.
        }
        finally
        {
            client.Dispose();
        }
    }

    private static bool IsCreate(ReadOnlySpan<byte> data) =>
        data.StartsWith("POST"u8) && data[..Math.Min(data.Length, 100)].IndexOf("/containers/create"u8) > 0;

    private async Task<int> ReadBodyAsync(Socket client, byte[] buffer, int count)
    {
        var head = Encoding.ASCII.GetString(buffer, 0, count);
        var bodyAt = head.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        var length = int.Parse(head.Split("Content-Length: ")[1].Split('\r')[0], CultureInfo.InvariantCulture);
        var more = 0;
        while (count + more < bodyAt + length)
            more += await client.ReceiveAsync(buffer.AsMemory(count + more), _stop.Token);
        return more;
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
        to.Shutdown(SocketShutdown.Send);
    }
}
