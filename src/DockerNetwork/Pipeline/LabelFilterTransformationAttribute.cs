using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace DockerNetwork.Pipeline;

/// <summary>
/// Takes the labels of a filter also as a hashtable, as -Label of the New- cmdlets does: @{ team = 'blue' } is 'team=blue'. PowerShell
/// would make the text 'System.Collections.Hashtable' of it, which no label has, and -ExcludeLabel would exclude nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LabelFilterTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData.Unwrapped() switch
    {
        IDictionary or IList => Texts(inputData).ToArray(),
        _ => inputData,
    };

    private static IEnumerable<object?> Texts(object? item)
    {
        switch (item.Unwrapped())
        {
            case IDictionary table:
                foreach (DictionaryEntry entry in table)
                    yield return string.Create(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}");
                break;
            case IList list:
                foreach (var text in list.Cast<object?>().SelectMany(Texts))
                    yield return text;
                break;
            default:
                yield return item;
                break;
        }
    }
}
