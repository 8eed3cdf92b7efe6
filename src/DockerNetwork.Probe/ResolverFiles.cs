using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>What /etc/resolv.conf says (resolv.conf(5)).</summary>
internal sealed record ResolverConfiguration(IReadOnlyList<IPAddress> Servers, IReadOnlyList<string> Search, int Dots, int Seconds, int Attempts)
{
    private const int MaxServers = 3;

    public static ResolverConfiguration Parse(IEnumerable<string> lines)
    {
        var servers = new List<IPAddress>();
        var search = new List<string>();
        var (dots, seconds, attempts) = (1, 5, 2);
        foreach (var line in lines)
        {
            var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["nameserver", var text, ..] when IPAddress.TryParse(text, out var server) && servers.Count < MaxServers:
                    servers.Add(server);
                    break;
                case ["search" or "domain", .. var domains]:
                    search = [.. domains.Where(d => d != ".")];
                    break;
                case ["options", .. var options]:
                    foreach (var option in options)
                    {
                        if (option.Split(':') is [var name, var value] && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                        {
                            dots = name == "ndots" ? Math.Min(number, 15) : dots;
                            seconds = name == "timeout" ? Math.Clamp(number, 1, 30) : seconds;
                            attempts = name == "attempts" ? Math.Clamp(number, 1, 5) : attempts;
                        }
                    }

                    break;
            }
        }

        // Without a server the resolver asks this machine, as the C libraries do.
        return new ResolverConfiguration(servers.Count > 0 ? servers : [IPAddress.Loopback], search, dots, seconds, attempts);
    }

    /// <summary>The names to ask for, in order: with enough dots the name itself first, else the search domains first.</summary>
    public IEnumerable<string> Candidates(string name)
    {
        if (name.EndsWith('.'))
            return [name];
        var searched = Search.Select(domain => $"{name}.{domain.TrimEnd('.')}");
        return name.Count(c => c == '.') >= Dots ? [name, .. searched] : [.. searched, name];
    }
}

/// <summary>The hosts file (hosts(5)) and resolv.conf of a container, read through its process.</summary>
internal static class ResolverFiles
{
    private const int MaxBytes = 1024 * 1024;

    public static ResolverConfiguration Configuration(string root) => ResolverConfiguration.Parse(Lines(root, "/etc/resolv.conf"));

    /// <summary>The addresses of each name in the hosts file, in its order; names without case and without a dot at the end.</summary>
    public static ILookup<string, IPAddress> Hosts(string root) => Lines(root, "/etc/hosts")
        .Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        .SelectMany(words => IPAddress.TryParse(words.FirstOrDefault(), out var address)
            ? words.Skip(1).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (Name: name, Address: address))
            : [])
        .ToLookup(entry => entry.Name, entry => entry.Address, StringComparer.OrdinalIgnoreCase);

    private static unsafe IEnumerable<string> Lines(string root, string path)
    {
        // Not more than a sane file holds, nothing that blocks, and nothing outside: a container may put anything there.
        var descriptor = Native.OpenInRoot(root.Length > 0 ? root : "/", path);
        if (descriptor < 0)
            return [];
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        var count = 0;
        fixed (byte* bytes = buffer)
        {
            for (nint read; count < MaxBytes && (read = Native.Read(descriptor, bytes + count, (nuint)(MaxBytes - count))) > 0;)
                count += (int)read;
        }

        _ = Native.Close(descriptor);
        var text = Encoding.UTF8.GetString(buffer, 0, count);
        ArrayPool<byte>.Shared.Return(buffer);
        return text.Split('\n').Select(line => line.Split('#', ';')[0].Trim());
    }
}
