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
        () => $"{asked.Address} is the address of {there.Container} on the network {there.Network} of the engine {engine}. Packets from "
            + $"other machines reach it only over a route that neither engine knows. {OtherEngineAdvice.For(asked.Question)}");

    public static Reason OneLan(AddressQuestion asked, Network own) => new(
        ReasonCode.OnAnotherEngine, asked.Question.Target!.Name,
        () => $"{asked.Question.Target} is on the engine {asked.Question.Elsewhere}. {asked.Source} reaches it over the {own.Driver} "
            + $"network {own} if the hosts of both engines are on the same LAN. Only a probe can show that.");

    public static Reason AtHost(AddressQuestion asked, OtherEngine engine) => new(
        ReasonCode.OnAnotherEngine, asked.Question.Target!.Name,
        () => $"{asked.Address} is an address of the host of the engine {engine}, which {asked.Question.Target} is on. Only a probe can "
            + "show whether the two hosts reach each other.");

    public static Reason NoSharedNetwork(Question question) => new(
        ReasonCode.OnAnotherEngine, question.Target!.Name,
        () => $"{question.Target} is on the engine {question.Elsewhere}, and shares no overlay network with {question.Source}, so "
            + $"'{question.Literal}' does not resolve. {OtherEngineAdvice.For(question)}");

    public static Reason AnswererNotKnown(Question question, System.Net.IPAddress address) => new(
        ReasonCode.OnAnotherEngine, question.Target!.Name,
        $"Something answered at {address}, but it may not be {question.Target} on the engine {question.Elsewhere}: a machine that "
        + "neither engine knows may have the same address.");
}
