using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Formats;

public static partial class View
{
    /// <summary>Over the ports of a container: "web (running): *:8080->80/tcp, 99/tcp", broken between words; safe to show.</summary>
    /// <param name="mapping">One of them.</param>
    /// <param name="consoleWidth">Width of the console in columns; the label before this takes 14.</param>
    public static string PortsOf(PortMapping mapping, int consoleWidth)
    {
        const int Before = 14;
        const int Readable = 40;
        ArgumentNullException.ThrowIfNull(mapping);
        var how = Join(
            mapping.NamespaceOwner is { } owner ? $"ports of {owner}" : null,
            mapping.HostNetwork ? "on the host's network" : null,
            mapping.Active ? null : $"when {mapping.NamespaceOwner ?? "it"} starts");
        var text = $"{mapping.Container} ({Lower(mapping.State)}){(how.Length > 0 ? ", " + how : "")}: "
            + (mapping.Summary.Length > 0 ? mapping.Summary : mapping.Published);
        return Fold(VisibleText.Of(text), Math.Max(Readable, consoleWidth - Before))
            .Replace("\n", "\n" + new string(' ', Before), StringComparison.Ordinal);
    }

    /// <summary>The host's side: "0.0.0.0:8080", "*:9000-9010"; empty if the port is only exposed.</summary>
    public static string Host(PortMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return mapping.PublishedAt;
    }

    /// <summary>The container's side: "80/tcp".</summary>
    public static string Port(PortMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return string.Create(CultureInfo.InvariantCulture, $"{mapping.ContainerPort}/{mapping.Protocol}");
    }

    /// <summary>A cell of a mapping, in a style where the port is open to the world; folded, and each line in that style.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="text">The cell.</param>
    /// <param name="width">Width of the column; 0 for any.</param>
    /// <param name="style">Escape sequence that switches the style on. PowerShell takes it out of files and strings, and where NO_COLOR is
    /// set.</param>
    /// <param name="reset">Escape sequence that switches it off.</param>
    /// <param name="plain">The output of the whole process goes to no terminal, where PowerShell leaves it in.</param>
    public static string Highlight(PortMapping mapping, string text, int width, string style, string reset, bool plain)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        var folded = width > 0 ? Fold(text, width) : text;
        return mapping.Exposure == PortExposure.Open && !plain
            ? string.Join('\n', folded.Split('\n').Select(line => $"{style}{line}{reset}"))
            : folded;
    }
}
