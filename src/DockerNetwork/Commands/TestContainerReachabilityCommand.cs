using System.Management.Automation;
using System.Runtime.CompilerServices;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Reachability.Model;
using DockerNetwork.Reachability.Probing;

namespace DockerNetwork.Commands;

/// <summary>
/// Test-ContainerReachability: who reaches whom, by which name, address and port: predicted from the engine's state, observed from inside
/// the containers, and explained. A probe that fails is a result, not an error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "ContainerReachability", DefaultParameterSetName = "Target")]
[OutputType(typeof(ReachabilityResult), typeof(bool))]
public sealed class TestContainerReachabilityCommand : EngineCommand
{
    private readonly Dictionary<EngineClient, List<ContainerIdentity>> _sources = [];

    /// <summary>Where the probes start: names (wildcards allowed), ids, beginnings of ids, or containers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Container")]
    [SupportsWildcards]
    public ContainerIdentity[] Source { get; set; } = [];

    /// <summary>
    /// What is probed: containers (names, wildcards, ids, or containers), addresses, host names, or host:port. Without it every other container
    /// on the source's networks.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = "Target")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public ContainerIdentity[]? Target { get; set; }

    /// <summary>Tests every source against every source, itself included.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Mesh")]
    public SwitchParameter Mesh { get; set; }

    /// <summary>TCP ports to connect to, 1 to 65535. Without one ICMP echo is sent, as ping does.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int[] TcpPort { get; set; } = [];

    /// <summary>What containers are called by: Name, Alias, Address; all three when not given.</summary>
    [Parameter]
    public TargetLiterals By { get; set; } = TargetLiterals.Name | TargetLiterals.Alias | TargetLiterals.Address;

    /// <summary>Packets or connections a probe; a second between two packets.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Count { get; set; } = 1;

    /// <summary>Seconds to wait for an answer, and as long for a name to resolve.</summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; } = 2;

    /// <summary>Sends nothing: only predicts. The same as -Method None.</summary>
    [Parameter]
    public SwitchParameter Predict { get; set; }

    /// <summary>
    /// How to observe: Agent enters the containers' network namespaces, Sidecar stands beside each source, Exec uses the containers' own ping and nc,
    /// None only predicts. The best that the engine allows when not given.
    /// </summary>
    [Parameter]
    public ProbeMethod? Method { get; set; }

    /// <summary>
    /// One bool: true where every source reaches every target, on every port that was asked, by at least one of the names and addresses that -By allows.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var identity in Source)
        {
            var client = Engine(identity.DockerHost);
            if (!_sources.TryGetValue(client, out var sources))
                _sources[client] = sources = [];
            sources.Add(identity);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var tested = false;
        var reached = true;
        foreach (var (client, identities) in _sources)
        {
            await ReportAsync(output, async () =>
            {
                var results = new List<ReachabilityResult>();
                await foreach (var result in TestAsync(client, identities, output, cancellationToken))
                {
                    if (Quiet)
                        results.Add(result);
                    else
                        await output.WriteObjectAsync(result);
                }

                tested |= results.Count > 0;
                reached &= results.GroupBy(r => (r.Source, r.Target, r.Protocol, r.Port)).All(way => way.Any(r => r.Reachable));
            });
        }

        // Where nothing could be tested there is an error and no answer.
        if (Quiet && tested)
            await output.WriteObjectAsync(reached);
    }

    private async IAsyncEnumerable<ReachabilityResult> TestAsync(
        EngineClient client, List<ContainerIdentity> identities, CommandOutput output, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var snapshot = await EngineSnapshot.ReadAsync(client, cancellationToken);
        var sources = await SelectAsync(identities, identity => Selection.Containers(snapshot, identity.Text), output);
        var targets = Target is null ? null : await SelectAsync(Target, target => TargetSelection.Select(snapshot, target), output);
        sources = [.. sources.DistinctBy(s => s.Id)];
        var test = new ReachabilityTest
        {
            Snapshot = snapshot,
            Sources = sources,
            Targets = Mesh ? sources.ConvertAll(s => new ReachabilityTarget(s.Name, s)) : targets,
            By = By,
            TcpPorts = TcpPort,
            Options = new ProbeOptions(Count, TimeSpan.FromSeconds(TimeoutSeconds)),
            Method = Predict ? ProbeMethod.None : Method,
            Say = text => _ = output.WriteVerboseAsync(text),
        };
        await foreach (var result in test.RunAsync(client, cancellationToken))
            yield return result;
    }

    /// <summary>What the identities mean; one that means nothing is an error about it, and the others go on.</summary>
    private static async Task<List<T>> SelectAsync<T>(IEnumerable<ContainerIdentity> identities, Func<ContainerIdentity, IReadOnlyList<T>> select, CommandOutput output)
    {
        var selected = new List<T>();
        foreach (var identity in identities)
        {
            await ReportAsync(output, identity.ToString(), () =>
            {
                selected.AddRange(select(identity));
                return Task.CompletedTask;
            });
        }

        return selected;
    }
}
