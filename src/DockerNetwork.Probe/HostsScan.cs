using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>
/// Looks names up in a hosts file (hosts(5)) as it is read. Nothing of the file is kept but the addresses of the names that are wanted, so
/// that it may have any number of lines of any length.
/// </summary>
internal sealed class HostsScan
{
    /// <summary>Of one name.</summary>
    public const int MaxAddresses = 64;

    /// <summary>Longer than any name or address (RFC 1035, 2.3.4); a longer word is neither.</summary>
    private const int MaxWord = 255;

    private readonly Dictionary<string, List<IPAddress>> _wanted;
    private readonly Dictionary<string, List<IPAddress>>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>What words that are wanted begin with and how long they are, in UTF-8: a long block list is full of others.</summary>
    private readonly bool[] _begins = new bool[256];
    private readonly bool[] _lengths = new bool[MaxWord + 1];
    private readonly byte[] _word = new byte[MaxWord];
    private int _length;
    private bool _comment;
    private bool _first = true;

    /// <summary>The line's first word. It becomes an address only for a name that is wanted: few lines of a block list have one.</summary>
    private readonly byte[] _address = new byte[MaxWord];
    private int _addressLength;

    /// <param name="names">Without case and without a dot at the end.</param>
    public HostsScan(IEnumerable<string> names)
    {
        _wanted = new Dictionary<string, List<IPAddress>>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            var length = Encoding.UTF8.GetByteCount(name);
            if (length is 0 or > MaxWord || !_wanted.TryAdd(name, []))
                continue;
            _lengths[length] = true;
            _begins[Folded(Encoding.UTF8.GetBytes(name)[0])] = true;
        }

        _lookup = _wanted.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The addresses of a name that was wanted, in the order of the file.</summary>
    public IReadOnlyList<IPAddress> this[string name] => _wanted.GetValueOrDefault(name) ?? [];

    /// <summary>Reads on.</summary>
    public void Read(ReadOnlySpan<byte> data)
    {
        foreach (var b in data)
        {
            if (b == '\n')
                EndLine();
            else if (_comment)
                continue;
            else if (b is (byte)'#' or (byte)';')
                EndComment();
            else if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or 0x0b or 0x0c)
                EndWord();
            else if (_length < MaxWord)
                _word[_length++] = b;
            else
                _length = MaxWord + 1;
        }
    }

    /// <summary>The last line may have no line end.</summary>
    public void End() => EndLine();

    /// <summary>The same for both cases of a letter, and for all that is not ASCII.</summary>
    private static byte Folded(byte first) => first >= 0x80 ? (byte)0x80 : (byte)(first | 0x20);

    private void EndComment()
    {
        EndWord();
        _comment = true;
    }

    private void EndLine()
    {
        EndWord();
        (_comment, _first, _addressLength) = (false, true, 0);
    }

    private void EndWord()
    {
        if (_length == 0)
            return;
        if (_first && _length <= MaxWord)
            _word.AsSpan(0, _addressLength = _length).CopyTo(_address);
        else if (_addressLength > 0 && _length <= MaxWord)
            Name();
        _first = false;
        _length = 0;
    }

    private IPAddress? Address()
    {
        Span<char> text = stackalloc char[MaxWord];
        var length = Encoding.UTF8.GetChars(_address.AsSpan(0, _addressLength), text);
        if (!IPAddress.TryParse(text[..length], out var address))
            return null;

        // The C libraries take inet_pton(3) here, which knows neither short nor octal forms.
        return address.AddressFamily == AddressFamily.InterNetworkV6 || text[..length].SequenceEqual(address.ToString()) ? address : null;
    }

    private void Name()
    {
        // Letters beyond ASCII may have another length in the other case.
        if (!_begins[Folded(_word[0])] || (!_lengths[_length] && Ascii.IsValid(_word.AsSpan(0, _length))))
            return;
        Span<char> text = stackalloc char[MaxWord];
        var length = Encoding.UTF8.GetChars(_word.AsSpan(0, _length), text);
        if (_lookup.TryGetValue(text[..length], out var addresses)
            && addresses.Count < MaxAddresses
            && Address() is { } address
            && !addresses.Contains(address))
            addresses.Add(address);
    }
}
