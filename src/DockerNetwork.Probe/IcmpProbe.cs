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
    private readonly Tally _tally = new();
    private ushort _sequence = Native.RandomNumber();
    private Timer? _timer;
    private long? _noRoomSince;
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
        _tally.Send();
        if (error != 0)
        {
            _failure = _socket.Error != 0
                ? new Outcome(ProbeState.Unknown) { Text = $"No ICMP socket can be opened here: {Shortage.Text(error)}" }
                : Shortage.OutcomeOf(error);
        }

        var last = _tally.Sent >= source.Job.Count || _socket.Error != 0;
        if (last && error != 0)
            End();
        else if (!_ended)
            _timer = source.Loop.After(last ? source.Job.Timeout : source.Job.Interval, last ? End : Start);
    }

    public void Answered(long nanoseconds)
    {
        _tally.Receive(nanoseconds);
        if (_tally.Received == source.Job.Count)
            End();
    }

    /// <summary>A router, or the source's own kernel, says that the packet cannot be delivered.</summary>
    /// <param name="noRoute">For want of a route, or of somebody who has the address; otherwise it is prohibited.</param>
    /// <param name="sender">Who says so.</param>
    public void Undeliverable(bool noRoute, IPAddress? sender)
    {
        _failure = noRoute ? new Outcome(ProbeState.NoRoute) { Text = "No route to host" } : Outcome.RefusedBy(sender);
        if (_tally.Sent >= source.Job.Count)
            End();
    }

    private void End()
    {
        if (_ended)
            return;

        // Silence, or nobody who says that he has the address: the packet, or the answer to it, may have found no place in the neighbour
        // table.
        var silent = _tally.Received == 0 && !source.Cancelled && _failure is null or { State: ProbeState.NoRoute };
        if (silent && _overflow.Happened)
        {
            _timer?.Cancel();
            _timer = _overflow.TryAgain(Again);
            if (_timer is not null)
                return;
            _failure = Overflow.Outcome;
        }

        _ended = true;
        _timer?.Cancel();
        if (_tally.Received < _tally.Sent)
            _socket.Forget(this);
        var outcome = _tally.Received > 0 ? new Outcome(ProbeState.Reachable) : _failure ?? new Outcome(ProbeState.Blocked);
        done(_tally.Complete(outcome, address));
    }

    private void Again()
    {
        // An answer that came meanwhile is one.
        if (_tally.Received > 0)
        {
            End();
            return;
        }

        _socket.Forget(this);
        _tally.TakeBack(_tally.Sent);
        _failure = null;
        Start();
    }
}
