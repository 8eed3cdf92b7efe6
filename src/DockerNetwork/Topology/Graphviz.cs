using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Model.Topology;

namespace DockerNetwork.Topology;

/// <summary>
/// A topology as SVG, laid out by the program dot of Graphviz, which the user has on PATH; the library in the page needs a browser.
/// </summary>
internal static partial class Graphviz
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="CommandException">GraphvizNotFound, GraphvizFailed.</exception>
    public static async Task<string> WriteSvgAsync(NetworkTopology topology, CancellationToken cancellationToken)
    {
        using var process = Start();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            var svg = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var complaints = process.StandardError.ReadToEndAsync(timeout.Token);
            try
            {
                await process.StandardInput.WriteAsync(DotText.Write(topology).AsMemory(), timeout.Token);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has ended; what it said tells why.
            }

            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0 ? Finish(await svg) : throw CommandErrors.GraphvizFailed((await complaints).Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CommandErrors.GraphvizFailed($"it did not finish within {Patience.TotalSeconds:0} seconds");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Process Start()
    {
        var dot = ProgramOnPath.Find("dot", ThisMachine.Current) ?? throw CommandErrors.GraphvizNotFound();
        try
        {
            return Process.Start(new ProcessStartInfo(dot, ["-Tsvg"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardOutputEncoding = Encoding.UTF8,
            })!;
        }
        catch (Win32Exception)
        {
            throw CommandErrors.GraphvizNotFound();
        }
    }

    /// <summary>
    /// Adds the colors of the dark, and makes the descriptions what browsers show: the title of an element, not of a link.
    /// </summary>
    private static string Finish(string svg)
    {
        svg = NodeTitle().Replace(svg, "");
        svg = LinkTitle().Replace(
            svg, match => match.Groups["text"].Value.Trim().Length > 0 ? $"<a><title>{match.Groups["text"].Value}</title>" : "<a>");
        var end = svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1;
        return svg.Insert(end, $"\n<style>@media (prefers-color-scheme: dark) {{\n{TopologyPage.DarkPicture}}}</style>");
    }

    [GeneratedRegex("<title>[^<]*</title>\n?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NodeTitle();

    [GeneratedRegex("<a xlink:title=\"(?<text>[^\"]*)\">", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkTitle();
}
