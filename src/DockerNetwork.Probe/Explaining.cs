using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Finds the rules that end packets of a trace in a network namespace: as the kernel says by a table of its own (<see cref="TraceTable"/>);
/// where it cannot say so, by counters that grew. No rule of anybody is changed.
/// </summary>
internal sealed class Explaining : IDisposable
{
    /// <summary>How long reading the rules may take at the beginning, and again at the end, in milliseconds.</summary>
    private const int Patience = 3000;

    /// <summary>For what the kernel has to say after the last packet has ended, in milliseconds.</summary>
    private const int Grace = 20;

    /// <summary>No more links are watched at which packets come to rules.</summary>
    private const int MaxLinks = 64;

    private readonly Source _source;
    private readonly PacketSpec _spec;
    private readonly Answers _answers;
    private readonly Action<Refusal?, string?> _done;
    private readonly NftChains _chains = new();
    private readonly HashSet<int> _families = [];
    private readonly HashSet<int> _traced = [];
    private readonly string _name = TraceTable.NewName();
    private readonly TraceTally _tally;
    private NftSocket? _reads;
    private NftSocket? _owns;
    private RuleCounters? _before;
    private RuleCounters? _after;
    private LegacyRules? _legacy;
    private string? _incomplete;
    private Timer? _limit;
    private Timer? _end;
    private bool _watching;
    private bool _settled;

    /// <param name="source">The namespace.</param>
    /// <param name="spec">The packets.</param>
    /// <param name="answers">Receives the rules.</param>
    /// <param name="done">Called once at the end, with the reason if the rules cannot be read at all.</param>
    public Explaining(Source source, PacketSpec spec, Answers answers, Action<Refusal?, string?> done)
    {
        (_source, _spec, _answers, _done) = (source, spec, answers, done);
        _tally = new TraceTally(_name, _traced, _chains);
    }

    private int Family => _spec.Family == 6 ? TraceTable.FamilyIp6 : TraceTable.FamilyIp4;

    /// <summary>Begins: reads what there is, then says that it watches.</summary>
    public void Start()
    {
        _reads = NftSocket.Open(_source, traces: false);
        if (_reads is null)
        {
            Refuse(Native.LastError);
            return;
        }

        Limit(Watch);
        _reads.Ask(NftMessage.GetTable, 0, null, (_, family, _) => _families.Add(family), _families.Clear, error =>
        {
            if (error is Native.NotPermitted or Native.AccessDenied)
            {
                Refuse(error);
                return;
            }

            Note(error, "tables");
            ReadChains(() =>
            {
                OpenTables();
                _before = new RuleCounters();
                ReadCounters(_before, Watch);
            });
        });
    }

    public void Dispose()
    {
        _limit?.Cancel();
        _end?.Cancel();
        _owns?.Dispose();
        _reads?.Dispose();
        (_owns, _reads) = (null, null);
    }

    /// <summary>Without a table there is no rule that could be met.</summary>
    private void OpenTables()
    {
        if (_families.Count == 0 || _owns is not null)
            return;
        _owns = NftSocket.Open(_source, traces: true);
        if (_owns is null)
            return;
        _owns.Traced = (_, family, attributes) =>
        {
            _tally.Add(family, attributes);
            EndSoon();
        };

        var links = _chains.All.Values.Where(chain => chain.Hook == "ingress").SelectMany(chain => chain.Links).Distinct().Take(MaxLinks);
        foreach (var family in TracedFamilies())
        {
            var hooks = TraceTable.HooksOf(family, links);
            if (hooks.Count > 0 && _owns.Send(TraceTable.Create(_name, family, _spec, hooks)) == 0)
                _traced.Add(family);
        }
    }

    /// <summary>Not others, in which nobody has rules: the kernel would load a module for them.</summary>
    private IEnumerable<int> TracedFamilies()
    {
        yield return Family;
        if (_families.Contains(TraceTable.FamilyBridge))
            yield return TraceTable.FamilyBridge;
        yield return NftChains.FamilyNetdev;
        if (_spec.Neighbours is not null && _families.Contains(TraceTable.FamilyArp))
            yield return TraceTable.FamilyArp;
        var other = Family == TraceTable.FamilyIp6 ? TraceTable.FamilyIp4 : TraceTable.FamilyIp6;
        if (_spec.Tunnels && (_families.Contains(other) || _families.Contains(NftChains.FamilyInet)))
            yield return other;
    }

    private void Watch()
    {
        if (_watching)
            return;
        _watching = true;
        OpenTables();
        Unlimit();
        _legacy = LegacyRules.Read(_source, _spec.Family);
        _answers.Write(new RuleItem { Job = _source.Job.Id, Rule = RuleStep.Watching }, ProtocolJson.Default.RuleItem);
        _end = _source.Loop.After(_source.Job.Timeout, End);
    }

    /// <summary>No more is to be learned when all packets that are sent have ended.</summary>
    private void EndSoon()
    {
        if (!_watching || _settled || (_tally.Requests < _source.Job.Count && !_tally.AskedInVain))
            return;
        _settled = true;
        _end?.Cancel();
        _end = _source.Loop.After(Grace, End);
    }

    private void End()
    {
        if (_reads is null)
            return;

        // What the kernel has said so far.
        _owns?.Ready(Native.PollIn);
        var ends = _tally.Ends();
        var translating = new EndReading(_reads, _chains, _tally.Accepted(), Note);
        if (ends.Count > 0)
        {
            var reading = new EndReading(_reads, _chains, ends, Note);
            Limit(() => Write(reading.Items()));
            reading.Start(() => translating.Start(() => Write(reading.Items().Concat(translating.Translating()))));
            return;
        }

        Limit(() => Write([]));

        _after = new RuleCounters();
        var before = new Dictionary<ChainName, NftChain>(_chains.All);
        _chains.Clear();
        ReadChains(() => { });
        ReadCounters(_after, () =>
        {
            var grown = new GrownRules(_chains, _source.Job.Count, IsUntraced).Find(_before!, _after, before);
            var reading = new EndReading(_reads!, _chains, grown, Note, traced: false);
            reading.Start(() => translating.Start(() =>
                Write(reading.Items().Concat(GrownLegacy()).Concat(translating.Translating()))));
        });
    }

    private IEnumerable<RuleItem> GrownLegacy()
    {
        if (_legacy is null || LegacyRules.Read(_source, _spec.Family) is not { } now)
            return [];
        _incomplete ??= _legacy.Problem ?? now.Problem;
        return now.GrownSince(_legacy, _source.Job.Count);
    }

    /// <summary>Chains of which the kernel cannot say whether they met packets of the trace.</summary>
    private bool IsUntraced(ChainName name, NftChain? chain) =>
        name.Family switch
        {
            TraceTable.FamilyIp4 or TraceTable.FamilyIp6 => name.Family == Family && !_traced.Contains(Family),
            NftChains.FamilyInet => !_traced.Contains(chain?.Hook == "ingress" ? NftChains.FamilyNetdev : Family),
            TraceTable.FamilyBridge or NftChains.FamilyNetdev => !_traced.Contains(name.Family),
            _ => false,
        };

    private bool IsUntracedIn(int family) => IsUntraced(new ChainName(family, "", ""), null)
        || _chains.All.Any(pair => pair.Key.Family == family && IsUntraced(pair.Key, pair.Value));

    private void ReadChains(Action done) => _reads!.Ask(NftMessage.GetChain, 0, null, _chains.Add, _chains.Clear, error =>
    {
        Note(error, "chains");
        done();
    });

    /// <summary>The counters of all rules whose packets cannot be traced.</summary>
    private void ReadCounters(RuleCounters counters, Action done)
    {
        foreach (var family in _families.Where(IsUntracedIn))
        {
            _reads!.Ask(
                NftMessage.GetRule, family, null, (_, of, attributes) => counters.Add(of, attributes), () => counters.Clear(family),
                error => Note(error, "rules"));
        }

        // After all of these.
        _reads!.Ask(NftMessage.GetTable, TraceTable.FamilyBridge, null, (_, _, _) => { }, () => { }, _ => done());
    }

    private void Note(int error, string what)
    {
        // A kernel without a family, or a table that went meanwhile, has no rules there.
        if (error is 0 or Native.NoEntry || _incomplete is not null)
            return;
        _incomplete = error == NftSocket.TooMany
            ? $"The namespace has more {what} than are read."
            : $"The {what} could not be read: {Shortage.Text(error)}";
    }

    /// <summary>Goes on with what there is if reading takes too long.</summary>
    private void Limit(Action otherwise) => _limit = _source.Loop.After(Patience, () =>
    {
        _incomplete ??= "Reading the rules took too long.";
        otherwise();
    });

    private void Unlimit()
    {
        _limit?.Cancel();
        _limit = null;
    }

    private void Write(IEnumerable<RuleItem> items)
    {
        if (_limit is null || _reads is null)
            return;
        Unlimit();
        foreach (var item in items.Take(RuleItem.MaxItems).ToList())
            _answers.Write(item with { Job = _source.Job.Id, Rule = RuleStep.Ended }, ProtocolJson.Default.RuleItem);
        if (_owns is { Overrun: true })
            _incomplete ??= "The kernel said more about the packets than was read.";
        if (_incomplete is { } text)
            _answers.Write(new RuleItem { Job = _source.Job.Id, Rule = RuleStep.Incomplete, Text = text }, ProtocolJson.Default.RuleItem);
        _done(null, null);
    }

    private void Refuse(int error)
    {
        Unlimit();
        var denied = error is Native.NotPermitted or Native.AccessDenied;
        _done(
            denied ? Refusal.Denied : Refusal.Unreadable,
            $"The firewall's rules cannot be read{(denied ? " without NET_ADMIN." : $": {Shortage.Text(error)}")}");
    }
}
