using System.Globalization;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>What /etc/resolv.conf says (resolv.conf(5)).</summary>
internal sealed record ResolverConfiguration(
    IReadOnlyList<IPAddress> Servers, IReadOnlyList<string> Search, int Dots, int Seconds, int Attempts)
{
    /// <summary>As many as glibc and musl ask (MAXNS).</summary>
    private const int MaxServers = 3;

    /// <summary>Kubernetes allows 32; glibc allowed 6 until 2.25, and musl stops at 256 bytes.</summary>
    private const int MaxSearch = 32;

    /// <summary>Bytes of all search domains together.</summary>
    private const int MaxSearchLength = 4096;

    private static readonly char[] Blank = [' ', '\t', '\r'];

    /// <summary>There are more search domains than are tried: a name that none of them resolves may still have an address.</summary>
    public bool Cut { get; init; }

    /// <summary>
    /// The name servers that the engine's DNS asks for names that it does not know, as the engine writes them into a comment (from 25.0
    /// on): "# ExtServers: [192.0.2.53 192.0.2.54]". Empty without the comment, and if the engine asks one of them from the host's network,
    /// which it writes as host(127.0.0.53): from here it cannot be seen whether that one answers.
    /// </summary>
    public IReadOnlyList<IPAddress> Upstream { get; init; } = [];

    /// <summary>Reads <see cref="Upstream"/>.</summary>
    public static IReadOnlyList<IPAddress> ParseUpstream(IEnumerable<string> lines)
    {
        const string Start = "# ExtServers: [";
        var line = lines.Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(Start, StringComparison.Ordinal));
        if (line is null || !line.EndsWith(']'))
            return [];
        var words = line[Start.Length..^1].Split(Blank, MaxServers + 1, StringSplitOptions.RemoveEmptyEntries).Take(MaxServers);
        var servers = words.Select(word => IPAddress.TryParse(word, out var server) ? server : null).ToList();
        return servers.Contains(null) ? [] : [.. servers.OfType<IPAddress>().Distinct()];
    }

    public static ResolverConfiguration Parse(IEnumerable<string> lines)
    {
        var servers = new List<IPAddress>();
        var search = new List<string>();
        var cut = false;
        var (dots, seconds, attempts) = (1, 5, 2);
        foreach (var line in lines)
        {
            // The last item contains what is beyond the limits.
            var words = line.Split(Blank, MaxSearch + 3, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["nameserver", var text, ..] when IPAddress.TryParse(text, out var server) && servers.Count < MaxServers:
                    servers.Add(server);
                    break;
                case ["search" or "domain", .. var domains]:
                    (search, cut) = Domains(domains);
                    break;
                case ["options", .. var options]:
                    foreach (var option in options)
                    {
                        if (option.Split(':', 3) is [var name, var value]
                            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
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
        return new ResolverConfiguration(servers.Count > 0 ? servers : [IPAddress.Loopback], search, dots, seconds, attempts) { Cut = cut };
    }

    /// <summary>The names to ask for, in order: with enough dots the name itself first, else the search domains first.</summary>
    public IEnumerable<string> Candidates(string name)
    {
        if (name.EndsWith('.'))
            return [name];
        var searched = Search.Select(domain => $"{name}.{domain.TrimEnd('.')}");
        return name.Count(c => c == '.') >= Dots ? searched.Prepend(name) : searched.Append(name);
    }

    private static (List<string> Domains, bool Cut) Domains(string[] words)
    {
        var domains = new List<string>();
        var length = 0;
        foreach (var domain in words.Where(d => d != "."))
        {
            length += domain.Length;
            if (domains.Count == MaxSearch || length > MaxSearchLength)
                return (domains, true);
            domains.Add(domain);
        }

        return (domains, false);
    }
}
