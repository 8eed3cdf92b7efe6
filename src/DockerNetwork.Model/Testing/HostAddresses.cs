using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>What @host and @outside stand for, which only the interfaces of the engine's host show.</summary>
/// <param name="Host">The addresses by which the host is known outside.</param>
/// <param name="Outside">The next hops of its default routes.</param>
internal sealed record HostAddresses(IReadOnlyList<IPAddress> Host, IReadOnlyList<IPAddress> Outside)
{
    /// <summary>Nothing is known of them.</summary>
    public static HostAddresses Unknown { get; } = new([], []);

    /// <summary>Those in facts that were read before; unknown without.</summary>
    public static HostAddresses Of(HostFacts? facts)
    {
        if (facts is null)
            return Unknown;
        var outward = facts.Links
            .Where(link => link is { Loopback: false, Type: not "bridge", Bridge: null })
            .Select(link => link.Name)
            .ToHashSet(StringComparer.Ordinal);
        return new HostAddresses(
            [.. facts.Addresses.Where(own => own.Scope == "global" && outward.Contains(own.Interface)).Select(own => own.Address)],
            [
                .. facts.Routes.Where(route => route.Destination.PrefixLength == 0)
                    .Select(route => route.Gateway)
                    .OfType<IPAddress>()
                    .Distinct(),
            ]);
    }

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
