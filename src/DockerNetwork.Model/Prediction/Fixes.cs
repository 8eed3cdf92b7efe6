using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Commands of this module that change a verdict to "reachable"; null if there is no short one, or if a name is not safe on a command line
/// (<see cref="FixRules"/>).
/// </summary>
internal static class Fixes
{
    /// <summary>Starts a container, and before it the one whose network namespace it shares.</summary>
    public static IReadOnlyList<FixCommand>? Start(Container container, Container? owner) =>
        owner is { Up: false } && owner.Id != container.Id
            ? Fix(Starting(owner, container))
            : Fix(Starting(container));

    /// <summary>Lets a paused container go on.</summary>
    public static IReadOnlyList<FixCommand>? Resume(Container container) =>
        Fix(new FixCommand(FixRules.Resume) { Container = Names(container) });

    /// <summary>Puts a container into the namespace that its owner has now.</summary>
    public static IReadOnlyList<FixCommand>? Rejoin(Container container, Container owner)
    {
        var restart = new FixCommand(FixRules.Restart) { Container = Names(container) };
        return owner.Up ? Fix(restart) : Fix(Starting(owner), restart);
    }

    /// <summary>Gives source and target a common network with names, with as few commands as possible.</summary>
    public static IReadOnlyList<FixCommand>? ShareNames(Question question)
    {
        if (question.SourceOwner is not { HostNetwork: false } source || question.TargetOwner is not { HostNetwork: false } target)
            return null;

        // A container that shares a namespace is connected by the one that owns it.
        var (ours, theirs) = (NetworksOf(question.Snapshot, source), NetworksOf(question.Snapshot, target));
        if (!ours.TrueForAll(n => n.Combines) || !theirs.TrueForAll(n => n.Combines))
            return null;
        if (theirs.Find(n => !n.DefaultBridge && MayJoin(n)) is { } join)
            return Connect(join, source);
        if (ours.Find(n => !n.DefaultBridge && MayJoin(n)) is { } invite)
            return Connect(invite, target);
        return NewNetwork(question.Snapshot, source, target);
    }

    /// <summary>Puts the source on a network of the container that has an address.</summary>
    public static IReadOnlyList<FixCommand>? Join(Question question, IPAddress address) =>
        question.SourceOwner is { HostNetwork: false } source
        && NetworksOf(question.Snapshot, source).TrueForAll(n => n.Combines)
        && question.Index.At(address) is [var peer, ..]
        && question.NetworkOf(peer) is { } network
        && MayJoin(network)
            ? Connect(network, source)
            : null;

    /// <summary>Puts the source on a network where the target has the name.</summary>
    public static IReadOnlyList<FixCommand>? Join(Question question, Network network) =>
        question.SourceOwner is { HostNetwork: false } source
        && NetworksOf(question.Snapshot, source).TrueForAll(n => n.Combines)
        && MayJoin(network)
            ? Connect(network, source)
            : null;

    /// <summary>A new network for containers, under a name that is free.</summary>
    public static IReadOnlyList<FixCommand>? NewNetwork(EngineSnapshot snapshot, params Container[] containers)
    {
        var free = Enumerable.Range(1, int.MaxValue)
            .Select(n => n == 1 ? "app" : $"app{n}")
            .First(candidate => snapshot.Networks.All(network => network.Name != candidate));
        return Fix(new FixCommand(FixRules.Create) { Name = free }, new FixCommand(FixRules.Connect) { Container = Names(containers) });
    }

    private static IReadOnlyList<FixCommand>? Connect(Network network, Container container) =>
        Fix(new FixCommand(FixRules.Connect) { Network = network.Name, Container = Names(container) });

    private static FixCommand Starting(params Container[] containers) => new(FixRules.Start) { Container = Names(containers) };

    private static string[] Names(params Container[] containers) => [.. containers.Select(c => c.Name)];

    private static FixCommand[]? Fix(params FixCommand[] commands) => FixRules.Refusal(commands) is null ? commands : null;

    private static List<Network> NetworksOf(EngineSnapshot snapshot, Container container) =>
        container.Endpoints.Select(e => snapshot.Network(e.NetworkId)).OfType<Network>().ToList();

    /// <summary>A container can be connected to it by its name, and reaches the others there.</summary>
    private static bool MayJoin(Network network) =>
        network.CanConnect && FixRules.IsName(network.Name) && !network.BridgeOptionOff("enable_icc");
}
