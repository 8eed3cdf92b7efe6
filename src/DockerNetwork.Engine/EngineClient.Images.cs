using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

public sealed partial class EngineClient
{
    /// <summary>All images, the intermediate ones left out.</summary>
    public Task<List<ImageSummary>> ListImagesAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("images", "json"), EngineJson.Default.ListImageSummary, cancellationToken);

    /// <summary>One image, by name or id.</summary>
    public Task<ImageDetails> InspectImageAsync(string image, CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("images", image, "json"), EngineJson.Default.ImageDetails, cancellationToken);

    /// <summary>Images that have a label.</summary>
    public Task<List<ImageSummary>> ListImagesAsync(string label, CancellationToken cancellationToken = default) =>
        GetAsync(
            RequestPath.Of("images", "json").With("filters", $$"""{"label":["{{label}}"]}"""),
            EngineJson.Default.ListImageSummary,
            cancellationToken);

    /// <summary>Makes an image of one layer from a tar of its files; no registry is asked.</summary>
    /// <param name="tar">The files.</param>
    /// <param name="name">Its name, without a tag.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="label">A label, as key=value.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task ImportImageAsync(
        ReadOnlyMemory<byte> tar, string name, string tag, string label, CancellationToken cancellationToken = default)
    {
        // The tag as part of the name: Podman 4 ignores a parameter "tag" here, and makes the image "latest".
        var path = RequestPath.Of("images", "create")
            .With("fromSrc", "-").With("repo", $"{name}:{tag}").With("changes", $"LABEL {label}");
        var call = new Call(HttpMethod.Post, path, _limits.Request) { Body = new Payload(tar, "application/x-tar") };
        var answer = await SendAsync(call, cancellationToken);

        // The status is sent before the work: what goes wrong stands in the stream of progress messages.
        var progress = Encoding.UTF8.GetString(answer.Body.Span);
        if (progress.Contains("\"errorDetail\"", StringComparison.Ordinal))
        {
            throw new EngineException(EngineFailure.EngineError, $"The image {name} could not be created: {progress.Trim()}")
            {
                StatusCode = answer.Status,
                Request = call.ToString(),
            };
        }
    }

    /// <summary>An image as <c>docker save</c> writes it: a tar with <c>manifest.json</c> and the layers.</summary>
    /// <param name="image">Its name or id.</param>
    /// <param name="limit">How many bytes it may have; more is an error.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ReadOnlyMemory<byte>> SaveImageAsync(string image, int limit, CancellationToken cancellationToken = default)
    {
        var path = RequestPath.Of("images", image, "get");
        return (await SendAsync(new Call(HttpMethod.Get, path, _limits.Request) { Limit = limit }, cancellationToken)).Body;
    }

    /// <summary>An image as Podman's own API describes it: its Docker API leaves out parts that containers get.</summary>
    /// <param name="podman">Which Podman it is: its own API has the version of the program.</param>
    /// <param name="image">Its name or id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<PodmanImage> InspectPodmanImageAsync(
        EngineProduct podman, string image, CancellationToken cancellationToken = default)
    {
        var path = RequestPath.Of(VersionOf(podman), "libpod", "images", image, "json");
        var answer = await SendUnversionedAsync(Question(path), cancellationToken);
        return Read(answer, HttpMethod.Get, path, EngineJson.Default.PodmanImage);
    }

    /// <summary>Pulls an image from its registry, without credentials. Progress is passed on as the engine sends it.</summary>
    /// <param name="image">As <c>docker pull</c> takes it; without tag and digest the tag is "latest".</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">
    /// The registry cannot be reached or does not have the image, or the answer is not an engine's.
    /// </exception>
    public async IAsyncEnumerable<PullProgress> PullImageAsync(
        string image, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Without a tag the engine would pull them all.
        var (name, tag) = ImageName.Split(image);
        var path = RequestPath.Of("images", "create").With("fromImage", name).With("tag", tag);
        await foreach (var line in ReadLinesAsync(HttpMethod.Post, path, cancellationToken))
        {
            if (Progress(line, path) is not { } progress)
                continue;
            if (progress.Error is { } error)
                throw new EngineException(EngineFailure.NotFound, error) { Request = $"POST {path.Shown}" };
            yield return progress;
        }
    }

    private PullProgress? Progress(string line, RequestPath path)
    {
        try
        {
            return string.IsNullOrWhiteSpace(line) ? null : JsonSerializer.Deserialize(line, EngineJson.Default.PullProgress);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new EngineException(
                EngineFailure.Protocol,
                $"The answer of {DockerHost} to POST {path.Shown} is not the progress of a pull: {e.Message}",
                e)
            { Request = $"POST {path.Shown}" };
        }
    }

    /// <summary>
    /// Removes an image, or one name of it. By its id only if it has one name at the most, and never while a container uses it: nothing is
    /// forced.
    /// </summary>
    /// <param name="image">Its id, or the name to take from it; the image goes with its last name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task RemoveImageAsync(string image, CancellationToken cancellationToken = default) =>
        DeleteAsync(RequestPath.Of("images", image), cancellationToken);
}
