using DockerNetwork.Probe;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Out of resources is Unknown, and the work is divided so that it does not come to that.</summary>
public class ShortageTests
{
    [Theory]
    [InlineData(24)]
    [InlineData(23)]
    [InlineData(12)]
    [InlineData(105)]
    [InlineData(11)]
    public void A_shortage_says_nothing_about_a_target(int error)
    {
        var outcome = Shortage.OutcomeOf(error);

        Assert.Equal(ProbeState.Unknown, outcome.State);
        Assert.Contains("no ", outcome.Text, StringComparison.Ordinal);
        Assert.Equal(ProbeState.Unknown, Shortage.NoSocket(error).State);
    }

    [Theory]
    [InlineData(111, "Refused")]
    [InlineData(113, "NoRoute")]
    public void Other_errors_keep_their_meaning(int error, string state)
    {
        Assert.Null(Shortage.Of(error));
        Assert.Equal(state, Shortage.OutcomeOf(error).State.ToString());
    }

    [Theory]
    [InlineData(1_048_000)]
    [InlineData(1000)]
    [InlineData(50)]
    public void Sources_and_connections_together_fit_into_the_limit(int free)
    {
        var descriptors = new Descriptors(free);
        var sources = 0;
        while (sources < 10_000 && descriptors.TryTake(Descriptors.PerSource))
            sources++;

        Assert.InRange(sources, 1, 10_000);
        Assert.InRange(Math.Min(1000, descriptors.Connections) + ((long)sources * Descriptors.PerSource), 1, free);
        descriptors.Give(Descriptors.PerSource);
        Assert.True(descriptors.TryTake(Descriptors.PerSource));
    }

    [Fact]
    public void Even_without_any_one_source_goes_on()
    {
        var descriptors = new Descriptors(-5);

        Assert.True(descriptors.TryTake(Descriptors.PerSource));
        Assert.InRange(descriptors.Connections, 1, 10);
    }

    [Fact]
    public void The_budget_of_neighbours_follows_the_room_in_the_kernels_table()
    {
        Assert.Equal(NeighbourBudget.Most, NeighbourBudget.Allowance(null));
        Assert.Equal(NeighbourBudget.Most, NeighbourBudget.Allowance(100_000));
        Assert.InRange(NeighbourBudget.Allowance(400), 100, 200);
        Assert.InRange(NeighbourBudget.Allowance(0), 1, 50);
    }

    [Fact]
    public void The_kernels_statistics_are_read_by_their_names()
    {
        string[] lines = ["entries  allocs   table_fulls", "00000187 0000ed43 00000002", "00000187 000041ae 00000010"];

        Assert.Equal((0x187, 0x12L), NeighbourTable.Parse(lines));
        Assert.Null(NeighbourTable.Parse(["entries", "1"]));
        Assert.Null(NeighbourTable.Parse([]));
    }
}
