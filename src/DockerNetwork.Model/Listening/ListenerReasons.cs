using System.Globalization;
using System.Net.Sockets;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Listening;

/// <summary>The sentences of <see cref="ListenerRules"/>.</summary>
internal static class ListenerReasons
{
    private const int MostNamed = 3;

    /// <summary>How many listeners a sentence names.</summary>
    private const int MaxNamed = 4;

    public static Reason OtherPort(RefusedPort asked, List<Listener> others) => New(
        ReasonCode.ListensElsewhere, asked,
        $"{Start(asked)} listens on {List([.. others.OrderBy(l => l.IsLoopback)])}, not on {Text(asked.Port)}.");

    public static Reason LoopbackOnly(RefusedPort asked, Listener listener) => New(
        ReasonCode.ListensOnLoopbackOnly, asked,
        $"{(asked.Owner is null ? "" : Lead(asked))}{Who(asked, listener)} listens on port {Text(listener.Port)} only at "
        + $"{listener.Address}. Only {(asked.Owner is null ? "the host" : asked.Name)} itself can use that address. "
        + OpenTo(asked, listener, asked.Arrived[0].AddressFamily == AddressFamily.InterNetworkV6 ? "[::]" : "0.0.0.0"));

    public static Reason OtherFamily(RefusedPort asked, Listener listener)
    {
        var v6 = asked.Arrived[0].AddressFamily == AddressFamily.InterNetworkV6;
        return New(
            ReasonCode.ListensElsewhere, asked,
            $"{Start(asked)} listens on port {Text(asked.Port)} over {(v6 ? "IPv4" : "IPv6")} only ({listener}{Inner(listener)}), and "
            + $"the probe used {(v6 ? "IPv6" : "IPv4")}. Make it listen on {(v6 ? "[::]" : "0.0.0.0")} too.");
    }

    public static Reason OtherAddress(RefusedPort asked, Listener listener)
    {
        var network = asked.Owner?.Endpoints.FirstOrDefault(e => e.Has(listener.Address))?.Network;
        return New(
            ReasonCode.ListensElsewhere, asked,
            $"{Start(asked)} listens on {listener} only{(network is null ? "" : $", its address on the network {network}")}"
            + $"{listener.Process()}, not at {asked.Arrived[0]}.");
    }

    /// <param name="asked">The port.</param>
    /// <param name="own">Who listens there on something else, if that is of interest.</param>
    public static Reason Nobody(RefusedPort asked, List<Listener> own) => New(
        ReasonCode.NobodyListens, asked,
        (asked.Owner is null ? $"No process on the engine's host listens on {Text(asked.Port)}/{asked.Protocol}."
            : own.Count == 0 ? $"{Lead(asked)}Nothing in {asked.Name} listens on any port. Is the service running?"
            : $"{Lead(asked)}No process in {asked.Name} listens on {Text(asked.Port)}/{asked.Protocol}.")
        + (own.Count > 0 ? $" It listens only on {List(own)}." : ""));

    /// <param name="asked">The port.</param>
    /// <param name="meant">Who may have been meant, at least one; with what listens there, if that was read.</param>
    public static Reason LocalhostIsTheContainer(RefusedPort asked, IReadOnlyList<(Neighbour Neighbour, Listener? Listener)> meant)
    {
        var itself = $"{asked.Question.Literal} is {asked.Question.Source} itself, where nothing listens on "
            + $"{Text(asked.Port)}/{asked.Protocol}. ";
        if (meant is [var (neighbour, listener)])
        {
            var how = listener is not null ? $"listens on {listener.Described()}"
                : neighbour.Port == asked.Port ? $"has port {Text(asked.Port)}/{asked.Protocol}"
                : $"publishes its port {Text(neighbour.Port)} on the engine's host as {Text(asked.Port)}";
            return New(
                ReasonCode.LocalhostIsTheContainer, asked,
                itself + $"{neighbour.Container} on the network {neighbour.Network.Name} {how}: use {End(neighbour)}.");
        }

        var ends = meant.Take(MostNamed).Select(one => End(one.Neighbour));
        return New(
            ReasonCode.LocalhostIsTheContainer, asked,
            itself + "If one of the containers beside it is meant, use its name: "
                + $"{string.Join(", ", ends)}{(meant.Count > MostNamed ? ", …" : "")}.");
    }

    public static Reason RefusedByRule(RefusedPort asked, Listener listener) => New(
        ReasonCode.RefusedByRule, asked,
        $"{Start(asked)} listens on {listener.Described()}{(listener.IsEverywhere ? $", also at {asked.Address}" : "")}. So something "
        + "else refuses the packets: a firewall rule rejects or redirects them. Trace-ContainerReachability -Explain names it.");

    private static Reason New(string code, RefusedPort asked, string message) => new(code, asked.Component, message);

    private static string End(Neighbour neighbour) =>
        (neighbour.Literal.Contains(':', StringComparison.Ordinal) ? $"[{neighbour.Literal}]" : neighbour.Literal)
        + $":{Text(neighbour.Port)}";

    /// <summary>The beginning of a sentence about who refused.</summary>
    private static string Start(RefusedPort asked) => asked.Owner is null ? "The engine's host" : Lead(asked) + asked.Name;

    /// <summary>Which port of whom is meant, if another one was asked.</summary>
    private static string Lead(RefusedPort asked) => asked.Published
        ? $"Port {Text(asked.Question.Port ?? 0)} of the engine's host leads to port {Text(asked.Port)} of {asked.Name}. "
        : "";

    private static string List(List<Listener> listeners)
    {
        string[] texts = [.. listeners.Select(l => l.Described()).Distinct(StringComparer.Ordinal)];
        var more = texts.Length - MaxNamed;
        return string.Join(", ", texts.Take(MaxNamed)) + (more > 0 ? $" and {Text(more)} more" : "");
    }

    private static string Inner(Listener listener) => listener.Process().TrimStart(' ').Trim('(', ')') is { Length: > 0 } process
        ? $", {process}"
        : "";

    /// <summary>What makes a port that listens on a loopback address only be reached.</summary>
    private static string OpenTo(RefusedPort asked, Listener listener, string all) =>
        asked.Owner is not null ? $"Make {listener.Program ?? "it"} listen on {all}."
        : ListenerRules.PublishedAtLoopback(asked) is { } publisher
            ? $"{publisher.Container} publishes its port {Text(publisher.Port)} there. Containers on the network {publisher.Network} "
            + $"can use {End(publisher)}. For others, publish it at {all}."
        : $"Make it listen on {all} or, if the engine publishes the port, publish it there.";

    /// <summary>"httpd (process 7) in db", "The engine's host".</summary>
    private static string Who(RefusedPort asked, Listener listener) =>
        listener.Program is { } program
            ? program
                + (listener.ProcessId is { } id ? $" (process {Text(id)})" : "")
                + (asked.Owner is null ? " on the engine's host" : $" in {asked.Name}")
            : asked.Owner is null ? "The engine's host" : asked.Name;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
