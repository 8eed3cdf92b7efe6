using System.Management.Automation;
using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Errors;

/// <summary>Names that mean nothing, several things, or something that is not there.</summary>
internal static partial class CommandErrors
{
    public static CommandException InvalidLinkName(string text) => Invalid(
        "InvalidLink",
        $"'{Excerpt.Of(text)}' is not a valid link name. Write container/alias: web/db is the link from web that has the alias db.");

    public static CommandException NoSuchLink(string text, string host, IReadOnlyCollection<string> others) => new(
        "LinkNotFound", ErrorCategory.ObjectNotFound,
        $"The default bridge of {host} has no link '{Excerpt.Of(text)}'. "
        + (others.Count == 0 ? "It has no links at all." : $"Its links: {Excerpt.Of(others)}."))
    {
        On = hosts => NoSuchLink(text, hosts, others),
    };

    /// <param name="which">"'web'", or "with the id '12ab'".</param>
    /// <param name="host">The engine, or several.</param>
    /// <param name="near">Names that may have been meant.</param>
    public static CommandException NoSuchContainer(string which, string host, IReadOnlyList<string> near) =>
        ErrorKind.ContainerNotFound.Refusal(
            $"There is no container {which} on {host}. {Meant(which, near)}{ErrorKind.ContainerNotFound.Advice}",
            hosts => NoSuchContainer(which, hosts, near));

    /// <param name="container">The container of another node, as NAME@NODE.</param>
    /// <param name="host">The engine.</param>
    public static CommandException ContainerOfNode(string container, DockerHost host) => ErrorKind.ContainerNotFound.Refusal(
        $"'{Excerpt.Of(container)}' is a container on another node of the swarm, so {host} cannot act on it. "
        + "Name the engine of that node with -DockerHost.");

    /// <param name="service">The service whose port was given to a cmdlet for containers.</param>
    public static CommandException ServiceAsContainer(string service) => ErrorKind.ContainerNotFound.Refusal(
        $"The port belongs to the service '{Excerpt.Of(service)}' of the swarm, not to a container. "
        + $"Get-DockerNetworkService -Name {PowerShellWord.Of(service)} lists its tasks.");

    /// <param name="network">The name of a network that was given to a cmdlet for containers.</param>
    public static CommandException NetworkAsContainer(string network) => ErrorKind.ContainerNotFound.Refusal(
        $"'{Excerpt.Of(network)}' is a network, not a container. Get-DockerContainer -Network lists the containers on a network.");

    /// <param name="address">What was given.</param>
    /// <param name="holders">The names of the containers that have it.</param>
    public static CommandException AddressAsContainer(string address, IReadOnlyCollection<string> holders) =>
        ErrorKind.ContainerNotFound.Refusal(
            $"'{address}' is an address of {Excerpt.Of(holders)}, not a container. "
            + $"Use the name of the container, or Get-DockerContainer -IPAddress {address}.");

    /// <param name="port">What was given.</param>
    /// <param name="holders">The names of the containers that publish it.</param>
    public static CommandException PortAsContainer(string port, IReadOnlyCollection<string> holders) =>
        ErrorKind.ContainerNotFound.Refusal(
            $"'{port}' is a port that {Excerpt.Of(holders)} publishes, not a container. "
            + $"Use the name of the container, or Get-DockerContainer -PublishedPort {port}.");

    /// <param name="text">What was given: veth12ab3cd.</param>
    public static CommandException InterfaceAsContainer(string text) => ErrorKind.ContainerNotFound.Refusal(
        $"'{text}' is the name of an interface, not of a container. "
        + $"Get-DockerContainerInterface -HostInterface {text} shows the container that it leads to.");

    /// <param name="text">What was given: br-0123456789ab.</param>
    /// <param name="network">The name of the network.</param>
    public static CommandException InterfaceAsNetwork(string text, string network) => ErrorKind.NetworkNotFound.Refusal(
        $"'{Excerpt.Of(text)}' is the interface of the network '{Excerpt.Of(network)}'. Use the name of the network.");

    public static CommandException UnquotedHost() => Invalid(
        "UnquotedHost", "Quote @host: '@host'. Without quotes, PowerShell reads @host as a splatted variable.");

    /// <param name="container">The name of a container that was given to a cmdlet for networks.</param>
    public static CommandException ContainerAsNetwork(string container) => ErrorKind.NetworkNotFound.Refusal(
        $"'{Excerpt.Of(container)}' is a container, not a network. "
        + "Get-DockerNetworkEndpoint -Container lists the networks of a container.");

    /// <param name="which">"'app'", or "with the id '12ab'".</param>
    /// <param name="host">The engine.</param>
    /// <param name="near">Names that may have been meant.</param>
    /// <param name="swarm">The engine is in a swarm.</param>
    public static CommandException NoSuchNetwork(string which, string host, IReadOnlyList<string> near, bool swarm = false) =>
        ErrorKind.NetworkNotFound.Refusal(
            $"There is no network {which} on {host}. {Meant(which, near)}{ErrorKind.NetworkNotFound.Advice}"
            + (swarm
                ? " A worker of a swarm lists an overlay network only while one of its own containers is on it."
                : ""),
            hosts => NoSuchNetwork(which, hosts, near, swarm));

    /// <param name="name">What was given.</param>
    /// <param name="host">The engine.</param>
    /// <param name="known">The names of the services there are.</param>
    public static CommandException NoSuchService(string name, string host, IReadOnlyList<string> known) =>
        ErrorKind.ServiceNotFound.Refusal(
            $"There is no service '{Excerpt.Of(name)}' on {host}. {DidYouMean(Typeable(NearNames.Of(name, known)))}"
            + ErrorKind.ServiceNotFound.Advice,
            hosts => NoSuchService(name, hosts, known));

    public static CommandException AmbiguousContainer(string text, IEnumerable<string> found) => Invalid(
        "AmbiguousContainer",
        $"'{Excerpt.Of(text)}' matches several containers: {Excerpt.Of(found)}. Use the name or the id of one of them.");

    /// <param name="text">What was given.</param>
    /// <param name="found">The containers, each with its engine.</param>
    public static CommandException ContainerOnSeveralEngines(string text, IEnumerable<string> found) => Invalid(
        "AmbiguousContainer",
        $"'{Excerpt.Of(text)}' matches containers on several engines: {Excerpt.Of(found)}. Name one of these engines with -DockerHost or "
        + "-Context.");

    public static CommandException AmbiguousNetwork(string text, IEnumerable<string> found) => Invalid(
        "AmbiguousNetwork",
        $"'{Excerpt.Of(text)}' matches several networks: {Excerpt.Of(found)}. Use the id of one of them.");

    public static CommandException InvalidPattern(string pattern) => Invalid(
        "InvalidPattern",
        $"'{Excerpt.Of(pattern)}' is not a valid wildcard pattern: a [ has no ]. Write `[ for the character [.");

    public static CommandException ContextNotFound(string name, IReadOnlyCollection<string> known) => new(
        "ContextNotFound", ErrorCategory.ObjectNotFound,
        $"There is no Docker context '{Excerpt.Of(name)}'. {MeantContext(name, known)}Known contexts: {Excerpt.Of(known)}.");

    /// <summary>What may have been meant by the name of a context that does not exist, as a sentence with a space; or empty.</summary>
    /// <param name="name">What was given.</param>
    /// <param name="known">The names of the contexts there are.</param>
    public static string MeantContext(string name, IEnumerable<string> known) => Meant($"'{Excerpt.Of(name)}'", NearNames.Of(name, known));

    /// <summary>'web,db' is one text, and "type web, db" names two. Null for any other text.</summary>
    public static string? Separate(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } several
            ? $"To name several, type {string.Join(", ", several.Select(PowerShellWord.Of))}, without quotes around the whole list. "
            : null;

    public static CommandException NoContextMatches(string pattern, IReadOnlyCollection<string> known) => new(
        "ContextNotFound", ErrorCategory.ObjectNotFound,
        $"No Docker context matches '{Excerpt.Of(pattern)}', so there is no engine to ask. "
        + $"{Separate(pattern)}Known contexts: {Excerpt.Of(known)}.");

    /// <param name="engines">Those that -DockerHost or -Context names.</param>
    public static CommandException SeveralEngines(IReadOnlyCollection<string> engines) => Invalid(
        "SeveralEngines", $"This command needs one engine, but you named {engines.Count}: {Excerpt.Of(engines)}. Name one of them.");

    /// <param name="target">What was given.</param>
    /// <param name="there">Its engine.</param>
    /// <param name="here">The engine of the source.</param>
    /// <param name="command">The command.</param>
    public static CommandException TargetOnAnotherEngine(string target, string there, string here, string command) => Invalid(
        "TargetOnAnotherEngine",
        $"'{Excerpt.Of(target)}' is a container on the engine {there}, and the source is on {here}. {command} works within one engine. For "
        + "pairs that cross engines, use Test-ContainerReachability.");

    /// <param name="which">"'web'", or "with the id '12ab'".</param>
    /// <param name="near">Names that may have been meant.</param>
    private static string Meant(string which, IReadOnlyList<string> near) =>
        (which is ['\'', .. var text, '\''] ? Separate(text) : null) ?? DidYouMean(Typeable(near));

    /// <summary>Names as they can be typed.</summary>
    private static List<string> Typeable(IReadOnlyList<string> names) => [.. names.Select(PowerShellWord.Of)];

    /// <summary>"Did you mean web, 'web 2' or web-3? "; empty for no names.</summary>
    private static string DidYouMean(List<string> near) => near switch
    {
        [] => "",
        [var only] => $"Did you mean {only}? ",
        var several => $"Did you mean {string.Join(", ", several.SkipLast(1))} or {several[^1]}? ",
    };

    public static CommandException UnknownSpecialTarget(string text) => Invalid(
        "InvalidTarget", $"'{Excerpt.Of(text)}' is not a valid target. The targets that begin with @ are @host, @gateway and @outside.");

    /// <param name="text">"@gateway" or "@outside".</param>
    public static CommandException TargetAsSource(string text) => ErrorKind.ContainerNotFound.Refusal(
        $"'{Excerpt.Of(text)}' can only be a target. Use a container, or '@host' for the engine's host.");

    public static CommandException InvalidTarget(string text) => Invalid(
        "InvalidTarget",
        $"'{Excerpt.Of(text)}' is not a valid target. Use a container, an address, a host name, one of these with a port (db:5432), "
        + "a URL, or @host, @gateway or @outside.");

    public static CommandException InvalidTargetUrl(string text) => Invalid(
        "InvalidTarget",
        $"'{Excerpt.Of(text)}' is not a valid target. Valid URLs are http://host:port/path and https://host:port.");

    public static CommandException InvalidTargetPort(string text) => Invalid(
        "InvalidTarget", $"'{Excerpt.Of(text)}' has no port between 1 and 65535 after the colon. Write db:5432 for TCP; for UDP, use "
        + "-UdpPort.");

    /// <param name="text">db:80/tcp.</param>
    /// <param name="target">db:80.</param>
    public static CommandException TargetWithProtocol(string text, string target) => Invalid(
        "InvalidTarget", $"'{Excerpt.Of(text)}' is not a valid target. Write {target} for TCP; for UDP, use -UdpPort.");

    public static CommandException SubnetAsTarget(string text) => Invalid(
        "InvalidTarget", $"'{Excerpt.Of(text)}' is a subnet, not a target. Use one address in it.");

    /// <param name="text">What only inet_aton reads as an address.</param>
    /// <param name="address">What it reads.</param>
    public static CommandException UnclearAddress(string text, IPAddress address) => Invalid(
        "InvalidTarget",
        $"'{Excerpt.Of(text)}' is not a valid target: some programs read it as the address {address}, others as a name. "
        + "Write an address in decimal, with all four numbers.");

    public static CommandException NoLongerThere(string name) => ErrorKind.ContainerNotFound.Refusal(
        $"The container '{Excerpt.Of(name)}' no longer exists, so nothing was repaired and the probe was not repeated.");

    public static CommandException Replaced(string name) => ErrorKind.ContainerNotFound.Refusal(
        $"The container '{Excerpt.Of(name)}' no longer exists: it was replaced by another container with the same name after the test. "
        + "Run Test-ContainerReachability again.");
}
