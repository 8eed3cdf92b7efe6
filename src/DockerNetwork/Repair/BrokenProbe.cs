using System.Collections;
using System.Management.Automation;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Repair;

/// <summary>
/// A row of a reachability test, or a trace, that is to be repaired: the object itself, or one that was exported and read back.
/// </summary>
internal sealed record BrokenProbe
{
    private const string ResultType = "DockerNetwork.Model.Results.ReachabilityResult";
    private const string TraceType = "DockerNetwork.Model.Results.ReachabilityTrace";
    private const int MostShown = 80;

    /// <summary>What the user gave.</summary>
    public required PSObject Item { get; init; }

    /// <summary>Where the probe started.</summary>
    public required string Source { get; init; }

    /// <summary>The full id of the source; null for @host, and if the result was exported before results had ids.</summary>
    public required string? SourceId { get; init; }

    /// <summary>The full id of the target; null for a text, and if the result was exported before results had ids.</summary>
    public required string? TargetId { get; init; }

    /// <summary>Which container it starts from, on its engine.</summary>
    public ProbeEnd SourceEnd => ProbeEnd.Source(null, SourceId, Source);

    /// <summary>Which container, or what else, it is aimed at.</summary>
    public ProbeEnd TargetEnd => ProbeEnd.Target(null, TargetId, Target);

    /// <summary>What was sent, and to which port.</summary>
    public Service Service => new(Protocol, Port);

    /// <summary>What it was aimed at: a container, or a text.</summary>
    public required string Target { get; init; }

    /// <summary>By which name or address.</summary>
    public required string TargetName { get; init; }

    /// <summary>What was sent.</summary>
    public required ProbeProtocol Protocol { get; init; }

    /// <summary>1 to 65535; null for none.</summary>
    public required int? Port { get; init; }

    /// <summary>IPv6 if a name led to an address of IPv6: that is repaired only when such an address is reached. Null for either.</summary>
    public required AddressFamily? Family { get; init; }

    /// <summary>Whether there is something to repair.</summary>
    public required bool Reachable { get; init; }

    /// <summary>What was expected.</summary>
    public required ReachabilityState? Predicted { get; init; }

    /// <summary>
    /// The first fix among the reasons; null if none has one, if there is nothing to repair, or if two engines are involved.
    /// </summary>
    public required ProposedFix? Fix { get; init; }

    /// <summary>The first reason in words; empty if there is none.</summary>
    public required string Message { get; init; }

    /// <summary>The engine; null if the object does not name one.</summary>
    public required DockerHost? DockerHost { get; init; }

    /// <summary>The engine of the target, if it is not that of the source. Such a row is neither repaired nor traced.</summary>
    public required DockerHost? TargetDockerHost { get; init; }

    /// <summary>Another probe between the same two, of the same port: if one of them is repaired, the target is reached.</summary>
    public bool IsOfSamePair(BrokenProbe other) =>
        (SourceEnd, TargetEnd, Service) == (other.SourceEnd, other.TargetEnd, other.Service);

    /// <summary>"web -> db:80".</summary>
    public override string ToString() => Port is { } port ? $"{Source} -> {TargetName}:{port}" : $"{Source} -> {TargetName}";

    /// <summary>Whether an object is a result of a test, or was one before it was exported.</summary>
    public static bool IsResult(PSObject item) => item.TypeNames.Any(n =>
        n is ResultType or "Deserialized." + ResultType or TraceType or "Deserialized." + TraceType);

    /// <summary>Reads a result.</summary>
    /// <exception cref="CommandException">InvalidResult; FixNotAllowed.</exception>
    public static BrokenProbe Read(PSObject item)
    {
        if (!IsResult(item))
            throw CommandErrors.InvalidResult(
                "This is not a result of Test-ContainerReachability. JSON and CSV lose parts of a result; use Export-Clixml.");
        try
        {
            var row = new ExportedObject(item);
            var reasons = (row.Value<IEnumerable>(nameof(ReachabilityResult.Reasons)) ?? Array.Empty<object>())
                .OfType<object>()
                .Select(PSObject.AsPSObject)
                .ToList();
            var reachable = row.Value<bool>(nameof(ReachabilityResult.Reachable));
            var host = Host(item, nameof(ReachabilityResult.DockerHost));
            var there = Host(item, nameof(ReachabilityResult.TargetDockerHost));
            var crosses = there is not null && there != host;
            return new BrokenProbe
            {
                Item = item,
                SourceId = row.Text(nameof(ReachabilityResult.SourceId)),
                TargetId = row.Text(nameof(ReachabilityResult.TargetId)),
                Source = Text(nameof(ReachabilityResult.Source)),
                Target = Text(nameof(ReachabilityResult.Target)),
                TargetName = Text(nameof(ReachabilityResult.TargetName)),
                Protocol = row.Value<ProbeProtocol>(nameof(ReachabilityResult.Protocol)),
                Port = row.Port(nameof(ReachabilityResult.Port)),
                Family = FamilyOf(row.Text(nameof(ReachabilityResult.Address))),
                Reachable = reachable,
                Predicted = row.Value<ReachabilityState?>(nameof(ReachabilityResult.Predicted)),
                Fix = reachable || crosses ? null : ProposedFix.Read(reasons, host),
                Message = reasons.Select(r => new ExportedObject(r).Value<string>(nameof(Reason.Message))).FirstOrDefault() ?? "",
                DockerHost = host,
                TargetDockerHost = crosses ? there : null,
            };

            string Text(string name) => row.Text(name) ?? throw CommandErrors.InvalidResult($"'{Shown(item)}' has no {name}.");
        }
        catch (Exception e) when (e is PSInvalidCastException or FormatException)
        {
            throw CommandErrors.UnreadableResult(Shown(item), e.Message);
        }
        catch (EngineException e)
        {
            throw CommandErrors.InvalidResult($"'{Shown(item)}' does not name a valid engine: {e.Message}");
        }
    }

    private static AddressFamily? FamilyOf(string? address) =>
        Addresses.ParseAddress(address) is { AddressFamily: AddressFamily.InterNetworkV6 } ? AddressFamily.InterNetworkV6 : null;

    /// <summary>The source as it is now: the container with its id, whatever has its name.</summary>
    /// <exception cref="CommandException">ContainerNotFound: it is gone, or another container has its name now.</exception>
    public Container SourceIn(EngineSnapshot snapshot) => Source == "@host" ? snapshot.HostAsSource : Find(snapshot, SourceId, Source);

    /// <summary>The target as it is now; null if it is not a container.</summary>
    /// <exception cref="CommandException">ContainerNotFound: it is gone, or another container has its name now.</exception>
    public Container? TargetIn(EngineSnapshot snapshot) => (SourceId, TargetId) switch
    {
        (_, { } id) => Find(snapshot, id, Target),
        // With ids, what has none is a text. A container may be named like it since.
        ({ }, null) => null,
        _ => snapshot.ContainerNamed(Target),
    };

    /// <summary>The results of the same probe, made again.</summary>
    /// <exception cref="CommandException">ContainerNotFound: a container that the result is about is gone or was replaced.</exception>
    public IAsyncEnumerable<ReachabilityResult> AgainAsync(
        EngineClient? client,
        EngineSnapshot snapshot,
        ProbeMethod? method,
        TimeSpan timeout,
        CancellationToken cancellationToken) => AgainAsync(
            client,
            snapshot,
            new TestOptions
            {
                LookupOnly = Protocol == ProbeProtocol.Dns,
                Method = method,
                Probe = new ProbeOptions(1, timeout) { Family = Family },
            },
            cancellationToken);

    /// <summary>The same, with other options.</summary>
    /// <exception cref="CommandException">ContainerNotFound: a container that the result is about is gone or was replaced.</exception>
    public IAsyncEnumerable<ReachabilityResult> AgainAsync(
        EngineClient? client, EngineSnapshot snapshot, TestOptions options, CancellationToken cancellationToken)
    {
        var (source, container) = (SourceIn(snapshot), TargetIn(snapshot));
        var target = new ReachabilityTarget(TargetName, container, Port) { NameOnly = true, Protocol = Protocol };
        return TestRun.ResultsAsync(client, new TestScope(snapshot, [source], [target]), options, cancellationToken: cancellationToken);
    }

    private static Container Find(EngineSnapshot snapshot, string? id, string name) =>
        (id is null ? snapshot.ContainerNamed(name) : snapshot.Container(id))
        ?? throw (snapshot.ContainerNamed(name) is null ? CommandErrors.NoLongerThere(name) : CommandErrors.Replaced(name));

    private static DockerHost? Host(PSObject item, string property) => item.Properties[property]?.Value switch
    {
        null => null,
        DockerHost endpoint => endpoint.From("the result"),
        // One that was exported and read back is its text.
        var other => DockerHostResolver.OfThisMachine.Resolve(host: other.ToString(), origin: "the result"),
    };

    /// <summary>What an error says of an object: its text may be long, as that of all properties together.</summary>
    private static string Shown(PSObject item)
    {
        var text = VisibleText.Of($"{item}");
        return text.Length <= MostShown ? text : text[..(MostShown - 1)] + "…";
    }
}
