using System.Text;

namespace DockerNetwork.Engine;

/// <summary>
/// The path and query of a request. Every object in it is escaped as one segment, so that a name with <c>/</c>, <c>%</c> or <c>#</c> cannot
/// become another request.
/// </summary>
internal readonly struct RequestPath
{
    /// <summary>Enough for ids and for the names that people give.</summary>
    private const int LongestShown = 300;

    /// <summary>Parameters of a query that say how something is done.</summary>
    private static readonly HashSet<string> HowParameters =
        ["all", "force", "v", "t", "stream", "stdin", "stdout", "stderr", "link", "verbose"];

    private readonly string _text;

    private RequestPath(string text, bool isOfOneItem) => (_text, IsOfOneItem) = (text, isOfOneItem);

    /// <summary>The answer describes one container, image or network: containers/ID/json, images/NAME/json, networks/ID.</summary>
    public bool IsOfOneItem { get; }

    /// <summary>A path of these segments.</summary>
    /// <exception cref="EngineException">
    /// A segment is empty, "." or "..": the engine's router would clean the path, and another resource would answer.
    /// </exception>
    public static RequestPath Of(params ReadOnlySpan<string> segments)
    {
        var path = new StringBuilder();
        foreach (var segment in segments)
        {
            if (segment is "" or "." or "..")
                throw new EngineException(EngineFailure.NotFound, $"'{segment}' is not a valid name or id.");
            path.Append('/').Append(Uri.EscapeDataString(segment));
        }

        return new RequestPath(path.ToString(), segments is [_, _, "json"] or ["networks", not ("create" or "prune")]);
    }

    /// <summary>With a query parameter more; one with a null value is left out.</summary>
    public RequestPath With(string name, string? value)
    {
        if (value is null)
            return this;
        var separator = _text.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new RequestPath($"{_text}{separator}{name}={Uri.EscapeDataString(value)}", IsOfOneItem);
    }

    /// <summary>The same request in an API version.</summary>
    public RequestPath Versioned(ApiVersion version) => new($"/v{version}{_text}", IsOfOneItem);

    /// <summary>
    /// For eyes: of the query's values only those that say how something is done, as all=1; a filter or a name could be anything. A name in
    /// the path can be long too, and is cut.
    /// </summary>
    public string Shown
    {
        get
        {
            var (path, query) = _text.Split('?', 2) is [var before, var after] ? (before, after) : (_text, null);
            var shown = path.Length <= LongestShown ? path : path[..LongestShown] + "…";
            return query is null ? shown : $"{shown}?{string.Join('&', query.Split('&').Select(Parameter))}";

            static string Parameter(string pair) =>
                pair.Split('=', 2) is [var name, _] && !HowParameters.Contains(name) ? $"{name}=…" : pair;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
