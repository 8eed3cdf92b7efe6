using System.Diagnostics;
using DockerNetwork.Model.Text;

namespace DockerNetwork.UnitTests.Model;

public class NearNamesTests
{
    private static readonly string[] Names = ["web", "web-2", "shop-web-1", "db", "cache", "Alpine1", "alpine2", "x"];

    /// <summary>Parameters of the cmdlets that take a program, and PowerShell's own.</summary>
    private static readonly string[] Parameters =
    [
        "Image", "Name", "Network", "Net", "NetworkAlias", "IPAddress", "Ip", "IPv6Address", "Ip6", "LinkLocalIPAddress", "MacAddress",
        "DriverOption", "GatewayPriority", "Publish", "PublishAll", "Expose", "HostName", "DomainName", "Dns", "DnsSearch", "DnsOption",
        "AddHost", "Link", "Sysctl", "Pull", "Start", "KeepOnFailure", "Entrypoint", "Environment", "Env", "Label", "Volume", "User",
        "WorkingDirectory", "WorkDir", "RestartPolicy", "Restart", "Tty", "Interactive", "AutoRemove", "Rm", "CapAdd", "CapDrop",
        "Privileged", "DockerHost", "Context", "TimeoutSeconds", "InputObject", "Container", "Command", "Verbose", "Debug", "ErrorAction",
        "ErrorVariable", "WarningAction", "InformationAction", "OutVariable", "OutBuffer", "PipelineVariable", "WhatIf", "Confirm",
    ];

    [Theory]
    [InlineData("wbe", "web")]
    [InlineData("wweb", "web")]
    [InlineData("WEB-3", "web-2", "web")]
    [InlineData("we", "web", "web-2")]
    [InlineData("shop", "shop-web-1")]
    [InlineData("shop-web-11", "shop-web-1", "web")]
    [InlineData("cahce", "cache")]
    [InlineData("alpine", "Alpine1", "alpine2")]
    [InlineData("bd")]
    [InlineData("ca", "cache")]
    [InlineData("xy")]
    [InlineData("zzzz")]
    [InlineData("")]
    public void Names_are_near_by_letters_then_by_parts(string text, params string[] near) => Assert.Equal(near, NearNames.Of(text, Names));

    [Theory]
    [InlineData("Nmae", "Name")]
    [InlineData("nme", "Name")]
    [InlineData("Netwrok", "Network")]
    [InlineData("Netowrk", "Network")]
    [InlineData("Netwrk", "Network")]
    [InlineData("Usr", "User")]
    [InlineData("Publsih", "Publish")]
    [InlineData("Enviroment", "Environment")]
    [InlineData("IPAdress", "IPAddress")]
    [InlineData("TimeoutSecnods", "TimeoutSeconds")]
    [InlineData("Labels", "Label")]
    public void A_slip_is_near_what_was_meant(string text, string meant) => Assert.Equal([meant], NearNames.Misspelled(text, Parameters));

    [Theory]
    [InlineData("la", "ltr", "x", "xzf", "jar", "g", "vvv", "not", "new", "dev", "map", "nlp", "rf", "tulpn")]
    [InlineData("iname", "type", "exec", "print", "maxdepth", "size", "path", "mtime", "perm", "prune", "follow", "restore")]
    [InlineData("config", "version", "server", "client", "bind", "node", "join", "listen", "addr", "log-level", "data-dir", "level")]
    [InlineData("Xmx512m", "Dfoo", "Wall", "NoProfile", "NoLogo", "File", "ExecutionPolicy", "XPOST", "state", "stats", "export")]
    public void Options_that_programs_have_are_no_slips(params string[] options) =>
        Assert.All(options, option => Assert.Empty(NearNames.Misspelled(option, Parameters)));

    [Fact]
    public void There_are_three_at_most() =>
        Assert.Equal(["web1", "web2", "web3"], NearNames.Of("web", ["web4", "web3", "web2", "web1", "web1"]));

    [Fact]
    public void Long_texts_and_many_names_cost_little()
    {
        var names = Enumerable.Range(0, 100_000).Select(i => $"some-project-with-a-long-name-{i}-{new string('x', i % 300)}").ToList();
        var clock = Stopwatch.StartNew();

        Assert.Empty(NearNames.Of(new string('x', 100_000), names));
        Assert.NotEmpty(NearNames.Of("some-project-with-a-long-nmae-7-", names));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
    }
}
