using System.Text;
using DockerNetwork.Execution;

namespace DockerNetwork.UnitTests.Execution;

public class DetachKeysTests
{
    /// <summary>P and Q stand for Ctrl+P and Ctrl+Q, a blank for a pause between keys.</summary>
    [Theory]
    [InlineData("ls", "ls", false)]
    [InlineData("PQ", "", true)]
    [InlineData("P Q", "", true)]
    [InlineData("lsP Qls", "ls", true)]
    [InlineData("PPQ", "P", true)]
    [InlineData("P x", "Px", false)]
    [InlineData("P xQ", "PxQ", false)]
    [InlineData("Q", "Q", false)]
    [InlineData("QP", "Q", false)]
    [InlineData("PPP", "PP", false)]
    public void Ctrl_P_waits_for_the_next_key(string typed, string expected, bool expectedLeaves)
    {
        var detach = new DetachKeys();
        var passed = new StringBuilder();
        var left = false;
        foreach (var keys in typed.Split(' '))
        {
            var bytes = Encoding.ASCII.GetBytes(keys.Replace('P', '\x10').Replace('Q', '\x11'));
            passed.Append(Encoding.ASCII.GetString(detach.Pass(bytes, out left)));
        }

        Assert.Equal(expected, passed.Replace('\x10', 'P').Replace('\x11', 'Q').ToString());
        Assert.Equal(expectedLeaves, left);
    }
}
