namespace DockerNetwork.Pipeline;

/// <summary>
/// The output of one of several engines that are worked on at the same time. It comes engine by engine: what the work of one writes is held
/// until that engine has its turn. The work goes on meanwhile, unless it has written much, or has asked something.
/// </summary>
internal sealed class OutputTurn
{
    /// <summary>How many objects one may write ahead. Those of a test are about a kilobyte each.</summary>
    public const int MostHeld = 1000;

    private static readonly AsyncLocal<OutputTurn?> Current = new();

    private readonly List<Action> _held = [];
    private int _count;
    private Action<Action>? _write;

    /// <summary>The work that was begun with <see cref="Begin"/>.</summary>
    public Task Work { get; private set; } = Task.CompletedTask;

    /// <summary>Begins work that writes in this turn.</summary>
    /// <param name="work">The work.</param>
    public void Begin(Func<Task> work)
    {
        Work = Task.Run(() =>
        {
            Current.Value = this;
            return work();
        });
    }

    /// <summary>It has its turn: what was held is written, and what comes.</summary>
    /// <param name="write">Writes.</param>
    public void Take(Action<Action> write)
    {
        lock (_held)
        {
            _held.ForEach(write);
            _held.Clear();
            _write = write;
        }
    }

    /// <summary>Writes now, or in the turn of the flow that this is called in.</summary>
    /// <param name="call">What is written.</param>
    /// <param name="count">How many objects that is; 0 for what must be waited for.</param>
    /// <param name="write">Writes.</param>
    /// <returns>False if its writer need not wait for it.</returns>
    public static bool Pass(Action call, int count, Action<Action> write)
    {
        if (Current.Value is { } turn)
            return turn.Pass(call, count);
        write(call);
        return true;
    }

    private bool Pass(Action call, int count)
    {
        lock (_held)
        {
            if (_write is { } write)
            {
                write(call);
                return true;
            }

            _held.Add(call);
            _count += count;
            return count == 0 || _count > MostHeld;
        }
    }
}
