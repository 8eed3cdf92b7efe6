using System.Text;

namespace DockerNetwork.Engine;

/// <summary>Assembles lines of UTF-8 from pieces that may be cut anywhere. A line without an end cannot fill the memory.</summary>
/// <param name="longest">How many characters a line may have.</param>
internal sealed class LineBuffer(int longest)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private bool _tooLong;

    /// <summary>
    /// The lines that end in a piece, each without its end (LF or CR LF). Everything after a line that is too long is ignored.
    /// </summary>
    public List<string> Append(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
        _decoder.GetChars(bytes, characters, flush: false);
        var lines = new List<string>();
        var start = 0;
        for (var i = 0; i < characters.Length && !_tooLong; i++)
        {
            if (characters[i] != '\n')
                continue;
            Add(characters.AsSpan(start, i - start));
            if (!_tooLong)
                lines.Add(Take());
            start = i + 1;
        }

        Add(characters.AsSpan(start));
        return lines;
    }

    /// <summary>Call it after the lines before have been passed on.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Protocol"/>: a line is too long.</exception>
    public void ThrowIfTooLong()
    {
        if (_tooLong)
        {
            throw new EngineException(
                EngineFailure.Protocol,
                $"A line of the output has more than {longest} characters and no line break. The rest was not read.");
        }
    }

    /// <summary>What came after the last line end; null if nothing did.</summary>
    public string? Rest()
    {
        // The end may be inside a character. What stands for it counts too.
        Span<char> cut = stackalloc char[4];
        Add(cut[.._decoder.GetChars([], cut, flush: true)]);
        return _text.Length > 0 ? Take() : null;
    }

    private void Add(ReadOnlySpan<char> text)
    {
        _tooLong |= _text.Length + text.Length > longest;
        if (!_tooLong)
            _text.Append(text);
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
