using FsCheck;
using FsCheck.Fluent;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>
/// Names that an engine takes for a network and that mean something to a shell, a terminal or a pattern; and any other text.
/// </summary>
internal static class NastyNames
{
    private static readonly string[] Pieces =
    [
        "'", "\u2018", "\u2019", "\u201a", "\u201b", "''", "\"", "\u201c", "\u201d", "\u201e", "`", "``", "$", "$x", "$(1)", "$(", ")",
        "${", "}", ";", "|", "&", "&&", "#", "<#", "#>", "@", "@(", "@{", "--%", "--", "-", "\u2013", "\u2014", "\u2015", "-Confirm",
        ",", "<", ">", "2>&1", "*", "?", "[", "]", "%", "!", "~", "^", "\\", "/", ":", ".", "..", "=", "+", "_", " ", "\u00a0",
        "\u2003", "\u3000", "\t", "\n", "\r", "\r\n", "\0", "\a", "\b", "\e", "\e[2J", "\e]52;c;YQ==\a", "\x7f", "\u0085", "\u009b",
        "\u2028", "\u2029", "\u200b", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ud83d", "\ude00",
        "\ud83d\ude00", "\U000e0041", "\u0301", "\u00e9", "\u0130", "\uff07", "\uffff", "0", "1", "007", "1e3", "0x10", "0b1", "1d",
        "2kb", "1.5", "1uL", "172.18.0.2", "a", "b", "web", "if", "true",
    ];

    /// <summary>Up to eight pieces, or what FsCheck takes for a text.</summary>
    public static Arbitrary<string> Any { get; } = Arb.From(
        Gen.OneOf(
            Gen.Choose(0, 8).SelectMany(count => Gen.Elements(Pieces).ArrayOf(count)).Select(string.Concat),
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")),
        text => Enumerable.Range(0, text.Length).Select(i => text.Remove(i, 1)));

    /// <summary>Checks a property of many names; the seed of a failure is in its message.</summary>
    public static void All(Func<string, bool> holds) => Prop.ForAll(Any, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(20000));
}
