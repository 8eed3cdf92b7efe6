using System.Buffers;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>Reads jobs from standard input, line by line, and works on all of them at once.</summary>
internal sealed unsafe class Session(Loop loop, Answers answers, Descriptors descriptors) : IWatcher
{
    /// <summary>A line of the largest job is smaller.</summary>
    private const int MaxLine = 8 * 1024 * 1024;

    /// <summary>Enough work for a while; reading goes on when it is done, so that memory stays bounded.</summary>
    private const int MaxWaiting = 50_000;

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Jobs _jobs = new(loop, answers, descriptors);
    private long _lastInput = Environment.TickCount64;
    private bool _tooLong;

    public short Events => _jobs.Waiting < MaxWaiting ? Native.PollIn : (short)0;

    /// <summary>
    /// Ends the program when nothing came for this many milliseconds: the client writes an empty line now and then. If the engine crashes
    /// and lets its containers live, the end of input never comes.
    /// </summary>
    public void EndAfterSilence(long milliseconds)
    {
        var now = Environment.TickCount64;

        // While there is too much work to read on, nobody can be heard.
        if (Events == 0)
            _lastInput = now;
        var left = _lastInput + milliseconds - now;
        if (left <= 0)
            loop.Stop();
        else
            loop.After(left, () => EndAfterSilence(milliseconds));
    }

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

        _lastInput = Environment.TickCount64;
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
                Begin(JobReader.Read(line, out id));
        }
        catch (FormatException e)
        {
            answers.WriteEnd(id, Refusal.Malformed, e.Message);
        }
        finally
        {
            _line.ResetWrittenCount();
            _tooLong = false;
        }
    }

    private void Begin(JobMessage job)
    {
        if (job.Cancel)
            _jobs.Cancel(job.Id);
        else
            _jobs.Add(job);
    }
}
