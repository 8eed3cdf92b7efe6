using System.Collections.ObjectModel;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Identities;

/// <summary>Names of Compose services, which people type for the container that a service has.</summary>
internal static class ComposeServices
{
    /// <summary>
    /// The containers of a service, in the exact case or, if there are none, in any. Those of <c>docker compose run</c> do not count, as
    /// they do not for <c>docker compose exec</c>. A label alone makes no name: an image can bring it along. So the container must also
    /// have the name that Compose gives it, which only who creates a container can choose.
    /// </summary>
    public static IReadOnlyList<Container> Of(EngineSnapshot snapshot, string service)
    {
        var named = snapshot.Containers
            .Where(c => string.Equals(c.ComposeService, service, StringComparison.OrdinalIgnoreCase))
            .Where(c => !string.Equals(c.Label.GetValueOrDefault("com.docker.compose.oneoff"), "true", StringComparison.OrdinalIgnoreCase))
            .Where(IsNamedByCompose)
            .OrderBy(c => c.Name, StringComparer.Ordinal)
            .ToList();
        return named.FindAll(c => c.ComposeService == service) is { Count: > 0 } exact ? exact : named;
    }

    /// <summary>"shop-web-1", in Compose 1 "shop_web_1".</summary>
    private static bool IsNamedByCompose(Container container) => Array.Exists(['-', '_'], (char separator) =>
    {
        var start = $"{container.ComposeProject}{separator}{container.ComposeService}{separator}";
        return container.ComposeProject is { Length: > 0 }
            && container.Name.StartsWith(start, StringComparison.Ordinal)
            && container.Name.Length > start.Length
            && container.Name.AsSpan(start.Length).IndexOfAnyExceptInRange('0', '9') < 0;
    });
}

/// <summary>
/// The only container of a service. A snapshot that is older than the question does not decide it: a container that has this name may have
/// been created since.
/// </summary>
/// <param name="container">The container.</param>
internal sealed class ContainerOfService(Container container) : ReadOnlyCollection<Container>([container]), Pipeline.ITentative;
