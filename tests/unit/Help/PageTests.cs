using System.Xml.Linq;
using DockerNetwork.Help;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Help;

public class PageTests
{
    private const string Written = ThingPages.Written;
    private const string SwitchType = "System.Management.Automation.SwitchParameter";

    private static string[] Errors(string before, string after)
    {
        Assert.Contains(before, Written);
        using var pages = new ThingPages(Written.Replace(before, after));
        return pages.Errors();
    }

    private static void AssertUpdated(string before, string after)
    {
        Assert.Contains(before, Written);
        using var pages = new ThingPages(Written.Replace(before, after));
        Assert.Empty(pages.Errors(update: true));
        Assert.Equal(Written, pages.Page);
    }

    [Fact]
    public void A_page_that_is_right_stays_as_it_is()
    {
        using var pages = new ThingPages(Written);
        Assert.Empty(pages.Errors());
        Assert.Empty(pages.Errors(update: true));
        Assert.Equal(Written, pages.Page);
    }

    [Theory]
    [InlineData("[-All]", "[-Everything]")]
    [InlineData(" · default: `3`", "")]
    [InlineData("alias: wi", "alias: whatif")]
    [InlineData("The engine to ask.\n", "The engine that is asked.\nAnother line.\n")]
    [InlineData("The engine to ask.\n", "")]
    [InlineData("\n\n## Notes", "\n\n\n\n## Notes")]
    public void What_the_code_and_the_shared_texts_say_is_filled_in(string right, string wrong)
    {
        Assert.Single(Errors(right, wrong));
        AssertUpdated(right, wrong);
    }

    [Fact]
    public void Parameters_come_into_the_order_of_the_code() =>
        AssertUpdated(
            "### -Count\n\nHow many.\n\n*Type: `System.Int32` · optional · default: `3`*\n\n" +
            $"### -All\n\nAll of them.\n\n*Type: `{SwitchType}` · optional*\n",
            "### -All\n\nAll of them.\n\n### -Count\n\nHow many.\n");

    [Fact]
    public void A_difference_is_named_by_its_line() =>
        Assert.Equal(
            ["Get-Thing.md(62): error HELP: This is not what the code and _shared.md say. Run ./build.sh help."],
            Errors("default: `3`", "default: `4`"));

    [Fact]
    public void A_new_parameter_gets_its_place_and_wants_a_text()
    {
        const string option = "### -Option\n\nHow.\n\n*Type: `System.Collections.Hashtable` · optional*\n\n";
        using var pages = new ThingPages(Written.Replace(option, ""));
        Assert.Equal(["Get-Thing.md(76): error HELP: 'Option' has no text."], pages.Errors(update: true));
        Assert.Equal(Written.Replace("How.\n\n", ""), pages.Page);
    }

    [Fact]
    public void A_new_parameter_of_a_base_class_gets_the_shared_texts_of_its_name() =>
        AssertUpdated(
            $"### -WhatIf\n\n<!-- shared: what-if -->\nShows what would be done.\n\n*Type: `{SwitchType}` · alias: wi · optional*\n\n",
            "");

    [Fact]
    public void A_text_of_a_parameter_that_is_gone_is_an_error_and_is_not_thrown_away()
    {
        var page = Written.Replace("### -Count", "### -Number");
        using var pages = new ThingPages(page);
        Assert.Contains("has no parameter -Number", Assert.Single(pages.Errors(update: true)));
        Assert.Equal(page, pages.Page);
    }

    [Fact]
    public void A_new_cmdlet_gets_a_page_to_fill_in()
    {
        using var pages = new ThingPages();
        Assert.Equal(["Get-Thing.md(1): error HELP: Get-Thing has no page. ./build.sh help makes one to fill in."], pages.Errors());
        Assert.Contains("Get-Thing.md(1): error HELP: The page has no example.", pages.Errors(update: true));
        Assert.Contains("### -WhatIf\n\n<!-- shared: what-if -->\nShows what would be done.\n", pages.Page);
        Assert.Contains(pages.Errors(), error => error.EndsWith("'Count' has no text.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_of_no_cmdlet_is_an_error()
    {
        using var pages = new ThingPages(Written);
        pages.Add("Get-Nothing.md");
        Assert.Equal(["Get-Nothing.md(1): error HELP: There is no such cmdlet. Remove the page."], pages.Errors());
    }

    [Theory]
    [InlineData("How many.", "Default: 4", "The code says that the default is 3")]
    [InlineData("How many.\n\n", "", "'Count' has no text")]
    [InlineData("How many.", "The names.", "has the same text")]
    [InlineData("How many.", "Asks before each change.", "_shared.md has the same text")]
    [InlineData("How many.", "<!-- shared: nothing -->", "has no text 'nothing'")]
    [InlineData("<!-- shared: confirm -->\nAsks before each change.", "Asks.", "No page has the text 'confirm'")]
    [InlineData("What there is.\n\n", "", "An example has a text before its code")]
    [InlineData("`System.String`\n\nTheir", "`System.Strings`\n\nTheir", "There is no type System.Strings")]
    [InlineData("`None`\n\nWith", "`System.Int32`\n\nWith", "has no [OutputType] System.Int32")]
    [InlineData("`System.Net.IPAddress`\n\nElse", "`None`\n\nElse", "does not say when System.Net.IPAddress comes out")]
    [InlineData("(Get-Thing.md)", "(Get-Things.md)", "should lead to Get-Thing.md")]
    [InlineData("[Get-Thing](Get-Thing.md)", "[Set-Thing](Set-Thing.md)", "There is no Set-Thing.md")]
    [InlineData("- [about", "[about", "A link")]
    [InlineData("## Notes", "## Remarks", "## Notes should be here")]
    [InlineData("```powershell\nGet-Thing a", "```\nGet-Thing a", "The code (```powershell) should be here")]
    [InlineData("Else.\n\n", "Else.\n\n```\nMore\n\n", "This block of code has no end")]
    [InlineData("Else.\n\n", "Else.\n\n- One\n- Two\n\n", "none begins with '-'")]
    [InlineData("Else.\n\n", "Else.\n1. One\n\n", "none begins with '1.'")]
    [InlineData("Else.\n\n", "Else.\n\n> One\n\n", "none begins with '>'")]
    [InlineData("Else.\n\n", "Else.\n    more\n\n", "none begins with 'more'")]
    [InlineData("Else.\n\n", "Else.\n\n<b>More</b>\n\n", "none begins with '<b>More</b>'")]
    [InlineData("Else.", "Not *all*.", "'*all*.' means something in Markdown")]
    [InlineData("Else.", "See [this](that.md).", "'[this](that.md).' means something in Markdown")]
    [InlineData("Else.", "Else `this.", "The backtick before 'this.' has no partner")]
    public void What_cannot_stay_as_it_is_is_an_error(string right, string wrong, string error) =>
        Assert.Contains(Errors(right, wrong), e => e.Contains(error, StringComparison.Ordinal));

    [Theory]
    [InlineData("about_Things and DOCKER_HOST stay as they are.", "about_Things and DOCKER_HOST stay as they are.")]
    [InlineData("As `*` or `[::1]:80`.", "As * or [::1]:80.")]
    [InlineData("Begins with ```` ```mermaid ````.", "Begins with ```mermaid.")]
    [InlineData("``a`b`` and ` ` too", "a`b and   too")]
    public void Backticks_go_from_what_Get_Help_shows(string written, string shown) =>
        Assert.Equal(shown, Prose.Plain("page.md", new Paragraph(1, [written])));

    [Theory]
    [InlineData("_this_")]
    [InlineData("a * b")]
    [InlineData("&amp;")]
    [InlineData(@"C:\folder")]
    [InlineData("<Tab>")]
    public void Other_markup_is_an_error(string written) =>
        Assert.Throws<HelpException>(() => Prose.Plain("page.md", new Paragraph(1, [written])));

    [Fact]
    public void Shared_texts_have_a_name_and_one_paragraph()
    {
        using var pages = new ThingPages(Written, ThingPages.Shared + "\nAnother paragraph.\n");
        Assert.Contains("one paragraph", Assert.Throws<HelpException>(() => pages.Errors()).Message);
    }

    [Fact]
    public void Get_Help_gets_all_of_it()
    {
        using var folder = new TempFolder();
        using var pages = new ThingPages(Written);
        Maml.Write(folder.File("help.xml"), pages.Read().Cmdlets, Language.English);
        var help = XDocument.Load(folder.File("help.xml"));
        string[] Texts(string name) => [.. help.Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value)];

        Assert.Equal(["Gets things.", "Those of the name that is given, as *:80->80/tcp.", "A second paragraph."], Texts("para").Take(3));
        Assert.Equal(["------- Example 1: Get all -------", "------- Example 2: Get one -------"], Texts("title"));
        Assert.Equal(["What there is.\n\n", "One thing.\n\n"], Texts("introduction"));
        Assert.Equal(["Get-Thing -All\n# more", "Get-Thing a"], Texts("code"));
        Assert.Equal(["Online version", "Get-Thing", "about_Things"], Texts("linkText"));
        Assert.Equal("https://example.org/Get-Thing.md", Texts("uri").First(uri => uri.Length > 0));
        Assert.Equal(["* (all)", "None", "3", "False", "Monday, Friday", "None", "None", "False", "False"], Texts("defaultValue")[^9..]);
        Assert.Equal(2, Texts("syntaxItem").Length);
    }
}
