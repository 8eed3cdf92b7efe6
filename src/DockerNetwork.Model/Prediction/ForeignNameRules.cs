using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Names that neither the hosts file nor the engine's DNS knows in the source.</summary>
internal static class ForeignNameRules
{
    /// <summary>The file as it is called in a container.</summary>
    private const string ResolverConfiguration = "/etc/resolv.conf";

    /// <summary>
    /// 26.0. From then on the engine forwards no query of a container that is on internal networks alone from the host's network namespace
    /// (libnetwork's hasExternalAccess; seen on 26.1, 28.5 and 29.7).
    /// </summary>
    private static readonly EngineVersion KeepsInternalNamesIn = new(26, 0);

    /// <summary>A resolv.conf that is mounted names servers that the engine does not know.</summary>
    public static NameAnswer? ResolverMounted(Question question) =>
        question.Source.MountPoints.Contains(ResolverConfiguration)
        || question.SourceOwner?.MountPoints.Contains(ResolverConfiguration) == true
            ? StateRules.TargetStopped(question) is { } stopped
                ? new NameAnswer.NotResolved(stopped, ReachabilityState.NotRunning)
                : new NameAnswer.Undecidable(NameReasons.MountedFile(question, ResolverConfiguration))
            : null;

    /// <summary>
    /// A name of a container that the source cannot know: it does not run, or has the name on another network. A name with a dot may be one
    /// of the outside too, which a server upstream knows.
    /// </summary>
    public static NameAnswer? OfAnother(Question question)
    {
        if (question.Target is not null || question.SourceOwner is not { HostNetwork: false } source)
            return null;
        var name = DnsName.Asked(question.Literal);
        var holders = question.Index.Named(name)
            .Select(endpoint => (Container: question.Snapshot.Container(endpoint.ContainerId)!, Network: question.NetworkOf(endpoint)!))
            .Where(named => named is { Container: not null, Network.ResolvesNames: true })
            .OrderBy(named => source.Endpoints.All(e => e.NetworkId != named.Network.Id))
            .ThenBy(named => !named.Container.Up)
            .ToList();
        if (holders is not [var (container, network), ..])
            return OfSwarm(question, name) ?? OfService(question, name);
        if (!container.Up)
            return Answer(question, name, NameReasons.NameOfStopped(question, container, network), ReachabilityState.NotRunning);
        var running = holders.FindAll(holder => holder.Container.Up);
        return Answer(
            question, name,
            running.Exists(other => !running.Exists(here => here.Network == network && here.Container == other.Container))
                ? NameReasons.NameOfSeveral(question, running)
                : NameReasons.NameOfAnother(question, container.Name, network));
    }

    /// <summary>A name of a service, or of a container on another node of the swarm, on a network that the source is not on.</summary>
    private static NameAnswer? OfSwarm(Question question, string name) =>
        question.Index.Named(name).FirstOrDefault(endpoint => endpoint.Unlisted) is { } there
        && question.NetworkOf(there) is { } network
            ? Answer(
                question,
                name,
                NameReasons.NameOfAnother(question, there.Service is { } service ? $"the service {service}" : there.Container, network))
            : null;

    /// <summary>
    /// A name of a service that the engine's DNS does not have; who else has the name on a network of the source was asked before.
    /// </summary>
    private static NameAnswer? OfService(Question question, string name)
    {
        var asked = name.StartsWith("tasks.", StringComparison.OrdinalIgnoreCase) ? name["tasks.".Length..] : name;
        foreach (var (service, networks) in question.Snapshot.Swarm.Services)
        {
            var there = networks.Where(on => on.Called.Contains(asked, StringComparer.OrdinalIgnoreCase)).ToList();
            if (there.Find(on => question.SourceEndpoints.Any(own => own.NetworkId == on.NetworkId)) is { } shared)
                return Answer(question, name, NameReasons.ServiceWithoutTasks(question, service, shared.Network));
            if (there is [{ } other, ..])
            {
                return Answer(question, name, question.Snapshot.Network(other.NetworkId) is { } network
                    ? NameReasons.NameOfAnother(question, $"the service {service}", network)
                    : NameReasons.NameOnUnlisted(question, service, other.Network));
            }

            if (service.Equals(asked, StringComparison.OrdinalIgnoreCase))
                return Answer(question, name, NameReasons.ServiceWithoutNetwork(question, service));
        }

        return null;
    }

    /// <summary>The source cannot reach a name server outside: it is on no network, or only on internal ones.</summary>
    public static NameAnswer? NoServer(Question question)
    {
        var endpoints = question.SourceEndpoints;
        if (question.SourceOwner is not { HostNetwork: false } owner
            || endpoints.Count == 0
            || owner.NameServers.Any(server => IsNear(question, server)))
        {
            return null;
        }

        if (endpoints.All(e => e.Network == "none"))
            return new NameAnswer.NotResolved(NameReasons.NoNetwork(question));
        // A container of another node may have the name as an alias, which the engine does not say.
        if (endpoints.Any(e => question.Snapshot.Swarm.WithUnknownNames.Contains(e.NetworkId)))
            return null;
        return question.Snapshot.Engine.Version >= KeepsInternalNamesIn
            && endpoints.All(e => question.NetworkOf(e) is { Internal: true, Driver: "bridge" or "overlay" })
                ? new NameAnswer.NotResolved(NameReasons.InternalNetworkOnly(question))
                : null;
    }

    private static NameAnswer Answer(
        Question question, string name, Reason reason, ReachabilityState state = ReachabilityState.Unresolved) =>
        name.Contains('.', StringComparison.Ordinal) && NoServer(question) is null
            ? new NameAnswer.Undecidable(reason, NameReasons.Upstream(question))
            : new NameAnswer.NotResolved(reason, state);

    /// <summary>The container itself, or another container on one of its networks.</summary>
    private static bool IsNear(Question question, IPAddress server) =>
        IPAddress.IsLoopback(server) || question.Routes.Any(route => route.Contains(server));
}
