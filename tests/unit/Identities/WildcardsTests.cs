using DockerNetwork.Identities;

namespace DockerNetwork.UnitTests.Identities;

public class WildcardsTests
{
    [Theory]
    [InlineData("*", true)]
    [InlineData("app*", true)]
    [InlineData("n?", true)]
    [InlineData("[n]1", true)]
    [InlineData("``*", true)]
    [InlineData("app", false)]
    [InlineData("x`", false)]
    [InlineData("`*", false)]
    [InlineData("`[n`]1", false)]
    [InlineData("```*", false)]
    public void A_pattern_is_a_text_with_a_wildcard_that_is_not_escaped(string text, bool expected) =>
        Assert.Equal(expected, Wildcards.IsPattern(text));

    [Theory]
    [InlineData("*", "`*")]
    [InlineData("[n]1", "`[n`]1")]
    [InlineData("`*", "```*")]
    [InlineData("x`", "x`")]
    [InlineData("a``b", "a``b")]
    [InlineData("app", "app")]
    [InlineData("", "")]
    public void An_escaped_name_is_a_literal_for_exactly_that_name(string name, string escaped)
    {
        Assert.Equal(escaped, Wildcards.Escape(name));
        Assert.False(Wildcards.IsPattern(escaped));
        Assert.Equal(name, Wildcards.Literal(escaped));
    }
}
