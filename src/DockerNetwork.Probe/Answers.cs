using System.Buffers;
using System.Net;
using System.Text.Json;

namespace DockerNetwork.Probe;

/// <summary>What came of a probe.</summary>
internal sealed record Outcome(string State)
{
    /// <summary>The address that was probed.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>All addresses of the name.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Who resolved the name: "hosts", or a name server's address.</summary>
    public string? Via { get; init; }

    public int Sent { get; init; }

    public int Received { get; init; }

    /// <summary>Round trips in nanoseconds; the lookup's for DNS.</summary>
    public long Min { get; init; }

    public long Sum { get; init; }

    public long Max { get; init; }

    /// <summary>HTTP status; 0 for none.</summary>
    public int Status { get; init; }

    /// <summary>What the system said, for people.</summary>
    public string? Text { get; init; }
}

/// <summary>
/// The lines of the answer. They are collected for a moment and written together: each write wakes the container's shim, the engine and
/// the client.
/// </summary>
internal sealed unsafe class Answers(Loop loop)
{
    private const int Moment = 4;
    private const int Enough = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(Enough);

    /// <summary>False once nobody reads any more.</summary>
    public bool Open { get; private set; } = true;

    public void Write(int job, int index, Outcome outcome) => Line(writer =>
    {
        writer.WriteNumber("job", job);
        writer.WriteNumber("i", index);
        writer.WriteString("state", outcome.State);
        if (outcome.Address is not null)
            writer.WriteString("address", outcome.Address.ToString());
        if (outcome.Addresses.Count > 0)
        {
            writer.WriteStartArray("addresses");
            foreach (var address in outcome.Addresses)
                writer.WriteStringValue(address.ToString());
            writer.WriteEndArray();
        }

        if (outcome.Via is not null)
            writer.WriteString("via", outcome.Via);
        writer.WriteNumber("sent", outcome.Sent);
        writer.WriteNumber("received", outcome.Received);
        if (outcome.Received > 0)
        {
            writer.WriteNumber("min", outcome.Min);
            writer.WriteNumber("avg", outcome.Sum / outcome.Received);
            writer.WriteNumber("max", outcome.Max);
        }

        if (outcome.Status > 0)
            writer.WriteNumber("status", outcome.Status);
        if (outcome.Text is not null)
            writer.WriteString("text", outcome.Text);
    });

    /// <summary>The first line of all: the version of the protocol that this program speaks.</summary>
    public void WriteGreeting() => Line(writer => writer.WriteNumber("protocol", 1));

    /// <summary>In the first line about a job that names its container: whether the process is known to belong to it.</summary>
    public void WriteBegin(int job, bool verified) => Line(writer =>
    {
        writer.WriteNumber("job", job);
        writer.WriteBoolean("begin", true);
        writer.WriteBoolean("verified", verified);
    });

    public void WriteEnd(int job, string? error = null) => Line(writer =>
    {
        writer.WriteNumber("job", job);
        writer.WriteBoolean("end", true);
        if (error is not null)
            writer.WriteString("error", error);
    });

    /// <summary>One line, a JSON object.</summary>
    public void Line(Action<Utf8JsonWriter> write)
    {
        if (_buffer.WrittenCount == 0)
            loop.After(Moment, Flush);
        using (var writer = new Utf8JsonWriter(_buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount > Enough)
            Flush();
    }

    public void Flush()
    {
        fixed (byte* bytes = _buffer.WrittenSpan)
        {
            for (var done = 0; done < _buffer.WrittenCount && Open;)
            {
                var written = Native.Write(1, bytes + done, (nuint)(_buffer.WrittenCount - done));
                if (written > 0)
                    done += (int)written;
                else if (Native.LastError != Native.Interrupted)
                    Open = false;
            }
        }

        _buffer.ResetWrittenCount();
    }
}
