namespace DockerNetwork.Model.Results;

/// <summary>States as words in a sentence.</summary>
internal static class StateWords
{
    /// <summary>"reachable", "no route", "not running".</summary>
    public static string Of(ReachabilityState state) => state switch
    {
        ReachabilityState.NoRoute => "no route",
        ReachabilityState.NotRunning => "not running",
        _ => state.ToString().ToLowerInvariant(),
    };
}
