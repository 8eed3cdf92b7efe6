using System.Globalization;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Formats;

public static partial class View
{
    /// <summary>"internal, ipv6": what is out of the ordinary about a network.</summary>
    public static string Flags(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var flags = new List<string>();
        Add(network.Internal, "internal");
        Add(network.Attachable, "attachable");
        Add(network.Ingress, "ingress");
        Add(network.EnableIPv6, "ipv6");
        Add(!network.EnableIPv4, "no ipv4");
        Add(network.ConfigOnly, "config-only");
        Add(network.ConfigFrom is not null, $"config from {network.ConfigFrom}");
        return string.Join(", ", flags);

        void Add(bool applies, string flag)
        {
            if (applies)
                flags.Add(flag);
        }
    }

    /// <summary>"3"; where some are stopped "2 of 3 up".</summary>
    public static string Containers(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var up = network.Endpoints.Count(e => e.State is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting);
        return up == network.Endpoints.Count
            ? up.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{up} of {network.Endpoints.Count} up");
    }

    /// <summary>"router=10.1.0.5": the addresses kept for other uses.</summary>
    public static string AuxAddresses(NetworkSubnet subnet)
    {
        ArgumentNullException.ThrowIfNull(subnet);
        return Join([.. subnet.AuxAddress.Select(pair => $"{pair.Key}={pair.Value}")]);
    }

    /// <summary>Those of all subnets.</summary>
    public static string AuxAddresses(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Join([.. network.Ipam.Select(AuxAddresses)]);
    }

    /// <summary>"94,512 characters": the text itself would fill the console.</summary>
    public static string Document(SavedSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return string.Create(CultureInfo.InvariantCulture, $"{snapshot.Document.Length:N0} characters");
    }

    /// <summary>"2026-11-21 08:14:14 +00:00"; empty for no time.</summary>
    public static string Moment(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? "";

    /// <summary>"prod *": the star marks the engine that is used where none is named, as in <c>docker context ls</c>.</summary>
    public static string Context(DockerContext engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.Current ? $"{engine.Name} *" : engine.Name;
    }

    /// <summary>"253"; for more than a person counts, "very many".</summary>
    public static string Containers(FreeSubnet subnet)
    {
        ArgumentNullException.ThrowIfNull(subnet);
        return subnet.ContainerCount > uint.MaxValue ? "very many" : subnet.ContainerCount.ToString(CultureInfo.InvariantCulture);
    }
}
