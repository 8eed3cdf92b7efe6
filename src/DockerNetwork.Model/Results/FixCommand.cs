using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>
/// One command of a fix, as data: <see cref="Reason.Fix"/> is written from it, and Repair-ContainerReachability runs it. A name in it
/// is only ever an argument.
/// </summary>
/// <param name="Cmdlet">
/// Connect-DockerNetwork, Disconnect-DockerNetwork (from the network none only), New-DockerNetwork, Start-DockerContainer,
/// Restart-DockerContainer or Resume-DockerContainer.
/// </param>
public sealed record FixCommand(string Cmdlet) : ModuleObject
{
    /// <summary>The name of a network to create; null for other cmdlets.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The network to connect to or to leave; null for other cmdlets, and for the network that the command before it creates.
    /// </summary>
    public string? Network { get; init; }

    /// <summary>The containers, by name; empty if a network is created.</summary>
    public IReadOnlyList<string> Container { get; init => field = Listing.Of(value); } = Listing.Of<string>([]);

    /// <summary>
    /// The engine, if the command must name it, because without -DockerHost it would go to another one. Null otherwise, and if the network,
    /// which has its engine with it, comes down the pipeline. Repair-ContainerReachability runs a fix on the engine of the result only, and
    /// refuses one that names another engine here.
    /// </summary>
    public string? DockerHost { get; init; }

    /// <summary>The network comes down the pipeline from the command before.</summary>
    internal bool TakesNetwork => Cmdlet == FixRules.Connect && Network is null;

    /// <summary>The command as you would type it, each argument written as one word.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Cmdlet);
        if (Name is not null)
            text.Append(" -Name ").Append(PowerShellWord.Of(Name));
        if (Network is not null)
            text.Append(" -Network ").Append(PowerShellWord.Of(Network));
        if (Container.Count > 0)
            text.Append(" -Container ").AppendJoin(", ", Container.Select(PowerShellWord.Of));
        if (DockerHost is not null)
            text.Append(" -DockerHost ").Append(PowerShellWord.Of(DockerHost));
        return text.ToString();
    }

    /// <summary>A fix as you would type it; null if there is none.</summary>
    internal static string? Write(IReadOnlyList<FixCommand> fix) => fix.Count == 0
        ? null
        : string.Concat(fix.Select((command, index) => (index == 0 ? "" : command.TakesNetwork ? " | " : "; ") + command));

    /// <summary>The same fix for an engine.</summary>
    /// <param name="fix">The commands.</param>
    /// <param name="host">How they name the engine; null if they do not.</param>
    internal static FixCommand[] On(IReadOnlyList<FixCommand> fix, string? host) =>
        [.. fix.Select(command => command with { DockerHost = command.TakesNetwork ? null : host })];
}
