using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>What came of a probe.</summary>
internal sealed record Outcome(ProbeState State)
{
    /// <summary>More about the state.</summary>
    public ProbeDetail Detail { get; init; }

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

    /// <summary>Who refused the packet in place of the target; null if nobody did, or nobody knows.</summary>
    public IPAddress? Sender { get; init; }

    /// <summary>The MTU that the packet does not fit, in bytes; 0 if that is not known.</summary>
    public int Mtu { get; init; }

    /// <summary>What the system said, for people.</summary>
    public string? Text { get; init; }

    /// <summary>The packet does not fit through a link.</summary>
    /// <param name="sender">Who says so; null for the source's own kernel.</param>
    /// <param name="mtu">The MTU of the link, in bytes; 0 if that is not known.</param>
    public static Outcome TooLarge(IPAddress? sender, int mtu) => new(ProbeState.Blocked)
    {
        Detail = ProbeDetail.TooLarge,
        Sender = sender,
        Mtu = mtu,
        Text = "The packet is too large",
    };

    /// <summary>A firewall refused the packet.</summary>
    /// <param name="sender">Who sent the refusal; null if that is not known.</param>
    public static Outcome RefusedBy(IPAddress? sender) => new(ProbeState.Blocked)
    {
        Detail = ProbeDetail.FirewallRefused,
        Sender = sender,
        Text = "Prohibited by a router or a firewall",
    };
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

    /// <summary>The first line of all.</summary>
    public void WriteGreeting() => Write(new Greeting(Greeting.Version), ProtocolJson.Default.Greeting);

    public void Write(int job, int index, Outcome outcome) => Write(
        new OutcomeMessage
        {
            Job = job,
            Index = index,
            State = outcome.State,
            Detail = outcome.Detail,
            Address = outcome.Address?.ToString(),
            Addresses = outcome.Addresses.Count > 0 ? [.. outcome.Addresses.Select(a => a.ToString())] : null,
            Via = outcome.Via,
            Sent = outcome.Sent,
            Received = outcome.Received,
            Min = outcome.Received > 0 ? outcome.Min : null,
            Avg = outcome.Received > 0 ? outcome.Sum / outcome.Received : null,
            Max = outcome.Received > 0 ? outcome.Max : null,
            Status = outcome.Status > 0 ? outcome.Status : null,
            Sender = outcome.Sender?.ToString(),
            Mtu = outcome.Mtu > 0 ? outcome.Mtu : null,
            Text = outcome.Text,
        },
        ProtocolJson.Default.OutcomeMessage);

    public void WriteBegin(int job, bool verified) =>
        Write(new BeginOfJob { Job = job, Verified = verified }, ProtocolJson.Default.BeginOfJob);

    public void WriteEnd(int job, Refusal? error = null, string? text = null) =>
        Write(new EndOfJob { Job = job, Error = error, Text = text }, ProtocolJson.Default.EndOfJob);

    /// <summary>One line, a JSON object.</summary>
    public void Write<T>(T message, JsonTypeInfo<T> type)
        where T : ProbeLine
    {
        if (_buffer.WrittenCount == 0)
            loop.After(Moment, Flush);
        using (var writer = new Utf8JsonWriter(_buffer))
            type.SerializeHandler!(writer, message);

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
