using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DockerNetwork.Engine.Wire;

/// <summary>
/// Lists in an engine's documents: a null in place of an item is ignored, because it means nothing, and what is beyond
/// <see cref="ItemLimits.OfItem"/> is left out.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
internal sealed class ListWithoutNulls<T> : JsonConverter<List<T>>
    where T : class
{
    /// <inheritdoc/>
    public override List<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Items(ref reader, options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, List<T> value, JsonSerializerOptions options) => WriteItems(writer, value, options);

    internal static List<T> Items(ref Utf8JsonReader reader, JsonSerializerOptions options, bool whole = false)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A list was expected.");
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!whole && items.Count == ItemLimits.OfItem)
            {
                ItemLimits.SkipRest(ref reader);
                break;
            }

            if (JsonSerializer.Deserialize(ref reader, type) is { } item)
                items.Add(item);
            if (whole && items.Count > ItemLimits.OfDocument)
                throw new JsonException($"A list has more than {ItemLimits.OfDocument} items.");
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
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ListWithoutNulls<T>.Items(ref reader, options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options) =>
        ListWithoutNulls<T>.WriteItems(writer, value, options);
}

/// <summary>
/// Lists of all networks, containers or images: as <see cref="ListWithoutNulls{T}"/>, but whole or not at all
/// (<see cref="ItemLimits.OfDocument"/>).
/// </summary>
/// <typeparam name="T">The items.</typeparam>
internal sealed class WholeList<T> : JsonConverter<List<T>>
    where T : class
{
    /// <inheritdoc/>
    public override List<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ListWithoutNulls<T>.Items(ref reader, options, whole: true);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, List<T> value, JsonSerializerOptions options) =>
        ListWithoutNulls<T>.WriteItems(writer, value, options);
}
