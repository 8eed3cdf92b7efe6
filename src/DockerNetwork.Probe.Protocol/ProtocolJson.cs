using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>How the messages are written and read, without reflection: the program is native code.</summary>
[JsonSourceGenerationOptions(
#if PROBE_PROGRAM // It only writes: without what reading takes it is smaller and starts faster.
    GenerationMode = JsonSourceGenerationMode.Serialization,
#endif
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobMessage), GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Greeting))]
[JsonSerializable(typeof(BeginOfJob))]
[JsonSerializable(typeof(OutcomeMessage))]
[JsonSerializable(typeof(NamespaceItem))]
[JsonSerializable(typeof(HostItem))]
[JsonSerializable(typeof(SightingItem))]
[JsonSerializable(typeof(RouteItem))]
[JsonSerializable(typeof(SysctlItem))]
[JsonSerializable(typeof(RuleItem))]
[JsonSerializable(typeof(EndOfJob))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
