using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>The request left the host for an address that no container of this trace has, and no answer came back.</summary>
internal static class BeyondHost
{
    /// <summary>Where it went, or what it lacked.</summary>
    public static Reason Of(TraceEvidence evidence, Sighting last, NamespaceItem? link)
    {
        if (link is not null && evidence.NetworkOf(link) is { } network)
            return ToMachine(evidence, last, link, network);
        var left = TraceReasons.LeftTheHost(last, link);
        if (link is null
            || evidence.Target is not null
            || last.From is not { AddressFamily: AddressFamily.InterNetwork } from
            || !from.Equals(AtHost.SourceAddress(evidence))
            || AtHost.SourceNetwork(evidence) is not { Driver: "bridge", Internal: false } own)
            return left;
        if (!DirectAccessRules.Masquerades(own, AddressFamily.InterNetwork))
            return left with { Message = $"{left.Message} The network {own.Name} is not masqueraded: {last.To} needs a route to {from}." };
        return new Reason(
            ReasonCode.NotTranslated, "@host",
            $"The request left the engine's host through {link.Name} with {from}, the address of {evidence.Source.Name}, as its sender, so "
            + $"answers do not come back. The rule that masquerades the network {own.Name} is missing, or another rule comes before it. If "
            + "something flushed the engine's rules, restart the engine.");
    }

    /// <summary>It left by the bridge of a network, so it did not leave the machine.</summary>
    private static Reason ToMachine(TraceEvidence evidence, Sighting last, NamespaceItem link, Network network)
    {
        var hop = NextHop(evidence, last, network);
        var name = evidence.Question.Snapshot.Containers.FirstOrDefault(container => container.Endpoints.Any(endpoint =>
            endpoint.NetworkId == network.Id && endpoint.Addresses().Any(address => address.Equals(hop))))?.Name;
        var machine = hop is null ? "a machine" : name is null ? hop.ToString() : $"{name} ({hop})";
        return new Reason(
            ReasonCode.PacketLost, name ?? "@host",
            $"The request for {last.To} left the engine's host through {link.Name} to {machine} on the network {network.Name}, and no "
            + $"answer came back. {(hop is null ? "That machine" : name ?? hop.ToString())} "
            + (last.To?.Equals(hop) == true ? "did not answer." : "does not forward it, or gets no answer itself."));
    }

    /// <summary>The machine on a network to which the source sent it, or the host; null if that is not known.</summary>
    private static IPAddress? NextHop(TraceEvidence evidence, Sighting last, Network network)
    {
        var own = evidence.Look(evidence.Source)?.PacketRoutes.GetValueOrDefault(RouteQuestions.Own)?.Gateway;
        var host = evidence.Host?.PacketRoutes.GetValueOrDefault(RouteQuestions.HostRequest)?.Gateway;
        return new[] { own, host, last.To?.ToString() }
            .Select(text => IPAddress.TryParse(text, out var address) ? address : null)
            .FirstOrDefault(address => address is not null
                && network.Subnets.Any(subnet => subnet.Contains(address))
                && evidence.Host?.Has(address) != true);
    }
}
