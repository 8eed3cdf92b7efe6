namespace DockerNetwork.Probe;

/// <summary>Whether a process belongs to a container.</summary>
internal enum Membership
{
    /// <summary>Its control groups name no container at all.</summary>
    Unseen,

    /// <summary>Its control groups name the container.</summary>
    Verified,

    /// <summary>They name another one.</summary>
    Other,
}

/// <summary>
/// Reads /proc/PID/cgroup (cgroups(7)). Engines put a container's processes into a group that is named by its id of 64 hexadecimal digits:
/// /docker/ID, docker-ID.scope, libpod-ID.scope, and the like, below whatever the engine itself runs in.
/// </summary>
internal static class Cgroups
{
    private const int IdLength = 64;

    /// <param name="text">The file: one line for each hierarchy.</param>
    /// <param name="container">The full id.</param>
    public static Membership Of(ReadOnlySpan<byte> text, ReadOnlySpan<byte> container)
    {
        var membership = Membership.Unseen;
        foreach (var line in text.Split((byte)'\n'))
        {
            // The last id: the ids before it belong to an engine that itself runs in a container.
            var id = LastId(text[line]);
            if (id.Length > 0 && id.SequenceEqual(container))
                return Membership.Verified;
            if (id.Length > 0)
                membership = Membership.Other;
        }

        return membership;
    }

    /// <summary>The innermost container that the groups name; empty if they name none.</summary>
    public static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> text)
    {
        foreach (var line in text.Split((byte)'\n'))
        {
            if (LastId(text[line]) is { Length: > 0 } id)
                return id;
        }

        return [];
    }

    private static ReadOnlySpan<byte> LastId(ReadOnlySpan<byte> line)
    {
        for (var end = line.Length; end >= IdLength; end--)
        {
            var start = end;
            while (start > 0 && IsDigit(line[start - 1]))
                start--;

            // The monitor of a container of Podman has the container's id in its own group's name, and is not in the container.
            if (end - start == IdLength && !line[..start].EndsWith("conmon-"u8))
                return line[start..end];
            end = Math.Min(end, start + 1);
        }

        return [];
    }

    private static bool IsDigit(byte b) => b is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f');
}
