using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// Which images of an engine are the probe's, by what is in them. An id stands for a content for ever, so an answer holds as long as the
/// client lives, and an engine is asked once.
/// </summary>
internal sealed class TrustedImages
{
    /// <summary>
    /// How many ids are looked at for one list. Anybody's containers may bear the label; they shall not cost a request each without end.
    /// </summary>
    public const int MaxAsked = 32;

    /// <summary>How many containers are looked at in a session; see <see cref="MaxAsked"/>.</summary>
    private const int MaxContainersAsked = 10_000;

    private static readonly ConditionalWeakTable<EngineClient, TrustedImages> Clients = [];

    private readonly EngineClient _client;
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _sealed = new(StringComparer.Ordinal);
    private int _containersAsked;
    private volatile string? _id;

    private SemaphoreSlim Gate { get; } = new(1, 1);

    private TrustedImages(EngineClient client, string folder)
    {
        _client = client;
        Made = new ProbeImage(client, folder);
    }

    /// <summary>What the module makes for this engine.</summary>
    public ProbeImage Made { get; }

    /// <summary>Those of an engine.</summary>
    public static TrustedImages Of(EngineClient client) =>
        Clients.GetValue(client, static c => new TrustedImages(c, ProbeImage.OwnFolder));

    /// <summary>Those of an engine whose image is made from another folder than the module's own.</summary>
    /// <param name="client">The engine, before anything else is asked of it here.</param>
    /// <param name="folder">See <see cref="ProbeImage"/>.</param>
    /// <exception cref="ArgumentException">The client is in use already.</exception>
    internal static TrustedImages From(EngineClient client, string folder)
    {
        var images = new TrustedImages(client, folder);
        Clients.Add(client, images);
        return images;
    }

    /// <summary>The id of the verified image. It is imported if it is missing, or if its name belongs to another image.</summary>
    /// <exception cref="ProberUnavailableException">The module has no program for the engine's platform.</exception>
    /// <exception cref="EngineException">
    /// <see cref="EngineFailure.NotTrusted"/>: what bears the name is something else, even after the import.
    /// </exception>
    public async Task<string> IdAsync(CancellationToken cancellationToken)
    {
        if (_id is { } known)
            return known;
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return _id ??= await FindAsync(cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Forgets an id that the engine no longer knows.</summary>
    /// <param name="id">The one that was tried; a newer one stays.</param>
    public void Forget(string id) => Interlocked.CompareExchange(ref _id, null, id);

    /// <summary>
    /// Looks at the image once more when a container has been created of it, which keeps it as it is. On Podman an image that says what the
    /// module's says has its id too, and may have taken its place.
    /// </summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.NotTrusted"/>: it is not the module's now.</exception>
    public async Task ConfirmAsync(string id, CancellationToken cancellationToken)
    {
        if ((await _client.GetProductAsync(cancellationToken)).Kind == EngineKind.Docker
            || (await LookAsync(id, cancellationToken)).Id == id)
        {
            return;
        }

        Forget(id);
        throw NotTrusted(id, null);
    }

    /// <summary>
    /// Imports the image anew, for an engine that cannot make a container of the one it has: containerd's image store keeps an image whose
    /// layer is not what it says, and notices when it unpacks it.
    /// </summary>
    public async Task<string> RenewAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return _id = await ImportAsync(cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>
    /// Those of these ids whose image is verified. An image that is gone, or that the engine does not report, is not verified.
    /// </summary>
    public async Task<IReadOnlySet<string>> VerifiedAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var verified = new HashSet<string>(StringComparer.Ordinal);
        var asked = 0;
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (id == _id || (_known.TryGetValue(id, out var known) ? known : asked++ < MaxAsked && await AskAsync(id, cancellationToken)))
                verified.Add(id);
        }

        return verified;
    }

    /// <summary>
    /// Whether a container is closed as the module closes its own (<see cref="ProbeContainers.IsSealed"/>). One that has just gone counts
    /// as ours: it has the image and the program, and there is nothing left to hide.
    /// </summary>
    /// <param name="id">The container's id; its answer holds as long as it lives.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<bool> IsSealedAsync(string id, CancellationToken cancellationToken)
    {
        if (_sealed.TryGetValue(id, out var known))
            return known;

        // No session starts so many probes; somebody else makes containers that look like them.
        if (Interlocked.Increment(ref _containersAsked) > MaxContainersAsked)
            return false;
        try
        {
            var host = (await _client.InspectContainerAsync(id, cancellationToken)).HostConfig;
            return _sealed[id] = (await _client.GetProductAsync(cancellationToken)).Kind == EngineKind.Podman
                ? PodmanContainers.IsSealed(host)
                : ProbeContainers.IsSealed(host);
        }
        catch (EngineException e) when (e.Failure == EngineFailure.NotFound)
        {
            return true;
        }
    }

    private async Task<bool> AskAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var image = await _client.InspectImageAsync(id, cancellationToken);

            // The answer must have this id: a name could belong to something else.
            return _known[id] = image.Id == id && await Made.IsMadeAsync(image, cancellationToken);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            return false;
        }
        catch (ProberUnavailableException)
        {
            // Without a program for this platform the module has made no image here.
            return false;
        }
    }

    private async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        var name = await Made.NameAsync(cancellationToken);
        var (exists, id) = await LookAsync(name, cancellationToken);
        if (id is not null)
            return id;
        if (!exists)
            return await ImportAsync(cancellationToken);

        EngineWatch.Trace($"The image {name} does not have the content of the probe. It is not used, and its name is removed.");
        try
        {
            return await ImportAsync(cancellationToken);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            throw NotTrusted(name, e);
        }
    }

    private async Task<string> ImportAsync(CancellationToken cancellationToken)
    {
        await Made.ImportAsync(cancellationToken);
        var name = await Made.NameAsync(cancellationToken);
        return (await LookAsync(name, cancellationToken)).Id ?? throw NotTrusted(name, null);
    }

    /// <summary>What has a name: nothing, something else, or the image, whose id is returned.</summary>
    private async Task<(bool Exists, string? Id)> LookAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var image = await _client.InspectImageAsync(name, cancellationToken);
            return (true, image.Id is not null && await Made.IsMadeAsync(image, cancellationToken) ? image.Id : null);
        }
        catch (EngineException e) when (e.Failure == EngineFailure.NotFound)
        {
            return (false, null);
        }
    }

    private EngineException NotTrusted(string name, EngineException? cause)
    {
        var why = cause is null ? "" : $": {cause.Message.TrimEnd('.')}";
        return new(
            EngineFailure.NotTrusted,
            $"The image {name} on {_client.DockerHost} was not made by this module and could not be replaced{why}. " +
            "It is not used, because its program would run with access to all containers. " +
            "Find out who created it and remove it, or use -Method Exec.",
            cause);
    }
}
