using System.Management.Automation;
using System.Net;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Errors;

/// <summary>Networks, and containers on them.</summary>
internal static partial class CommandErrors
{
    public static CommandException PredefinedNetwork(string name) => new(
        "PredefinedNetwork", ErrorCategory.PermissionDenied,
        $"'{Excerpt.Of(name)}' is one of the engine's own networks and cannot be removed.");

    public static CommandException PredefinedNetworkName(string name) => Invalid(
        "PredefinedNetwork", $"'{Excerpt.Of(name)}' is the name of one of the engine's own networks. Choose another name.");

    public static CommandException BlankNetworkName() => Invalid("InvalidName", "The name of a network cannot be blank.");

    public static CommandException ConfigurationFromConfiguration() => Conflict(
        "-ConfigOnly and -ConfigFrom cannot be used together: a configuration cannot be based on another one.");

    /// <param name="network">Its name.</param>
    /// <param name="users">"web", "db (exited)".</param>
    /// <param name="command">Disconnects them.</param>
    public static CommandException NetworkInUse(string network, IEnumerable<string> users, string command) =>
        ErrorKind.NetworkInUse.Refusal(
        $"The network '{Excerpt.Of(network)}' is used by {Excerpt.Of(users)}. Disconnect its containers first ({command}), or use -Force.");

    /// <summary>Clear-DockerNetwork was given an object, and would clear the engine that the object is from.</summary>
    /// <param name="host">That engine.</param>
    public static CommandException EngineNotTyped(string host) => Conflict(
        "Clear-DockerNetwork removes all unused networks of an engine, not the networks that are piped to it. The piped object is from "
        + $"{host}, which is not the engine that this session uses, so nothing was removed there. To remove particular networks, pipe them "
        + "to Remove-DockerNetwork. To clear that engine, name it with -DockerHost or -Context.");

    /// <param name="network">Its name.</param>
    /// <param name="host">The engine.</param>
    /// <param name="manager">"a manager: 198.51.100.1".</param>
    public static CommandException NetworkOfWorker(string network, string host, string manager) => new(
        "NotSwarmManager", ErrorCategory.ResourceUnavailable,
        $"{host} is a worker of its swarm, and only a manager can create '{Excerpt.Of(network)}'. Create it on "
        + $"{manager}. If the network is attachable, containers on this worker can then join it.");

    public static CommandException NotConnected(string container, string network, IReadOnlyCollection<string> others) =>
        ErrorKind.NotConnected.Refusal(
        $"The container '{Excerpt.Of(container)}' is not on the network '{Excerpt.Of(network)}'"
        + (others.Count == 0 ? ", which has no containers." : $". Containers on it: {Excerpt.Of(others)}."));

    public static CommandException AlreadyConnected(string container, string network) => ErrorKind.AlreadyConnected.Refusal(
        $"The container '{Excerpt.Of(container)}' is on the network '{Excerpt.Of(network)}' already. {ErrorKind.AlreadyConnected.Advice}");

    public static CommandException EndpointNotFound(string container, string network, IReadOnlyCollection<string> others) => new(
        "EndpointNotFound", ErrorCategory.ObjectNotFound,
        $"The container '{Excerpt.Of(container)}' is not on the network '{Excerpt.Of(network)}'. "
        + $"It is on {(others.Count == 0 ? "no network" : Excerpt.Of(others))}. To connect it, use Connect-DockerNetwork.");

    public static CommandException AddressForSeveral(int endpoints) => Conflict(
        "-IPAddress, -IPv6Address and -MacAddress apply to one container on one network, "
        + $"but this command would create {endpoints} endpoints.");

    /// <param name="address">The address.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="holder">The name of the container that has it.</param>
    /// <param name="command">Disconnects that container.</param>
    public static CommandException AddressOfContainer(IPAddress address, string network, string holder, string command) =>
        ErrorKind.AddressInUse.Refusal(
            $"The container '{Excerpt.Of(holder)}' has the address {address} on the network '{Excerpt.Of(network)}'. "
            + $"Choose another address, or disconnect that container first: {command}");

    public static CommandException AddressOfGateway(IPAddress address, string network) => ErrorKind.AddressInUse.Refusal(
        $"The address {address} is the gateway of the network '{Excerpt.Of(network)}'. Choose another address.");

    /// <param name="address">The address.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="name">The name that the address is reserved under.</param>
    public static CommandException AddressReserved(IPAddress address, string network, string name) => ErrorKind.AddressInUse.Refusal(
        $"The network '{Excerpt.Of(network)}' reserves the address {address} as '{Excerpt.Of(name)}' (-AuxAddress of New-DockerNetwork). "
        + "Choose another address.");

    /// <param name="address">The address.</param>
    /// <param name="role">"broadcast address".</param>
    /// <param name="subnet">The subnet that has it.</param>
    public static CommandException AddressOfSubnet(IPAddress address, string role, IPNetwork subnet) => ErrorKind.AddressInUse.Refusal(
        $"The address {address} is the {role} of the subnet {subnet}, which no container can have. Choose another address.");

    /// <param name="address">The address.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="subnets">Its subnets of the address's family.</param>
    public static CommandException AddressOutside(IPAddress address, string network, IEnumerable<IPNetwork> subnets) =>
        ErrorKind.AddressOutsideSubnet.Refusal(
            $"The address {address} is not in a subnet of the network '{Excerpt.Of(network)}' "
            + $"({Excerpt.Of(subnets.Select(subnet => subnet.ToString()))}). "
            + ErrorKind.AddressOutsideSubnet.Advice);

    public static CommandException NoFreeSubnet(int found, int wanted, IEnumerable<string> sizes, IEnumerable<string> ranges) => new(
        "NoFreeSubnet", ErrorCategory.ObjectNotFound,
        $"Only {found} of {wanted} free {string.Join(" or ", sizes)} subnets were found within {Excerpt.Of(ranges)}. "
        + "Use a longer -PrefixLength, or other ranges in -Within.");
}
