using DockerNetwork.Model.Text;

namespace DockerNetwork.UnitTests.Text;

/// <summary>Names and values of any length, in our own sentences.</summary>
public sealed class ExcerptTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("abc", "abc")]
    [InlineData("abcd", "abc…")]
    [InlineData("ab😀", "ab…")]
    public void What_is_long_is_cut_between_characters(string? text, string expected) => Assert.Equal(expected, Excerpt.Of(text, 3));

    [Fact]
    public void Of_many_names_the_first_ten_are_listed()
    {
        Assert.Equal("a, b", Excerpt.Of(["a", "b"]));
        Assert.Equal("1, 2, 3, 4, 5, 6, 7, 8, 9, 10", Excerpt.Of(Enumerable.Range(1, 10).Select(n => $"{n}")));
        Assert.Equal("1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 19990 more", Excerpt.Of(Enumerable.Range(1, 20_000).Select(n => $"{n}")));
        Assert.Equal(103, Excerpt.Of([new string('x', 5_000_000), "y"]).Length - 1);
    }
}
