using System.Net;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>
/// What the hosts file (hosts(5)) and resolv.conf of a container say to those who look a name up in it. A file that is there and cannot be
/// read
/// may hold anything: then a name that is not answered without it is not known.
/// </summary>
/// <param name="Hosts">The hosts file, as far as it could be read.</param>
/// <param name="HostsProblem">Why there may be more in the hosts file; null if all of it is known.</param>
/// <param name="Configuration">Of resolv.conf.</param>
/// <param name="ConfigurationProblem">Why resolv.conf is not known; null if it is.</param>
internal sealed record NameFiles(HostsScan Hosts, string? HostsProblem, ResolverConfiguration Configuration, string? ConfigurationProblem)
{
    /// <summary>Ad block lists have some MiB; what is kept of them is bounded by the wanted names.</summary>
    private const int MaxHosts = 8 * 1024 * 1024;

    /// <summary>The end of a longer file may change everything that its beginning says.</summary>
    private const int MaxConfiguration = 64 * 1024;

    /// <summary>Nothing is known, for one reason.</summary>
    public static NameFiles Unread(string problem) => new(new HostsScan([]), problem, ResolverConfiguration.Parse([]), problem);

    /// <summary>Reads both. May block for as long as the container likes.</summary>
    /// <param name="root">The container's root folder, open.</param>
    /// <param name="names">Those that are looked up.</param>
    /// <param name="wanted">False once nobody waits for it any more.</param>
    public static NameFiles Read(int root, IEnumerable<string> names, Func<bool> wanted)
    {
        var hosts = new HostsScan(names.Select(Bare));
        var hostsProblem = ContainerFile.Read(root, "etc", "hosts", MaxHosts, wanted, hosts.Read);
        if (hostsProblem is null)
            hosts.End();

        using var text = new MemoryStream();
        var problem = ContainerFile.Read(root, "etc", "resolv.conf", MaxConfiguration, wanted, text.Write);
        var lines = Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).Split('\n');
        var configuration = ResolverConfiguration.Parse(lines.Select(line => line.Split('#', ';')[0].Trim())) with
        {
            Upstream = ResolverConfiguration.ParseUpstream(lines),
        };
        return new NameFiles(hosts, hostsProblem, configuration, problem);
    }

    /// <summary>The addresses of each name in the hosts file, in its order; names without case and without a dot at the end.</summary>
    public IReadOnlyList<IPAddress> Addresses(string name) => Hosts[Bare(name)];

    private static string Bare(string name) => name.TrimEnd('.');
}
