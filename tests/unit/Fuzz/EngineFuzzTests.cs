using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;
using DockerNetwork.UnitTests.Hostile;
using Xunit.Abstractions;

namespace DockerNetwork.UnitTests.Fuzz;

/// <summary>Random damage to what engines send: documents of three kinds, snapshot files, framed output and lines.</summary>
public class EngineFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Networks_and_containers() =>
        Fuzzing.Run(output, Documents("networks", "containers", "inspect"), data => Use(data, data, data));

    [Fact]
    public void Networks_and_containers_that_are_still_JSON() => Fuzzing.Run(output, [BitConverter.GetBytes(1L)], data =>
    {
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(data)));
        Use(Damaged("networks", random), Damaged("containers", random), Damaged("inspect", random));
    });

    [Fact]
    public void Snapshot_files() => Fuzzing.Run(output, Documents("snapshot"), data =>
    {
        try
        {
            HostileDocuments.UseAll(SavedSnapshot.Parse(Encoding.UTF8.GetString(data)).ToSnapshot());
        }
        catch (FormatException)
        {
            // As documented.
        }
    });

    [Fact]
    public void Framed_output()
    {
        byte[] seed =
        [
            .. FakeExchange.Frame(OutputSource.StandardOutput, "out\nput\r\n"u8.ToArray()),
            .. FakeExchange.Frame(OutputSource.StandardError, []),
            .. FakeExchange.Frame(OutputSource.StandardError, "err ü 網\n\n"u8.ToArray()),
            .. FakeExchange.Frame(OutputSource.StandardOutput, "rest"u8.ToArray()),
        ];
        Fuzzing.Run(output, [seed, "a terminal\r\nwithout frames\n"u8.ToArray()], data =>
        {
            Drain(data, framed: true);
            Drain(data, framed: false);
        });
    }

    /// <summary>All reads complete at once here, so that nothing is waited for.</summary>
    private static void Drain(byte[] data, bool framed)
    {
        var connection = new HijackedConnection(
            new HttpMessageInvoker(new NoHandler()),
            new HttpResponseMessage(),
            Stream.Null,
            new MemoryStream(data),
            framed);
        var reading = DrainAsync(connection);
        Assert.True(reading.IsCompleted);
        reading.GetAwaiter().GetResult();
    }

    private static async Task DrainAsync(HijackedConnection connection)
    {
        await using (connection)
        {
            try
            {
                await foreach (var line in connection.ReadLinesAsync(1000))
                    Assert.InRange(line.Text.Length, 0, 1000);
            }
            catch (EngineException e)
            {
                Assert.Contains(e.Failure, new[] { EngineFailure.Protocol, EngineFailure.ConnectionLost });
            }
        }
    }

    /// <summary>A damaged document counts where it can still be read; where it cannot, the sound one does.</summary>
    private static void Use(byte[] networks, byte[] containers, byte[] inspected) => HostileDocuments.UseAll(EngineSnapshot
        .Create(
            Read(networks, EngineJson.Default.ListNetworkResource) ?? Read(Sound("networks"), EngineJson.Default.ListNetworkResource)!,
            Read(containers, EngineJson.Default.ListContainerSummary)
                ?? Read(Sound("containers"), EngineJson.Default.ListContainerSummary)!,
            TestEngine.Host)
        .With([Read(inspected, EngineJson.Default.ContainerDetails) ?? Read(Sound("inspect"), EngineJson.Default.ContainerDetails)!]));

    private static byte[] Damaged(string route, Random random)
    {
        var names = HostileDocuments.Names(route).Where(name =>
            name.StartsWith("kept.", StringComparison.Ordinal) && name is not "kept.duplicate-keys").ToArray();
        var choice = random.Next(2 * names.Length);
        return Encoding.UTF8.GetBytes(JsonDamage.Of(
            choice < names.Length ? HostileDocuments.Read(route, names[choice]) : HostileDocuments.Sound[route],
            random));
    }

    private static T? Read<T>(byte[] data, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(data, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Sound(string route) => Encoding.UTF8.GetBytes(HostileDocuments.Sound[route]);

    /// <summary>The sound ones, and one of each kind of damage: every one is cut at every byte before the time begins.</summary>
    private static byte[][] Documents(params string[] routes) =>
    [
        .. routes.Where(HostileDocuments.Sound.ContainsKey).Select(Sound),
        .. routes.SelectMany(route => HostileDocuments.Names(route)
            .Where(name => name is "kept.null-fields"
                or "kept.null-items"
                or "kept.absurd-numbers"
                or "kept.absurd-subnets"
                or "kept.namespace-circle")
            .Select(name => Encoding.UTF8.GetBytes(HostileDocuments.Read(route, name)))),
    ];

    /// <summary>Nothing is sent.</summary>
    private sealed class NoHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
