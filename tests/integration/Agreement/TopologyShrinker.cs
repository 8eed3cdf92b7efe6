using System.Diagnostics;
using System.Globalization;
using DockerNetwork.Engine;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>
/// Finds the smallest topology that still shows a disagreement: takes away containers, networks, and then one option, alias, endpoint or
/// state after another. Each attempt is built and observed anew, the one pair only.
/// </summary>
internal sealed class TopologyShrinker(TopologyBuilder builder, TopologyObserver observer, TimeSpan limit)
{
    private int _attempts;

    public async Task<string> ShrinkAsync(Topology topology, Disagreement wrong)
    {
        var since = Stopwatch.StartNew();
        if (!await ShowsAsync(topology, wrong))
            return $"it does not show if only this pair of the topology is probed:\n{topology}";
        var before = topology;
        var complete = false;
        while (!complete && since.Elapsed < limit)
        {
            var start = topology;
            foreach (var smaller in Smaller(start, wrong))
            {
                var after = smaller(topology);
                if (since.Elapsed >= limit)
                    break;
                if (after.ToString() != topology.ToString() && await ShowsAsync(after, wrong))
                    topology = after;
            }

            complete = topology.ToString() == start.ToString();
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(ReferenceEquals(before, topology) ? "it does not show in a smaller topology" : "smallest topology that shows it")}, after "
            + $"{_attempts} attempts{(complete ? "" : " (the time was over)")}:\n{topology}");
    }

    private async Task<bool> ShowsAsync(Topology topology, Disagreement wrong)
    {
        _attempts++;
        await builder.RemoveAsync();
        try
        {
            await builder.BuildAsync(topology);
            return (await observer.ObserveAsync(topology, wrong)).Wrong.Any(wrong.IsSame);
        }
        catch (EngineException)
        {
            return false;
        }
    }

    /// <summary>The steps, the greatest first. One that finds nothing to take away returns what it got.</summary>
    private static IEnumerable<Func<Topology, Topology>> Smaller(Topology topology, Disagreement wrong)
    {
        var needed = topology.Containers
            .Where(c => c.Name == wrong.Result.Source || c.Name == wrong.Result.Target)
            .SelectMany(c => new[] { c.Name, c.Shares })
            .OfType<string>()
            .ToHashSet();
        yield return t => t.Without([.. t.Containers.Select(c => c.Name).Where(n => !needed.Contains(n))]);
        yield return t => t with { Service = null };
        var near = topology.Containers.Where(c => needed.Contains(c.Name)).SelectMany(c => c.Endpoints).Select(e => e.Network).ToHashSet();
        yield return t => t.Networks.Select(n => n.Name).Where(n => !near.Contains(n)).Aggregate(t, (left, n) => left.WithoutNetwork(n));
        foreach (var name in topology.Containers.Select(c => c.Name).Where(n => n != wrong.Result.Source && n != wrong.Result.Target))
            yield return t => t.Without([name]);
        foreach (var network in topology.Networks.Select(n => n.Name))
            yield return t => t.WithoutNetwork(network);
        foreach (var name in topology.Containers.Select(c => c.Name))
        {
            foreach (var step in OfContainer(topology.Containers.First(c => c.Name == name)))
                yield return t => t.Change(name, step);
        }

        foreach (var name in topology.Networks.Select(n => n.Name))
        {
            foreach (var step in OfNetwork(topology.Networks.First(n => n.Name == name)))
                yield return t => t.ChangeNetwork(name, step);
        }
    }

    private static IEnumerable<Func<TopologyContainer, TopologyContainer>> OfContainer(TopologyContainer container)
    {
        yield return c => c with { State = TopologyState.Running };
        yield return c => c with { Published = [] };
        yield return c => c with { Published = [.. c.Published.Take(1)] };
        yield return c => c with { Published = [.. c.Published.TakeLast(1)] };
        yield return c => c with { Links = [], ExtraHosts = [], Dns = [], Mounts = [], HostName = null, DomainName = null };
        yield return c => c with { Links = [] };
        yield return c => c with { ExtraHosts = [] };
        yield return c => c with { Dns = [] };
        yield return c => c with { Mounts = [] };
        yield return c => c with { HostName = null, DomainName = null };
        yield return c => c with { DomainName = null };
        yield return c => c with { Disconnected = [] };
        yield return c => c with { Sysctls = new Dictionary<string, string>() };
        foreach (var network in container.Endpoints.Select(e => e.Network))
        {
            yield return c => c.Endpoints.Count < 2 ? c : c with
            {
                Endpoints = [.. c.Endpoints.Where(e => e.Network != network)],
                Disconnected = [.. c.Disconnected.Where(d => d != network)],
            };
            yield return c => Change(c, network, e => e with { Aliases = [] });
            yield return c => Change(c, network, e => e with { Links = [] });
            yield return c => Change(c, network, e => e with { Address = null });
            yield return c => Change(c, network, e => e with { Address6 = null });
            yield return c => Change(c, network, e => e with { Mac = null });
            yield return c => Change(c, network, e => e with { Priority = 0 });
        }
    }

    private static TopologyContainer Change(
        TopologyContainer container, string network, Func<TopologyEndpoint, TopologyEndpoint> change) =>
        container with { Endpoints = [.. container.Endpoints.Select(e => e.Network == network ? change(e) : e)] };

    private static IEnumerable<Func<TopologyNetwork, TopologyNetwork>> OfNetwork(TopologyNetwork network)
    {
        yield return n => n with { Internal = false };
        yield return n => n.IPv4 ? n with { IPv6 = false } : n with { IPv4 = true };
        yield return n => n with { Gateway = null };
        yield return n => n with { AddressRange = false };
        yield return n => n with { OtherRouter = false };
        yield return n => n with { SecondSubnet = false };
        foreach (var option in network.Options.Keys)
            yield return n => n with { Options = n.Options.Where(o => o.Key != option).ToDictionary() };
    }
}
