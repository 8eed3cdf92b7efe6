using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Errors of the system that say something about this machine, and nothing about a container: no descriptors, no memory, no ports. A probe
/// that
/// meets one of them is Unknown, never blocked, unresolved or not running.
/// </summary>
internal static class Shortage
{
    /// <summary>Words for people; null for an error that is not a shortage.</summary>
    /// <param name="error">An errno(3) of a call that opens, connects, sends or reads.</param>
    public static string? Of(int error) => error switch
    {
        Native.TooManyOpen => "the probe has no more file descriptors (EMFILE)",
        Native.TableFull => "the machine has no more file descriptors (ENFILE)",
        Native.NoMemory => "the machine has no more memory (ENOMEM)",
        Native.NoBuffers => "the kernel has no room for the packet, or its neighbor table is full (ENOBUFS)",
        Native.TryAgain => "the kernel has no free port or buffer at the moment (EAGAIN)",
        _ => null,
    };

    /// <summary>Words for any error of opening something, where no firewall has a say.</summary>
    public static string Text(int error) =>
        error is Native.NotPermitted or Native.AccessDenied ? "not permitted" : Of(error) ?? ErrorWords.Of(error).Text;

    /// <summary>The outcome of a probe for which no socket could be opened.</summary>
    public static Outcome NoSocket(int error) => new(ProbeState.Unknown) { Text = $"No socket can be opened in the source: {Text(error)}" };

    /// <summary>The outcome of a probe that ended in an error of the system.</summary>
    public static Outcome OutcomeOf(int error)
    {
        if (Of(error) is { } shortage)
            return new Outcome(ProbeState.Unknown) { Text = shortage };
        var (state, text) = ErrorWords.Of(error);
        return new Outcome(state) { Text = text };
    }
}
