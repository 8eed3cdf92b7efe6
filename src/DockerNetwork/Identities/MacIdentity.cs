using System.Net.NetworkInformation;
using DockerNetwork.Errors;

namespace DockerNetwork.Identities;

/// <summary>
/// What -MacAddress takes where it selects: an address in any usual spelling (02:42:ac:11:00:02, 02-42-AC-11-00-02, 0242.ac11.0002,
/// 0242ac110002, and 2:42:ac:11:0:2 with leading zeros left out), or a pattern, as 02:42:*.
/// </summary>
public sealed class MacIdentity
{
    private const int Digits = 12;

    private readonly string _text;
    private readonly string _digits;

    /// <summary>An address as .NET has it.</summary>
    public MacIdentity(PhysicalAddress address)
        : this($"{address}")
    {
    }

    /// <summary>An address or a pattern.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public MacIdentity(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        _digits = Wildcards.IsPattern(text) ? Bare(text) : Bare(Padded(text));
        if (!Wildcards.IsPattern(text) && (_digits.Length != Digits || !_digits.All(char.IsAsciiHexDigit)))
            throw new ArgumentException(CommandErrors.InvalidMacAddress(text).Message, nameof(text));
    }

    /// <summary>It is this address, or a pattern that this address fits. An empty address, of what is stopped, is none.</summary>
    public bool Matches(string address) => !string.IsNullOrEmpty(address) && Selection.Matches([_digits], Bare(address));

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private static string Padded(string text) =>
        text.Split(':', '-') is { Length: Digits / 2 } parts ? string.Concat(parts.Select(part => part.PadLeft(2, '0'))) : text;

    /// <summary>Without separators, of which a dash in brackets is none: [a-f].</summary>
    private static string Bare(string text)
    {
        var inBrackets = false;
        return string.Concat(text.Where(c =>
        {
            inBrackets = c == '[' || (inBrackets && c != ']');
            return inBrackets || c is not (':' or '-' or '.');
        }));
    }
}
