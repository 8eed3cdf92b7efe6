using System.Management.Automation;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Errors;

/// <summary>Containers that are to be created, or that a program is to run in.</summary>
internal static partial class CommandErrors
{
    public static CommandException UnnamedNetwork() => Invalid(
        "InvalidNetwork", "A network in -Network has no name. Write @{ Name = 'app'; Alias = 'db' }.");

    public static CommandException NetworkPattern(string pattern) => Invalid(
        "InvalidNetwork", $"-Network does not accept wildcards ('{Excerpt.Of(pattern)}'). Name each network.");

    public static CommandException GivenTwice(string parameter) => Conflict(
        $"-{parameter} is set for the first network, and in -Network too. Set it only once.");

    /// <param name="words">The engine's.</param>
    /// <param name="explanation">What they mean here, and what to do.</param>
    public static CommandException ConflictingOptions(string words, string explanation) => Conflict(Contradiction(words, explanation));

    /// <inheritdoc cref="ConflictingOptions"/>
    public static CommandException AliasNotSupported(string words, string explanation) =>
        ErrorKind.AliasNotSupported.Refusal(Contradiction(words, explanation));

    /// <inheritdoc cref="ConflictingOptions"/>
    public static CommandException StaticAddressNotSupported(string words, string explanation) =>
        ErrorKind.StaticAddressNotSupported.Refusal(Contradiction(words, explanation));

    public static CommandException InvalidMacAddress(string text) => Invalid(
        "InvalidMacAddress", $"'{Excerpt.Of(text)}' is not a valid MAC address. Write it as 02:42:ac:11:00:02.");

    public static CommandException InvalidAddHost(string text) => Invalid(
        "InvalidAddHost",
        $"'{Excerpt.Of(text)}' is not a valid hosts file entry. "
        + "Write name:address, such as 'db:192.0.2.5', 'db:2001:db8::5' or 'host.docker.internal:host-gateway'.");

    public static CommandException InvalidLink(string text) => Invalid(
        "InvalidLink", $"'{Excerpt.Of(text)}' is not a valid link. Write container or container:alias.");

    public static CommandException InvalidDnsSearch(string text) => Invalid(
        "InvalidDnsSearch", $"'{Excerpt.Of(text)}' is not a valid search domain. Write it as 'example.com', or '.' for none.");

    public static CommandException InvalidRestartPolicy(string text) => Invalid(
        "InvalidRestartPolicy",
        $"'{Excerpt.Of(text)}' is not a valid restart policy. Use no, always, unless-stopped, on-failure or on-failure:5.");

    public static CommandException InvalidVolume(string text) => Invalid(
        "InvalidVolume",
        $"'{Excerpt.Of(text)}' is not a valid volume. Write /path for an anonymous volume, name:/path or /folder/of/the/host:/path. "
        + "Add :ro to make it read-only.");

    public static CommandException InvalidExpose(string message) => Invalid("InvalidExpose", message);

    public static CommandException ImagePullFailed(string image, string why) => new(
        "ImagePullFailed", ErrorCategory.ResourceUnavailable, $"{image} cannot be pulled: {why}");

    /// <param name="words">The engine's.</param>
    /// <param name="holders">Who has the port.</param>
    public static CommandException PortInUse(string words, string holders) => ErrorKind.PortInUse.Refusal(
        $"{words.TrimEnd('.')}. {holders}");

    public static CommandException ContainerLeftBehind(string container, string why, string removal) => new(
        "ContainerLeftBehind", ErrorCategory.ResourceExists,
        $"The container {container} was created and could not be removed: {why}. When the engine works again, remove it: {removal}");

    /// <param name="container">Its name.</param>
    /// <param name="state">"exited".</param>
    public static CommandException NoInterfaces(string container, string state) => ErrorKind.ContainerNotRunning.Refusal(
        $"{container} {Is(state)}, so it has no interfaces. {ErrorKind.ContainerNotRunning.Advice}");

    /// <param name="container">Its name.</param>
    /// <param name="state">"exited".</param>
    public static CommandException NoListeners(string container, string state) => ErrorKind.ContainerNotRunning.Refusal(
        $"{container} {Is(state)}, so nothing listens in it. {ErrorKind.ContainerNotRunning.Advice}");

    public static CommandException NoConsole(string container) => new(
        "NoConsole", ErrorCategory.InvalidOperation,
        $"A program in {container} cannot use the terminal of this session. It needs PowerShell's console on Linux, without redirected "
        + "input or output, and not in a remote session or a job. To run a program without a terminal, use "
        + "Invoke-DockerContainerCommand.");

    public static CommandException NoShell(string container) => new(
        "NoShell", ErrorCategory.ObjectNotFound,
        $"The container {container} has neither bash nor sh. Name a program that it has with -Command.");

    /// <param name="option">As "-c".</param>
    /// <param name="command">The cmdlet.</param>
    public static CommandException AmbiguousOption(string option, string command) => Invalid(
        "AmbiguousOption",
        $"{option} may be meant for {command} or for the program, so nothing was run. Write -- before the program if it is an option of "
        + "the program, or give the program and its arguments as an array: -Command ping, -c, 2, db. Write the name of the parameter in "
        + "full if it is meant for the cmdlet.");

    /// <param name="option">As "-Nmae" or "--name".</param>
    /// <param name="command">The cmdlet.</param>
    /// <param name="near">The parameters that may be meant.</param>
    public static CommandException UnknownOption(string option, string command, IReadOnlyList<string> near) => Invalid(
        "AmbiguousOption",
        $"{command} has no parameter {option}, so nothing was done. {DidYouMean([.. near.Select(name => $"-{name}")])}"
        + "Write -- before the program and its arguments if it is meant for the program.");

    public static CommandException NoProgram() => Invalid(
        "InvalidCommand", "The first element of -Command is the program. It cannot be empty.");

    public static CommandException ContainerCommandTimedOut(string program, string container, TimeSpan limit) => new(
        "ContainerCommandTimedOut", ErrorCategory.OperationTimeout,
        $"'{Excerpt.Of(program)}' in {container} did not end within {limit.TotalSeconds:0} s. "
        + "It may still be running, because an engine cannot end a program that it started in a container.");

    public static CommandException NameForSeveral(string name, IEnumerable<string> containers) => Conflict(
        $"The name '{Excerpt.Of(name)}' can be given to one container only, not to {Excerpt.Of(containers)}. "
        + "To rename several, pipe them to Rename-DockerContainer with a script block as -NewName.");

    private static string Is(string state) => state == "exited" ? "has exited" : $"is {state}";

    private static string Contradiction(string words, string explanation) =>
        $"conflicting options: {words}. {explanation} Nothing was created.";
}
