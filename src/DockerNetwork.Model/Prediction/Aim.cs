using System.Net;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Prediction;

/// <summary>The address that a probe is sent to, and whether it is the target's.</summary>
/// <param name="Address">Of a name with several addresses, that of the target.</param>
/// <param name="Holder">Who has it; null if the snapshot does not show it.</param>
/// <param name="Hits">Whether it is the target's; null if that is not known, or if no container is meant.</param>
/// <param name="IsShared">The name has addresses of others too.</param>
internal readonly record struct Aim(IPAddress Address, AddressHolder? Holder, bool? Hits, bool IsShared)
{
    /// <summary>Of several addresses the target's, else one that may be, else the first.</summary>
    public static Aim At(Question question, IReadOnlyList<IPAddress> addresses)
    {
        var best = Of(question, addresses[0]);
        var others = best.Hits == false;
        for (var i = 1; i < addresses.Count && question.Target is not null; i++)
        {
            var next = Of(question, addresses[i]);
            others |= next.Hits == false;
            if (Rank(next.Hits) > Rank(best.Hits))
                best = next;
        }

        return best with { IsShared = others && best.Hits != false };
    }

    /// <summary>One address.</summary>
    public static Aim Of(Question question, IPAddress address)
    {
        address = Addresses.Unmapped(address);
        var destination = Addresses.Destination(address);
        var holder = AddressHolder.Of(question, destination);
        // A target that does not run has no address at all. One that is left in an old namespace has none of those of the owner of its
        // namespace, but may share the loopback interface with the source.
        var hits = question.Target is { Up: false } ? false
            : StateRules.TargetLost(question) is null ? AddressHolder.IsTargets(question, destination, holder)
            : IPAddress.IsLoopback(destination) ? default(bool?) : false;
        return new Aim(address, holder, hits, false);
    }

    /// <summary>
    /// The name of who answers there. A target that shares the network namespace of another container is meant by both their addresses.
    /// </summary>
    public string? Answered(Question question) => Hits == true ? question.Target!.Name : Holder?.Name;

    private static int Rank(bool? hits) => hits switch { true => 2, null => 1, false => 0 };
}
