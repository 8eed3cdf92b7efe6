using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace DockerNetwork.Help;

/// <summary>Makes of pages and facts what Get-Help reads: Microsoft's schema for help of commands, MAML.</summary>
internal sealed class Maml
{
    private static readonly XNamespace s_items = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly Page _page;
    private readonly CmdletFacts _facts;
    private readonly Language _language;
    private readonly Dictionary<string, Entry> _parameters;

    private Maml(Page page, CmdletFacts facts, Language language)
    {
        _page = page;
        _facts = facts;
        _language = language;
        _parameters = page.Parameters.ToDictionary(p => p.Name);
    }

    /// <summary>Writes the help of all cmdlets into one file.</summary>
    /// <exception cref="HelpException">A paragraph has markup that Get-Help cannot show.</exception>
    public static void Write(string file, IEnumerable<(Page Page, CmdletFacts Facts)> cmdlets, Language language)
    {
        var commands = cmdlets.Select(c => new Maml(c.Page, c.Facts, language).Command());
        using var writer = XmlWriter.Create(file, new XmlWriterSettings { Indent = true, NewLineChars = "\n" });
        new XDocument(new XElement(s_items + "helpItems", new XAttribute("schema", "maml"), commands)).Save(writer);
    }

    private XElement Command()
    {
        var words = _page.Name.Split('-', 2);
        return new XElement(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", _page.Name),
                new XElement(s_command + "verb", words[0]),
                new XElement(s_command + "noun", words[1]),
                Description(_page.Synopsis)),
            Description(_page.Description),
            new XElement(s_command + "syntax", _facts.Usages.Select(SyntaxItem)),
            new XElement(s_command + "parameters", _facts.Parameters.Select(p => Parameter(p, inSyntax: false))),
            new XElement(s_command + "inputTypes", _page.Inputs.Select(type => InOrOut("inputType", type))),
            new XElement(s_command + "returnValues", _page.Outputs.Select(type => InOrOut("returnValue", type))),
            new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", _page.Notes.Select(Paragraph))),
            new XElement(s_command + "examples", _page.Examples.Select(Example)),
            // Get-Help -Online opens the first link.
            new XElement(
                s_command + "relatedLinks",
                Link(_language.Online, _facts.HelpUri),
                _page.Links.Select(link => Link(link.Text, ""))));
    }

    private XElement SyntaxItem(IReadOnlyList<ParameterFacts> usage) =>
        new(s_command + "syntaxItem", new XElement(s_maml + "name", _page.Name), usage.Select(p => Parameter(p, inSyntax: true)));

    private XElement Parameter(ParameterFacts facts, bool inSyntax)
    {
        var text = _parameters[facts.Name];
        var value = new XElement(
            s_command + "parameterValue",
            new XAttribute("required", !facts.IsSwitch),
            new XAttribute("variableLength", facts.Type.IsArray),
            Syntax.TypeName(facts.Type));
        return new XElement(
            s_command + "parameter",
            new XAttribute("required", facts.Required),
            new XAttribute("variableLength", facts.Type.IsArray),
            new XAttribute("globbing", facts.Wildcards),
            new XAttribute("pipelineInput", facts.Pipeline.Length == 0 ? "False" : $"True ({facts.Pipeline})"),
            new XAttribute("position", facts.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", facts.Aliases.Count == 0 ? "none" : string.Join(", ", facts.Aliases)),
            new XElement(s_maml + "name", facts.Name),
            Description(text.Text),
            // A switch has no value in a syntax; in the list its type stands beside it all the same.
            inSyntax && facts.IsSwitch ? null : value,
            new XElement(s_dev + "type", new XElement(s_maml + "name", facts.Type.FullName), new XElement(s_maml + "uri")),
            new XElement(s_dev + "defaultValue", Default(facts, text)));
    }

    private string Default(ParameterFacts facts, Entry text)
    {
        if (facts.Default is not null)
            return facts.Default;
        if (text.Default is not null)
            return Plain(text.Default);
        return facts.IsSwitch ? "False" : "None";
    }

    private XElement InOrOut(string element, Entry type) =>
        new(s_command + element, new XElement(s_dev + "type", new XElement(s_maml + "name", type.Name)), Description(type.Text));

    private XElement Example(Example example, int index)
    {
        var introduction = new XElement(s_maml + "introduction", example.Introduction.Select(Paragraph));
        // The line breaks keep Get-Help from putting the code on the line of the introduction, and the next title on that of the remarks.
        introduction.Elements().Last().Add("\n\n");
        return new XElement(
            s_command + "example",
            new XElement(s_maml + "title", $"------- {_language.Example} {index + 1}{_language.Colon}{example.Title} -------"),
            introduction,
            new XElement(s_dev + "code", string.Join('\n', example.Code)),
            new XElement(s_dev + "remarks", example.Remarks.Select(Paragraph), new XElement(s_maml + "para")));
    }

    private XElement Description(IEnumerable<Paragraph> paragraphs) => new(s_maml + "description", paragraphs.Select(Paragraph));

    private XElement Paragraph(Paragraph paragraph) => new(s_maml + "para", Plain(paragraph));

    private string Plain(Paragraph paragraph) => Prose.Plain(_page.File, paragraph);

    private static XElement Link(string text, string uri) =>
        new(s_maml + "navigationLink", new XElement(s_maml + "linkText", text), new XElement(s_maml + "uri", uri));
}
