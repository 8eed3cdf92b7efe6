using DockerNetwork.Model.Results;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>errno(3) on Linux.</summary>
public class ErrorWordsTests
{
    [Theory]
    [InlineData(111, ReachabilityState.Refused)]
    [InlineData(104, ReachabilityState.Refused)]
    [InlineData(101, ReachabilityState.NoRoute)]
    [InlineData(113, ReachabilityState.NoRoute)]
    [InlineData(99, ReachabilityState.NoRoute)]
    [InlineData(110, ReachabilityState.Blocked)]
    [InlineData(1, ReachabilityState.Blocked)]
    [InlineData(13, ReachabilityState.Blocked)]
    [InlineData(24, ReachabilityState.Unknown)]
    [InlineData(0, ReachabilityState.Unknown)]
    [InlineData(-1, ReachabilityState.Unknown)]
    public void An_error_is_a_state_that_the_module_knows(int error, ReachabilityState state)
    {
        var (word, text) = ErrorWords.Of(error);

        Assert.Equal(state, Enum.Parse<ReachabilityState>(word.ToString()));
        Assert.NotEmpty(text);
    }

    [Fact]
    public void An_error_without_words_says_its_number() => Assert.Equal("System error 24", ErrorWords.Of(24).Text);
}
