using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>A fault, how it comes about, and what a trace has to say of it.</summary>
/// <param name="Name">For people, and to choose it.</param>
/// <param name="Probe">What it breaks.</param>
/// <param name="Codes">The first reason has to have one of these codes.</param>
internal sealed record Fault(string Name, FaultProbe Probe, params string[] Codes)
{
    /// <summary>What is there before: the probe succeeds with it. Undone by <see cref="Tidy"/>.</summary>
    public IReadOnlyList<FaultStep> Setup { get; init; } = [];

    /// <summary>Makes the fault.</summary>
    public IReadOnlyList<FaultStep> Inject { get; init; } = [];

    /// <summary>Undoes <see cref="Inject"/>.</summary>
    public IReadOnlyList<FaultStep> Undo { get; init; } = [];

    /// <summary>Undoes <see cref="Setup"/>.</summary>
    public IReadOnlyList<FaultStep> Tidy { get; init; } = [];

    /// <summary>The probe succeeds without the fault. False for what no command has to break.</summary>
    public bool Sound { get; init; } = true;

    /// <summary>The probe succeeds with the fault as well, or is answered by another.</summary>
    public bool Answered { get; init; }

    /// <summary>
    /// The last hop before the loss, as "PLACE INTERFACE" or "PLACE", with {…} for values of the site; null if nothing is lost, or if
    /// that does not matter.
    /// </summary>
    public string? Lost { get; init; }

    /// <summary>The answer is lost, not the request.</summary>
    public bool LosesAnswer { get; init; }

    /// <summary>The rule that has to be named; null if none may be.</summary>
    public FaultRule? Rule { get; init; }

    /// <summary>A rule of the engine may be named, as some engines have one for it.</summary>
    public bool MayNameDocker { get; init; }

    /// <summary>It needs the rules that the engine makes with iptables.</summary>
    public bool NeedsIptables { get; init; }

    /// <summary>It needs this chain of the engine's in the table filter.</summary>
    public string? NeedsChain { get; init; }

    /// <summary>It needs an engine that drops what is sent to containers directly from other networks (28.0).</summary>
    public bool NeedsDirectDrop { get; init; }

    /// <summary>It needs an engine that writes into resolv.conf which name servers it asks (ExtServers).</summary>
    public bool NeedsUpstreamText { get; init; }

    /// <summary>Data of an echo request, in bytes; null for as much as is usual.</summary>
    public int? Size { get; init; }

    /// <summary>How many packets the trace sends.</summary>
    public int Count { get; init; } = 3;

    /// <summary>How long the probe waits.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>A rule of a firewall, which is undone by the same words with -D.</summary>
    /// <param name="where">In which network namespace.</param>
    /// <param name="tool">iptables or iptables-legacy.</param>
    /// <param name="rule">Begins with "-I CHAIN" or "-A CHAIN".</param>
    public Fault With(string where, string tool, string rule) => this with
    {
        Inject = [.. Inject, new FaultStep(where, $"{tool} {rule}")],
        Undo = [new FaultStep(where, $"{tool} -D{rule[2..]}"), .. Undo],
    };

    /// <summary>A command, and the one that undoes it; before it, if the probe succeeds with it.</summary>
    public Fault Step(string where, string inject, string undo, bool before = false) => before
        ? this with
        {
            Setup = [.. Setup, new FaultStep(where, inject)],
            Tidy = [new FaultStep(where, undo), .. Tidy],
        }
        : this with
        {
            Inject = [.. Inject, new FaultStep(where, inject)],
            Undo = [new FaultStep(where, undo), .. Undo],
        };

    /// <summary>The rule that the trace has to name.</summary>
    public Fault Names(string place, string chain, RuleOwner owner, string text) =>
        this with { Rule = new FaultRule(place, chain, owner, text) };

    public override string ToString() => Name;
}

/// <summary>What is known of a rule.</summary>
/// <param name="Place">@host or a container.</param>
/// <param name="Chain">Its chain.</param>
/// <param name="Owner">Who made it.</param>
/// <param name="Text">Stands in its text or comment, or is "policy".</param>
internal sealed record FaultRule(string Place, string Chain, RuleOwner Owner, string Text);
