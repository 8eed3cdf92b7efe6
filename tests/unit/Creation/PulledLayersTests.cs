using DockerNetwork.Creation;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.UnitTests.Creation;

/// <summary>How far a pull is, by what the engine says of each layer.</summary>
public sealed class PulledLayersTests
{
    private const long Half = 4_611_686_018_427_387_904;

    [Fact]
    public void The_layers_are_added_and_the_last_step_of_each_counts()
    {
        var layers = Pulled(("a", 1, 10), ("b", 5, 20), ("a", 10, 10), ("c", 3, 0), (null, 3, 30));

        Assert.Equal((15, 30), (layers.Done, layers.Total));
    }

    [Theory]
    [InlineData(Half, Half)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MaxValue)]
    public void Numbers_that_are_too_large_are_not_an_error(long current, long total)
    {
        var layers = Pulled(("a", current, total), ("b", current, total), ("c", current, total), ("a", current, total), ("a", 1, 1));

        Assert.InRange(layers.Done, 0, layers.Total);
        Assert.InRange(layers.Total, 1, long.MaxValue);
    }

    private static PulledLayers Pulled(params (string? Layer, long Current, long Total)[] steps)
    {
        var layers = new PulledLayers();
        foreach (var (layer, current, total) in steps)
            layers.Add(new PullProgress(layer, "Downloading", null, new ProgressDetail(current, total)));
        return layers;
    }
}
