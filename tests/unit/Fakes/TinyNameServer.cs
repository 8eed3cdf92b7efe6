using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>A name server on port 53 of a loopback address of its own.</summary>
internal sealed class TinyNameServer : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Func<string, bool, (int Code, string? Address)?> _answer;
    private readonly List<string> _asked = [];
    private readonly Task _serving;

    private TinyNameServer(Socket socket, Func<string, bool, (int Code, string? Address)?> answer)
    {
        _socket = socket;
        _answer = answer;
        _serving = ServeAsync();
    }

    /// <summary>The names that were asked for, one a lookup of IPv4.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>Null where this process may not listen on the port.</summary>
    /// <param name="address">Where: 127.x.y.z.</param>
    /// <param name="answer">Given a name and whether IPv6 is wanted; null is silence.</param>
    public static TinyNameServer? Start(string address, Func<string, bool, (int Code, string? Address)?> answer)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 53));
            return new TinyNameServer(socket, answer);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _serving.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[512];
        while (true)
        {
            var from = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0));
            var query = buffer.AsSpan(0, from.ReceivedBytes).ToArray();
            var labels = new List<string>();
            var offset = 12;
            for (; query[offset] != 0; offset += query[offset] + 1)
                labels.Add(Encoding.UTF8.GetString(query, offset + 1, query[offset]));
            var name = string.Join('.', labels);
            var v6 = query[offset + 2] == 28;
            if (!v6)
                _asked.Add(name);
            if (_answer(name, v6) is not var (code, text))
                continue;

            var address = text is null ? [] : IPAddress.Parse(text).GetAddressBytes();
            byte[] record = address.Length > 0
                ? [0xc0, 12, 0, (byte)(v6 ? 28 : 1), 0, 1, 0, 0, 0, 1, 0, (byte)address.Length, .. address]
                : [];
            byte[] answer =
            [
                query[0], query[1], 0x81, (byte)(0x80 | code), 0, 1, 0, (byte)(record.Length > 0 ? 1 : 0), 0, 0, 0, 0, .. query[12..],
                .. record
            ];
            await _socket.SendToAsync(answer, from.RemoteEndPoint);
        }
    }
}
