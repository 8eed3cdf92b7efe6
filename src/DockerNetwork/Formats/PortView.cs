using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Formats;

/// <summary>What the views show of a port mapping.</summary>
internal static class PortView
{
    /// <summary>Over the ports of a container: "web (running): *:8080->80/tcp, 99/tcp", broken between words. It is safe to show.</summary>
    /// <param name="mapping">One of them.</param>
    /// <param name="consoleWidth">Width of the console in columns; the label before this takes 14.</param>
    public static string PortsOf(PortMapping mapping, int consoleWidth)
    {
        const int Before = 14;
        const int Readable = 40;
        var how = CellText.Join(
            mapping.NamespaceOwner is { } owner ? $"ports of {owner}" : null,
            mapping.HostNetwork ? "on the host's network" : null,
            mapping.Active ? null : $"when {mapping.NamespaceOwner ?? "it"} starts");
        var whose = mapping is { ContainerId: "", Service: { } service }
            ? $"the service {service}, on each node{(mapping.Active ? "" : ", when a task runs")}: "
            : $"{mapping.Container} ({mapping.State.ToString().ToLowerInvariant()}){(how.Length > 0 ? ", " + how : "")}: ";
        var text = whose + (mapping.Summary.Length > 0 ? mapping.Summary : mapping.Published);
        return CellText.Fold(VisibleText.Of(text), Math.Max(Readable, consoleWidth - Before))
            .Replace("\n", "\n" + new string(' ', Before), StringComparison.Ordinal);
    }

    /// <summary>The container's side: "80/tcp".</summary>
    public static string Port(PortMapping mapping) =>
        string.Create(CultureInfo.InvariantCulture, $"{mapping.ContainerPort}/{mapping.Protocol}");

    /// <summary>A text of a mapping: in a style if the port is open to the world.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="text">The text.</param>
    /// <param name="style">The style.</param>
    public static string Highlight(PortMapping mapping, string text, TextStyle style) =>
        mapping.Exposure == PortExposure.Open ? TableLayout.Styled(text, style) : text;
}
