using System.Management.Automation;
using System.Net;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Find-DockerSubnet: free address ranges: they overlap no network of the engine and, if the engine is on this machine, none of its
/// interfaces and routes.
/// </summary>
[Cmdlet(VerbsCommon.Find, "DockerSubnet",
    HelpUri = HelpPages.Folder + "Find-DockerSubnet.md")]
[OutputType(typeof(FreeSubnet))]
public sealed class FindDockerSubnetCommand : EngineCommand
{
    private const int DefaultIPv4Length = 24;
    private const int DefaultIPv6Length = 64;
    private const int MaxIPv4Length = 32;

    /// <summary>The engines that the ranges must be free on, in their order.</summary>
    private readonly List<DockerHost> _hosts = [];

    /// <summary>Prefix length of the ranges. Without it, 24 for IPv4 and 64 for IPv6.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, 126)]
    public int? PrefixLength { get; set; }

    /// <summary>The number of ranges. They do not overlap each other.</summary>
    [Parameter]
    [ValidateRange(1, 4096)]
    public int Count { get; set; } = 1;

    /// <summary>
    /// The ranges to search, in this order. Without it, the engine's default pools: 172.17.0.0/16 to 172.31.0.0/16 and
    /// 192.168.0.0/16.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AddressPoolCompleter))]
    public IPNetwork[]? Within { get; set; }

    /// <summary>Additional ranges to avoid.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AddressPoolCompleter))]
    public IPNetwork[] Exclude { get; set; } = [];

    /// <summary>
    /// Returns unique local IPv6 addresses, from the /48 that the engine's networks already use, or else from a random one. Cannot be used
    /// together with -Within.
    /// </summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (IPv6 && Within is not null)
        {
            ThrowTerminatingError(ErrorRecords.Conflict(
                nameof(IPv6), nameof(Within), "The ranges in -Within determine the address family."));
        }

        if (PrefixLength > MaxIPv4Length && !IPv6 && Array.TrueForAll(Within ?? [], IsIPv4))
        {
            ThrowTerminatingError(ErrorRecords.Conflict(
                nameof(PrefixLength), $"-PrefixLength {PrefixLength} is too long for IPv4 ranges, which allow 1 to 32. "
                    + $"For IPv6, use -IPv6{(Within is null ? "" : " or IPv6 ranges in -Within")}."));
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken) =>
        _hosts.AddRange(await HostsAsync(output));

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (_hosts.Count == 0)
            _hosts.AddRange(await HostsAsync(output));
        var hosts = _hosts.Distinct().ToList();
        List<IPNetwork> ofEngine = [];
        if (hosts is [var only])
            ofEngine = Subnets(await SnapshotAsync(Client(only), cancellationToken));
        await foreach (var (_, snapshot) in SnapshotsAsync(hosts.Count > 1 ? hosts : [], output, cancellationToken))
            ofEngine.AddRange(Subnets(snapshot));
        // What an engine has that is away may not be free.
        if (AnyAway)
            return;

        List<IPNetwork> taken = [.. ofEngine, .. hosts.SelectMany(host => HostNetworks.Of(host).Ranges), .. Exclude];
        var left = Count;
        var ranges = Within ?? (IPv6 ? [UniqueLocalRange.Of(ofEngine)] : [.. FreeAddresses.DefaultPools.Select(pool => pool.Range)]);
        foreach (var range in ranges)
        {
            foreach (var subnet in FreeAddresses.Subnets(range, Length(range), taken).Take(left).ToArray())
            {
                taken.Add(subnet);
                left--;
                await output.WriteObjectAsync(FreeSubnet.Of(subnet, range, hosts[0]));
            }
        }

        if (left > 0)
        {
            throw CommandErrors.NoFreeSubnet(
                Count - left, Count, ranges.Select(r => $"/{Length(r)}").Distinct(), ranges.Select(r => r.ToString()));
        }
    }

    private static List<IPNetwork> Subnets(EngineSnapshot snapshot) => [.. snapshot.Networks.SelectMany(network => network.Subnets)];

    private int Length(IPNetwork range) =>
        PrefixLength
            ?? Math.Max(
                range.PrefixLength,
                IsIPv4(range) ? DefaultIPv4Length : DefaultIPv6Length);

    private static bool IsIPv4(IPNetwork range) => range.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
}
