using DockerNetwork.Model.Text;

namespace DockerNetwork.UnitTests.Text;

public class CountedTests
{
    [Theory]
    [InlineData(0, "0 containers")]
    [InlineData(1, "1 container")]
    [InlineData(2, "2 containers")]
    public void A_noun_has_the_number_of_its_count(int count, string text) => Assert.Equal(text, Counted.Of(count, "container"));
}
