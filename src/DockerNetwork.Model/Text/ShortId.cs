namespace DockerNetwork.Model.Text;

/// <summary>The beginning of an id that engines and their tools show, and that the engine's DNS answers: 12 digits.</summary>
internal static class ShortId
{
    private const int Digits = 12;

    /// <summary>The first 12 digits; all of an id that has fewer, and nothing of null.</summary>
    public static string Of(string? id) => id is { Length: > Digits } ? id[..Digits] : id ?? "";
}
