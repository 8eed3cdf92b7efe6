using System.Text.RegularExpressions;

namespace DockerNetwork.Help;

/// <summary>Whether a translation has all of the original, and is the translation of what the original says now.</summary>
internal static partial class TranslationCheck
{
    /// <summary>What is missing in a translation, or is not translated.</summary>
    public static IEnumerable<HelpException> Errors(Document original, Document translation)
    {
        var names = translation.Sections.Select(section => section.Name).ToArray();
        if (!original.Sections.Select(section => section.Name).SequenceEqual(names))
            return SectionErrors(original, translation);
        return original.Sections.Zip(translation.Sections).SelectMany(pair => Errors(translation.File, pair.First, pair.Second));
    }

    /// <summary>The passages whose original has changed since they were translated.</summary>
    /// <param name="original">The original, in which no section is missing.</param>
    /// <param name="translation">A translation without errors.</param>
    /// <param name="record">What was translated.</param>
    public static IEnumerable<HelpException> Stale(Document original, Document translation, TranslationRecord record)
    {
        var command = $"./build.sh help --translated {original.Name}";
        if (!record.Has(original.Name))
        {
            yield return new HelpException(translation.File, 1, $"If this translation is complete, record it: {command}");
            yield break;
        }

        foreach (var (section, translated) in original.Sections.Zip(translation.Sections))
        {
            for (var i = 0; i < section.Passages.Count; i++)
            {
                var passage = section.Passages[i];
                if (passage.IsFixed || record.Has(original.Name, section, i))
                    continue;
                var where = $"{Path.GetFileName(original.File)}, line {passage.Line}: {passage.Beginning}";
                var what = $"{section.Name}: the English text is new or has changed ({where}). Translate it again, and then run {command}";
                yield return new HelpException(translation.File, translated.Passages[i].Line, what);
            }
        }
    }

    private static IEnumerable<HelpException> SectionErrors(Document original, Document translation)
    {
        var ours = translation.Sections.Select(section => section.Name).ToHashSet();
        var theirs = original.Sections.Select(section => section.Name).ToHashSet();
        HelpException[] errors =
        [
            .. original.Sections.Where(section => !ours.Contains(section.Name)).Select(section => new HelpException(
                translation.File, 1, $"{section.Name} is missing ({Path.GetFileName(original.File)}, line {section.Line}). Translate it.")),
            .. translation.Sections.Where(section => !theirs.Contains(section.Name)).Select(section => new HelpException(
                translation.File, section.Line, $"The English text has no {section.Name}. Remove it.")),
        ];
        const string order = "The sections should be in the order of the English text.";
        return errors.Length > 0 ? errors : [new HelpException(translation.File, 1, order)];
    }

    private static IEnumerable<HelpException> Errors(string file, Section original, Section translation)
    {
        if (original.Passages.Count != translation.Passages.Count)
        {
            var message = $"{original.Name} should have as many paragraphs as the English text (line {original.Line}): " +
                $"{original.Passages.Count}, not {translation.Passages.Count}.";
            yield return new HelpException(file, translation.Line, message);
            yield break;
        }

        foreach (var (theirs, ours) in original.Passages.Zip(translation.Passages))
        {
            if (Error(theirs, ours) is { } error)
                yield return new HelpException(file, ours.Line, $"{original.Name}: {error}");
        }
    }

    private static string? Error(Passage original, Passage translation)
    {
        var isSame = original.Text == translation.Text;
        if (original.IsFixed || translation.IsFixed)
            return isSame ? null : $"This should be as in the English text (line {original.Line}): {original.Beginning}";
        if (!TextWidth.HasChinese(translation.Text) && (original.IsTitle || Word().Count(original.Text) >= 3))
            return $"Not translated: {translation.Beginning}";
        var missing = Terms(original.Text).Where(term => !translation.Text.Contains(term, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (missing.Length > 0)
            return $"The English text (line {original.Line}) has {string.Join(", ", missing)}, and the translation does not.";
        if (translation.Layout is { } lines && original.Layout is { } model)
        {
            var columns = model.SelectMany(TextWidth.Cells).ToHashSet();
            if (lines.FirstOrDefault(line => TextWidth.Cells(line).Any(cell => !columns.Contains(cell))) is { } line)
                return $"The columns should begin as in the English text (line {original.Line}): {line.Trim()}";
        }

        return null;
    }

    /// <summary>
    /// What stays as it is in every language: parameters, options, files, names with digits, underscores or capitals. A capital at the
    /// beginning of a line or sentence is no sign of a name.
    /// </summary>
    private static IEnumerable<string> Terms(string text) =>
        text.Any(char.IsLower) ? Term().Matches(text).Select(match => Ending().Replace(match.Value.TrimEnd('.', '-'), "")).Distinct() : [];

    /// <summary>Three of these make a sentence.</summary>
    [GeneratedRegex(@"(?<![\w.-])[a-z]{2,}(?![\w-])", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(
        @"(?<![\w-])(--[a-z][\w-]*|-[A-Z]\w*|\w[\w-]*[0-9_A-Z][\w.-]*|[0-9][\w.]*|\w+\.\w[\w.]*|(?<=[a-z,] )(?<!^\w+ )[A-Z][a-z]+)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Term();

    /// <summary>What English adds to a term: URLs, Ids, IPv6-only, non-ASCII.</summary>
    [GeneratedRegex(@"(?<=^(?:[A-Z]+|Id))s$|(?<=[A-Z0-9])-[a-z]+$|^[a-z]+-", RegexOptions.None, 1000)]
    private static partial Regex Ending();
}
