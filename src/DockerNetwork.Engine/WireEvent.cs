using System.Globalization;
using System.Net;

namespace DockerNetwork.Engine;

/// <summary>A request as it went over the wire: no header, no body, and of the query only values that say how and not what.</summary>
/// <param name="Method">GET, POST, DELETE.</param>
/// <param name="Path">With the API version, as "/v1.41/containers/json?all=1".</param>
/// <param name="Status">What the engine answered; null if no answer came.</param>
/// <param name="Elapsed">Until the answer was read, or until the stream of one that goes on began.</param>
public sealed record WireEvent(string Method, string Path, HttpStatusCode? Status, TimeSpan Elapsed)
{
    /// <summary>"GET /v1.41/networks 200 3.1 ms".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Method} {Path} {(Status is { } status ? (int)status : "no answer,")} {Elapsed.TotalMilliseconds:0.0} ms");
}
