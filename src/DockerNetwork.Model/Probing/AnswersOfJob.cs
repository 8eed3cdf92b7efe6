using System.Threading.Channels;
using DockerNetwork.Engine;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>The unread answers to one job, at most as many as it can have.</summary>
internal sealed class AnswersOfJob(int limit)
{
    private readonly Channel<Answer> _answers = Channel.CreateUnbounded<Answer>();
    private int _count;

    public ChannelReader<Answer> Reader => _answers.Reader;

    public void Add(Answer answer)
    {
        if (_count++ < limit)
            _answers.Writer.TryWrite(answer);
        else
            _answers.Writer.TryComplete(TooMuch());
    }

    public void Complete() => _answers.Writer.TryComplete();

    private EngineException TooMuch() => new(
        EngineFailure.Protocol,
        $"The probe sent more than {limit} lines for one job. The rest was not read.");
}
