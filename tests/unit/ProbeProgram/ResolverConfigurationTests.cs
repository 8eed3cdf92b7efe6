using System.Net;
using DockerNetwork.Probe;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>resolv.conf(5), as the resolvers of containers read it.</summary>
public class ResolverConfigurationTests
{
    [Fact]
    public void What_the_engine_writes_is_read()
    {
        var configuration = Parse("nameserver 127.0.0.11", "search corp.example lan", "options ndots:0 timeout:3 attempts:1");

        Assert.Equal([IPAddress.Parse("127.0.0.11")], configuration.Servers);
        Assert.Equal(["corp.example", "lan"], configuration.Search);
        Assert.Equal((0, 3, 1), (configuration.Dots, configuration.Seconds, configuration.Attempts));
    }

    [Fact]
    public void Nothing_said_is_this_machine_and_the_usual_patience()
    {
        var configuration = Parse();

        Assert.Equal([IPAddress.Loopback], configuration.Servers);
        Assert.Empty(configuration.Search);
        Assert.Equal((1, 5, 2), (configuration.Dots, configuration.Seconds, configuration.Attempts));
    }

    [Fact]
    public void Three_servers_are_asked_and_no_more()
    {
        Assert.Equal(3, Parse("nameserver 10.0.0.1", "nameserver 10.0.0.2", "nameserver fd00::3", "nameserver 10.0.0.4").Servers.Count);
    }

    [Theory]
    [InlineData("nameserver")]
    [InlineData("nameserver db")]
    [InlineData("Nameserver 10.0.0.1")]
    [InlineData("server 10.0.0.1")]
    public void A_line_that_names_no_address_is_no_server(string line) => Assert.Equal([IPAddress.Loopback], Parse(line).Servers);

    [Fact]
    public void Spaces_and_tabs_separate() => Assert.Equal(["a", "b"], Parse("search\ta  \t b").Search);

    [Theory]
    [InlineData("domain corp.example", "corp.example")]
    [InlineData("search .", "")]
    [InlineData("search . lan", "lan")]
    [InlineData("search", "")]
    public void Search_domains(string line, string expected) => Assert.Equal(expected, string.Join(' ', Parse(line).Search));

    [Fact]
    public void The_last_search_line_counts() => Assert.Equal(["b"], Parse("search a", "search b").Search);

    [Theory]
    [InlineData("ndots:99", 15, 5, 2)]
    [InlineData("timeout:0", 1, 1, 2)]
    [InlineData("timeout:99", 1, 30, 2)]
    [InlineData("attempts:0", 1, 5, 1)]
    [InlineData("attempts:99", 1, 5, 5)]
    [InlineData("ndots:-1", 1, 5, 2)]
    [InlineData("ndots:", 1, 5, 2)]
    [InlineData("ndots", 1, 5, 2)]
    [InlineData("ndots:x timeout:99999999999", 1, 5, 2)]
    [InlineData("rotate use-vc trust-ad edns0", 1, 5, 2)]
    public void Options_stay_in_their_bounds(string options, int dots, int seconds, int attempts)
    {
        var configuration = Parse("options " + options);

        Assert.Equal((dots, seconds, attempts), (configuration.Dots, configuration.Seconds, configuration.Attempts));
    }

    [Theory]
    [InlineData("db", 1, "db.corp db.lan db")]
    [InlineData("db.app", 1, "db.app db.app.corp db.app.lan")]
    [InlineData("db.app", 2, "db.app.corp db.app.lan db.app")]
    [InlineData("db", 0, "db db.corp db.lan")]
    [InlineData("db.", 5, "db.")]
    public void Names_are_searched_in_the_order_of_the_C_libraries(string name, int dots, string expected)
    {
        Assert.Equal(expected, string.Join(' ', Parse("search corp lan.", $"options ndots:{dots}").Candidates(name)));
    }

    [Fact]
    public void Comments_in_the_file_are_skipped()
    {
        using var folder = new TempFolder();
        folder.Write("etc/resolv.conf", "# nameserver 10.0.0.1\n; nameserver 10.0.0.2\nnameserver 10.0.0.3 # ours\nsearch lan ; x\n");

        var configuration = ResolverFiles.Configuration(folder.Path);

        Assert.Equal([IPAddress.Parse("10.0.0.3")], configuration.Servers);
        Assert.Equal(["lan"], configuration.Search);
    }

    [Fact]
    public void A_file_with_carriage_returns_is_read()
    {
        using var folder = new TempFolder();
        folder.Write("etc/resolv.conf", "nameserver 10.0.0.3\r\nsearch lan\r\n");

        var configuration = ResolverFiles.Configuration(folder.Path);

        Assert.Equal(("10.0.0.3", "lan"), (configuration.Servers[0].ToString(), configuration.Search[0]));
    }

    [Fact]
    public void A_file_that_is_missing_says_nothing()
    {
        using var folder = new TempFolder();

        Assert.Equal([IPAddress.Loopback], ResolverFiles.Configuration(folder.Path).Servers);
    }

    private static ResolverConfiguration Parse(params string[] lines) => ResolverConfiguration.Parse(lines);
}
