using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>Serializers made at compile time: no reflection at run time, so that import and the first call are fast.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowTrailingCommas = false,
    Converters =
    [
        typeof(NullAsFalse), typeof(NullAsZero), typeof(NullAsNoTime), typeof(TextTable), typeof(ReadOnlyTextTable),
        typeof(ListWithoutNulls<string>), typeof(ReadOnlyListWithoutNulls<string>), typeof(ReadOnlyListWithoutNulls<PortBinding>),
        typeof(ListWithoutNulls<NetworkResource>), typeof(ListWithoutNulls<IpamConfig>), typeof(ListWithoutNulls<ContainerSummary>),
        typeof(ListWithoutNulls<ContainerDetails>), typeof(ListWithoutNulls<PortSummary>), typeof(ListWithoutNulls<ImageSummary>),
        typeof(ObjectTable<EndpointSettings>), typeof(ObjectTable<AttachedContainer>), typeof(ObjectTable<EmptyObject>),
        typeof(ReadOnlyObjectTable<EmptyObject>), typeof(ReadOnlyObjectTable<IReadOnlyList<PortBinding>>), typeof(ObjectTable<ContextEndpoint>),
    ])]
[JsonSerializable(typeof(EndpointSettings))]
[JsonSerializable(typeof(AttachedContainer))]
[JsonSerializable(typeof(EmptyObject))]
[JsonSerializable(typeof(IReadOnlyList<PortBinding>))]
[JsonSerializable(typeof(ContextEndpoint))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(PortBinding))]
[JsonSerializable(typeof(IpamConfig))]
[JsonSerializable(typeof(ContainerSummary))]
[JsonSerializable(typeof(PortSummary))]
[JsonSerializable(typeof(ImageSummary))]
[JsonSerializable(typeof(List<NetworkResource>))]
[JsonSerializable(typeof(NetworkResource))]
[JsonSerializable(typeof(NetworkDetails))]
[JsonSerializable(typeof(NetworkCreateRequest))]
[JsonSerializable(typeof(CreateResponse))]
[JsonSerializable(typeof(ConnectRequest))]
[JsonSerializable(typeof(DisconnectRequest))]
[JsonSerializable(typeof(List<ContainerSummary>))]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(ContainerCreateRequest))]
[JsonSerializable(typeof(ExecCreateRequest))]
[JsonSerializable(typeof(ExecStartRequest))]
[JsonSerializable(typeof(ExecDetails))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(VersionDocument))]
[JsonSerializable(typeof(SystemInformation))]
[JsonSerializable(typeof(List<ImageSummary>))]
[JsonSerializable(typeof(ImageDetails))]
[JsonSerializable(typeof(SnapshotDocument))]
[JsonSerializable(typeof(PullProgress))]
[JsonSerializable(typeof(CliConfiguration))]
[JsonSerializable(typeof(ContextMetadata))]
internal sealed partial class EngineJson : JsonSerializerContext;

/// <summary>Some engines send null if the API promises a value; it counts as missing.</summary>
internal sealed class NullAsFalse : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Null && reader.GetBoolean();

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>As <see cref="NullAsFalse"/>.</summary>
internal sealed class NullAsZero : JsonConverter<long>
{
    public override bool HandleNull => true;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? 0 : reader.GetInt64();

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>As <see cref="NullAsFalse"/>.</summary>
internal sealed class NullAsNoTime : JsonConverter<DateTimeOffset>
{
    public override bool HandleNull => true;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? default : reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
