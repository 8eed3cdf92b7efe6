using System.Threading.Channels;
using DockerNetwork.Engine;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>The unread answers to one job, at most as many as it can have.</summary>
internal sealed class AnswersOfJob(int limit)
{
    /// <summary>How many characters all answers to a job may have. 4,000 probes with 256 addresses each make about 40 million.</summary>
    private const long MaxLength = 64 * 1024 * 1024;

    private readonly Channel<Answer> _answers = Channel.CreateUnbounded<Answer>();
    private int _count;
    private long _length;

    public ChannelReader<Answer> Reader => _answers.Reader;

    /// <param name="answer">An answer to the job.</param>
    /// <param name="length">How many characters its line had.</param>
    public void Add(Answer answer, int length)
    {
        if (_count++ < limit && (_length += length) <= MaxLength)
            _answers.Writer.TryWrite(answer);
        else
            _answers.Writer.TryComplete(TooMuch());
    }

    public void Complete() => _answers.Writer.TryComplete();

    private EngineException TooMuch() => new(
        EngineFailure.Protocol,
        $"The probe sent more than {limit} lines or {MaxLength} characters for one job. The rest was not read.");
}
