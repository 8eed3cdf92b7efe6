namespace DockerNetwork.Probe;

/// <summary>How a probe is repeated whose silence fell into a time when the kernel's neighbour table was full.</summary>
internal static class Overflow
{
    /// <summary>The kernel makes room for what is older than five seconds (neigh_forced_gc), so this is a minute and more.</summary>
    public const int Attempts = 20;

    /// <summary>Milliseconds; not all at once again.</summary>
    public static long Delay() => 500 + (Native.RandomNumber() % 5000);
}
