using System.Collections.Concurrent;

namespace DockerNetwork.Probe;

/// <summary>Work that other threads queue for the loop's thread. A descriptor (eventfd(2)) wakes it.</summary>
internal sealed unsafe class Posts : IWatcher
{
    private readonly ConcurrentQueue<Action> _actions = new();
    private int _descriptor = -1;

    public short Events => Native.PollIn;

    /// <summary>Opens the descriptor.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int Open()
    {
        _descriptor = Native.EventDescriptor(0, Native.NonBlocking | Native.CloseOnExec);
        return _descriptor >= 0 ? _descriptor : throw new InvalidOperationException("No descriptor is left to wake the loop with.");
    }

    /// <summary>From any thread.</summary>
    public void Add(Action action)
    {
        _actions.Enqueue(action);
        var one = 1UL;
        _ = Native.Write(_descriptor, (byte*)&one, sizeof(ulong));
    }

    public void Ready(short returned)
    {
        ulong count;
        _ = Native.Read(_descriptor, (byte*)&count, sizeof(ulong));
        while (_actions.TryDequeue(out var action))
            action();
    }
}
