using System.Buffers;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>Reads jobs from standard input, line by line, and works on all of them at once.</summary>
internal sealed unsafe class Session(Loop loop, Answers answers) : IWatcher
{
    /// <summary>A line of the largest job is smaller.</summary>
    private const int MaxLine = 8 * 1024 * 1024;

    /// <summary>Enough work for a while; reading goes on when it is done, so that memory stays bounded.</summary>
    private const int MaxWaiting = 50_000;

    /// <summary>The client knows this word and goes down the ladder.</summary>
    private const string Denied = "denied";

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Dictionary<int, List<Source>> _jobs = [];
    private readonly List<Source> _finished = [];
    private int _newNeighbours;
    private bool _flushing;
    private bool _tooLong;

    public short Events => loop.Waiting < MaxWaiting ? Native.PollIn : (short)0;

    public void Ready(short returned)
    {
        nint count;
        fixed (byte* bytes = _buffer)
            count = Native.Read(0, bytes, (nuint)_buffer.Length);
        if (count <= 0)
        {
            // The client has gone, or has all it wants.
            if (count == 0 || Native.LastError is not (Native.TryAgain or Native.Interrupted))
                loop.Stop();
            return;
        }

        var data = _buffer.AsSpan(0, (int)count);
        for (var end = data.IndexOf((byte)'\n'); end >= 0; end = data.IndexOf((byte)'\n'))
        {
            Append(data[..end]);
            Take();
            data = data[(end + 1)..];
        }

        Append(data);
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        _tooLong |= _line.WrittenCount + data.Length > MaxLine;
        if (!_tooLong)
            _line.Write(data);
    }

    private void Take()
    {
        var line = _line.WrittenSpan;
        var id = 0;
        try
        {
            if (_tooLong)
                throw new FormatException("The line is too long.");
            if (line.Length > 0)
                Begin(Job.Parse(line, out id));
        }
        catch (FormatException e)
        {
            answers.WriteEnd(id, e.Message);
        }
        finally
        {
            _line.ResetWrittenCount();
            _tooLong = false;
        }
    }

    private void Begin(Job job)
    {
        if (job.Cancel)
        {
            foreach (var cancelled in _jobs.GetValueOrDefault(job.Id) ?? [])
                cancelled.Cancelled = true;
            return;
        }

        var source = new Source(loop, job);
        if (source.Denied || source.Gone || job.Interfaces)
        {
            if (source.Denied)
                answers.WriteEnd(job.Id, Denied);
            else if (source.Gone)
                EndGone(job);
            else
                Interfaces.Write(source, answers);
            source.Dispose();
            return;
        }

        if (!_jobs.TryGetValue(job.Id, out var sources))
            _jobs[job.Id] = sources = [];
        sources.Add(source);
        _ = source.Neighbours;

        // Of a large job all sources must be known before the first packet: what was a neighbour before is told from what came by it.
        if (loop.Waiting > Neighbours.Budget)
            loop.Settle();
        var open = job.Probes.Count;
        if (open == 0)
            End(source, sources);
        foreach (var request in job.Probes)
        {
            loop.Start(() =>
            {
                loop.InFlight++;
                Count(source, request);
                Probe(source, request, outcome =>
                {
                    loop.InFlight--;
                    if (!source.Cancelled)
                        answers.Write(job.Id, request.Index, outcome);
                    if (--open == 0)
                        End(source, sources);
                });
            });
        }
    }

    /// <summary>Pauses the starts when the neighbours that were added come near what the kernel's table can hold, until they are taken out.</summary>
    private void Count(Source source, ProbeRequest request)
    {
        // A name will most likely lead to a neighbour too. An entry stands on either side, and in a mesh serves the way back as well.
        if (request.Kind != ProbeKind.Dns && (request.Address is not { } address || source.Neighbours.IsOnLink(address)))
            _newNeighbours++;
        if (_newNeighbours < Neighbours.Budget || _flushing)
            return;

        // Answers on a link take well under that; what is not answered by then is flushed with the next ones.
        const int Patience = 100;
        _flushing = true;
        loop.Pause();
        var until = Environment.TickCount64 + Patience;
        Wait();

        void Wait() => loop.After(1, () =>
        {
            if (loop.InFlight > 0 && Environment.TickCount64 < until)
            {
                Wait();
                return;
            }

            foreach (var source in _jobs.Values.SelectMany(sources => sources).Concat(_finished))
                source.Neighbours.Flush();
            _newNeighbours = 0;
            _flushing = false;
            loop.Resume();
        });
    }

    private void EndGone(Job job)
    {
        foreach (var request in job.Probes)
            answers.Write(job.Id, request.Index, new Outcome("NotRunning") { Text = "The container's process is gone" });
        answers.WriteEnd(job.Id);
    }

    private void End(Source source, List<Source> sources)
    {
        answers.WriteEnd(source.Job.Id);

        sources.Remove(source);
        if (sources.Count == 0)
            _jobs.Remove(source.Job.Id);

        // Its neighbours are other sources, whose probes still add to its own; so all go together. And not now: the caller may be inside a socket.
        _finished.Add(source);
        if (_jobs.Count == 0)
            loop.After(0, DisposeFinished);
    }

    private void DisposeFinished()
    {
        foreach (var source in _finished)
            source.Dispose();
        _finished.Clear();
    }

    private static void Probe(Source source, ProbeRequest request, Action<Outcome> done)
    {
        if (source.Cancelled)
            done(new Outcome("Unknown"));
        else if (request.Address is { } address)
            Send(source, request, address, done);
        else
            source.Resolver.Resolve(request.Host, request.Kind == ProbeKind.Dns, resolution => Resolved(source, request, resolution, done));
    }

    private static void Resolved(Source source, ProbeRequest request, Resolution resolution, Action<Outcome> done)
    {
        var address = source.Choose(resolution.Addresses);
        if (request.Kind == ProbeKind.Dns || address is null)
        {
            done(new Outcome(address is not null ? "Reachable" : resolution.Answered ? "Unresolved" : "Unknown")
            {
                Address = address,
                Addresses = resolution.Addresses,
                Via = resolution.Via,
                Sent = request.Kind == ProbeKind.Dns ? 1 : 0,
                Received = request.Kind == ProbeKind.Dns && resolution.Answered ? 1 : 0,
                Min = resolution.Latency,
                Sum = resolution.Latency,
                Max = resolution.Latency,
                Text = resolution.Text ?? (address is null ? "the name has no address of that family" : null),
            });
            return;
        }

        Send(source, request, address, outcome => done(outcome with { Via = resolution.Via, Addresses = resolution.Addresses }));
    }

    private static void Send(Source source, ProbeRequest request, IPAddress address, Action<Outcome> done)
    {
        switch (request.Kind)
        {
            case ProbeKind.Icmp:
                new IcmpProbe(source, address, done).Start();
                break;
            case ProbeKind.Dns:
                done(new Outcome("Reachable") { Address = address, Addresses = [address], Via = "literal" });
                break;
            default:
                new ConnectProbe(source, request, address, done).Start();
                break;
        }
    }
}
