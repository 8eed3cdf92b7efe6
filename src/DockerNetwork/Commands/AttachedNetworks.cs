using DockerNetwork.Creation;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Commands;

/// <summary>What -Network of New-DockerContainer means on an engine.</summary>
internal static class AttachedNetworks
{
    /// <summary>
    /// The network by its name, a container by its id. The engine accepts the name of one that does not exist, and only a start fails.
    /// </summary>
    /// <param name="attachment">As the user wrote it.</param>
    /// <param name="snapshot">The engine.</param>
    /// <exception cref="CommandException">InvalidNetwork: a pattern. NetworkNotFound or ContainerNotFound; several match.</exception>
    public static NetworkAttachment Find(NetworkAttachment attachment, EngineSnapshot snapshot)
    {
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
}
