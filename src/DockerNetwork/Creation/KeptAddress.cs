using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Creation;

/// <summary>
/// What an engine leaves when it refuses an address to a running container: an endpoint in the container's settings that exists nowhere
/// else, with the address. The container cannot be disconnected from it while it runs, and cannot start again (seen on 20.10 to 28.5).
/// </summary>
internal static class KeptAddress
{
    /// <summary>
    /// Takes the endpoint away, if this request made it. The engine replaces such an endpoint when the container is connected again, so it
    /// is connected with an address that the engine chooses, and disconnected.
    /// </summary>
    /// <param name="client">The engine.</param>
    /// <param name="network">The network.</param>
    /// <param name="container">The container.</param>
    /// <param name="wasThere"><see cref="IsThereAsync"/> before the request.</param>
    /// <param name="refusal">The engine's.</param>
    /// <returns>What to report if something is left; null if nothing is.</returns>
    public static async Task<CommandException?> UndoAsync(
        EngineClient client, Network network, Container container, bool wasThere, EngineException refusal)
    {
        try
        {
            // Not with the command's token: also after Ctrl+C.
            if (!await IsThereAsync(client, network, container, CancellationToken.None))
                return null;
            if (wasThere)
            {
                return CommandErrors.AddressKept(
                    refusal.Message, container.Name, network.Name, "An endpoint was there before this command.");
            }

            var request = new ConnectRequest(container.Id, new EndpointSettings());
            await client.ConnectNetworkAsync(network.Id, request, CancellationToken.None);
            await client.DisconnectNetworkAsync(network.Id, new DisconnectRequest(container.Id, Force: false), CancellationToken.None);
            return null;
        }
        catch (EngineException e)
        {
            return CommandErrors.AddressKept(refusal.Message, container.Name, network.Name, $"It could not be removed: {e.Message}");
        }
    }

    /// <summary>
    /// True if the settings of a container have an endpoint of the network that the network does not have. Only inspect shows it.
    /// </summary>
    public static async Task<bool> IsThereAsync(
        EngineClient client, Network network, Container container, CancellationToken cancellationToken)
    {
        var details = await client.InspectContainerAsync(container.Id, cancellationToken);
        return details.NetworkSettings?.Networks?.GetValueOrDefault(network.Name) is { } endpoint
            && string.IsNullOrEmpty(endpoint.EndpointId)
            && string.IsNullOrEmpty(endpoint.NetworkId);
    }
}
