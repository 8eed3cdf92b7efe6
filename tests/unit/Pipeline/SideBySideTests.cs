using DockerNetwork.Pipeline;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Pipeline;

public class SideBySideTests
{
    private readonly ManualTime _time = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> _answers = [];
    private readonly List<string> _given = [];

    [Fact]
    public async Task All_are_asked_before_the_first_has_answered_and_answer_in_their_order()
    {
        var asking = AskAsync("a", "b", "c");
        Assert.Equal(3, _answers.Count);

        Answer("c");
        Answer("b");
        Answer("a");
        await asking;

        Assert.Equal(["a", "b", "c"], _given);
    }

    [Fact]
    public async Task One_that_takes_long_comes_after_the_others()
    {
        var asking = AskAsync("slow", "b", "away", "d");
        Answer("b");
        Answer("d");
        Assert.Empty(_given);

        _time.Advance(SideBySide.Patience);
        await WaitForAsync(2);
        Assert.Equal(["b", "d"], _given);

        _answers["away"].SetException(new TimeoutException());
        await WaitForAsync(3);
        Answer("slow");
        await asking;
        Assert.Equal(["b", "d", "away!", "slow"], _given);
    }

    [Fact]
    public async Task Not_more_are_asked_at_once_than_can_be_held()
    {
        string[] names = [.. Enumerable.Range(0, SideBySide.AtOnce + 2).Select(i => $"e{i:00}")];
        var asking = AskAsync(names);
        Assert.Equal(SideBySide.AtOnce, _answers.Count);

        Answer("e01");
        Assert.Equal(SideBySide.AtOnce, _answers.Count);
        Answer("e00");
        await WaitForAsync(2);
        foreach (var name in names[2..])
        {
            while (!_answers.ContainsKey(name))
                await Task.Yield();
            Answer(name);
        }

        await asking;
        Assert.Equal(names, _given);
    }

    [Fact]
    public async Task Who_has_had_enough_ends_the_questions()
    {
        var ended = 0;
        await foreach (var (name, _) in new SideBySide(_time).AskAsync<string, string>(["a", "b"], WorkAsync, CancellationToken.None))
        {
            Assert.Equal("a", name);
            break;
        }

        Assert.Equal(1, ended);

        async Task<string> WorkAsync(string name, CancellationToken end)
        {
            if (name == "a")
                return name;
            try
            {
                await Task.Delay(Timeout.Infinite, end);
            }
            finally
            {
                ended++;
            }

            return name;
        }
    }

    private async Task AskAsync(params string[] names)
    {
        await foreach (var (name, answer) in new SideBySide(_time).AskAsync(names, Question, CancellationToken.None))
            _given.Add(answer.IsCompletedSuccessfully ? await answer : $"{name}!");

        Task<string> Question(string name, CancellationToken end)
        {
            var answer = new TaskCompletionSource<string>();
            _answers[name] = answer;
            return answer.Task;
        }
    }

    private void Answer(string name) => _answers[name].SetResult(name);

    private async Task WaitForAsync(int count)
    {
        while (_given.Count < count)
            await Task.Yield();
    }
}
