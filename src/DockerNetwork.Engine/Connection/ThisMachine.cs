namespace DockerNetwork.Engine.Connection;

/// <summary>What of the machine the endpoint chain looks at. A seam for tests; the real one is <see cref="Current"/>.</summary>
public class ThisMachine
{
    /// <summary>The machine this runs on.</summary>
    public static ThisMachine Current { get; } = new();

    /// <summary>True on Windows, where the default endpoint is a pipe.</summary>
    public virtual bool IsWindows => OperatingSystem.IsWindows();

    /// <summary>The user's home folder; empty if there is none.</summary>
    public virtual string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>An environment variable; null when unset or empty, as the docker CLI sees it.</summary>
    public virtual string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>True where a socket, pipe or file is at the path.</summary>
    public virtual bool Exists(string path) => File.Exists(path);
}
