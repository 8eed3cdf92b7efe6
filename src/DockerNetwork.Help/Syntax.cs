using System.Collections;
using System.Management.Automation;
using System.Net;

namespace DockerNetwork.Help;

/// <summary>A way to call a cmdlet, as Get-Command -Syntax writes it.</summary>
internal static class Syntax
{
    private const int Columns = 110;

    /// <summary>PowerShell's own names of types.</summary>
    private static readonly Dictionary<Type, string> s_accelerators = new()
    {
        [typeof(string)] = "string",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(bool)] = "bool",
        [typeof(Hashtable)] = "hashtable",
        [typeof(IPAddress)] = "ipaddress",
        [typeof(PSObject)] = "psobject",
    };

    /// <summary>The name of a type as it stands in a syntax: without its namespace, or PowerShell's name for it.</summary>
    public static string TypeName(Type type) =>
        type.IsArray ? $"{TypeName(type.GetElementType()!)}[]" : s_accelerators.GetValueOrDefault(type, type.Name);

    /// <summary>The lines of one usage, folded between parameters.</summary>
    public static IEnumerable<string> Lines(string cmdlet, IEnumerable<ParameterFacts> usage)
    {
        var line = cmdlet;
        foreach (var part in usage.Select(Part).Append("[<CommonParameters>]"))
        {
            if (line.Length + part.Length >= Columns)
            {
                yield return line;
                line = $"    {part}";
            }
            else
            {
                line = $"{line} {part}";
            }
        }

        yield return line;
    }

    private static string Part(ParameterFacts parameter)
    {
        var name = parameter.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        var text = parameter.IsSwitch ? name : $"{name} <{TypeName(parameter.Type)}>";
        return parameter.Required ? text : $"[{text}]";
    }
}
