namespace DockerNetwork.Probe;

/// <summary>
/// A program for the kernel's packet filter (classic BPF; linux/filter.h), with labels instead of distances. The programs here have fewer
/// than the 255 instructions that a jump can pass over.
/// </summary>
internal sealed class FilterCode
{
    private const int Load = 0x00, LoadX = 0x01, Alu = 0x04, Jump = 0x05, Return = 0x06, Misc = 0x07;
    private const int Word = 0x00, Half = 0x08, Byte = 0x10;
    private const int Immediate = 0x00, Absolute = 0x20, Indirect = 0x40, HeaderLength = 0xa0;

    /// <summary>SKF_AD_OFF + SKF_AD_PROTOCOL: the type of the frame, as of Ethernet.</summary>
    private const uint Protocol = 0xfffff000;

    private readonly List<(int Code, string? True, string? False, uint Value)> _code = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);

    public int Count => _code.Count;

    public FilterCode Label(string name)
    {
        _labels.Add(name, _code.Count);
        return this;
    }

    public FilterCode LoadProtocol() => Add(Load | Word | Absolute, Protocol);

    public FilterCode LoadByte(uint at) => Add(Load | Byte | Absolute, at);

    public FilterCode LoadHalf(uint at) => Add(Load | Half | Absolute, at);

    public FilterCode LoadWord(uint at) => Add(Load | Word | Absolute, at);

    public FilterCode LoadByteBehindX(uint at) => Add(Load | Byte | Indirect, at);

    public FilterCode LoadHalfBehindX(uint at) => Add(Load | Half | Indirect, at);

    public FilterCode LoadWordBehindX(uint at) => Add(Load | Word | Indirect, at);

    public FilterCode Set(uint value) => Add(Load | Immediate, value);

    public FilterCode SetX(uint value) => Add(LoadX | Immediate, value);

    /// <summary>X is the length of the IPv4 header that begins at an offset.</summary>
    public FilterCode SetXToHeaderLength(uint at) => Add(LoadX | Byte | HeaderLength, at);

    public FilterCode AddX() => Add(Alu | 0x08, 0);

    public FilterCode Subtract(uint value) => Add(Alu | 0x10, value);

    public FilterCode And(uint value) => Add(Alu | 0x50, value);

    public FilterCode ShiftLeft(uint value) => Add(Alu | 0x60, value);

    public FilterCode ShiftRight(uint value) => Add(Alu | 0x70, value);

    public FilterCode MoveToX() => Add(Misc, 0);

    public FilterCode Accept(uint length) => Add(Return, length);

    public FilterCode Drop() => Add(Return, 0);

    /// <summary>Goes to a label if the value is this one; else to the other label, or on.</summary>
    public FilterCode IfEqual(uint value, string then, string? otherwise = null) => Add(Jump | 0x10, value, then, otherwise);

    /// <summary>Goes on if the value is this one; else to the label.</summary>
    public FilterCode UnlessEqual(uint value, string label) => Add(Jump | 0x10, value, null, label);

    /// <summary>Goes to a label if any of these bits is set.</summary>
    public FilterCode IfAnyBit(uint bits, string then) => Add(Jump | 0x40, bits, then, null);

    /// <summary>Goes to a label.</summary>
    public FilterCode GoTo(string label) => Add(Jump, 0, label);

    /// <summary>struct sock_filter: code (2), distance if true (1), distance if false (1), value (4).</summary>
    public ulong[] Assemble()
    {
        var program = new ulong[_code.Count];
        for (var i = 0; i < program.Length; i++)
        {
            var (code, yes, no, value) = _code[i];
            if (code == Jump)
            {
                program[i] = (ulong)(uint)code | ((ulong)(uint)(_labels[yes!] - i - 1) << 32);
                continue;
            }

            program[i] = (ulong)(uint)code | ((ulong)Distance(yes, i) << 16) | ((ulong)Distance(no, i) << 24) | ((ulong)value << 32);
        }

        return program;
    }

    private byte Distance(string? label, int from) => label is null ? (byte)0 : checked((byte)(_labels[label] - from - 1));

    private FilterCode Add(int code, uint value, string? yes = null, string? no = null)
    {
        _code.Add((code, yes, no, value));
        return this;
    }
}
