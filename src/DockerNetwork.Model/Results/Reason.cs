using DockerNetwork.Engine;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>A reason for a state.</summary>
/// <param name="Code">Stable; scripts may compare it. See about_ContainerReachability.</param>
/// <param name="Component">The deciding container or network, or a tool, such as "ping in web".</param>
/// <param name="Message">A sentence; names in it may contain any characters.</param>
/// <param name="Fix">
/// A command that changes the result, to be pasted or run; null if there is none. Made from <see cref="FixCommands"/>.
/// </param>
public record Reason(string Code, string Component, string Message, string? Fix = null) : ModuleObject
{
    // Dropped after use: they hold the whole snapshot. Who finds one dropped finds the text.
    private Func<string>? _message;
    private Func<IReadOnlyList<FixCommand>?>? _fixCommands;

    internal Reason(string code, string component, string message, IReadOnlyList<FixCommand>? fixCommands)
        : this(code, component, message) => FixCommands = fixCommands ?? [];

    /// <summary>
    /// A reason whose text and fix are made when they are first read, because those of most of a million verdicts are never read.
    /// </summary>
    /// <param name="code">Its code.</param>
    /// <param name="component">What decides.</param>
    /// <param name="message">Makes the sentence. Two threads may both do it.</param>
    /// <param name="fixCommands">Makes the fix. Two threads may both do it.</param>
    internal Reason(string code, string component, Func<string> message, Func<IReadOnlyList<FixCommand>?>? fixCommands = null)
        : this(code, component, (string)null!) => (_message, _fixCommands) = (message, fixCommands);

    /// <summary>
    /// A sentence for people. Control characters in names are shown as escapes (<see cref="VisibleText"/>), unlike in properties that hold
    /// names.
    /// </summary>
    public string Message
    {
        get
        {
            var make = Volatile.Read(ref _message);
            field ??= VisibleText.Of(make?.Invoke());
            Volatile.Write(ref _message, null);
            return field;
        }

        init => field = VisibleText.Of(value);
    } = Message is null ? null! : VisibleText.Of(Message);

    /// <summary>
    /// A command that changes the result, to be pasted or run; null if there is none. Made from <see cref="FixCommands"/>.
    /// </summary>
    public string? Fix { get => field ?? FixCommand.Write(FixCommands); init; } = Fix;

    /// <summary>
    /// The same command as data. Repair-ContainerReachability runs this data, never the text. Empty if there is no fix, for example because
    /// a name contains wildcards or control characters.
    /// </summary>
    public IReadOnlyList<FixCommand> FixCommands
    {
        get
        {
            var make = Volatile.Read(ref _fixCommands);
            field ??= Listing.Of(make?.Invoke() ?? []);
            Volatile.Write(ref _fixCommands, null);
            return field;
        }

        init => field = Listing.Of(value);
    }

    /// <summary>Two reasons are the same if all their texts are.</summary>
    public virtual bool Equals(Reason? other) =>
        other is not null && (Code, Component, Message, Fix) == (other.Code, other.Component, other.Message, other.Fix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Component, Message);

    /// <summary>The sentence.</summary>
    public override string ToString() => Message;
}

/// <summary>A reason in a list. If ConvertTo-Json has no depth left for it, it writes this text.</summary>
internal sealed record ListedReason : Reason
{
    private const string Separator = ": ";

    private ListedReason(Reason reason)
        : base(reason)
    {
    }

    /// <summary>"NoSharedNetwork: web (app) and far (bridge) share no network."</summary>
    public override string ToString() => $"{Code}{Separator}{Message}";

    public static IReadOnlyCollection<Reason> Of(IReadOnlyList<Reason> reasons) =>
        Listing.Of(reasons.Select(Reason (reason) => new ListedReason(reason)));

    /// <summary>The code and the sentence of such a text.</summary>
    public static Reason Parse(string text)
    {
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0 && !text[..end].Contains(' ', StringComparison.Ordinal)
            ? new Reason(text[..end], "", text[(end + Separator.Length)..])
            : new Reason("", "", text);
    }
}
