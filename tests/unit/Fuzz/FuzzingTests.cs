using Xunit.Abstractions;
using Xunit.Sdk;

namespace DockerNetwork.UnitTests.Fuzz;

/// <summary>The loop itself: it finds what is wrong, and says how to see it again.</summary>
public class FuzzingTests(ITestOutputHelper output)
{
    [Fact]
    public void A_length_that_is_believed_is_found()
    {
        var failure = Assert.Throws<XunitException>(() => Fuzzing.Run(output, ["\u0003abc"u8.ToArray()], data =>
        {
            if (data.Length > 0)
                _ = data.AsSpan(1, data[0]);
        }));

        Assert.Contains("ArgumentOutOfRangeException", failure.Message, StringComparison.Ordinal);
        Assert.Contains("DN_FUZZ_SEED=", failure.Message, StringComparison.Ordinal);

        // The first cut that is shorter than its length says.
        Assert.Contains(Convert.ToBase64String("\u0003ab"u8), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_an_input_chooses_is_found()
    {
        var failure = Assert.Throws<XunitException>(() => Fuzzing.Run(output, [[1, 0, 0, 0]], data =>
            GC.KeepAlive(new byte[data.Length >= 4 ? BitConverter.ToUInt32(data) & 0x7ffffff : 0])));

        Assert.Contains("bytes were allocated", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_inputs_reach_a_target_that_holds()
    {
        var count = 0;

        Fuzzing.Run(output, ["seed"u8.ToArray()], _ => count++);

        Assert.InRange(count, 1000, int.MaxValue);
    }
}
