using System.Globalization;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Completion;

/// <summary>Images.</summary>
internal static class ImageCandidates
{
    /// <summary>Images on the engine, by name. The probe's own image is left out.</summary>
    public static IEnumerable<Candidate> OnEngine(IReadOnlyList<EngineImage> images) => images
        .Where(image => !image.Name.StartsWith("dockernetwork-probe:", StringComparison.Ordinal))
        .OrderBy(image => image.Name, StringComparer.Ordinal)
        .Select(image => new Candidate(
            image.Name, string.Create(CultureInfo.InvariantCulture, $"{image.Size / 1e6:0.0} MB, {ShortId.Of(image.Id)}")));

    /// <summary>Images that containers were made from, as they were named then.</summary>
    public static IEnumerable<Candidate> InUse(EngineSnapshot snapshot) => snapshot.Containers
        .GroupBy(c => c.Image, StringComparer.Ordinal)
        .OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => new Candidate(g.Key, string.Join(", ", g.Select(c => c.Name).Order(StringComparer.Ordinal))));
}
