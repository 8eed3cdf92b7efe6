using System.Net;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Prediction;

/// <summary>
/// Commands of this module that change a verdict to "reachable"; null where no short one does. They are made of the commands and parameters alone
/// that Repair-ContainerReachability runs.
/// </summary>
internal static class Fixes
{
    /// <summary>Starts a container, and before it the one whose network namespace it shares.</summary>
    public static string Start(Container container, Container? owner) => owner is { Up: false } && owner.Id != container.Id
        ? $"Start-DockerContainer -Container {Quote(owner.Name)}, {Quote(container.Name)}"
        : $"Start-DockerContainer -Container {Quote(container.Name)}";

    /// <summary>Puts a container into the namespace that its owner has now.</summary>
    public static string Rejoin(Container container, Container owner) => owner.Up
        ? $"Restart-DockerContainer -Container {Quote(container.Name)}"
        : $"Start-DockerContainer -Container {Quote(owner.Name)}; Restart-DockerContainer -Container {Quote(container.Name)}";

    /// <summary>Gives source and target a common network with names: the shortest way.</summary>
    public static string? ShareNames(Question question)
    {
        if (question.SourceOwner is not { HostNetwork: false } source || question.TargetOwner is not { HostNetwork: false } target)
            return null;

        // A container that shares a namespace is connected by the one that owns it.
        var (ours, theirs) = (NetworksOf(question.Snapshot, source), NetworksOf(question.Snapshot, target));
        if (ours.Concat(theirs).Any(n => n.Driver == "null"))
            return null;
        if (theirs.Find(n => !n.DefaultBridge && MayJoin(n)) is { } join)
            return Connect(join, source);
        if (ours.Find(n => !n.DefaultBridge && MayJoin(n)) is { } invite)
            return Connect(invite, target);
        return NewNetwork(question.Snapshot, source, target);
    }

    /// <summary>Puts the source on a network of the container that has an address.</summary>
    public static string? Join(Question question, IPAddress address) =>
        question.SourceOwner is { HostNetwork: false } source
        && NetworksOf(question.Snapshot, source).TrueForAll(n => n.Driver != "null")
        && question.Snapshot.At(address).FirstOrDefault() is { } peer
        && question.NetworkOf(peer) is { } network
        && MayJoin(network)
            ? Connect(network, source)
            : null;

    /// <summary>A new network for containers, under a name that is free.</summary>
    public static string NewNetwork(EngineSnapshot snapshot, params Container[] containers)
    {
        var name = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? "app" : $"app{n}").First(candidate => snapshot.Networks.All(network => network.Name != candidate));
        return $"New-DockerNetwork -Name {name} | Connect-DockerNetwork -Container {string.Join(", ", containers.Select(c => Quote(c.Name)))}";
    }

    private static string Connect(Network network, Container container) => $"Connect-DockerNetwork -Network {Quote(network.Name)} -Container {Quote(container.Name)}";

    private static List<Network> NetworksOf(EngineSnapshot snapshot, Container container) =>
        container.Endpoints.Select(e => snapshot.Network(e.NetworkId)).OfType<Network>().ToList();

    /// <summary>A container can be connected to it, and reaches the others there.</summary>
    private static bool MayJoin(Network network) =>
        network is { Ingress: false, ConfigOnly: false, Driver: not ("host" or "null") }
        && (network.Scope != "swarm" || network.Attachable)
        && !network.BridgeOptionOff("enable_icc");

    /// <summary>
    /// Docker names need no quotes, but a network of an old engine may be called anything, and what begins with a digit may be a number to PowerShell (1e3).
    /// </summary>
    private static string Quote(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? name
            : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
