using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Probing;

/// <summary>An image of the probe on an engine.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Tags">The names that this module gave it; empty if it has lost them.</param>
/// <param name="Shared">It also has a name from another source.</param>
internal sealed record ProbeImageOnEngine(string Id, IReadOnlyList<string> Tags, bool Shared)
{
    /// <summary>A name for people.</summary>
    public string Name => Tags.Count > 0 ? Tags[0] : Id;
}

/// <summary>
/// The images of the probe that may be removed: what this version of the module made, told by its content, and what another version made,
/// told by a single layer and the name that this layer's own hash gives. Any other image that bears the label or the name is somebody
/// else's.
/// </summary>
internal static class ProbeImages
{
    /// <summary>No engine has images of more versions of the module, and each image costs a request.</summary>
    private const int MaxAsked = 100;

    /// <summary>Those on an engine.</summary>
    public static async Task<IReadOnlyList<ProbeImageOnEngine>> FindAsync(EngineClient client, CancellationToken cancellationToken)
    {
        var digest = await DigestAsync(client, cancellationToken);
        var found = new List<ProbeImageOnEngine>();
        var labelled = await client.ListImagesAsync($"{ProbeImage.Label}={ProbeImage.LabelOfImages}", cancellationToken);
        foreach (var id in labelled.OfType<ImageSummary>().Select(i => i.Id).Distinct().Take(MaxAsked))
        {
            if (await FindAsync(client, id, digest, cancellationToken) is { } image)
                found.Add(image);
        }

        return found;
    }

    /// <summary>
    /// Removes one, without force: an image that a container uses is refused by the engine, and a name that somebody else gave it stays
    /// with the image.
    /// </summary>
    public static async Task RemoveAsync(EngineClient client, ProbeImageOnEngine image, CancellationToken cancellationToken)
    {
        if (image is { Shared: false, Tags.Count: <= 1 })
        {
            await RemoveAsync(client, image.Id, cancellationToken);
            return;
        }

        foreach (var tag in image.Tags)
            await RemoveAsync(client, tag, cancellationToken);
    }

    /// <summary>A probe that has just ended is still there for a moment, until the engine has removed it.</summary>
    private static async Task RemoveAsync(EngineClient client, string image, CancellationToken cancellationToken)
    {
        const int Attempts = 10;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.RemoveImageAsync(image, cancellationToken);
                return;
            }
            catch (EngineException e) when (e.Failure == EngineFailure.Conflict && attempt < Attempts
                && e.Message.Contains("stopped container", StringComparison.Ordinal))
            {
                await Task.Delay(200, cancellationToken);
            }
        }
    }

    private static async Task<ProbeImageOnEngine?> FindAsync(
        EngineClient client, string id, string? digest, CancellationToken cancellationToken)
    {
        try
        {
            var image = await client.InspectImageAsync(id, cancellationToken);
            if (image.Id != id || !((digest is not null && ProbeImage.IsMade(image, digest)) || ProbeImage.IsMadeByAnyVersion(image)))
                return null;
            var names = (image.RepoTags ?? [])
                .Select(ProbeImage.ShortName).OfType<string>()
                .Where(name => !name.Contains("<none>", StringComparison.Ordinal))
                .ToArray();
            var tags = names.Where(name => name.StartsWith(ProbeImage.Repository + ":", StringComparison.Ordinal)).ToArray();
            return new ProbeImageOnEngine(id, tags, tags.Length < names.Length);
        }
        catch (EngineException e) when (e.Failure == EngineFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Null if the module has no program for this platform: another machine with this engine may have one.</summary>
    private static async Task<string?> DigestAsync(EngineClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await TrustedImages.Of(client).Made.DigestAsync(cancellationToken);
        }
        catch (ProberUnavailableException)
        {
            return null;
        }
    }
}
