using System.Diagnostics;
using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>One connection at a time to one address and port: TCP, UDP, or TCP with an HTTP request on it.</summary>
internal sealed unsafe class ConnectProbe(Source source, ProbeItem request, IPAddress address, Action<Outcome> done) : IWatcher
{
    /// <summary>How long a connection must live to be believed, where the engine's port proxy may have accepted it.</summary>
    private const int ProxyPatience = 250;

    private const int MostCuts = 3;

    private readonly HttpStatus _http = new();
    private readonly Overflow _overflow = new(source);
    private readonly Tally _tally = new();
    private int _cuts;
    private int _descriptor = -1;
    private Timer? _timer;
    private long _startedAt;
    private long _latency;
    private bool _connected;
    private Outcome _last = new(ProbeState.Unknown);

    public short Events => request.Kind == ProbeKind.Udp || _connected ? Native.PollIn : Native.PollOut;

    public void Start()
    {
        _connected = false;
        _http.Clear();
        _tally.Send();
        _startedAt = Stopwatch.GetTimestamp();
        var type = request.Kind == ProbeKind.Udp ? Native.DatagramSocket : Native.StreamSocket;
        _descriptor = source.OpenSocket(SocketAddress.Family(address), type, 0);
        if (_descriptor < 0)
        {
            Finish(Shortage.NoSocket(Native.LastError));
            return;
        }

        IcmpError.Want(_descriptor, address.AddressFamily);
        if (request.Kind == ProbeKind.Udp && (source.Job.Size is not null || source.Job.DontFragment))
            Fragments.Forbid(_descriptor, address.AddressFamily, source.Job.DontFragment);
        Span<byte> to = stackalloc byte[SocketAddress.Length6];
        var length = SocketAddress.Write(address, request.Port, to);
        int error;
        fixed (byte* target = to)
            error = Native.Connect(_descriptor, target, length) == 0 ? 0 : Native.LastError;
        if (error is not (0 or Native.InProgress))
        {
            Fail(error, IcmpError.Take(_descriptor));
            return;
        }

        source.Loop.Watch(_descriptor, this);
        _timer = source.Loop.After(source.Job.Timeout, Expired);
        if (request.Kind == ProbeKind.Udp)
            Send(Datagram.For(request.Port, source.Job.Size));
    }

    public void Ready(short returned)
    {
        var error = 0;
        var size = (uint)sizeof(int);
        _ = Native.GetOption(_descriptor, Native.LevelSocket, Native.OptionError, &error, &size);
        var icmp = error != 0 || (returned & Native.PollError) != 0 ? IcmpError.Take(_descriptor) : null;
        if (icmp is { IsTooLarge: true } message && request.Kind == ProbeKind.Udp)
        {
            // In IPv6 only the source makes fragments, and the first packet tells it how small.
            if (!source.Job.DontFragment && _cuts++ < MostCuts)
                Send(Datagram.For(request.Port, source.Job.Size));
            else
                Finish(Outcome.TooLarge(message.Sender, message.Mtu));
            return;
        }

        if (icmp is { IsTransient: true } && request.Kind == ProbeKind.Udp)
            return;
        if (error != 0 && _connected && request.Kind == ProbeKind.Http && icmp is null && ErrorWords.Of(error).State == ProbeState.Refused)
            Finish(ClosedWithoutAnswer);
        else if (error != 0)
            Fail(error, icmp);
        else if (request.Kind == ProbeKind.Udp)
            ReadDatagram();
        else if (_connected)
            ReadStream();
        else if (icmp is null)
            Connected();
    }

    private void Connected()
    {
        if (MetItself())
        {
            Fail(Native.ConnectionRefused, null);
            return;
        }

        _connected = true;
        _latency = Elapsed();
        switch (request.Kind)
        {
            case ProbeKind.Http:
                Send(HttpRequest.Of(request, address));
                break;
            case ProbeKind.Tcp when request.Proxied && source.MayBeProxy(address):
                _timer?.Cancel();
                var patience = Math.Min(ProxyPatience, source.Job.Timeout);
                _timer = source.Loop.After(patience, () => Finish(new Outcome(ProbeState.Reachable)));
                break;
            default:
                Finish(new Outcome(ProbeState.Reachable));
                break;
        }
    }

    private void ReadStream()
    {
        Span<byte> buffer = stackalloc byte[4096];
        nint count;
        fixed (byte* bytes = buffer)
            count = Native.Receive(_descriptor, bytes, (nuint)buffer.Length, 0);
        if (count < 0 && Native.LastError == Native.TryAgain)
            return;

        if (count > 0 && request.Kind == ProbeKind.Tcp)
        {
            // Somebody speaks first, so somebody is there.
            Finish(new Outcome(ProbeState.Reachable));
            return;
        }

        if (count <= 0)
        {
            Finish(request.Kind == ProbeKind.Tcp
                ? new Outcome(ProbeState.Refused)
                {
                    Detail = ProbeDetail.ProxyDropped,
                    Text = "The engine's port proxy closed the connection",
                }
                : ClosedWithoutAnswer);
            return;
        }

        var status = _http.Read(buffer[..(int)count]);
        if (status is null)
            return;
        _latency = Elapsed();
        Finish(status > 0
            ? new Outcome(ProbeState.Reachable) { Status = status.Value }
            : NotHttp(ProbeState.Unknown, $"The answer is not HTTP: '{_http.Beginning}'"));
    }

    /// <summary>Also of a connection that was reset, as the kernel does for a server that closes it without reading the request.</summary>
    private static Outcome ClosedWithoutAnswer => NotHttp(ProbeState.Refused, "The connection was closed without an HTTP answer");

    private static Outcome NotHttp(ProbeState state, string? text) => new(state) { Detail = ProbeDetail.NotHttp, Text = text };

    /// <summary>
    /// True if the kernel gave the socket the very port that it connects to, which it does only if nobody listens there: TCP then opens
    /// from both ends at once (RFC 9293, 3.5), and a datagram comes back to its sender.
    /// </summary>
    private bool MetItself()
    {
        Span<byte> own = stackalloc byte[SocketAddress.Length6];
        Span<byte> peer = stackalloc byte[SocketAddress.Length6];
        var (ownLength, peerLength) = ((uint)own.Length, (uint)peer.Length);
        fixed (byte* ownBytes = own, peerBytes = peer)
        {
            return Native.SocketName(_descriptor, ownBytes, &ownLength) == 0
                && Native.PeerName(_descriptor, peerBytes, &peerLength) == 0
                && own[..(int)ownLength].SequenceEqual(peer[..(int)peerLength]);
        }
    }

    private void ReadDatagram()
    {
        var buffer = stackalloc byte[2048];
        if (Native.Receive(_descriptor, buffer, 2048, 0) >= 0)
        {
            if (MetItself())
            {
                Fail(Native.ConnectionRefused, null);
                return;
            }

            _latency = Elapsed();
            Finish(new Outcome(ProbeState.Reachable));
            return;
        }

        var error = Native.LastError;
        if (error != Native.TryAgain)
            Fail(error, IcmpError.Take(_descriptor));
    }

    private void Send(ReadOnlySpan<byte> data)
    {
        const int NoSignal = 0x4000;
        fixed (byte* bytes = data)
        {
            if (Native.Send(_descriptor, bytes, (nuint)data.Length, NoSignal) < 0)
                Fail(Native.LastError, null);
        }
    }

    private void Expired()
    {
        if (_connected || !Repeated())
            Finish(Silence());
    }

    /// <summary>
    /// Repeats an attempt that the kernel's full neighbour table may have spoilt. True if that is under way, or has been given up.
    /// </summary>
    private bool Repeated()
    {
        if (source.Cancelled || !_overflow.Happened)
            return false;
        Close();
        _timer?.Cancel();
        _timer = _overflow.TryAgain(Start);
        if (_timer is null)
            Finish(Overflow.Outcome);
        else
            _tally.TakeBack(1);
        return true;
    }

    private Outcome Silence() => request.Kind switch
    {
        ProbeKind.Udp => new Outcome(ProbeState.Unknown) { Detail = ProbeDetail.UdpSilence, Text = "No answer" },
        ProbeKind.Http when _connected => NotHttp(ProbeState.Unknown, null),
        _ => new Outcome(ProbeState.Blocked),
    };

    /// <param name="error">What the system says.</param>
    /// <param name="icmp">The ICMP message that the error came from; null for another origin.</param>
    private void Fail(int error, IcmpError? icmp)
    {
        if (icmp is { } message && message.IsFirewalls(address, request.Kind != ProbeKind.Udp))
        {
            Finish(Outcome.RefusedBy(message.Sender));
            return;
        }

        if (error == Native.MessageTooLong)
        {
            Finish(Outcome.TooLarge(null, LinkMtu.Of(source, address)));
            return;
        }

        if (error == Native.HostUnreachable && Repeated())
            return;

        // Without an address of its own, a source has no route; without a free port, it has none only for now.
        var noPort = error == Native.AddressNotAvailable
            && request.Kind != ProbeKind.Udp
            && OwnAddress.Exists(source, address, request.Port);
        Finish(noPort ? new Outcome(ProbeState.Unknown) { Text = "The source has no free local port" } : Shortage.OutcomeOf(error));
    }

    private void Finish(Outcome outcome)
    {
        Close();
        _timer?.Cancel();
        if (outcome.State == ProbeState.Reachable)
            _tally.Receive(_latency);
        if (_tally.Received == 0 || outcome.State == ProbeState.Reachable)
            _last = outcome;
        if (_tally.Sent < source.Job.Count && !source.Cancelled)
        {
            _timer = source.Loop.After(source.Job.Interval, Start);
            return;
        }

        if (_last.Detail == ProbeDetail.UdpSilence && source.Job.Size > IcmpSocket.UsualSize && !source.Cancelled)
            new IcmpProbe(source, address, EndWithEcho).Start();
        else
            done(_tally.Complete(_last, address));
    }

    /// <summary>A service that does not answer says nothing about the size of datagrams; echo requests of the same size do.</summary>
    private void EndWithEcho(Outcome echo) =>
        done(_tally.Complete(echo.Detail is ProbeDetail.TooLarge or ProbeDetail.LargeLost ? echo : _last, address));

    private void Close()
    {
        if (_descriptor < 0)
            return;
        source.Loop.Unwatch(_descriptor);
        _ = Native.Close(_descriptor);
        _descriptor = -1;
    }

    private long Elapsed() => (long)Stopwatch.GetElapsedTime(_startedAt).TotalNanoseconds;
}
