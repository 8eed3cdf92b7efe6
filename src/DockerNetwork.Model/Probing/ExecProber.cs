using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// Probes with the source container's own ping and nc, all targets of a source in one exec. Needs a shell and the tools in the container;
/// where they are missing the answer is "unknown", with the reason.
/// </summary>
/// <param name="client">The engine.</param>
/// <param name="time">The clock of its time limits; the system's if null.</param>
internal sealed class ExecProber(EngineClient client, TimeProvider? time = null) : Prober
{
    /// <summary>A probe takes about 40 bytes of the argument list; the kernel's limit for one list is 128 KiB at the least.</summary>
    private const int ProbesPerExec = 500;

    /// <summary>Bytes of a name; a longer one resolves nowhere (RFC 1035, 2.3.4).</summary>
    private const int MaxName = 255;

    /// <summary>As in the script.</summary>
    private const int ProbesAtOnce = 32;

    /// <summary>For starting processes in a busy container.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    /// <summary>
    /// From the end of its input to the end of the script. What still comes then is not from the script: the shell is the container's own.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many characters all output may have: what ping prints for every packet, several times over, and not more than this at all.
    /// </summary>
    private const int MaxOutput = 16 * 1024 * 1024;

    private static readonly Lazy<string> Script = new(() =>
    {
        using var stream = typeof(ExecProber).Assembly.GetManifestResourceStream("exec-probe.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    public override ProbeMethod Method => ProbeMethod.Exec;

    public override int SourcesAtOnce => 8;

    public override async IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> ProbeAsync(
        Container source, IReadOnlyList<PlannedProbe> probes, ProbeOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var start = 0; start < probes.Count; start += ProbesPerExec)
        {
            var chunk = probes.Skip(start).Take(ProbesPerExec).ToArray();
            var open = Enumerable.Range(0, chunk.Length).ToHashSet();
            foreach (var index in open.Where(i => !CanSend(chunk[i], options)).ToList())
            {
                open.Remove(index);
                yield return (chunk[index], CannotSend(source, chunk[index], options));
            }

            var complaints = new Complaints();
            await foreach (var line in RunAsync(source, chunk, options, complaints, cancellationToken))
            {
                if (Read(line) is not var (index, code, text) || !open.Remove(index))
                {
                    complaints.Add(line);
                    continue;
                }

                yield return (chunk[index], chunk[index].Protocol == ProbeProtocol.Tcp
                    ? ToolOutput.ReadConnect(source, chunk[index], code, text)
                    : ToolOutput.ReadPing(source, chunk[index], code, text));
            }

            foreach (var index in open)
                yield return (chunk[index], Unanswered(source, chunk[index], complaints));
        }
    }

    /// <summary>
    /// ping and nc choose the family of a name's address themselves; and a name that begins with a dash, as aliases may, would be an option
    /// of theirs.
    /// </summary>
    private static bool CanSend(PlannedProbe probe, ProbeOptions options) =>
        probe.Protocol is ProbeProtocol.Icmp or ProbeProtocol.Tcp
        && IsArgument(probe.Literal)
        && !probe.Literal.StartsWith('-')
        && options is { Size: null, DontFragment: false }
        && (options.Family is null || probe.Name.IsAddress);

    /// <summary>
    /// An engine refuses the whole command for a NUL in one of its arguments, and the shell's lines come apart at a line feed.
    /// </summary>
    private static bool IsArgument(string literal) =>
        literal.Length > 0 && Encoding.UTF8.GetByteCount(literal) <= MaxName && !literal.Any(char.IsControl);

    private static Observation CannotSend(Container source, PlannedProbe probe, ProbeOptions options) => new()
    {
        State = ReachabilityState.Unknown,
        Reason = ObservationReasons.For(
            source, probe, ReachabilityState.Unknown,
            options is not { Size: null, DontFragment: false }
                ? "the container's own tools cannot set the size of a packet in the same manner everywhere, so -Size and -DontFragment "
                    + "need the agent or a sidecar. Omit -Method Exec"
                : IsArgument(probe.Literal)
                ? "the container's own tools are not enough: UDP, HTTP, lookups, names that begin with a hyphen, and -IPv4 or -IPv6 " +
                    "with a name need the agent or a sidecar"
                : "the name is empty, has control characters or more than 255 bytes, so the container's tools cannot use it"),
    };

    private async IAsyncEnumerable<string> RunAsync(
        Container source, PlannedProbe[] probes, ProbeOptions options, Complaints complaints,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Array.Exists(probes, p => CanSend(p, options)))
            yield break;

        List<string> command =
        [
            "sh", "-c", Script.Value, "sh",
            options.Count.ToString(CultureInfo.InvariantCulture),
            options.Timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
        ];
        foreach (var probe in probes)
        {
            var possible = CanSend(probe, options);
            command.Add(!possible ? "none" : probe.Protocol == ProbeProtocol.Tcp ? "tcp" : "icmp");
            command.Add(possible ? probe.Literal : "-");
            command.Add((probe.Port ?? 0).ToString(CultureInfo.InvariantCulture));
        }

        HijackedConnection connection;
        try
        {
            var request = new ExecCreateRequest { Command = command, AttachStdin = true };
            var exec = await client.CreateExecAsync(source.Id, request, cancellationToken);
            connection = await client.StartExecAsync(exec, cancellationToken: cancellationToken);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            // No shell, no such container any more, paused meanwhile: this source is not probed, the others are.
            complaints.Add(e.Message);
            yield break;
        }

        // ping and nc keep to their own time limit once they have an address; a lookup does not. When time is up, the end of its input
        // ends the script, and what it has not said by then stays unanswered.
        var waves = (probes.Length + ProbesAtOnce - 1) / ProbesAtOnce;
        var limit = Margin + (waves * (TimeSpan.FromSeconds(options.Count - 1) + (2 * options.Timeout)));
        var room = Math.Min(MaxOutput, probes.Length * (2000L + (200L * options.Count)));
        await using (connection)
        {
            using var timer = new CancellationTokenSource(limit, time ?? TimeProvider.System);
            await using var end = timer.Token.Register(() => _ = connection.CloseInputAsync().AsTask());
            using var last = new CancellationTokenSource(limit + Grace, time ?? TimeProvider.System);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, last.Token);
            await using var lines = connection.ReadLinesAsync(deadline.Token).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(lines, complaints, cancellationToken))
            {
                room -= lines.Current.Text.Length + 1;
                if (room < 0)
                {
                    complaints.Add("its shell printed more output than the tools can produce.");
                    yield break;
                }

                yield return lines.Current.Text;
            }
        }
    }

    /// <summary>
    /// The next line; false at the end, at the deadline, and if the stream breaks: that is about this source and no other.
    /// </summary>
    private static async Task<bool> NextAsync(
        IAsyncEnumerator<OutputLine> lines, Complaints complaints, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            complaints.Add("its shell did not exit.");
            return false;
        }
        catch (EngineException e) when (e.Failure is EngineFailure.ConnectionLost or EngineFailure.Protocol)
        {
            complaints.Add(e.Message);
            return false;
        }
    }

    /// <summary>"INDEX EXITCODE TEXT".</summary>
    internal static (int Index, int Code, string Text)? Read(string line)
    {
        var parts = line.Split(' ', 3);
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? (index, code, parts.Length > 2 ? parts[2].Trim() : "")
            : null;
    }

    private static Observation Unanswered(Container source, PlannedProbe probe, Complaints complaints)
    {
        // ping and nc end by themselves once they have an address, so silence is the shell's and says nothing about the network.
        return new Observation
        {
            State = ReachabilityState.Unknown,
            Reason = new Reason(
                ReasonCode.NotProbed, source.Name,
                !complaints.Any
                    ? probe.Name.IsAddress
                        ? $"The shell of {source} ended without an answer."
                        : $"The lookup of '{probe.Literal}' in {source} did not end in time. Does its DNS server answer?"
                    : $"{source} could not be probed with its own tools: {complaints}"),
        };
    }

    /// <summary>Output that is not an answer, kept short: it is the container's own words.</summary>
    private sealed class Complaints
    {
        private const int MaxCount = 20;
        private const int MaxLength = 300;

        private readonly List<string> _kept = [];

        public bool Any => _kept.Count > 0;

        public void Add(string text)
        {
            if (_kept.Count < MaxCount)
                _kept.Add(text.Length <= MaxLength ? text : text[..MaxLength] + " …");
        }

        public override string ToString() => string.Join(' ', _kept);
    }
}
