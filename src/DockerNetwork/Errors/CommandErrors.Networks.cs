using System.Management.Automation;

namespace DockerNetwork.Errors;

/// <summary>Networks, and containers on them.</summary>
internal static partial class CommandErrors
{
    public static CommandException PredefinedNetwork(string name) => new(
        "PredefinedNetwork", ErrorCategory.PermissionDenied, $"'{name}' is one of the engine's own networks and cannot be removed.");

    public static CommandException PredefinedNetworkName(string name) => Invalid(
        "PredefinedNetwork", $"'{name}' is the name of one of the engine's own networks. Choose another name.");

    public static CommandException BlankNetworkName() => Invalid("InvalidName", "The name of a network cannot be blank.");

    public static CommandException ConfigurationFromConfiguration() => Conflict(
        "-ConfigOnly and -ConfigFrom cannot be used together: a configuration cannot be based on another one.");

    /// <param name="network">Its name.</param>
    /// <param name="users">"web", "db (exited)".</param>
    /// <param name="command">Disconnects them.</param>
    public static CommandException NetworkInUse(string network, IEnumerable<string> users, string command) =>
        ErrorKind.NetworkInUse.Refusal(
        $"The network '{network}' is used by {string.Join(", ", users)}. Disconnect its containers first ({command}), or use -Force.");

    public static CommandException NotConnected(string container, string network, IReadOnlyCollection<string> others) =>
        ErrorKind.NotConnected.Refusal(
        $"The container '{container}' is not on the network '{network}'"
        + (others.Count == 0 ? ", which has no containers." : $". Containers on it: {string.Join(", ", others)}."));

    public static CommandException EndpointNotFound(string container, string network, IReadOnlyCollection<string> others) => new(
        "EndpointNotFound", ErrorCategory.ObjectNotFound,
        $"The container '{container}' is not on the network '{network}'. "
        + $"It is on {(others.Count == 0 ? "no network" : string.Join(", ", others))}. To connect it, use Connect-DockerNetwork.");

    public static CommandException AddressForSeveral(int endpoints) => Conflict(
        "-IPAddress, -IPv6Address and -MacAddress apply to one container on one network, "
        + $"but this command would create {endpoints} endpoints.");

    public static CommandException NoFreeSubnet(int found, int wanted, IEnumerable<string> sizes, IEnumerable<string> ranges) => new(
        "NoFreeSubnet", ErrorCategory.ObjectNotFound,
        $"Only {found} of {wanted} free {string.Join(" or ", sizes)} subnets were found within {string.Join(", ", ranges)}. "
        + "Use a longer -PrefixLength, or other ranges in -Within.");
}
