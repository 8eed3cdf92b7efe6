using DockerNetwork.Engine.Connection;
using DockerNetwork.Identities;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Completion;

/// <summary>The engines that a line means, as the commands find them.</summary>
internal static class LineEngines
{
    /// <summary>What is typed, then where the objects on the line come from, then what the environment says; at least one.</summary>
    public static IReadOnlyList<Lazy<DockerHost>> Of(TypedLine line)
    {
        if (line.Values("DockerHost") is { Count: > 0 } hosts)
            return [.. hosts.Take(SideBySide.AtOnce).Select(host => new Lazy<DockerHost>(() => Resolver.Resolve(host)))];
        if (line.Values("Context") is { Count: > 0 } contexts)
        {
            return
            [
                .. TypedEngine.OfContexts(contexts)
                    .Take(SideBySide.AtOnce)
                    .Select(engine => new Lazy<DockerHost>(() => engine.Host ?? throw engine.Failure!)),
            ];
        }

        return [new(() => line.ItemHost ?? Resolver.Resolve())];
    }

    private static DockerHostResolver Resolver => DockerHostResolver.OfThisMachine;
}
