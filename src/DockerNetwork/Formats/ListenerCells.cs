using System.Globalization;
using System.Net;
using DockerNetwork.Model.Containers;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a listener.</summary>
public sealed class ContainerListenerCells(ContainerListener listener) : Cells
{
    public override string Title => Container;

    /// <summary>"web"; in a shared namespace "sidecar (container:web)", "agent (host)".</summary>
    public string ContainerName => Container + Sharing;

    public string Container => Text(listener.Container);

    public string ContainerId => Text(listener.ContainerId);

    public string Protocol => Text(listener.Protocol);

    public string Address => Text(listener.Address);

    /// <summary>"0.0.0.0:5432/tcp".</summary>
    public string End => $"{new IPEndPoint(listener.Address, listener.Port)}/{Protocol}";

    /// <summary>"postgres 4711"; empty if it is not known.</summary>
    public string Process => $"{Program} {listener.ProcessId?.ToString(CultureInfo.InvariantCulture)}".Trim();

    public string Program => Text(listener.Program);

    public string Reach => Text(listener.Reach);

    public string Published => List(listener.Published);

    public string SharedFrom => Text(listener.SharedFrom);

    public string DockerHost => Text(listener.DockerHost);

    private string Sharing => listener.SharedFrom switch
    {
        null => "",
        "host" => " (host)",
        var owner => $" (container:{Text(owner)})",
    };

    public object? Port => listener.Port;

    public object? ProcessId => listener.ProcessId;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Container", 16, ContainerName),
        Plain("Listener", 23, End),
        Plain("Process", 17, Process),
        Plain("Reach", 20, Reach),
    ];

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Listener", End),
        ("Process", Process),
        ("Reach", Reach),
        ("Published", Published),
    ];
}
