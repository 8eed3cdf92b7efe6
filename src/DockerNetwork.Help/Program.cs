using System.Management.Automation;
using System.Reflection;
using DockerNetwork.Help;

// Usage: check|update ASSEMBLY ROOT OUT [TRANSLATED...]. ROOT has a folder for each language. OUT gets the files that Get-Help reads.
// TRANSLATED are pages and topics whose translation is complete, which is recorded. Errors go to standard output, as lines that MSBuild
// understands.
if (args is not [("check" or "update") and var task, var assemblyFile, var root, var output, .. var translated])
{
    Console.Error.WriteLine("Usage: DockerNetwork.Help check|update ASSEMBLY ROOT OUT [TRANSLATED...]");
    return 2;
}

try
{
    root = Path.GetFullPath(root);
    var assembly = Assembly.LoadFrom(Path.GetFullPath(assemblyFile));
    var module = Directory.GetFiles(Path.GetDirectoryName(assembly.Location)!, "DockerNetwork*.dll").Select(Assembly.LoadFrom);
    Assembly[] known = [.. module, typeof(object).Assembly, typeof(PSObject).Assembly];
    var english = PageFolder.Read(
        Path.Combine(root, Language.English.Culture, PageFolder.Name),
        CmdletReader.Read(assembly),
        update: task == "update",
        isType: name => Array.Exists(known, each => each.GetType(name) is not null));
    if (Fails(english.Errors))
        return 1;
    var translation = Translation.Read(root, english, task == "update", translated);
    if (Fails(translation.Errors))
        return 1;
    foreach (var pages in new[] { english, translation.Pages })
    {
        var folder = Directory.CreateDirectory(Path.Combine(output, pages.Language.Culture)).FullName;
        Maml.Write(Path.Combine(folder, "DockerNetwork.dll-Help.xml"), pages.Cmdlets, pages.Language);
    }

    return 0;
}
catch (HelpException e)
{
    Console.WriteLine(e);
    return 1;
}

static bool Fails(IReadOnlyCollection<HelpException> errors)
{
    foreach (var error in errors)
        Console.WriteLine(error);
    return errors.Count > 0;
}
