using System.Buffers.Binary;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>
/// Writes requests to nf_tables (linux/netfilter/nf_tables.h), one after the other. Numbers in attributes are big endian.
/// </summary>
internal sealed class NftMessage
{
    public const int NewTable = 0, GetTable = 1, NewChain = 3, GetChain = 4, NewRule = 6, GetRule = 7, GetElements = 13, Trace = 17;

    public const int Subsystem = 10;
    public const short Request = 1, Acknowledge = 4, Dump = 0x300, Create = 0x400, Append = 0x800;

    /// <summary>struct nlmsghdr and struct nfgenmsg: family (1), version (1), resource (2).</summary>
    public const int HeaderLength = NetlinkMessages.HeaderLength + 4;

    private const ushort BatchBegin = 0x10;
    private const ushort BatchEnd = 0x11;
    private const int NestedFlag = 0x8000;

    private byte[] _data = new byte[4096];
    private int _length;
    private int _message;
    private uint _sequence;

    public NftMessage(uint firstSequence = 1) => _sequence = firstSequence;

    /// <summary>Opens a transaction: all that follows is done, or nothing.</summary>
    public NftMessage Begin() => Header(BatchBegin, Request, 0, Subsystem);

    /// <summary>Ends the transaction.</summary>
    public NftMessage Commit() => Header(BatchEnd, Request, 0, Subsystem);

    /// <summary>Begins a message; attributes follow.</summary>
    public NftMessage Add(int message, int family, short flags) =>
        Header((ushort)((Subsystem << 8) | message), (short)(Request | flags), family, 0);

    public NftMessage Text(int type, string text) => Bytes(type, [.. Encoding.UTF8.GetBytes(text), 0]);

    public NftMessage Number(int type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Bytes(type, bytes);
    }

    public NftMessage Bytes(int type, ReadOnlySpan<byte> value)
    {
        var length = 4 + value.Length;
        Reserve(length + 3);
        BinaryPrimitives.WriteUInt16LittleEndian(_data.AsSpan(_length), (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(_data.AsSpan(_length + 2), (ushort)type);
        value.CopyTo(_data.AsSpan(_length + 4));
        _length += (length + 3) & ~3;
        return Close();
    }

    /// <summary>An attribute that holds others.</summary>
    public NftMessage Nest(int type, Action<NftMessage> write)
    {
        Bytes(type | NestedFlag, []);
        var start = _length - 4;
        write(this);
        BinaryPrimitives.WriteUInt16LittleEndian(_data.AsSpan(start), (ushort)(_length - start));
        return Close();
    }

    public byte[] ToArray() => _data[.._length];

    private NftMessage Header(ushort type, short flags, int family, ushort resource)
    {
        Reserve(HeaderLength);
        _message = _length;
        NetlinkMessages.WriteHeader(_data.AsSpan(_length), HeaderLength, type, flags, _sequence++);
        _data[_length + NetlinkMessages.HeaderLength] = (byte)family;
        BinaryPrimitives.WriteUInt16BigEndian(_data.AsSpan(_length + NetlinkMessages.HeaderLength + 2), resource);
        _length += HeaderLength;
        return this;
    }

    /// <summary>The message is as long as what was written of it.</summary>
    private NftMessage Close()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_data.AsSpan(_message), _length - _message);
        return this;
    }

    private void Reserve(int more)
    {
        if (_length + more > _data.Length)
            Array.Resize(ref _data, Math.Max(_data.Length * 2, _length + more));
    }
}
