using System.Buffers.Binary;
using System.Net;
using System.Numerics;

namespace DockerNetwork.Probe;

/// <summary>
/// The structure of a match or a target. What reads it asks first whether it <see cref="Holds"/> as many bytes.
/// </summary>
internal readonly ref struct XtData(ReadOnlySpan<byte> data, int revision, int family)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public int Revision { get; } = revision;

    public bool IsV6 { get; } = family is 6 or Native.InterNetworkV6;

    public bool Holds(int bytes) => _data.Length >= bytes;

    public byte Byte(int offset) => _data[offset];

    public ushort Short(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_data[offset..]);

    public ushort Port(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_data[offset..]);

    public uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_data[offset..]);

    public int Int(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_data[offset..]);

    public ulong Long(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_data[offset..]);

    public ReadOnlySpan<byte> Bytes(int offset, int length) => _data.Slice(offset, length);

    public ReadOnlySpan<byte> Rest(int offset) => _data[offset..];

    /// <summary>Text up to its zero byte, harmless.</summary>
    public string Text(int offset, int most) => XtText.Of(_data.Slice(offset, most));

    /// <summary>An address of the family, of union nf_inet_addr.</summary>
    public string Address(int offset) => Address(offset, IsV6);

    public string Address(int offset, bool v6) => new IPAddress(_data.Slice(offset, v6 ? 16 : 4)).ToString();

    /// <summary>How many bits of a mask of the family are set.</summary>
    public int Bits(int offset)
    {
        var bits = 0;
        foreach (var part in _data.Slice(offset, IsV6 ? 16 : 4))
            bits += BitOperations.PopCount(part);
        return bits;
    }

    /// <summary>The mask as it stands behind an address: nothing if it is full, else its length, or itself if it has gaps.</summary>
    public string Mask(int offset)
    {
        var full = IsV6 ? 128 : 32;
        var bits = Bits(offset);
        for (var i = 0; i < bits; i++)
        {
            if ((_data[offset + (i / 8)] & (0x80 >> (i % 8))) == 0)
                return $"/{Address(offset)}";
        }

        return bits == full ? "" : $"/{bits}";
    }
}
