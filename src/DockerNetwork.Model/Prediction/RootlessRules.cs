using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Published ports of a rootless engine. RootlessKit listens on them at the machine, and passes connections into the network namespace that
/// is the engine's host. There only one address leads to them, which its port driver chooses: 127.0.0.1 for the driver builtin.
/// Seen on 20.10, 26.1 and 28.5 with RootlessKit 1.1, slirp4netns and builtin.
/// </summary>
internal static class RootlessRules
{
    /// <summary>28.0, whose redirection is for that address alone. Before 27.0 it is for all addresses.</summary>
    private static readonly EngineVersion RedirectsOneAddress = new(28, 0);

    /// <summary>
    /// Whether a published port of the engine is served at an address of its host. Null if it is not known; true if it is not rootless.
    /// </summary>
    public static bool? Serves(Question question, IPAddress address)
    {
        var engine = question.Snapshot.Engine;
        if (!engine.Rootless || IPAddress.IsLoopback(address) || question.Port is not { } port)
            return true;
        if (question.Index.Host?.Listens(address, port, question.Protocol) == true)
            return true;
        if (engine.Version < AddressQuestion.Ip6Tables)
            return address.AddressFamily == AddressFamily.InterNetwork && !IsReturned(question);
        return engine.Version < RedirectsOneAddress ? null : question.Index.Host?.Listens(address, port, question.Protocol);
    }

    /// <summary>Nothing shows by which address of its host the port driver of a rootless engine leads to a published port.</summary>
    public static Verdict? Undecided(AddressQuestion asked) =>
        Serves(asked.Question, asked.Address) is null && asked.Question.Publishes(asked.Address) is { } publisher
            ? Verdict.Unknown(asked.Address, RootlessReasons.PortDriver(asked, publisher))
            : null;

    /// <summary>
    /// Older engines keep the connections of masqueraded networks out of their redirection, for the port proxy, which listens at loopback.
    /// </summary>
    private static bool IsReturned(Question question) =>
        question.SourceOwner is { HostNetwork: false }
        && question.Routes.FirstOrDefault(route => route.LeadsOut(AddressFamily.InterNetwork))?.Network is { } ours
        && !ours.Internal
        && !ours.BridgeOptionOff("enable_ip_masquerade");
}
