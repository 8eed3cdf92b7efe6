using System.Globalization;
using System.Management.Automation;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Topology;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Formats;

/// <summary>The hidden property View of this module's objects, which the format file reads. Named in DockerNetwork.types.ps1xml.</summary>
public static class ViewProperty
{
    private const string Deserialized = "Deserialized.";

    private static readonly Dictionary<string, Type> Types = new[]
    {
        typeof(Network), typeof(NetworkSubnet), typeof(FreeSubnet), typeof(SavedSnapshot), typeof(Container), typeof(PublishedPort),
        typeof(PortMapping), typeof(NetworkEndpoint), typeof(ContainerInterface), typeof(InterfaceAddress), typeof(ContainerListener),
        typeof(ReachabilityResult), typeof(Reason), typeof(FixCommand), typeof(NameResolution), typeof(NetworkTopology),
        typeof(TopologyNode), typeof(TopologyEdge), typeof(DockerContext), typeof(NetworkPeer), typeof(NetworkService),
        typeof(NetworkTask), typeof(ReachabilityTrace), typeof(PacketTrace), typeof(TraceHop), typeof(FirewallRule),
        typeof(ReachabilityChange), typeof(SwarmService), typeof(NetworkAddress),
    }.ToDictionary(type => type.FullName!, StringComparer.Ordinal);

    /// <summary>What is shown of an object; null for one that is not this module's.</summary>
    /// <param name="item">The object; also one that was read back before the module was there to make of it what it was.</param>
    public static object? Of(PSObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var shown = CellsOf(item.BaseObject is PSCustomObject ? Revived(item) : item.BaseObject);
        if (shown is Cells cells)
        {
            cells.Columns = () => Columns(cells, item);
            cells.EngineName = OutputBatch.Of(item) is { ByEngine: true } batch ? batch.EngineName : null;
        }

        return shown;
    }

    /// <summary>What stands above the rows of a table: the hidden property ViewHead. A script block would be compiled first.</summary>
    /// <param name="item">A row.</param>
    public static object? Head(PSObject item) => Shown(item, nameof(Cells.Head));

    /// <summary>A row of a table: the hidden property ViewLine.</summary>
    /// <param name="item">A row.</param>
    public static object? Line(PSObject item) => Shown(item, nameof(Cells.Line));

    /// <summary>The type that an object which was read back had when it was written; null if it is not this module's.</summary>
    /// <param name="item">The object.</param>
    internal static Type? TypeOf(PSObject item) => item.TypeNames
        .Select(name => name.StartsWith(Deserialized, StringComparison.Ordinal) ? name[Deserialized.Length..] : name)
        .Select(name => Types.GetValueOrDefault(name))
        .FirstOrDefault(type => type is not null);

    private static object? Shown(PSObject item, string name) =>
        Of(item) is { } cells ? PSObject.AsPSObject(cells).Properties[name]?.Value : null;

    /// <summary>
    /// The columns of the table that an object is a row of: those of all that its command has written. An object that no command has
    /// written, as one that was read from a file, gets the usual ones.
    /// </summary>
    private static TableLayout Columns(Cells cells, PSObject item)
    {
        var width = CurrentHost.Width;
        return OutputBatch.Of(item)?.Decided(cells.GetType(), width, Decide) ?? TableLayout.Of(cells.Row, [], [], width);

        TableLayout Decide(IReadOnlyList<object> items, IReadOnlyCollection<string> names) => TableLayout.Of(
            cells.Row,
            [.. items.Select(i => Of(PSObject.AsPSObject(i))).Where(c => c?.GetType() == cells.GetType()).Select(c => ((Cells)c!).Row)],
            names,
            width);
    }

    private static object? CellsOf(object? item) => item switch
    {
        Network network => new NetworkCells(network),
        NetworkSubnet subnet => new NetworkSubnetCells(subnet),
        FreeSubnet subnet => new FreeSubnetCells(subnet),
        SavedSnapshot snapshot => new SavedSnapshotCells(snapshot),
        Container container => new ContainerCells(container),
        PublishedPort port => new PublishedPortCells(port),
        PortMapping mapping => new PortMappingCells(mapping),
        NetworkEndpoint endpoint => new NetworkEndpointCells(endpoint),
        ContainerInterface link => new ContainerInterfaceCells(link),
        ContainerListener listener => new ContainerListenerCells(listener),
        InterfaceAddress address => new InterfaceAddressCells(address),
        ReachabilityResult result => new ReachabilityResultCells(result),
        ReachabilityChange change => new ReachabilityChangeCells(change),
        Reason reason => new ReasonCells(reason),
        FixCommand command => new FixCommandCells(command),
        NameResolution resolution => new NameResolutionCells(resolution),
        NetworkTopology topology => new NetworkTopologyCells(topology),
        TopologyNode node => new TopologyNodeCells(node),
        TopologyEdge edge => new TopologyEdgeCells(edge),
        DockerContext engine => new DockerContextCells(engine),
        NetworkPeer peer => new NetworkPeerCells(peer),
        NetworkService service => new NetworkServiceCells(service),
        NetworkTask task => new NetworkTaskCells(task),
        SwarmService service => new SwarmServiceCells(service),
        NetworkAddress address => new NetworkAddressCells(address),
        ReachabilityTrace trace => new ReachabilityTraceCells(trace),
        PacketTrace trace => new PacketTraceCells(trace),
        TraceHop hop => new TraceHopCells(hop),
        FirewallRule rule => new FirewallRuleCells(rule),
        UnreadableCells cells => cells.Properties(),
        _ => null,
    };

    /// <summary>The cells of an object that was read back; of one that cannot be made again, the texts that it has.</summary>
    private static object? Revived(PSObject item)
    {
        if (TypeOf(item) is not { } type)
            return null;
        try
        {
            return new Revival().ConvertFrom(item, type, CultureInfo.InvariantCulture, ignoreCase: true);
        }
        catch (PSInvalidCastException e)
        {
            return new UnreadableCells(item, type, e.Message);
        }
    }
}
