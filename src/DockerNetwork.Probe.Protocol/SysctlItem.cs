namespace DockerNetwork.Protocol;

/// <summary>A setting of the kernel in a network namespace, or a count of it.</summary>
internal sealed record SysctlItem : Answer
{
    /// <summary>As net.ipv4.conf.eth0.rp_filter, with dots in place of slashes; a dot in the name of an interface is a slash.</summary>
    public required string Sysctl { get; init; }

    /// <summary>Its number.</summary>
    public long Value { get; init; }
}
