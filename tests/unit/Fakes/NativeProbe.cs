using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>The native program itself, where it was built for this machine (build.sh).</summary>
internal sealed class NativeProbe : IAsyncDisposable
{
    private readonly Process _process;
    private int _lastJob;

    private NativeProbe(Process process) => _process = process;

    /// <summary>Null where it was not built, or this machine cannot run it: then tests of it end at once.</summary>
    public static string? Program { get; } = Find();

    public int Id => _process.Id;

    /// <summary>The first line, once another one was read.</summary>
    public string? Greeting { get; private set; }

    public Process Process => _process;

    public static NativeProbe Start(params string[] arguments) => Run(Program!, arguments);

    /// <summary>One that a shell prepares, as by a limit, and a program may change further, as its capabilities.</summary>
    public static NativeProbe StartUnder(string preparation, params string[] wrapper) =>
        Run("sh", ["-c", $"{preparation}\nexec \"$@\"", "sh", .. wrapper, Program!]);

    /// <summary>A second one with files of its own, as a container has them; null where this process may not change its root.</summary>
    public static async Task<NativeProbe?> StartInAsync(TempFolder root)
    {
        if (Environment.UserName != "root")
            return null;
        File.Copy(Program!, root.File("probe"));
        var inside = Run("chroot", [root.Path, "/probe"]);
        await inside.RunAsync("");
        return inside;
    }

    public void Write(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    /// <summary>The next line; null at the end.</summary>
    public async Task<JsonElement?> ReadAsync(int seconds = 10)
    {
        var line = await LineAsync(seconds);
        if (Greeting is null)
        {
            Greeting = line;
            line = await LineAsync(seconds);
        }

        return line is null ? null : JsonSerializer.Deserialize<JsonElement>(line);
    }

    private async Task<string?> LineAsync(int seconds) =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>Runs one job, given without braces and number; its answers by their index, the end left out.</summary>
    public async Task<List<JsonElement>> RunAsync(string job, int seconds = 10)
    {
        var id = ++_lastJob;
        Write($$"""{"job":{{id}}{{(job.Length > 0 ? "," : "")}}{{job}}}""");
        var answers = new List<JsonElement>();
        while (await ReadAsync(seconds) is { } answer)
        {
            Assert.Equal(id, answer.GetProperty("job").GetInt32());
            if (answer.TryGetProperty("end", out _))
                return [.. answers.OrderBy(a => a.TryGetProperty("i", out var i) ? i.GetInt32() : 0)];
            answers.Add(answer);
        }

        throw new InvalidOperationException("The probe ended.");
    }

    /// <summary>Runs one probe.</summary>
    public async Task<JsonElement> ProbeAsync(string probe, string job = "\"timeout\":1000", int seconds = 10) =>
        Assert.Single(await RunAsync($$"""{{job}},"probes":[{"i":0,{{probe}}}]""", seconds));

    /// <summary>The most memory that it ever used.</summary>
    public long PeakBytes() => 1024 * long.Parse(
        File.ReadLines($"/proc/{Id}/status")
            .Single(l => l.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    public void CloseInput() => _process.StandardInput.Close();

    public async Task<int> EndAsync(int seconds = 5)
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(seconds));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static NativeProbe Run(string program, string[] arguments) => new(Process.Start(new ProcessStartInfo(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, "out/probe/linux-x64/dockernetwork-probe");
            if (File.Exists(program))
                return program;
        }

        return null;
    }
}
