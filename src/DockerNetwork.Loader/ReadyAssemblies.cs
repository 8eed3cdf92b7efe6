using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace DockerNetwork.Loader;

/// <summary>
/// Loads the module's other assemblies as native code if the module has them for this platform and runtime, in ready/linux-x64-net10.0
/// and the like. Compiling them is most of the first second of a session. The portable ones, beside this assembly, are the same IL, so the
/// runtime takes what is loaded here if PowerShell asks for those.
/// PowerShell makes one of these objects when it reads DockerNetwork.types.ps1xml, and nothing of the module runs before that. It
/// converts nothing.
/// </summary>
public sealed class ReadyAssemblies : TypeConverter
{
    private static readonly string[] Names = ["DockerNetwork.Engine.dll", "DockerNetwork.Model.dll", "DockerNetwork.dll"];

    static ReadyAssemblies()
    {
        var own = typeof(ReadyAssemblies).Assembly;
        var module = Path.GetDirectoryName(own.Location) ?? "";
        var context = AssemblyLoadContext.GetLoadContext(own) ?? AssemblyLoadContext.Default;
        foreach (var name in Names)
        {
            if (!Loads(context, Path.Combine(module, Folder, name)))
                Loads(context, Path.Combine(module, name));
        }
    }

    /// <summary>Below the module's folder: where the assemblies for this platform and runtime would be.</summary>
    private static string Folder
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
            return Path.Combine("ready", $"{system}-{architecture}-net{Environment.Version.Major}.0");
        }
    }

    private static bool Loads(AssemblyLoadContext context, string file)
    {
        try
        {
            if (!File.Exists(file))
                return false;
            context.LoadFromAssemblyPath(file);
            return true;
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or IOException or UnauthorizedAccessException)
        {
            // For another libc, say, or already loaded.
            return false;
        }
    }
}
