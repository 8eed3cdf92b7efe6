using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>The sentences of the rules for Podman, which name it.</summary>
internal static class PodmanReasons
{
    public static Reason HostsFile(Question question, Container named) => new(
        ReasonCode.ResolvedByHostsFile, question.Source.Name,
        $"Podman writes '{question.Literal}', a name of {named}, into the hosts file of {question.Source}.");

    public static Reason HostContainersInternal(Question question) => new(
        ReasonCode.ResolvedByHostsFile, question.Source.Name,
        $"Podman writes '{question.Literal}' into the hosts file of {question.Source}, with the gateway of its network.");

    /// <summary>It depends on the resolver which of the servers it asks, and whether it goes on to the next.</summary>
    public static Reason SeveralNameServers(Question question) => NotPredicted(
        $"{question.Source} is on several networks, and Podman gives it a name server on each, which knows only the names of its own "
        + $"network. Whether '{question.Literal}' resolves depends on which of them is asked first.");

    public static Reason OwnNameServers(Question question, Container owner) => NotPredicted(
        $"{owner} was created with name servers of its own ({string.Join(", ", owner.NameServers)}). Before 4.4, Podman gives a container "
        + $"these in place of its own name server, which knows the containers. What they answer for '{question.Literal}' is not known.");

    public static Reason NoNameRule(Question question) => NotPredicted(
        $"No rule covers what Podman's name server answers for '{question.Literal}'. Only a probe can show it.");

    public static Reason UnusedAddress(AddressQuestion asked, Network network) => NotPredicted(
        $"{asked.Address} is in a subnet of the network {network}, and does not belong to any container of this engine. No rule covers "
        + "what Podman does with packets to it. Only a probe can show it.");

    public static Reason Internal(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.IsolatedNetworks, theirs.Name,
        $"{asked.Address} belongs to {peer.Container} on the network {theirs}, which is internal. This engine ({asked.Snapshot.Engine}) "
        + "does not forward IPv4 packets from it to other networks, so no answer comes back.",
        Fixes.Join(asked.Question, asked.Address));

    public static Reason InternalOfIPv6(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => NotPredicted(
        $"{asked.Address} belongs to {peer.Container} on the network {theirs}, which {asked.Source} is not on. The network is internal, "
        + "but Podman does not keep all IPv6 packets out of it. Only a probe can show it.");

    /// <summary>The default network is never isolated.</summary>
    public static Reason NotIsolated(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.NotIsolated, theirs.Name,
        $"{asked.Address} belongs to {peer.Container} on the network {theirs}, which {asked.Source} is not on. This engine "
        + $"({asked.Snapshot.Engine}) keeps networks apart only if both are isolated, and its default network is not.");

    /// <summary>See <see cref="PodmanAddressRules"/>.</summary>
    public static Reason IsolationNotKnown(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => NotPredicted(
        $"{asked.Address} belongs to {peer.Container} on the network {theirs}, which {asked.Source} is not on. Podman keeps networks "
        + "apart only if both are isolated (option isolate), and its API does not report which networks were isolated when their "
        + "containers started.");

    public static Reason NoAddressRule(AddressQuestion asked) => NotPredicted(
        $"No rule covers what Podman does with packets from {asked.Source} to {asked.Address}. Only a probe can show it.");

    private static Reason NotPredicted(string message) => new(ReasonCode.NotPredicted, "prediction", message);
}
