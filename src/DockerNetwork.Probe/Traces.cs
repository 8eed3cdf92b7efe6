using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>The jobs of traces: those that watch, which last until they are given up, and those that send.</summary>
internal sealed class Traces(Loop loop, Answers answers)
{
    private readonly Dictionary<int, (Source Source, IDisposable Work)> _open = [];

    /// <summary>Begins to watch.</summary>
    /// <param name="source">Where; belongs to this from now on.</param>
    /// <param name="spec">For which packets.</param>
    public void Watch(Source source, PacketSpec spec)
    {
        if (TapSocket.Open(source, spec, answers) is not { } tap)
        {
            Refuse(source, $"Packets cannot be watched here: {Shortage.Text(Native.LastError)}");
            return;
        }

        Add(source, tap);
        answers.Write(
            new SightingItem { Job = source.Job.Id, Sighting = SightingKind.Watching, At = Native.RealtimeNanoseconds() },
            ProtocolJson.Default.SightingItem);
        loop.After(source.Job.Timeout, () => End(source.Job.Id, source));
    }

    /// <summary>Begins to send.</summary>
    /// <param name="source">From where; belongs to this from now on.</param>
    /// <param name="spec">What.</param>
    public void Send(Source source, PacketSpec spec)
    {
        if (PacketSender.Open(source, spec, answers, () => End(source.Job.Id, source), out var problem) is not { } sender)
        {
            // Of a port that somebody else has, who asks can choose another.
            if (Native.LastError == Native.AddressInUse)
            {
                answers.Write(
                    new SightingItem { Job = source.Job.Id, Sighting = SightingKind.NotSent, Errno = Native.AddressInUse, Text = problem },
                    ProtocolJson.Default.SightingItem);
            }

            Refuse(source, $"The packets cannot be sent: {problem}");
            return;
        }

        Add(source, sender);
        sender.Start();
    }

    /// <summary>Begins to find the rules that end packets.</summary>
    /// <param name="source">Where; belongs to this from now on.</param>
    /// <param name="spec">Which packets.</param>
    public void Explain(Source source, PacketSpec spec)
    {
        var explaining = new Explaining(source, spec, answers, (error, text) => End(source.Job.Id, source, error, text));
        Add(source, explaining);
        explaining.Start();
    }

    /// <summary>Ends the job with a number; false if there is none.</summary>
    public bool Cancel(int id)
    {
        if (!_open.TryGetValue(id, out var open))
            return false;
        open.Source.Cancelled = true;
        End(id, open.Source);
        return true;
    }

    private void Add(Source source, IDisposable work)
    {
        if (_open.Remove(source.Job.Id, out var other))
        {
            other.Work.Dispose();
            other.Source.Dispose();
        }

        _open[source.Job.Id] = (source, work);
    }

    private void End(int id, Source source, Refusal? error = null, string? text = null)
    {
        if (!_open.TryGetValue(id, out var open) || open.Source != source)
            return;
        _open.Remove(id);
        open.Work.Dispose();
        answers.WriteEnd(id, error, text);
        open.Source.Dispose();
    }

    private void Refuse(Source source, string text)
    {
        answers.WriteEnd(source.Job.Id, Refusal.Unreadable, text);
        source.Dispose();
    }
}
