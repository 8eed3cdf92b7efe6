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
    private readonly string _wanted;

    // A pattern with separators is compared octet by octet: "*:42:*" is not "02:54:2a:…", whose digits it would fit.
    private readonly bool _octets;

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
        var isPattern = Wildcards.IsPattern(text);
        _octets = isPattern && Outside(text).Any(c => c is ':' or '-');
        _wanted = _octets ? string.Join(':', Separated(text).Select(Octet))
            : isPattern ? Bare(text)
            : Bare(Padded(text));
        if (!isPattern && (_wanted.Length != Digits || !_wanted.All(char.IsAsciiHexDigit)))
            throw new ArgumentException(CommandErrors.InvalidMacAddress(text).Message, nameof(text));
    }

    /// <summary>It is this address, or a pattern that this address fits. An empty address, of what is stopped, is none.</summary>
    public bool Matches(string address) =>
        !string.IsNullOrEmpty(address) && Selection.Matches([_wanted], _octets ? address.Replace('-', ':') : Bare(address));

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private static string Padded(string text) =>
        text.Split(':', '-') is { Length: Digits / 2 } parts ? string.Concat(parts.Select(part => part.PadLeft(2, '0'))) : text;

    /// <summary>"2" is "02".</summary>
    private static string Octet(string part) => part is [var only] && char.IsAsciiHexDigit(only) ? $"0{only}" : part;

    private static string[] Separated(string text)
    {
        var separators = Outside(text).ToArray();
        return string.Concat(text.Zip(separators, (c, outside) => outside is ':' or '-' ? '\0' : c)).Split('\0');
    }

    /// <summary>Without separators.</summary>
    private static string Bare(string text) =>
        string.Concat(text.Zip(Outside(text), (c, outside) => outside is ':' or '-' or '.' ? "" : c.ToString()));

    /// <summary>Its characters, and a blank for each that is in brackets: a dash there is none, as in [a-f].</summary>
    private static IEnumerable<char> Outside(string text)
    {
        var inBrackets = false;
        foreach (var c in text)
        {
            inBrackets = c == '[' || (inBrackets && c != ']');
            yield return inBrackets ? ' ' : c;
        }
    }
}
