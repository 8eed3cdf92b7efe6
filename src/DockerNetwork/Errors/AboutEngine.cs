using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Errors;

/// <summary>
/// The engine that the work of an asynchronous flow is about, if its command works on more than one: errors and warnings then name it.
/// </summary>
internal static class AboutEngine
{
    private static readonly AsyncLocal<string?> Current = new();

    /// <summary>The engine; null if there is only one.</summary>
    public static string? Name => Current.Value;

    /// <summary>Does work that is about one engine of several. What follows the work is not.</summary>
    /// <param name="engine">The engine; null if the command has only this one.</param>
    /// <param name="work">The work.</param>
    public static Task RunAsync(DockerHost? engine, Func<Task> work)
    {
        return engine is null && Current.Value is null ? work() : AboutAsync();

        async Task AboutAsync()
        {
            Current.Value = engine?.ToString();
            await work();
        }
    }

    /// <summary>What follows in this flow is about one engine of several. In an asynchronous method: its end is the end of it.</summary>
    public static void Enter(DockerHost engine) => Current.Value = engine.ToString();

    /// <summary>"unix:///a.sock: the text", unless the text names the engine already.</summary>
    public static string Of(string text) =>
        Current.Value is { } engine && !text.Contains(engine, StringComparison.Ordinal) ? $"{engine}: {text}" : text;

    /// <summary>"web on unix:///a.sock": the user's item, as far as it is a text and does not name the engine itself.</summary>
    public static object? Target(object? item) =>
        item is string text && Current.Value is { } engine && !text.Contains(engine, StringComparison.Ordinal)
            ? $"{text} on {engine}"
            : item;
}
