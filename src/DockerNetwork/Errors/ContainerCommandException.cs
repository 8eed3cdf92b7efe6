using DockerNetwork.Engine;

namespace DockerNetwork.Errors;

/// <summary>A program in a container ended with an exit code other than 0.</summary>
public sealed class ContainerCommandException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="container">The container's name.</param>
    /// <param name="program">The program.</param>
    /// <param name="exitCode">1 to 255.</param>
    public ContainerCommandException(string container, string program, int exitCode)
        : base(VisibleText.Of($"'{program}' in {container} ended with exit code {exitCode}{Meaning(exitCode)}."))
    {
        Container = container;
        ExitCode = exitCode;
    }

    /// <summary>The container's name.</summary>
    public string Container { get; }

    /// <summary>1 to 255; 126 and 127 mean that the program could not be run.</summary>
    public int ExitCode { get; }

    private static string Meaning(int exitCode) => exitCode switch
    {
        126 => " (the program cannot be run)",
        127 => " (the program, or its working directory, does not exist in the container)",
        137 => " (the program was killed)",
        _ => "",
    };
}
