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
    /// <summary>The folder for this platform and runtime, which may not exist.</summary>
    internal static string Folder
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
            var module = Path.GetDirectoryName(typeof(ReadyAssemblies).Assembly.Location) ?? "";
            return Path.Combine(module, "ready", $"{system}-{architecture}-net{Environment.Version.Major}.0");
        }
    }

    /// <summary>Runs before any other code of this assembly: nothing has asked for the portable assemblies yet.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "No other hook comes before the classes that the types file names.")]
    internal static void Load()
    {
        var context = AssemblyLoadContext.GetLoadContext(typeof(ReadyAssemblies).Assembly) ?? AssemblyLoadContext.Default;
        foreach (var name in (string[])["DockerNetwork.Engine.dll", "DockerNetwork.Model.dll"])
        {
            var file = Path.Combine(Folder, name);
            try
            {
                if (File.Exists(file))
                    context.LoadFromAssemblyPath(file);
            }
            catch (Exception e) when (e is BadImageFormatException or FileLoadException or IOException or UnauthorizedAccessException)
            {
                // For another libc, say, or already loaded. The portable assembly does the same.
            }
        }
    }
}
