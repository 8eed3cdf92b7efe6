namespace DockerNetwork.Engine.Connection;

/// <summary>An engine that the user can name: a context of the docker CLI, or what <c>default</c> stands for.</summary>
public sealed record DockerContext
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
