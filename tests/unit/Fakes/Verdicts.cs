using DockerNetwork.Model.Results;

namespace DockerNetwork.UnitTests.Fakes;

internal static class Verdicts
{
    /// <summary>The most decisive reason is this one, with exactly this fix.</summary>
    public static void HasReason(Verdict verdict, string code, string component, string? fix)
    {
        var reason = verdict.Reasons[0];
        Assert.Equal((code, component, fix), (reason.Code, reason.Component, reason.Fix));
        Assert.EndsWith(".", reason.Message, StringComparison.Ordinal);
    }
}
