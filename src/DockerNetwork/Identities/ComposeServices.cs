using System.Collections.ObjectModel;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Identities;

/// <summary>Names of Compose services, which people type for the container that a service has.</summary>
internal static class ComposeServices
{
    /// <summary>
    /// The containers of a service, in the exact case or, if there are none, in any. Those of <c>docker compose run</c> do not count, as
    /// they do not for <c>docker compose exec</c>.
    /// </summary>
    public static IReadOnlyList<Container> Of(EngineSnapshot snapshot, string service)
    {
        var named = snapshot.Containers
            .Where(c => string.Equals(c.ComposeService, service, StringComparison.OrdinalIgnoreCase))
            .Where(c => !string.Equals(c.Label.GetValueOrDefault("com.docker.compose.oneoff"), "true", StringComparison.OrdinalIgnoreCase))
            .ToList();
        return named.FindAll(c => c.ComposeService == service) is { Count: > 0 } exact ? exact : named;
    }
}

/// <summary>
/// The only container of a service. A snapshot that is older than the question does not decide it: a container that has this name may have
/// been created since.
/// </summary>
/// <param name="container">The container.</param>
internal sealed class ContainerOfService(Container container) : ReadOnlyCollection<Container>([container]), Pipeline.ITentative;
