namespace DockerNetwork.Engine.Connection;

/// <summary>
/// Finds the engine that the user means. The first that applies: an explicit host, an explicit context, <c>DOCKER_HOST</c>,
/// <c>DOCKER_CONTEXT</c>, the configuration's current context, then the sockets that engines are known to listen on.
/// The order is that of the docker CLI (<c>resolveContextName</c>).
/// </summary>
public sealed class DockerHostResolver(ThisMachine environment)
{
    private readonly DockerConfiguration _configuration = new(environment);

    /// <summary>Uses this machine's variables and files, as they are now.</summary>
    public static DockerHostResolver OfThisMachine => new(ThisMachine.Current);

    /// <summary>Finds the address of the engine. No connection is made.</summary>
    /// <param name="host">-DockerHost, or null.</param>
    /// <param name="context">-Context, or null.</param>
    /// <param name="origin">What named the host, for messages.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.InvalidConfiguration"/>.</exception>
    public DockerHost Resolve(string? host = null, string? context = null, string origin = "the caller")
    {
        if (host is not null)
            return FromHost(host, origin);
        if (context is not null)
            return FromContext(context, $"context '{context}'");
        if (environment.Variable("DOCKER_HOST") is { } hostVariable)
            return FromHost(hostVariable, "DOCKER_HOST");
        if (environment.Variable("DOCKER_CONTEXT") is { } contextVariable)
            return FromContext(contextVariable, $"DOCKER_CONTEXT '{contextVariable}'");
        if (_configuration.CurrentContext() is { } current)
            return FromContext(current, $"current context '{current}'");
        return Default();
    }

    /// <summary>
    /// All engines that -Context can name, <c>default</c> first. Contexts that cannot be used are included, with the reason. No connection
    /// is made.
    /// </summary>
    public IReadOnlyList<DockerContext> Named()
    {
        var engines = new List<DockerContext>();
        var current = CurrentName(engines);
        var source = environment.Variable("DOCKER_HOST") is null ? "the default socket" : "DOCKER_HOST";
        engines.Insert(0, Read("default", source, () => FromContext("default", "")));
        foreach (var file in _configuration.ContextFiles())
        {
            try
            {
                if (_configuration.ReadContext(file) is { } context)
                {
                    var engine = Read(context.Name, file, () => DockerHost.Parse(context.Host, context.Tls, $"context '{context.Name}'"));
                    engines.Add(engine with { Description = context.Description });
                }
            }
            catch (EngineException e)
            {
                engines.Add(new DockerContext { Name = file, Source = file, Failure = e });
            }
        }

        if (engines.TrueForAll(e => e.Name != current))
        {
            var origin = environment.Variable("DOCKER_CONTEXT") is null ? "the current context" : "DOCKER_CONTEXT";
            engines.Add(Read(current, origin, () => FromContext(current, "")));
        }

        return engines
            .OrderBy(e => e.Name != "default").ThenBy(e => e.Name, StringComparer.Ordinal)
            .Select(e => e with { Current = e.Name == current })
            .ToArray();
    }

    /// <summary>
    /// Where engines may be found without a context: DOCKER_HOST, and the sockets of <see cref="Resolve"/> that exist.
    /// </summary>
    public IReadOnlyList<DockerHost> KnownHosts()
    {
        var hosts = new List<DockerHost>();
        if (environment.Variable("DOCKER_HOST") is { } host
            && Read("DOCKER_HOST", "DOCKER_HOST", () => FromHost(host, "DOCKER_HOST")).DockerHost is { } endpoint)
        {
            hosts.Add(endpoint);
        }

        if (environment.IsWindows)
        {
            hosts.Add(Default());
        }
        else
        {
            hosts.AddRange(DefaultSockets()
                .Where(environment.Exists)
                .Select(path => DockerHost.Parse("unix://" + path, null, "a socket of this machine")));
        }

        return hosts.DistinctBy(h => h.ToString(), StringComparer.Ordinal).ToArray();
    }

    /// <summary>
    /// As <see cref="Resolve"/> chooses. A configuration file that cannot be read is told among the engines; the choice is then unknown.
    /// </summary>
    private string CurrentName(List<DockerContext> engines)
    {
        if (environment.Variable("DOCKER_HOST") is not null)
            return "default";
        try
        {
            return environment.Variable("DOCKER_CONTEXT") ?? _configuration.CurrentContext() ?? "default";
        }
        catch (EngineException e)
        {
            var file = Path.Combine(_configuration.Folder, "config.json");
            engines.Add(new DockerContext { Name = file, Source = file, Failure = e });
            return file;
        }
    }

    private static DockerContext Read(string name, string source, Func<DockerHost> resolve)
    {
        try
        {
            return new DockerContext { Name = name, Source = source, DockerHost = resolve() };
        }
        catch (EngineException e)
        {
            return new DockerContext { Name = name, Source = source, Failure = e };
        }
    }

    /// <summary>TLS files are read only if the endpoint uses them.</summary>
    private DockerHost FromHost(string host, string origin)
    {
        var plain = DockerHost.Parse(host, origin: origin);
        return plain.Scheme == "tcp" && EnvironmentTls() is { } tls ? DockerHost.Parse(host, tls, origin) : plain;
    }

    private DockerHost FromContext(string name, string origin)
    {
        if (name == "default")
            return environment.Variable("DOCKER_HOST") is { } host ? FromHost(host, "DOCKER_HOST") : Default();

        var context = _configuration.Context(name);
        return DockerHost.Parse(context.Host, context.Tls, origin);
    }

    /// <summary><c>DOCKER_TLS_VERIFY</c> and <c>DOCKER_TLS</c> both ask for TLS, and TLS is always verified here.</summary>
    private TlsMaterial? EnvironmentTls()
    {
        if (environment.Variable("DOCKER_TLS_VERIFY") is null && environment.Variable("DOCKER_TLS") is null)
            return null;
        return environment.Variable("DOCKER_CERT_PATH") is { } folder
            ? TlsMaterial.FromNamedFolder(folder, "DOCKER_CERT_PATH", authority: environment.Variable("DOCKER_TLS_VERIFY") is not null)
            : TlsMaterial.FromFolder(_configuration.Folder);
    }

    private DockerHost Default()
    {
        if (environment.IsWindows)
            return DockerHost.Parse("npipe:////./pipe/docker_engine", null, "the default pipe");

        var sockets = DefaultSockets().ToList();
        var found = sockets.Find(environment.Exists) ?? sockets[0];
        return DockerHost.Parse("unix://" + found, null, "the default socket");
    }

    /// <summary>Rootful Docker, rootless Docker, Docker Desktop, Podman rootful and rootless.</summary>
    private IEnumerable<string> DefaultSockets()
    {
        var runtime = environment.Variable("XDG_RUNTIME_DIR");
        yield return "/var/run/docker.sock";
        if (runtime is not null)
            yield return $"{runtime}/docker.sock";
        yield return $"{environment.Home}/.docker/desktop/docker.sock";
        yield return $"{environment.Home}/.docker/run/docker.sock";
        yield return "/run/podman/podman.sock";
        if (runtime is not null)
            yield return $"{runtime}/podman/podman.sock";
    }
}
