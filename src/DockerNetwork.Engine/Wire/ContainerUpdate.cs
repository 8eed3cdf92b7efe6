namespace DockerNetwork.Engine.Wire;

/// <summary>Body of <c>POST /containers/{id}/update</c>. What is left out stays as it is.</summary>
/// <param name="RestartPolicy">When the container is started again by itself.</param>
public sealed record ContainerUpdateRequest(RestartPolicy RestartPolicy);

/// <summary>Answer to <c>POST /containers/{id}/update</c>.</summary>
/// <param name="Warnings">What the engine could not apply.</param>
public sealed record ContainerUpdateResponse(List<string>? Warnings);
