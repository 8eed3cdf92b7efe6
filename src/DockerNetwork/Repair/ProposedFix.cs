using System.Collections;
using System.Management.Automation;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Model.Results;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Repair;

/// <summary>
/// A fix that may be run: the data of a reason, checked. It may come from a file that anyone wrote. So only a fix that the prediction
/// itself could have made is accepted, and the text that the user saw must be the text of that data. The text is never run. Before it is
/// run, <see cref="Confirmed"/> compares it with what the live engine's state proposes.
/// </summary>
internal sealed record ProposedFix
{
    private ProposedFix(IReadOnlyList<FixCommand> commands) => Text = FixCommand.Write(Commands = FixCommand.On(commands, null))!;

    /// <summary>As it would be typed on its engine. Two fixes of one text are the same.</summary>
    public string Text { get; }

    /// <summary>What is run, one after the other. No command names an engine: it is run on the one of the row.</summary>
    public IReadOnlyList<FixCommand> Commands { get; }

    /// <summary>It puts containers on networks.</summary>
    public bool Connects => Commands.Any(command => command.Cmdlet == FixRules.Connect);

    /// <summary>The fix of a prediction.</summary>
    public static ProposedFix? Of(IEnumerable<Reason> reasons) =>
        reasons.FirstOrDefault(r => r.FixCommands.Count > 0) is { } reason ? Checked(reason.Fix, reason.FixCommands) : null;

    /// <summary>Whether a reason of a prediction proposes this fix.</summary>
    public bool IsOf(Reason reason) => FixCommand.Write(FixCommand.On(reason.FixCommands, null)) == Text;

    /// <summary>The first fix among reasons that may have been exported and read back; null if none has one.</summary>
    /// <param name="reasons">The reasons.</param>
    /// <param name="host">The engine of their row, which is the only one that they may name.</param>
    /// <exception cref="CommandException">FixNotAllowed: its data is missing, is not what the prediction makes, names another engine, or is
    /// not what its text says.</exception>
    public static ProposedFix? Read(IEnumerable<PSObject> reasons, DockerHost? host)
    {
        foreach (var reason in reasons)
        {
            var text = TextOf(reason, nameof(Reason.Fix));
            var commands = Items(reason.Properties[nameof(Reason.FixCommands)]?.Value);
            if (string.IsNullOrEmpty(text) && commands.Length == 0)
                continue;
            if (commands.Select(command => command.DockerHost).FirstOrDefault(named => named is not null && named != host?.ToString())
                is { } other)
            {
                throw CommandErrors.FixOfAnotherEngine(other, host?.ToString());
            }

            return Checked(text, commands);
        }

        return null;
    }

    /// <summary>This fix, if a prediction from the live engine proposes it as well.</summary>
    /// <param name="reasons">Those of the prediction.</param>
    /// <exception cref="CommandException">FixNotAllowed: the prediction proposes another fix, or none.</exception>
    public ProposedFix Confirmed(IReadOnlyList<Reason> reasons)
    {
        if (reasons.Any(IsOf))
            return this;
        throw CommandErrors.FixNotAllowed(
            Of(reasons) is { } other ? $"the engine now proposes a different fix, {other.Text}" : "the engine no longer proposes it");
    }

    private static ProposedFix Checked(string? text, IReadOnlyList<FixCommand> commands)
    {
        if (commands.Count == 0)
            throw CommandErrors.FixNotAllowed("the result has only its text, not its data");
        if (FixRules.Refusal(commands) is { } refusal)
            throw CommandErrors.FixNotAllowed(refusal);
        return FixCommand.Write(commands) == text
            ? new ProposedFix(commands)
            : throw CommandErrors.FixNotAllowed("its text and its data differ");
    }

    private static FixCommand[] Items(object? value) =>
        Many(value, FixRules.MostCommands, item => item.BaseObject as FixCommand ?? Item(item));

    private static FixCommand Item(PSObject item)
    {
        var containers = item.Properties[nameof(FixCommand.Container)]?.Value;
        return new FixCommand(TextOf(item, nameof(FixCommand.Cmdlet)) ?? "")
        {
            Name = TextOf(item, nameof(FixCommand.Name)),
            Network = TextOf(item, nameof(FixCommand.Network)),
            Container = Many(containers, FixRules.MostContainers, name => TextOf(name.BaseObject) ?? ""),
            DockerHost = TextOf(item, nameof(FixCommand.DockerHost)),
        };
    }

    /// <summary>One item or a list. Reading stops as soon as there are too many.</summary>
    private static T[] Many<T>(object? value, int most, Func<PSObject, T> read) => value.Unwrapped() switch
    {
        null => [],
        IEnumerable list and not string => [.. list.Cast<object?>().Take(most + 1).Select(item => read(PSObject.AsPSObject(item ?? "")))],
        _ => [read(PSObject.AsPSObject(value!))],
    };

    private static string? TextOf(PSObject item, string property) => TextOf(item.Properties[property]?.Value);

    /// <summary>Null for null; nothing else is converted to a string.</summary>
    private static string? TextOf(object? value) => value.Unwrapped() switch
    {
        null => null,
        string text => text,
        var other => throw CommandErrors.FixNotAllowed($"it contains an object of the type {other.GetType().Name} instead of a string"),
    };
}
