using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Who answers a name, or why nobody does: the sentences of the rules about names, with what would mend it.</summary>
internal static class NameReasons
{
    public static Reason Loopback(Question question) => HostsFile(
        question, $"'{question.Literal}' means the container itself.");

    public static Reason AddedHost(Question question) => HostsFile(
        question, $"The hosts file of {question.Source} contains '{question.Literal}' (--add-host).");

    public static Reason LegacyLink(Question question, Container linked) => HostsFile(
        question,
        $"{question.Source} has a legacy link to {linked}, so its hosts file contains the name. "
        + $"The link does not work in the other direction.");

    public static Reason OwnHostName(Question question, Container owner) => HostsFile(
        question, $"'{question.Literal}' is the host name of {owner} itself.");

    /// <summary>Whether the line is still there is not known.</summary>
    public static Reason OwnHostNameUnsure(Question question, Container owner) => new(
        ReasonCode.NotPredicted, owner.Name,
        $"'{question.Literal}' is the host name of {owner} itself. Its hosts file contains the name unless {owner} was disconnected from a "
        + $"network since it was started, which the engine does not report.");

    /// <param name="question">What is asked.</param>
    /// <param name="network">The network whose DNS answers.</param>
    /// <param name="answers">All who have the name, the one that is meant first.</param>
    public static Reason ResolvedByEngine(Question question, Network network, IReadOnlyList<NetworkEndpoint> answers) => new(
        ReasonCode.ResolvedByEngine, network.Name,
        $"The engine's DNS resolves '{question.Literal}' on the network {network} to {string.Join(" and ", answers.Select(Answer))}.");

    /// <summary>Several containers have the name, and not all of them can be reached.</summary>
    public static Reason AmbiguousName(Question question, NameAnswer.Resolved answer) => new(
        ReasonCode.AmbiguousName, answer.Network ?? question.Source.Name,
        $"'{question.Literal}' is the name of several containers ({string.Join(", ", answer.Addresses)}), and {question.Source} reaches "
        + $"only some of them. Which one it tries depends on the order of the addresses in the answer of the engine's DNS.");

    /// <summary>The target has the name, and others have it too.</summary>
    public static Reason SharedName(Question question, NameAnswer.Resolved answer) => new(
        ReasonCode.AmbiguousName, answer.Network ?? question.Source.Name,
        $"'{question.Literal}' is the name of several containers ({string.Join(", ", answer.Addresses)}). A client of {question.Source} "
        + $"may get any of them; the answer here is about {question.Target}.");

    /// <summary>The name or address is that of somebody else.</summary>
    /// <param name="question">What is asked, about a container.</param>
    /// <param name="address">The address that the name stands for.</param>
    /// <param name="holder">Who has it.</param>
    public static Reason AnotherContainer(Question question, IPAddress address, AddressHolder holder) => new(
        ReasonCode.AnotherContainer, holder.Name,
        question.Address is null
            ? $"In {question.Source}, '{question.Literal}' leads to {holder} ({address}), not to {question.Target}."
            : $"From {question.Source}, {address} leads to {holder}, not to {question.Target}.");

    public static Reason InvalidDnsName(Question question, string flaw) => new(
        ReasonCode.InvalidDnsName, question.Target?.Name ?? question.Source.Name,
        $"No resolver can ask the engine's DNS for '{question.Literal}': {flaw}. Use another name or the address.");

    public static Reason TargetOnHostNetwork(Container target) => new(
        ReasonCode.TargetHasNoAddress, target.Name,
        $"{target} uses the host's network, so the engine's DNS has no name for it.");

    public static Reason TargetOnNoNetwork(Container target) => new(
        ReasonCode.TargetHasNoAddress, target.Name,
        $"{target} is not on any network, so the engine's DNS has no name for it.");

    public static Reason NameOfNamespaceOwner(Container target, Container owner) => new(
        ReasonCode.NameOfNamespaceOwner, owner.Name,
        $"{target} shares the network namespace of {owner}. The engine's DNS knows only the name '{owner}' for both.");

    public static Reason OwnNameOnDefaultBridge(Question question) => new(
        ReasonCode.NamesNeedUserDefinedNetwork, "bridge",
        $"{question.Source} is only on the default network 'bridge', where the engine does not resolve container names, not even its own.",
        question.SourceOwner is { HostNetwork: false } own ? Fixes.NewNetwork(question.Snapshot, own) : null);

    public static Reason OnlyDefaultBridge(Question question) => new(
        ReasonCode.NamesNeedUserDefinedNetwork, "bridge",
        $"{question.Source} and {question.Target} share only the default network 'bridge', where the engine does not resolve container "
        + $"names. Connect both to a user-defined network.",
        Fixes.ShareNames(question));

    public static Reason NoSharedNetwork(Question question, IReadOnlyList<Network> ours, IReadOnlyList<Network> theirs) => new(
        ReasonCode.NoSharedNetwork, question.Source.Name,
        $"{question.Source} ({Names(ours)}) and {question.Target} ({Names(theirs)}) share no network, so '{question.Literal}' does "
        + $"not resolve.",
        Fixes.ShareNames(question));

    public static Reason NameOnAnotherNetwork(Question question, Network network) => new(
        ReasonCode.NameOnAnotherNetwork, network.Name,
        $"{question.Target} has the name '{question.Literal}' on the network {network}, and {question.Source} is not on that network.",
        Fixes.Join(question, network));

    public static Reason Upstream(Question question) => new(
        ReasonCode.NotPredicted, "prediction",
        $"'{question.Literal}' does not belong to any container of this engine. "
        + $"Only a probe can show what an upstream DNS server answers.");

    private static Reason HostsFile(Question question, string message) =>
        new(ReasonCode.ResolvedByHostsFile, question.Source.Name, message);

    private static string Answer(NetworkEndpoint endpoint) => $"{endpoint.Addresses().FirstOrDefault()} ({endpoint.Container})";

    private static string Names(IReadOnlyList<Network> networks) => networks.Count == 0 ? "no network" : string.Join(", ", networks);
}
