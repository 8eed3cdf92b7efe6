using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace DockerNetwork.Engine;

/// <summary>
/// Shows the caller what an engine is asked on its behalf. A watcher is set for an asynchronous flow and seen by no other, although clients
/// are shared. It costs nothing if nobody watches.
/// </summary>
public static class EngineWatch
{
    private static readonly AsyncLocal<Watcher?> Current = new();

    /// <summary>Watches what is asked from here on in this flow. The callbacks are called from any thread, and must not wait.</summary>
    /// <param name="onRequest">Each request, when its answer has come; null for no interest.</param>
    /// <param name="onStep">What is done, in words; null for no interest.</param>
    /// <param name="onWarning">What the user should know although nothing failed; a step like the others if null.</param>
    public static void Begin(Action<WireEvent>? onRequest, Action<string>? onStep, Action<string>? onWarning = null) =>
        Current.Value = new Watcher(onRequest, onStep, onWarning ?? onStep);

    /// <summary>Nobody watches any more: for work that goes on after its caller has left.</summary>
    public static void End() => Current.Value = null;

    /// <summary>Passes on what is done, if somebody watches.</summary>
    public static void Trace(FormattableString step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Current.Value?.OnStep?.Invoke(step.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Passes on what the user should know although nothing failed.</summary>
    public static void Warn(FormattableString warning)
    {
        ArgumentNullException.ThrowIfNull(warning);
        Current.Value?.OnWarning?.Invoke(warning.ToString(CultureInfo.InvariantCulture));
    }

    internal static Request Follow(HttpMethod method, RequestPath path) =>
        new(Current.Value?.OnRequest, method, path, Stopwatch.GetTimestamp());

    /// <summary>A request under way.</summary>
    internal readonly struct Request(Action<WireEvent>? watcher, HttpMethod method, RequestPath path, long since)
    {
        /// <summary>It was answered, or null: it was not.</summary>
        public void Ended(HttpStatusCode? status) =>
            watcher?.Invoke(new WireEvent(method.Method, path.Shown, status, Stopwatch.GetElapsedTime(since)));
    }

    private sealed record Watcher(Action<WireEvent>? OnRequest, Action<string>? OnStep, Action<string>? OnWarning);
}
