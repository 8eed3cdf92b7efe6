using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.UnitTests.Ports;

/// <summary>The parser against Data/publish-grammar.json, which record-publish-grammar.py took from the docker CLI.</summary>
public class PublishGrammarTests
{
    /// <summary>
    /// The CLI drops an option that it does not know, and what it was to say: an address (the port is then open to everyone), or a host
    /// port.
    /// </summary>
    private static readonly string[] RefusedOnPurpose =
    [
        "host_ip=127.0.0.1,target=80,published=8080",
        "target=80, published=8080",
        "target=80,x=1",
        "name=web,target=80,published=8080,app_protocol=http",
    ];

    private static readonly JsonNode[] Table = ReadTable();

    public static TheoryData<string> Accepted =>
        [.. Table.Where(c => c["refusal"] is null && !Texts(c, "publish").Intersect(RefusedOnPurpose).Any()).Select(c => c.ToJsonString())];

    public static TheoryData<string> Refused => [.. Table.Where(c => c["refusal"] is not null).Select(c => c.ToJsonString())];

    public static TheoryData<string> OnPurpose => [.. RefusedOnPurpose];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void What_the_CLI_takes_is_sent_as_the_CLI_sends_it(string json)
    {
        var expected = JsonNode.Parse(json)!;

        var documents = Documents(expected);
        var sent = JsonNode.Parse(JsonSerializer.Serialize(
            new ContainerCreateRequest
            {
                Image = "image",
                ExposedPorts = documents.ExposedPorts,
                HostConfig = new() { PortBindings = documents.PortBindings },
            },
            EngineJson.Default.ContainerCreateRequest))!;

        AssertEqual(expected["exposedPorts"]!, sent["ExposedPorts"]!);
        AssertEqual(WithPlainAddresses(expected["portBindings"]!), sent["HostConfig"]!["PortBindings"]!);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_CLI_refuses_is_refused_by_name(string json)
    {
        var refused = JsonNode.Parse(json)!;

        var failure = Assert.Throws<FormatException>(() => Documents(refused));

        Assert.Contains(
            Texts(refused, "publish").Concat(Texts(refused, "expose")),
            text => failure.Message.StartsWith($"'{text}' is not a valid port to ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OnPurpose))]
    public void An_unknown_option_is_not_dropped_in_silence(string text)
    {
        Assert.Contains(Table, c => c["refusal"] is null && Texts(c, "publish").SequenceEqual([text]));
        var failure = Assert.Throws<FormatException>(() => PortPublication.Parse(text));
        Assert.Contains("is not a valid option", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void The_text_of_a_port_is_read_as_that_port(string json)
    {
        var accepted = JsonNode.Parse(json)!;

        Assert.All(Publications(accepted), p => Assert.Equal([p], PortPublication.Parse(p.ToString())));
        Assert.All(Exposed(accepted), p => Assert.Equal([p], ExposedPort.Parse(p.ToString())));
    }

    private static PortDocuments Documents(JsonNode test) => PortDocuments.Create(Publications(test), Exposed(test));

    private static PortPublication[] Publications(JsonNode test) => [.. Texts(test, "publish").SelectMany(PortPublication.Parse)];

    private static ExposedPort[] Exposed(JsonNode test) => [.. Texts(test, "expose").SelectMany(ExposedPort.Parse)];

    private static string[] Texts(JsonNode test, string key) => [.. test[key]?.AsArray().Select(t => t!.GetValue<string>()) ?? []];

    /// <summary>The CLI sends an address as it was typed, we as an address: "2001:DB8:0::A" is "2001:db8::a".</summary>
    private static JsonNode WithPlainAddresses(JsonNode bindings)
    {
        foreach (var binding in bindings.AsObject().SelectMany(port => port.Value!.AsArray()))
        {
            if (binding!["HostIp"]!.GetValue<string>() is { Length: > 0 } address)
                binding["HostIp"] = IPAddress.Parse(address).ToString();
        }

        return bindings;
    }

    private static void AssertEqual(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\nactual   {actual.ToJsonString()}");

    private static JsonNode[] ReadTable()
    {
        using var stream = typeof(PublishGrammarTests).Assembly.GetManifestResourceStream("publish-grammar.json")!;
        return [.. JsonNode.Parse(stream)!["cases"]!.AsArray().Select(c => c!)];
    }
}
