using System.Net;

namespace DockerNetwork.Engine;

/// <summary>
/// The one exception of this client. <see cref="Exception.Message"/> is a sentence for a person. The engine's own words are in it,
/// unchanged except for lines, which are joined, and control characters, which are escaped (<see cref="VisibleText"/>).
/// </summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">The cause.</param>
    /// <param name="message">A sentence for a person; names in it may hold any characters.</param>
    /// <param name="inner">What caused it, if anything.</param>
    public EngineException(EngineFailure failure, string message, Exception? inner = null)
        : base(VisibleText.Of(message), inner) => Failure = failure;

    /// <summary>The cause.</summary>
    public EngineFailure Failure { get; }

    /// <summary>The HTTP status, if the engine answered.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>
    /// The request without the values of its query, as "POST /networks/create"; null if the failure is not about one request.
    /// </summary>
    public string? Request { get; init; }

    /// <summary>The same about what the user knows by another name: engines repeat the id that they were sent.</summary>
    /// <param name="id">The full id.</param>
    /// <param name="name">What the user gave, or the name.</param>
    internal EngineException Naming(string id, string name) => !Message.Contains(id, StringComparison.Ordinal)
        ? this
        : new(
            Failure,
            Message
                .Replace($"{name} id {id}", name, StringComparison.Ordinal)
                .Replace($"/{id}", $"/{name}", StringComparison.Ordinal)
                .Replace(id, $"'{name}'", StringComparison.Ordinal),
            this)
        {
            StatusCode = StatusCode,
            Request = Request,
        };
}
