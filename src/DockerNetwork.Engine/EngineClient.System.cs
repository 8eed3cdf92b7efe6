using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

/// <summary>The engine itself.</summary>
public sealed partial class EngineClient
{
    /// <summary>The engine's version, operating system and architecture.</summary>
    public Task<VersionDocument> GetVersionAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("version"), EngineJson.Default.VersionDocument, cancellationToken);

    /// <summary>The engine's description of itself, with its drivers.</summary>
    public Task<SystemInformation> GetInformationAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("info"), EngineJson.Default.SystemInformation, cancellationToken);
}
