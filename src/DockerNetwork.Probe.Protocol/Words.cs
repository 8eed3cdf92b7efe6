using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>
/// Enumerations by their exact names. The first member stands for every other word and value, so that a damaged line costs one field.
/// </summary>
internal class Words<T> : JsonConverter<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> _values;
    private readonly Dictionary<T, string> _words;

    public Words()
        : this(null)
    {
    }

    protected Words(JsonNamingPolicy? policy)
    {
        _words = Enum.GetValues<T>().ToDictionary(value => value, value => policy?.ConvertName(value.ToString()) ?? value.ToString());
        _values = _words.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }

    public override bool HandleNull => true;

    /// <summary>The member that a word stands for; null if there is none.</summary>
    public T? Find(string? word) => word is not null && _values.TryGetValue(word, out var value) ? value : null;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Find(reader.GetString()) ?? default;
        reader.Skip();
        return default;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(_words[value]);
}

/// <summary>The same with a small first letter.</summary>
internal sealed class CamelCaseWords<T> : Words<T>
    where T : struct, Enum
{
    public CamelCaseWords()
        : base(JsonNamingPolicy.CamelCase)
    {
    }
}
