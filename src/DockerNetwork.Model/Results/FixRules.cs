using DockerNetwork.Engine;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>
/// What a fix may contain. The prediction makes no other fixes, and Repair-ContainerReachability runs no others, because an exported result
/// is a file that anyone may have written.
/// </summary>
internal static class FixRules
{
    public const string Connect = "Connect-DockerNetwork";
    public const string Disconnect = "Disconnect-DockerNetwork";
    public const string Create = "New-DockerNetwork";
    public const string Start = "Start-DockerContainer";
    public const string Restart = "Restart-DockerContainer";
    public const string Resume = "Resume-DockerContainer";

    /// <summary>The only network that a fix takes a container from: nothing is lost with it.</summary>
    public const string NoNetwork = "none";

    /// <summary>The prediction needs three.</summary>
    public const int MostCommands = 4;

    /// <summary>The prediction needs two.</summary>
    public const int MostContainers = 8;

    /// <summary>Why this is not a fix, as a part of a sentence; null if it is one.</summary>
    public static string? Refusal(IReadOnlyList<FixCommand> fix)
    {
        if (fix.Count is 0 or > MostCommands)
            return $"a fix has 1 to {MostCommands} commands, but this one has {fix.Count}";
        for (var i = 0; i < fix.Count; i++)
        {
            var created = i > 0 && fix[i - 1].Cmdlet == Create;
            var piped = i + 1 < fix.Count && fix[i + 1].TakesNetwork;
            if (Refusal(fix[i], created, piped) is { } refusal)
                return refusal;
        }

        return null;
    }

    /// <summary>
    /// A name that is safe on a command line. An engine accepts any network name. A name with wildcard characters would become
    /// a pattern as soon as the network is gone, and a name that a terminal acts on cannot be shown and pasted. A name of 64 hexadecimal
    /// digits may be the id of something else, which engines take it for.
    /// </summary>
    public static bool IsName(string? name) =>
        !string.IsNullOrEmpty(name) && name.AsSpan().IndexOfAny("*?[]") < 0 && PowerShellWord.IsPrintable(name) && !LongIds.IsFullId(name);

    private static string? Refusal(FixCommand command, bool created, bool piped)
    {
        var (name, network, containers) = (command.Name, command.Network, command.Container);
        var complete = command.Cmdlet switch
        {
            Connect => name is null && network is null == created && containers.Count > 0,
            Disconnect => name is null && network == NoNetwork && containers.Count > 0,
            Create => name is not null && network is null && containers.Count == 0 && piped,
            Start or Restart or Resume => name is null && network is null && containers.Count > 0,
            _ => false,
        };
        if (!complete)
            return "it contains a command, or an argument, that a fix may not have";
        if (containers.Count > MostContainers)
            return $"a command of a fix may name at most {MostContainers} containers, but this one names {containers.Count}";
        if (containers.Distinct(StringComparer.Ordinal).Count() < containers.Count)
            return "one of its commands names a container twice";
        return containers.All(IsName) && new[] { name, network }.All(text => text is null || IsName(text))
            ? null
            : "a name in it is empty, is a full id, or contains a wildcard or a control character";
    }
}
