using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>Lines of the probe program.</summary>
public class ProbeLineReaderTests
{
    /// <summary>Found by a fuzz run: tens of thousands of such lines took tens of megabytes, for an exception each.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("{")]
    [InlineData("\\>")]
    [InlineData("panic: runtime error")]
    public void A_line_that_is_no_object_costs_next_to_nothing(string line)
    {
        Assert.Null(ProbeLineReader.Read(line));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _ = ProbeLineReader.Read(line);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Blanks_around_an_object_do_not_matter() =>
        Assert.IsType<EndOfJob>(ProbeLineReader.Read(" {\"job\":1,\"end\":true}\r"));
}
