namespace DockerNetwork.Engine.Connection;

/// <summary>A context of the docker CLI, as it stands on disk.</summary>
/// <param name="Name">The name, as in <c>docker --context NAME</c>.</param>
/// <param name="Host">The Docker host it names.</param>
/// <param name="Description">Free text; may be empty.</param>
/// <param name="Tls">TLS files of the context; null if it has none and needs none.</param>
public sealed record ContextFile(string Name, string Host, string Description, TlsMaterial? Tls);
