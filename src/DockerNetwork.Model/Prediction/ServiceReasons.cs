using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Prediction;

/// <summary>What may be meant by a name, if it is that of a service of the swarm: sentences in reasons.</summary>
internal static class ServiceReasons
{
    private const string TasksPrefix = "tasks.";

    /// <summary>
    /// "Did you mean api? " for the services that the engine knows. If it is a worker, a manager may know one of that very name. Empty for
    /// what cannot be the name of a service, which has no dots.
    /// </summary>
    public static string Meant(Question question)
    {
        var swarm = question.Snapshot.Swarm;
        var name = DnsName.Asked(question.Literal);
        var prefix = name.StartsWith(TasksPrefix, StringComparison.OrdinalIgnoreCase) ? TasksPrefix : "";
        name = name[prefix.Length..];
        if (name.Contains('.', StringComparison.Ordinal) || question.SourceOwner is not { HostNetwork: false })
            return "";
        var near = NearNames.Of(name, swarm.Services.Select(service => service.Service).Concat(swarm.ServicesHere).Distinct());
        var names = string.Join(" or ", near.Select(service => PowerShellWord.Of(prefix + service)));
        var meant = near.Count == 0 ? "" : $"Did you mean {names}? ";
        return swarm is { IsWorker: true, Services.Count: 0 } ? $"{meant}{AskManager(swarm)}" : meant;
    }

    private static string AskManager(SwarmState swarm) =>
        "This engine is a worker of its swarm. It does not know services that have no tasks, or services on networks that none of its "
        + "containers is on. To test these too, run Test-ContainerReachability on this engine and "
        + $"{SwarmManagers.Text(swarm.ManagerAddresses)}. ";
}
