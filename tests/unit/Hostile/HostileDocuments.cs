using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Topology;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Hostile;

/// <summary>The documents of Data/hostile, the sound ones beside them, and what the module makes of what it reads.</summary>
internal static class HostileDocuments
{
    public const string ContainerId = "5ound0000001container";

    private const string Prefix = "hostile/";

    /// <summary>What an engine answers where nothing is wrong.</summary>
    public static readonly IReadOnlyDictionary<string, string> Sound = new Dictionary<string, string>
    {
        ["networks"] =
            """
            [{"Name":"sound","Id":"5ound0000001network","Driver":"bridge","Scope":"local",
              "IPAM":{"Config":[{"Subnet":"10.9.0.0/24"}]}}]
            """,
        ["containers"] =
            $$"""
            [{"Id":"{{ContainerId}}","Names":["/sound"],"State":"running",
              "NetworkSettings":{"Networks":{"sound":{"NetworkID":"5ound0000001network","IPAddress":"10.9.0.2"} } } }]
            """,
        ["inspect"] =
            $$"""
            {"Id":"{{ContainerId}}","Name":"/sound",
             "State":{"Status":"running","Pid":7,"ExitCode":0,"Error":"","StartedAt":"2025-01-01T00:00:00Z"},
             "Config":{"Hostname":"sound","ExposedPorts":{"80/tcp":{} } },
             "HostConfig":{"PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"8080"}]} },
             "NetworkSettings":{"Networks":{"sound":{"Aliases":["alias"]} } } }
            """,
    };

    /// <summary>The names of those of a route, as "kept.null-items".</summary>
    public static TheoryData<string> Of(string route) => new(Names(route));

    public static IEnumerable<string> Names(string route) => typeof(HostileDocuments).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith($"{Prefix}{route}.", StringComparison.Ordinal))
        .Select(name => name[(Prefix.Length + route.Length + 1)..^".json".Length]).Order(StringComparer.Ordinal);

    public static string Read(string route, string name)
    {
        using var stream = typeof(HostileDocuments).Assembly.GetManifestResourceStream($"{Prefix}{route}.{name}.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>An engine that is sound but for one route.</summary>
    public static FakeEngine Engine(string route, string document) =>
        FakeEngine.OnSocket(e => e.JsonAsync(RouteOf(e.Path) is var asked && asked == route ? document : Sound[asked]));

    public static string RouteOf(string path) =>
        path.EndsWith("/networks", StringComparison.Ordinal)
            ? "networks"
            : path.EndsWith("/json?all=1", StringComparison.Ordinal) ? "containers" : "inspect";

    /// <summary>Makes all that commands make of a picture; whatever it was made of, nothing of it may fail.</summary>
    public static void UseAll(EngineSnapshot snapshot)
    {
        foreach (var container in snapshot.Containers)
        {
            Assert.NotNull(snapshot.EndpointsOf(container));
            Assert.NotNull(PortTable.Merge(PortTable.Of(snapshot, container)));
            Assert.NotNull(container.ToString() + container.Health + container.ComposeProject);
            Assert.NotNull(string.Join(",", container.Endpoints) + string.Join(",", container.Ports));
        }

        var topology = TopologyBuilder.Of(snapshot);
        Assert.NotEmpty(DotText.Write(topology) + MermaidText.Write(topology) + TopologyJson.Write(topology));
        foreach (var source in snapshot.Containers.Take(8))
        {
            foreach (var target in snapshot.Containers.Take(8))
            {
                var literals = target.Endpoints.SelectMany(e => e.Addresses().Select(a => a.ToString()).Append(e.Container))
                    .Append(target.Name);
                foreach (var literal in literals.Distinct(StringComparer.Ordinal))
                    Assert.NotNull(Predictor.Predict(new Question(snapshot, source, target, literal)));
            }
        }
    }
}
