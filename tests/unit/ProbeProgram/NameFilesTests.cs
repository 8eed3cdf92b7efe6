using System.Diagnostics;
using System.Net;
using System.Text;
using DockerNetwork.Probe;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// The files that names are looked up by: only a file that is not there counts as empty, and nothing in one costs more than its bounds.
/// </summary>
public class NameFilesTests
{
    [Fact]
    public void Files_that_are_missing_are_no_problem()
    {
        using var folder = new TempFolder();

        var files = ResolverFiles.Read(folder.Path, "web");

        Assert.Equal((null, null), (files.HostsProblem, files.ConfigurationProblem));
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_as_good_as_missing()
    {
        using var folder = new TempFolder();
        folder.Write("etc", "");

        Assert.Null(ResolverFiles.Read(folder.Path, "web").HostsProblem);
    }

    [Theory]
    [InlineData("hosts")]
    [InlineData("resolv.conf")]
    public void A_circle_of_links_is_a_problem(string name)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("etc"));
        File.CreateSymbolicLink(folder.File($"etc/{name}"), folder.File($"etc/{name}").Replace(folder.Path, "", StringComparison.Ordinal));

        var files = ResolverFiles.Read(folder.Path, "web");

        var problem = name == "hosts" ? files.HostsProblem : files.ConfigurationProblem;
        Assert.Contains($"/etc/{name}", problem, StringComparison.Ordinal);
        Assert.Contains("ELOOP", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hosts")]
    [InlineData("resolv.conf")]
    public void A_folder_in_its_place_is_a_problem(string name)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File($"etc/{name}"));

        var files = ResolverFiles.Read(folder.Path, "web");

        Assert.Contains(
            $"/etc/{name} of the container is not a regular file",
            name == "hosts" ? files.HostsProblem : files.ConfigurationProblem,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_in_its_place_is_a_problem_and_is_not_opened()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("etc"));
        await Process.Start("mkfifo", [folder.File("etc/hosts")]).WaitForExitAsync();

        Assert.Contains("not a regular file", ResolverFiles.Read(folder.Path, "web").HostsProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hosts_file_beyond_the_bound_answers_what_was_read_and_says_that_there_is_more()
    {
        using var folder = new TempFolder();
        folder.Write(
            "etc/hosts",
            "172.18.0.2 web\n" + string.Concat(Enumerable.Repeat("# 0123456789012345678901234567890123456789\n", 250_000)));

        var files = ResolverFiles.Read(folder.Path, "web", "db");

        Assert.Equal([IPAddress.Parse("172.18.0.2")], files.Addresses("web"));
        Assert.Contains("longer than", files.HostsProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resolver_configuration_of_half_a_million_domains_is_not_believed_and_costs_nothing()
    {
        using var folder = new TempFolder();
        folder.Write("etc/resolv.conf", "nameserver 127.0.0.11\nsearch" + string.Concat(Enumerable.Repeat(" a", 500_000)) + "\n");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var files = ResolverFiles.Read(folder.Path, "web");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.Contains("longer than", files.ConfigurationProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void More_domains_than_are_tried_are_cut_off_and_that_is_known()
    {
        var many = ResolverConfiguration.Parse(["search " + string.Join(' ', Enumerable.Range(0, 320).Select(i => $"d{i}.example"))]);
        var usual = ResolverConfiguration.Parse(["search " + string.Join(' ', Enumerable.Range(0, 32).Select(i => $"d{i}.example"))]);
        var longest = ResolverConfiguration.Parse(["search " + string.Join(' ', Enumerable.Repeat(new string('x', 250), 30))]);

        Assert.Equal((32, true, 33), (many.Search.Count, many.Cut, many.Candidates("web").Count()));
        Assert.Equal((32, false), (usual.Search.Count, usual.Cut));
        Assert.Equal((16, true), (longest.Search.Count, longest.Cut));
    }

    [Fact]
    public void A_name_has_so_many_addresses_and_no_more()
    {
        var scan = new HostsScan(["web"]);
        scan.Read(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 640).Select(i => $"10.0.{i / 250}.{i % 250} web\n"))));
        scan.End();

        Assert.Equal(HostsScan.MaxAddresses, scan["web"].Count);
    }

    [Theory]
    [InlineData("10.1 web")]
    [InlineData("010.0.0.1 web")]
    [InlineData("0x7f.0.0.1 web")]
    public void Addresses_that_the_C_libraries_do_not_take_there_are_none(string line)
    {
        var scan = new HostsScan(["web"]);
        scan.Read(Encoding.ASCII.GetBytes(line));
        scan.End();

        Assert.Empty(scan["web"]);
    }

    [Theory]
    [InlineData("web", "WEB")]
    [InlineData("büro", "BÜRO")]
    [InlineData("Ünal", "ünal")]
    [InlineData("1a", "1A")]
    public void Case_does_not_matter_in_any_script(string asked, string written)
    {
        var scan = new HostsScan([asked, "other"]);
        scan.Read(Encoding.UTF8.GetBytes($"10.0.0.1 x {written} y\n"));

        Assert.Single(scan[asked]);
    }

    [Fact]
    public void A_line_and_a_word_may_be_of_any_length()
    {
        var scan = new HostsScan(["web"]);
        scan.Read(Encoding.ASCII.GetBytes($"10.0.0.1 {new string('x', 100_000)} {string.Concat(Enumerable.Repeat("y ", 100_000))}web\n"));

        Assert.Equal([IPAddress.Parse("10.0.0.1")], scan["web"]);
    }
}
