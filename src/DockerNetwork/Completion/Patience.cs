namespace DockerNetwork.Completion;

/// <summary>
/// How long Tab waits. The first question of a session takes longer, though the engine does not: code is compiled, and a connection is
/// made. So a person waits longer once, and gets an answer.
/// </summary>
internal sealed class Patience
{
    private volatile bool _asked;

    /// <summary>How long an engine is waited for; then what it said before is taken.</summary>
    public TimeSpan Engine => TimeSpan.FromMilliseconds(_asked ? 200 : 850);

    /// <summary>How long the prompt waits for the candidates. With PowerShell's own part, it is below 300 ms after the first.</summary>
    public TimeSpan Prompt => TimeSpan.FromMilliseconds(_asked ? 250 : 950);

    /// <summary>An engine was asked in this session, whether or not it answered.</summary>
    public void Asked() => _asked = true;
}
