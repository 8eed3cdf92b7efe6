using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Reachability.Model;
using DockerNetwork.Reachability.Prediction;

namespace DockerNetwork.Reachability.Probing;

/// <summary>
/// Probes with the source container's own ping and nc, all targets of a source in one exec. Needs a shell and the tools in the container;
/// where they are missing the answer is "unknown", with the reason.
/// </summary>
internal sealed class ExecProber(EngineClient client) : Prober
{
    /// <summary>A probe takes about 40 bytes of the argument list; the kernel's limit for one list is 128 KiB at the least.</summary>
    private const int ProbesPerExec = 500;

    /// <summary>As in the script.</summary>
    private const int ProbesAtOnce = 32;

    /// <summary>For starting processes in a busy container.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    private static readonly Lazy<string> Script = new(() =>
    {
        using var stream = typeof(ExecProber).Assembly.GetManifestResourceStream("exec-probe.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    public override ProbeMethod Method => ProbeMethod.Exec;

    public override int SourcesAtOnce => 8;

    public override async IAsyncEnumerable<(int Index, Observation Observation)> ProbeAsync(
        Container source, IReadOnlyList<Probe> probes, ProbeOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var start = 0; start < probes.Count; start += ProbesPerExec)
        {
            var chunk = probes.Skip(start).Take(ProbesPerExec).ToArray();
            var open = Enumerable.Range(0, chunk.Length).ToHashSet();
            foreach (var index in open.Where(i => !CanSend(chunk[i], options)).ToList())
            {
                open.Remove(index);
                yield return (start + index, CannotSend(source, chunk[index]));
            }

            var complaints = new List<string>();
            await foreach (var line in RunAsync(source, chunk, options, complaints, cancellationToken))
            {
                if (Read(line) is not var (index, code, text) || !open.Remove(index))
                {
                    complaints.Add(line);
                    continue;
                }

                yield return (start + index, chunk[index].Protocol == ProbeProtocol.Tcp
                    ? ToolOutput.ReadConnect(source, chunk[index], code, text)
                    : ToolOutput.ReadPing(source, chunk[index], code, text));
            }

            foreach (var index in open)
                yield return (start + index, Unanswered(source, chunk[index], complaints));
        }
    }

    /// <summary>ping and nc choose the family of a name's address themselves.</summary>
    private static bool CanSend(Probe probe, ProbeOptions options) =>
        probe.Protocol is ProbeProtocol.Icmp or ProbeProtocol.Tcp && (options.Family is null || IPAddress.TryParse(probe.Literal, out _));

    private static Observation CannotSend(Container source, Probe probe) => new()
    {
        State = ReachabilityState.Unknown,
        Reason = ObservationReasons.For(source, probe with { Protocol = ProbeProtocol.Icmp }, ReachabilityState.Unknown, "UDP, HTTP, lookups and a choice between IPv4 and IPv6 for a name need the agent or a sidecar; the container's own tools are not enough"),
    };

    private async IAsyncEnumerable<string> RunAsync(
        Container source, Probe[] probes, ProbeOptions options, List<string> complaints, [EnumeratorCancellation] CancellationToken cancellationToken)
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
            command.Add(!CanSend(probe, options) ? "none" : probe.Protocol == ProbeProtocol.Tcp ? "tcp" : "icmp");
            command.Add(probe.Literal);
            command.Add((probe.Port ?? 0).ToString(CultureInfo.InvariantCulture));
        }

        HijackedConnection connection;
        try
        {
            var exec = await client.CreateExecAsync(source.Id, new ExecCreateRequest { Command = command, AttachStdin = true }, cancellationToken);
            connection = await client.StartExecAsync(exec, cancellationToken);
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
        await using (connection)
        {
            using var timer = new CancellationTokenSource(limit);
            await using var end = timer.Token.Register(() => _ = connection.CloseInputAsync().AsTask());
            await foreach (var line in connection.ReadLinesAsync(cancellationToken))
                yield return line.Text;
        }
    }

    /// <summary>"INDEX EXITCODE TEXT".</summary>
    private static (int Index, int Code, string Text)? Read(string line)
    {
        var parts = line.Split(' ', 3);
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? (index, code, parts.Length > 2 ? parts[2].Trim() : "")
            : null;
    }

    private static Observation Unanswered(Container source, Probe probe, List<string> complaints)
    {
        if (complaints.Count == 0 && IPAddress.TryParse(probe.Literal, out var address))
            return new Observation { State = ReachabilityState.Blocked, Address = address, Sent = 1 };

        return new Observation
        {
            State = ReachabilityState.Unknown,
            Reason = new Reason(
                ReasonCode.NotProbed, source.Name,
                complaints.Count == 0
                    ? $"The lookup of '{probe.Literal}' in {source} did not end in time. Does its DNS server answer?"
                    : $"{source} could not be probed with its own tools: {string.Join(' ', complaints)}"),
        };
    }
}
