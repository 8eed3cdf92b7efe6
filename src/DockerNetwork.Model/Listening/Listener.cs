using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Listening;

/// <summary>A socket of a network namespace that takes connections or datagrams.</summary>
/// <param name="Protocol">tcp or udp.</param>
/// <param name="Address">The address that it is bound to; 0.0.0.0 or :: for all.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record Listener(string Protocol, IPAddress Address, int Port)
{
    private const int MaxProgram = 64;

    /// <summary>Where the engine's DNS server listens in a container (libnetwork's resolver.go).</summary>
    private static readonly IPAddress EngineDns = IPAddress.Parse("127.0.0.11");

    /// <summary>It is bound to :: and takes nothing over IPv4.</summary>
    public bool IPv6Only { get; init; }

    /// <summary>It is bound to one interface (SO_BINDTODEVICE), so it may not take what comes by another.</summary>
    public bool OfInterface { get; init; }

    /// <summary>The number of the socket; null if it is not known.</summary>
    public long? Socket { get; init; }

    /// <summary>Its process, as the host numbers it; null if it is not known.</summary>
    public int? ProcessId { get; init; }

    /// <summary>What the kernel calls the process, as it gave it; null if it is not known.</summary>
    public string? Program { get; init; }

    /// <summary>It takes what is sent to whatever address of a family.</summary>
    public bool IsEverywhere => Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any);

    /// <summary>It takes only what the namespace sends to itself.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>It is the engine's DNS server in a container, on a port that it chose itself; or something in its place.</summary>
    public bool IsEngineDns => Address.Equals(EngineDns) && Program is null;

    /// <summary>Whether it takes anything of a family.</summary>
    public bool Takes(AddressFamily family) => Address.AddressFamily == family || (Address.Equals(IPAddress.IPv6Any) && !IPv6Only);

    /// <summary>Whether it takes what is sent to an address of its namespace.</summary>
    public bool Takes(IPAddress destination) => IsEverywhere
        ? Takes(destination.AddressFamily)
        : Address.GetAddressBytes().AsSpan().SequenceEqual(destination.GetAddressBytes());

    /// <summary>"127.0.0.1:5432", "[::]:80".</summary>
    public override string ToString() => new IPEndPoint(Address, Port).ToString();

    /// <summary>
    /// "8000/tcp (python, process 7)"; with the address if it is not all addresses: "127.0.0.1:5432/tcp (postgres, process 9)".
    /// </summary>
    public string Described() =>
        (Address.Equals(IPAddress.Any) || (Address.Equals(IPAddress.IPv6Any) && !IPv6Only)
            ? Port.ToString(CultureInfo.InvariantCulture)
            : ToString())
        + $"/{Protocol}{Process()}";

    /// <summary>" (postgres, process 7)"; empty if nothing is known of it.</summary>
    public string Process() => (Program, ProcessId) switch
    {
        ({ } program, { } id) => string.Create(CultureInfo.InvariantCulture, $" ({program}, process {id})"),
        (null, { } id) => string.Create(CultureInfo.InvariantCulture, $" (process {id})"),
        _ => "",
    };

    /// <summary>The listeners among the answers to a job; null if those are not all. What is not sound is left out.</summary>
    public static IReadOnlyList<Listener>? All(IEnumerable<Answer> answers)
    {
        var items = answers.OfType<HostItem>().ToLookup(item => item.Fact);
        return items[FactKind.AllListeners].Any() ? [.. items[FactKind.Listener].Select(Of).OfType<Listener>()] : null;
    }

    private static Listener? Of(HostItem item) =>
        Addresses.ParseAddress(item.Address) is { } address && item is { Protocol: "tcp" or "udp", Port: > 0 and <= 65535 }
            ? new Listener(item.Protocol, address, item.Port.Value)
            {
                IPv6Only = item.IPv6Only == true,
                OfInterface = item.Interface is not (null or 0),
                Socket = item.Socket,
                ProcessId = item.ProcessId > 0 ? item.ProcessId : null,
                Program = item.Program is { Length: > 0 and <= MaxProgram } program ? program : null,
            }
            : null;
}
