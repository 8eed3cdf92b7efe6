using DockerNetwork.Model.Results;

namespace DockerNetwork.UnitTests.Model;

public class ReasonTests
{
    [Fact]
    public void A_text_is_made_when_it_is_read_and_once()
    {
        var made = 0;
        var reason = new Reason(ReasonCode.NoSharedNetwork, "web", () => $"Sentence {++made}.", () => [new FixCommand(FixRules.Start)]);

        Assert.Equal(0, made);
        Assert.Equal(("Sentence 1.", "Sentence 1."), (reason.Message, reason.Message));
        Assert.Same(reason.FixCommands, reason.FixCommands);
        Assert.Equal("Start-DockerContainer", reason.Fix);
    }

    [Fact]
    public void A_copy_has_the_text_too()
    {
        var reason = new Reason(ReasonCode.NoSharedNetwork, "web", () => "Sentence.");

        Assert.Equal("Sentence.", (reason with { Component = "db" }).Message);
        Assert.Equal("Other.", (reason with { Message = "Other." }).Message);
        Assert.Null(reason.Fix);
    }

    [Fact]
    public void Several_threads_read_the_same()
    {
        for (var i = 0; i < 200; i++)
        {
            var reason = new Reason(ReasonCode.NoSharedNetwork, "web", () => "Sentence.", () => [new FixCommand(FixRules.Start)]);
            var texts = new string[8];
            Parallel.For(0, texts.Length, n => texts[n] = reason.Message + reason.FixCommands.Count);
            Assert.All(texts, text => Assert.Equal("Sentence.1", text));
        }
    }
}
