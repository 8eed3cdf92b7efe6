using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>Serializers made at compile time: no reflection at run time, so that import and the first call are fast.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowTrailingCommas = false)]
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
[JsonSerializable(typeof(List<ImageSummary>))]
[JsonSerializable(typeof(CliConfiguration))]
[JsonSerializable(typeof(ContextMetadata))]
internal sealed partial class EngineJson : JsonSerializerContext;
