using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Creation;

/// <summary>How far all layers of an image are. The engine's numbers may be any: what is too large for a sum is not added.</summary>
internal sealed class PulledLayers
{
    private readonly Dictionary<string, (long Done, long Total)> _layers = new(StringComparer.Ordinal);

    /// <summary>Bytes done, at most <see cref="Total"/>.</summary>
    public long Done { get; private set; }

    /// <summary>All bytes; 0 if that is not known.</summary>
    public long Total { get; private set; }

    /// <summary>A step of the pull.</summary>
    public void Add(PullProgress step)
    {
        if (step is not { Id: { } layer, ProgressDetail: { Total: > 0 } detail })
            return;
        var known = _layers.GetValueOrDefault(layer);
        var rest = Total - known.Total;
        var total = Math.Min(detail.Total, long.MaxValue - rest);
        var done = Math.Clamp(detail.Current, 0, total);
        _layers[layer] = (done, total);
        (Done, Total) = (Done - known.Done + done, rest + total);
    }
}
