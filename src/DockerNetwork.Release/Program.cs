using System.Globalization;
using System.Text;
using DockerNetwork.Release;

// pack MODULE OUT VENDOR TIME COMPILER TAG
//   Packs the folder MODULE into OUT. VENDOR is the page about third-party code, TIME the seconds since 1970 that entries get, COMPILER the
//   version of the probe's compiler or "", TAG the tag to publish or "". With a tag, a problem fails; without one it is only shown.
// screen TITLE
//   Reads what a terminal showed from standard input, and writes it as SVG to standard output.
try
{
    switch (args)
    {
        case ["pack", var module, var folder, var vendor, var time, var compiler, var tag]:
            return Pack(module, folder, File.ReadAllText(vendor), DateTimeOffset.FromUnixTimeSeconds(Seconds(time)), compiler, tag);

        case ["screen", var title]:
            using (var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8))
            using (var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" })
                output.Write(Screen.Draw(title, TerminalText.Parse(input.ReadToEnd())));
            return 0;

        default:
            Console.Error.WriteLine("Usage: DockerNetwork.Release pack MODULE OUT VENDOR TIME COMPILER TAG | screen TITLE");
            return 2;
    }
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static long Seconds(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

static int Pack(string module, string folder, string vendor, DateTimeOffset time, string compiler, string tag)
{
    var files = ModuleFile.ReadAll(module);
    var manifest = ModuleManifest.Parse(File.ReadAllText(Path.Combine(module, "DockerNetwork.psd1")));
    var changelog = Changelog.Parse(File.ReadAllText(Path.Combine(module, "CHANGELOG.md")), manifest.Version);
    var problems = ReleaseChecks.Problems(manifest, changelog, tag).ToArray();
    foreach (var problem in problems)
        Console.Error.WriteLine($"Before it is published: {problem}");
    if (tag.Length > 0 && problems.Length > 0)
        return 1;

    if (Directory.Exists(folder))
        Directory.Delete(folder, recursive: true);
    Directory.CreateDirectory(folder);
    var name = $"{manifest.Name}.{manifest.Version}";
    ModuleFile[] packages =
    [
        new($"{name}.cdx.json", Materials.Of(manifest, files, vendor, compiler, time)),
        new($"{name}.nupkg", GalleryPackage.Of(manifest, changelog.Notes, files, time)),
        new($"{name}.zip", Archive.Of(files.Select(file => file with { Name = $"{manifest.Name}/{file.Name}" }), time)),
        new("RELEASE.md", Encoding.UTF8.GetBytes(changelog.Notes + "\n")),
    ];
    foreach (var package in packages)
    {
        File.WriteAllBytes(Path.Combine(folder, package.Name), package.Content);
        Console.WriteLine(Path.Combine(folder, package.Name));
    }

    File.WriteAllText(
        Path.Combine(folder, "SHA256SUMS"),
        string.Concat(packages.Where(package => package.Name != "RELEASE.md").Select(package => $"{package.Digest}  {package.Name}\n")));
    return 0;
}
