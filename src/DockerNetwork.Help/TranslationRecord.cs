using System.Text.RegularExpressions;

namespace DockerNetwork.Help;

/// <summary>
/// Which English text each translated paragraph is the translation of: a file with a line for each paragraph, its section and a hash. So a
/// change of the English text shows what has to be translated again, and changes of two branches merge.
/// </summary>
internal sealed partial class TranslationRecord
{
    /// <summary>The name of the file, in the folder of the language.</summary>
    public const string FileName = "translated.txt";

    private const string Top = "# What the texts here translate, by hash. Do not edit: ./build.sh help --translated PAGE... records it.";

    private readonly SortedDictionary<(string Document, string Section), List<string>> _hashes =
        new(Comparer<(string, string)>.Create((x, y) => string.CompareOrdinal(Key(x), Key(y))));
    private readonly string _file;

    /// <summary>Reads the file, if there is one.</summary>
    /// <exception cref="HelpException">It has a line that this program did not write.</exception>
    public TranslationRecord(string file)
    {
        _file = file;
        var lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        for (var i = 1; i < lines.Length; i++)
        {
            if (RecordLine().Match(lines[i]) is not { Success: true } match)
                throw new HelpException(file, i + 1, "This is not a line of such a file, as 'Get-Thing -Name: 0123abcd'.");
            var key = (match.Groups["document"].Value, match.Groups["section"].Value);
            if (!_hashes.TryGetValue(key, out var hashes))
                _hashes[key] = hashes = [];
            hashes.Add(match.Groups["hash"].Value);
        }
    }

    /// <summary>Whether any section of the document is recorded.</summary>
    public bool Has(string document) => _hashes.Keys.Any(key => key.Document == document);

    /// <summary>Whether a passage of an original is the one that was translated.</summary>
    public bool Has(string document, Section section, int passage)
    {
        var hash = section.Passages[passage].Hash;
        return _hashes.TryGetValue((document, section.Name), out var hashes) &&
            (hashes.Count == section.Passages.Count ? hashes[passage] == hash : hashes.Contains(hash));
    }

    /// <summary>Records that the document is translated as it is now.</summary>
    public void Set(Document original)
    {
        Remove(key => key == original.Name);
        foreach (var section in original.Sections.Where(section => section.Passages.Any(passage => !passage.IsFixed)))
            _hashes[(original.Name, section.Name)] = [.. section.Passages.Select(passage => passage.Hash)];
    }

    /// <summary>Forgets documents that do not exist anymore, and writes the file.</summary>
    public void Write(IReadOnlyCollection<string> documents)
    {
        Remove(document => !documents.Contains(document));
        var lines = _hashes.SelectMany(each => each.Value.Select(hash => $"{Key(each.Key)}: {hash}"));
        File.WriteAllText(_file, string.Concat(lines.Prepend(Top).Select(line => $"{line}\n")));
    }

    private void Remove(Predicate<string> isGone)
    {
        foreach (var key in _hashes.Keys.Where(key => isGone(key.Document)).ToArray())
            _hashes.Remove(key);
    }

    private static string Key((string Document, string Section) key) => $"{key.Document} {key.Section}";

    [GeneratedRegex(@"^(?<document>\S+) (?<section>.+): (?<hash>[0-9a-f]{8})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RecordLine();
}
