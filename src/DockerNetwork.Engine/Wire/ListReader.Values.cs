using System.Text.Json;

namespace DockerNetwork.Engine.Wire;

/// <summary>The values of which the lists are made, and their limits (<see cref="ItemLimits"/>).</summary>
internal static partial class ListReader
{
    private static readonly EmptyObject Mounted = new();

    /// <summary>Reads one value.</summary>
    /// <param name="reader">At its first token; at its last one afterwards.</param>
    private delegate T Item<out T>(ref Utf8JsonReader reader);

    private static List<T>? Document<T>(ReadOnlySpan<byte> document, Item<T> read)
        where T : class
    {
        var reader = new Utf8JsonReader(document);
        try
        {
            reader.Read();
            var items = Items(ref reader, read, whole: true);
            // Throws if anything but white space follows.
            reader.Read();
            return items;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // A value of another type than the property has.
            throw new JsonException($"{e.Message} Position: {reader.BytesConsumed}.", e);
        }
    }

    /// <summary>The name of the next property, with the reader at its value; null at the end of the object.</summary>
    private static string? Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return null;
        var name = reader.GetString();
        reader.Read();
        return name;
    }

    private static bool IsNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    private static T? Object<T>(ref Utf8JsonReader reader, Item<T> read)
        where T : class
    {
        if (IsNull(ref reader))
            return null;
        return reader.TokenType == JsonTokenType.StartObject ? read(ref reader) : throw new JsonException("An object was expected.");
    }

    /// <summary>A list without its nulls; null for null.</summary>
    /// <param name="reader">At its first token; at its last one afterwards.</param>
    /// <param name="read">Reads an item.</param>
    /// <param name="kind">How each item begins; None for anything.</param>
    /// <param name="whole">The list is the document: too long is an error.</param>
    private static List<T>? Items<T>(
        ref Utf8JsonReader reader, Item<T> read, JsonTokenType kind = JsonTokenType.StartObject, bool whole = false)
        where T : class
    {
        if (IsNull(ref reader))
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A list was expected.");
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!whole && items.Count == ItemLimits.OfItem)
            {
                ItemLimits.SkipRest(ref reader);
                break;
            }

            if (IsNull(ref reader) && kind != JsonTokenType.None)
                continue;
            if (kind != JsonTokenType.None && reader.TokenType != kind)
                throw new JsonException($"{kind} was expected, not {reader.TokenType}.");
            items.Add(read(ref reader));
            if (whole && items.Count > ItemLimits.OfDocument)
                throw new JsonException($"A list has more than {ItemLimits.OfDocument} items.");
        }

        return items;
    }

    /// <summary>A table of objects, in which a null value stays; null for null.</summary>
    private static Dictionary<string, T?>? Table<T>(ref Utf8JsonReader reader, Item<T> read)
        where T : class
    {
        if (IsNull(ref reader))
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object was expected.");
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
            pairs[name] = Object(ref reader, read);
        }

        return pairs;
    }

    private static Dictionary<string, string>? Texts(ref Utf8JsonReader reader) => IsNull(ref reader) ? null : TextTable.Pairs(ref reader);

    private static List<string>? TextList(ref Utf8JsonReader reader) =>
        Items(ref reader, static (ref Utf8JsonReader item) => item.GetString()!, JsonTokenType.String);

    /// <summary>A list of which only the number of items counts, nulls included.</summary>
    private static List<EmptyObject?>? Counted(ref Utf8JsonReader reader) => Items(ref reader, Mount, JsonTokenType.None)!;

    private static EmptyObject Mount(ref Utf8JsonReader reader)
    {
        if (IsNull(ref reader))
            return null!;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object was expected.");
        reader.Skip();
        return Mounted;
    }

    private static bool Flag(ref Utf8JsonReader reader) => !IsNull(ref reader) && reader.GetBoolean();

    private static DateTimeOffset Time(ref Utf8JsonReader reader) =>
        !IsNull(ref reader) && reader.TryGetDateTimeOffset(out var time) ? time : default;

    private static long? Number(ref Utf8JsonReader reader, long least, long most) => WholeNumber.Read(ref reader, least, most);

    private static int? Integer(ref Utf8JsonReader reader) => (int?)Number(ref reader, int.MinValue, int.MaxValue);
}
