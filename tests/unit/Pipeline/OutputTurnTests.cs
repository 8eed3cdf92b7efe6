using DockerNetwork.Pipeline;

namespace DockerNetwork.UnitTests.Pipeline;

public class OutputTurnTests
{
    private readonly List<string> _written = [];

    [Fact]
    public async Task What_one_writes_ahead_comes_in_its_turn_and_in_its_order()
    {
        var (first, second) = (new OutputTurn(), new OutputTurn());
        second.Begin(() => WriteAsync("b1", "b2"));
        await second.Work;
        first.Begin(() => WriteAsync("a1"));
        await first.Work;
        Assert.Empty(_written);

        first.Take(call => call());
        Assert.Equal(["a1"], _written);
        await WriteAsync("between");
        second.Take(call => call());
        Assert.Equal(["a1", "between", "b1", "b2"], _written);
    }

    [Fact]
    public async Task In_its_turn_it_writes_at_once()
    {
        var turn = new OutputTurn();
        turn.Take(call => call());
        turn.Begin(() =>
        {
            Assert.True(Write("a", 1));
            Assert.Equal(["a"], _written);
            return Task.CompletedTask;
        });
        await turn.Work;
    }

    [Fact]
    public async Task Who_asks_something_or_has_written_much_waits_for_the_turn()
    {
        var turn = new OutputTurn();
        turn.Begin(() =>
        {
            Assert.True(Write("a question", 0));
            Assert.False(Write("rows", OutputTurn.MostHeld));
            Assert.True(Write("one more", 1));
            return Task.CompletedTask;
        });
        await turn.Work;

        Assert.Empty(_written);
        turn.Take(call => call());
        Assert.Equal(["a question", "rows", "one more"], _written);
    }

    private Task WriteAsync(params string[] texts)
    {
        foreach (var text in texts)
            Write(text, 1);
        return Task.CompletedTask;
    }

    private bool Write(string text, int count) => OutputTurn.Pass(() => _written.Add(text), count, call => call());
}
