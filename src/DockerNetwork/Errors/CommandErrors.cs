using System.Management.Automation;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Errors;

/// <summary>
/// The refusals of this module, one factory for each: its stable id, PowerShell's category and the words. The ids stand in
/// about_DockerNetwork. What the engine refuses is in <see cref="ErrorRecords"/>.
/// </summary>
internal static partial class CommandErrors
{
    /// <summary>A parameter whose value is not valid, with an id of its own.</summary>
    public static CommandException InvalidParameter(string parameter, string message) => Invalid(IdOfInvalid(parameter), message);

    public static CommandException EntryWithoutName(string parameter) =>
        InvalidParameter(parameter, $"-{parameter} has an entry without a name. Write @{{ name = 'value' }}.");

    /// <summary>What was piped has no place, because a parameter was typed in its place.</summary>
    /// <param name="command">As Remove-DockerContainer.</param>
    public static CommandException InputNotUsed(string command) => ErrorKind.ConflictingParameters.Refusal(
        $"{command} did not use the objects that were piped to it, because the parameter that takes them was given as well. Nothing was "
        + "done. Use one of the two, or give the other parameters by name. To use the engines of contexts, use -Context.");

    /// <summary>A target names a port of TCP, and the probe is to have a size.</summary>
    public static CommandException SizeOfConnection(string parameter, string target) => Conflict(
        $"-{parameter} cannot be used with the port of '{Excerpt.Of(target)}', because TCP chooses the size of its packets itself. "
        + "Write the target without a port to send echo requests of that size, or use -UdpPort.");

    /// <summary>The user is to be asked, and cannot be.</summary>
    /// <param name="action">What is to be confirmed.</param>
    public static CommandException NobodyToAsk(string action) => new(
        "ConfirmationNotPossible", ErrorCategory.InvalidOperation,
        $"'{action}' asks for confirmation, which is not possible because this session is not interactive (-NonInteractive). "
        + "Use -Confirm:$false to run it without confirmation.");

    /// <summary>The id of an invalid value. Each is written out, so that a search for it leads here.</summary>
    private static string IdOfInvalid(string parameter) => parameter switch
    {
        "AuxAddress" => "InvalidAuxAddress",
        "DriverOption" => "InvalidDriverOption",
        "Environment" => "InvalidEnvironment",
        "Gateway" => "InvalidGateway",
        "IPAddress" => "InvalidIPAddress",
        "IPRange" => "InvalidIPRange",
        "IPv6Address" => "InvalidIPv6Address",
        "IpamOption" => "InvalidIpamOption",
        "Label" => "InvalidLabel",
        "Option" => "InvalidOption",
        "Subnet" => "InvalidSubnet",
        "Sysctl" => "InvalidSysctl",
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "It has no error id."),
    };

    private static CommandException Invalid(string id, string message) => new(id, ErrorCategory.InvalidArgument, message);

    private static CommandException Conflict(string message) => ErrorKind.ConflictingParameters.Refusal(message);
}
