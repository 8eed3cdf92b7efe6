using DockerNetwork.Engine;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Probing;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Finds the engine's own namespace of the overlay network on which packets go: it has the bridge between the containers of this node, and
/// the VXLAN link to the other nodes.
/// </summary>
internal static class OverlayPlace
{
    /// <summary>Where an engine keeps its network namespaces if it does not say (moby, libnetwork/osl).</summary>
    private const string Folder = "/run/docker/netns";

    /// <summary>Null if the packets go on no overlay network, or if the agent cannot enter its namespace.</summary>
    public static async Task<TracePlace?> FindAsync(
        ProbeProcess process, EngineClient client, TraceEvidence evidence, CancellationToken cancellationToken)
    {
        if (evidence.Source is not { Container: { } member } || NetworkOf(evidence) is not { } network)
            return null;
        try
        {
            var details = await client.InspectContainerAsync(member.Id, cancellationToken);
            var place = TracePlace.OfOverlay(network, member, FolderOf(details.NetworkSettings?.SandboxKey));
            _ = await LookReader.ReadLinksAsync(process, client, place, cancellationToken);
            return place;
        }
        catch (ProberUnavailableException)
        {
            // The trace shows what can be seen without it.
            return null;
        }
    }

    private static Network? NetworkOf(TraceEvidence evidence) => evidence.Question.SourceEndpoints
        .Select(evidence.Question.NetworkOf)
        .FirstOrDefault(network => network is { Driver: "overlay" } && network.Subnets.Any(subnet => subnet.Contains(evidence.To)));

    /// <summary>The folder of a container's own namespace.</summary>
    private static string FolderOf(string? file) => file?.LastIndexOf('/') is > 0 and var end ? file[..end] : Folder;
}
