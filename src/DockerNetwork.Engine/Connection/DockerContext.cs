namespace DockerNetwork.Engine.Connection;

/// <summary>An engine that the user can name: a context of the docker CLI, or what <c>default</c> stands for.</summary>
public sealed record DockerContext : ContextProperties
{
    /// <summary>The context's name, as -Context accepts it; the file if it cannot be read.</summary>
    public required string Name { get; init; }

    /// <summary>Free text; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The address of the engine; null if the context cannot be used.</summary>
    public DockerHost? DockerHost { get; init; }

    /// <summary>Whether it is the context that is used if neither -DockerHost nor -Context is given.</summary>
    public bool Current { get; init; }

    /// <summary>Where it comes from: DOCKER_HOST, the default socket, or the file of the context.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether the engine answers; null if it was not asked.</summary>
    public bool? Reachable { get; init; }

    /// <summary>Docker or Podman; null if it was not asked, or does not answer.</summary>
    public EngineKind? Kind { get; init; }

    /// <summary>The version of the engine, such as 28.5.2; null if it was not asked, or does not answer.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// "rootless" if a user without rights runs the engine, "userns-remap" if it remaps user ids, or else "rootful"; null as for
    /// <see cref="Kind"/>, and for Podman.
    /// </summary>
    public string? Mode { get; init; }

    /// <summary>The API version that is used with the engine, such as 1.51; null if it was not asked, or does not answer.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Why the engine does not answer; null if it does, or was not asked.</summary>
    public string? Reason { get; init; }

    internal new TimeSpan? Latency { get; init; }

    /// <summary>Why it cannot be used; null if it can.</summary>
    internal EngineException? Failure { get; init; }

    /// <summary>Throws <see cref="Failure"/>, if there is one.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.InvalidConfiguration"/>.</exception>
    public void ThrowIfBroken()
    {
        if (Failure is not null)
            throw Failure;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The properties of an engine that .NET shows as texts: ConvertTo-Json writes those.</summary>
public abstract record ContextProperties : ModuleObject
{
    private protected ContextProperties()
    {
    }

    /// <summary>How long the engine takes to answer <c>GET /_ping</c>; null if it was not asked, or does not answer.</summary>
    public string? Latency => (this as DockerContext)?.Latency?.ToString();
}
