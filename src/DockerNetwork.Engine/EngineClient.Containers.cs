using System.Formats.Tar;
using System.Globalization;
using System.Text.Json;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

public sealed partial class EngineClient
{
    /// <summary>All containers, stopped ones included, with their networks.</summary>
    public Task<List<ContainerSummary>> ListContainersAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("containers", "json").With("all", "1"), ListReader.Containers, cancellationToken);

    /// <summary>
    /// Containers that may be on a network, stopped ones included. The engine compares beginnings of ids, and before its first start
    /// a container knows its network only by name. So the request asks for both, and the answer may contain containers of other networks;
    /// it contains all if the name is too long for a request.
    /// </summary>
    public Task<List<ContainerSummary>> ListContainersAsync(
        string networkId, string networkName, CancellationToken cancellationToken = default)
    {
        const int LongestName = 1000;
        if (networkName.Length > LongestName)
            return ListContainersAsync(cancellationToken);
        var filter = $$"""{"network":["{{JsonEncodedText.Encode(networkId)}}","{{JsonEncodedText.Encode(networkName)}}"]}""";
        return GetAsync(
            RequestPath.Of("containers", "json").With("all", "1").With("filters", filter),
            ListReader.Containers,
            cancellationToken);
    }

    /// <summary>One container in full.</summary>
    public Task<ContainerDetails> InspectContainerAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("containers", id, "json"), EngineJson.Default.ContainerDetails, cancellationToken);

    /// <summary>A text file of a container, through the tar that <c>docker cp</c> reads too (GET /containers/{id}/archive).</summary>
    /// <param name="id">Id or name.</param>
    /// <param name="path">The path in the container. A file that is mounted there is read.</param>
    /// <param name="limit">How many bytes it may have; more is an error.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null if it is not a regular file.</returns>
    /// <exception cref="EngineException">There is no such file, it is too long, or the answer is not a tar.</exception>
    public async Task<string?> ReadFileAsync(string id, string path, int limit, CancellationToken cancellationToken = default)
    {
        const int TarBlocks = 64 * 1024;
        // The engine may mount the container's volumes before it sends the first byte.
        var call = Question(RequestPath.Of("containers", id, "archive").With("path", path)) with
        {
            Limit = limit + TarBlocks,
            Silence = _limits.Request,
        };
        var body = (await SendAsync(call, cancellationToken)).Body;
        try
        {
            using var reader = new TarReader(new MemoryStream(body.ToArray()));
            if (reader.GetNextEntry() is not { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile } entry)
                return null;
            using var text = new StreamReader(entry.DataStream ?? Stream.Null);
            return await text.ReadToEndAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new EngineException(EngineFailure.Protocol, $"The engine's archive of {path} is not a valid tar: {e.Message}", e);
        }
    }

    /// <summary>Creates a container; it is not started.</summary>
    /// <param name="name">The name, or null to let the engine make one.</param>
    /// <param name="request">What to create.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<CreateResponse> CreateContainerAsync(
        string? name, ContainerCreateRequest request, CancellationToken cancellationToken = default)
    {
        await RequireAsync(PodmanGaps.Of(request), cancellationToken);
        return await PostAsync(
            RequestPath.Of("containers", "create").With("name", name),
            request,
            EngineJson.Default.ContainerCreateRequest,
            EngineJson.Default.CreateResponse,
            cancellationToken);
    }

    /// <summary>Starts a container; one that runs already is left alone (304).</summary>
    public Task StartContainerAsync(string id, CancellationToken cancellationToken = default) =>
        PostAsync(RequestPath.Of("containers", id, "start"), _limits.Request, cancellationToken);

    /// <summary>Stops a container; one that is stopped already is left alone (304).</summary>
    /// <param name="id">Id or name.</param>
    /// <param name="grace">Time between the stop signal and SIGKILL; the container's own (10 s unless set) if null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task StopContainerAsync(string id, TimeSpan? grace, CancellationToken cancellationToken = default) =>
        PostAsync(
            RequestPath.Of("containers", id, "stop").With("t", grace?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)),
            _limits.Request + (grace ?? TimeSpan.Zero),
            cancellationToken);

    /// <summary>Stops a container and starts it again; one that is stopped is started.</summary>
    /// <param name="id">Id or name.</param>
    /// <param name="grace">As for <see cref="StopContainerAsync"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task RestartContainerAsync(string id, TimeSpan? grace, CancellationToken cancellationToken = default) =>
        PostAsync(
            RequestPath.Of("containers", id, "restart").With("t", grace?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)),
            _limits.Request + (grace ?? TimeSpan.Zero),
            cancellationToken);

    /// <summary>Freezes all processes of a running container. One that is paused already is an error of the engine (409).</summary>
    public Task PauseContainerAsync(string id, CancellationToken cancellationToken = default) =>
        PostAsync(RequestPath.Of("containers", id, "pause"), _limits.Request, cancellationToken);

    /// <summary>Lets a paused container go on. One that is not paused is an error of the engine (500).</summary>
    public Task UnpauseContainerAsync(string id, CancellationToken cancellationToken = default) =>
        PostAsync(RequestPath.Of("containers", id, "unpause"), _limits.Request, cancellationToken);

    /// <summary>Gives a container another name, also while it runs.</summary>
    /// <param name="id">Id or name.</param>
    /// <param name="name">The new name. The engine refuses one that is taken (409), and the name that it has (400).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task RenameContainerAsync(string id, string name, CancellationToken cancellationToken = default) =>
        PostAsync(RequestPath.Of("containers", id, "rename").With("name", name), _limits.Request, cancellationToken);

    /// <summary>Changes the settings of a container that can be changed, also while it runs. The engine's warnings are passed on.</summary>
    public async Task UpdateContainerAsync(string id, ContainerUpdateRequest request, CancellationToken cancellationToken = default)
    {
        await RequireAsync([PodmanGap.Update], cancellationToken);
        var response = await PostAsync(
            RequestPath.Of("containers", id, "update"),
            request,
            EngineJson.Default.ContainerUpdateRequest,
            EngineJson.Default.ContainerUpdateResponse,
            cancellationToken);
        foreach (var warning in response.Warnings ?? [])
            EngineWatch.Warn($"{warning}");
    }

    /// <summary>Removes a legacy link of the default bridge. Both containers stay.</summary>
    /// <param name="link">"container/alias": the container that the link belongs to, and the name of the other one in it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task RemoveLinkAsync(string link, CancellationToken cancellationToken = default) =>
        DeleteAsync(RequestPath.Of("containers", link).With("link", "1"), cancellationToken);

    /// <summary>Removes a container.</summary>
    /// <param name="id">Id or name.</param>
    /// <param name="force">Also while it runs; it is killed.</param>
    /// <param name="volumes">Its anonymous volumes too.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task RemoveContainerAsync(string id, bool force, bool volumes, CancellationToken cancellationToken = default) =>
        DeleteAsync(
            RequestPath.Of("containers", id).With("force", force ? "1" : null).With("v", volumes ? "1" : null),
            cancellationToken);

    /// <summary>
    /// How long cleaning up may take in all. It runs when the user has pressed Ctrl+C or a command has failed, and cannot be interrupted;
    /// with what is around it, it must be over within five seconds even if the engine is frozen.
    /// </summary>
    public static readonly TimeSpan CleanupLimit = TimeSpan.FromSeconds(4);

    /// <summary>Cleans up: as the other overload, within <see cref="CleanupLimit"/>.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Timeout"/>: it may still be there; the message names it.</exception>
    public Task DiscardContainerAsync(string id, CancellationToken cancellationToken = default) =>
        DiscardContainerAsync(id, CleanupLimit, cancellationToken);

    /// <summary>
    /// Removes a container with its anonymous volumes, whatever it does, and waits until it is gone: it may be removing itself at the same
    /// time.
    /// </summary>
    /// <param name="id">The full id.</param>
    /// <param name="limit">How long all attempts may take together.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.Timeout"/>: it may still be there; the message names it.</exception>
    public async Task DiscardContainerAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            await DiscardUntilGoneAsync(id, deadline.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException(
                EngineFailure.Timeout,
                $"The container {id} could not be removed within {limit.TotalSeconds:0} s: {DockerHost} does not answer. " +
                "When the engine answers again, check whether the container still exists.",
                e);
        }
    }

    private async Task DiscardUntilGoneAsync(string id, CancellationToken cancellationToken)
    {
        const int Attempts = 100;
        var delay = TimeSpan.FromMilliseconds(50);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await RemoveContainerAsync(id, force: true, volumes: true, cancellationToken);
                return;
            }
            catch (EngineException e) when (e.Failure == EngineFailure.NotFound)
            {
                return;
            }
            catch (EngineException e) when (e.Failure == EngineFailure.Conflict && attempt < Attempts)
            {
                // "removal of container … is already in progress"
                await Task.Delay(delay, cancellationToken);
            }
        }
    }
}
