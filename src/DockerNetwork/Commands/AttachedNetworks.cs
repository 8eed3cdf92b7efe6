using DockerNetwork.Creation;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Commands;

/// <summary>What -Network of New-DockerContainer means on an engine.</summary>
internal static class AttachedNetworks
{
    /// <summary>
    /// The network by its name, and if it was given as an object by its id too; a container by its id. The engine accepts the name of one
    /// that does not exist, and only a start fails.
    /// </summary>
    /// <param name="attachment">As the user wrote it.</param>
    /// <param name="snapshot">The engine.</param>
    /// <exception cref="CommandException">InvalidNetwork: a pattern. NetworkNotFound or ContainerNotFound; several match.</exception>
    public static NetworkAttachment Find(NetworkAttachment attachment, EngineSnapshot snapshot)
    {
        if (attachment.Owner is { } container)
            return attachment with { Name = NetworkAttachment.ContainerMode + Selection.Containers(snapshot, container)[0].Id };
        if (attachment.Network is { } given)
            return Known(attachment, Selection.Networks(snapshot, given)[0], snapshot);
        if (attachment is { IsMode: true, SharedWith: null } or { IsDefaultBridge: true })
            return attachment;
        if (Wildcards.IsPattern(attachment.Name))
            throw CommandErrors.NetworkPattern(attachment.Name);
        return attachment with
        {
            Name = attachment.SharedWith is { } owner
                ? NetworkAttachment.ContainerMode + Selection.Containers(snapshot, owner)[0].Id
                : Selection.Networks(snapshot, attachment.Name)[0].Name,
        };
    }

    /// <summary>
    /// As <see cref="Find"/>, for all networks of a container. An engine that is in a swarm and not a manager of it lists an overlay
    /// network only while one of its containers is there, and gets it from a manager when a container starts. So a network that it does
    /// not list stays as it was written there.
    /// </summary>
    /// <param name="client">The engine.</param>
    /// <param name="networks">As the user wrote them.</param>
    /// <param name="search">Searches the engine's snapshot.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task<List<NetworkAttachment>> FindAsync(
        EngineClient client,
        List<NetworkAttachment> networks,
        Func<Func<EngineSnapshot, IReadOnlyList<NetworkAttachment>>, Task<IReadOnlyList<NetworkAttachment>>> search,
        CancellationToken cancellationToken)
    {
        if (networks.Count == 0)
            return networks;
        try
        {
            return [.. await search(snapshot => networks.ConvertAll(network => Find(network, snapshot)))];
        }
        catch (CommandException e) when (e.ErrorId == ErrorKind.NetworkNotFound.Id)
        {
            if ((await client.TryGetInformationAsync(cancellationToken))?.Swarm is not { IsWorker: true })
                throw;
        }

        return [.. await search(snapshot => networks.ConvertAll(network => FindOnWorker(network, snapshot)))];
    }

    private static NetworkAttachment FindOnWorker(NetworkAttachment attachment, EngineSnapshot snapshot)
    {
        try
        {
            return Find(attachment, snapshot);
        }
        catch (CommandException e) when (e.ErrorId == ErrorKind.NetworkNotFound.Id)
        {
            return attachment with { NetworkId = attachment.Network?.Id };
        }
    }

    /// <summary>
    /// A network that an object is. Its name alone may mean another one: before API 1.44 two networks may share a name, a name may be the
    /// id of another network, and "container:web" is a mode. The id stands for the name then.
    /// </summary>
    private static NetworkAttachment Known(NetworkAttachment attachment, Network network, EngineSnapshot snapshot) =>
        network.Predefined ? attachment with { Name = network.Name }
        : attachment with
        {
            Name = network.Name.StartsWith(NetworkAttachment.ContainerMode, StringComparison.Ordinal)
                || snapshot.Networks.Any(n => n.Id != network.Id && (n.Name == network.Name || n.Id == network.Name))
                    ? network.Id
                    : network.Name,
            NetworkId = network.Id,
        };
}
