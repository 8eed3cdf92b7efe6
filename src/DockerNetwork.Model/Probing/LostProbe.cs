using DockerNetwork.Engine;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>Why a probe container ended.</summary>
internal static class LostProbe
{
    /// <summary>As an exception to throw.</summary>
    /// <param name="stuck">It did not answer in time, and was given up.</param>
    /// <param name="version">The version of the protocol that it speaks; null if it has not said anything.</param>
    /// <param name="disposed">It was ended on purpose.</param>
    /// <param name="cause">What went wrong with its connection; null for nothing.</param>
    public static Exception Reason(bool stuck, int? version, bool disposed, Exception? cause) => (stuck, version) switch
    {
        (true, _) => new EngineException(
            EngineFailure.Timeout,
            "The probe does not answer. Is its container paused, or is the engine's host overloaded? Run the test again.", cause),
        (_, null) when !disposed => new ProberUnavailableException(
            "The probe container ended before it sent anything. " +
            "Does a security filter of the engine (seccomp, AppArmor, SELinux) block its program?",
            cause),
        (_, not (null or Greeting.Version)) => new EngineException(
            EngineFailure.Protocol,
            $"The probe speaks version {version} of its protocol, and this module speaks version {Greeting.Version}: " +
            "the files of the module are from different releases. Install the module again.",
            cause),
        _ => new EngineException(
            EngineFailure.ConnectionLost,
            "The probe container ended during the test. Was it removed, or was the engine restarted? Run the test again.", cause),
    };
}
