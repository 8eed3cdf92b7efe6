using DockerNetwork.Model.Text;

namespace DockerNetwork.UnitTests.Text;

public class ShortIdTests
{
    [Theory]
    [InlineData("0123456789abcdef", "0123456789ab")]
    [InlineData("short", "short")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void ShortId_is_12_digits(string? id, string text) => Assert.Equal(text, ShortId.Of(id));
}
