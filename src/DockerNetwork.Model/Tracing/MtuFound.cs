using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>What came of a <see cref="MtuSearch"/>.</summary>
internal sealed record MtuFound
{
    /// <summary>The largest packet that was answered, in bytes with its IP header; null if even the smallest was not.</summary>
    public int? Mtu { get; init; }

    /// <summary>A packet of one byte more was tried, and did not arrive, or there is none that is larger.</summary>
    public bool Certain { get; init; }

    /// <summary>Why larger packets do not arrive; null if they all do, or nothing is known.</summary>
    public TooLarge? Refusal { get; init; }

    /// <summary>The MTU of the source's own interface, in bytes; null if it did not limit anything.</summary>
    public int? OwnMtu { get; init; }

    /// <summary>How many sizes were tried.</summary>
    public int Asked { get; init; }
}
