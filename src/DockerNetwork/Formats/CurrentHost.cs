using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Text;
using DockerNetwork.Pipeline;
#pragma warning disable RS0030 // The console is asked what it can show, and not written to.

namespace DockerNetwork.Formats;

/// <summary>The console that a view is shown on: what <c>$Host</c> and <c>$PSStyle</c> are in the session whose thread this is.</summary>
internal static class CurrentHost
{
    private static readonly string[] Names = ["Host", "PSStyle"];
    private static readonly ConditionalWeakTable<Runspace, Variables> Known = [];

    /// <summary>Width of the console in columns; 0 if there is none, or if it is unknown.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return Of()?.Host?.UI?.RawUI?.WindowSize.Width ?? 0;
            }
            catch (Exception)
            {
                // A host may have no console, and may then throw any exception.
                return 0;
            }
        }
    }

    /// <summary>The encoding of the console.</summary>
    public static Encoding Encoding => Console.OutputEncoding;

    /// <summary>
    /// How a tone looks in this session. PowerShell takes it out of files and strings; NO_COLOR makes its OutputRendering PlainText.
    /// </summary>
    public static TextStyle Style(Tone tone)
    {
        if (tone == Tone.None || Of()?.Style is not { } style)
            return default;
        var rendering = Read(style, "OutputRendering")?.ToString();
        var (group, name) = tone switch
        {
            Tone.Good => ("Foreground", "Green"),
            Tone.Bad => ("Formatting", "Error"),
            Tone.Header => ("Formatting", "TableHeader"),
            _ => ("Formatting", "Warning"),
        };
        return new(
            Read(Read(style, group), name)?.ToString() ?? "",
            Read(style, "Reset")?.ToString() ?? "",
            rendering == "PlainText" || (Console.IsOutputRedirected && rendering != "Ansi"));
    }

    /// <summary>
    /// Keeps what a command of the session knows anyway. To ask for it would load PowerShell's module Utility, which takes 25 ms.
    /// </summary>
    /// <param name="command">A command, on the thread of its pipeline.</param>
    public static void Keep(PSCmdlet command)
    {
        if (Runspace.DefaultRunspace is { } runspace && !Known.TryGetValue(runspace, out _))
            Known.TryAdd(runspace, new(command.Host, command.GetVariableValue("PSStyle").Unwrapped()));
    }

    /// <summary>By reflection: PowerShell would compile code for each property first.</summary>
    private static object? Read(object? value, string property) => value?.GetType().GetProperty(property)?.GetValue(value);

    private static Variables? Of() => Runspace.DefaultRunspace is { } runspace ? Known.GetValue(runspace, _ => Ask()) : null;

    /// <summary>
    /// A session has one host as long as it lives. Its variables cannot be read from outside while a pipeline runs, so a nested one reads
    /// them: with a command, as a session in ConstrainedLanguage runs no script that is added.
    /// </summary>
    private static Variables Ask()
    {
        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand(@"Microsoft.PowerShell.Utility\Get-Variable").AddParameter("Name", Names).AddParameter("ValueOnly");
            var values = shell.Invoke();
            return new(
                values.Select(value => value?.BaseObject).OfType<PSHost>().FirstOrDefault(),
                values.Select(value => value?.BaseObject).FirstOrDefault(value => value is not PSHost));
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException)
        {
            // A session that has not even this command shows views as for no console.
            return new(null, null);
        }
    }

    private sealed record Variables(PSHost? Host, object? Style);
}
