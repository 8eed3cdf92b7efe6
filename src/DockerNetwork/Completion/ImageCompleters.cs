namespace DockerNetwork.Completion;

/// <summary>Images on the engine.</summary>
public sealed class ImageCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        ImageCandidates.OnEngine(await engine.ImagesAsync() ?? []);
}

/// <summary>Ports of the image on the line, to publish.</summary>
public sealed class PublishedPortCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine)
    {
        if (line.Value("Image") is not { } image)
            return [];
        var reading = engine.SnapshotAsync();
        var ports = await engine.ImagePortsAsync(image) ?? [];
        return await reading is { } snapshot ? PortCandidates.Publications(snapshot, ports, image) : [];
    }
}

/// <summary>Ports of the image on the line, to expose.</summary>
public sealed class ExposedPortCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        line.Value("Image") is { } image ? PortCandidates.Exposed(await engine.ImagePortsAsync(image) ?? [], image) : [];
}
