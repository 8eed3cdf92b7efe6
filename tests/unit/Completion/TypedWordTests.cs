using DockerNetwork.Completion;

namespace DockerNetwork.UnitTests.Completion;

public class TypedWordTests
{
    [Theory]
    [InlineData(null, "", null)]
    [InlineData("", "", null)]
    [InlineData("ap", "ap", null)]
    [InlineData("'", "", '\'')]
    [InlineData("''", "", '\'')]
    [InlineData("'ap", "ap", '\'')]
    [InlineData("'ap'", "ap", '\'')]
    [InlineData("\"ap", "ap", '"')]
    [InlineData("\"ap\"", "ap", '"')]
    [InlineData("'it''s'", "it's", '\'')]
    [InlineData("\"a`$b\"", "a$b", '"')]
    [InlineData("\u2018ap\u2019", "ap", '\'')]
    [InlineData("\u201cap\u201d", "ap", '"')]
    public void Quotes_are_taken_off(string? word, string text, char? quote) =>
        Assert.Equal(new TypedWord(text, quote), TypedWord.Parse(word));

    [Theory]
    [InlineData("", "app", true)]
    [InlineData("ap", "app", true)]
    [InlineData("AP", "app", true)]
    [InlineData("pp", "app", false)]
    [InlineData("*pp", "app", true)]
    [InlineData("*P", "app", true)]
    [InlineData("a?p", "app-net", true)]
    [InlineData("*x", "app", false)]
    [InlineData("[::1]", "[::1]:80:80", true)]
    public void A_word_fits_what_begins_with_it_or_with_its_pattern(string word, string text, bool fits) =>
        Assert.Equal(fits, new TypedWord(word).Fits(text));

    [Theory]
    [InlineData("app", "app")]
    [InlineData("my-net_1.x", "my-net_1.x")]
    [InlineData("registry:5000/web:1.2", "registry:5000/web:1.2")]
    [InlineData("team=blue", "team=blue")]
    [InlineData("unix:///var/run/docker.sock", "unix:///var/run/docker.sock")]
    [InlineData("172.18.0.2", "172.18.0.2")]
    [InlineData("10.5.0.0/24", "10.5.0.0/24")]
    [InlineData("8080:80", "8080:80")]
    [InlineData("53/udp", "53/udp")]
    [InlineData("fd00::2", "fd00::2")]
    public void What_PowerShell_takes_for_a_text_stays_bare(string text, string written) =>
        Assert.Equal(written, new TypedWord("").Write(text));

    [Theory]
    [InlineData("1d", "'1d'")]
    [InlineData("2kb", "'2kb'")]
    [InlineData("0x10", "'0x10'")]
    [InlineData("1e3", "'1e3'")]
    [InlineData("172.18", "'172.18'")]
    [InlineData("1..3", "'1..3'")]
    [InlineData("@host", "'@host'")]
    [InlineData("two words", "'two words'")]
    [InlineData("a,b", "'a,b'")]
    [InlineData("a;b", "'a;b'")]
    [InlineData("a$b", "'a$b'")]
    [InlineData("a'b", "'a''b'")]
    [InlineData("a\u2019b", "'a\u2019\u2019b'")]
    [InlineData("-x", "'-x'")]
    [InlineData("::1", "'::1'")]
    [InlineData("", "''")]
    public void What_it_would_take_for_something_else_is_quoted(string text, string written) =>
        Assert.Equal(written, new TypedWord("").Write(text));

    [Theory]
    [InlineData('\'', "app", "'app'")]
    [InlineData('"', "app", "\"app\"")]
    [InlineData('"', "a$b`c\"d", "\"a`$b``c`\"d\"")]
    [InlineData('"', "it's", "\"it's\"")]
    public void The_quote_that_was_begun_is_kept(char quote, string text, string written) =>
        Assert.Equal(written, new TypedWord("", quote).Write(text));
}
