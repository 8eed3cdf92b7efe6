using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Snapshots;

/// <content>What only an inspect returns.</content>
public sealed partial class EngineSnapshot
{
    /// <summary>
    /// Inspects containers concurrently. Containers that no longer exist are left out. Containers whose document cannot be read are left
    /// out with a warning, because one container must not affect the results of the others.
    /// </summary>
    /// <param name="client">The engine.</param>
    /// <param name="containerIds">The containers to inspect.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="nameOf">The name of a container for the warning; its id if null.</param>
    internal static async Task<IReadOnlyList<ContainerDetails>> DetailsAsync(
        EngineClient client, IEnumerable<string> containerIds, CancellationToken cancellationToken, Func<string, string?>? nameOf = null)
    {
        var ids = containerIds.Distinct(StringComparer.Ordinal).ToArray();
        var details = new ContainerDetails?[ids.Length];
        var unreadable = new EngineException?[ids.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = client.RequestsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, ids.Length), options, async (index, token) =>
        {
            try
            {
                details[index] = await client.InspectContainerAsync(ids[index], token);
            }
            catch (EngineException e) when (e.Failure == EngineFailure.NotFound)
            {
                // It has gone meanwhile.
            }
            catch (EngineException e) when (e is { Failure: EngineFailure.Protocol, StatusCode: HttpStatusCode.OK })
            {
                unreadable[index] = e;
            }
        });
        if (details.Length > 0)
        {
            var inspected = Counted.Of(details.Length, "container");
            EngineWatch.Trace($"Inspected {inspected} for details that the list does not have: aliases, links, configured ports.");
        }

        if (unreadable.OfType<EngineException>().FirstOrDefault() is { } first)
        {
            var left = ids.Where((_, index) => unreadable[index] is not null).Select(id => nameOf?.Invoke(id) ?? ShortId.Of(id));
            Warn(first, left.ToArray());
        }

        return details.OfType<ContainerDetails>().ToArray();
    }

    private static void Warn(EngineException first, IReadOnlyList<string> containers)
    {
        var names = string.Join(", ", containers.Take(5)) + (containers.Count > 5 ? $" and {containers.Count - 5} more" : "");
        EngineWatch.Warn($"Aliases, links and configured ports of {names} are not known, because inspecting failed: {first.Message}");
    }
}
