using System.Management.Automation;

namespace DockerNetwork.Errors;

/// <summary>Results that are read back, fixes, and topologies that are drawn.</summary>
internal static partial class CommandErrors
{
    /// <param name="message">What is missing in it.</param>
    public static CommandException InvalidResult(string message) => Invalid("InvalidResult", message);

    public static CommandException UnreadableResult(string item, string why) =>
        InvalidResult($"'{item}' cannot be read as a result of Test-ContainerReachability: {why}");

    /// <param name="why">The refusal, without a full stop.</param>
    public static CommandException FixNotAllowed(string why) => new(
        "FixNotAllowed", ErrorCategory.SecurityError,
        $"The fix was not run: {why}. Run Test-ContainerReachability again and pipe its results to this command.");

    public static CommandException NotATopology(string item) => Invalid(
        "NotATopology",
        $"'{item}' cannot be drawn. "
        + "Pipe in the output of Get-DockerNetworkTopology, Get-DockerNetworkSnapshot or Test-ContainerReachability.");

    public static CommandException SeveralTopologies(int count, IEnumerable<string> engines) => Invalid(
        "SeveralTopologies",
        $"A picture shows one topology, but there are {count}, of {string.Join(", ", engines)}. Export each to a file of its own.");

    public static CommandException UnknownFormat(string path) => Invalid(
        "UnknownFormat",
        $"The extension of '{path}' does not match a supported format. Use .html, .svg, .mmd, .md, .dot, .gv or .json, or give -Format.");

    public static CommandException FileExists(string file) => new(
        "FileExists", ErrorCategory.ResourceExists, $"'{file}' exists, and -NoClobber leaves it as it is.");

    public static CommandException FileNotWritten(string file, string why) => new(
        "FileNotWritten", ErrorCategory.WriteError, $"'{file}' could not be written: {why}");

    public static CommandException GraphvizNotFound() => new(
        "GraphvizNotFound", ErrorCategory.NotInstalled,
        "The program dot of Graphviz lays out SVG, and it is not on PATH. "
        + "Install it (apt install graphviz, brew install graphviz, winget install Graphviz.Graphviz), "
        + "or export HTML, which needs nothing, and press 'Save SVG' in the page.");

    public static CommandException GraphvizFailed(string why) => new(
        "GraphvizFailed", ErrorCategory.InvalidResult, $"The program dot of Graphviz failed: {why}");
}
