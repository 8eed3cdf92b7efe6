using System.Net;

namespace DockerNetwork.Probe;

/// <summary>Echo requests to one address.</summary>
internal sealed class IcmpProbe(Source source, IPAddress address, Action<Outcome> done)
{
    private readonly IcmpSocket _socket = source.Icmp(address.AddressFamily);
    private Timer? _timer;
    private int _sent;
    private int _received;
    private long _min = long.MaxValue;
    private long _sum;
    private long _max;
    private readonly long _overflows = Neighbours.Overflows(fresh: false);
    private int _again;
    private Outcome? _failure;
    private bool _ended;

    public void Start()
    {
        if (source.Cancelled)
        {
            End();
            return;
        }

        var error = _socket.Send(this, address);
        if (error is Native.NoBuffers)
        {
            _timer = source.Loop.After(10, Start);
            return;
        }

        _sent++;
        if (error != 0)
        {
            var (state, text) = _socket.Error != 0
                ? ("Unknown", "No ICMP socket can be opened here")
                : ErrorWords.Of(error);
            _failure = new Outcome(state) { Text = text };
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
            ? new Outcome("NoRoute") { Text = "No route to host" }
            : new Outcome("Blocked") { Text = "Prohibited on the way" };
        if (_sent >= source.Job.Count)
            End();
    }

    private void End()
    {
        if (_ended)
            return;
        if (_received == 0 && _failure is null && !source.Cancelled && _again < Overflow.Attempts && Neighbours.Overflows(fresh: true) != _overflows)
        {
            // The packet, or the answer to it, may have found no place in the neighbour table.
            _again++;
            _sent = 0;
            _socket.Forget(this);
            _timer = source.Loop.After(Overflow.Delay(), Start);
            return;
        }

        _ended = true;
        _timer?.Cancel();
        if (_received < _sent)
            _socket.Forget(this);
        var outcome = _received > 0 ? new Outcome("Reachable") : _failure ?? new Outcome("Blocked");
        done(outcome with { Address = address, Sent = _sent, Received = _received, Min = _min, Sum = _sum, Max = _max });
    }
}
