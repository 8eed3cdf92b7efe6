using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>What @host and @outside stand for, which only the interfaces of the engine's host show.</summary>
/// <param name="Host">The addresses by which the host is known outside.</param>
/// <param name="Outside">The next hops of its default routes.</param>
internal sealed record HostAddresses(IReadOnlyList<IPAddress> Host, IReadOnlyList<IPAddress> Outside)
{
    /// <summary>Nothing is known of them.</summary>
    public static HostAddresses Unknown { get; } = new([], []);

    /// <summary>Reads those that a test asks for.</summary>
    public static async Task<HostAddresses> ReadAsync(
        NamespaceReader reader, TestScope scope, TestOptions options, CancellationToken cancellationToken)
    {
        return options.Method is ProbeMethod.Exec or ProbeMethod.None
            ? Unknown
            : new HostAddresses(
                IsAsked(SpecialTarget.Host) ? await TryAsync(reader.HostAddressesAsync(cancellationToken)) : [],
                IsAsked(SpecialTarget.Outside) ? await TryAsync(reader.OutsideAsync(cancellationToken)) : []);

        bool IsAsked(SpecialTarget special) => scope.Sources.Count > 0 && scope.Targets?.Any(t => t.Special == special) == true;
    }

    /// <summary>If the host's interfaces cannot be read, one row says so and the others go on.</summary>
    private static async Task<IReadOnlyList<IPAddress>> TryAsync(Task<IReadOnlyList<IPAddress>> addresses)
    {
        try
        {
            return await addresses;
        }
        catch (EngineException e) when (e.Failure == EngineFailure.Unavailable)
        {
            return [];
        }
    }
}
