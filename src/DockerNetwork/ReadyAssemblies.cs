using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace DockerNetwork;

/// <summary>
/// Loads the module's other assemblies as native code if the module has them for this platform and runtime, in ready/linux-x64-net10.0
/// and the like. Compiling them is most of the first second of a session. The portable ones, beside this assembly, are the same IL.
/// </summary>
internal static class ReadyAssemblies
{
    /// <summary>Below the module's folder: where the assemblies for this platform and runtime would be.</summary>
    internal static string Folder
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
            return Path.Combine("ready", $"{system}-{architecture}-net{Environment.Version.Major}.0");
        }
    }

    /// <summary>Runs before any other code of this assembly, and before the types file, which names classes of the others.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "No other hook comes before the classes that the types file names.")]
    internal static void Load()
    {
        var own = typeof(ReadyAssemblies).Assembly;
        var module = Path.GetDirectoryName(own.Location) ?? "";
        var context = AssemblyLoadContext.GetLoadContext(own) ?? AssemblyLoadContext.Default;
        foreach (var name in (string[])["DockerNetwork.Engine.dll", "DockerNetwork.Model.dll"])
        {
            if (!Loads(context, Path.Combine(module, Folder, name)))
                Loads(context, Path.Combine(module, name));
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
