namespace DockerNetwork.Probe;

/// <summary>Where the parts of a rule are: struct ipt_entry, or struct ip6t_entry.</summary>
/// <param name="Address">The length of an address.</param>
/// <param name="Links">The names of interfaces: that in, that out, and their masks.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Flags">The flags; those that invert are behind.</param>
/// <param name="Target">Where the target begins, from the rule's begin; where the next rule begins is behind.</param>
/// <param name="Counters">The packets.</param>
/// <param name="Length">The length without matches and target.</param>
/// <param name="Goto">The flag of a rule that does not come back.</param>
internal sealed record LegacyLayout(int Address, int Links, int Protocol, int Flags, int Target, int Counters, int Length, byte Goto)
{
    /// <summary>struct ipt_entry.</summary>
    public static readonly LegacyLayout V4 = new(4, 16, 80, 82, 88, 96, 112, 2);

    /// <summary>struct ip6t_entry.</summary>
    public static readonly LegacyLayout V6 = new(16, 64, 128, 131, 140, 152, 168, 4);

    /// <summary>Bytes before name and data of a match or a target: size (2), name (29), revision (1).</summary>
    public const int Header = 32;

    /// <summary>The longest name of a match or a target, with its zero byte.</summary>
    public const int NameLength = 29;
}
