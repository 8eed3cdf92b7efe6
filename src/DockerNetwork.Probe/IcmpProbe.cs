using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>Echo requests to one address.</summary>
internal sealed class IcmpProbe(Source source, IPAddress address, Action<Outcome> done)
{
    /// <summary>Milliseconds that a packet waits for room in the kernel.</summary>
    private const int Patience = 5000;

    private readonly IcmpSocket _socket = source.Icmp(address.AddressFamily);
    private readonly Overflow _overflow = new(source);
    private ushort _sequence = Native.RandomNumber();
    private Timer? _timer;
    private long? _noRoomSince;
    private int _sent;
    private int _received;
    private long _min = long.MaxValue;
    private long _sum;
    private long _max;
    private Outcome? _failure;
    private bool _ended;

    public IPAddress Address => address;

    /// <summary>Of all its requests, and of no other probe's: a connection tracker takes them for one conversation.</summary>
    public ushort Identifier { get; } = Native.RandomNumber();

    public ushort NextSequence() => ++_sequence;

    public void Start()
    {
        if (source.Cancelled)
        {
            End();
            return;
        }

        var error = _socket.Send(this);
        var now = Environment.TickCount64;
        if (_socket.Error == 0 && error is (Native.NoBuffers or Native.TryAgain) && now - (_noRoomSince ??= now) < Patience)
        {
            _timer = source.Loop.After(10, Start);
            return;
        }

        _noRoomSince = null;
        _sent++;
        if (error != 0)
        {
            _failure = _socket.Error != 0
                ? new Outcome(ProbeState.Unknown) { Text = $"No ICMP socket can be opened here: {Shortage.Text(error)}" }
                : Shortage.OutcomeOf(error);
        }

        var last = _sent >= source.Job.Count || _socket.Error != 0;
        if (last && error != 0)
            End();
        else if (!_ended)
            _timer = source.Loop.After(last ? source.Job.Timeout : source.Job.Interval, last ? End : Start);
    }

    public void Answered(long nanoseconds)
    {
        _received++;
        _min = Math.Min(_min, nanoseconds);
        _max = Math.Max(_max, nanoseconds);
        _sum += nanoseconds;
        if (_received == source.Job.Count)
            End();
    }

    /// <summary>A router, or the source's own kernel, says that the packet cannot be delivered.</summary>
    public void Undeliverable(bool noRoute)
    {
        _failure = noRoute
            ? new Outcome(ProbeState.NoRoute) { Text = "No route to host" }
            : new Outcome(ProbeState.Blocked) { Text = "Prohibited by a router or a firewall" };
        if (_sent >= source.Job.Count)
            End();
    }

    private void End()
    {
        if (_ended)
            return;

        // Silence, or nobody who says that he has the address: the packet, or the answer to it, may have found no place in the neighbour
        // table.
        var silent = _received == 0 && !source.Cancelled && _failure is null or { State: ProbeState.NoRoute };
        if (silent && _overflow.Happened)
        {
            if (_overflow.TryAgain(out var delay))
            {
                _timer?.Cancel();
                _timer = source.Loop.After(delay, Again);
                return;
            }

            _failure = new Outcome(ProbeState.Unknown) { Text = Overflow.Text };
        }

        _ended = true;
        _timer?.Cancel();
        if (_received < _sent)
            _socket.Forget(this);
        var outcome = _received > 0 ? new Outcome(ProbeState.Reachable) : _failure ?? new Outcome(ProbeState.Blocked);
        done(outcome with { Address = address, Sent = _sent, Received = _received, Min = _min, Sum = _sum, Max = _max });
    }

    private void Again()
    {
        // An answer that came meanwhile is one.
        if (_received > 0)
        {
            End();
            return;
        }

        _socket.Forget(this);
        _overflow.Begin();
        (_sent, _failure) = (0, null);
        Start();
    }
}
