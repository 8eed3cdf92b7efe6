using System.IO.Compression;

namespace DockerNetwork.Release;

/// <summary>A ZIP archive that depends on nothing but its files and one time.</summary>
internal static class Archive
{
    /// <summary>-rw-r--r--, a regular file, where Unix tools look for it.</summary>
    private const int Rights = unchecked((int)0x81A40000);

    /// <summary>Packs the files in the order given.</summary>
    /// <param name="files">The entries.</param>
    /// <param name="time">The time of every entry. ZIP knows no zone, no odd seconds, and nothing before 1980.</param>
    public static byte[] Of(IEnumerable<ModuleFile> files, DateTimeOffset time)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                var entry = zip.CreateEntry(file.Name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = time.ToUniversalTime();
                entry.ExternalAttributes = Rights;
                using var stream = entry.Open();
                stream.Write(file.Content);
            }
        }

        return memory.ToArray();
    }
}
