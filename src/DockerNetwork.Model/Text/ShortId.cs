namespace DockerNetwork.Model.Text;

/// <summary>The beginning of an id that engines and their tools show, and that the engine's DNS answers: 12 digits.</summary>
internal static class ShortId
{
    public static string Of(string id) => id.Length > 12 ? id[..12] : id;
}
