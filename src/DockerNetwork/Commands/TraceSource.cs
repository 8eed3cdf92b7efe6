using System.Management.Automation;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Repair;

namespace DockerNetwork.Commands;

/// <summary>What Trace-ContainerReachability starts from: a container, or a result of a test.</summary>
public sealed class TraceSource
{
    /// <summary>A container or a pattern; null for a result.</summary>
    internal ContainerIdentity? Identity { get; private init; }

    /// <summary>A result; null for a container.</summary>
    internal BrokenProbe? Probe { get; private init; }

    /// <summary>The engine that it came from; null for a text.</summary>
    internal DockerHost? DockerHost => Identity?.DockerHost ?? Probe?.DockerHost;

    /// <summary>Reads what the pipeline or an argument brings.</summary>
    /// <exception cref="CommandException">InvalidResult: it is neither.</exception>
    internal static TraceSource Read(PSObject item)
    {
        if (BrokenProbe.IsResult(item))
            return new TraceSource { Probe = BrokenProbe.Read(item) };
        if (item.BaseObject is Network network)
            return new TraceSource { Identity = ContainerIdentity.OfMembers(network) };
        if (item.BaseObject is ContainerInterface found)
            return new TraceSource { Identity = ContainerIdentity.OfInterface(found) };
        try
        {
            return new TraceSource { Identity = LanguagePrimitives.ConvertTo<ContainerIdentity>(item) };
        }
        catch (PSInvalidCastException)
        {
            throw item.BaseObject is PSCustomObject
                ? CommandErrors.InvalidResult(
                    "This is neither a container nor a result of Test-ContainerReachability. "
                    + "JSON and CSV lose parts of a result; use Export-Clixml.")
                : CommandErrors.InvalidResult(
                    $"A {item.BaseObject.GetType().Name} is neither a container nor a result of Test-ContainerReachability.");
        }
    }
}
