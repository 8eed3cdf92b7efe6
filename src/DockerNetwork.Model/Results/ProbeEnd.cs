using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>
/// Where a probe starts or ends. A container is known by its engine and its id, because its name may be another container's on a second
/// engine, or after it was replaced. What has no id is known by its text: addresses, host names, @host, and the containers of results that
/// were exported before they had ids.
/// </summary>
/// <param name="DockerHost">The engine, as text; null if the text means the same on each.</param>
/// <param name="Id">The full id; null if there is none.</param>
/// <param name="Name">The name or the text.</param>
internal readonly record struct ProbeEnd(string? DockerHost, string? Id, string Name)
{
    /// <summary>The name does not count if there is an id: a container may have been renamed between two tests.</summary>
    public bool Equals(ProbeEnd other) =>
        DockerHost == other.DockerHost && Id == other.Id && (Id is not null || Name == other.Name);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DockerHost, Id ?? Name);

    /// <summary>The source of a probe.</summary>
    public static ProbeEnd Source(string? dockerHost, string? id, string name) => new(dockerHost, id, name);

    /// <summary>The target of a probe: a text that is not a container's name means the same from each engine.</summary>
    public static ProbeEnd Target(string? dockerHost, string? id, string name) => new(id is null ? null : dockerHost, id, name);

    /// <summary>
    /// A name for each, as short as it is clear: "web"; with several of that name "web (tcp://two:2376)", or "web (0123456789ab)" if they
    /// are of one engine.
    /// </summary>
    public static IReadOnlyDictionary<ProbeEnd, string> Labels(IEnumerable<ProbeEnd> ends)
    {
        var labels = new Dictionary<ProbeEnd, string>();
        foreach (var alike in ends.Distinct().GroupBy(end => end.Name, StringComparer.Ordinal))
        {
            ProbeEnd[] all = [.. alike];
            foreach (var end in all)
                labels[end] = end.Label(all);
        }

        return labels;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private string Label(ProbeEnd[] alike)
    {
        var (host, id) = (DockerHost, Id);
        string?[] marks =
        [
            Array.Exists(alike, other => other.DockerHost != host) ? host : null,
            id is not null && Array.Exists(alike, other => other.DockerHost == host && other.Id != id) ? ShortId.Of(id) : null,
        ];
        var mark = string.Join(", ", marks.OfType<string>());
        return mark.Length == 0 ? Name : $"{Name} ({mark})";
    }
}
