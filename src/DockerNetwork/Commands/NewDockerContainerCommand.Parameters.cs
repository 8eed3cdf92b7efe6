using System.Collections;
using System.Management.Automation;
using System.Net;
using DockerNetwork.Completion;
using DockerNetwork.Creation;
using DockerNetwork.Identities;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.Commands;

/// <summary>What New-DockerContainer takes: the options of <c>docker run</c>, spelled out.</summary>
public sealed partial class NewDockerContainerCommand
{
    private static readonly NetworkAttachment NoSettings = new();

    /// <summary>The endpoint on the first network, as the parameters for one network describe it.</summary>
    private NetworkAttachment _endpoint = NoSettings;

    /// <summary>The image. It must be on the engine, or be pulled with -Pull.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageCompleter))]
    public string Image { get; set; } = "";

    /// <summary>Command and arguments; the image's own when not given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string[]? Command { get; set; }

    /// <summary>The name; several make several containers. The engine invents one when not given.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>
    /// Networks: names, ids, networks, or hashtables with the properties of <see cref="NetworkAttachment"/>. The first is the container's
    /// network mode, which may also be bridge, host, none or container:NAME (or a container, to share its network namespace); the others
    /// are connected before it starts.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkModeCompleter))]
    public NetworkAttachment[]? Network { get; set; }

    /// <summary>Further names on the first network. User-defined networks only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? NetworkAlias { get => _endpoint.Alias; set => _endpoint = _endpoint with { Alias = value }; }

    /// <summary>The IPv4 address on the first network. User-defined networks with a subnet of their own only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IPv4AddressCompleter))]
    public IPAddress? IPAddress { get => _endpoint.IPAddress; set => _endpoint = _endpoint with { IPAddress = value }; }

    /// <summary>The IPv6 address on the first network.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IPv6AddressCompleter))]
    public IPAddress? IPv6Address { get => _endpoint.IPv6Address; set => _endpoint = _endpoint with { IPv6Address = value }; }

    /// <summary>Link-local addresses on the first network.</summary>
    [Parameter]
    public IPAddress[]? LinkLocalIPAddress
    {
        get => _endpoint.LinkLocalIPAddress;
        set => _endpoint = _endpoint with { LinkLocalIPAddress = value };
    }

    /// <summary>The MAC address on the first network, as 02:42:ac:11:00:02.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MacAddress { get => _endpoint.MacAddress; set => _endpoint = _endpoint with { MacAddress = value }; }

    /// <summary>Driver options of the endpoint on the first network.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EndpointOptionCompleter))]
    public Hashtable? DriverOption { get => _endpoint.DriverOption; set => _endpoint = _endpoint with { DriverOption = value }; }

    /// <summary>The network of the highest priority provides the default route. API 1.48.</summary>
    [Parameter]
    public int? GatewayPriority { get => _endpoint.GatewayPriority; set => _endpoint = _endpoint with { GatewayPriority = value }; }

    /// <summary>
    /// Ports to publish on the host: texts as the docker CLI takes them ('8080:80', '127.0.0.1:8080:80', '[::1]:80:80',
    /// '8000-8010:80-90/udp', '80'), port numbers, hashtables (@{ HostPort = 8080; ContainerPort = 80 }), or the ports that another
    /// container publishes.
    /// </summary>
    [Parameter]
    [PortPublicationTransformation]
    [ArgumentCompleter(typeof(PublishedPortCompleter))]
    public PortPublication[]? Publish { get; set; }

    /// <summary>Publishes every port that the image or -Expose names, at host ports that the engine chooses.</summary>
    [Parameter]
    public SwitchParameter PublishAll { get; set; }

    /// <summary>
    /// Ports it listens on, as '80', '53/udp' or '8000-8010'. Nothing is opened by that: it documents, and says what -PublishAll means.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ExposedPortCompleter))]
    public string[]? Expose { get; set; }

    /// <summary>The host name inside.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>The domain name inside.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DomainName { get; set; }

    /// <summary>Name servers for the names that the engine does not know.</summary>
    [Parameter]
    public IPAddress[]? Dns { get; set; }

    /// <summary>Search domains; '.' for none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? DnsSearch { get; set; }

    /// <summary>Options of resolv.conf, as 'ndots:2'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DnsOptionCompleter))]
    public string[]? DnsOption { get; set; }

    /// <summary>Entries of the hosts file, as 'db:192.0.2.5' or 'host.docker.internal:host-gateway'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AddedHostCompleter))]
    public string[]? AddHost { get; set; }

    /// <summary>
    /// Links, as container or container:alias: entries of the hosts file on the default bridge, names for this container alone on any other
    /// first network.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LinkCompleter))]
    public string[]? Link { get => _endpoint.Link; set => _endpoint = _endpoint with { Link = value }; }

    /// <summary>Kernel parameters of the container's namespaces, as @{ 'net.ipv4.ip_forward' = 1 }.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SysctlCompleter))]
    public Hashtable? Sysctl { get; set; }

    /// <summary>The program, instead of the image's; -Command holds its arguments then.</summary>
    [Parameter]
    public string[]? Entrypoint { get; set; }

    /// <summary>Environment variables, as @{ NAME = 'value' }.</summary>
    [Parameter]
    public Hashtable? Environment { get; set; }

    /// <summary>Labels.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelEntryCompleter))]
    public Hashtable? Label { get; set; }

    /// <summary>Volumes: '/path', 'name:/path', '/folder/of/the/host:/path', with ':ro' behind for reading only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Volume { get; set; }

    /// <summary>The user inside, as 'name' or 'uid:gid'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>The working directory inside.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <summary>no, always, unless-stopped, on-failure or on-failure:5.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RestartPolicyCompleter))]
    public string? RestartPolicy { get; set; }

    /// <summary>Allocates a terminal.</summary>
    [Parameter]
    public SwitchParameter Tty { get; set; }

    /// <summary>Keeps standard input open, so that a shell goes on running.</summary>
    [Parameter]
    public SwitchParameter Interactive { get; set; }

    /// <summary>The engine removes the container when it ends.</summary>
    [Parameter]
    public SwitchParameter AutoRemove { get; set; }

    /// <summary>Pulls the image, without credentials, where it is not on the engine.</summary>
    [Parameter]
    public SwitchParameter Pull { get; set; }

    /// <summary>Starts it.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    /// <summary>Leaves a container that could not be connected or started on the engine, to be looked at.</summary>
    [Parameter]
    public SwitchParameter KeepOnFailure { get; set; }
}
