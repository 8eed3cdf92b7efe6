using System.Buffers.Binary;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>
/// The attributes of a netlink message in order: length (2), type (2), value, each on a boundary of four. Lengths are never trusted.
/// </summary>
internal ref struct AttributeReader(ReadOnlySpan<byte> data)
{
    private const int Nested = 0x3fff;
    private ReadOnlySpan<byte> _data = data;

    public int Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>As a big endian number of up to 8 bytes, as nf_tables writes them.</summary>
    public readonly ulong Number => Big(Value);

    /// <summary>Up to its first zero.</summary>
    public readonly string Text => TextOf(Value);

    /// <summary>Goes to the next; false if there is none.</summary>
    public bool Next()
    {
        if (_data.Length < 4)
            return false;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_data);
        if (length < 4 || length > _data.Length)
            return false;
        Type = BinaryPrimitives.ReadUInt16LittleEndian(_data[2..]) & Nested;
        Value = _data[4..length];
        _data = _data[Math.Min((length + 3) & ~3, _data.Length)..];
        return true;
    }

    /// <summary>The value of the first attribute of a type; empty if there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> data, int type)
    {
        var reader = new AttributeReader(data);
        while (reader.Next())
        {
            if (reader.Type == type)
                return reader.Value;
        }

        return [];
    }

    public static ulong Big(ReadOnlySpan<byte> value)
    {
        ulong number = 0;
        foreach (var part in value[..Math.Min(value.Length, sizeof(ulong))])
            number = (number << 8) | part;
        return number;
    }

    public static string TextOf(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
    }
}
