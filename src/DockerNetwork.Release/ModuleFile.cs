using System.Security.Cryptography;

namespace DockerNetwork.Release;

/// <summary>A file of the module, as it is shipped.</summary>
/// <param name="Name">Its path below the module's folder, with slashes.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record ModuleFile(string Name, byte[] Content)
{
    /// <summary>The SHA-256 of the content, as lower-case hexadecimal digits.</summary>
    public string Digest => Convert.ToHexString(SHA256.HashData(Content)).ToLowerInvariant();

    /// <summary>All files of a folder, in the ordinal order of their names.</summary>
    public static IReadOnlyList<ModuleFile> ReadAll(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => new ModuleFile(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file)))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
    ];
}
