using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Prediction;

/// <summary>Who answers a name, or why nobody does: the sentences of the rules about names, with what would mend it.</summary>
internal static class NameReasons
{
    /// <summary>25.0 (API 1.44), from which on the engine reports the names that its DNS knows.</summary>
    private static readonly EngineVersion ReportsDnsNames = new(25, 0);

    public static Reason Loopback(Question question) => HostsFile(
        question,
        $"'{question.Literal}' means the "
        + (question is { Source.IsHost: true } or { SourceOwner.HostNetwork: true } ? "host itself." : "container itself."));

    public static Reason AddedHost(Question question) => HostsFile(
        question, $"The hosts file of {question.Source} contains '{question.Literal}' (--add-host).");

    public static Reason MountedLine(Question question) => HostsFile(
        question, $"The hosts file that is mounted in {question.Source} contains '{question.Literal}'.");

    /// <summary>Which address the engine writes depends on an option of its own, which it does not report.</summary>
    public static Reason HostGateway(Question question) => HostsFile(
        question,
        $"The hosts file of {question.Source} contains '{question.Literal}' with the engine's host as its address (--add-host with "
        + $"host-gateway): the gateway of the default bridge, unless the engine was started with --host-gateway-ip.");

    /// <summary>The target's name as it was when the link was made.</summary>
    public static Reason LinkedNameUnsure(Question question, Container linked, string alias) => new(
        ReasonCode.NotPredicted, question.Source.Name,
        $"{question.Source} has a legacy link to {linked}, with the alias '{alias}'. Its hosts file contains '{question.Literal}' unless "
        + $"{linked} has been renamed since {question.Source} was started, which the engine does not report.");

    public static Reason SearchDomains(Question question, Container owner) => new(
        ReasonCode.NotPredicted, question.Source.Name,
        $"The resolver of {owner} also asks for '{question.Literal}' in its search domains ({string.Join(", ", owner.SearchDomains)}). "
        + "Only a probe can show what it finds there.");

    public static Reason LinkedStopped(Question question, Container linked) => new(
        ReasonCode.NotPredicted, question.Source.Name,
        $"{question.Source} has a legacy link to {linked}, which is not running. The hosts file of {question.Source} still contains "
        + $"'{question.Literal}' with the last address of {linked}, which something else may have now. Only a probe can show it.");

    /// <summary>The file is not the engine's.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="path">Of the file, in the container.</param>
    public static Reason MountedFile(Question question, string path) => new(
        ReasonCode.NotPredicted, question.Source.Name,
        $"{path} of {question.Source} is mounted, so the engine does not report what it contains for '{question.Literal}'.");

    public static Reason NoAddressInHostsFile(Question question) => new(
        ReasonCode.NameNotFound, question.Source.Name,
        $"The hosts file of {question.Source} contains '{question.Literal}' without an {FamilyOf(question)} address.");

    public static Reason NoAddressOnNetwork(Question question, Network network) => new(
        ReasonCode.NameNotFound, network.Name,
        $"'{question.Literal}' has no {FamilyOf(question)} address on the network {network}.");

    public static Reason NoNetwork(Question question) => new(
        ReasonCode.NoNetwork, question.Source.Name,
        $"{question.Source} is not on any network: it reaches no name server, so only names in its hosts file resolve.");

    public static Reason InternalNetworkOnly(Question question) => new(
        ReasonCode.InternalNetworkOnly, question.Source.Name,
        $"{question.Source} is only on internal networks ({string.Join(", ", question.SourceEndpoints.Select(e => e.Network))}). The "
        + $"engine's DNS does not forward queries from there, so '{question.Literal}' does not resolve.");

    /// <summary>A name of a container or service, asked for as a text.</summary>
    public static Reason NameOfAnother(Question question, string holder, Network network) => new(
        ReasonCode.NameOnAnotherNetwork, network.Name,
        $"'{question.Literal}' is a name of {holder} on the network {network}, and {question.Source} is not on that network.",
        Fixes.Join(question, network));

    /// <summary>
    /// A name of several containers on different networks, asked for as a text. Which one is meant is not known, so there is no fix.
    /// </summary>
    public static Reason NameOfSeveral(Question question, IEnumerable<(Container Container, Network Network)> holders) => new(
        ReasonCode.AmbiguousName, question.Source.Name,
        $"'{question.Literal}' is a name of several containers: "
        + string.Join(", ", holders
            .Select(holder => $"{holder.Container} on the network {holder.Network}")
            .Order(StringComparer.Ordinal))
        + $". {question.Source} is not on any of these networks. Connect it to the network of the one that you mean.");

    /// <summary>A task of a service that has no names on a network of the source.</summary>
    public static Reason Nameless(Question question, Container task, Network network, string why) => new(
        ReasonCode.NameNotFound, task.Name,
        $"'{question.Literal}' is a name of {task}, a task of the service {task.SwarmService}. The engine's DNS does not have the name on "
        + $"the network {network}, because {why}.");

    /// <summary>A name of a service, on an overlay network that the engine does not list: none of its containers is there.</summary>
    public static Reason NameOnUnlisted(Question question, string service, string network) => new(
        ReasonCode.NameOnAnotherNetwork, network,
        $"'{question.Literal}' is a name of the service {service} on the network {network}, and {question.Source} is not on that network.");

    /// <summary>A service on a network of the source.</summary>
    public static Reason ServiceWithoutTasks(Question question, string service, string network) => new(
        ReasonCode.NameNotFound, service,
        $"'{question.Literal}' is a name of the service {service} on the network {network}, but no task of the service is ready there. "
        + $"Get-DockerNetworkService -Name {PowerShellWord.Of(service)}{OnHost(question)} shows its tasks.");

    /// <summary>A service that publishes ports at most, or is on the host's network.</summary>
    public static Reason ServiceWithoutNetwork(Question question, string service) => new(
        ReasonCode.NameNotFound, service,
        $"'{question.Literal}' is a name of the service {service}, which is not on any overlay network, so the engine's DNS does not have "
        + "the name.");

    /// <summary>A name of a container that does not run, asked for as a text.</summary>
    public static Reason NameOfStopped(Question question, Container container, Network network)
    {
        var reason = StateReasons.TargetNotRunning(question, container, null);
        return reason with { Message = $"'{question.Literal}' is a name of {container} on the network {network}. {reason.Message}" };
    }

    public static Reason LegacyLink(Question question, Container linked) => HostsFile(
        question,
        $"{question.Source} has a legacy link to {linked}, so its hosts file contains the name. "
        + $"The link does not work in the other direction.");

    public static Reason OwnHostName(Question question, Container owner) => HostsFile(
        question, $"'{question.Literal}' is the host name of {owner} itself.");

    /// <summary>Whether the line is still there is not known.</summary>
    public static Reason OwnHostNameUnsure(Question question, Container owner, bool keepsLines) => new(
        ReasonCode.NotPredicted, owner.Name,
        keepsLines
            ? $"'{question.Literal}' is the host name of {owner} itself. If {owner} has been disconnected from a network since it was "
                + $"started, its hosts file still contains its address there. The engine does not report that."
            : $"'{question.Literal}' is the host name of {owner} itself. Its hosts file contains the name unless {owner} has been "
                + $"disconnected from a network since it was started, which the engine does not report.");

    /// <param name="question">What is asked.</param>
    /// <param name="network">The network whose DNS answers.</param>
    /// <param name="answers">All who have the name, the one that is meant first.</param>
    public static Reason ResolvedByEngine(Question question, Network network, IReadOnlyList<NetworkEndpoint> answers) => new(
        ReasonCode.ResolvedByEngine, network.Name,
        () => $"The engine's DNS resolves '{question.Literal}' on the network {network} to "
        + $"{string.Join(" and ", answers.Select(endpoint => Answer(question, endpoint)))}.");

    /// <summary>Several containers have the name, and not all of them can be reached.</summary>
    public static Reason AmbiguousName(Question question, NameAnswer.Resolved answer) => new(
        ReasonCode.AmbiguousName, answer.Network ?? question.Source.Name,
        $"'{question.Literal}' is the name of several containers ({string.Join(", ", answer.Addresses)}), and {question.Source} reaches "
        + $"only some of them. Which one it tries depends on the order of the addresses in the answer of the engine's DNS.");

    /// <summary>The target has the name, and others have it too.</summary>
    public static Reason SharedName(Question question, NameAnswer.Resolved answer) => new(
        ReasonCode.AmbiguousName, answer.Network ?? question.Source.Name,
        $"'{question.Literal}' is the name of several containers ({string.Join(", ", answer.Addresses)}). A program in {question.Source} "
        + $"may get any of them"
        + (question.Target is null ? "." : $"; this result is about {question.Target}."));

    /// <summary>The name or address is that of somebody else.</summary>
    /// <param name="question">What is asked, about a container.</param>
    /// <param name="address">The address that the name stands for.</param>
    /// <param name="holder">Who has it.</param>
    public static Reason AnotherContainer(Question question, IPAddress address, AddressHolder holder) => new(
        ReasonCode.AnotherContainer, holder.Name,
        question.Address is null
            ? $"In {question.Source}, '{question.Literal}' leads to {holder} ({address}), not to {Meant(question)}."
            : $"From {question.Source}, {address} leads to {holder}, not to {Meant(question)}.");

    /// <summary>Two engines may have containers of one name.</summary>
    private static string Meant(Question question) =>
        question.Elsewhere is { } engine ? $"{question.Target} on the engine {engine}" : $"{question.Target}";

    public static Reason InvalidDnsName(Question question, string flaw) => new(
        ReasonCode.InvalidDnsName, question.Target?.Name ?? question.Source.Name,
        $"No resolver can ask the engine's DNS for '{question.Literal}': {flaw}. Use another name or the address.");

    public static Reason TargetOnHostNetwork(Container target) => new(
        ReasonCode.TargetHasNoAddress, target.Name,
        $"{target} uses the host's network, so the engine's DNS has no name for it.");

    public static Reason TargetOnNoNetwork(Question question, Container target) => new(
        ReasonCode.TargetHasNoAddress, target.Name,
        () => $"{target} is not on any network, so the engine's DNS has no name for it."
            + (target.NetworkMode == "none" ? $" Joining a network may let {target} reach other machines." : ""),
        () => Fixes.ShareNames(question));

    public static Reason NameOfNamespaceOwner(Container target, Container owner) => new(
        ReasonCode.NameOfNamespaceOwner, owner.Name,
        $"{target} shares the network namespace of {owner}. The engine's DNS knows only the name '{owner}' for both.");

    public static Reason OwnNameOnDefaultBridge(Question question) => new(
        ReasonCode.NamesNeedUserDefinedNetwork, "bridge",
        $"{question.Source} is only on the default network 'bridge', where the engine does not resolve container names, not even its own.",
        question.SourceOwner is { HostNetwork: false } own ? Fixes.NewNetwork(question.Snapshot, own) : null);

    public static Reason OnlyDefaultBridge(Question question) => new(
        ReasonCode.NamesNeedUserDefinedNetwork, "bridge",
        () => $"{question.Source} and {question.Target} share only the default network 'bridge', where the engine does not resolve "
        + "container names. "
        + (question.Snapshot.Engine is { Kind: not EngineKind.Podman } engine
            && engine.Version < ReportsDnsNames
            && question.SourceEndpoints.Any(endpoint => question.NetworkOf(endpoint)?.ResolvesNames == true)
            ? $"On this engine ({engine}), the new name of a container that was renamed while it ran does resolve there, but the engine "
                + "does not report this. "
            : "")
        + "Connect both to a user-defined network.",
        () => Fixes.ShareNames(question));

    /// <summary>
    /// A running container that was renamed, on an engine that was restarted with live-restore since: its DNS has the new name, and inspect
    /// shows the old one (moby's rename.go saves the container before it changes the names; seen on 28.5 and 29.7).
    /// </summary>
    public static Reason NameNotListed(Question question, Container target) => new(
        ReasonCode.NotPredicted, "prediction",
        $"{question.Source} and {target} share a network, but the engine does not list '{question.Literal}' among the names of {target} "
        + "there. If the container was renamed while it ran, the list may be old. Only a probe can show whether the name resolves.");

    public static Reason NoSharedNetwork(Question question) => question.Source.IsHost
        ? new(
            ReasonCode.NoSharedNetwork, question.Source.Name,
            "The engine's host does not use the engine's DNS, so container names do not resolve there. Test addresses: -By Address.")
        : new(
            ReasonCode.NoSharedNetwork, question.Source.Name,
            () => $"{question.Source} ({Names(question, question.SourceEndpoints)}) and {question.Target} "
                + $"({Names(question, question.Target?.Endpoints ?? [])}) share no network, so '{question.Literal}' does not resolve.",
            () => Fixes.ShareNames(question));

    /// <summary>The engine does not list the aliases of containers on other nodes.</summary>
    public static Reason MayBeAliasElsewhere(Question question) => new(
        ReasonCode.NotPredicted, "prediction",
        $"'{question.Literal}' may be an alias that a container on another node of the swarm has on a network of {question.Source}. "
        + "Engines do not list the aliases of containers on other nodes. Only a probe can show whether the name resolves.");

    public static Reason NotItsName(Question question, Container target) => new(
        ReasonCode.NameNotFound, question.Source.Name,
        $"{target} does not have the name '{question.Literal}' on any network, so the engine's DNS does not know it. "
        + $"Use the name {target}, or give it an alias when it is connected.");

    public static Reason NameOnAnotherNetwork(Question question, Network network) => new(
        ReasonCode.NameOnAnotherNetwork, network.Name,
        $"{question.Target} has the name '{question.Literal}' on the network {network}, and {question.Source} is not on that network.",
        Fixes.Join(question, network));

    public static Reason Upstream(Question question) => new(
        ReasonCode.NotPredicted, "prediction",
        $"'{question.Literal}' does not belong to any container of this engine. "
        + ServiceReasons.Meant(question)
        + (question.SourceEndpoints.FirstOrDefault(e => question.Snapshot.Swarm.WithUnknownNames.Contains(e.NetworkId)) is { } overlay
            ? $"It may be an alias of a container on another node of the network {overlay.Network}: the engine does not list such aliases. "
            : "")
        + SeenNodes(question)
        + (question.SourceOwner is { NameServers: { Count: > 0 } servers }
            ? $"The name servers of {question.Source} are {string.Join(", ", servers)}. "
            : "")
        + $"{Exits.From(question, question.Family ?? AddressFamily.InterNetwork)}Only a probe can show what an upstream DNS server "
        + $"answers.");

    private static string SeenNodes(Question question)
    {
        foreach (var endpoint in question.SourceEndpoints)
        {
            if (question.Snapshot.Swarm.SeenNodes.TryGetValue(endpoint.NetworkId, out var seen))
            {
                return $"The engine sees {seen} of the swarm on the network {endpoint.Network}. Either the other nodes have no containers "
                    + "there, or the nodes do not reach each other on TCP and UDP port 7946. ";
            }
        }

        return "";
    }

    private static Reason HostsFile(Question question, string message) =>
        new(ReasonCode.ResolvedByHostsFile, question.Source.Name, message);

    private static string Answer(Question question, NetworkEndpoint endpoint) =>
        $"{endpoint.Addresses().FirstOrDefault(question.Wants)} "
        + (endpoint.Service is { } service ? $"(the service {service})" : $"({endpoint.Container})");

    private static string FamilyOf(Question question) => question.Family == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";

    private static string Names(Question question, IReadOnlyList<NetworkEndpoint> endpoints)
    {
        var names = string.Join(", ", endpoints.Select(question.NetworkOf).OfType<Network>());
        return names.Length == 0 ? "no network" : names;
    }

    /// <summary>How a command names the engine, if it must.</summary>
    private static string OnHost(Question question) =>
        question.Snapshot.CommandHost is { } host ? $" -DockerHost {PowerShellWord.Of(host)}" : "";
}
