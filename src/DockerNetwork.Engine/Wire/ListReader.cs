using System.Text.Json;

namespace DockerNetwork.Engine.Wire;

/// <summary>
/// Reads the two lists that nearly every command begins with, by hand: for the serializer, the runtime would compile code for each type of
/// property in each session, which takes longer than the engine takes to answer. What is lenient in <see cref="EngineJson"/> is lenient
/// here: null counts as missing, and unknown properties are skipped.
/// </summary>
internal static partial class ListReader
{
    /// <summary>The answer to <c>GET /networks</c>; null if it is null.</summary>
    /// <exception cref="JsonException">It is not such a list, or too long.</exception>
    public static List<NetworkResource>? Networks(ReadOnlySpan<byte> document) => Document(document, Network);

    /// <summary>The answer to <c>GET /containers/json</c>; null if it is null.</summary>
    /// <exception cref="JsonException">It is not such a list, or too long.</exception>
    public static List<ContainerSummary>? Containers(ReadOnlySpan<byte> document) => Document(document, Container);

    private static NetworkResource Network(ref Utf8JsonReader reader)
    {
        string? name = null, id = null, scope = null, driver = null;
        DateTimeOffset created = default;
        bool? ipv4 = null;
        bool ipv6 = false, isInternal = false, attachable = false, ingress = false, configOnly = false;
        Ipam? ipam = null;
        ConfigReference? configFrom = null;
        Dictionary<string, string>? options = null, labels = null;
        while (Next(ref reader) is { } property)
        {
            switch (property)
            {
                case "Name": name = reader.GetString(); break;
                case "Id": id = reader.GetString(); break;
                case "Created": created = Time(ref reader); break;
                case "Scope": scope = reader.GetString(); break;
                case "Driver": driver = reader.GetString(); break;
                case "EnableIPv4": ipv4 = IsNull(ref reader) ? null : reader.GetBoolean(); break;
                case "EnableIPv6": ipv6 = Flag(ref reader); break;
                case "IPAM": ipam = Object(ref reader, Ipam); break;
                case "Internal": isInternal = Flag(ref reader); break;
                case "Attachable": attachable = Flag(ref reader); break;
                case "Ingress": ingress = Flag(ref reader); break;
                case "ConfigOnly": configOnly = Flag(ref reader); break;
                case "ConfigFrom": configFrom = Object(ref reader, ConfigFrom); break;
                case "Options": options = Texts(ref reader); break;
                case "Labels": labels = Texts(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new()
        {
            Name = name!,
            Id = id!,
            Created = created,
            Scope = scope!,
            Driver = driver!,
            EnableIPv4 = ipv4,
            EnableIPv6 = ipv6,
            Ipam = ipam,
            Internal = isInternal,
            Attachable = attachable,
            Ingress = ingress,
            ConfigOnly = configOnly,
            ConfigFrom = configFrom,
            Options = options,
            Labels = labels,
        };
    }

    private static Ipam Ipam(ref Utf8JsonReader reader)
    {
        var ipam = new Ipam();
        while (Next(ref reader) is { } property)
        {
            switch (property)
            {
                case "Driver": ipam = ipam with { Driver = reader.GetString() }; break;
                case "Options": ipam = ipam with { Options = Texts(ref reader) }; break;
                case "Config": ipam = ipam with { Config = Items(ref reader, IpamConfig) }; break;
                default: reader.Skip(); break;
            }
        }

        return ipam;
    }

    private static IpamConfig IpamConfig(ref Utf8JsonReader reader)
    {
        var config = new IpamConfig();
        while (Next(ref reader) is { } property)
        {
            switch (property)
            {
                case "Subnet": config = config with { Subnet = reader.GetString() }; break;
                case "IPRange": config = config with { IPRange = reader.GetString() }; break;
                case "Gateway": config = config with { Gateway = reader.GetString() }; break;
                case "AuxiliaryAddresses": config = config with { AuxAddress = Texts(ref reader) }; break;
                default: reader.Skip(); break;
            }
        }

        return config;
    }

    private static ConfigReference ConfigFrom(ref Utf8JsonReader reader)
    {
        var from = new ConfigReference(null);
        while (Next(ref reader) is { } property)
        {
            if (property == "Network")
                from = new(reader.GetString());
            else
                reader.Skip();
        }

        return from;
    }

    private static ContainerSummary Container(ref Utf8JsonReader reader)
    {
        string? id = null, image = null, imageId = null, command = null, state = null, status = null;
        long created = 0;
        List<string>? names = null;
        Dictionary<string, string>? labels = null;
        List<PortSummary>? ports = null;
        HostConfigSummary? hostConfig = null;
        NetworkSettings? settings = null;
        List<EmptyObject?>? mounts = null;
        while (Next(ref reader) is { } property)
        {
            switch (property)
            {
                case "Id": id = reader.GetString(); break;
                case "Names": names = TextList(ref reader); break;
                case "Image": image = reader.GetString(); break;
                case "ImageID": imageId = reader.GetString(); break;
                case "Command": command = reader.GetString(); break;
                case "Created": created = Number(ref reader, long.MinValue, long.MaxValue) ?? 0; break;
                case "State": state = reader.GetString(); break;
                case "Status": status = reader.GetString(); break;
                case "Labels": labels = Texts(ref reader); break;
                case "Ports": ports = Items(ref reader, Port); break;
                case "HostConfig": hostConfig = Object(ref reader, HostConfig); break;
                case "NetworkSettings": settings = Object(ref reader, NetworkSettings); break;
                case "Mounts": mounts = Counted(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new()
        {
            Id = id!,
            Names = names,
            Image = image,
            ImageId = imageId,
            Command = command,
            Created = created,
            State = state,
            Status = status,
            Labels = labels,
            Ports = ports,
            HostConfig = hostConfig,
            NetworkSettings = settings,
            Mounts = mounts,
        };
    }

    private static PortSummary Port(ref Utf8JsonReader reader)
    {
        var port = new PortSummary(null, 0, null, null);
        while (Next(ref reader) is { } property)
        {
            switch (property)
            {
                case "IP": port = port with { IP = reader.GetString() }; break;
                case "PrivatePort": port = port with { PrivatePort = Integer(ref reader) ?? 0 }; break;
                case "PublicPort": port = port with { PublicPort = Integer(ref reader) }; break;
                case "Type": port = port with { Type = reader.GetString() }; break;
                default: reader.Skip(); break;
            }
        }

        return port;
    }

    private static HostConfigSummary HostConfig(ref Utf8JsonReader reader)
    {
        var config = new HostConfigSummary(null);
        while (Next(ref reader) is { } property)
        {
            if (property == "NetworkMode")
                config = new(reader.GetString());
            else
                reader.Skip();
        }

        return config;
    }

    private static NetworkSettings NetworkSettings(ref Utf8JsonReader reader)
    {
        var settings = new NetworkSettings();
        while (Next(ref reader) is { } property)
        {
            switch (property)
            {
                case "Networks": settings = settings with { Networks = Table(ref reader, Endpoint) }; break;
                case "SandboxKey": settings = settings with { SandboxKey = reader.GetString() }; break;
                default: reader.Skip(); break;
            }
        }

        return settings;
    }

    private static EndpointSettings Endpoint(ref Utf8JsonReader reader)
    {
        string? mac = null, network = null, endpoint = null, gateway = null, address = null, gateway6 = null, address6 = null;
        EndpointIpamConfig? ipam = null;
        List<string>? links = null, aliases = null, names = null;
        Dictionary<string, string>? options = null;
        int? priority = null, prefix = null, prefix6 = null;
        while (Next(ref reader) is { } property)
        {
            switch (property)
            {
                case "IPAMConfig": ipam = Object(ref reader, EndpointIpam); break;
                case "Links": links = TextList(ref reader); break;
                case "Aliases": aliases = TextList(ref reader); break;
                case "DNSNames": names = TextList(ref reader); break;
                case "MacAddress": mac = reader.GetString(); break;
                case "DriverOpts": options = Texts(ref reader); break;
                case "GwPriority": priority = Integer(ref reader); break;
                case "NetworkID": network = reader.GetString(); break;
                case "EndpointID": endpoint = reader.GetString(); break;
                case "Gateway": gateway = reader.GetString(); break;
                case "IPAddress": address = reader.GetString(); break;
                case "IPPrefixLen": prefix = Integer(ref reader); break;
                case "IPv6Gateway": gateway6 = reader.GetString(); break;
                case "GlobalIPv6Address": address6 = reader.GetString(); break;
                case "GlobalIPv6PrefixLen": prefix6 = Integer(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new()
        {
            IpamConfig = ipam,
            Links = links,
            Aliases = aliases,
            DnsNames = names,
            MacAddress = mac,
            DriverOpts = options,
            GwPriority = priority,
            NetworkId = network,
            EndpointId = endpoint,
            Gateway = gateway,
            IPAddress = address,
            IPPrefixLength = prefix,
            IPv6Gateway = gateway6,
            GlobalIPv6Address = address6,
            GlobalIPv6PrefixLength = prefix6,
        };
    }

    private static EndpointIpamConfig EndpointIpam(ref Utf8JsonReader reader)
    {
        var ipam = new EndpointIpamConfig();
        while (Next(ref reader) is { } property)
        {
            switch (property)
            {
                case "IPv4Address": ipam = ipam with { IPv4Address = reader.GetString() }; break;
                case "IPv6Address": ipam = ipam with { IPv6Address = reader.GetString() }; break;
                case "LinkLocalIPs": ipam = ipam with { LinkLocalIPs = TextList(ref reader) }; break;
                default: reader.Skip(); break;
            }
        }

        return ipam;
    }
}
