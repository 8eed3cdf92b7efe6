using DockerNetwork.Help;

namespace DockerNetwork.UnitTests.Help;

public class TranslationTests
{
    private const string Page = ThingTranslation.Page;
    private const string EnglishPage = ThingTranslation.EnglishPage;
    private const string Topic = ThingTranslation.Topic;
    private const string EnglishTopic = ThingTranslation.EnglishTopic;

    [Fact]
    public void A_translation_that_is_recorded_is_right_and_stays_as_it_is()
    {
        using var help = new ThingTranslation();
        var (page, topic, record) = (help[Page], help[Topic], help[ThingTranslation.Record]);
        Assert.Empty(help.Errors());
        Assert.Empty(help.Errors(update: true));
        Assert.Equal((page, topic, record), (help[Page], help[Topic], help[ThingTranslation.Record]));
    }

    [Theory]
    [InlineData(Page, "[-All]", "[-Everything]")]
    [InlineData(Page, "Get-Thing -All\n# more", "Get-Thing -All")]
    [InlineData(Page, "*类型：`System.Int32` · 可选 · 默认值：`3`*", "*Type: `System.Int32` · optional · default: `3`*")]
    [InlineData(Page, "要询问的引擎。", "The engine to ask.")]
    [InlineData(Page, "[about_Things](../about_Things.help.txt)", "[Get-Thing](Get-Thing.md)")]
    [InlineData(Topic, "        Get-Thing a\n", "        Get-Thing b\n        Get-Thing c\n")]
    public void What_the_languages_have_in_common_is_filled_in(string file, string right, string wrong)
    {
        using var help = new ThingTranslation();
        var before = help[file];
        help.Replace(file, right, wrong);
        Assert.Single(help.Errors());
        Assert.Empty(help.Errors(update: true));
        Assert.Equal(before, help[file]);
    }

    [Theory]
    [InlineData(Page, "第二段。\n\n", "", "(2): Description should have as many paragraphs as the English text (line 2): 2, not 1.")]
    [InlineData(Page, "第二段。", "第二段。\n\n第三段。", "Description should have as many paragraphs as the English text (line 2): 2, not 3.")]
    [InlineData(Page, "全部东西。\n\n", "", "Example 1, after the code should have as many paragraphs")]
    [InlineData(Page, "默认值：`*`（全部）\n\n", "", "-Name should have as many paragraphs")]
    [InlineData(Page, "按名称找到它。", "It is found by its name.", "(40): Example 2, after the code: Not translated: It is found")]
    [InlineData(Page, "### 获取一个", "### Get one", "Example 2: Not translated: Get one")]
    [InlineData(Page, "ThingNotFound", "东西不存在", "Notes: The English text (line 124) has ThingNotFound, and the translation does not.")]
    [InlineData(Page, "-WhatIf 时", "它时", "Output None: The English text (line 116) has -WhatIf, and the translation does not.")]
    [InlineData(Page, "<!-- shared: confirm -->\n每次更改前询问。", "<!-- shared: what-if -->\n显示会做什么。",
        "-Confirm: This should be as in the English text")]
    [InlineData(Page, "`None`\n\n使用 -WhatIf 时。\n\n", "", "Output None is missing (Get-Thing.md, line 114). Translate it.")]
    [InlineData(Page, "`System.String`\n\n", "`System.Int32`\n\n", "The English text has no Input System.Int32. Remove it.")]
    [InlineData(Page, "### -Count", "### -Number", "Get-Thing has no parameter -Number")]
    [InlineData(Page, "## 说明", "## Notes", "## 说明 should be here")]
    [InlineData(ThingTranslation.Shared, "要询问的引擎。", "The engine to ask.", "docker-host: Not translated: The engine to ask.")]
    [InlineData(Topic, "有哪些东西。", "What things there are.", "SHORT DESCRIPTION: Not translated: What things there are.")]
    [InlineData(Topic, "  词语", "  WORDS", "about_Things.help.txt(12): WORDS: Not translated: WORDS")]
    [InlineData(Topic, "128", "许多", "LONG DESCRIPTION: The English text (line 8) has 128, and the translation does not.")]
    [InlineData(Topic, "Reachable 它会应答。", "可达      它会应答。", "WORDS: The English text (line 13) has Reachable, and")]
    [InlineData(Topic, "Port80    它", "Port80     它", "The columns should begin as in the English text (line 13): Port80")]
    [InlineData(Topic, "  词语\n", "", "WORDS is missing (about_Things.help.txt, line 12). Translate it.")]
    [InlineData(Topic, "它的编号是已知的", "它的编号是已知的它的编号是已知的它的编号是已知的它的编号是已知的它的编号", "The line takes 88 columns of 80.")]
    [InlineData(Topic, "    Get-Thing\n    about_Things", "    Get-Thing", "SEE ALSO: This should be as in the English text")]
    public void What_is_missing_or_not_translated_is_an_error(string file, string right, string wrong, string error)
    {
        using var help = new ThingTranslation();
        help.Replace(file, right, wrong);
        Assert.Contains(help.Errors(), e => e.Contains(error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Page, "Get-Thing.md(1): Get-Thing has no page.")]
    [InlineData(Topic, "about_Things.help.txt(1): This topic is missing. Translate it.")]
    public void A_text_without_translation_is_an_error(string file, string error)
    {
        using var help = new ThingTranslation();
        help.Delete(file);
        Assert.Contains(help.Errors(), e => e.Contains(error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zh-CN/cmdlets/Get-Nothing.md", "There is no such cmdlet.")]
    [InlineData("zh-CN/about_Nothing.help.txt", "There is no such topic in English.")]
    public void A_translation_of_nothing_is_an_error(string file, string error)
    {
        using var help = new ThingTranslation();
        help[file] = "";
        Assert.Contains(error, Assert.Single(help.Errors()));
    }

    [Fact]
    public void A_new_page_is_made_to_be_translated()
    {
        using var help = new ThingTranslation();
        help.Delete(Page);
        Assert.Contains(help.Errors(update: true), e => e.Contains("Example 2, after the code: Not translated", StringComparison.Ordinal));
        Assert.Contains("## 参数\n\n### -Name\n\nThe names.\n\n默认值：`*` (all)\n", help[Page]);
        Assert.Contains("要询问的引擎。", help[Page]);
        Assert.DoesNotContain(help.Errors(), e => e.Contains("Run ./build.sh help.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_parameter_gets_its_place_and_the_English_text()
    {
        using var help = new ThingTranslation();
        help.Replace(Page, "### -Option\n\n怎样做。\n\n*类型：`System.Collections.Hashtable` · 可选*\n\n", "");
        Assert.Contains(help.Errors(), e => e.Contains("Run ./build.sh help.", StringComparison.Ordinal));
        help.Errors(update: true);
        Assert.Contains("### -Option\n\nHow.\n\n*类型：`System.Collections.Hashtable` · 可选*\n\n### -DockerHost", help[Page]);
    }

    [Theory]
    [InlineData(EnglishPage, "A second paragraph.", "A third paragraph.", "Get-Thing", Page,
        "(17): Description: the English text is new or has changed (Get-Thing.md, line 17: A third paragraph.).")]
    [InlineData(EnglishPage, "What there is.", "What there was.", "Get-Thing", Page, "(23): Example 1: the English text")]
    [InlineData(EnglishPage, "### Get one", "### Get two", "Get-Thing", Page, "(32): Example 2: the English text")]
    [InlineData(EnglishPage, "Default: `*` (all)", "Default: `*` (each)", "Get-Thing", Page, "(48): -Name: the English text")]
    [InlineData(EnglishPage, "Their names.", "Their ids.", "Get-Thing", Page, "(110): Input System.String: the English text")]
    [InlineData(ThingTranslation.EnglishShared, "Asks before each change.", "Asks.", "_shared", ThingTranslation.Shared,
        "(15): confirm: the English text is new or has changed (_shared.md, line 15: Asks.).")]
    [InlineData(EnglishTopic, "A thing has", "Each thing has", "about_Things", Topic, "(8): LONG DESCRIPTION: the English text")]
    [InlineData(EnglishTopic, "Its number", "Its number now", "about_Things", Topic, "(13): WORDS: the English text")]
    [InlineData(EnglishTopic, "  WORDS", "  TERMS", "about_Things", Topic, "(12): TERMS: the English text")]
    public void A_change_of_the_English_text_has_to_be_translated(
        string english, string before, string after, string name, string translation, string error)
    {
        using var help = new ThingTranslation();
        help.Replace(english, before, after);
        if (english == ThingTranslation.EnglishShared)
            help.Replace(EnglishPage, before, after);

        var message = help.Errors()[0];
        Assert.StartsWith(translation + error, message);
        Assert.EndsWith($" Translate it again, and then run ./build.sh help --translated {name}", message);

        // Only who says so has translated it.
        Assert.NotEmpty(help.Errors(update: true));
        Assert.NotEmpty(help.Errors(update: true, [.. new[] { "Get-Thing", "_shared", "about_Things" }.Where(each => each != name)]));
        Assert.Empty(help.Errors(update: true, name));
        Assert.Empty(help.Errors());
    }

    [Theory]
    [InlineData(EnglishPage, "Those of the name\nthat is given", "Those of\nthe name that is given")]
    [InlineData(EnglishTopic, "A thing has a name. Get-Thing", "A thing has a name.\n    Get-Thing")]
    public void Other_line_breaks_are_no_change(string english, string before, string after)
    {
        using var help = new ThingTranslation();
        help.Replace(english, before, after);
        Assert.Empty(help.Errors());
    }

    [Fact]
    public void Other_code_is_no_change_of_the_text()
    {
        using var help = new ThingTranslation();
        help.Replace(EnglishPage, "Get-Thing -All\n", "Get-Thing -All -Count 4\n");
        Assert.Contains("Run ./build.sh help.", Assert.Single(help.Errors()));
        Assert.Empty(help.Errors(update: true));
        Assert.Contains("Get-Thing -All -Count 4\n", help[Page]);
    }

    [Fact]
    public void A_translation_with_errors_is_not_recorded()
    {
        using var help = new ThingTranslation();
        help.Replace(EnglishPage, "A second paragraph.", "A third paragraph.");
        help.Replace(Page, "按名称找到它。", "It is found by its name.");
        help.Errors(update: true, "Get-Thing");
        help.Replace(Page, "It is found by its name.", "按名称找到它。");
        Assert.Contains("Description: the English text is new or has changed", Assert.Single(help.Errors()));
    }

    [Fact]
    public void A_translation_that_was_never_recorded_is_one_error()
    {
        using var help = new ThingTranslation();
        help.Delete(ThingTranslation.Record);
        Assert.Equal(
            [
                $"{Page}(1): If this translation is complete, record it: ./build.sh help --translated Get-Thing",
                $"{ThingTranslation.Shared}(1): If this translation is complete, record it: ./build.sh help --translated _shared",
                $"{Topic}(1): If this translation is complete, record it: ./build.sh help --translated about_Things",
            ],
            help.Errors());
    }

    [Fact]
    public void A_name_of_nothing_cannot_be_recorded()
    {
        using var help = new ThingTranslation();
        Assert.EndsWith("There is no page and no topic 'Get-Things'.", Assert.Single(help.Errors(update: true, "Get-Things")));
    }

    [Fact]
    public void A_record_that_was_not_merged_is_an_error()
    {
        using var help = new ThingTranslation();
        help[ThingTranslation.Record] += "<<<<<<< HEAD\n";
        Assert.Contains("not a line of such a file", Assert.Throws<HelpException>(() => help.Errors()).Message);
    }

    [Theory]
    [InlineData("端口。", "下一句", "端口。下一句")]
    [InlineData("连接到", "容器", "连接到容器")]
    [InlineData("使用", "Docker", "使用 Docker")]
    [InlineData("使用 Docker", "的网络", "使用 Docker 的网络")]
    [InlineData("端口，", "Docker", "端口，Docker")]
    [InlineData("one", "two", "one two")]
    public void Lines_are_joined_as_the_language_wants(string first, string second, string joined) =>
        Assert.Equal(joined, Prose.Joined([first, second]));

    [Fact]
    public void A_Chinese_character_takes_two_columns()
    {
        Assert.Equal(9, TextWidth.Of("端口 ab（"));
        Assert.Equal([4, 15, 21], TextWidth.Cells("    端口 ab    状态  x"));
    }
}
