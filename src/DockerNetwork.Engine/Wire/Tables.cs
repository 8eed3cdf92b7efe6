using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DockerNetwork.Engine.Wire;

/// <summary>
/// Tables of texts in an engine's documents, labels and options among them: a null value counts as empty text, of a key that comes twice
/// the last value counts, and what is beyond <see cref="ItemLimits.OfItem"/> is left out.
/// </summary>
internal sealed class TextTable : JsonConverter<Dictionary<string, string>>
{
    /// <inheritdoc/>
    public override Dictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Pairs(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Dictionary<string, string> value, JsonSerializerOptions options) =>
        WritePairs(writer, value);

    internal static Dictionary<string, string> Pairs(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object with string values was expected.");
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (pairs.Count == ItemLimits.OfItem)
            {
                ItemLimits.SkipRest(ref reader);
                break;
            }

            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                throw new JsonException("A string was expected.");
            pairs[name] = reader.GetString() ?? "";
        }

        return pairs;
    }

    internal static void WritePairs(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> value)
    {
        writer.WriteStartObject();
        foreach (var (name, text) in value)
            writer.WriteString(name, text);
        writer.WriteEndObject();
    }
}

/// <summary>As <see cref="TextTable"/>.</summary>
internal sealed class ReadOnlyTextTable : JsonConverter<IReadOnlyDictionary<string, string>>
{
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TextTable.Pairs(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options) =>
        TextTable.WritePairs(writer, value);
}

/// <summary>
/// Tables of objects, such as the networks of a container. A null value stays: in some of them only the key counts. What is beyond
/// <see cref="ItemLimits.OfItem"/> is left out.
/// </summary>
/// <typeparam name="T">The values.</typeparam>
internal sealed class ObjectTable<T> : JsonConverter<Dictionary<string, T?>>
    where T : class
{
    /// <inheritdoc/>
    public override Dictionary<string, T?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Pairs(ref reader, options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Dictionary<string, T?> value, JsonSerializerOptions options) =>
        WritePairs(writer, value, options);

    internal static Dictionary<string, T?> Pairs(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object was expected.");
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var pairs = new Dictionary<string, T?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (pairs.Count == ItemLimits.OfItem)
            {
                ItemLimits.SkipRest(ref reader);
                break;
            }

            var name = reader.GetString()!;
            reader.Read();
            pairs[name] = JsonSerializer.Deserialize(ref reader, type);
        }

        return pairs;
    }

    internal static void WritePairs(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, T?>> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartObject();
        foreach (var (name, item) in value)
        {
            writer.WritePropertyName(name);
            if (item is null)
                writer.WriteNullValue();
            else
                JsonSerializer.Serialize(writer, item, type);
        }

        writer.WriteEndObject();
    }
}

/// <summary>As <see cref="ObjectTable{T}"/>.</summary>
/// <typeparam name="T">The values.</typeparam>
internal sealed class ReadOnlyObjectTable<T> : JsonConverter<IReadOnlyDictionary<string, T?>>
    where T : class
{
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, T?> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ObjectTable<T>.Pairs(ref reader, options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T?> value, JsonSerializerOptions options) =>
        ObjectTable<T>.WritePairs(writer, value, options);
}
