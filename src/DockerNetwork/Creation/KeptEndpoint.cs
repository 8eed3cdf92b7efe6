using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Creation;

/// <summary>
/// What an engine leaves when it refuses to connect a running container: an endpoint in the container's settings that exists nowhere else.
/// The container cannot be disconnected from it while it runs, and may not start again because of it (moby's connectToNetwork writes the
/// settings first; seen on 20.10 to 28.5, for addresses, link-local addresses, interface names and full subnets).
/// </summary>
internal static class KeptEndpoint
{
    /// <summary>
    /// Takes the endpoint away, if this request made it. The engine replaces such an endpoint when the container is connected again, so it
    /// is connected with what the engine chooses, and disconnected.
    /// </summary>
    /// <param name="client">The engine.</param>
    /// <param name="network">The network.</param>
    /// <param name="container">The container.</param>
    /// <param name="before"><see cref="FindAsync"/> before the request.</param>
    /// <param name="refusal">The engine's.</param>
    /// <param name="limit">How long all requests may take together.</param>
    /// <returns>True if it was taken away in a way that can be noticed; false if not, and if there was nothing to take away.</returns>
    /// <exception cref="EngineException">The endpoint is still there. The failure is that of the refusal.</exception>
    public static async Task<bool> UndoAsync(
        EngineClient client, Network network, Container container, EndpointSettings? before, EngineException refusal, TimeSpan limit)
    {
        // Not the command's token: also after Ctrl+C.
        using var deadline = new CancellationTokenSource(limit);
        string why;
        try
        {
            if ((await client.GetProductAsync(deadline.Token)).Kind == EngineKind.Podman)
            {
                await UndoOnPodmanAsync(client, network, container, deadline.Token);
                return false;
            }

            var after = await FindAsync(client, network, container, deadline.Token);
            if (after is null || (before is not null && !IsHalf(after)))
                return false;
            if (before is null)
            {
                var request = new ConnectRequest(container.Id, new EndpointSettings());
                await client.ConnectNetworkAsync(network.Id, request, deadline.Token);
                await client.DisconnectNetworkAsync(network.Id, new DisconnectRequest(container.Id, Force: false), deadline.Token);
                return true;
            }

            why = "An endpoint was there before this command";
        }
        catch (EngineException e) when (ErrorRecords.IdOf(e) == ErrorKind.AlreadyConnected.Id)
        {
            // Somebody else connected it just now. That endpoint is a whole one.
            return false;
        }
        catch (EngineException e)
        {
            why = $"It could not be removed: {e.Message.TrimEnd('.')}";
        }
        catch (OperationCanceledException)
        {
            why = $"It could not be removed within {limit.TotalSeconds:0} s, because {client.DockerHost} did not answer in time. "
                + "The container may now be on the network, with an address that the engine chose";
        }

        // The engine's words are in it, so that the error has the id of the refusal.
        throw new EngineException(
            refusal.Failure,
            $"{refusal.Message.TrimEnd('.')}. The engine kept the refused endpoint in the settings of the container '{container}', which "
            + $"may fail to start again because of it. {why}. To remove it, connect '{container}' to the network '{network}' with other "
            + "settings, or stop the container and disconnect it from the network.",
            refusal)
        {
            StatusCode = refusal.StatusCode,
            Request = refusal.Request,
        };
    }

    /// <summary>
    /// Podman answers no list of containers or networks at all as long as one of its containers has such an endpoint (seen on 4.3.1:
    /// "network inspection mismatch"). It forgets the endpoint when the container is disconnected, and reports a failure all the same,
    /// because there is no interface to remove.
    /// </summary>
    private static async Task UndoOnPodmanAsync(
        EngineClient client, Network network, Container container, CancellationToken cancellationToken)
    {
        try
        {
            await client.InspectContainerAsync(container.Id, cancellationToken);
            return;
        }
        catch (EngineException e) when (e.Message.Contains("network inspection mismatch", StringComparison.Ordinal))
        {
            // It has one.
        }

        try
        {
            await client.DisconnectNetworkAsync(network.Id, new DisconnectRequest(container.Id, Force: true), cancellationToken);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            // What counts is whether the container can be inspected now.
        }

        await client.InspectContainerAsync(container.Id, cancellationToken);
    }

    /// <summary>What the settings of a container say of a network, whether the endpoint exists or not. Only inspect shows all.</summary>
    /// <returns>Null for nothing.</returns>
    public static async Task<EndpointSettings?> FindAsync(
        EngineClient client, Network network, Container container, CancellationToken cancellationToken)
    {
        var details = await client.InspectContainerAsync(container.Id, cancellationToken);
        return details.NetworkSettings?.Networks?.GetValueOrDefault(network.Name);
    }

    /// <summary>It certainly exists in the settings alone. One that failed as its interface was made has an id all the same.</summary>
    private static bool IsHalf(EndpointSettings endpoint) =>
        string.IsNullOrEmpty(endpoint.EndpointId) && string.IsNullOrEmpty(endpoint.NetworkId);
}
