using System.Collections;
using System.Globalization;
using DockerNetwork.Errors;

namespace DockerNetwork.Pipeline;

/// <summary>From what people type to what the engine takes.</summary>
internal static class Arguments
{
    /// <summary>A hashtable as names and texts.</summary>
    /// <exception cref="CommandException">InvalidArgument: a name is empty.</exception>
    public static Dictionary<string, string> ToDictionary(Hashtable? table, string parameter)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table ?? [])
        {
            var name = Text(entry.Key);
            if (name.Length == 0)
                throw CommandErrors.EntryWithoutName(parameter);
            result[name] = Text(entry.Value);
        }

        return result;
    }

    /// <summary>As <see cref="ToDictionary"/>; null for no table.</summary>
    public static Dictionary<string, string>? ToDictionaryOrNull(Hashtable? table, string parameter) =>
        table is null ? null : ToDictionary(table, parameter);

    /// <summary>Engines write booleans in lower case, and read nothing else.</summary>
    private static string Text(object? value) => value.Unwrapped() switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };
}
