using System.Diagnostics;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>A program ssh first on PATH, whose remote side is an engine of a few lines of shell. The test fails if one is left.</summary>
internal sealed class FakeSsh : IAsyncDisposable
{
    /// <summary>Answers the greeting, a list to each GET, and a stream to each POST, which ends with its input.</summary>
    public const string Engine = """
        cr=$(printf '\r')
        while IFS= read -r line; do
            case $line in
                HEAD*) answer='200 OK\r\nApi-Version: 1.51\r\n\r\n' ;;
                GET*_ping*) answer='200 OK\r\nApi-Version: 1.51\r\nContent-Length: 0\r\n\r\n' ;;
                GET*networks*) answer='200 OK\r\nContent-Length: 2\r\n\r\n[]'; listed=yes ;;
                POST*) answer='101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n' ;;
                "$cr") printf "HTTP/1.1 $answer"; case $answer in 101*) break ;; 200*) ;; esac ;;
            esac
        done
        printf '\001\0\0\0\0\0\0\005first'
        cat >"$0.input"
        printf '\001\0\0\0\0\0\0\004last'
        """;

    private readonly TempFolder _folder = new();

    /// <summary><see cref="Engine"/>, one place of it changed.</summary>
    public static string With(string place, string change) => Engine.Replace(place, change, StringComparison.Ordinal);

    /// <param name="script">What it does, in sh.</param>
    public FakeSsh(string script = Engine)
    {
        _folder.Write("script", "#!/bin/sh\necho $$ >>\"$0.pids\"\nprintf '%s\\n' \"$@\" >\"$0.arguments\"\n" + script + "\n");
        // Copied by another process: a file that is open for writing, in a child of this process too, cannot be run.
        using var install = Process.Start("install", ["-m", "755", _folder.File("script"), _folder.File("ssh")]);
        install.WaitForExit();
    }

    public ThisMachine Machine => new FakeEnvironment().With("PATH", _folder.Path + ":" + Environment.GetEnvironmentVariable("PATH"));

    public string[] Arguments => File.ReadAllLines(_folder.File("ssh.arguments"));

    public string Input => File.ReadAllText(_folder.File("ssh.input"));

    /// <summary>How often it was started.</summary>
    public int Started => Pids.Length;

    /// <summary>Which of its processes are there, also as zombies.</summary>
    public int Running => Pids.Count(pid => Directory.Exists($"/proc/{pid}"));

    private string[] Pids => Lines("ssh.pids");

    public string[] Lines(string name) => File.Exists(_folder.File(name)) ? File.ReadAllLines(_folder.File(name)) : [];

    public EngineClient Client(string host = "ssh://me@build:2222") => new(DockerHost.Parse(host), Machine);

    /// <summary>Waits until none of its processes is there.</summary>
    public async Task<bool> IsGoneAsync(TimeSpan within)
    {
        var since = Stopwatch.GetTimestamp();
        while (Running > 0 && Stopwatch.GetElapsedTime(since) < within)
            await Task.Delay(20);
        return Running == 0;
    }

    public async ValueTask DisposeAsync()
    {
        var gone = await IsGoneAsync(TimeSpan.FromSeconds(10));
        _folder.Dispose();
        Assert.True(gone, "An ssh was left behind.");
    }
}
