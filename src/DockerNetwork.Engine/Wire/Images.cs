using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>The parts of <c>GET /images/{name}/json</c> that are used.</summary>
/// <param name="Config">What containers of it get.</param>
public sealed record ImageDetails(ImageConfiguration? Config)
{
    /// <summary>"sha256:…": of the configuration; in containerd's image store (the default from Docker 29 on) of the manifest.</summary>
    public string? Id { get; init; }

    /// <summary>Its names; null if it has none.</summary>
    public List<string?>? RepoTags { get; init; }

    /// <summary>What its files are made of.</summary>
    [JsonPropertyName("RootFS")]
    public ImageLayers? RootFs { get; init; }

    /// <summary>What the id stands for; null before API 1.48 and without containerd's image store.</summary>
    public ImageDescriptor? Descriptor { get; init; }
}

/// <summary>The layers of an image.</summary>
/// <param name="Layers">
/// "sha256:…" of each uncompressed archive, from the bottom up. Engines compute it themselves when they unpack a layer, and refuse one that
/// is not what the image says (tried on 20.10, 28.5 and 29.7).
/// </param>
public sealed record ImageLayers(List<string?>? Layers);

/// <summary>What an id of containerd's image store stands for.</summary>
/// <param name="MediaType">A manifest, or an index of manifests for several platforms.</param>
public sealed record ImageDescriptor([property: JsonPropertyName("mediaType")] string? MediaType);

/// <summary>What an image says of its containers.</summary>
/// <param name="ExposedPorts">By port, as "80/tcp".</param>
public sealed record ImageConfiguration(Dictionary<string, EmptyObject?>? ExposedPorts)
{
    /// <summary>Everything else that it contains, by name.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>An image of <c>GET /images/json</c>.</summary>
/// <param name="Id">sha256:…</param>
/// <param name="RepoTags">Its names; null if it has none.</param>
/// <param name="Size">Bytes.</param>
public sealed record ImageSummary(string Id, List<string>? RepoTags, long Size)
{
    /// <summary>sha256:…; empty if the engine does not say.</summary>
    public string Id { get; init; } = Id ?? "";
}

/// <summary>A line of what <c>POST /images/create</c> says.</summary>
/// <param name="Id">The layer; null for what is about the image.</param>
/// <param name="Status">What is being done.</param>
/// <param name="Error">Why it ended.</param>
/// <param name="ProgressDetail">How far the layer is.</param>
public sealed record PullProgress(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("progressDetail")] ProgressDetail? ProgressDetail);

/// <summary>How far a layer is.</summary>
/// <param name="Current">Bytes done.</param>
/// <param name="Total">All bytes; 0 if it is not known.</param>
public sealed record ProgressDetail([property: JsonPropertyName("current")] long Current, [property: JsonPropertyName("total")] long Total);
