using System.Globalization;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Probing;

/// <summary>Starts a probe container on an engine; leaves none behind if that fails or is given up.</summary>
internal static class ProbeStart
{
    /// <summary>Enough for all sources of a large mesh with all their connections; since Docker 29 a container starts with 1,024.</summary>
    private static readonly Ulimit[] Descriptors = [new("nofile", 65536, 65536)];

    /// <summary>
    /// Engines that may not give so many: their own hard limit is lower, and they lack CAP_SYS_RESOURCE (rootless ones, and engines in a
    /// container).
    /// </summary>
    private static readonly ConditionalWeakTable<EngineClient, object> Limited = [];

    /// <summary>Creates the container, with the image if need be, attaches to it and starts it.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="role">agent or sidecar.</param>
    /// <param name="host">Its namespaces and capabilities; limits and the like are added here.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>Its id, and its standard streams.</returns>
    /// <exception cref="ProberUnavailableException">The engine does not allow it.</exception>
    /// <exception cref="EngineException"><see cref="EngineFailure.NotTrusted"/>: the image is not the module's.</exception>
    public static async Task<(string Id, HijackedConnection Connection)> RunAsync(
        EngineClient client, string role, HostConfig host, CancellationToken cancellationToken)
    {
        try
        {
            var image = await TrustedImages.Of(client).IdAsync(cancellationToken);
            var request = Request(image, role, host);
            if (Limited.TryGetValue(client, out _))
                return await RunAsync(client, role, request, cancellationToken);
            try
            {
                var generous = request with { HostConfig = request.HostConfig! with { Ulimits = Descriptors } };
                return await RunAsync(client, role, generous, cancellationToken);
            }
            catch (EngineException e) when (e.StatusCode is not null && e.Message.Contains("rlimit", StringComparison.OrdinalIgnoreCase))
            {
                // "error setting rlimit type 7: operation not permitted" (runc), "setrlimit `RLIMIT_NOFILE`" (crun). The probe then raises
                // what it has.
                Limited.TryAdd(client, Limited);
                EngineWatch.Trace(
                    $"The engine cannot give the {role} {Descriptors[0].Hard} file descriptors. It gets the engine's default.");
                return await RunAsync(client, role, request, cancellationToken);
            }
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            throw new ProberUnavailableException($"The engine refuses the {role} container: {e.Message}", e);
        }
    }

    /// <summary>Removes a container without hiding why it is removed; if that fails, reports the container's id.</summary>
    public static async Task DiscardAsync(EngineClient client, string id)
    {
        try
        {
            await client.DiscardContainerAsync(id, CancellationToken.None);
        }
        catch (EngineException e)
        {
            // Its standard input is closed by now: if it runs it ends by itself, and the engine removes it then.
            const string Next = "If it was started, it ends by itself and the engine removes it. " +
                "If not, Clear-DockerNetworkProbe removes it.";
            EngineWatch.Trace($"The probe container {id} could not be removed: {e.Message} {Next}");
        }
    }

    private static ContainerCreateRequest Request(string image, string role, HostConfig host) => new()
    {
        Image = image,
        // Not as the entry point, which Podman leaves out of its list of containers. The image has none.
        Command = [ProbeImage.Program, Seconds(ProbeProcess.Lifetime), Seconds(ProbeProcess.MaxSilence)],
        OpenStdin = true,
        StdinOnce = true,
        Labels = new Dictionary<string, string> { [ProbeImage.Label] = role },
        HostConfig = host with
        {
            AutoRemove = true,
            ReadonlyRootfs = true,
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            PidsLimit = 32,
            Memory = 256 * 1024 * 1024,
            LogConfig = new LogConfig("none"),
        },
    };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private static async Task<(string Id, HijackedConnection Connection)> RunAsync(
        EngineClient client, string role, ContainerCreateRequest request, CancellationToken cancellationToken)
    {
        var (id, image) = await CreateAsync(client, request, cancellationToken);
        HijackedConnection? connection = null;
        try
        {
            await TrustedImages.Of(client).ConfirmAsync(image, cancellationToken);
            connection = await client.AttachContainerAsync(id, cancellationToken);
            await client.StartContainerAsync(id, cancellationToken);
            EngineWatch.Trace($"Started the {role} container {ShortId.Of(id)}. The engine removes it when it ends.");
            return (id, connection);
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();
            await DiscardAsync(client, id);
            throw;
        }
    }

    private static async Task<(string Id, string Image)> CreateAsync(
        EngineClient client, ContainerCreateRequest request, CancellationToken cancellationToken)
    {
        var images = TrustedImages.Of(client);
        try
        {
            return await OfAsync(request.Image);
        }
        catch (EngineException e) when (e.Failure == EngineFailure.NotFound)
        {
            images.Forget(request.Image);
            var image = await images.IdAsync(cancellationToken);
            if (image == request.Image)
                throw;
            return await OfAsync(image);
        }
        catch (EngineException e) when (e.StatusCode is not null && e.Message.Contains("wrong diff id", StringComparison.Ordinal))
        {
            return await OfAsync(await images.RenewAsync(cancellationToken));
        }

        async Task<(string Id, string Image)> OfAsync(string image) =>
            (await CreateOnceAsync(client, request with { Image = image }, cancellationToken), image);
    }

    /// <summary>
    /// Not with the caller's token: a container whose id never came could not be removed again. One who gives up does not wait for long,
    /// though.
    /// </summary>
    private static async Task<string> CreateOnceAsync(
        EngineClient client, ContainerCreateRequest request, CancellationToken cancellationToken)
    {
        var creating = client.CreateContainerAsync(null, request, CancellationToken.None);
        try
        {
            return (await creating.WaitAsync(cancellationToken)).Id;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAny(DiscardWhenCreatedAsync(client, creating), Task.Delay(EngineClient.CleanupLimit, CancellationToken.None));
            throw;
        }
    }

    private static async Task DiscardWhenCreatedAsync(EngineClient client, Task<CreateResponse> creating)
    {
        try
        {
            await DiscardAsync(client, (await creating).Id);
        }
        catch (EngineException)
        {
            // It was not created, or that is unknown; then it is found as a stray.
        }
    }
}
