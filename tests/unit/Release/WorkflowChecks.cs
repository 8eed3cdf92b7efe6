using System.Diagnostics;
using System.Text.RegularExpressions;
using DockerNetwork.UnitTests.Conventions;
using YamlDotNet.RepresentationModel;

namespace DockerNetwork.UnitTests.Release;

/// <summary>
/// What can be wrong with a workflow of GitHub Actions, as far as one can see without GitHub: its keys, jobs and rights, how actions are
/// pinned, and what gets into scripts.
/// </summary>
internal static partial class WorkflowChecks
{
    private static readonly string[] Systems = ["ubuntu-24.04", "windows-2025", "macos-15"];

    /// <summary>The actions in use and the inputs that these versions have (their action.yml).</summary>
    private static readonly Dictionary<string, string[]> Inputs = new(StringComparer.Ordinal)
    {
        ["actions/checkout"] = ["persist-credentials", "fetch-depth", "ref"],
        ["actions/setup-dotnet"] = ["dotnet-version", "global-json-file"],
        ["actions/upload-artifact"] = ["name", "path", "if-no-files-found", "retention-days"],
        ["actions/download-artifact"] = ["name", "path"],
    };

    /// <summary>The problems, each with its place.</summary>
    public static IReadOnlyList<string> Problems(string text)
    {
        var workflow = Yaml.Parse(text);
        var jobs = workflow.Get("jobs");
        return
        [
            .. workflow.Unknown("workflow", "name", "on", "permissions", "concurrency", "env", "defaults", "jobs"),
            .. new[] { "name", "on", "permissions", "jobs" }.Where(key => workflow.Get(key) is null).Select(key => $"workflow: no {key}"),
            .. Permissions("workflow", workflow.Get("permissions")),
            .. jobs.Keys().SelectMany((name, index) => Job(name, jobs.Get(name), [.. jobs.Keys().Take(index)])),
            .. Expressions().Matches(text).Select(match => match.Groups["inside"].Value)
                .Where(inside => !Harmless().IsMatch(inside))
                .Select(inside => $"expression: '{inside}' is not one of those that nobody else can choose"),
            .. Uses().Matches(text).Where(match => !Pinned().IsMatch(match.Value))
                .Select(match => $"uses: '{match.Value.Trim()}' is not a commit with its version behind it"),
            .. Uses().Matches(text).GroupBy(match => match.Value.Split('@')[0], match => match.Value, StringComparer.Ordinal)
                .Where(group => group.Distinct(StringComparer.Ordinal).Count() > 1)
                .Select(group => $"uses: {group.Key} has several versions"),
        ];
    }

    private static IEnumerable<string> Job(string name, YamlNode? job, string[] earlier)
    {
        var matrix = job.Get("strategy").Get("matrix");
        var system = job.Get("runs-on").Text();
        var systems = system == "${{ matrix.system }}" ? matrix.Get("system").Items().Select(each => each.Text()) : [system];
        return
        [
            .. job.Unknown(
                name, "name", "needs", "if", "runs-on", "permissions", "strategy", "timeout-minutes", "environment", "env", "steps"),
            .. Permissions(name, job.Get("permissions")),
            .. systems.Except(Systems, StringComparer.Ordinal).Select(each => $"{name}: '{each}' is not a known system"),
            .. job.Get("needs").Items().Select(each => each.Text()).Except(earlier, StringComparer.Ordinal)
                .Select(each => $"{name}: it needs '{each}', which is not an earlier job"),
            .. job.Get("timeout-minutes").Text() is [>= '1' and <= '9', ..] ? Array.Empty<string>() : [$"{name}: no time limit"],
            .. MatrixUses().Matches(job?.ToString() ?? "").Select(match => match.Groups["key"].Value)
                .Except(matrix.Keys(), StringComparer.Ordinal)
                .Select(key => $"{name}: matrix.{key} is not in the matrix"),
            .. job.Get("steps").Items().SelectMany((step, index) => Step($"{name}, step {index + 1}", step)),
        ];
    }

    private static IEnumerable<string> Step(string where, YamlNode step)
    {
        foreach (var problem in step.Unknown(where, "name", "id", "if", "uses", "run", "with", "env", "shell", "working-directory"))
            yield return problem;

        if ((step.Get("uses") is null) == (step.Get("run") is null))
            yield return $"{where}: it must have either uses or run";

        var action = step.Get("uses").Text().Split('@')[0];
        if (action.Length > 0)
        {
            foreach (var problem in step.Get("with").Unknown(where, Inputs.GetValueOrDefault(action, [])))
                yield return problem;
            if (action == "actions/checkout" && step.Get("with").Get("persist-credentials").Text() != "false")
                yield return $"{where}: the token stays in the checkout";
        }

        var script = step.Get("run").Text();
        if (script.Contains("${{", StringComparison.Ordinal))
            yield return $"{where}: an expression in a script; give it as a variable";
        if (script.Trim().Contains('\n', StringComparison.Ordinal)
            && step.Get("shell").Text() != "pwsh"
            && !script.StartsWith("set -euo pipefail\n", StringComparison.Ordinal))
            yield return $"{where}: a script that goes on after an error";
        foreach (var file in Files().Matches(script).Select(match => match.Value))
        {
            if (!File.Exists(Path.Combine(SourceFolders.Root, file)))
                yield return $"{where}: '{file}' is not in the repository";
        }

        if (script.Length > 0 && step.Get("shell").Text() != "pwsh" && !OperatingSystem.IsWindows() && BashError(script) is { } error)
            yield return $"{where}: {error}";
    }

    private static IEnumerable<string> Permissions(string where, YamlNode? permissions) =>
    [
        .. permissions is YamlScalarNode ? new[] { $"{where}: rights for everything" } : [],
        .. permissions.Unknown(where, "contents"),
        .. permissions.Keys().Where(key => permissions.Get(key).Text() is not ("read" or "none")
                && !(where == "release" && permissions.Get(key).Text() == "write"))
            .Select(key => $"{where}: the right to {permissions.Get(key).Text()} {key}"),
    ];

    private static string? BashError(string script)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-n");
        using var bash = Process.Start(start)!;
        bash.StandardInput.Write(script);
        bash.StandardInput.Close();
        var error = bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return bash.ExitCode == 0 ? null : error.Trim();
    }

    [GeneratedRegex(@"\$\{\{\s*(?<inside>.*?)\s*\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Expressions();

    [GeneratedRegex(
        @"^(matrix\.\w+|secrets\.[A-Z_]+|github\.(ref|ref_name|repository|token))$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"matrix\.(?<key>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MatrixUses();

    [GeneratedRegex(@"uses:[^\n]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uses();

    [GeneratedRegex(
        @"^uses: [\w-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"(?<![\w*])(?:\./)?[\w./-]*\.(?:sh|ps1|slnx)\b|\.ci/run", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Files();
}
