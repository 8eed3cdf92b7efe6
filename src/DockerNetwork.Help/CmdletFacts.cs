namespace DockerNetwork.Help;

/// <summary>What the code says of a cmdlet.</summary>
/// <param name="Name">Verb-Noun.</param>
/// <param name="HelpUri">The address of its page in the repository.</param>
/// <param name="Usages">The ways to call it, the default one first. Each has its parameters in the order of Get-Command -Syntax.</param>
/// <param name="Parameters">Each parameter once, as in the first usage that has it.</param>
/// <param name="Outputs">Full names of the types that come out.</param>
internal sealed record CmdletFacts(
    string Name,
    string HelpUri,
    IReadOnlyList<IReadOnlyList<ParameterFacts>> Usages,
    IReadOnlyList<ParameterFacts> Parameters,
    IReadOnlyList<string> Outputs);

/// <summary>What the code says of a parameter.</summary>
/// <param name="Name">Without the hyphen.</param>
/// <param name="Type">Its type; of an optional value, that of the value.</param>
internal sealed record ParameterFacts(string Name, Type Type)
{
    /// <summary>Further names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it is mandatory.</summary>
    public bool Required { get; init; }

    /// <summary>From 0 on; null if the parameter has to be named.</summary>
    public int? Position { get; init; }

    /// <summary>Whether objects in the pipeline bind to it.</summary>
    public bool ByValue { get; init; }

    /// <summary>Whether properties of objects in the pipeline bind to it.</summary>
    public bool ByPropertyName { get; init; }

    /// <summary>Whether it takes wildcards.</summary>
    public bool Wildcards { get; init; }

    /// <summary>The value of a new cmdlet; null if there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether a base class declares it, or PowerShell itself.</summary>
    public bool Inherited { get; init; }

    /// <summary>Whether it is a switch, which takes no value.</summary>
    public bool IsSwitch => Type == typeof(System.Management.Automation.SwitchParameter);

    /// <summary>"ByValue, ByPropertyName", or one of them; empty if it takes nothing from the pipeline.</summary>
    public string Pipeline => (ByValue, ByPropertyName) switch
    {
        (true, true) => "ByValue, ByPropertyName",
        (true, false) => "ByValue",
        (false, true) => "ByPropertyName",
        _ => "",
    };
}
