using System.Management.Automation;
using DockerNetwork.Completion;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>Options of programs that PowerShell would take for an ambiguous or shortened parameter of the cmdlet.</summary>
public abstract partial class ContainerProgramCommand
{
    /// <summary>The option -c of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? C { get; set; }

    /// <summary>The option -d of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? D { get; set; }

    /// <summary>The option -e of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? E { get; set; }

    /// <summary>The option -i of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? I { get; set; }

    /// <summary>The option -o of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? O { get; set; }

    /// <summary>The option -p of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? P { get; set; }

    /// <summary>The option -t of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? T { get; set; }

    /// <summary>The option -u of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? U { get; set; }

    /// <summary>The option -v of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? V { get; set; }

    /// <summary>The option -w of the program.</summary>
    [Parameter(DontShow = true), AllowEmptyString, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? W { get; set; }

    /// <summary>Those that were typed, with the word behind each.</summary>
    private Dictionary<string, string> Letters() =>
        new (string Name, string? Value)[]
        {
            (nameof(C), C),
            (nameof(D), D),
            (nameof(E), E),
            (nameof(I), I),
            (nameof(O), O),
            (nameof(P), P),
            (nameof(T), T),
            (nameof(U), U),
            (nameof(V), V),
            (nameof(W), W),
        }
        .Where(letter => letter.Value is not null)
        .ToDictionary(letter => letter.Name, letter => letter.Value!, StringComparer.OrdinalIgnoreCase);

    /// <summary>Before the program, these are the options of <c>docker exec</c> with a value.</summary>
    private bool IsOwnOption(string letter, string value)
    {
        switch (letter)
        {
            case nameof(U):
                User ??= value;
                return User == value;
            case nameof(W):
                WorkingDirectory ??= value;
                return WorkingDirectory == value;
            case nameof(E) when Environment is null:
                Environment = (System.Collections.Hashtable?)new PairsTransformationAttribute(BareName.Environment).Transform(null!, value);
                return true;
            default:
                return false;
        }
    }
}
