namespace DockerNetwork.Probe;

/// <summary>What a register of a rule holds: a part of the packet, or of what the kernel knows of it.</summary>
/// <param name="Source">payload, meta, ct, constant or other.</param>
/// <param name="Key">Of meta and ct, the key; of the payload, which header.</param>
/// <param name="Offset">In the header, in bytes; of ct, the direction from 1, or 0.</param>
/// <param name="Length">In bytes; 0 if it has the length of what it is compared with.</param>
internal sealed record NftField(string Source, int Key = 0, int Offset = 0, int Length = 0)
{
    /// <summary>The bits that count; null for all.</summary>
    public byte[]? Mask { get; init; }

    /// <summary>Bits that were set or turned before a comparison.</summary>
    public byte[]? Xor { get; init; }

    /// <summary>The kernel's number was turned into the order of the network.</summary>
    public bool Turned { get; init; }

    /// <summary>The value of a constant.</summary>
    public byte[] Value { get; init; } = [];

    /// <summary>Where it comes from, if that is an expression.</summary>
    public NftExpression? From { get; init; }

    /// <summary>What a map is asked for.</summary>
    public IReadOnlyList<NftField> Of { get; init; } = [];
}

/// <summary>A part of a rule that matches or does something, with what it reads from registers.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Fields">What it reads.</param>
internal sealed record NftStatement(NftExpression Expression, IReadOnlyList<NftField> Fields)
{
    /// <summary>Puts the expressions of a rule together: what loads a register, with what reads it.</summary>
    public static List<NftStatement> ReadAll(IEnumerable<NftExpression> expressions)
    {
        var registers = new Dictionary<int, NftField>();
        var fresh = new HashSet<int>();
        var statements = new List<NftStatement>();
        foreach (var expression in expressions)
        {
            if (Load(expression, registers, fresh) is { } loaded)
            {
                registers[loaded.Register] = loaded.Field;
                fresh.Add(loaded.Register);
                continue;
            }

            statements.Add(new NftStatement(expression, [.. Reads(expression, registers, fresh)]));
            fresh.Clear();
        }

        return statements;
    }

    private static (int Register, NftField Field)? Load(
        NftExpression e, Dictionary<int, NftField> registers, HashSet<int> fresh)
    {
        var register = e.Register(e.Name is "bitwise" or "byteorder" ? 2 : e.Name is "lookup" ? 3 : e.Name is "socket" or "hash" ? 2 : 1);
        if (register < 0)
            return null;
        return e.Name switch
        {
            "payload" => (register, new NftField("payload", (int)e.Number(2), (int)e.Number(3), (int)e.Number(4))),
            "meta" => (register, new NftField("meta", (int)e.Number(2))),
            "ct" => (register, new NftField("ct", (int)e.Number(2), e.Has(3) ? (int)e.Number(3) + 1 : 0)),
            "immediate" => (register, new NftField("constant") { Value = e.Value(2) }),
            "bitwise" => (register, Masked(e, registers)),
            "byteorder" => (register, (registers.GetValueOrDefault(e.Register(1)) ?? new NftField("other")) with { Turned = true }),
            "lookup" => (register, new NftField("other") { From = e, Of = [.. Reads(e, registers, fresh)] }),
            "fib" or "rt" or "exthdr" or "socket" or "numgen" or "hash" or "osf" or "xfrm" or "tunnel" =>
                (register, new NftField("other") { From = e }),
            _ => null,
        };
    }

    private static NftField Masked(NftExpression e, Dictionary<int, NftField> registers)
    {
        var field = registers.GetValueOrDefault(e.Register(1)) ?? new NftField("other");

        // A shift, or a mask of what is masked already, has no words here.
        return e.Number(6) == 0 && field.Mask is null
            ? field with { Mask = e.Value(4), Xor = e.Value(5) }
            : new NftField("other") { From = e };
    }

    private static IEnumerable<NftField> Reads(NftExpression e, Dictionary<int, NftField> registers, HashSet<int> fresh)
    {
        int[] places = e.Name switch
        {
            "cmp" or "range" => [1],
            "lookup" => [2],
            "dynset" => [4],
            "payload" => [5],
            "meta" => [3],
            "ct" => [4],
            "nat" => [3, 4, 5, 6],
            "masq" => [2, 3],
            "redir" => [1, 2],
            "tproxy" => [2, 3],
            "dup" or "fwd" => [1, 2],
            "queue" => [4],
            _ => [],
        };
        foreach (var place in places)
        {
            var register = e.Register(place);
            if (register < 0 || !registers.TryGetValue(register, out var field))
            {
                // Places keep their meaning.
                yield return new NftField("none");
                continue;
            }

            yield return field;

            // Parts of one key stand in registers one behind the other.
            while (e.Name is "lookup" or "dynset" && Next(register, field) is { } next
                && fresh.Contains(next) && registers.TryGetValue(next, out var more))
            {
                (register, field) = (next, more);
                yield return field;
            }
        }
    }

    private static int? Next(int register, NftField field)
    {
        var length = field.Length > 0 ? field.Length : NftFields.LengthOf(field);
        return length > 0 ? register + ((length + 3) / 4) : null;
    }
}
