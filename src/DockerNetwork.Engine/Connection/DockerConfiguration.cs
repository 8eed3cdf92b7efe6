using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine.Connection;

/// <summary>
/// The docker CLI's configuration folder (<c>DOCKER_CONFIG</c>, else <c>~/.docker</c>): the current context and the context store.
/// The layout is that of <c>cli/context/store</c>: a context's files lie under the SHA-256 of its name.
/// </summary>
public sealed class DockerConfiguration(ThisMachine environment)
{
    private const string EndpointName = "docker";

    /// <summary>The configuration folder. It need not exist.</summary>
    public string Folder { get; } = environment.Variable("DOCKER_CONFIG") ?? Path.Combine(environment.Home, ".docker");

    /// <summary><c>currentContext</c> of config.json; null if none is set or it is "default".</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.InvalidConfiguration"/>: config.json is not JSON.</exception>
    public string? CurrentContext()
    {
        var file = Path.Combine(Folder, "config.json");
        // An empty file is an empty configuration, as the docker CLI has it.
        var config = new FileInfo(file) is { Exists: true, Length: > 0 } ? Read(file, EngineJson.Default.CliConfiguration) : null;
        return config?.CurrentContext is { Length: > 0 } name && name != "default" ? name : null;
    }

    /// <summary>
    /// All contexts of the store, by name. The built-in "default" is not among them, and neither is what cannot be read.
    /// </summary>
    public IEnumerable<ContextFile> Contexts()
    {
        return ContextFiles().Select(Readable).OfType<ContextFile>().OrderBy(context => context.Name, StringComparer.Ordinal);

        ContextFile? Readable(string file)
        {
            try
            {
                return ReadContext(file);
            }
            catch (EngineException)
            {
                return null;
            }
        }
    }

    /// <summary>The files of the contexts, in no order.</summary>
    internal IEnumerable<string> ContextFiles()
    {
        var root = Path.Combine(Folder, "contexts", "meta");
        return Directory.Exists(root) ? Directory.EnumerateFiles(root, "meta.json", SearchOption.AllDirectories) : [];
    }

    /// <summary>The context of a file; null if it is a context of another kind, without an endpoint of Docker.</summary>
    /// <exception cref="EngineException">
    /// <see cref="EngineFailure.InvalidConfiguration"/>: the file cannot be read, or is not where the context of its name lies.
    /// </exception>
    internal ContextFile? ReadContext(string file)
    {
        if (ToContext(Read(file, EngineJson.Default.ContextMetadata)) is not { } context)
            return null;
        if (context.Name == "default")
            throw Ignored("the name 'default' is reserved");
        if (FileOf(context.Name) != file)
            throw Ignored($"the docker CLI keeps the context '{context.Name}' in another folder");
        return context;

        EngineException Ignored(string why) => new(
            EngineFailure.InvalidConfiguration, $"'{file}' is ignored, because {why}.");
    }

    private string FileOf(string context) => Path.Combine(Folder, "contexts", "meta", FolderName(context), "meta.json");

    /// <summary>One context.</summary>
    /// <exception cref="EngineException">
    /// <see cref="EngineFailure.InvalidConfiguration"/>: there is no such context; the message names those that exist.
    /// </exception>
    public ContextFile Context(string name)
    {
        var file = FileOf(name);
        if (File.Exists(file) && ReadContext(file) is { } context)
            return context;

        var known = string.Join(", ", Contexts().Select(c => c.Name).Prepend("default"));
        throw new EngineException(
            EngineFailure.InvalidConfiguration,
            $"There is no Docker context '{name}' in '{Folder}'. Known contexts: {known}.");
    }

    private ContextFile? ToContext(ContextMetadata? metadata)
    {
        if (metadata?.Name is null || metadata.Endpoints?.GetValueOrDefault(EndpointName) is not { Host.Length: > 0 } endpoint)
            return null;

        var folder = Path.Combine(Folder, "contexts", "tls", FolderName(metadata.Name), EndpointName);
        var tls = Directory.Exists(folder) || endpoint.SkipTlsVerify
            ? TlsMaterial.FromFolder(folder, endpoint.SkipTlsVerify)
            : null;
        return new ContextFile(metadata.Name, endpoint.Host, metadata.Metadata?.Description ?? "", tls);
    }

    private static string FolderName(string context) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(context))).ToLowerInvariant();

    private static T? Read<T>(string file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            ReadOnlySpan<byte> json = File.ReadAllBytes(file);
            // Editors of Windows put a byte order mark before it.
            return JsonSerializer.Deserialize(json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json, type);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineFailure.InvalidConfiguration, $"'{file}' cannot be read: {e.Message}", e);
        }
    }
}
