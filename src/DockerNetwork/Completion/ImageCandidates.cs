using System.Globalization;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Completion;

/// <summary>Images.</summary>
internal static class ImageCandidates
{
    /// <summary>Images on the engine, by name. The probe's own image is left out.</summary>
    public static IEnumerable<Candidate> OnEngine(IReadOnlyList<ImageSummary> images) => images
        .SelectMany(image => (image.RepoTags ?? []).Select(tag => (tag, image)))
        .Where(pair => !pair.tag.Contains("<none>", StringComparison.Ordinal)
            && !pair.tag.StartsWith("dockernetwork-probe:", StringComparison.Ordinal))
        .OrderBy(pair => pair.tag, StringComparer.Ordinal)
        .Select(
            pair => new Candidate(
                pair.tag, string.Create(CultureInfo.InvariantCulture, $"{pair.image.Size / 1e6:0.0} MB, {Short(pair.image.Id)}")));

    /// <summary>Images that containers were made from, as they were named then.</summary>
    public static IEnumerable<Candidate> InUse(EngineSnapshot snapshot) => snapshot.Containers
        .GroupBy(c => c.Image, StringComparer.Ordinal)
        .OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => new Candidate(g.Key, string.Join(", ", g.Select(c => c.Name).Order(StringComparer.Ordinal))));

    private static string Short(string id) => ShortId.Of(id.Split(':')[^1]);
}
