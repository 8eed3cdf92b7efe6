using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>The status line of an HTTP answer, as it comes: "HTTP/1.1 200 OK" (RFC 9112, 4).</summary>
internal sealed class HttpStatus
{
    /// <summary>The status is in the first twelve bytes; nothing after this many bytes is read.</summary>
    private const int Enough = 64;

    private readonly byte[] _head = new byte[Enough];
    private int _length;

    /// <summary>The first line of what was read, for people: at most 40 characters, with ? for each byte that is not ASCII.</summary>
    public string Beginning
    {
        get
        {
            const int Shown = 40;
            var line = Encoding.ASCII.GetString(_head, 0, _length).Split('\r', '\n')[0];
            return line.Length <= Shown ? line : line[..Shown] + "...";
        }
    }

    /// <summary>Forgets what was read.</summary>
    public void Clear() => _length = 0;

    /// <summary>Reads on. Returns the status; 0 if it is not HTTP; null while that is undecided.</summary>
    public int? Read(ReadOnlySpan<byte> data)
    {
        var part = data[..Math.Min(data.Length, Enough - _length)];
        part.CopyTo(_head.AsSpan(_length));
        _length += part.Length;
        var head = _head.AsSpan(0, _length);
        return head.Contains((byte)'\n') || _length == Enough ? Status(Encoding.ASCII.GetString(head)) : null;
    }

    /// <summary>
    /// A status has exactly three digits, the first of which is not 0 (RFC 9112, 4; RFC 9110, 15). Servers send numbers from 600 to 999
    /// too, and a client takes them for errors of the server.
    /// </summary>
    private static int Status(string head) =>
        head.StartsWith("HTTP/", StringComparison.Ordinal)
        && head.Split('\r', '\n')[0].Split(' ') is [_, { Length: 3 } code, ..]
        && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 100
            ? number
            : 0;
}
