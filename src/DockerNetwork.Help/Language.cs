namespace DockerNetwork.Help;

/// <summary>The words of a page that are not texts: its headings, and what stands in the line of facts.</summary>
internal sealed record Language
{
    /// <summary>The language in which the help is written.</summary>
    public static Language English { get; } = new()
    {
        Culture = "en-US",
        Top =
            "<!-- Write the texts here. ./build.sh help fills in the syntax, the lines in italics, and the shared texts (_shared.md). -->",
        Examples = "Examples",
        Parameters = "Parameters",
        Inputs = "Inputs",
        Outputs = "Outputs",
        Notes = "Notes",
        Links = "See also",
        Colon = ": ",
        Type = "Type",
        Alias = "alias",
        Required = "required",
        Optional = "optional",
        Position = "position",
        Default = "default",
        DefaultMark = "Default: ",
        Pipeline = "from the pipeline",
        Wildcards = "wildcards: yes",
        Example = "Example",
        Online = "Online version",
    };

    /// <summary>The language into which it is translated.</summary>
    public static Language Chinese { get; } = new()
    {
        Culture = "zh-CN",
        Top = "<!-- 这里是译文。语法、斜体行和共用段落由 ./build.sh help 填写。 -->",
        Examples = "示例",
        Parameters = "参数",
        Inputs = "输入",
        Outputs = "输出",
        Notes = "说明",
        Links = "另请参阅",
        Colon = "：",
        Type = "类型",
        Alias = "别名",
        Required = "必需",
        Optional = "可选",
        Position = "位置",
        Default = "默认值",
        DefaultMark = "默认值：",
        Pipeline = "管道输入",
        Wildcards = "通配符：支持",
        Example = "示例",
        Online = "联机版本",
    };

    /// <summary>The culture, which is also the name of the folder.</summary>
    public required string Culture { get; init; }

    /// <summary>The comment in the first line.</summary>
    public required string Top { get; init; }

    /// <summary>A heading.</summary>
    public required string Examples { get; init; }

    /// <inheritdoc cref="Examples"/>
    public required string Parameters { get; init; }

    /// <inheritdoc cref="Examples"/>
    public required string Inputs { get; init; }

    /// <inheritdoc cref="Examples"/>
    public required string Outputs { get; init; }

    /// <inheritdoc cref="Examples"/>
    public required string Notes { get; init; }

    /// <inheritdoc cref="Examples"/>
    public required string Links { get; init; }

    /// <summary>What stands between a word and its value.</summary>
    public required string Colon { get; init; }

    /// <summary>A word of the line of facts.</summary>
    public required string Type { get; init; }

    /// <inheritdoc cref="Type"/>
    public required string Alias { get; init; }

    /// <inheritdoc cref="Type"/>
    public required string Required { get; init; }

    /// <inheritdoc cref="Type"/>
    public required string Optional { get; init; }

    /// <inheritdoc cref="Type"/>
    public required string Position { get; init; }

    /// <inheritdoc cref="Type"/>
    public required string Default { get; init; }

    /// <summary>How the last paragraph of a parameter begins if it says what is taken when the parameter is not given.</summary>
    public required string DefaultMark { get; init; }

    /// <inheritdoc cref="Type"/>
    public required string Pipeline { get; init; }

    /// <inheritdoc cref="Type"/>
    public required string Wildcards { get; init; }

    /// <summary>What stands before the number of an example in Get-Help.</summary>
    public required string Example { get; init; }

    /// <summary>The text of the link to the page in the repository.</summary>
    public required string Online { get; init; }
}
