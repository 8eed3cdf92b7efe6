using DockerNetwork.Engine;

namespace DockerNetwork.UnitTests.Fakes;

internal static class Expect
{
    /// <summary>The one exception of the client, with this cause.</summary>
    public static async Task<EngineException> FailureAsync(EngineFailure failure, Func<Task> action)
    {
        var exception = await Assert.ThrowsAsync<EngineException>(action);
        Assert.Equal(failure, exception.Failure);
        return exception;
    }

    public static EngineException Failure(EngineFailure failure, Action action)
    {
        var exception = Assert.Throws<EngineException>(action);
        Assert.Equal(failure, exception.Failure);
        return exception;
    }

    /// <summary>A wait that would otherwise hang the run.</summary>
    public static Task<T> SoonAsync<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(5));
}
