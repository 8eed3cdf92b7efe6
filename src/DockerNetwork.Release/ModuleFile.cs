using System.Security.Cryptography;

namespace DockerNetwork.Release;

/// <summary>A file of the module, as it is shipped.</summary>
/// <param name="Name">Its path below the module's folder, with slashes.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record ModuleFile(string Name, byte[] Content)
{
    /// <summary>The SHA-256 of the content, as lower-case hexadecimal digits.</summary>
    public string Digest => Convert.ToHexString(SHA256.HashData(Content)).ToLowerInvariant();

    /// <summary>All files of a folder, in the ordinal order of their names, without those that begin with a dot.</summary>
    /// <exception cref="FormatException">
    /// A link, which may lead out of the folder, or a name with a backslash, which Windows reads as a path.
    /// </exception>
    public static IReadOnlyList<ModuleFile> ReadAll(string folder)
    {
        var files = new List<ModuleFile>();
        Read(new DirectoryInfo(folder), "");
        return [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];

        void Read(DirectoryInfo current, string path)
        {
            foreach (var entry in current.EnumerateFileSystemInfos())
            {
                var name = path + entry.Name;
                if (entry.Name.Contains('\\', StringComparison.Ordinal))
                    throw new FormatException($"The name of the module's file '{name}' has a backslash, which Windows reads as a path.");
                if (entry.Name.StartsWith('.'))
                    continue;
                if (entry.LinkTarget is not null)
                    throw new FormatException($"The module's file '{name}' is a link, which a package cannot have.");
                if (entry is DirectoryInfo inner)
                    Read(inner, $"{name}/");
                else
                    files.Add(new ModuleFile(name, File.ReadAllBytes(entry.FullName)));
            }
        }
    }
}
