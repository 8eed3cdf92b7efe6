using DockerNetwork.Completion;

namespace DockerNetwork.UnitTests.Completion;

public class PatienceTests
{
    [Fact]
    public void Tab_waits_longer_until_an_engine_was_asked_and_never_more_than_a_second()
    {
        var patience = new Patience();
        var (engine, prompt) = (patience.Engine.TotalMilliseconds, patience.Prompt.TotalMilliseconds);

        patience.Asked();

        Assert.InRange(engine, 4 * patience.Engine.TotalMilliseconds, prompt - 50);
        Assert.InRange(prompt, 0, 1000);
        Assert.InRange(patience.Prompt.TotalMilliseconds, patience.Engine.TotalMilliseconds + 50, 250);
    }
}
