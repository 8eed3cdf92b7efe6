using System.Runtime.CompilerServices;
using System.Text;

namespace DockerNetwork.Engine;

/// <summary>One line that a process wrote.</summary>
/// <param name="Source">Its stream.</param>
/// <param name="Text">The line without its end (LF or CR LF).</param>
public readonly record struct OutputLine(OutputSource Source, string Text);

/// <summary>Reads the output of a process as lines.</summary>
public static class OutputLines
{
    /// <summary>
    /// Lines as they come, those of standard output and of standard error each in their order. Frames cut lines and characters anywhere,
    /// so each stream has a decoder of its own. A last line without an end is a line.
    /// </summary>
    public static async IAsyncEnumerable<OutputLine> ReadLinesAsync(
        this HijackedConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = new byte[16 * 1024];
        var pending = new Dictionary<OutputSource, LineBuffer>();
        while (await connection.ReadAsync(buffer, cancellationToken) is { Count: > 0 } piece)
        {
            if (!pending.TryGetValue(piece.Source, out var lines))
                pending[piece.Source] = lines = new LineBuffer();
            foreach (var line in lines.Append(buffer.AsSpan(0, piece.Count)))
                yield return new OutputLine(piece.Source, line);
        }

        foreach (var (source, lines) in pending)
        {
            if (lines.Rest() is { } rest)
                yield return new OutputLine(source, rest);
        }
    }

    private sealed class LineBuffer
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly StringBuilder _text = new();

        public List<string> Append(ReadOnlySpan<byte> bytes)
        {
            var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
            _decoder.GetChars(bytes, characters, flush: false);
            var lines = new List<string>();
            var start = 0;
            for (var i = 0; i < characters.Length; i++)
            {
                if (characters[i] != '\n')
                    continue;
                _text.Append(characters, start, i - start);
                lines.Add(Take());
                start = i + 1;
            }

            _text.Append(characters, start, characters.Length - start);
            return lines;
        }

        public string? Rest()
        {
            // The end may stand inside a character.
            Span<char> cut = stackalloc char[4];
            _text.Append(cut[.._decoder.GetChars([], cut, flush: true)]);
            return _text.Length > 0 ? Take() : null;
        }

        private string Take()
        {
            if (_text.Length > 0 && _text[^1] == '\r')
                _text.Length--;
            var line = _text.ToString();
            _text.Clear();
            return line;
        }
    }
}
