using System.Collections;
using System.Management.Automation;
using System.Net;
using DockerNetwork.Help;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Help;

/// <summary>What only cmdlets with a base class share.</summary>
public abstract class ThingCommand : PSCmdlet
{
    /// <summary>Inherited.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? DockerHost { get; set; }
}

/// <summary>A cmdlet that has one of everything.</summary>
[Cmdlet(VerbsCommon.Get, "Thing", DefaultParameterSetName = "Name", SupportsShouldProcess = true,
    HelpUri = "https://example.org/Get-Thing.md")]
[OutputType(typeof(void), typeof(IPAddress))]
public sealed class GetThingCommand : ThingCommand
{
    /// <summary>A value.</summary>
    [Parameter]
    public int Count { get; set; } = 3;

    /// <summary>In a set of its own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id")]
    [Alias("Key", "Number")]
    public int? Id { get; set; }

    /// <summary>At the first position.</summary>
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipeline = true)]
    [Parameter(Position = 0, ParameterSetName = "NameByProperty", ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>A switch.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Several values.</summary>
    [Parameter]
    public DayOfWeek[] Day { get; set; } = [DayOfWeek.Monday, DayOfWeek.Friday];

    /// <summary>A type that PowerShell has a name for.</summary>
    [Parameter]
    public Hashtable? Option { get; set; }

    /// <summary>No parameter.</summary>
    public int Other { get; set; } = 5;
}

/// <summary>A folder with the page of that cmdlet, and what the program says of it.</summary>
internal sealed class ThingPages : IDisposable
{
    private readonly TempFolder _folder = new();

    public static CmdletFacts Facts { get; } = CmdletReader.Read(typeof(GetThingCommand));

    public ThingPages(string? page = null, string shared = Shared)
    {
        _folder.Write("about_Things.help.txt", "");
        _folder.Write("cmdlets/_shared.md", shared);
        if (page is not null)
            _folder.Write("cmdlets/Get-Thing.md", page);
    }

    public string Page => File.ReadAllText(_folder.File("cmdlets/Get-Thing.md"));

    public string[] Errors(bool update = false) =>
        [.. Read(update).Errors.Select(error => error.ToString().Replace(_folder.File("cmdlets/"), ""))];

    public PageFolder Read(bool update = false) =>
        PageFolder.Read(_folder.File("cmdlets"), [Facts], update, name => Type.GetType(name) is not null);

    public void Add(string name) => _folder.Write($"cmdlets/{name}", "");

    public void Dispose() => _folder.Dispose();

    public const string Shared =
        """
        # Texts that several pages share

        ## docker-host

        The engine to ask.

        ## docker-host-2

        Objects bring theirs along.

        ## what-if

        Shows what would be done.

        ## confirm

        Asks before each change.

        """;

    public const string Written =
        """
        <!-- Write the texts here. ./build.sh help fills in the syntax, the lines in italics, and the shared texts (_shared.md). -->
        # Get-Thing

        Gets things.

        ```
        Get-Thing [[-Name] <string[]>] [-Count <int>] [-All] [-Day <DayOfWeek[]>] [-Option <hashtable>]
            [-DockerHost <string>] [-WhatIf] [-Confirm] [<CommonParameters>]

        Get-Thing -Id <int> [-Count <int>] [-All] [-Day <DayOfWeek[]>] [-Option <hashtable>] [-DockerHost <string>]
            [-WhatIf] [-Confirm] [<CommonParameters>]
        ```

        Those of the name
        that is given, as `*:80->80/tcp`.

        A second paragraph.

        ## Examples

        ### Get all

        What there is.

        ```powershell
        Get-Thing -All
        # more
        ```

        All of them.

        ### Get one

        One thing.

        ```powershell
        Get-Thing a
        ```

        It is found by its name.

        ## Parameters

        ### -Name

        The names.

        Default: `*` (all)

        *Type: `System.String[]` · optional · position: 0 · from the pipeline: ByValue, ByPropertyName · wildcards: yes*

        ### -Id

        The number.

        *Type: `System.Int32` · alias: Key, Number · required*

        ### -Count

        How many.

        *Type: `System.Int32` · optional · default: `3`*

        ### -All

        All of them.

        *Type: `System.Management.Automation.SwitchParameter` · optional*

        ### -Day

        When.

        *Type: `System.DayOfWeek[]` · optional · default: `Monday, Friday`*

        ### -Option

        How.

        *Type: `System.Collections.Hashtable` · optional*

        ### -DockerHost

        <!-- shared: docker-host -->
        The engine to ask.

        <!-- shared: docker-host-2 -->
        Objects bring theirs along.

        *Type: `System.String` · optional · from the pipeline: ByPropertyName*

        ### -WhatIf

        <!-- shared: what-if -->
        Shows what would be done.

        *Type: `System.Management.Automation.SwitchParameter` · alias: wi · optional*

        ### -Confirm

        <!-- shared: confirm -->
        Asks before each change.

        *Type: `System.Management.Automation.SwitchParameter` · alias: cf · optional*

        ## Inputs

        `System.String`

        Their names.

        ## Outputs

        `None`

        With -WhatIf.

        `System.Net.IPAddress`

        Else.

        ## Notes

        Error ids: ThingNotFound.

        ## See also

        - [Get-Thing](Get-Thing.md)
        - [about_Things](../about_Things.help.txt)

        """;
}
