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
        (JsonTypeInfo<SnapshotDocument>)WireJson.With(new SnapshotJson()).GetTypeInfo(typeof(SnapshotDocument));
}
