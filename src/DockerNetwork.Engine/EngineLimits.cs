using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Engine;

/// <summary>
/// How much a client accepts from an engine, and how long it waits. An engine can be broken or hostile; a sound one reaches none of these
/// limits.
/// </summary>
internal sealed record EngineLimits
{
    /// <summary>The limits outside of tests.</summary>
    public static EngineLimits Default { get; } = new();

    /// <summary>
    /// The limits for an engine. Through ssh, each connection costs a login, a process here and three on the engine's host. A login may
    /// take 30 seconds itself, and is part of the silence.
    /// </summary>
    public static EngineLimits Of(DockerHost host) => host.Scheme == SshAddress.Scheme
        ? Default with { Connections = 8, Silence = 2 * Default.Silence }
        : Default;

    /// <summary>
    /// How many requests are under way at once, each on a connection of its own. 32 keep an engine on two cores busy (measured on 20.10: 64
    /// are no faster), and stay below a listen backlog of 128, the kernel's default before Linux 5.4. Attached streams and pulls do not
    /// count.
    /// </summary>
    public int Connections { get; init; } = 32;

    /// <summary>
    /// How long a request that only asks or changes metadata may take. Generous: an engine under load needs a minute to remove a container.
    /// </summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// How long a question (GET) may wait for the next byte of its answer. An engine makes a list whole before it sends the first byte: for
    /// 10,000 containers on a loaded machine that took several seconds. What takes its time on purpose is not a GET, or a stream.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of an answer. A list of 10,000 containers is about 20 MB.</summary>
    public int Body { get; init; } = 128 * 1024 * 1024;

    /// <summary>
    /// Bytes of an answer about one container, image or network: they are asked for by the dozen, and an engine's are some ten KB. What the
    /// answers under way may hold together stays below this times <see cref="Connections"/>, and two lists.
    /// </summary>
    public int Document { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes that are read of a refusal; the rest is ignored.</summary>
    public int Refusal { get; init; } = 64 * 1024;
}
