using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DockerNetwork.Engine.Wire;

/// <summary>How many items a list or a table of an engine's document may have.</summary>
internal static class MostItems
{
    /// <summary>
    /// Far more than the networks, containers or names of any engine, but few enough that a document with two bytes per item ("{}") cannot fill the memory with objects.
    /// </summary>
    public const int Count = 100_000;

    public static void Check(int count)
    {
        if (count > Count)
            throw new JsonException($"A list has more than {Count} items.");
    }
}

/// <summary>Lists in an engine's documents: a null in place of an item is ignored, because it means nothing.</summary>
/// <typeparam name="T">The items.</typeparam>
internal sealed class ListWithoutNulls<T> : JsonConverter<List<T>>
    where T : class
{
    /// <inheritdoc/>
    public override List<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Items(ref reader, options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, List<T> value, JsonSerializerOptions options) => WriteItems(writer, value, options);

    internal static List<T> Items(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A list was expected.");
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (JsonSerializer.Deserialize(ref reader, type) is { } item)
                items.Add(item);
            MostItems.Check(items.Count);
        }

        return items;
    }

    internal static void WriteItems(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartArray();
        foreach (var item in value)
            JsonSerializer.Serialize(writer, item, type);
        writer.WriteEndArray();
    }
}

/// <summary>As <see cref="ListWithoutNulls{T}"/>.</summary>
/// <typeparam name="T">The items.</typeparam>
internal sealed class ReadOnlyListWithoutNulls<T> : JsonConverter<IReadOnlyList<T>>
    where T : class
{
    /// <inheritdoc/>
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ListWithoutNulls<T>.Items(ref reader, options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options) => ListWithoutNulls<T>.WriteItems(writer, value, options);
}

/// <summary>Tables of an engine's documents, labels and options among them: a null value counts as empty text. If a key comes twice, the last one counts.</summary>
internal sealed class TextTable : JsonConverter<Dictionary<string, string>>
{
    /// <inheritdoc/>
    public override Dictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Pairs(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Dictionary<string, string> value, JsonSerializerOptions options) => WritePairs(writer, value);

    internal static Dictionary<string, string> Pairs(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object with string values was expected.");
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                throw new JsonException("A string was expected.");
            pairs[name] = reader.GetString() ?? "";
            MostItems.Check(pairs.Count);
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
    public override IReadOnlyDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TextTable.Pairs(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options) => TextTable.WritePairs(writer, value);
}

/// <summary>Tables of objects, such as the networks of a container. A null value stays: in some of them only the key counts.</summary>
/// <typeparam name="T">The values.</typeparam>
internal sealed class ObjectTable<T> : JsonConverter<Dictionary<string, T?>>
    where T : class
{
    /// <inheritdoc/>
    public override Dictionary<string, T?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Pairs(ref reader, options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Dictionary<string, T?> value, JsonSerializerOptions options) => WritePairs(writer, value, options);

    internal static Dictionary<string, T?> Pairs(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object was expected.");
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var pairs = new Dictionary<string, T?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            pairs[name] = JsonSerializer.Deserialize(ref reader, type);
            MostItems.Check(pairs.Count);
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
    public override IReadOnlyDictionary<string, T?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ObjectTable<T>.Pairs(ref reader, options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T?> value, JsonSerializerOptions options) => ObjectTable<T>.WritePairs(writer, value, options);
}
