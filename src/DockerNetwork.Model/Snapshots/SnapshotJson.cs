using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// The serializer of snapshots, made at compile time. What a snapshot has of an engine is written as the engine writes it.
/// </summary>
[JsonSerializable(typeof(SnapshotDocument))]
internal sealed partial class SnapshotJson : JsonSerializerContext
{
    /// <summary>Reads and writes a snapshot.</summary>
    public static JsonTypeInfo<SnapshotDocument> Document { get; } =
        (JsonTypeInfo<SnapshotDocument>)WithAddresses().GetTypeInfo(typeof(SnapshotDocument));

    private static JsonSerializerOptions WithAddresses()
    {
        var options = WireJson.With(new SnapshotJson());
        options.Converters.Add(new TextConverter<IPAddress>(System.Net.IPAddress.Parse));
        options.Converters.Add(new TextConverter<IPNetwork>(System.Net.IPNetwork.Parse));
        return options;
    }

    /// <summary>Writes a value as its text.</summary>
    /// <param name="parse">Reads it.</param>
    private sealed class TextConverter<T>(Func<string, T> parse) : JsonConverter<T>
        where T : notnull
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return parse(reader.GetString() ?? "");
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
