namespace DockerNetwork.Engine.Connection;

/// <summary>An engine that the user can name: a context of the docker CLI, or what <c>default</c> stands for.</summary>
public sealed record DockerContext
{
    /// <summary>The context's name, as -Context takes it; the file, where it cannot be read.</summary>
    public required string Name { get; init; }

    /// <summary>Free text; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where the engine listens; null where the context is broken.</summary>
    public DockerHost? DockerHost { get; init; }

    /// <summary>The one that is used where neither -DockerHost nor -Context is given.</summary>
    public bool Current { get; init; }

    /// <summary>What names it: DOCKER_HOST, the default socket, or the file of the context.</summary>
    public string Source { get; init; } = "";

    /// <summary>Why it cannot be used; null where it can.</summary>
    internal EngineException? Failure { get; init; }

    /// <summary>Throws <see cref="Failure"/>, where there is one.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.InvalidConfiguration"/>.</exception>
    public void ThrowIfBroken()
    {
        if (Failure is not null)
            throw Failure;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
