using System.Text;
using System.Xml.Linq;

namespace DockerNetwork.Release;

/// <summary>
/// The package that the PowerShell Gallery takes: a NuGet package (Open Packaging Conventions) with the module's files at its root. Its
/// description has the elements and the namespace that Publish-PSResource writes, so that every version of the Gallery and of its clients
/// reads it.
/// </summary>
internal static class GalleryPackage
{
    private const string Properties = "package/services/metadata/core-properties/properties.psmdcp";

    private static readonly XNamespace Nuspec = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd";
    private static readonly XNamespace ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";

    /// <summary>The bytes of the package.</summary>
    public static byte[] Of(ModuleManifest manifest, string notes, IReadOnlyList<ModuleFile> files, DateTimeOffset time)
    {
        List<ModuleFile> parts =
        [
            Xml("_rels/.rels", RelationsOf(manifest)),
            Xml($"{manifest.Name}.nuspec", Description(manifest, notes)),
            .. files,
        ];
        parts.Add(Xml(Properties, PropertiesOf(manifest)));
        parts.Add(Xml("[Content_Types].xml", TypesOf(parts)));
        return Archive.Of(parts, time);
    }

    /// <summary>What the Gallery shows and searches: see <see cref="Tags"/> for how commands are found.</summary>
    public static XElement Description(ModuleManifest manifest, string notes) =>
        new(Nuspec + "package", new XElement(
            Nuspec + "metadata",
            new XElement(Nuspec + "id", manifest.Name),
            new XElement(Nuspec + "version", manifest.Version),
            new XElement(Nuspec + "authors", manifest.Author),
            new XElement(Nuspec + "owners", manifest.CompanyName),
            new XElement(Nuspec + "requireLicenseAcceptance", "false"),
            new XElement(Nuspec + "licenseUrl", manifest.LicenseUri),
            new XElement(Nuspec + "projectUrl", manifest.ProjectUri),
            new XElement(Nuspec + "iconUrl", manifest.IconUri),
            new XElement(Nuspec + "description", manifest.Description),
            new XElement(Nuspec + "releaseNotes", notes),
            new XElement(Nuspec + "copyright", manifest.Copyright),
            new XElement(Nuspec + "tags", string.Join(' ', Tags(manifest)))));

    /// <summary>The manifest's tags, and those by which Find-PSResource finds a module by its commands.</summary>
    public static IEnumerable<string> Tags(ModuleManifest manifest) =>
    [
        .. manifest.Tags,
        "PSModule",
        "PSIncludes_Cmdlet",
        .. manifest.Cmdlets.Select(name => $"PSCmdlet_{name}"),
        .. manifest.Cmdlets.Select(name => $"PSCommand_{name}"),
    ];

    private static XElement RelationsOf(ModuleManifest manifest) => new(
        Relations + "Relationships",
        Relation("R1", "http://schemas.microsoft.com/packaging/2010/07/manifest", $"/{manifest.Name}.nuspec"),
        Relation("R2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", $"/{Properties}"));

    private static XElement Relation(string id, string type, string target) => new(
        Relations + "Relationship",
        new XAttribute("Type", type),
        new XAttribute("Target", target),
        new XAttribute("Id", id));

    private static XElement PropertiesOf(ModuleManifest manifest) => new(
        Core + "coreProperties",
        new XAttribute(XNamespace.Xmlns + "dc", Dublin),
        new XElement(Dublin + "creator", manifest.Author),
        new XElement(Dublin + "description", manifest.Description),
        new XElement(Dublin + "identifier", manifest.Name),
        new XElement(Core + "version", manifest.Version),
        new XElement(Core + "keywords", string.Join(' ', manifest.Tags)),
        new XElement(Core + "lastModifiedBy", "build.sh pack"));

    /// <summary>By extension; a part without one is named.</summary>
    private static XElement TypesOf(IReadOnlyList<ModuleFile> parts) => new(
        ContentTypes + "Types",
        parts.Select(part => Path.GetExtension(part.Name).TrimStart('.'))
            .Where(extension => extension.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)
            .Select(extension => new XElement(
                ContentTypes + "Default",
                new XAttribute("Extension", extension),
                new XAttribute("ContentType", TypeOf(extension)))),
        parts.Where(part => Path.GetExtension(part.Name).Length == 0)
            .Select(part => new XElement(
                ContentTypes + "Override",
                new XAttribute("PartName", $"/{part.Name}"),
                new XAttribute("ContentType", TypeOf("")))));

    private static string TypeOf(string extension) => extension switch
    {
        "rels" => "application/vnd.openxmlformats-package.relationships+xml",
        "psmdcp" => "application/vnd.openxmlformats-package.core-properties+xml",
        _ => "application/octet",
    };

    private static ModuleFile Xml(string name, XElement root)
    {
        const string Declaration = """<?xml version="1.0" encoding="utf-8"?>""";
        return new(name, Encoding.UTF8.GetBytes($"{Declaration}\n{root.ToString().ReplaceLineEndings("\n")}\n"));
    }
}
