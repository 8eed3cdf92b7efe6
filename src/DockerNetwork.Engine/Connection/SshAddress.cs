using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Engine.Connection;

/// <summary>
/// What an <c>ssh://[user@]host[:port][/path]</c> names, and what the program ssh is given for it. As in the docker CLI
/// (<c>cli/connhelper/ssh</c>), the remote <c>docker system dial-stdio</c> joins its standard streams with the engine's socket.
/// </summary>
/// <param name="User">The remote user; null for what ~/.ssh/config or the own name says.</param>
/// <param name="Host">A host name, a name of ~/.ssh/config in the letters that were typed, or an address.</param>
/// <param name="Port">The port; null for what ~/.ssh/config says, or 22.</param>
/// <param name="Path">The engine's socket on the remote host; null for the one that the remote docker CLI uses.</param>
internal sealed record SshAddress(string? User, string Host, int? Port, string? Path)
{
    public const string Scheme = "ssh";

    /// <summary>
    /// What a shell gives a meaning to. ssh passes the names on to the shell that runs a ProxyCommand or a "Match exec" of the user's
    /// configuration; from 9.6 on, OpenSSH refuses them itself.
    /// </summary>
    private const string ForShells = "'`\"$;&<>|(){}";

    /// <summary>As <see cref="Url"/> writes it.</summary>
    public static SshAddress Of(DockerHost host) => Parse(host.OriginalString[(Scheme.Length + 3)..]);

    /// <summary>Reads what follows <c>ssh://</c>.</summary>
    /// <exception cref="FormatException">What is wrong, as the second half of a sentence. It never contains a password.</exception>
    public static SshAddress Parse(string text)
    {
        if (text.AsSpan().IndexOfAny('?', '#') >= 0)
            throw new FormatException("a query or a fragment is not supported");

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (authority, path) = slash < 0 ? (text, "") : (text[..slash], Uri.UnescapeDataString(text[slash..]));
        var at = authority.LastIndexOf('@');
        var user = Uri.UnescapeDataString(at < 0 ? "" : authority[..at]);
        if (user.Contains(':', StringComparison.Ordinal))
            throw new FormatException("a password in the address is not supported; ssh uses your keys, your agent and ~/.ssh/config");

        if (!IsUser(user))
            throw new FormatException("the user name begins with '-' or contains a character that a user name cannot have");
        if (path.Any(char.IsControl))
            throw new FormatException("the path contains a control character");

        var (host, port) = HostAndPort(authority[(at + 1)..]);
        return new(user.Length == 0 ? null : user, host, port, path.Trim('/').Length == 0 ? null : path);
    }

    /// <summary>The address as it can be typed. Equal addresses have the same text.</summary>
    public string Url
    {
        get
        {
            var host = IsIPv6 ? $"[{Host.Replace("%", "%25", StringComparison.Ordinal)}]" : Host;
            var user = User is null ? "" : Uri.EscapeDataString(User) + "@";
            var path = Path is null ? "" : string.Join('/', Path.Split('/').Select(Uri.EscapeDataString));
            return string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{user}{host}{(Port is { } port ? $":{port}" : "")}{path}");
        }
    }

    /// <summary>What a person types to log in: "ssh -p 2222 admin@build01".</summary>
    public string Login => string.Create(
        CultureInfo.InvariantCulture, $"ssh {(Port is { } port ? $"-p {port} " : "")}{(User is null ? "" : User + "@")}{Host}");

    private bool IsIPv6 => Host.Contains(':', StringComparison.Ordinal);

    /// <summary>
    /// The arguments of ssh. The user's configuration decides about keys, agents, host keys and proxies. The options are for what a
    /// pipeline cannot have, the remote side has no use for, or several connections at once would disturb: questions, a terminal, what is
    /// forwarded (agent, X11, ports), and a master connection that ends with one of them (an existing one is used).
    /// </summary>
    /// <param name="connectTimeout">How long ssh waits for the host.</param>
    public IReadOnlyList<string> Arguments(TimeSpan connectTimeout)
    {
        var arguments = new List<string> { "-T", "-a", "-x" };
        string[] options =
        [
            "BatchMode=yes",
            string.Create(CultureInfo.InvariantCulture, $"ConnectTimeout={connectTimeout.TotalSeconds:0}"),
            "ServerAliveInterval=20",
            "ClearAllForwardings=yes",
            "ControlMaster=no",
            "LogLevel=ERROR",
        ];
        foreach (var option in options)
            arguments.AddRange(["-o", option]);
        if (User is not null)
            arguments.AddRange(["-l", User]);
        if (Port is { } port)
            arguments.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        return [.. arguments, "--", Host, RemoteCommand];
    }

    /// <summary>ssh hands one text over to the shell of the remote user.</summary>
    public string RemoteCommand =>
        Path is null ? "docker system dial-stdio" : $"docker {Quoted($"--host=unix://{Path}")} system dial-stdio";

    /// <summary>As one word of a POSIX shell; also of csh and fish, but for exclamation marks.</summary>
    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@%+,".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static bool IsUser(string user) =>
        !user.StartsWith('-') && !user.EndsWith('\\')
        && !user.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || ForShells.Contains(c, StringComparison.Ordinal));

    private static (string Host, int? Port) HostAndPort(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = text.IndexOf(':', end + 1);
        var host = colon < 0 ? text : text[..colon];
        var port = colon < 0 ? "" : text[(colon + 1)..];
        if (host.Length == 0)
            throw new FormatException("the host name is missing");
        if (port.Contains(':', StringComparison.Ordinal))
            throw new FormatException("an IPv6 address needs brackets");

        var number = 0;
        if (port.Length > 0 && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is 0 or > 65535))
            throw new FormatException("the port is not a number from 1 to 65535");
        return (end > 0 ? Address(host, end) : Name(host), port.Length > 0 ? number : null);
    }

    private static string Name(string host) =>
        (char.IsLetterOrDigit(host[0]) || host[0] == '_') && host.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_')
            ? host
            : throw new FormatException("the host name contains a character that a host name cannot have");

    /// <summary>An IPv6 address in brackets, which may name an interface: <c>[fe80::1%25eth0]</c>.</summary>
    private static string Address(string host, int end)
    {
        var address = host[1..end].Replace("%25", "%", StringComparison.Ordinal);
        var zone = address.IndexOf('%', StringComparison.Ordinal);
        var isAddress = end == host.Length - 1
            && IPAddress.TryParse(zone < 0 ? address : address[..zone], out var parsed)
            && parsed.AddressFamily == AddressFamily.InterNetworkV6
            && (zone < 0 || (address.Length > zone + 1 && Name(address[(zone + 1)..]).Length > 0));
        return isAddress ? address : throw new FormatException("the text in brackets is not an IPv6 address");
    }
}
