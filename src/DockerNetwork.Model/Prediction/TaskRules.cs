using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Prediction;

/// <summary>Tasks of a swarm's services: containers, but their services decide about their networks.</summary>
internal static class TaskRules
{
    /// <summary>Reasons that a common network would remove.</summary>
    private static readonly string[] ForWantOfNetwork =
    [
        ReasonCode.NoSharedNetwork, ReasonCode.NameOnAnotherNetwork, ReasonCode.NamesNeedUserDefinedNetwork, ReasonCode.NoNetwork,
        ReasonCode.TargetHasNoAddress, ReasonCode.IsolatedNetworks, ReasonCode.HostNotOnNetwork, ReasonCode.InternalNetworkOnly,
        ReasonCode.NoDefaultRoute,
    ];

    /// <summary>
    /// A name of a task that the engine's DNS does not have on a network of the source; see <see cref="Snapshots.SwarmState"/>.
    /// </summary>
    public static NameAnswer? Nameless(Question question)
    {
        var name = DnsName.Asked(question.Literal);
        foreach (var network in question.SourceEndpoints.Select(question.NetworkOf).Where(network => network is { Driver: "overlay" }))
        {
            var members = question.TargetOwner is { } owner
                ? owner.Endpoints.Where(endpoint => endpoint.NetworkId == network!.Id).Select(endpoint => ((Container?)owner, endpoint))
                : network!.Endpoints.Select(endpoint => (question.Snapshot.Container(endpoint.ContainerId), endpoint));
            foreach (var (container, endpoint) in members)
            {
                if (container is { Up: true, SwarmService: not null }
                    && SnapshotIndex.NamesOf(endpoint).Contains(name, StringComparer.OrdinalIgnoreCase)
                    && question.Snapshot.Swarm.NamelessBecause(container) is { } why)
                {
                    return new NameAnswer.NotResolved(NameReasons.Nameless(question, container, network!, why));
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The same verdict, with what to do where a fix would have to connect a task: no cmdlet of this module changes a service.
    /// </summary>
    public static Verdict Advised(Question question, Verdict verdict)
    {
        if (!IsTask(question.SourceOwner) && !IsTask(question.TargetOwner))
            return verdict;
        var reasons = verdict.Reasons.ToArray();
        var index = Array.FindIndex(reasons, reason => ForWantOfNetwork.Contains(reason.Code));
        if (index < 0 || question.Snapshot.Networks.Any(network => network.Ingress && network.Name == reasons[index].Component))
            return verdict;
        var reason = reasons[index];
        if (question.TargetOwner is null && reason.Code != ReasonCode.NameOnAnotherNetwork && PeersOf(question).Count == 0)
            return verdict;
        reasons[index] = new Reason(
            reason.Code,
            reason.Component,
            () => reason.FixCommands.Count > 0 ? reason.Message : $"{reason.Message} {Advice(question, reason)}",
            () => reason.FixCommands);
        return verdict with { Reasons = reasons };
    }

    /// <summary>The network is the one that the reason names, or one of the other end, if a service can be on it.</summary>
    private static string Advice(Question question, Reason reason)
    {
        var (task, others) = IsTask(question.SourceOwner)
            ? (question.SourceOwner!, question.TargetOwner?.Endpoints ?? PeersOf(question))
            : (question.TargetOwner!, question.SourceEndpoints);
        var network = question.Snapshot.Networks
            .Where(network => network is { Driver: "overlay", Ingress: false } && FixRules.IsName(network.Name))
            .Where(network => task.Endpoints.All(own => own.NetworkId != network.Id))
            .FirstOrDefault(network => network.Name == reason.Component || others.Any(other => other.NetworkId == network.Id));
        var update = $"docker service update --network-add {PowerShellWord.Of(network?.Name ?? "NETWORK")} "
            + PowerShellWord.Of(task.SwarmService!);
        return network is null
            ? $"{task} gets its networks from the service {task.SwarmService}. Add an overlay network that both can use there: {update}"
            : $"{task} gets its networks from the service {task.SwarmService}. Add the network {network} there: {update}";
    }

    /// <summary>Who has the address that is asked for.</summary>
    private static IReadOnlyList<NetworkEndpoint> PeersOf(Question question) =>
        question.Address is { } address ? question.Index.At(address) : [];

    /// <summary>A service on the host's network is on no other.</summary>
    private static bool IsTask(Container? container) => container is { SwarmService: not null, HostNetwork: false };
}
