namespace DockerNetwork.Help;

/// <summary>A mistake in a page, and where it is. The build shows <see cref="ToString"/> as an error of that line.</summary>
internal sealed class HelpException(string file, int line, string message) : Exception(message)
{
    /// <summary>The path of the page.</summary>
    public string File => file;

    /// <inheritdoc/>
    public override string ToString() => $"{file}({line}): error HELP: {Message}";
}
