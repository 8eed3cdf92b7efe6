using System.Management.Automation;
using System.Reflection;
using DockerNetwork.Help;

// Usage: check|update ASSEMBLY PAGES MAML. Errors go to standard output, as lines that MSBuild understands.
if (args is not [("check" or "update") and var task, var assemblyFile, var folder, var maml])
{
    Console.Error.WriteLine("Usage: DockerNetwork.Help check|update ASSEMBLY PAGES MAML");
    return 2;
}

try
{
    var assembly = Assembly.LoadFrom(Path.GetFullPath(assemblyFile));
    var module = Directory.GetFiles(Path.GetDirectoryName(assembly.Location)!, "DockerNetwork*.dll").Select(Assembly.LoadFrom);
    Assembly[] known = [.. module, typeof(object).Assembly, typeof(PSObject).Assembly];
    var pages = PageFolder.Read(
        Path.GetFullPath(folder),
        CmdletReader.Read(assembly),
        update: task == "update",
        isType: name => Array.Exists(known, each => each.GetType(name) is not null));
    foreach (var error in pages.Errors)
        Console.WriteLine(error);
    if (pages.Errors.Count > 0)
        return 1;
    Maml.Write(maml, pages.Cmdlets);
    return 0;
}
catch (HelpException e)
{
    Console.WriteLine(e);
    return 1;
}
