namespace DockerNetwork.Execution;

/// <summary>
/// Finds Ctrl+P Ctrl+Q among the keys, as the docker CLI does: here and not in the engine, which may be silent. Ctrl+P is held back until
/// the next key tells whether it is meant for the program.
/// </summary>
internal sealed class DetachKeys
{
    private const byte ControlP = 0x10;
    private const byte ControlQ = 0x11;

    private bool _held;

    /// <summary>The keys that go to the program.</summary>
    /// <param name="keys">What was typed, in pieces of any size.</param>
    /// <param name="leaves">Whether the user leaves; what comes behind it is dropped.</param>
    public byte[] Pass(ReadOnlySpan<byte> keys, out bool leaves)
    {
        var passed = new List<byte>(keys.Length + 1);
        foreach (var key in keys)
        {
            leaves = _held && key == ControlQ;
            if (leaves)
                return [.. passed];
            if (_held)
                passed.Add(ControlP);
            _held = key == ControlP;
            if (!_held)
                passed.Add(key);
        }

        leaves = false;
        return [.. passed];
    }
}
