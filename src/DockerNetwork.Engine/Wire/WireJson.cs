using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DockerNetwork.Engine.Wire;

/// <summary>Reads and writes the engine's documents inside others.</summary>
public static class WireJson
{
    /// <summary>The options that the client itself uses, for further types that hold documents of the engine.</summary>
    /// <param name="others">The further types.</param>
    public static JsonSerializerOptions With(IJsonTypeInfoResolver others) => new(EngineJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(EngineJson.Default, others),
    };
}
