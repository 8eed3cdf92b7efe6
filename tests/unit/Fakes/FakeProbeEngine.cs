using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>
/// An engine that runs probe containers: what goes to their standard input comes to a test, and the test says what they answer.
/// </summary>
internal sealed class FakeProbeEngine : IAsyncDisposable
{
    // For all tests of the run, beside them: a folder that is never in the way.
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fake-probe");

    private readonly FakeEngine _engine;
    private readonly Func<FakeExchange, JsonElement, Task> _answer;
    private readonly ConcurrentQueue<string> _created = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, string> _inspected = new();
    private int _containers;
    private int _inputsOpen;
    private int _signsOfLife;
    private int _hostJobs;

    static FakeProbeEngine()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "linux-x64"));
        File.WriteAllText(Path.Combine(Folder, "linux-x64", "dockernetwork-probe"), "the program");
    }

    public FakeProbeEngine(Func<FakeExchange, JsonElement, Task> answer)
    {
        _answer = answer;
        _engine = FakeEngine.OnSocket(HandleAsync);
        Client = _engine.Client();
        ProbeImage = TrustedImages.From(Client, Folder).Made;
    }

    /// <summary>One that answers each job with these lines, "JOB" standing for its number.</summary>
    public static FakeProbeEngine Answering(params string[] lines) => new(async (exchange, job) =>
    {
        if (!job.TryGetProperty("cancel", out _))
            await SayAsync(
                exchange,
                [.. lines.Select(l => l.Replace("JOB", job.GetProperty("job").GetRawText(), StringComparison.Ordinal))]);
    });

    /// <summary>One that answers every probe of every job with these fields.</summary>
    public static FakeProbeEngine AnsweringAll(Func<JsonElement, string> fields) => new(async (exchange, job) =>
    {
        var number = job.GetProperty("job").GetInt32();
        var probes = job.TryGetProperty("probes", out var all) ? all.EnumerateArray().ToArray() : [];
        await SayAsync(
            exchange,
            [
                .. probes.Select(p => $$"""{"job":{{number}},"i":{{p.GetProperty("i").GetInt32()}},{{fields(p)}}}"""),
                $$"""{"job":{{number}},"end":true}"""
            ]);
    });

    /// <summary>An image as the probe's own import makes it, with parts of it as a test wants them.</summary>
    public static string MadeImage(
        string? layers = null,
        string config = "",
        string id = "sha256:made",
        string labels = "\"dockernetwork.probe\":\"image\"") =>
        $$"""
        {"Id":"{{id}}","RepoTags":["dockernetwork-probe:{{Digest}}"],
         "RootFS":{"Type":"layers","Layers":{{layers ?? $"[\"sha256:{Digest}\"]"}}},
         "Config":{"Hostname":"","Env":null,"Cmd":null,"AttachStdin":false,"OnBuild":null,"Volumes":{},"Labels":{ {{labels}} }{{config}} } }
        """;

    /// <summary>Of the layer that the module makes from the program of these tests.</summary>
    public static string Digest => ProbeImage.DigestFor(Folder, "linux-x64");

    public EngineClient Client { get; }

    /// <summary>What the module makes for this engine.</summary>
    public ProbeImage ProbeImage { get; }

    public string Version { get; init; } = """{"Os":"linux","Arch":"amd64"}""";

    public string Containers { get; set; } = "[]";

    public bool ImageMissing
    {
        init => Image = value ? null : MadeImage();
    }

    /// <summary>What bears the probe's name, as inspect tells of it; null for nothing.</summary>
    public string? Image { get; set; } = MadeImage();

    /// <summary>What an import makes.</summary>
    public string ImportedImage { get; init; } = MadeImage();

    /// <summary>The images that bear the label.</summary>
    public string ImageList { get; init; } = "[]";

    /// <summary>Other images, by id.</summary>
    public Dictionary<string, string> Images { get; } = [];

    /// <summary>What Podman's own API says of each image, if this is a Podman; null for another engine.</summary>
    public string? PodmanImage
    {
        get;
        init
        {
            field = value;
            _engine.Server = "Libpod/4.3.1 (linux)";
        }
    }

    /// <summary>What the engine says that it is, in its answers.</summary>
    public string Server
    {
        get => _engine.Server;
        init => _engine.Server = value;
    }

    /// <summary>An image as "docker save" writes it.</summary>
    public byte[]? SavedImage { get; set; }

    public (int Status, string Message)? RefuseImport { get; init; }

    /// <summary>What the agent says first of a job for a container; null for nothing, as older agents.</summary>
    public Func<JsonElement, string?> Begin { get; init; } = _ => "\"begin\":true,\"verified\":true";

    /// <summary>The first line of each program; null for one that ends before it.</summary>
    public string? Greeting { get; init; } = $$"""{"protocol":{{Protocol.Greeting.Version}}}""";

    /// <summary>
    /// What each program says of the host, without the job's number; nothing unless given. Tests are told of no such job.
    /// </summary>
    public IReadOnlyList<string> HostFacts { get; init; } = [];

    /// <summary>The test answers jobs about the host as all others.</summary>
    public bool TellsHostJobs { get; init; }

    /// <summary>How often the host was asked about.</summary>
    public int HostJobs => _hostJobs;

    /// <summary>Given "create", "attach" or "start" and the request's body; an error to answer with.</summary>
    public Func<string, string, (int Status, string Message)?> Refuse { get; init; } = (_, _) => null;

    public (int Status, string Message)? RefuseRemoval { get; init; }

    /// <summary>It takes requests and does nothing, as a stopped process.</summary>
    public bool Frozen { get; set; }

    /// <summary>Bodies of the containers that were asked for, refused ones too.</summary>
    public IReadOnlyList<string> Created => [.. _created];

    /// <summary>What the probes were told.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>How many empty lines the probes were sent.</summary>
    public int SignsOfLife => _signsOfLife;

    /// <summary>How many probes wait for more.</summary>
    public int InputsOpen => _inputsOpen;

    public IReadOnlyList<string> Requests => [.. _engine.Requests.Where(r => !r.Contains("_ping", StringComparison.Ordinal))];

    public string? ImportedTar { get; private set; }

    public void Inspected(string id, string document) => _inspected[id] = document;

    public int Count(string part) => Requests.Count(r => r.Contains(part, StringComparison.Ordinal));

    public static async Task SayAsync(FakeExchange exchange, params string[] lines)
    {
        foreach (var line in lines)
            await exchange.FrameAsync(OutputSource.StandardOutput, line + "\n");
    }

    /// <summary>Waits for what comes by another thread.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++)
            await Task.Delay(10);
        Assert.True(condition());
    }

    public async ValueTask DisposeAsync()
    {
        await ProbeAgents.EndIdleAsync(Client);
        Client.Dispose();
        await _engine.DisposeAsync();
    }

    private async Task HandleAsync(FakeExchange exchange)
    {
        var path = Regex.Replace(exchange.Path.Split('?')[0], "^/v[0-9.]+", "", RegexOptions.None, TimeSpan.FromSeconds(1));
        var step = path.Split('/')[^1];
        if (Frozen)
            await Task.Delay(Timeout.Infinite, exchange.Stopped);
        if (exchange.Method == "DELETE")
            await (RefuseRemoval is var (removal, why)
                ? exchange.ErrorAsync(removal, why)
                : exchange.RawAsync("HTTP/1.1 204 No Content\r\n\r\n"));
        else if (path == "/version")
            await exchange.JsonAsync(Version);
        else if (path == "/containers/json")
            await exchange.JsonAsync(Containers);
        else if (path == "/networks")
            await exchange.JsonAsync("[]");
        else if (path == "/images/json")
            await exchange.JsonAsync(ImageList);
        else if (path == "/images/create")
            await ImportAsync(exchange);
        else if (path.StartsWith("/libpod/images/", StringComparison.Ordinal))
            await exchange.JsonAsync(PodmanImage!);
        else if (path.StartsWith("/images/", StringComparison.Ordinal) && step == "get")
            await SendAsync(exchange, SavedImage ?? []);
        else if (path.StartsWith("/images/", StringComparison.Ordinal) && step == "json")
            await InspectImageAsync(exchange, Uri.UnescapeDataString(path.Split('/')[2]));
        else if (step == "json")
            await (_inspected.TryGetValue(path.Split('/')[2], out var document)
                ? exchange.JsonAsync(document)
                : exchange.ErrorAsync(404, "no such container"));
        else
            await ContainerAsync(exchange, step);
    }

    private static async Task SendAsync(FakeExchange exchange, byte[] body)
    {
        await exchange.RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\nContent-Length: {body.Length}\r\n\r\n");
        await exchange.WriteAsync(body);
    }

    private Task InspectImageAsync(FakeExchange exchange, string name)
    {
        var document = Images.GetValueOrDefault(name)
            ?? (Image is { } image
                && (name.StartsWith("dockernetwork-probe:", StringComparison.Ordinal)
                    || image.Contains($"\"Id\":\"{name}\"", StringComparison.Ordinal))
                ? image
                : null);
        return document is null ? exchange.ErrorAsync(404, $"No such image: {name}") : exchange.JsonAsync(document);
    }

    private async Task ImportAsync(FakeExchange exchange)
    {
        if (RefuseImport is var (status, why))
        {
            await exchange.ErrorAsync(status, why);
            return;
        }

        ImportedTar = exchange.Body;
        Image = ImportedImage;
        await exchange.JsonAsync("""{"status":"sha256:abc"}""");
    }

    private async Task ContainerAsync(FakeExchange exchange, string step)
    {
        if (step == "create")
            _created.Enqueue(exchange.Body);
        if (Refuse(step, exchange.Body) is var (status, message))
            await exchange.ErrorAsync(status, message);
        else if (step == "create")
            await (Image is not null
                ? exchange.JsonAsync($$"""{"Id":"probe{{Interlocked.Increment(ref _containers)}}"}""", 201)
                : exchange.ErrorAsync(404, "No such image"));
        else if (step == "start")
            await exchange.RawAsync("HTTP/1.1 204 No Content\r\n\r\n");
        else
            await RunAsync(exchange);
    }

    private async Task RunAsync(FakeExchange exchange)
    {
        await exchange.UpgradeAsync();
        if (Greeting is null)
        {
            exchange.Hangup();
            return;
        }

        await SayAsync(exchange, Greeting);
        Interlocked.Increment(ref _inputsOpen);
        try
        {
            using var input = new StreamReader(exchange.Stream, Encoding.UTF8, leaveOpen: true);
            while (exchange.Stream.CanRead && await input.ReadLineAsync(exchange.Stopped) is { } line)
            {
                if (line.Length == 0)
                {
                    Interlocked.Increment(ref _signsOfLife);
                    continue;
                }

                var job = JsonSerializer.Deserialize<JsonElement>(line);
                if (!TellsHostJobs && job.TryGetProperty("host", out _))
                {
                    Interlocked.Increment(ref _hostJobs);
                    var number = job.GetProperty("job").GetInt32();
                    await SayAsync(
                        exchange,
                        [.. HostFacts.Append("{\"end\":true}").Select(fact => $$"""{"job":{{number}},{{fact[1..]}}""")]);
                    continue;
                }

                _lines.Enqueue(line);
                if (job.TryGetProperty("container", out _) && Begin(job) is { } begin)
                    await SayAsync(exchange, $$"""{"job":{{job.GetProperty("job").GetInt32()}},{{begin}}}""");
                await _answer(exchange, job);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inputsOpen);
        }
    }
}
