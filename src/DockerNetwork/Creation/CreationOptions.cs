using System.Globalization;
using System.Text.RegularExpressions;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.Creation;

/// <summary>Texts of New-DockerContainer's options, read as the docker CLI reads them.</summary>
internal static partial class CreationOptions
{
    /// <summary>"name:address" or "name=address"; the address may be in brackets, or host-gateway.</summary>
    /// <exception cref="CommandException">InvalidAddHost.</exception>
    public static string ExtraHost(string text)
    {
        var separator = text.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals
            ? equals
            : text.IndexOf(':', StringComparison.Ordinal);
        var name = separator < 0 ? "" : text[..separator];
        var address = separator < 0 ? "" : text[(separator + 1)..];
        if (address is ['[', .. var inside, ']'])
            address = inside;
        if (name.Length == 0 || (address != "host-gateway" && Addresses.ParsePlain(address) is null))
        {
            throw CommandErrors.InvalidAddHost(text);
        }

        return $"{name}:{address}";
    }

    /// <summary>"container" or "container:alias", as opts.ParseLink of the docker CLI takes it.</summary>
    /// <exception cref="CommandException">InvalidLink.</exception>
    public static string Link(string text)
    {
        var parts = text.Split(':');
        return parts.Length <= 2 && Array.TrueForAll(parts, part => part.Trim().Length > 0) ? text : throw CommandErrors.InvalidLink(text);
    }

    /// <summary>A search domain as opts.ValidateDNSSearch of the docker CLI takes it, without its last dot; or "." for none.</summary>
    /// <exception cref="CommandException">InvalidDnsSearch.</exception>
    public static string DnsSearch(string text)
    {
        var trimmed = text.Trim(' ');
        if (trimmed == ".")
            return trimmed;
        var domain = Domain().Match(trimmed).Groups["domain"].Value;
        return domain.Length is > 0 and < 255 && domain.Any(char.IsAsciiLetter) ? domain : throw CommandErrors.InvalidDnsSearch(text);
    }

    /// <summary>no, always, unless-stopped, on-failure or on-failure:5.</summary>
    /// <exception cref="CommandException">InvalidRestartPolicy.</exception>
    public static RestartPolicy Restart(string text)
    {
        if (!Policy().IsMatch(text))
        {
            throw CommandErrors.InvalidRestartPolicy(text);
        }

        var parts = text.ToLowerInvariant().Split(':');
        return new RestartPolicy(parts[0], parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>"80", "80/udp", "8000-8010".</summary>
    /// <exception cref="CommandException">InvalidExpose.</exception>
    public static IReadOnlyList<ExposedPort> Expose(string text)
    {
        try
        {
            return ExposedPort.Parse(text);
        }
        catch (FormatException e)
        {
            throw CommandErrors.InvalidExpose(e.Message);
        }
    }

    /// <summary>Paths alone are anonymous volumes; "source:/path" mounts a folder of the host, or a named volume.</summary>
    /// <exception cref="CommandException">InvalidVolume.</exception>
    public static (IReadOnlyList<string>? Binds, IReadOnlyDictionary<string, EmptyObject>? Anonymous) Volumes(IReadOnlyList<string>? texts)
    {
        foreach (var text in texts ?? [])
        {
            if (!Volume().IsMatch(text))
            {
                throw CommandErrors.InvalidVolume(text);
            }
        }

        var binds = (texts ?? []).Where(t => t.Contains(':', StringComparison.Ordinal)).ToArray();
        var anonymous = (texts ?? [])
            .Except(binds, StringComparer.Ordinal)
            .ToDictionary(path => path, _ => new EmptyObject(), StringComparer.Ordinal);
        return (binds.Length > 0 ? binds : null, anonymous.Count > 0 ? anonymous : null);
    }

    [GeneratedRegex(
        @"^(?<domain>[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*)\.?\s*\z",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Domain();

    // The folder of a host that runs Windows has a colon of its own.
    [GeneratedRegex(@"^(([A-Za-z]:[\\/][^:]*|[^:]+):/[^:]*(:[^:]+)?|/[^:]*)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Volume();

    [GeneratedRegex(
        "^(no|always|unless-stopped|on-failure(:[0-9]{1,9})?)\\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Policy();
}
