using System.Management.Automation;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine;

namespace DockerNetwork.Pipeline;

/// <summary>
/// What one command has written, as far as it is known when its first object is shown: the columns of a table are as wide as all of it
/// needs. Of many objects the first ones count, so that a stream is not kept in memory.
/// </summary>
internal sealed class OutputBatch
{
    private const int Most = 2000;

    private static readonly ConditionalWeakTable<object, OutputBatch> Known = [];

    private static WeakReference<OutputBatch>? s_full;

    private readonly object _gate = new();
    private readonly List<object> _items = [];
    private readonly Dictionary<LayoutKey, object> _layouts = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _contexts = new(StringComparer.Ordinal);

    /// <summary>The objects come from several engines, and a table groups them by engine.</summary>
    public bool ByEngine { get; set; }

    /// <summary>An engine is that of a context.</summary>
    public void Name(string engine, string context)
    {
        lock (_gate)
            _contexts[VisibleText.Of(engine)] = VisibleText.Of(context);
    }

    /// <summary>"lab-1 (unix:///a.sock)"; without a context, the address.</summary>
    /// <param name="engine">The address, as it is shown.</param>
    public string EngineName(string engine)
    {
        lock (_gate)
            return _contexts.TryGetValue(engine, out var context) ? $"{context} ({engine})" : engine;
    }

    /// <summary>The batch that an object was written in; null if no command of this module wrote it.</summary>
    /// <param name="item">The object.</param>
    public static OutputBatch? Of(object item)
    {
        if (Known.TryGetValue(Key(item), out var batch))
            return batch;
        // One of many more than are kept: its row is of the same table.
        return item is PSObject { BaseObject: not PSCustomObject and var value }
            && s_full is not null
            && s_full.TryGetTarget(out batch)
            && batch._items[0].GetType() == value.GetType()
                ? batch
                : null;
    }

    /// <summary>Names that objects to come will have, for commands that write while they work.</summary>
    public void Expect(IEnumerable<string> names)
    {
        lock (_gate)
            _names.UnionWith(names);
    }

    /// <summary>Objects that are about to be written.</summary>
    public void Add(IEnumerable<object?> items)
    {
        lock (_gate)
        {
            foreach (var item in items.OfType<object>().Where(IsShown).Take(Most - _items.Count))
            {
                _items.Add(Key(item));
                Known.AddOrUpdate(Key(item), this);
            }

            if (_items.Count == Most)
                s_full = new(this);
        }
    }

    /// <summary>
    /// What was decided of the objects of a type for a width: once, because all rows of a table have the same columns, also those that
    /// come later.
    /// </summary>
    /// <param name="type">The type.</param>
    /// <param name="width">Width of the console.</param>
    /// <param name="decide">Decides it from the objects that are known, and the names of others.</param>
    public T Decided<T>(Type type, int width, Func<IReadOnlyList<object>, IReadOnlyCollection<string>, T> decide)
        where T : class
    {
        lock (_gate)
        {
            var key = new LayoutKey(type, width);
            if (!_layouts.TryGetValue(key, out var layout))
                _layouts[key] = layout = decide(_items, _names);
            return (T)layout;
        }
    }

    /// <summary>Texts and numbers need no columns, and could not be told apart.</summary>
    private static bool IsShown(object item) => item is PSObject || (item is not string && !item.GetType().IsValueType);

    /// <summary>Objects without a type of their own are told apart by their shell.</summary>
    private static object Key(object item) => item is PSObject { BaseObject: not PSCustomObject } shell ? shell.BaseObject : item;

    /// <summary>A class: generic code over a struct would be compiled for the first table.</summary>
    private sealed record LayoutKey(Type Type, int Width);
}
