using System.Management.Automation;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Errors;

/// <summary>Results that are read back, fixes, and topologies that are drawn.</summary>
internal static partial class CommandErrors
{
    /// <param name="message">What is missing in it.</param>
    public static CommandException InvalidResult(string message) => Invalid("InvalidResult", message);

    public static CommandException UnreadableResult(string item, string why) =>
        InvalidResult($"'{Excerpt.Of(item)}' cannot be read as a result of Test-ContainerReachability: "
            + Excerpt.Of(why, Excerpt.MostOfSentence));

    public static CommandException NotAsExpected(ExpectedReachability expected, ReachabilityResult result) => new(
        "NotAsExpected", ErrorCategory.InvalidResult,
        $"{Pair(result)} was expected to be {expected}, but {Found(result)}.{Why(result)}");

    public static CommandException NotTested(ExpectedReachability expected, ReachabilityResult result) => NotTested(
        $"{Pair(result)} was expected to be {expected}, but that could not be tested: {Found(result)}.{Why(result)}");

    /// <param name="message">What could not be tested.</param>
    public static CommandException NotTested(string message) => new("NotTested", ErrorCategory.ResourceUnavailable, message);

    /// <param name="until">What was waited for.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="last">The last result.</param>
    public static CommandException WaitTimeout(ExpectedReachability until, int seconds, ReachabilityResult last) => WaitTimeout(
        seconds,
        $"{Pair(last)} did not become {until}: {Found(last)}. {string.Join(' ', last.Reasons.Select(reason => reason.Message))}".TrimEnd());

    /// <param name="seconds">How long.</param>
    /// <param name="message">What is still missing.</param>
    public static CommandException WaitTimeout(int seconds, string message) => new(
        "WaitTimeout", ErrorCategory.OperationTimeout, $"After {Counted.Of(seconds, "second")}: {message}");

    public static CommandException ResultFileNotFound(string path) => new(
        "ResultFileNotFound", ErrorCategory.ObjectNotFound,
        $"There is no file '{Excerpt.Of(path, Excerpt.MostOfSentence)}'. Export-Clixml and Export-Csv write results to one.");

    /// <param name="path">The file.</param>
    /// <param name="why">What is wrong, as a sentence.</param>
    public static CommandException InvalidResultFile(string path, string why) => new(
        "InvalidResultFile", ErrorCategory.InvalidData,
        $"'{Excerpt.Of(path, Excerpt.MostOfSentence)}' cannot be read as results of Test-ContainerReachability or as a snapshot: {why}");

    /// <param name="why">The refusal, without a full stop.</param>
    public static CommandException FixNotAllowed(string why) => new(
        "FixNotAllowed", ErrorCategory.SecurityError,
        $"The fix was not run: {why}. Run Test-ContainerReachability again and pipe its results to this command.");

    /// <param name="named">The engine that the fix names.</param>
    /// <param name="own">That of its result; null if it names none.</param>
    public static CommandException FixOfAnotherEngine(string named, string? own) => FixNotAllowed(
        $"it names the engine {Excerpt.Of(named)}, but a fix runs only on the engine of its result"
        + (own is null ? "" : $", {Excerpt.Of(own)}"));

    /// <param name="fix">The commands.</param>
    /// <param name="moved">A sentence for each name.</param>
    public static CommandException FixMovesNames(string fix, IEnumerable<string> moved) => FixMovesNames(fix, moved, "");

    /// <param name="fix">The commands.</param>
    /// <param name="moved">A sentence for each name.</param>
    /// <param name="instead">Commands that connect the two and move no name.</param>
    /// <param name="target">The name that leads to the target after them.</param>
    public static CommandException FixMovesNames(string fix, IEnumerable<string> moved, string instead, string target) => FixMovesNames(
        fix,
        moved,
        $"To connect these two containers without moving names, run this instead: {instead}. Then use the name '{Excerpt.Of(target)}'. ");

    private static CommandException FixMovesNames(string fix, IEnumerable<string> moved, string advice) => new(
        "FixMovesNames", ErrorCategory.ResourceExists,
        $"The fix was not run, because names could lead to other containers afterwards: {string.Join(' ', moved)} "
        + $"{advice}If you accept that names move, run the fix yourself: {fix}");

    public static CommandException NotATopology(string item) => Invalid(
        "NotATopology",
        $"'{Excerpt.Of(item)}' cannot be drawn. "
        + "Pipe in the output of Get-DockerNetworkTopology, Get-DockerNetworkSnapshot or Test-ContainerReachability.");

    public static CommandException SeveralTopologies(int count, string engine) => Invalid(
        "SeveralTopologies",
        $"A drawing shows one topology of each engine, but the input has {count} of {Excerpt.Of(engine)}. Export each to its own file.");

    public static CommandException UnknownFormat(string path) => Invalid(
        "UnknownFormat",
        $"The file extension of '{Excerpt.Of(path, Excerpt.MostOfSentence)}' does not match a supported format. "
        + "Use .html, .svg, .mmd, .md, .dot, .gv or .json, or set -Format.");

    public static CommandException FileExists(string file) => new(
        "FileExists", ErrorCategory.ResourceExists, $"'{Excerpt.Of(file, Excerpt.MostOfSentence)}' already exists, and -NoClobber is set.");

    public static CommandException FileNotWritten(string file, string why) => new(
        "FileNotWritten", ErrorCategory.WriteError, $"'{Excerpt.Of(file, Excerpt.MostOfSentence)}' could not be written: {why}");

    public static CommandException GraphvizNotFound() => new(
        "GraphvizNotFound", ErrorCategory.NotInstalled,
        "SVG export needs the Graphviz program dot, which is not on the PATH. "
        + "Install it (apt install graphviz, brew install graphviz, winget install Graphviz.Graphviz), "
        + "or export HTML and click 'Save SVG' in the page.");

    public static CommandException GraphvizFailed(string why) => new(
        "GraphvizFailed", ErrorCategory.InvalidResult, $"The Graphviz program dot failed: {why}");

    /// <summary>"web -> db tcp/5432", "web -> 172.18.0.2 (db) icmp".</summary>
    private static string Pair(ReachabilityResult result)
    {
        var target = result.Target == result.TargetName ? result.Target : $"{result.TargetName} ({result.Target})";
        return $"{result.Source} -> {target} {new Service(result.Protocol, result.Port)}";
    }

    private static string Found(ReachabilityResult result) => result.Observed switch
    {
        null => $"{result.Effective} is predicted",
        ReachabilityState.Unknown when result.Effective != ReachabilityState.Unknown =>
            $"the probe showed nothing, and {result.Effective} is predicted",
        var observed => $"{observed} was observed",
    };

    private static string Why(ReachabilityResult result) => result.Reasons is [var first, ..] ? $" {first.Message}" : "";
}
