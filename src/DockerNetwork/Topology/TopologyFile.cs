using System.Management.Automation;
using System.Text;
using DockerNetwork.Errors;

namespace DockerNetwork.Topology;

/// <summary>The file that a topology is written to, with what -Force and -NoClobber mean elsewhere in PowerShell.</summary>
internal static class TopologyFile
{
    /// <summary>The full path of what the user typed.</summary>
    /// <exception cref="CommandException">FileNotWritten: it is not in the file system.</exception>
    public static string Resolve(SessionState session, string path)
    {
        try
        {
            var file = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem"
                ? file
                : throw CommandErrors.FileNotWritten(path, $"the path belongs to the provider {provider.Name}, not to the file system");
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw CommandErrors.FileNotWritten(path, e.Message);
        }
    }

    /// <summary>Writes it, as UTF-8.</summary>
    /// <exception cref="CommandException">FileExists, FileNotWritten.</exception>
    public static void Write(string file, string text, bool force, bool noClobber)
    {
        if (noClobber && File.Exists(file))
            throw CommandErrors.FileExists(file);
        try
        {
            if (force && File.Exists(file))
                File.SetAttributes(file, File.GetAttributes(file) & ~FileAttributes.ReadOnly);
            File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandErrors.FileNotWritten(file, e.Message);
        }
    }
}
