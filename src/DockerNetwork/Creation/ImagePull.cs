using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Creation;

/// <summary>Pulls an image that a container needs, without credentials.</summary>
internal sealed class ImagePull(EngineClient client, string image, CommandOutput output)
{
    /// <summary>Creates a container. If its image is missing, pulls it and tries once more.</summary>
    /// <param name="create">Creates it.</param>
    /// <param name="cancellationToken">Stops the pull.</param>
    /// <exception cref="CommandException">ImagePullFailed.</exception>
    public async Task<CreateResponse> CreateAsync(Func<Task<CreateResponse>> create, CancellationToken cancellationToken)
    {
        try
        {
            return await create();
        }
        catch (EngineException e) when (e.Failure == EngineFailure.NotFound
            && e.Message.Contains("no such image", StringComparison.OrdinalIgnoreCase))
        {
            await PullAsync(cancellationToken);
            return await create();
        }
    }

    private async Task PullAsync(CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(output, $"Pulling {image}");
        var layers = new PulledLayers();
        try
        {
            await foreach (var step in client.PullImageAsync(image, cancellationToken))
            {
                layers.Add(step);
                var (done, total) = (layers.Done, layers.Total);
                var bytes = total > 0
                    ? string.Create(CultureInfo.CurrentCulture, $", {done / 1e6:N1} of {total / 1e6:N1} MB")
                    : "";
                progress.Report($"{step.Id} {step.Status}{bytes}".Trim(), done, total);
            }
        }
        catch (EngineException e) when (e.StatusCode is not null || e.Failure == EngineFailure.NotFound)
        {
            throw CommandErrors.ImagePullFailed(image, e.Message);
        }
    }
}
