using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.Model.Containers;

/// <summary>An image on an engine, under one of its names.</summary>
/// <param name="Name">With its tag, as <c>web:1.2</c>.</param>
/// <param name="Id">Without <c>sha256:</c>.</param>
/// <param name="Size">In bytes.</param>
internal sealed record EngineImage(string Name, string Id, long Size)
{
    /// <summary>Reads the images of an engine that have a name; one with several names is there several times.</summary>
    public static async Task<IReadOnlyList<EngineImage>> ReadAsync(EngineClient client, CancellationToken cancellationToken) =>
        Named(await client.ListImagesAsync(cancellationToken));

    /// <summary>The images of a list that have a name.</summary>
    public static IReadOnlyList<EngineImage> Named(IReadOnlyList<ImageSummary> images) =>
    [
        .. from image in images
           from tag in image.RepoTags ?? []
           where !tag.Contains("<none>", StringComparison.Ordinal)
           select new EngineImage(tag, image.Id.Split(':')[^1], image.Size),
    ];

    /// <summary>Reads the ports that an image exposes.</summary>
    public static async Task<IReadOnlyList<ExposedPort>> ReadPortsAsync(
        EngineClient client, string image, CancellationToken cancellationToken) =>
        [.. ((await client.InspectImageAsync(image, cancellationToken)).Config?.ExposedPorts ?? []).Keys.SelectMany(ExposedPort.Parse)];
}
