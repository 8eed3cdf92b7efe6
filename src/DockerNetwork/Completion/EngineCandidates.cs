using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Completion;

/// <summary>Engines that can be named: contexts of the docker CLI, and hosts.</summary>
internal static class EngineCandidates
{
    /// <summary>What -Context takes. A context that cannot be read is not offered.</summary>
    public static IEnumerable<Candidate> Contexts(IEnumerable<DockerContext> engines) => engines
        .Where(e => e.DockerHost is not null)
        .Select(e => new Candidate(e.Name, SnapshotText.Join([e.DockerHost!.ToString(), e.Description, e.Current ? "current" : ""])));

    /// <summary>What -DockerHost takes: the hosts of the contexts, DOCKER_HOST, and the sockets that are there.</summary>
    public static IEnumerable<Candidate> Hosts(IEnumerable<DockerContext> engines, IEnumerable<DockerHost> known) => known
        .Select(e => new Candidate(e.ToString(), e.Origin))
        .Concat(
            engines
                .Where(e => e.DockerHost is not null)
                .Select(e => new Candidate(e.DockerHost!.ToString(), SnapshotText.Join([$"context '{e.Name}'", e.Description]))));
}
