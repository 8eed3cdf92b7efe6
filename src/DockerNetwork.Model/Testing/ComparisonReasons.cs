using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;

namespace DockerNetwork.Model.Testing;

/// <summary>What an observation says beside its prediction: the sentences of <see cref="Comparison"/>.</summary>
internal static class ComparisonReasons
{
    /// <summary>The name led to an address that was not expected, and who gave it.</summary>
    public static Reason AnotherAddress(Question question, Aim aim, Verdict verdict, Observation seen) => new(
        ReasonCode.AnotherAddress, question.Source.Name,
        $"In {question.Source}, '{question.Literal}' resolves to {Where(aim)}{By(question, aim.Address, seen)}, "
        + $"not to {string.Join(" or ", verdict.Candidates)} as predicted."
        + (aim.Hits == false ? $" That is not an address of {question.Target}." : ""));

    /// <summary>Somebody else than the target answered.</summary>
    public static Reason SomebodyElse(Question question, Aim aim, Observation seen) => new(
        aim.Holder is null ? ReasonCode.AnotherAddress : ReasonCode.AnotherContainer, question.Source.Name,
        question.Address is null
            ? $"In {question.Source}, '{question.Literal}' resolves to {Where(aim)}{By(question, aim.Address, seen)}, "
                + $"which is not an address of {question.Target}."
            : $"From {question.Source}, {Where(aim)} is not an address of {question.Target}.");

    /// <summary>The name is that of several, and another one than the target was tried.</summary>
    public static Reason AnotherOfSeveral(Question question, Aim aim) => new(
        ReasonCode.AmbiguousName, question.Source.Name,
        $"'{question.Literal}' is the name of {(aim.Holder?.Service is null ? "several containers" : "a service and of a container")}, and "
        + $"in {question.Source} it led to {Where(aim)} this time. "
        + $"Whether {question.Target} answers was not tested.");

    /// <summary>Something answered at an address that the engine gave nobody.</summary>
    public static Reason HolderNotKnown(Question question, Aim aim, Observation seen) => new(
        ReasonCode.NotProbed, question.Source.Name,
        $"In {question.Source}, '{question.Literal}' resolves to {aim.Address}{By(question, aim.Address, seen)}, where something "
        + $"answers. The engine does not report who has that address, so it is not known whether {question.Target} answered.");

    /// <summary>The tool said that it connected, and not where to.</summary>
    public static Reason AddressNotReported(Question question) => new(
        ReasonCode.NotProbed, question.Source.Name,
        $"The tool in {question.Source} did not report the address that '{question.Literal}' led to, so it is not known whether "
        + $"{question.Target} answered.");

    /// <summary>The container refused a port of the host, at which the engine publishes another port of the container; else null.</summary>
    public static Reason? PortOfHost(Question question, Container? container) =>
        question.Port is { } port
        && container?.Ports.Where(mapped => mapped.Protocol == question.Protocol).ToList() is { } ports
        && !ports.Exists(mapped => mapped.ContainerPort == port)
        && ports.Find(mapped => mapped.HostPort == port) is { } mapping
            ? new Reason(
                ReasonCode.PublishedPortNotContainerPort, container.Name,
                $"{question.Literal} refused port {port}. {port} is the port on the engine's host that leads to port "
                + $"{mapping.ContainerPort} of {container}. Between containers, use port {mapping.ContainerPort} "
                + $"(-{(question.Protocol == "udp" ? "UdpPort" : "TcpPort")} {mapping.ContainerPort}).")
            : null;

    /// <summary>The virtual address of a service does not answer, as the kernel has no load balancer; null if that is not known.</summary>
    public static Reason? NoIpvs(Question question, Verdict verdict, Observation seen) =>
        question.Snapshot.HostFacts is { Ipvs: false }
        && seen.State is not ReachabilityState.Reachable
        && verdict.Reasons.Any(reason => reason.Code == ReasonCode.ServiceAddress)
        && seen.Address is { } address
        && Array.Find(question.Index.At(address), endpoint => endpoint.Service is not null)?.Service is { } service
            ? new Reason(
                ReasonCode.NoIpvs, "@host",
                $"{address} is the virtual address of the service {service}. A virtual address needs IPVS in the kernel of the engine's "
                + $"host, and this kernel does not have it. Load it with modprobe ip_vs. tasks.{service} leads to the tasks themselves.")
            : null;

    /// <summary>Prediction and observation differ: both sides, with the reason of each.</summary>
    public static Reason Disagreement(ReachabilityResult result, Verdict verdict, Observation seen)
    {
        var why = verdict.Reasons.Count > 0 ? $" Predicted because: {verdict.Reasons[0].Message}" : "";
        var what = result is { Predicted: ReachabilityState.Unresolved, Observation.Address: { } address }
            ? $"Predicted Unresolved, but {Resolver(result)} resolves '{result.TargetName}' to {address}."
            : $"Predicted {result.Predicted}, but observed {result.Observed}"
                + (verdict.Reasons.Any(reason => reason.Code == ReasonCode.ServiceAddress)
                    ? ". The virtual address of a service needs IPVS in the kernel of the engine's host (modprobe ip_vs), and the engine "
                    + "does not report whether the kernel has it."
                    : seen.Reason is { } reason
                        ? $": {reason.Message}"
                        : result is { Predicted: ReachabilityState.Blocked or ReachabilityState.NoRoute, Reachable: true }
                            ? ". Is there another rule on the engine's host that lets it through, or was the engine started with "
                            + "--iptables=false or --allow-direct-routing?"
                            : $". {TraceReasons.Advice}");
        return new Reason(ReasonCode.Disagreement, result.Source, what + why);
    }

    private static string Resolver(ReachabilityResult result) => result.ResolvedBy switch
    {
        null => "something",
        "hosts" => $"the hosts file of {result.Source}",
        "127.0.0.11" => "a name server behind the engine's DNS (127.0.0.11)",
        var server => $"the name server {server}",
    };

    private static string Where(Aim aim) => aim.Holder is { } holder ? $"{aim.Address} ({holder})" : $"{aim.Address}";

    /// <summary>
    /// The engine's DNS knows only addresses on networks of the engine. For what it does not know, it asks another name server.
    /// </summary>
    private static string By(Question question, IPAddress address, Observation seen) => seen.ResolvedBy switch
    {
        null or "" => "",
        "hosts" => " (from its hosts file)",
        "127.0.0.11" when question.Snapshot.Networks.Any(network => network.Subnets.Any(subnet => subnet.Contains(address))) =>
            " (from the engine's DNS, 127.0.0.11)",
        "127.0.0.11" => " (from a name server behind the engine's DNS, 127.0.0.11)",
        var server => $" (from the name server {server})",
    };
}
