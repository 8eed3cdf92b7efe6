using System.Buffers.Binary;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>What the kernel does with a filter (networking/filter.rst), for the instructions that filters here have.</summary>
internal static class FilterMachine
{
    private const uint Protocol = 0xfffff000;

    /// <summary>Whether a packet passes. One that is too short for an instruction does not.</summary>
    public static bool Passes(FilterCode filter, ushort protocol, ReadOnlySpan<byte> packet)
    {
        var program = filter.Assemble();
        var (a, x, at) = (0u, 0u, 0);
        while (true)
        {
            var instruction = program[at++];
            var (code, yes, no) = ((int)(instruction & 0xffff), (byte)(instruction >> 16), (byte)(instruction >> 24));
            var value = (uint)(instruction >> 32);
            switch (code)
            {
                case 0x20 when value == Protocol: a = protocol; break;
                case 0x20 or 0x28 or 0x30 or 0x40 or 0x48 or 0x50:
                    if (Load(packet, code, (code & 0x40) != 0 ? value + x : value) is not { } loaded)
                        return false;
                    a = loaded;
                    break;
                case 0x00: a = value; break;
                case 0x01: x = value; break;
                case 0xb1 when value < packet.Length: x = (packet[(int)value] & 0xfu) * 4; break;
                case 0xb1: return false;
                case 0x0c: a += x; break;
                case 0x14: a -= value; break;
                case 0x54: a &= value; break;
                case 0x64: a <<= (int)value; break;
                case 0x74: a >>= (int)value; break;
                case 0x07: x = a; break;
                case 0x05: at += (int)value; break;
                case 0x15: at += a == value ? yes : no; break;
                case 0x45: at += (a & value) != 0 ? yes : no; break;
                case 0x06: return value > 0;
                default: throw new InvalidOperationException($"The kernel would refuse the instruction 0x{code:x}.");
            }
        }
    }

    private static uint? Load(ReadOnlySpan<byte> packet, int code, uint at)
    {
        var length = (code & 0x18) switch { 0x00 => 4, 0x08 => 2, _ => 1 };
        if (at + (ulong)length > (ulong)packet.Length)
            return null;
        var bytes = packet.Slice((int)at, length);
        return length switch
        {
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            _ => bytes[0],
        };
    }
}
