using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace DockerNetwork.Engine;

/// <summary>A request as it went over the wire: no header, no body, and of the query only values that say how and not what.</summary>
/// <param name="Method">GET, POST, DELETE.</param>
/// <param name="Path">With the API version, as "/v1.41/containers/json?all=1".</param>
/// <param name="Status">What the engine answered; null where no answer came.</param>
/// <param name="Elapsed">Until the answer was read, or until the stream of one that goes on began.</param>
public sealed record WireEvent(string Method, string Path, HttpStatusCode? Status, TimeSpan Elapsed)
{
    /// <summary>"GET /v1.41/networks 200 3.1 ms".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Method} {Path} {(Status is { } status ? (int)status : "no answer,")} {Elapsed.TotalMilliseconds:0.0} ms");
}

/// <summary>
/// Lets the one who asks see what an engine is asked on his behalf: what is set holds for the asynchronous flow it was set in and for nobody else, though clients
/// are shared. Costs nothing where nobody watches.
/// </summary>
public static class EngineWatch
{
    private static readonly AsyncLocal<(Action<WireEvent>? OnRequest, Action<string>? OnStep)> Watcher = new();

    /// <summary>Watches what is asked from here on in this flow. Both are called from any thread, and must not wait.</summary>
    /// <param name="onRequest">Each request, when its answer has come; null for no interest.</param>
    /// <param name="onStep">What is done, in words; null for no interest.</param>
    public static void Begin(Action<WireEvent>? onRequest, Action<string>? onStep) => Watcher.Value = (onRequest, onStep);

    /// <summary>Nobody watches any more: for work that goes on after the one who asked has left.</summary>
    public static void End() => Watcher.Value = default;

    /// <summary>Tells what is done, if somebody wants to know.</summary>
    public static void Say(FormattableString step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Watcher.Value.OnStep?.Invoke(step.ToString(CultureInfo.InvariantCulture));
    }

    internal static Request Follow(HttpMethod method, RequestPath path) => new(Watcher.Value.OnRequest, method, path, Stopwatch.GetTimestamp());

    /// <summary>A request under way.</summary>
    internal readonly struct Request(Action<WireEvent>? watcher, HttpMethod method, RequestPath path, long since)
    {
        /// <summary>It was answered, or null: it was not.</summary>
        public void Ended(HttpStatusCode? status) => watcher?.Invoke(new WireEvent(method.Method, path.WithoutValues(), status, Stopwatch.GetElapsedTime(since)));
    }
}
