using DockerNetwork.Completion;
using DockerNetwork.Model.Text;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class PowerShellWordTests
{
    [Fact]
    public void Any_text_is_read_back_as_one_argument_that_is_exactly_this_text() =>
        NastyNames.All(text => PowerShellReader.Words(PowerShellWord.Of(text)) is [(var one, false)] && one == text);

    [Fact]
    public void So_it_is_in_each_kind_of_quotes() => NastyNames.All(text =>
        PowerShellReader.Words($"{PowerShellWord.InSingleQuotes(text)} {PowerShellWord.InDoubleQuotes(text)}")
            is [(var one, false), (var other, false)] && one == text && other == text);

    [Fact]
    public void What_is_written_can_be_shown_whatever_the_text_is() =>
        NastyNames.All(text => PowerShellWord.IsPrintable(PowerShellWord.Of(text)));

    [Fact]
    public void What_completion_writes_it_reads_again() => NastyNames.All(text =>
        // Completion offers nothing that cannot be printed, and --% is an expression.
        !PowerShellWord.IsPrintable(text) || text == "--%"
        || new char?[] { null, '\'', '"' }.All(quote => TypedWord.Parse(new TypedWord("", quote).Write(text)).Text == text));

    [Theory]
    [InlineData("x\u2019 -Container web; Set-Content /tmp/PWNED owned #", "'x\u2019\u2019 -Container web; Set-Content /tmp/PWNED owned #'")]
    [InlineData("a\u201bb'c", "'a\u201b\u201bb''c'")]
    [InlineData("a\nb", "\"a`u{a}b\"")]
    [InlineData("\e[2J$x`y\"", "\"`u{1b}[2J`$x``y`\"\"")]
    [InlineData("a\u202eb", "\"a`u{202e}b\"")]
    [InlineData("\U000e0041", "\"`u{e0041}\"")]
    [InlineData("\ud83d\ude00", "'\ud83d\ude00'")]
    [InlineData("--%", "('--%')")]
    [InlineData("--%a", "'--%a'")]
    [InlineData("007", "'007'")]
    [InlineData("", "''")]
    [InlineData("web-1", "web-1")]
    public void Examples(string text, string written) => Assert.Equal(written, PowerShellWord.Of(text));

    [Theory]
    [InlineData("a b;$x\u2019\u00e9\u0301")]
    [InlineData("\ud83d\ude00")]
    [InlineData("")]
    public void Printable(string text) => Assert.True(PowerShellWord.IsPrintable(text));

    [Theory]
    [InlineData("\0")]
    [InlineData("a\e")]
    [InlineData("\x7f")]
    [InlineData("\u009b")]
    [InlineData("\u2028")]
    [InlineData("\u200f")]
    [InlineData("\u202e")]
    [InlineData("\u2066")]
    public void Not_printable(string text) => Assert.False(PowerShellWord.IsPrintable(text));

    [Fact]
    public void Half_a_character_is_not_printable()
    {
        Assert.False(PowerShellWord.IsPrintable("\ud83d"));
        Assert.False(PowerShellWord.IsPrintable("\ude00\ud83d"));
        Assert.Equal("\"`u{d83d}\"", PowerShellWord.Of("\ud83d"));
    }
}
