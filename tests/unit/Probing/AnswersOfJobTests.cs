using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>What one job may have for answers, in lines and in characters.</summary>
public class AnswersOfJobTests
{
    [Theory]
    [InlineData(3, 64 * 1024 * 1024 / 3, false)]
    [InlineData(3, 64 * 1024 * 1024, true)]
    [InlineData(5, 1, true)]
    public async Task More_is_an_error_and_not_memory(int lines, int length, bool refused)
    {
        var answers = new AnswersOfJob(limit: 4);
        for (var i = 0; i < lines; i++)
            answers.Add(new EndOfJob { Job = 1 }, length);
        answers.Complete();

        var reading = ReadAsync();

        if (refused)
            await Expect.FailureAsync(EngineFailure.Protocol, () => reading);
        else
            Assert.Equal(lines, await reading);

        async Task<int> ReadAsync()
        {
            var count = 0;
            await foreach (var unused in answers.Reader.ReadAllAsync())
                count++;
            return count;
        }
    }
}
