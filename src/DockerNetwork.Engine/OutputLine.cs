using System.Runtime.CompilerServices;

namespace DockerNetwork.Engine;

/// <summary>One line that a process wrote.</summary>
/// <param name="Source">Its stream.</param>
/// <param name="Text">The line without its end (LF or CR LF).</param>
public readonly record struct OutputLine(OutputSource Source, string Text);

/// <summary>Reads the output of a process as lines.</summary>
public static class OutputLines
{
    /// <summary>
    /// The most characters in a line that the module parses: an answer of the probe or of a tool, or the progress of a pull.
    /// </summary>
    public const int LongestLine = 1024 * 1024;

    /// <summary>
    /// The most characters in a line of the user's data. A document of many megabytes without a line break is normal there. It is passed on
    /// whole or not at all, because a part of it would be taken for the whole.
    /// </summary>
    public const int LongestText = 64 * 1024 * 1024;

    /// <summary>As <see cref="ReadLinesAsync(HijackedConnection, int, CancellationToken)"/> with <see cref="LongestLine"/>.</summary>
    public static IAsyncEnumerable<OutputLine> ReadLinesAsync(
        this HijackedConnection connection, CancellationToken cancellationToken = default) =>
        connection.ReadLinesAsync(LongestLine, cancellationToken);

    /// <summary>
    /// Lines as they come, those of standard output and of standard error each in their order. Frames cut lines and characters anywhere,
    /// so each stream has a decoder of its own. A last line without an end is a line.
    /// </summary>
    /// <param name="connection">The stream.</param>
    /// <param name="longest">How many characters a line may have. A longer one ends the reading; nothing is cut silently.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EngineException">
    /// As <see cref="HijackedConnection.ReadAsync"/>; <see cref="EngineFailure.Protocol"/> also for a line that is too long, after the
    /// lines before it.
    /// </exception>
    public static async IAsyncEnumerable<OutputLine> ReadLinesAsync(
        this HijackedConnection connection, int longest, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = new byte[16 * 1024];
        var pending = new Dictionary<OutputSource, LineBuffer>();
        while (await connection.ReadAsync(buffer, cancellationToken) is { Count: > 0 } piece)
        {
            if (!pending.TryGetValue(piece.Source, out var lines))
                pending[piece.Source] = lines = new LineBuffer(longest);
            foreach (var line in lines.Append(buffer.AsSpan(0, piece.Count)))
                yield return new OutputLine(piece.Source, line);
            lines.ThrowIfTooLong();
        }

        foreach (var (source, lines) in pending)
        {
            if (lines.Rest() is { } rest)
                yield return new OutputLine(source, rest);
        }
    }
}
