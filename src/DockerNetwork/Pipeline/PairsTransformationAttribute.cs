using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace DockerNetwork.Pipeline;

/// <summary>
/// Takes names with values also as docker does: texts as 'name=value', several of them, beside hashtables. Names are case-sensitive; if one
/// comes twice, the last counts.
/// </summary>
/// <param name="bare">What a name without a value means.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PairsTransformationAttribute(BareName bare = BareName.Empty) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData.Unwrapped() is null or Hashtable)
            return inputData;
        var pairs = new Hashtable(StringComparer.Ordinal);
        Add(pairs, inputData);
        return pairs;
    }

    private void Add(Hashtable pairs, object? item)
    {
        switch (item.Unwrapped())
        {
            case null:
                break;
            case IDictionary table:
                foreach (DictionaryEntry entry in table)
                    pairs[entry.Key] = entry.Value;
                break;
            case IEnumerable list and not string:
                foreach (var each in list)
                    Add(pairs, each);
                break;
            case var other:
                var parts = (Convert.ToString(other, CultureInfo.InvariantCulture) ?? "").Split('=', 2);
                pairs[parts[0]] = parts.Length > 1 ? parts[1] : ValueOf(parts[0]);
                break;
        }
    }

    private string ValueOf(string name) => bare switch
    {
        BareName.Empty => "",
        BareName.Environment when Environment.GetEnvironmentVariable(name) is { } value => value,
        BareName.Environment => throw new ArgumentTransformationMetadataException(
            $"'{name}' has no value, and this session has no environment variable of this name. Write '{name}=value'."),
        _ => throw new ArgumentTransformationMetadataException($"'{name}' has no value. Write '{name}=value'."),
    };
}

/// <summary>What a name without a value means, as the docker CLI takes it.</summary>
internal enum BareName
{
    /// <summary>An empty value.</summary>
    Empty,

    /// <summary>The value of this session's environment variable.</summary>
    Environment,

    /// <summary>A mistake.</summary>
    Mistake,
}
