using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// A test from end to end: inspect, plan, run. A run turns the probes of a plan into results and knows nothing of how they were chosen:
/// <see cref="PredictedRun"/> asks the rules, <see cref="ObservedRun"/> sends packets. A plan is for one engine; a second engine needs a
/// second plan.
/// </summary>
public static class TestRun
{
    /// <summary>A small part of what the kernel's neighbor table holds.</summary>
    private const int ManyProbes = 300;

    /// <summary>
    /// Runs a test. Results are returned as soon as they are known; those of one source come together, in the order of its targets.
    /// </summary>
    /// <param name="client">
    /// The engine; null if the snapshot is complete, and then the test only predicts, as with <see cref="ProbeMethod.None"/>.
    /// </param>
    /// <param name="scope">Which containers are tested against which targets.</param>
    /// <param name="options">What is asked, and how.</param>
    /// <param name="say">Receives why a method is not possible; called from any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<ReachabilityResult> ResultsAsync(
        EngineClient? client,
        TestScope scope,
        TestOptions options,
        Action<string>? say = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(options);
        scope = client is null ? scope.Settled() : await scope.InspectAsync(client, options, cancellationToken);

        if (client is null || options.Method == ProbeMethod.None)
        {
            var predicted = TestPlan.Create(scope, options, HostAddresses.Of(scope.Snapshot.HostFacts));
            // To count them all would take as long as to predict them.
            options.Planned?.Invoke(predicted.Sources is [var first, ..] ? first.Probes.LongCount() * predicted.Sources.Count : 0);
            foreach (var result in new PredictedRun(predicted).Results())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return result;
            }

            yield break;
        }

        say ??= _ => { };
        var ladder = new ProberLadder(client, options.Method, Mesh(scope, options), say);
        var reader = new NamespaceReader(client, say, agent: options.Method != ProbeMethod.Sidecar);
        if (scope.Sends(options))
            await ladder.ReadFactsAsync(reader, scope.AsksForPort(options), cancellationToken);
        var host = await HostAddresses.ReadAsync(reader, scope, options, cancellationToken);
        if (reader.Facts is { } facts)
            scope = scope with { Snapshot = scope.Snapshot.With(facts) };
        var plan = TestPlan.Create(scope, options, host);
        options.Planned?.Invoke(plan.Sources.Sum(source => source.Probes.LongCount()));
        var tracer = new TraceRun(client, ladder, options.Trace ?? new TraceOptions(), options.Probe.Timeout, say);
        var traced = new TracedRows(new PredictedRun(plan), tracer, options);
        await foreach (var result in new ObservedRun(plan, ladder, new RefusedRows(plan, ladder, reader)).ResultsAsync(cancellationToken))
            yield return Guesses.Without(await traced.TraceAsync(result, cancellationToken));
    }

    /// <summary>The agent needs NET_ADMIN: for the kernel's neighbor table, or to name rules.</summary>
    private static bool Mesh(TestScope scope, TestOptions options) =>
        options.Trace is { Explain: true } || scope.CountTargets(options) > ManyProbes;
}
