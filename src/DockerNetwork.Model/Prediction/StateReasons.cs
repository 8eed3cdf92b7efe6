using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>What does not run: the sentences of the rules about states, with what would mend it.</summary>
internal static class StateReasons
{
    public static Reason SourceNotRunning(Question question, Container source, Container? owner) => new(
        ReasonCode.SourceNotRunning, source.Name,
        $"{source} {Is(source.State)}, so it cannot send anything.",
        CanStart(source) ? Fixes.Start(question, source, owner)
            : source.State == ContainerState.Paused ? Fixes.Resume(question, source)
            : null);

    public static Reason TargetNotRunning(Question question, Container target, Container? owner) => new(
        ReasonCode.TargetNotRunning, target.Name,
        $"{target} {Is(target.State)}, so it has no address and no name.",
        CanStart(target) ? Fixes.Start(question, target, owner) : null);

    public static Reason TargetPaused(Question question, Container paused) => new(
        ReasonCode.TargetPaused, paused.Name,
        $"{paused} is paused: the kernel {(question.Protocol == "tcp" ? "completes TCP handshakes" : "takes datagrams")} for it, but no "
        + "process answers.",
        Fixes.Resume(question, paused));

    /// <summary>Of several containers in one network namespace some are paused.</summary>
    public static Reason OnePaused(Question question, Container paused) => new(
        ReasonCode.TargetPaused, paused.Name,
        $"{paused} is paused, and other processes in the same network namespace are not. Which of them serves "
        + $"{question.Port}/{question.Protocol} is not known. Only an answer to a request can show it, because the kernel also completes "
        + "TCP handshakes for paused processes.",
        Fixes.Resume(question, paused));

    public static Reason NamespaceOwnerRestarted(Question question, Container container, Container owner) => new(
        ReasonCode.NamespaceOwnerRestarted, owner.Name,
        $"{container} shares the network namespace of {owner}, which was started again later. {container} is still in the old "
        + $"namespace, which has only the loopback interface.",
        Fixes.Rejoin(question, container, owner));

    public static Reason EchoIgnored(Container container, AddressFamily family)
    {
        var sysctl = family == AddressFamily.InterNetwork ? "net.ipv4.icmp_echo_ignore_all" : "net.ipv6.icmp.echo_ignore_all";
        return new Reason(
            ReasonCode.EchoIgnored, container.Name,
            $"{container} ignores echo requests (--sysctl {sysctl}=1), so a ping does not show whether it can be reached. Test a port.");
    }

    public static Reason NobodyListens(Question question, IPAddress address)
    {
        var publisher = question.Publishes(address);
        var elsewhere = question.Index.Host!.ListensElsewhere(question.Port!.Value, question.Protocol).Distinct().ToList();
        return new Reason(
            ReasonCode.NobodyListens, "@host",
            $"{address} is an address of {RootlessReasons.Host(question)}. "
            + (elsewhere.Count > 0
                ? $"No process listens on {question.Port}/{question.Protocol} there, but one does at {string.Join(" and ", elsewhere)}."
                : $"No process listens on {question.Port}/{question.Protocol} there"
                    + $"{(publisher is null ? ", and no container publishes it" : "")}.")
            + RootlessReasons.Published(publisher, question.Port));
    }

    public static Reason StrayProxy(Question question, IPAddress address, PortProxy proxy) => new(
        ReasonCode.NotPredicted, "prediction",
        $"{address} is an address of the engine's host. A port proxy listens there on {question.Port}/{question.Protocol} and connects to "
        + $"{proxy.ContainerAddress}:{proxy.ContainerPort}, but no container of this engine publishes the port. Only a probe can show "
        + "whether it answers.");

    /// <param name="question">What is asked.</param>
    /// <param name="container">The container that is left.</param>
    /// <param name="owner">The one that does not run; null if it is gone.</param>
    public static Reason NamespaceOwnerNotRunning(Question question, Container container, Container? owner) => new(
        ReasonCode.NamespaceOwnerNotRunning, owner?.Name ?? container.NamespaceOwnerId!,
        $"{container} shares the network namespace of "
        + (owner is null ? "a container that no longer exists. " : $"{owner}, which is not running. ")
        + $"Only the loopback interface is left.",
        owner is not null && CanStart(owner) ? Fixes.Rejoin(question, container, owner) : null);

    /// <summary>"is paused"; "has exited".</summary>
    internal static string Is(ContainerState state) =>
        state == ContainerState.Exited ? "has exited" : $"is {state.ToString().ToLowerInvariant()}";

    private static bool CanStart(Container container) => container.State is ContainerState.Created or ContainerState.Exited;
}
