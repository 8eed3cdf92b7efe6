using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DockerNetwork.Release;

/// <summary>
/// What a release is made of, as CycloneDX 1.5: each file that is shipped with its SHA-256, and the works of others in them. It says the
/// same for the same files and time.
/// </summary>
internal static partial class Materials
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The document.</summary>
    /// <param name="manifest">The module.</param>
    /// <param name="files">The files of the module.</param>
    /// <param name="vendor">src/DockerNetwork/Topology/vendor/README.md, which names what is inside the HTML page.</param>
    /// <param name="compiler">The version of the NativeAOT package that compiled the probe, or "" if that is not known.</param>
    /// <param name="time">The time of the commit.</param>
    public static byte[] Of(
        ModuleManifest manifest, IReadOnlyList<ModuleFile> files, string vendor, string compiler, DateTimeOffset time)
    {
        var page = Page(vendor);
        var probes = files.Where(file => file.Name.StartsWith("probe/", StringComparison.Ordinal)).ToArray();
        JsonObject[] linked = probes.Length == 0 ? [] : [Runtime(compiler), Libc()];
        var components = new JsonArray([.. files.Select(FileOf), .. page, .. linked]);
        var own = $"{manifest.Name}@{manifest.Version}";
        var dependencies = new JsonArray(
        [
            Dependency(own, files.Select(file => file.Name)),
            .. files.Where(file => Path.GetFileName(file.Name) == $"{manifest.Name}.dll")
                .Select(file => Dependency(file.Name, page.Select(Reference))),
            .. probes.Select(probe => Dependency(probe.Name, linked.Select(Reference))),
        ]);
        var content = components.ToJsonString() + own;
        var document = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.5.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.5",
            ["serialNumber"] = $"urn:uuid:{Identity(content)}",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["component"] = new JsonObject
                {
                    ["type"] = "library",
                    ["bom-ref"] = own,
                    ["name"] = manifest.Name,
                    ["version"] = manifest.Version,
                    ["description"] = manifest.Description,
                    ["author"] = manifest.Author,
                    ["licenses"] = License("id", "MIT"),
                    ["copyright"] = manifest.Copyright,
                },
            },
            ["components"] = components,
            ["dependencies"] = dependencies,
        };
        return Encoding.UTF8.GetBytes(document.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n");
    }

    private static JsonObject FileOf(ModuleFile file) => new()
    {
        ["type"] = "file",
        ["bom-ref"] = file.Name,
        ["name"] = file.Name,
        ["hashes"] = Digest(file.Digest),
    };

    /// <summary>Graphviz and Expat are compiled into viz-global.js, which is a resource of DockerNetwork.dll.</summary>
    private static JsonObject[] Page(string vendor)
    {
        var versions = Versions().Match(vendor);
        var digest = VendorDigest().Match(vendor);
        if (!versions.Success || !digest.Success)
            throw new FormatException("vendor/README.md does not say which Viz.js, Graphviz and Expat are in viz-global.js.");
        var viz = Library("Viz.js", versions.Groups["viz"].Value, "id", "MIT", "pkg:npm/%40viz-js/viz");
        viz["hashes"] = Digest(digest.Groups["digest"].Value);
        return
        [
            viz,
            Library("Graphviz", versions.Groups["graphviz"].Value, "name", "Eclipse Public License", "pkg:generic/graphviz"),
            Library("Expat", versions.Groups["expat"].Value, "id", "MIT", "pkg:generic/expat"),
        ];
    }

    private static JsonObject Runtime(string version) =>
        Library(".NET runtime (NativeAOT)", version, "id", "MIT", "pkg:nuget/Microsoft.DotNet.ILCompiler");

    /// <summary>The probe is linked statically. Its C library is that of the machine that built it.</summary>
    private static JsonObject Libc() => Library("GNU C Library", "", "id", "LGPL-2.1-or-later", "pkg:generic/glibc");

    private static JsonObject Library(string name, string version, string kind, string license, string url)
    {
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = version.Length > 0 ? $"{url}@{version}" : url,
            ["name"] = name,
        };
        if (version.Length > 0)
            component["version"] = version;
        component["licenses"] = License(kind, license);
        component["purl"] = version.Length > 0 ? $"{url}@{version}" : url;
        return component;
    }

    private static JsonArray License(string kind, string name) => [new JsonObject { ["license"] = new JsonObject { [kind] = name } }];

    private static JsonArray Digest(string digest) => [new JsonObject { ["alg"] = "SHA-256", ["content"] = digest }];

    private static JsonObject Dependency(string reference, IEnumerable<string> on) => new()
    {
        ["ref"] = reference,
        ["dependsOn"] = new JsonArray([.. on.Select(each => JsonValue.Create(each))]),
    };

    private static string Reference(JsonObject component) => (string)component["bom-ref"]!;

    /// <summary>A UUID (version 8, RFC 9562) from the digest of the content.</summary>
    private static Guid Identity(string content)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    [GeneratedRegex(
        @"\| (?<viz>[\d.]+) \(Graphviz (?<graphviz>[\d.]+), Expat (?<expat>[\d.]+)\) \|",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Versions();

    [GeneratedRegex("SHA-256 of the file: `(?<digest>[0-9a-f]{64})`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VendorDigest();
}
