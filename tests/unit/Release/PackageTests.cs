using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;
using DockerNetwork.Release;
using DockerNetwork.UnitTests.Conventions;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Release;

public sealed class PackageTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 30, 10, TimeSpan.FromHours(5));

    private static readonly ModuleFile[] Files =
    [
        new("DockerNetwork.dll", "MZ"u8.ToArray()),
        new("LICENSE", "free"u8.ToArray()),
        new("en-US/about.help.txt", "help"u8.ToArray()),
        new("probe/linux-x64/dockernetwork-probe", "\x7fELF"u8.ToArray()),
    ];

    private static string Vendor { get; } =
        File.ReadAllText(Path.Combine(SourceFolders.Root, "src", "DockerNetwork", "Topology", "vendor", "README.md"));

    [Fact]
    public void The_package_holds_the_files_at_its_root_and_what_NuGet_reads()
    {
        using var package = Open(GalleryPackage.Of(ManifestTests.Own, "- New", Files, Time));

        Assert.Equal(
            [
                "_rels/.rels",
                "DockerNetwork.nuspec",
                .. Files.Select(file => file.Name),
                "package/services/metadata/core-properties/properties.psmdcp",
                "[Content_Types].xml",
            ],
            package.Entries.Select(entry => entry.FullName));
        var types = Read(package, "[Content_Types].xml").Elements().ToArray();
        foreach (var entry in package.Entries.Where(entry => entry.Name != "[Content_Types].xml"))
        {
            var extension = Path.GetExtension(entry.Name).TrimStart('.');
            Assert.Single(types, type => extension.Length > 0
                ? (string?)type.Attribute("Extension") == extension
                : (string?)type.Attribute("PartName") == $"/{entry.FullName}");
        }

        foreach (var target in Read(package, "_rels/.rels").Elements().Select(relation => (string)relation.Attribute("Target")!))
            Assert.NotNull(package.GetEntry(target[1..]));
    }

    [Fact]
    public void Its_description_says_what_the_Gallery_shows()
    {
        var metadata = GalleryPackage.Description(ManifestTests.Own, "- <New> & more").Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal("DockerNetwork", Value("id"));
        Assert.Equal(ManifestTests.Own.Version, Value("version"));
        Assert.Equal("- <New> & more", Value("releaseNotes"));
        Assert.Equal(ManifestTests.Own.LicenseUri, Value("licenseUrl"));
        Assert.Equal(ManifestTests.Own.IconUri, Value("iconUrl"));
        Assert.Equal(ManifestTests.Own.ProjectUri, Value("projectUrl"));
        Assert.Equal(ManifestTests.Own.Description, Value("description"));
        var tags = Value("tags").Split(' ');
        Assert.Subset(
            new HashSet<string>(tags),
            new HashSet<string> { "PSModule", "PSEdition_Core", "Linux", "PSCmdlet_Get-DockerNetwork", "PSCommand_Get-DockerNetwork" });
        Assert.Equal(tags.Distinct(StringComparer.Ordinal), tags);
    }

    [Fact]
    public void Two_packs_of_the_same_files_are_the_same_bytes()
    {
        using var one = new TempFolder();
        using var other = new TempFolder();
        foreach (var file in Files)
            Write(one.Path, file);
        foreach (var file in Files.Reverse())
            File.SetLastWriteTimeUtc(Write(other.Path, file), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(Pack(one.Path), Pack(other.Path));
        Assert.NotEqual(Pack(one.Path), GalleryPackage.Of(ManifestTests.Own, "- New", ModuleFile.ReadAll(one.Path), Time.AddHours(1)));
    }

    [Fact]
    public void Files_that_begin_with_a_dot_are_left_out()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { ".env", ".git/config", "en-US/.hidden", "en-US/help.txt" })
            Write(folder.Path, new ModuleFile(name, []));

        Assert.Equal(["en-US/help.txt"], ModuleFile.ReadAll(folder.Path).Select(file => file.Name));
    }

    [Theory]
    [InlineData("..\\..\\evil.ps1", "has a backslash")]
    [InlineData("file link", "is a link")]
    [InlineData("folder link", "is a link")]
    [InlineData("broken link", "is a link")]
    public void What_leads_out_of_the_folder_is_refused(string name, string words)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TempFolder();
        using var outside = new TempFolder();
        var secret = Write(outside.Path, new ModuleFile("secret", []));
        if (name.EndsWith("link", StringComparison.Ordinal))
        {
            File.CreateSymbolicLink(
                Path.Combine(folder.Path, name),
                name switch { "folder link" => outside.Path, "file link" => secret, _ => "/nowhere" });
        }
        else
        {
            File.WriteAllText($"{folder.Path}/{name}", "");
        }

        Assert.Contains(
            $"'{name}' {words}", Assert.Throws<FormatException>(() => ModuleFile.ReadAll(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_have_the_time_of_the_commit_in_UTC()
    {
        using var archive = Open(Archive.Of(Files, Time));

        Assert.All(archive.Entries, entry => Assert.Equal(new DateTime(2026, 1, 31, 7, 30, 10), entry.LastWriteTime.DateTime));
    }

    [Fact]
    public void The_materials_name_each_file_with_its_digest_and_the_works_of_others()
    {
        var bytes = Materials.Of(ManifestTests.Own, Files, Vendor, "9.0.1", Time);
        var document = JsonDocument.Parse(bytes).RootElement;
        var components = document.GetProperty("components").EnumerateArray().ToArray();

        Assert.Equal("CycloneDX", document.GetProperty("bomFormat").GetString());
        Assert.Equal("2026-01-31T07:30:10Z", document.GetProperty("metadata").GetProperty("timestamp").GetString());
        foreach (var file in Files)
        {
            var component = components.Single(each => each.GetProperty("name").GetString() == file.Name);
            Assert.Equal(
                Convert.ToHexString(SHA256.HashData(file.Content)),
                component.GetProperty("hashes")[0].GetProperty("content").GetString(),
                ignoreCase: true);
        }

        var page = File.ReadAllBytes(Path.Combine(SourceFolders.Root, "src", "DockerNetwork", "Topology", "vendor", "viz-global.js"));
        var viz = components.Single(each => each.GetProperty("name").GetString() == "Viz.js");
        Assert.Equal(
            Convert.ToHexString(SHA256.HashData(page)),
            viz.GetProperty("hashes")[0].GetProperty("content").GetString(),
            ignoreCase: true);
        Assert.Subset(
            components.Select(each => each.GetProperty("name").GetString()).ToHashSet(),
            new HashSet<string?> { "Viz.js", "Graphviz", "Expat", ".NET runtime (NativeAOT)", "GNU C Library" });
        var references = components.Select(each => each.GetProperty("bom-ref").GetString()!)
            .Append(document.GetProperty("metadata").GetProperty("component").GetProperty("bom-ref").GetString()!)
            .ToArray();
        Assert.Equal(references.Distinct(StringComparer.Ordinal), references);
        Assert.All(
            document.GetProperty("dependencies").EnumerateArray(),
            each => Assert.Subset(
                references.ToHashSet(),
                each.GetProperty("dependsOn").EnumerateArray().Select(on => on.GetString()!).Append(each.GetProperty("ref").GetString()!)
                    .ToHashSet()));
        Assert.Equal(bytes, Materials.Of(ManifestTests.Own, Files, Vendor, "9.0.1", Time));
        Assert.NotEqual(
            document.GetProperty("serialNumber").GetString(),
            JsonDocument.Parse(Materials.Of(ManifestTests.Own, Files[..2], Vendor, "9.0.1", Time)).RootElement.GetProperty("serialNumber")
                .GetString());
    }

    [Fact]
    public void Without_a_probe_the_materials_of_the_probe_are_left_out() =>
        Assert.DoesNotContain(
            "GNU C Library",
            Encoding.UTF8.GetString(Materials.Of(ManifestTests.Own, Files[..2], Vendor, "", Time)),
            StringComparison.Ordinal);

    /// <summary>The same source gives the same assembly, in whatever folder it is built.</summary>
    [Theory]
    [InlineData(typeof(EngineClient))]
    [InlineData(typeof(Reason))]
    public void Assemblies_are_reproducible(Type type)
    {
        using var reader = new PEReader(File.OpenRead(type.Assembly.Location));
        var entries = reader.ReadDebugDirectory();

        Assert.Contains(entries, entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        var symbols = entries.Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = reader.ReadEmbeddedPortablePdbDebugDirectoryData(symbols);
        var documents = provider.GetMetadataReader();
        Assert.All(
            documents.Documents.Select(handle => documents.GetString(documents.GetDocument(handle).Name)),
            name => Assert.StartsWith("/_/", name, StringComparison.Ordinal));
    }

    private static byte[] Pack(string folder) => GalleryPackage.Of(ManifestTests.Own, "- New", ModuleFile.ReadAll(folder), Time);

    private static string Write(string folder, ModuleFile file)
    {
        var path = Path.Combine(folder, file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Content);
        return path;
    }

    private static ZipArchive Open(byte[] bytes) => new(new MemoryStream(bytes));

    private static XElement Read(ZipArchive package, string name)
    {
        using var stream = package.GetEntry(name)!.Open();
        return XElement.Load(stream);
    }
}
