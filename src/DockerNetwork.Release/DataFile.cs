using System.Text;

namespace DockerNetwork.Release;

/// <summary>
/// Reads a PowerShell data file that holds only literals: tables, lists and texts in single quotes. A machine that packs the module needs
/// no PowerShell.
/// </summary>
internal sealed class DataFile
{
    private readonly string _text;
    private int _at;

    private DataFile(string text) => _text = text;

    /// <summary>The table in a file: text, list (<c>object[]</c>) or table under each key. Keys ignore case.</summary>
    /// <exception cref="FormatException">Something else than literals.</exception>
    public static IReadOnlyDictionary<string, object> Parse(string text)
    {
        var file = new DataFile(text.Replace("\r\n", "\n", StringComparison.Ordinal));
        var table = file.Value() as IReadOnlyDictionary<string, object> ?? throw file.Unexpected();
        file.Skip("\n;");
        return file._at == file._text.Length ? table : throw file.Unexpected();
    }

    private object Value()
    {
        var first = One();
        List<object>? list = null;
        while (Take(","))
            (list ??= [first]).Add(One());
        return list?.ToArray() ?? first;
    }

    private object One()
    {
        Skip("\n");
        if (Take("@{"))
            return Table();
        if (Take("@("))
            return List();
        return Take("'") ? Text() : throw Unexpected();
    }

    private Dictionary<string, object> Table()
    {
        var table = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            Skip("\n;");
            if (Take("}"))
                return table;
            var start = _at;
            while (_at < _text.Length && char.IsAsciiLetterOrDigit(_text[_at]))
                _at++;
            var key = _text[start.._at];
            if (key.Length == 0 || !Take("=") || !table.TryAdd(key, Value()))
                throw Unexpected();
        }
    }

    private object[] List()
    {
        var list = new List<object>();
        while (true)
        {
            Skip("\n;,");
            if (Take(")"))
                return [.. list];
            list.Add(One());
        }
    }

    private string Text()
    {
        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c == '\'' && (_at == _text.Length || _text[_at++] != '\''))
            {
                _at--;
                return text.ToString();
            }

            text.Append(c);
        }

        throw Unexpected();
    }

    private bool Take(string token)
    {
        Skip("");
        if (string.CompareOrdinal(_text, _at, token, 0, token.Length) != 0)
            return false;
        _at += token.Length;
        return true;
    }

    /// <summary>Passes spaces, comments, and the characters that mean nothing here.</summary>
    private void Skip(string others)
    {
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == '#')
            {
                while (_at + 1 < _text.Length && _text[_at + 1] != '\n')
                    _at++;
            }
            else if (_text[_at] is not (' ' or '\t' or '\ufeff') && !others.Contains(_text[_at], StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private FormatException Unexpected() =>
        new($"Line {_text.AsSpan(0, _at).Count('\n') + 1} of the manifest is not a literal that the release program reads.");
}
