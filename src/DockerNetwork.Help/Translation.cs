namespace DockerNetwork.Help;

/// <summary>The help in Chinese, beside the English help of which it is the translation.</summary>
internal sealed class Translation
{
    private readonly string _english;
    private readonly string _chinese;
    private readonly bool _update;
    private readonly List<HelpException> _errors = [];

    private Translation(string root, PageFolder english, bool update)
    {
        _english = Path.Combine(root, Language.English.Culture);
        _chinese = Path.Combine(root, Language.Chinese.Culture);
        _update = update;
        Pages = PageFolder.ReadTranslation(Path.Combine(_chinese, PageFolder.Name), english, update);
        _errors.AddRange(Pages.Errors);
    }

    /// <summary>The translated pages.</summary>
    public PageFolder Pages { get; }

    /// <summary>What has to be translated or mended by hand.</summary>
    public IReadOnlyList<HelpException> Errors => _errors;

    /// <summary>Reads the translation, and compares it with English help that has no errors.</summary>
    /// <param name="root">The folder that has a folder for each language.</param>
    /// <param name="english">The English pages.</param>
    /// <param name="update">Whether to write what both languages have in common into the translation.</param>
    /// <param name="translated">The pages and topics that were just translated, which is recorded.</param>
    /// <exception cref="HelpException">The shared texts or the record cannot be read.</exception>
    public static Translation Read(string root, PageFolder english, bool update, IReadOnlyCollection<string> translated)
    {
        var translation = new Translation(root, english, update);
        var record = new TranslationRecord(Path.Combine(translation._chinese, TranslationRecord.FileName));
        var originals = english.Documents.Concat(AboutTopic.Files(translation._english).Select(file => AboutTopic.Read(file).Document()));
        var byName = originals.ToDictionary(document => document.Name);
        foreach (var document in translation.Pages.Documents.Concat(translation.Topics(byName)))
            translation.Compare(byName[document.Name], document, record, translated);
        foreach (var stranger in translated.Where(name => !byName.ContainsKey(name)))
            translation._errors.Add(new HelpException(translation.Pages.Folder, 1, $"There is no page and no topic '{stranger}'."));
        if (translated.Count > 0)
            record.Write(byName.Keys);
        return translation;
    }

    private void Compare(Document original, Document document, TranslationRecord record, IReadOnlyCollection<string> translated)
    {
        HelpException[] errors = [.. TranslationCheck.Errors(original, document)];
        if (errors.Length == 0)
        {
            if (translated.Contains(original.Name))
                record.Set(original);
            errors = [.. TranslationCheck.Stale(original, document, record)];
        }

        _errors.AddRange(errors);
    }

    private IEnumerable<Document> Topics(IReadOnlyDictionary<string, Document> originals)
    {
        foreach (var english in AboutTopic.Files(_english))
        {
            var file = Path.Combine(_chinese, Path.GetFileName(english));
            var original = AboutTopic.Read(english);
            _errors.AddRange(original.WideLines());
            var topic = File.Exists(file) ? AboutTopic.Read(file) : null;
            if (topic is null)
            {
                _errors.Add(new HelpException(file, 1, "This topic is missing. Translate it."));
                continue;
            }

            if (_update && topic.WithCodeOf(original) is { } text && text != File.ReadAllText(file))
            {
                File.WriteAllText(file, text);
                topic = AboutTopic.Read(file);
            }

            _errors.AddRange(topic.WideLines());
            yield return topic.Document(originals[topic.Name]);
        }

        foreach (var stranger in AboutTopic.Files(_chinese).Where(file => !originals.ContainsKey(AboutTopic.Read(file).Name)))
            _errors.Add(new HelpException(stranger, 1, "There is no such topic in English. Remove it."));
    }
}
