using System.Globalization;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>
/// Each container answers HTTP requests on port 80 with a status of its own, so that a probe sees who answered, whatever the module
/// believes of names and addresses. Nobody listens on port 81.
/// </summary>
internal sealed class AgreementServer(Topology topology, EngineSnapshot snapshot)
{
    public const int Port = 80;

    public const int NobodysPort = 81;

    /// <summary>What is asked for.</summary>
    public const string Path = "/cgi-bin/i";

    /// <summary>The containers in the host's network namespace, and the host itself.</summary>
    private const string Host = "@host";

    private const int First = 201;

    private readonly Dictionary<int, string> _byStatus =
        topology.Containers.ToDictionary(c => StatusOf(c.Name, topology), c => c.Name);

    /// <summary>The server of a container. In a namespace that two share the first one has the port.</summary>
    public static IReadOnlyList<string> CommandOf(string container, Topology topology) =>
        Command(StatusOf(container, topology).ToString(CultureInfo.InvariantCulture));

    /// <summary>The server. The script is read by sed, which costs less than a shell at each request.</summary>
    /// <param name="status">The status; a variable of the shell may be in it.</param>
    public static IReadOnlyList<string> Command(string status) =>
    [
        "sh", "-c",
        $"mkdir -p /www/cgi-bin; printf \"#!/bin/sed 1d\\nHTTP/1.0 {status} x\\r\\n\\r\\n\" >/www{Path}; chmod 755 /www{Path}; "
        + "httpd -p 80 -h /www; exec sleep infinity",
    ];

    /// <summary>Who answered; null if nobody did, or nobody of the topology.</summary>
    public string? AnswererOf(ReachabilityResult result) =>
        result.StatusCode is { } status ? _byStatus.GetValueOrDefault(status) ?? TopologyService.TaskOf(status) : null;

    /// <summary>What is wrong with the answerer of a result; null if nothing is, or if it was not observed.</summary>
    public string? Flaw(ReachabilityResult result)
    {
        if (AnswererOf(result) is not { } answerer || result.Observed is null or ReachabilityState.Unknown or ReachabilityState.NotRunning)
            return null;
        var seen = SpaceOf(answerer);
        if (result.Answered is { } told && SpaceOf(told) != seen)
            return $"Answered is {told}, but {answerer} answered";
        if (snapshot.Containers.FirstOrDefault(c => c.Name == result.Target) is { } target && result.Planned.Container is not null)
        {
            var runs = target.State is ContainerState.Running or ContainerState.Paused;
            var hit = runs && SpaceOf(target.Name) == seen;
            if (result.Observed == ReachabilityState.Reachable && !hit)
                return $"{target.Name} counts as reached, but {answerer} answered";
            if (result.Observed == ReachabilityState.Misdirected && hit)
                return $"{answerer} answered, but the probe counts as misdirected";
        }

        var verdict = result.Verdict;
        return verdict is { State: ReachabilityState.Reachable or ReachabilityState.Misdirected, Answered: { } predicted }
            && verdict.Candidates.Count < 2
            && SpaceOf(predicted) != seen
                ? $"{predicted} was expected to answer, but {answerer} answered"
                : null;
    }

    /// <summary>
    /// Whose network namespace a container is in. Its owner may have left it, or have got a new one since: those that it shared the old one
    /// with are still in it together.
    /// </summary>
    private string SpaceOf(string name)
    {
        if (snapshot.Containers.FirstOrDefault(c => c.Name == name) is not { } container)
            return TopologyService.Short(name);
        if (container.HostNetwork)
            return Host;
        if (snapshot.NamespaceOwner(container) is not { } owner || owner.Id == container.Id)
            return TopologyService.Short(name);
        if (StateOf(owner.Name) is TopologyState.Running or TopologyState.Paused)
            return SpaceOf(owner.Name);
        return StateOf(name) is TopologyState.Running or TopologyState.Paused ? $"{owner.Name} before" : name;
    }

    private TopologyState? StateOf(string name) => topology.Containers.FirstOrDefault(c => c.Name == name)?.State;

    private static int StatusOf(string container, Topology topology)
    {
        var index = topology.Containers.Select(c => c.Name).ToList().IndexOf(container);
        return First + index;
    }
}
