using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Targets on another engine: the sentences of the rules.</summary>
internal static class OtherEngineReasons
{
    public static Reason SharedNetwork(AddressQuestion asked, Network shared) => new(
        ReasonCode.SharedNetwork, shared.Name,
        () => $"{asked.Source} and {asked.Question.Target} (on the engine {asked.Question.Elsewhere}) are both on the overlay network "
            + $"{shared}.");

    public static Reason OnNetwork(AddressQuestion asked, OtherEngine engine, NetworkEndpoint there) => new(
        ReasonCode.OnAnotherEngine, asked.Question.Target!.Name,
        () => $"{asked.Address} is the address of {there.Container} on the network {there.Network} of the engine {engine}. Packets reach "
            + $"it from other machines only by a route that neither engine knows. {Advice}");

    public static Reason OneLan(AddressQuestion asked, Network own) => new(
        ReasonCode.OnAnotherEngine, asked.Question.Target!.Name,
        () => $"{asked.Question.Target} is on the engine {asked.Question.Elsewhere}. {asked.Source} reaches it over the {own.Driver} network "
            + $"{own} if the hosts of both engines are in one LAN, and only a probe can show that.");

    public static Reason AtHost(AddressQuestion asked, OtherEngine engine) => new(
        ReasonCode.OnAnotherEngine, asked.Question.Target!.Name,
        () => $"{asked.Address} is an address of the host of {asked.Question.Target}, the engine {engine}. Whether the two hosts reach "
            + "each other, only a probe can show.");

    public static Reason NoSharedNetwork(Question question) => new(
        ReasonCode.OnAnotherEngine, question.Target!.Name,
        () => $"{question.Target} is on the engine {question.Elsewhere}, and shares no overlay network with {question.Source}, so "
            + $"'{question.Literal}' does not resolve. {Advice}");

    public static Reason AnswererNotKnown(Question question, System.Net.IPAddress address) => new(
        ReasonCode.OnAnotherEngine, question.Target!.Name,
        $"Something answered at {address}. Nothing shows that it is {question.Target} on the engine {question.Elsewhere}: a machine that "
        + "neither engine knows may have the address, too.");

    private const string Advice = "Use an attachable overlay network of a swarm that both engines are in, or a published port.";
}
