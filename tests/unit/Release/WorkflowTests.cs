using DockerNetwork.UnitTests.Conventions;

namespace DockerNetwork.UnitTests.Release;

public sealed class WorkflowTests
{
    private static string Folder { get; } = Path.Combine(SourceFolders.Root, ".github");

    public static TheoryData<string> Workflows => [.. Names("workflows")];

    public static TheoryData<string> Forms => [.. Names("ISSUE_TEMPLATE").Where(name => name != "config.yml")];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_has_nothing_wrong(string name) =>
        Assert.Empty(WorkflowChecks.Problems(File.ReadAllText(Path.Combine(Folder, "workflows", name))));

    /// <summary>Each line of the sample, changed, is one problem.</summary>
    [Theory]
    [InlineData("persist-credentials: false", "persist-credentials: true", "stays in the checkout")]
    [InlineData("needs: one", "needs: three", "'three', which is not an earlier job")]
    [InlineData("needs: one", "need: one", "'need' is not a known key")]
    [InlineData("runs-on: ubuntu-24.04", "runs-on: ubuntu-3", "'ubuntu-3' is not a known system")]
    [InlineData("system: [macos-15]", "system: [macos]", "'macos' is not a known system")]
    [InlineData("system: [macos-15]", "systems: [macos-15]", "matrix.system is not in the matrix")]
    [InlineData("timeout-minutes: 5", "timeout-minutes: soon", "no time limit")]
    [InlineData("contents: read", "contents: write", "the right to write contents")]
    [InlineData("contents: read", "packages: read", "'packages' is not a known key")]
    [InlineData("permissions: {}", "permissions: write-all", "rights for everything")]
    [InlineData("# v7.0.1", "# latest", "is not a commit with its version")]
    [InlineData("@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7", "is not a commit with its version")]
    [InlineData("$NAME", "${{ matrix.system }}", "an expression in a script")]
    [InlineData("github.ref_name", "github.event.issue.title", "'github.event.issue.title' is not one of those")]
    [InlineData("set -euo pipefail", "set -e", "goes on after an error")]
    [InlineData("done", "don", "syntax error")]
    [InlineData("./build.sh", "./built.sh", "'./built.sh' is not in the repository")]
    [InlineData("run: ./build.sh", "uses: ./build.sh", "is not a commit with its version")]
    public void A_problem_of_a_workflow_is_found(string good, string bad, string problem)
    {
        const string Sample = """
            name: Sample
            on: push
            permissions: {}
            jobs:
              one:
                runs-on: ubuntu-24.04
                timeout-minutes: 5
                permissions:
                  contents: read
                steps:
                  - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
                    with:
                      persist-credentials: false
                  - run: ./build.sh
              two:
                needs: one
                strategy:
                  matrix:
                    system: [macos-15]
                runs-on: ${{ matrix.system }}
                timeout-minutes: 50
                steps:
                  - env:
                      NAME: ${{ github.ref_name }}
                    run: |
                      set -euo pipefail
                      for each in a b; do
                        echo "$each $NAME"
                      done
            """;

        Assert.Empty(WorkflowChecks.Problems(Sample));
        Assert.Contains(
            WorkflowChecks.Problems(Sample.Replace(good, bad, StringComparison.Ordinal)),
            found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_issue_form_is_one_that_GitHub_shows(string name)
    {
        var form = Yaml.Parse(File.ReadAllText(Path.Combine(Folder, "ISSUE_TEMPLATE", name)));
        var questions = form.Get("body").Items().Where(item => item.Get("type").Text() != "markdown").ToArray();

        Assert.Empty(form.Unknown(name, "name", "description", "title", "labels", "body"));
        Assert.NotEqual("", form.Get("name").Text());
        Assert.NotEqual("", form.Get("description").Text());
        Assert.NotEmpty(questions);
        foreach (var item in form.Get("body").Items())
        {
            Assert.Contains(item.Get("type").Text(), new[] { "markdown", "textarea", "input", "checkboxes" });
            Assert.Empty(item.Unknown(name, "type", "id", "attributes", "validations"));
            Assert.Empty(item.Get("attributes").Unknown(name, "label", "description", "placeholder", "render", "value", "options"));
            Assert.Empty(item.Get("validations").Unknown(name, "required"));
        }

        Assert.All(questions, item => Assert.NotEqual("", item.Get("attributes").Get("label").Text()));
        Assert.All(questions, item => Assert.Matches("^[a-z]+$", item.Get("id").Text()));
        Assert.Equal(questions.Length, questions.Select(item => item.Get("id").Text()).Distinct(StringComparer.Ordinal).Count());
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(Path.Combine(Folder, folder), "*.yml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
