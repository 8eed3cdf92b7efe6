using System.Text.Json;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// An image's configuration as an import without any makes it. Looked at the other way round than one would: not what is known to be
/// dangerous has to be absent, but everything, so that what a later engine adds cannot pass unseen.
/// </summary>
internal static class BareConfiguration
{
    /// <summary>
    /// Whether nothing is set but one label. Engines before 29 also send what is not set: null, empty text, false, 0, empty lists.
    /// </summary>
    /// <param name="configuration">By name, as in the engine's document.</param>
    /// <param name="label">The key of the label.</param>
    /// <param name="value">Its value.</param>
    public static bool Holds(IReadOnlyDictionary<string, JsonElement> configuration, string label, string value) =>
        configuration.TryGetValue("Labels", out var labels)
        && labels.ValueKind == JsonValueKind.Object
        && labels.EnumerateObject().ToArray() is [var only]
        && only.Name == label
        && only.Value.ValueKind == JsonValueKind.String
        && only.Value.GetString() == value
        && configuration.All(setting => setting.Key == "Labels" || IsEmpty(setting.Value));

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Number => value.TryGetInt32(out var number) && number == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
