namespace DockerNetwork.Model.Networks;

/// <summary>What leads out of a network.</summary>
internal enum Uplink
{
    /// <summary>Nothing: its containers reach each other at most.</summary>
    None,

    /// <summary>The engine's host, which forwards.</summary>
    Host,

    /// <summary>The parent interface, past the host's own network stack.</summary>
    Parent,
}

/// <summary>
/// What all networks of one driver have in common; <see cref="Network"/> adds what an option or its scope changes. A new driver is a row
/// here and, if packets take another route on it, a rule of the prediction.
/// </summary>
/// <param name="Name">As the engine calls it.</param>
/// <param name="Description">One line for a completion.</param>
internal sealed record NetworkDriver(string Name, string Description)
{
    /// <summary>The engine's own drivers.</summary>
    private static readonly NetworkDriver[] Known =
    [
        new("bridge", "a Linux bridge on the engine's host, with masquerading"),
        new("overlay", "across the nodes of a swarm"),
        new("macvlan", "addresses of the host's own network, with MAC addresses of their own") { Uplink = Uplink.Parent },
        new("ipvlan", "addresses of the host's own network, with the MAC address of its interface") { Uplink = Uplink.Parent },
        new("host", "the network of the engine's host; there is only one") { Mode = true },
        new("null", "no network; there is only one") { Mode = true, Uplink = Uplink.None },
    ];

    private static readonly NetworkDriver Unknown = new("", "a plugin of the engine") { Plugin = true };

    /// <summary>
    /// Stands for a mode of a container instead of a network of its own. The engine has one network of such a driver, resolves no names on
    /// it, and connects no container to it or from it to another network.
    /// </summary>
    public bool Mode { get; private init; }

    /// <summary>What leads out of its networks if they are not internal.</summary>
    public Uplink Uplink { get; private init; } = Uplink.Host;

    /// <summary>Not one of the engine's own drivers; which routes it sets is not known.</summary>
    public bool Plugin { get; private init; }

    /// <summary>The driver of a name; the same for all plugins.</summary>
    public static NetworkDriver Of(string name)
    {
        foreach (var driver in Known)
        {
            if (driver.Name == name)
                return driver;
        }

        return Unknown;
    }
}
