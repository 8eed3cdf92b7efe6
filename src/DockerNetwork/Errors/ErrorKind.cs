using System.Management.Automation;

namespace DockerNetwork.Errors;

/// <summary>
/// The id of an error, its category and what to do about it, for those that the engine reports and this module finds out itself, or that
/// engines word in several ways. The ids stand in about_DockerNetwork.
/// </summary>
/// <param name="Id">Stable, without spaces.</param>
/// <param name="Category">PowerShell's.</param>
/// <param name="Advice">A sentence or two; null if the words of the error are enough.</param>
internal sealed record ErrorKind(string Id, ErrorCategory Category, string? Advice = null)
{
    public static readonly ErrorKind AddressInUse = new(
        "AddressInUse", ErrorCategory.ResourceExists,
        "The Endpoints of Get-DockerNetwork show which container has the address.");

    public static readonly ErrorKind AddressOutsideSubnet = new(
        "AddressOutsideSubnet", ErrorCategory.InvalidArgument,
        "Choose an address in the network's subnet, or create the network with -Subnet.");

    public static readonly ErrorKind AliasNotSupported = new(
        "AliasNotSupported", ErrorCategory.InvalidArgument,
        "Aliases work only on user-defined networks. Create one with New-DockerNetwork.");

    public static readonly ErrorKind AlreadyConnected = new(
        "AlreadyConnected", ErrorCategory.ResourceExists,
        "To change its settings, disconnect it (Disconnect-DockerNetwork) and connect it again.");

    public static readonly ErrorKind ConflictingParameters = new("ConflictingParameters", ErrorCategory.InvalidArgument);

    public static readonly ErrorKind ContainerExists = new(
        "ContainerExists", ErrorCategory.ResourceExists, "Choose another name, or remove the container with this name.");

    public static readonly ErrorKind ContainerHasDependents = new(
        "ContainerHasDependents", ErrorCategory.ResourceBusy,
        "They use its network (-Network container:NAME). Remove them first, or all with one Remove-DockerContainer.");

    public static readonly ErrorKind ContainerNotFound = new(
        "ContainerNotFound", ErrorCategory.ObjectNotFound, "Get-DockerContainer lists the containers.");

    public static readonly ErrorKind ContainerNotRunning = new(
        "ContainerNotRunning", ErrorCategory.InvalidOperation, "Start it with Start-DockerContainer.");

    public static readonly ErrorKind ContainerPaused = new(
        "ContainerPaused", ErrorCategory.InvalidOperation, "Resume-DockerContainer resumes it.");

    public static readonly ErrorKind ContainerRunning = new(
        "ContainerRunning", ErrorCategory.ResourceBusy, "Stop it first, or use -Force.");

    public static readonly ErrorKind EngineLacks = new("EngineLacks", ErrorCategory.NotImplemented);

    public static readonly ErrorKind EngineUnreachable = new("EngineUnreachable", ErrorCategory.ConnectionError);

    public static readonly ErrorKind HostNetwork = new(
        "HostNetwork", ErrorCategory.InvalidOperation, "Create the container with -Network host.");

    public static readonly ErrorKind InvalidMacAddress = new(
        "InvalidMacAddress", ErrorCategory.InvalidArgument,
        "If -MacAddress is given, its first octet must be even: an odd one is the address of a group.");

    public static readonly ErrorKind NetworkExists = new(
        "NetworkExists", ErrorCategory.ResourceExists, "Choose another name, or use the existing network.");

    public static readonly ErrorKind NetworkInUse = new("NetworkInUse", ErrorCategory.ResourceBusy);

    public static readonly ErrorKind ServiceNotFound = new(
        "ServiceNotFound", ErrorCategory.ObjectNotFound, "Get-DockerNetworkService lists the services.");

    public static readonly ErrorKind NetworkNotFound = new(
        "NetworkNotFound", ErrorCategory.ObjectNotFound, "Get-DockerNetwork lists the networks.");

    public static readonly ErrorKind NoFreeSubnet = new(
        "NoFreeSubnet", ErrorCategory.LimitsExceeded,
        "Remove unused networks (Clear-DockerNetwork), or choose a range with -Subnet.");

    public static readonly ErrorKind NotConnected = new("NotConnected", ErrorCategory.ObjectNotFound);

    public static readonly ErrorKind PortInUse = new("PortInUse", ErrorCategory.ResourceBusy);

    public static readonly ErrorKind SubnetOverlap = new(
        "SubnetOverlap", ErrorCategory.ResourceExists,
        "Get-DockerNetwork shows the subnets in use. Choose another one with -Subnet.");

    public static readonly ErrorKind StaticAddressNotSupported = new(
        "StaticAddressNotSupported", ErrorCategory.InvalidArgument, "Use a network that was created with -Subnet.");

    /// <summary>A refusal of this kind by the module itself.</summary>
    /// <param name="message">What is wrong and what to do. <see cref="Advice"/> is not added.</param>
    /// <param name="on">The same about other engines.</param>
    public CommandException Refusal(string message, Func<string, CommandException>? on = null) => new(Id, Category, message) { On = on };
}
