using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>Serializers made at compile time: no reflection at run time, so that import and the first call are fast.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowTrailingCommas = false,
    Converters =
    [
        typeof(LenientBoolean), typeof(LenientTime), typeof(LenientInteger), typeof(LenientOptionalInteger), typeof(LenientLong),
        typeof(LenientOptionalLong), typeof(TextTable), typeof(ReadOnlyTextTable),
        typeof(ListWithoutNulls<string>), typeof(ReadOnlyListWithoutNulls<string>), typeof(ReadOnlyListWithoutNulls<PortBinding>),
        typeof(WholeList<NetworkResource>), typeof(WholeList<ContainerSummary>), typeof(WholeList<ContainerDetails>),
        typeof(WholeList<ImageSummary>), typeof(ListWithoutNulls<IpamConfig>), typeof(ListWithoutNulls<PortSummary>),
        typeof(ObjectTable<EndpointSettings>), typeof(ObjectTable<AttachedContainer>), typeof(ObjectTable<EmptyObject>),
        typeof(ReadOnlyObjectTable<EmptyObject>), typeof(ReadOnlyObjectTable<IReadOnlyList<PortBinding>>),
        typeof(ObjectTable<ContextEndpoint>), typeof(ListWithoutNulls<EngineComponent>),
        typeof(ListWithoutNulls<PodmanNetwork>), typeof(ListWithoutNulls<TaskOnNetwork>), typeof(ListWithoutNulls<NetworkPeer>),
        typeof(ObjectTable<ServiceOnNetwork>), typeof(ObjectTable<SubnetStatus>), typeof(LenientOptionalUnsigned),
        typeof(WholeList<ServiceDocument>), typeof(ListWithoutNulls<ServiceNetwork>), typeof(ListWithoutNulls<ServiceAddress>),
        typeof(ListWithoutNulls<NetworkDetails>), typeof(ListWithoutNulls<List<string>>), typeof(ListWithoutNulls<SwarmManager>),
        typeof(ListWithoutNulls<ServicePort>), typeof(WholeList<TaskDocument>), typeof(ListWithoutNulls<TaskAttachment>),
        typeof(WholeList<NodeDocument>), typeof(ListWithoutNulls<PodmanSubnet>), typeof(ListWithoutNulls<PodmanContainer>),
        typeof(ListWithoutNulls<PodmanPort>),
    ])]
[JsonSerializable(typeof(EndpointSettings))]
[JsonSerializable(typeof(AttachedContainer))]
[JsonSerializable(typeof(EmptyObject))]
[JsonSerializable(typeof(IReadOnlyList<PortBinding>))]
[JsonSerializable(typeof(ContextEndpoint))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(PortBinding))]
[JsonSerializable(typeof(EngineComponent))]
[JsonSerializable(typeof(PodmanNetwork))]
[JsonSerializable(typeof(List<PodmanNetwork>))]
[JsonSerializable(typeof(PodmanSubnet))]
[JsonSerializable(typeof(PodmanContainer))]
[JsonSerializable(typeof(List<PodmanContainer>))]
[JsonSerializable(typeof(PodmanPort))]
[JsonSerializable(typeof(PodmanImage))]
[JsonSerializable(typeof(ServiceDocument))]
[JsonSerializable(typeof(List<ServiceDocument>))]
[JsonSerializable(typeof(ServiceNetwork))]
[JsonSerializable(typeof(ServiceAddress))]
[JsonSerializable(typeof(SwarmManager))]
[JsonSerializable(typeof(ServicePort))]
[JsonSerializable(typeof(TaskDocument))]
[JsonSerializable(typeof(List<TaskDocument>))]
[JsonSerializable(typeof(TaskAttachment))]
[JsonSerializable(typeof(NodeDocument))]
[JsonSerializable(typeof(List<NodeDocument>))]
[JsonSerializable(typeof(ServiceOnNetwork))]
[JsonSerializable(typeof(TaskOnNetwork))]
[JsonSerializable(typeof(NetworkPeer))]
[JsonSerializable(typeof(SubnetStatus))]
[JsonSerializable(typeof(List<NetworkDetails>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<List<string>>))]
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
[JsonSerializable(typeof(List<ContainerDetails>))]
[JsonSerializable(typeof(PullProgress))]
[JsonSerializable(typeof(EngineEvent))]
[JsonSerializable(typeof(CliConfiguration))]
[JsonSerializable(typeof(ContextMetadata))]
[JsonSerializable(typeof(ContainerUpdateRequest))]
[JsonSerializable(typeof(ContainerUpdateResponse))]
internal sealed partial class EngineJson : JsonSerializerContext;
