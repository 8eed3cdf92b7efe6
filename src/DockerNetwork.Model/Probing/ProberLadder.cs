using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// The ladder: the agent; if an engine does not allow it, a sidecar for each source; and if that is not allowed either, the container's own
/// tools. A rung that fails before it has sent anything is left for the next one, and the reason is reported.
/// </summary>
/// <param name="client">The engine.</param>
/// <param name="only">The one rung to use; null for the first that holds.</param>
/// <param name="mesh">Hundreds of probes or more are to come.</param>
/// <param name="say">Told why a rung is left.</param>
internal sealed class ProberLadder(EngineClient client, ProbeMethod? only, bool mesh, Action<string> say)
{
    private readonly List<Prober> _rungs =
    [
        .. new Prober[] { new AgentProber(client, mesh), new SidecarProber(client), new ExecProber(client) }
            .Where(p => only is null || p.Method == only),
    ];

    private Prober? _told;

    /// <summary>How many sources the best rung takes at once.</summary>
    public int SourcesAtOnce => _rungs[0].SourcesAtOnce;

    /// <summary>
    /// Facts of the host, by the agent that is about to probe. If it is not possible, it is left now and not tried twice; if it cannot say,
    /// the test goes on without them.
    /// </summary>
    /// <param name="reader">Keeps them.</param>
    /// <param name="proxies">A port is asked for that is published, so a process may serve it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReadFactsAsync(NamespaceReader reader, bool proxies, CancellationToken cancellationToken)
    {
        if (_rungs[0] is not AgentProber agent)
            return;
        try
        {
            await reader.ReadFactsAsync(mesh, proxies, cancellationToken);
        }
        catch (ProberUnavailableException e)
        {
            if (_rungs.Count > 1)
                Leave(agent, e);
        }
        catch (EngineException e)
        {
            EngineWatch.Trace($"Facts of the engine's host are not known: {e.Message}");
        }
    }

    /// <summary>Probes; each observation with the rung that made it.</summary>
    /// <exception cref="EngineException">The one rung that may be used does not hold.</exception>
    public async IAsyncEnumerable<(PlannedProbe Probe, Observation Observation, ProbeMethod Method)> ProbeAsync(
        Container source,
        IReadOnlyList<PlannedProbe> probes,
        ProbeOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Prober rung;
            lock (_rungs)
                rung = _rungs[0];
            await using var observations = rung
                .ProbeAsync(source, probes, options, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            bool any;
            try
            {
                any = await observations.MoveNextAsync();
            }
            catch (ProberUnavailableException e)
            {
                Leave(rung, e);
                continue;
            }

            Trace(rung);
            for (; any; any = await observations.MoveNextAsync())
                yield return (observations.Current.Probe, observations.Current.Observation, rung.Method);
            yield break;
        }
    }

    /// <summary>Which rung it is that holds, once.</summary>
    private void Trace(Prober rung)
    {
        lock (_rungs)
        {
            if (_told == rung)
                return;
            _told = rung;
        }

        EngineWatch.Trace($"Probing with {rung.Method}: {rung.Method switch
        {
            ProbeMethod.Agent => "one container enters the network namespaces of all sources",
            ProbeMethod.Sidecar => "one container for each source, in its network namespace",
            _ => "the containers' own tools",
        }}. {(only is null ? "This is the first method that the engine allows." : "-Method chose it.")}");
    }

    /// <summary>What is not allowed for one source is tried for no other.</summary>
    private void Leave(Prober rung, ProberUnavailableException why)
    {
        lock (_rungs)
        {
            if (_rungs[0] != rung)
                return;
            if (_rungs.Count == 1)
            {
                throw new EngineException(
                    EngineFailure.Unavailable,
                    $"The method {rung.Method} is not possible here: {why.Message} Omit -Method to use a method that is.",
                    why);
            }

            _rungs.RemoveAt(0);
            say($"{rung.Method} is not possible: {why.Message} Using {_rungs[0].Method} instead.");
        }
    }
}
