using System.Management.Automation;
using DockerNetwork.Errors;

namespace DockerNetwork.Identities;

/// <summary>
/// What several engines do not have. A text means what all of them have of it: that one of them has nothing is no error, but that none has
/// anything is one.
/// </summary>
internal sealed class Absences
{
    private readonly Dictionary<object, List<(string Engine, CommandException Refusal)>> _missing = [];
    private readonly HashSet<object> _found = [];

    /// <summary>An engine has what the user gave.</summary>
    public void Found(object item)
    {
        lock (_found)
            _found.Add(item);
    }

    /// <summary>Keeps it in mind that an engine does not have what the user gave; false for any other refusal.</summary>
    public bool Add(object item, CommandException refusal)
    {
        if (refusal.Category != ErrorCategory.ObjectNotFound || AboutEngine.Name is not { } engine)
            return false;
        lock (_missing)
        {
            if (!_missing.TryGetValue(item, out var refusals))
                _missing[item] = refusals = [];
            // Several records of a pipeline may ask one engine.
            if (!refusals.Exists(known => known.Engine == engine))
                refusals.Add((engine, refusal));
        }

        return true;
    }

    /// <summary>What no engine has, each with one error that names the engines.</summary>
    /// <param name="engines">All engines, in their order.</param>
    public IEnumerable<(object Item, CommandException Error)> Errors(List<string> engines) =>
        from missing in _missing
        where !_found.Contains(missing.Key)
        select (missing.Key, Error([.. missing.Value.OrderBy(refusal => engines.IndexOf(refusal.Engine))]));

    /// <summary>A refusal that tells more than that it is missing, or offers names that may have been meant, is the one to show.</summary>
    private static CommandException Error(List<(string Engine, CommandException Refusal)> refusals)
    {
        var best = (refusals.Find(r => r.Refusal.On is null).Refusal ?? refusals.Select(r => r.Refusal).MaxBy(r => r.Message.Length))!;
        return best.On?.Invoke(string.Join(", ", refusals.Select(r => r.Engine))) ?? best;
    }
}
