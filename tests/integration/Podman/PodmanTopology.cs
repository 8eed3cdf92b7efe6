using System.Globalization;

namespace DockerNetwork.IntegrationTests.Podman;

/// <summary>A network of a topology.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">The third number of 10.99.N.0/24 and of fd00:99:N::/64.</param>
internal sealed record PodmanNetworkPlan(string Name, int Number)
{
    /// <summary>Made by the Docker API, which isolates it and gives it a name server, instead of Podman's own.</summary>
    public bool ByDockerApi { get; init; }

    public bool Internal { get; init; }

    public bool IPv6 { get; init; }

    public bool Dns { get; init; } = true;

    public bool Isolated { get; init; }

    public string Subnet => string.Create(CultureInfo.InvariantCulture, $"10.99.{Number}.0/24");

    public string Subnet6 => $"fd00:99:{Number:x}::/64";

    public override string ToString() =>
        $"network {Name}: {Subnet}{(IPv6 ? $" {Subnet6}" : "")}{(ByDockerApi ? " by the Docker API" : "")}{(Internal ? " internal" : "")}"
        + $"{(Dns ? "" : " without DNS")}{(Isolated ? " isolate=true" : "")}";
}

/// <summary>A container on a network.</summary>
internal sealed record PodmanEndpointPlan(string Network, string? Alias = null, string? Address = null)
{
    public override string ToString() =>
        $"{Network}{(Alias is null ? "" : $" alias={Alias}")}{(Address is null ? "" : $" ip={Address}")}";
}

/// <summary>What becomes of a container after all were started.</summary>
internal enum PodmanState
{
    Running,
    Stopped,
    Paused,
    Created,
    Restarted,
}

/// <summary>A container of a topology.</summary>
internal sealed record PodmanContainerPlan(string Name)
{
    /// <summary>"host", "none", "container:NAME"; null for networks.</summary>
    public string? Mode { get; init; }

    public IReadOnlyList<PodmanEndpointPlan> Endpoints { get; init; } = [];

    public PodmanState State { get; init; }

    public int? Published { get; init; }

    public string? HostName { get; init; }

    /// <summary>As "name:address".</summary>
    public string? ExtraHost { get; init; }

    public override string ToString() =>
        $"container {Name}: {Mode ?? string.Join(" + ", Endpoints)}{(State == PodmanState.Running ? "" : $" ({State})")}"
        + $"{(Published is { } port ? $" publish={port.ToString(CultureInfo.InvariantCulture)}:80" : "")}"
        + $"{(HostName is null ? "" : $" hostname={HostName}")}{(ExtraHost is null ? "" : $" add-host={ExtraHost}")}";
}

/// <summary>Networks and containers to be built on Podman.</summary>
internal sealed record PodmanTopology(IReadOnlyList<PodmanNetworkPlan> Networks, IReadOnlyList<PodmanContainerPlan> Containers)
{
    /// <summary>The same seed, the same topology: with all that Podman can do and the prediction has rules for.</summary>
    public static PodmanTopology Create(int seed) => new Generator(seed).Create();

    public override string ToString() => string.Join('\n', Networks.Cast<object>().Concat(Containers));

#pragma warning disable CA5394 // Not for secrets: a seed must give the same again.
    private sealed class Generator(int seed)
    {
        private readonly Random _random = new(seed);

        public PodmanTopology Create()
        {
            var networks = Enumerable.Range(1, _random.Next(1, 5)).Select(Network).ToList();
            var containers = new List<PodmanContainerPlan>();
            var count = _random.Next(5, 11);
            for (var i = 1; i <= count; i++)
                containers.Add(Container(i, networks, containers));
            return new PodmanTopology(networks, containers);
        }

        private PodmanNetworkPlan Network(int number)
        {
            var plan = new PodmanNetworkPlan($"net{number.ToString(CultureInfo.InvariantCulture)}", ((seed * 5) + number) % 250)
            {
                ByDockerApi = Chance(0.5),
                Internal = Chance(0.2),
                IPv6 = Chance(0.4),
            };
            return plan.ByDockerApi ? plan : plan with { Dns = Chance(0.7), Isolated = Chance(0.4) };
        }

        private PodmanContainerPlan Container(int number, List<PodmanNetworkPlan> networks, List<PodmanContainerPlan> before)
        {
            var plan = new PodmanContainerPlan($"box{number.ToString(CultureInfo.InvariantCulture)}");
            var owners = before.FindAll(c => c is { Mode: null, State: PodmanState.Running });
            if (owners.Count > 0 && Chance(0.12))
            {
                return plan with
                {
                    Mode = $"container:{Pick(owners).Name}",
                    State = Chance(0.1) ? PodmanState.Stopped : PodmanState.Running,
                };
            }

            if (Chance(0.08))
                return plan with { Mode = Chance(0.5) ? "host" : "none" };

            var endpoints = new List<PodmanEndpointPlan>();
            if (Chance(0.25))
                endpoints.Add(new PodmanEndpointPlan("podman"));
            foreach (var network in networks.Where(_ => Chance(0.4)))
                endpoints.Add(Endpoint(number, network));
            if (endpoints.Count == 0)
                endpoints.Add(Chance(0.3) ? new PodmanEndpointPlan("podman") : Endpoint(number, Pick(networks)));
            return plan with
            {
                Endpoints = endpoints,
                State = State(),
                Published = Chance(0.3) ? 8000 + number : null,
                HostName = Chance(0.2) ? $"host{number.ToString(CultureInfo.InvariantCulture)}" : null,
                ExtraHost = Chance(0.15)
                    ? string.Create(CultureInfo.InvariantCulture, $"pinned:10.99.{networks[0].Number}.{100 + _random.Next(1, number + 1)}")
                    : null,
            };
        }

        private PodmanEndpointPlan Endpoint(int number, PodmanNetworkPlan network) => new(
            network.Name,
            // A few names only, so that several containers share them. A network without a name server takes none.
            network.Dns && Chance(0.35) ? Pick(["db", "web", "cache", "box1"]) : null,
            Chance(0.3) ? string.Create(CultureInfo.InvariantCulture, $"10.99.{network.Number}.{100 + number}") : null);

        private PodmanState State() => _random.NextDouble() switch
        {
            < 0.06 => PodmanState.Stopped,
            < 0.10 => PodmanState.Paused,
            < 0.12 => PodmanState.Created,
            < 0.18 => PodmanState.Restarted,
            _ => PodmanState.Running,
        };

        private bool Chance(double probability) => _random.NextDouble() < probability;

        private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
    }
#pragma warning restore CA5394
}
