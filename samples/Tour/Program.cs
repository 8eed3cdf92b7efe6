using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Testing;

// The exercise of samples/alpine-exercise.ps1 through the libraries, for a machine without PowerShell.

var image = args.Length > 0 ? args[0] : "alpine";
var client = EngineClient.Shared(new DockerHostResolver(ThisMachine.Current).Resolve());
Console.WriteLine($"Engine at {client.DockerHost}, API {await client.GetApiVersionAsync()}");

var network = await client.CreateNetworkAsync(new NetworkCreateRequest { Name = "alpine-net", Driver = "bridge" });
var containers = new List<string>();
try
{
    (string Name, string Network)[] plan =
    [
        ("alpine1", "alpine-net"),
        ("alpine2", "alpine-net"),
        ("alpine3", "bridge"),
        ("alpine4", "alpine-net"),
    ];
    foreach (var (name, mode) in plan)
    {
        var created = await client.CreateContainerAsync(name, new ContainerCreateRequest
        {
            Image = image,
            Command = ["ash"],
            Tty = true,
            OpenStdin = true,
            HostConfig = new HostConfig { NetworkMode = mode },
        });
        containers.Add(created.Id);
        await client.StartContainerAsync(created.Id);
    }

    var snapshot = await SnapshotReader.ReadAsync(client);
    var bridge = snapshot.Networks.First(n => n.DefaultBridge);
    await client.ConnectNetworkAsync(bridge.Id, new ConnectRequest(containers[3], new EndpointSettings()));

    snapshot = await SnapshotReader.ReadAsync(client);
    Console.WriteLine("\nNetworks");
    foreach (var item in snapshot.Networks.OrderBy(n => n.Name, StringComparer.Ordinal))
    {
        var on = string.Join(", ", item.Endpoints.Select(e => e.Container));
        Console.WriteLine($"  {item.Name,-12} {item.Driver,-8} {string.Join(", ", item.Subnets),-18} {on}");
    }

    Console.WriteLine("\nContainers");
    var ours = snapshot.Containers.Where(c => containers.Contains(c.Id)).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
    foreach (var container in ours)
    {
        var on = string.Join(", ", container.Endpoints.Select(e => $"{e.Network} {e.IPAddress}"));
        Console.WriteLine($"  {container.Name,-12} {container.State,-8} {on}");
    }

    Console.WriteLine("\nWho reaches whom");
    var scope = new TestScope(snapshot, [ours[0], ours[3]], [.. ours.Select(c => new ReachabilityTarget(c.Name, c))]);
    await foreach (var result in TestRun.ResultsAsync(client, scope, new TestOptions()))
    {
        Console.WriteLine(
            $"  {result.Source} -> {result.TargetName,-12} {result.Effective,-11} {result.Latency?.TotalMilliseconds,6:0.00} ms"
            + (result.Reachable ? "" : $"  {result.Reasons[0].Message}"));
    }
}
finally
{
    foreach (var id in containers)
        await client.RemoveContainerAsync(id, force: true, volumes: true);
    await client.RemoveNetworkAsync(network.Id);
    Console.WriteLine("\nRemoved the containers and the network.");
}
