using DockerNetwork.Help;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Help;

/// <summary>A folder with the page of a cmdlet and a topic in two languages, translated and recorded.</summary>
internal sealed class ThingTranslation : IDisposable
{
    public const string Page = "zh-CN/cmdlets/Get-Thing.md";
    public const string EnglishPage = "en-US/cmdlets/Get-Thing.md";
    public const string Topic = "zh-CN/about_Things.help.txt";
    public const string EnglishTopic = "en-US/about_Things.help.txt";
    public const string Shared = "zh-CN/cmdlets/_shared.md";
    public const string EnglishShared = "en-US/cmdlets/_shared.md";
    public const string Record = "zh-CN/translated.txt";

    private readonly TempFolder _folder = new();

    public ThingTranslation()
    {
        this[EnglishPage] = ThingPages.Written;
        this[EnglishShared] = ThingPages.Shared;
        this[EnglishTopic] = Things;
        this[Page] = Written;
        this[Shared] = SharedTexts;
        this[Topic] = Translated;
        Assert.Empty(Errors(update: true, "Get-Thing", "_shared", "about_Things"));
    }

    /// <summary>The text of a file.</summary>
    public string this[string file]
    {
        get => File.ReadAllText(_folder.File(file));
        set => _folder.Write(file, value);
    }

    /// <summary>Puts another text into a file that has this one.</summary>
    public void Replace(string file, string before, string after)
    {
        Assert.Contains(before, this[file]);
        this[file] = this[file].Replace(before, after);
    }

    public void Delete(string file) => File.Delete(_folder.File(file));

    public string[] Errors(bool update = false, params string[] translated)
    {
        var english = PageFolder.Read(_folder.File("en-US/cmdlets"), [ThingPages.Facts], update, name => Type.GetType(name) is not null);
        Assert.Empty(english.Errors);
        var errors = Translation.Read(_folder.File("."), english, update, translated).Errors;
        return [.. errors.Select(error => error.ToString().Replace(_folder.File("./"), "").Replace("error HELP: ", ""))];
    }

    public void Dispose() => _folder.Dispose();

    private const string Things =
        """
        TOPIC
            about_Things

        SHORT DESCRIPTION
            What things there are.

        LONG DESCRIPTION
            A thing has a name. Get-Thing finds up to 128 of them:

                Get-Thing a

          WORDS
            Word      Meaning, for Reachable
            ----      -------
            Reachable The thing answers, and that
                      is all.
            Port80    Its number is known.

        SEE ALSO
            Get-Thing
            about_Things

        """;

    private const string Translated =
        """
        主题
            about_Things

        简短说明
            有哪些东西。

        详细说明
            每个东西都有名称。Get-Thing 最多找到 128 个：

                Get-Thing a

          词语
            词        含义
            ----      -------
            Reachable 它会应答。
            Port80    它的编号是已知的，
                      仅此而已。

        另请参阅
            Get-Thing
            about_Things

        """;

    private const string SharedTexts =
        """
        # 共用的段落

        ## docker-host

        要询问的引擎。

        ## docker-host-2

        对象带有自己的引擎。

        ## what-if

        显示会做什么。

        ## confirm

        每次更改前询问。

        """;

    private const string Written =
        """
        <!-- 这里是译文。语法、斜体行和共用段落由 ./build.sh help 填写。 -->
        # Get-Thing

        获取东西。

        ```
        Get-Thing [[-Name] <string[]>] [-Count <int>] [-All] [-Day <DayOfWeek[]>] [-Option <hashtable>]
            [-DockerHost <string>] [-WhatIf] [-Confirm] [<CommonParameters>]

        Get-Thing -Id <int> [-Count <int>] [-All] [-Day <DayOfWeek[]>] [-Option <hashtable>] [-DockerHost <string>]
            [-WhatIf] [-Confirm] [<CommonParameters>]
        ```

        名称为给定名称的东西，
        例如 `*:80->80/tcp`。

        第二段。

        ## 示例

        ### 获取全部

        有哪些东西。

        ```powershell
        Get-Thing -All
        # more
        ```

        全部东西。

        ### 获取一个

        一个东西。

        ```powershell
        Get-Thing a
        ```

        按名称找到它。

        ## 参数

        ### -Name

        名称。

        默认值：`*`（全部）

        *类型：`System.String[]` · 可选 · 位置：0 · 管道输入：ByValue, ByPropertyName · 通配符：支持*

        ### -Id

        编号。

        *类型：`System.Int32` · 别名：Key, Number · 必需*

        ### -Count

        有多少。

        *类型：`System.Int32` · 可选 · 默认值：`3`*

        ### -All

        全部。

        *类型：`System.Management.Automation.SwitchParameter` · 可选*

        ### -Day

        什么时候。

        *类型：`System.DayOfWeek[]` · 可选 · 默认值：`Monday, Friday`*

        ### -Option

        怎样做。

        *类型：`System.Collections.Hashtable` · 可选*

        ### -DockerHost

        <!-- shared: docker-host -->
        要询问的引擎。

        <!-- shared: docker-host-2 -->
        对象带有自己的引擎。

        *类型：`System.String` · 可选 · 管道输入：ByPropertyName*

        ### -WhatIf

        <!-- shared: what-if -->
        显示会做什么。

        *类型：`System.Management.Automation.SwitchParameter` · 别名：wi · 可选*

        ### -Confirm

        <!-- shared: confirm -->
        每次更改前询问。

        *类型：`System.Management.Automation.SwitchParameter` · 别名：cf · 可选*

        ## 输入

        `System.String`

        它们的名称。

        ## 输出

        `None`

        使用 -WhatIf 时。

        `System.Net.IPAddress`

        其他情况。

        ## 说明

        错误 ID：ThingNotFound。

        ## 另请参阅

        - [Get-Thing](Get-Thing.md)
        - [about_Things](../about_Things.help.txt)

        """;
}
