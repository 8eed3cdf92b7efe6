using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>Body of <c>POST /containers/{id}/exec</c>.</summary>
public sealed record ExecCreateRequest
{
    /// <summary>Program and arguments; no shell is involved.</summary>
    [JsonPropertyName("Cmd")]
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Send standard input.</summary>
    public bool AttachStdin { get; init; }

    /// <summary>Receive standard output.</summary>
    public bool AttachStdout { get; init; } = true;

    /// <summary>Receive standard error.</summary>
    public bool AttachStderr { get; init; } = true;

    /// <summary>Allocate a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Rows and columns that the terminal begins with; null for those of the engine. API 1.42; before, it is ignored.</summary>
    public IReadOnlyList<int>? ConsoleSize { get; init; }

    /// <summary>User, "name" or "uid:gid"; the container's if null.</summary>
    public string? User { get; init; }

    /// <summary>Working directory; the container's if null. API 1.35.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Environment as NAME=value, on top of the container's.</summary>
    public IReadOnlyList<string>? Env { get; init; }
}

/// <summary>Body of <c>POST /exec/{id}/start</c>.</summary>
/// <param name="Detach">Do not attach.</param>
/// <param name="Tty">Raw stream instead of frames.</param>
public sealed record ExecStartRequest(bool Detach, bool Tty);

/// <summary>Answer of <c>GET /exec/{id}/json</c>.</summary>
/// <param name="Running">Still running.</param>
/// <param name="ExitCode">Null while running. As in <see cref="StateDocument"/>.</param>
public sealed record ExecDetails(bool Running, long? ExitCode);
