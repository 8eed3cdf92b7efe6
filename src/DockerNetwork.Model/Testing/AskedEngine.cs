using DockerNetwork.Engine;

namespace DockerNetwork.Model.Testing;

/// <summary>The engine of a test.</summary>
internal static class AskedEngine
{
    /// <summary>What the engine is. What "host" means for it is told.</summary>
    public static async Task<EngineProduct> ReadAsync(EngineClient client, CancellationToken cancellationToken)
    {
        var engine = await client.GetWholeProductAsync(cancellationToken);
        if (engine.Rootless)
        {
            EngineWatch.Trace(
                $"The engine is rootless. Its host is the network namespace that RootlessKit made, and not the machine.");
        }
        else if (engine.RemapsUsers)
        {
            EngineWatch.Trace($"The engine remaps user ids (userns-remap). Its host is the machine, whose ids the agent has.");
        }

        return engine;
    }
}
