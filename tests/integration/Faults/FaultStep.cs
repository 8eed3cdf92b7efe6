namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>A command that a fault needs.</summary>
/// <param name="Where">
/// In which network namespace: @host, @outside, or that of a container, by name. "@docker" is the docker CLI, with its arguments.
/// "@processes:NAME" is a shell in the container's network namespace that is left to run until the fault is undone.
/// </param>
/// <param name="Command">For the shell; {…} stands for a value of <see cref="FaultSite"/>.</param>
internal sealed record FaultStep(string Where, string Command);
