namespace DockerNetwork.Probe;

/// <summary>How messages name the servers that a resolver asks.</summary>
internal static class NameServerText
{
    /// <summary>The engine's own name server; an engine puts it into the resolv.conf of each container on a user-defined network.</summary>
    public const string Engine = "127.0.0.11";

    /// <summary>The addresses in the order given; the engine's own says what it is.</summary>
    public static string Of(params IEnumerable<string> servers) =>
        string.Join(", ", servers.Select(server => server == Engine ? $"the engine's DNS ({Engine})" : server));

    /// <summary>
    /// What may be behind the failure of these servers, to be put behind the message of it. The engine's own asks an upstream server for
    /// each name that it does not know, and a probe cannot see which one.
    /// </summary>
    public static string Behind(params IEnumerable<string> servers) =>
        servers.Contains(Engine) ? "; the upstream name server that it asks may be down" : "";
}
