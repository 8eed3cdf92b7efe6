using System.Globalization;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>A service of a swarm, on an overlay network. Its tasks answer with statuses of their own.</summary>
/// <param name="Network">The network.</param>
/// <param name="Mode">dnsrr or vip.</param>
/// <param name="Replicas">How many tasks.</param>
internal sealed record TopologyService(string Network, string Mode, int Replicas)
{
    public const string Name = "svc1";

    private const int First = 240;

    /// <summary>What the docker CLI is asked for.</summary>
    public string[] Arguments =>
    [
        "service", "create", "--detach", "--quiet", "--no-resolve-image", "--name", Name, "--network", Network, "--endpoint-mode", Mode,
        "--replicas", Replicas.ToString(CultureInfo.InvariantCulture), "--env", "SLOT={{.Task.Slot}}", "dockernetwork/test",
        .. AgreementServer.Command("24$SLOT"),
    ];

    /// <summary>"svc1.2" of a status, or null.</summary>
    public static string? TaskOf(int status) =>
        status is > First and < First + 10 ? $"{Name}.{(status - First).ToString(CultureInfo.InvariantCulture)}" : null;

    /// <summary>"svc1.2" of the container "svc1.2.xyz"; other names as they are.</summary>
    public static string Short(string container) =>
        container.StartsWith($"{Name}.", StringComparison.Ordinal) ? string.Join('.', container.Split('.').Take(2)) : container;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"service {Name}: {Network} endpoint-mode={Mode} replicas={Replicas}");
}
