using System.Reflection;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>
/// Which rules decided a prediction. The lists of the rules are private; they are read here so that a rule that is added to them is missed
/// in the coverage until a topology needs it.
/// </summary>
internal static class DecidingRules
{
    private static readonly (string Name, Func<Question, NameAnswer?> Ask)[] Names =
        Rules<Func<Question, NameAnswer?>>(typeof(NameRules));

    private static readonly (string Name, Func<AddressQuestion, Verdict?> Ask)[] Addresses =
        Rules<Func<AddressQuestion, Verdict?>>(typeof(AddressRules));

    /// <summary>All rules, as "HostRules.FromHost".</summary>
    public static IEnumerable<string> All => Names.Select(r => r.Name).Concat(Addresses.Select(r => r.Name)).Append(Namespace);

    private static string Namespace => $"{nameof(StateRules)}.{nameof(StateRules.WithoutNamespace)}";

    /// <summary>The rule for the name, and the one for the address if there is one.</summary>
    public static IEnumerable<string> Of(EngineSnapshot snapshot, ReachabilityResult result, System.Net.Sockets.AddressFamily? family)
    {
        var planned = result.Planned;
        var question = new Question(snapshot, planned.Source, planned.Container, planned.Literal)
        {
            Port = planned.Port,
            Protocol = planned.Protocol == ProbeProtocol.Udp ? "udp" : "tcp",
            Family = family,
        };
        var (name, answer) = First(Names, question);
        if (name is not null)
            yield return name;
        if (answer is not NameAnswer.Resolved resolved || result.Verdict.Address is not { } address)
            yield break;
        if (StateRules.WithoutNamespace(question, address) is not null)
            yield return Namespace;
        else if (First(Addresses, new AddressQuestion(question, address, resolved.Network)).Name is { } rule)
            yield return rule;
    }

    private static (string? Name, TAnswer? Answer) First<TQuestion, TAnswer>(
        (string Name, Func<TQuestion, TAnswer?> Ask)[] rules, TQuestion question)
        where TAnswer : class
    {
        foreach (var (name, ask) in rules)
        {
            if (ask(question) is { } answer)
                return (name, answer);
        }

        return (null, null);
    }

    private static (string Name, T Ask)[] Rules<T>(Type list)
        where T : Delegate
    {
        var field = list.GetField("InOrder", BindingFlags.NonPublic | BindingFlags.Static)
            ?? throw new InvalidOperationException($"{list.Name} has no list of its rules.");
        return
        [
            .. ((Delegate[])field.GetValue(null)!).Select(rule =>
                ($"{rule.Method.DeclaringType!.Name}.{rule.Method.Name}", rule.Method.CreateDelegate<T>())),
        ];
    }
}
