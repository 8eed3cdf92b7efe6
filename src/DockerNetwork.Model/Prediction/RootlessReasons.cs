using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>What "the host" is for a rootless engine: sentences for reasons.</summary>
internal static class RootlessReasons
{
    /// <summary>The engine's host, and for a rootless engine what that is.</summary>
    public static string Host(Question question) => question.Snapshot.Engine.Rootless
        ? "the engine's host (RootlessKit's network namespace, not the machine)"
        : "the engine's host";

    /// <summary>Where the machine is for a rootless engine, with a space at the end; else empty.</summary>
    public static string Outside(Question question) => question.Snapshot.Engine.Rootless
        ? "The engine is rootless, so addresses of the machine are outside of its host too: RootlessKit's network driver makes the "
            + "connection from the machine, which answers at published ports. "
        : "";

    /// <summary>Where to find a port that a rootless engine publishes; else empty.</summary>
    public static string Published(Container? publisher, int? port) => publisher is null ? ""
        : $" {publisher} publishes port {port}, but the engine is rootless: RootlessKit listens at the addresses of the machine.";

    public static Reason PortDriver(AddressQuestion asked, Container publisher) => AddressReasons.NotPredicted(
        $"{asked.Address} is an address of {Host(asked.Question)}.{Published(publisher, asked.Question.Port)} Whether the port is served "
        + $"at this address too, its port driver decides. {AddressReasons.OnlyAProbe(asked)}");
}
