namespace DockerNetwork.Probe;

/// <summary>A chain of a legacy table.</summary>
/// <param name="name">Its name.</param>
/// <param name="hook">Its hook, as forward; null if it has none.</param>
internal sealed class LegacyChain(string name, string? hook)
{
    public string Name => name;

    public string? Hook => hook;

    /// <summary>How many rules it has.</summary>
    public int Length { get; set; }
}
