using System.Management.Automation;

namespace DockerNetwork.Errors;

/// <summary>Networks, and containers on them.</summary>
internal static partial class CommandErrors
{
    public static CommandException PredefinedNetwork(string name) => new(
        "PredefinedNetwork", ErrorCategory.PermissionDenied, $"'{name}' is a network of the engine itself and cannot be removed.");

    public static CommandException PredefinedNetworkName(string name) => Invalid(
        "PredefinedNetwork", $"'{name}' is a name of the engine's own networks. Choose another.");

    public static CommandException BlankNetworkName() => Invalid("InvalidName", "The name of a network cannot be blank.");

    public static CommandException ConfigurationFromConfiguration() => Conflict(
        "-ConfigOnly and -ConfigFrom cannot be used together: a configuration cannot come from another.");

    /// <param name="network">Its name.</param>
    /// <param name="users">"web", "db (exited)".</param>
    /// <param name="command">Disconnects them.</param>
    public static CommandException NetworkInUse(string network, IEnumerable<string> users, string command) => new(
        "NetworkInUse", ErrorCategory.ResourceBusy,
        $"The network '{network}' is used by {string.Join(", ", users)}. Disconnect its containers first ({command}), or use -Force.");

    public static CommandException NotConnected(string container, string network, IReadOnlyCollection<string> others) => new(
        "NotConnected", ErrorCategory.ObjectNotFound,
        $"The container '{container}' is not on the network '{network}'. "
        + (others.Count == 0 ? "No container is on it." : $"On it: {string.Join(", ", others)}."));

    public static CommandException EndpointNotFound(string container, string network, IReadOnlyCollection<string> others) => new(
        "EndpointNotFound", ErrorCategory.ObjectNotFound,
        $"The container '{container}' is not on the network '{network}'. "
        + $"It is on {(others.Count == 0 ? "no network" : string.Join(", ", others))}. Connect-DockerNetwork connects it.");

    public static CommandException AddressForSeveral(int endpoints) => Conflict(
        $"-IPAddress, -IPv6Address and -MacAddress are for one container on one network, but {endpoints} endpoints were asked for.");

    public static CommandException NoFreeSubnet(int found, int wanted, IEnumerable<string> sizes, IEnumerable<string> ranges) => new(
        "NoFreeSubnet", ErrorCategory.ObjectNotFound,
        $"{found} of {wanted} free subnets of the size {string.Join(" or ", sizes)} were found within {string.Join(", ", ranges)}. "
        + "Use a longer -PrefixLength, or search other ranges with -Within.");
}
