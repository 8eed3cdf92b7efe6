namespace DockerNetwork.Model.Ports;

/// <summary>
/// A port that a new container is declared to listen on, as <c>docker run --expose</c> accepts it. It behaves like CLI 28.2, including its
/// leniency.
/// </summary>
public sealed record ExposedPort
{
    /// <summary>An exposed port.</summary>
    /// <param name="containerPort">0 to 65535.</param>
    /// <param name="protocol">
    /// tcp, udp or sctp. Others are sent unchanged: the engine accepts them, and fails only when it publishes them.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">No such port.</exception>
    /// <exception cref="ArgumentException">The protocol is empty, or holds a slash or a colon.</exception>
    public ExposedPort(int containerPort, string protocol = "tcp")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(containerPort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(containerPort, ushort.MaxValue);
        ArgumentException.ThrowIfNullOrEmpty(protocol);
        if (protocol.AsSpan().IndexOfAny('/', ':') >= 0)
            throw new ArgumentException($"'{protocol}' is not a valid protocol. Use tcp, udp or sctp.", nameof(protocol));
        ContainerPort = containerPort;
        Protocol = protocol;
    }

    /// <summary>The port in the container, 0 to 65535.</summary>
    public int ContainerPort { get; }

    /// <summary>tcp, udp or sctp, in the case that was given: the CLI does not change it, and the engine reads it in any.</summary>
    public string Protocol { get; }

    /// <summary>Reads the ports that a text names: one for "80" and "80/udp", three for "8000-8002/tcp".</summary>
    /// <param name="text">As --expose takes it.</param>
    /// <exception cref="FormatException">What is wrong with it, and how it is written.</exception>
    public static IReadOnlyList<ExposedPort> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains(':', StringComparison.Ordinal))
            throw Refuse("only a published port can have an address or a host port");
        var (ports, protocol) = PortSyntax.SplitProtocol(text);
        if (ports.Length == 0)
            throw Refuse("the port is missing");
        var (first, last) = PortSyntax.Range(ports, Refuse);
        return Enumerable.Range(first, last - first + 1).Select(port => new ExposedPort(port, protocol)).ToArray();

        FormatException Refuse(string problem) =>
            new($"'{text}' is not a valid port to expose: {problem}. Write 80, 80/udp or 8000-8010/tcp.");
    }

    /// <summary>"80/tcp", which <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{ContainerPort}/{Protocol}";
}
