using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>Echo requests to one address.</summary>
internal sealed class IcmpProbe(Source source, IPAddress address, Action<Outcome> done)
{
    /// <summary>Milliseconds that a packet waits for room in the kernel.</summary>
    private const int Patience = 5000;

    /// <summary>How often a packet is sent again for a router that wants fragments: each time the kernel knows a narrower link.</summary>
    private const int MostCuts = 3;

    private readonly IcmpSocket _socket = source.Icmp(address.AddressFamily);
    private readonly Overflow _overflow = new(source);
    private readonly Tally _tally = new();
    private ushort _sequence = Native.RandomNumber();
    private Timer? _timer;
    private long? _noRoomSince;
    private Outcome? _failure;
    private int _cuts;
    private bool _comparing;
    private bool _smallArrived;
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
                : error == Native.MessageTooLong ? Outcome.TooLarge(null, LinkMtu.Of(source, address))
                : Shortage.OutcomeOf(error);
        }

        var last = _tally.Sent >= source.Job.Count || _socket.Error != 0;
        if (last && error != 0)
            End();
        else if (!_ended)
            _timer = source.Loop.After(last ? source.Job.Timeout : source.Job.Interval, last ? End : Start);
    }

    /// <param name="nanoseconds">The round trip.</param>
    /// <param name="small">Of a packet that only showed that small ones arrive.</param>
    public void Answered(long nanoseconds, bool small)
    {
        if (small)
        {
            _smallArrived = true;
            return;
        }

        _tally.Receive(nanoseconds);
        if (_comparing || _tally.Received == source.Job.Count)
            End();
    }

    /// <summary>A router, or the source's own kernel, says that the packet cannot be delivered.</summary>
    /// <param name="message">What they say.</param>
    /// <param name="sender">Who says so.</param>
    public void Undeliverable(IcmpMessage message, IPAddress? sender)
    {
        // In IPv6 only the source makes fragments, and the first packet tells it how small.
        if (message.Kind == IcmpKind.TooLarge && !source.Job.DontFragment && _cuts++ < MostCuts && _socket.Send(this) == 0)
            return;
        _failure = message.Kind switch
        {
            IcmpKind.NoRoute => new Outcome(ProbeState.NoRoute) { Text = "No route to host" },
            IcmpKind.TooLarge => Outcome.TooLarge(sender, message.Mtu),
            _ => Outcome.RefusedBy(sender),
        };
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

        _timer?.Cancel();
        if (silent && _failure is null && !_comparing && source.Job.Size > IcmpSocket.UsualSize && _socket.TellsErrors && Compare())
            return;

        _ended = true;
        if (_tally.Received < _tally.Sent)
            _socket.Forget(this);
        var outcome = _tally.Received > 0 ? new Outcome(ProbeState.Reachable)
            : _failure ?? new Outcome(ProbeState.Blocked) { Detail = _smallArrived ? ProbeDetail.LargeLost : ProbeDetail.None };
        done(_tally.Complete(outcome, address));
    }

    /// <summary>
    /// Sends a small packet, and a large one more: if the small one is answered and the large one is lost once more, it was its size.
    /// </summary>
    private bool Compare()
    {
        _comparing = true;
        if (_socket.Send(this, small: true) != 0 || _socket.Send(this) != 0)
            return false;
        _tally.Send();
        _timer = source.Loop.After(source.Job.Timeout, End);
        return true;
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
        (_comparing, _smallArrived) = (false, false);
        Start();
    }
}
