using System.Globalization;
using DockerNetwork.Engine;
using FsCheck;
using FsCheck.Fluent;

namespace DockerNetwork.UnitTests.Engine;

public class VisibleTextTests
{
    [Theory]
    [InlineData("\u001b]52;c;aGFja2Vk\a", "\\x1b]52;c;aGFja2Vk\\a")]
    [InlineData("\u001b]0;title\a\u001b[2Jgone", "\\x1b]0;title\\a\\x1b[2Jgone")]
    [InlineData("a\tb\r\nc\b\v\f\0", "a\\tb\\r\\nc\\b\\v\\f\\x00")]
    [InlineData("\u007f\u0080\u009b2J\u009f", "\\x7f\\u0080\\u009b2J\\u009f")]
    [InlineData("abc\u202etxt.exe", "abc\\u202etxt.exe")]
    [InlineData(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069",
        "\\u061c\\u200e\\u200f\\u202a\\u202b\\u202c\\u202d\\u2066\\u2067\\u2068\\u2069")]
    [InlineData("line\u2028paragraph\u2029", "line\\u2028paragraph\\u2029")]
    [InlineData("a\u200bb\u2060c\ufeffd\u00ade\u3164f", "a\\u200bb\\u2060c\\ufeffd\\u00ade\\u3164f")]
    [InlineData("\ufffe\uffff\ufffb", "\\ufffe\\uffff\\ufffb")]
    [InlineData("x\U000e0041\U000e007f", "x\\U000e0041\\U000e007f")]
    [InlineData("web\u200d web\u200c web\ufe0f", "web\\u200d web\\u200c web\\ufe0f")]
    public void What_a_terminal_would_act_on_or_hide_is_shown(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    /// <summary>Not as inline data: the runner does not keep half a surrogate pair.</summary>
    [Fact]
    public void Half_a_surrogate_pair_is_shown() => Assert.Equal("a\\ud800b\\udc00", VisibleText.Of("a\ud800b\udc00"));

    [Theory]
    [InlineData("")]
    [InlineData("web-1.example_app")]
    [InlineData("C:\\new\\table \\x1b 'a' \"b\" `c` $(d); é ñ ß")]
    [InlineData("größe 網路 сеть شبكة רשת เครือข่าย 한국어")]
    [InlineData("🐳 👍🏽 ❤️ ❤️‍🔥 👩‍👩‍👧‍👦 🇨🇭")]
    [InlineData("می‌خواهم क्‍ष")]
    public void Ordinary_text_stays_the_same_string(string text)
    {
        Assert.Same(text, VisibleText.Of(text));
        Assert.True(VisibleText.IsPlain(text));
    }

    [Theory]
    [InlineData("é\u200dweb", "é\\u200dweb")]
    [InlineData("é\u200d\u200dé", "é\\u200d\\u200dé")]
    [InlineData("é\u200d", "é\\u200d")]
    [InlineData("é\ufe0f\ufe0f\ufe0f", "é\ufe0f\\ufe0f\\ufe0f")]
    public void Joiners_stay_only_where_a_script_may_need_them(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Fact]
    public void Nothing_is_empty() => Assert.Equal("", VisibleText.Of(null));

    [Fact]
    public void No_control_is_left_whatever_the_text() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Texts(), text =>
        !VisibleText.Of(text).EnumerateRunes().Any(rune => Invisible(rune.Value))
        // Half a pair would come out as U+FFFD.
        && VisibleText.Of(text) == string.Concat(VisibleText.Of(text).EnumerateRunes())));

    [Fact]
    public void Twice_is_once_whatever_the_text() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Texts(), text =>
        VisibleText.Of(VisibleText.Of(text)) == VisibleText.Of(text)));

    [Fact]
    public void What_is_left_stands_in_its_order_whatever_the_text() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Texts(), text =>
    {
        var shown = VisibleText.Of(text);
        var at = 0;
        foreach (var c in text.Where(c => c is >= ' ' and <= '~'))
        {
            at = shown.IndexOf(c, at) + 1;
            if (at == 0)
                return false;
        }

        return true;
    }));

    /// <summary>
    /// The categories of Unicode, apart from the table under test: controls, lone surrogates, separators of lines, and formats but the two
    /// joiners.
    /// </summary>
    private static bool Invisible(int value) => value > char.MaxValue
        ? value is >= 0xE0000 and <= 0xE0FFF
        : CharUnicodeInfo.GetUnicodeCategory((char)value) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
            // Signs of Arabic and Syriac that enclose numbers are formats, and are drawn.
            UnicodeCategory.Format =>
                value is not (0x200C or 0x200D) and not (>= 0x600 and <= 0x605) and not (0x6DD or 0x70F or 0x890 or 0x891 or 0x8E2),
            _ => false,
        };

    /// <summary>Ordinary characters with many of those that hide, as UTF-16 units, so that surrogates stand alone as well.</summary>
    private static Arbitrary<string> Texts()
    {
        var units = Gen.Frequency(
            (4, Gen.Choose(' ', '~')),
            (2, Gen.Choose(0, 0x1F)),
            (2, Gen.Choose(0x7F, 0x9F)),
            (3, Gen.Elements(0x200B, 0x200C, 0x200D, 0x200E, 0x202E, 0x2028, 0x2066, 0xFE0F, 0xFEFF, 0x61C, 0xAD)),
            (2, Gen.Elements(0xE9, 0x4E2D, 0x5D0, 0x628)),
            (2, Gen.Elements(0xD83D, 0xDC33, 0xDB40, 0xDC41)),
            (1, Gen.Choose(0, 0xFFFF)));
        return Gen.Select(Gen.ArrayOf(units), array => new string(array.Select(unit => (char)unit).ToArray())).ToArbitrary();
    }
}
