using System.Management.Automation;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.Model.Text;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Pipeline;
using DockerNetwork.Repair;

namespace DockerNetwork.Commands;

/// <summary>
/// Trace-ContainerReachability: where the packets from one container to another pass, where they are lost, and why. With -Explain, also
/// which rule of a firewall drops them.
/// </summary>
[Cmdlet(VerbsDiagnostic.Trace, "ContainerReachability",
    HelpUri = HelpPages.Folder + "Trace-ContainerReachability.md")]
[OutputType(typeof(ReachabilityTrace))]
public sealed class TraceContainerReachabilityCommand : CollectingCommand<TraceSource>
{
    private int _passedOver;

    /// <summary>What a result has already.</summary>
    private static readonly string[] Aims = [nameof(Target), nameof(TcpPort), nameof(UdpPort), nameof(Network), nameof(By)];

    /// <summary>
    /// Where the packets start: names (wildcards allowed), ids, id prefixes, containers, or @host for the engine's host. Also results of
    /// Test-ContainerReachability, which are traced as they were tested; those that are Reachable are passed over.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Container", "InputObject")]
    [AllowNull, AllowEmptyCollection, ValidateSource]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SourceCompleter))]
    public PSObject[] Source { get; set; } = [];

    /// <summary>
    /// The targets: containers (names, wildcards, ids, or containers), addresses, host names, host:port, URLs, or @host, @gateway and
    /// @outside, as for Test-ContainerReachability. Not together with results of a test, which have their own.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateTarget]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public ContainerIdentity[]? Target { get; set; }

    /// <summary>TCP ports to connect to, 1 to 65535. Without any port, the packets are ICMP echo requests, as with ping.</summary>
    [Parameter]
    [Alias("Port")]
    [PortNumberTransformation("tcp"), ValidateRange(1, 65535)]
    [ArgumentCompleter(typeof(TcpPortCompleter))]
    public int[] TcpPort { get; set; } = [];

    /// <summary>UDP ports to send a datagram to, 1 to 65535.</summary>
    [Parameter]
    [PortNumberTransformation("udp"), ValidateRange(1, 65535)]
    [ArgumentCompleter(typeof(UdpPortCompleter))]
    public int[] UdpPort { get; set; } = [];

    /// <summary>Only IPv4 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>Only names and addresses on these networks (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNetworkCompleter))]
    public NetworkIdentity[]? Network { get; set; }

    /// <summary>How target containers are addressed: Name, Alias, Address. If not given, by name, as that is what one types.</summary>
    [Parameter]
    public TargetLiterals By { get; set; } = TargetLiterals.Name;

    /// <summary>The number of packets of each trace, 1 to 100.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Count { get; set; } = 3;

    /// <summary>Seconds to wait for the answer of the probe. The trace waits at most one second for its packets.</summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; } = 2;

    /// <summary>
    /// Names the rule of a firewall that ends the packets, on the engine's host and inside the containers. For this the agent gets the
    /// capability NET_ADMIN. It changes no rule, and leaves nothing behind.
    /// </summary>
    [Parameter]
    public SwitchParameter Explain { get; set; }

    /// <summary>
    /// Bytes of data in each echo request or datagram, 0 to 65507. Not for TCP.
    /// </summary>
    [Parameter]
    [ValidateRange(0, ProbeOptions.MaxSize)]
    [ArgumentCompleter(typeof(PacketSizeCompleter))]
    public int? Size { get; set; }

    /// <summary>Forbids the source and every router on the way to fragment the packets. Not for TCP.</summary>
    [Parameter]
    public SwitchParameter DontFragment { get; set; }

    /// <summary>
    /// Finds the largest packet that arrives, using echo requests that must not be fragmented.
    /// </summary>
    [Parameter]
    public SwitchParameter FindMtu { get; set; }

    /// <summary>How to observe. Only Agent can follow packets; with another method, the trace says so.</summary>
    [Parameter]
    public ProbeMethod? Method { get; set; }

    private protected override int EnginesAtOnce => SideBySide.TestedAtOnce;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (IPv4 && IPv6)
            ThrowTerminatingError(ErrorRecords.Conflict(nameof(IPv4), nameof(IPv6), "Omit both to use either family."));
        if (Method == ProbeMethod.None)
        {
            ThrowTerminatingError(ErrorRecords.Conflict(
                nameof(Method),
                "-Method None cannot be used: a prediction sends no packets that could be followed. Use Test-ContainerReachability "
                + "-Predict."));
        }

        if (PacketSize.Conflict(Size, DontFragment, TcpPort.Length > 0, http: false) is { } conflict)
            ThrowTerminatingError(conflict);
    }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var item in Source)
        {
            await GuardAsync(output, item, async () =>
            {
                var source = TraceSource.Read(item);
                if (source.Probe is { } probe && Aims.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey) is { } aim)
                    throw CommandErrors.InvalidResult($"{probe} has a target, a name and a port of its own. Omit -{aim} to trace results.");
                if (source.Probe is { Reachable: true })
                    _passedOver++;
                else if (source.Probe is { TargetDockerHost: { } far } row)
                    throw CommandErrors.TargetOnAnotherEngine(row.Target, $"{far}", $"{row.DockerHost}", MyInvocation.MyCommand.Name);
                else
                    await CollectAsync(source.DockerHost, source, output);
            });
        }
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (_passedOver > 0)
        {
            await output.WriteVerboseAsync(
                $"{Counted.Of(_passedOver, "result")} left out: a result of a test is traced only if it is not Reachable.");
        }

        await base.EndProcessingAsync(output, cancellationToken);
    }

    private protected override async Task RunAsync(
        DockerHost? host, IReadOnlyList<TraceSource> items, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(output, "Tracing");
        var client = Engine(host);
        var snapshot = await SnapshotAsync(client, cancellationToken);
        var broken = items.Select(item => item.Probe).OfType<BrokenProbe>().ToList();
        progress.Expect(broken.Count);
        foreach (var probe in broken)
        {
            await GuardAsync(output, probe.Item, () => WriteAsync(
                probe.AgainAsync(client, snapshot, Options(probe), cancellationToken), output, progress, cancellationToken));
        }

        var identities = items.Select(item => item.Identity).OfType<ContainerIdentity>().Distinct().ToList();
        if (identities.Count == 0)
            return;
        string? nothing = null;
        var any = await WriteAsync(
            TraceAsync(client, snapshot, identities, progress, why => nothing = why, output, cancellationToken),
            output,
            progress,
            cancellationToken);
        if (!any && nothing is not null)
            await output.WriteWarningAsync($"Nothing was traced: {nothing}.");
    }

    private async IAsyncEnumerable<ReachabilityResult> TraceAsync(
        EngineClient client,
        EngineSnapshot snapshot,
        IReadOnlyList<ContainerIdentity> identities,
        CommandProgress progress,
        Action<string> explain,
        CommandOutput output,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sources = await SelectAsync(identities, identity => Selection.ContainersOrHost(snapshot, identity), output);
        var aims = Target?.Distinct().ToList();
        if (aims is not null && sources.Values.Any(found => found.Count > 0))
        {
            var elsewhere = await ElsewhereAsync(snapshot, aims, output, cancellationToken);
            foreach (var (target, error) in elsewhere)
                await output.WriteErrorAsync(ErrorRecords.From(error, target.ToString()));
            aims.RemoveAll(aim => elsewhere.Any(found => found.Target.Equals(aim)));
            if (aims.Count == 0)
                yield break;
        }

        var selected = aims is null
            ? null
            : await SelectAsync(aims, target => TargetSelection.Select(snapshot, target), output);
        var targets = selected?.Values.SelectMany(found => found).ToList();
        // Otherwise the errors say already why nothing is traced.
        if (sources.Count == identities.Count && !(selected?.Count < aims?.Count))
        {
            explain(
                Nothing(sources.Values.All(found => found.Count == 0) ? identities[0] : null, nameof(Source))
                ?? Nothing(targets is { Count: 0 } ? aims?.FirstOrDefault() : null, nameof(Target))
                ?? WithoutAddress());
        }

        PacketSize.Check(Size, DontFragment, targets);
        var scope = new TestScope(snapshot, [.. sources.Values.SelectMany(found => found).DistinctBy(source => source.Id)], targets);
        var options = Options(null) with
        {
            Planned = progress.Expect,
            By = By,
            TcpPorts = TcpPort,
            UdpPorts = UdpPort,
            Networks = Network is null ? null : [.. Network.SelectMany(n => Selection.Networks(snapshot, n)).Select(n => n.Id)],
        };
        await foreach (var result in TestRun.ResultsAsync(
            client, scope, options, text => _ = output.WriteVerboseAsync(text), cancellationToken))
            yield return result;
    }

    private static string? Nothing(ContainerIdentity? pattern, string parameter) =>
        pattern is null ? null : $"no container matches '{pattern}' (-{parameter})";

    /// <summary>Why targets that were found have no name and no address that could be asked.</summary>
    private string WithoutAddress()
    {
        var asked = MyInvocation.BoundParameters.ContainsKey(nameof(By)) ? $" for -By {By}" : "";
        return Target is null ? "no source has a target"
            : Network is null ? $"no target has a name or an address{asked}"
            : $"no target has a name or an address{asked} on a network that -Network selects";
    }

    private TestOptions Options(BrokenProbe? probe) => new()
    {
        LookupOnly = probe?.Protocol == ProbeProtocol.Dns,
        Probe = new ProbeOptions(1, TimeSpan.FromSeconds(TimeoutSeconds))
        {
            Size = Size,
            DontFragment = DontFragment,
            Family = probe?.Family ?? (IPv4 ? AddressFamily.InterNetwork : IPv6 ? AddressFamily.InterNetworkV6 : null),
        },
        Method = Method,
        Trace = new TraceOptions
        {
            Count = Count,
            Explain = Explain,
            Size = Size,
            DontFragment = DontFragment,
            FindMtu = FindMtu,
            All = true,
        },
    };

    private static async Task<bool> WriteAsync(
        IAsyncEnumerable<ReachabilityResult> results, CommandOutput output, CommandProgress progress, CancellationToken cancellationToken)
    {
        var any = false;
        await foreach (var result in results.WithCancellation(cancellationToken))
        {
            any = true;
            progress.Advance(result);
            await output.WriteObjectAsync(new ReachabilityTrace { Result = result });
        }

        return any;
    }
}
