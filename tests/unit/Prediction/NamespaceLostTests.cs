using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>A container that shares the namespace of another which was started again stays in the old one.</summary>
public class NamespaceLostTests
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("db", ReachabilityState.Unresolved)]
    [InlineData("10.1.0.3", ReachabilityState.NoRoute)]
    [InlineData("localhost", ReachabilityState.Reachable)]
    [InlineData("127.0.0.1", ReachabilityState.Reachable)]
    [InlineData("127.9.9.9", ReachabilityState.Reachable)]
    [InlineData("::1", ReachabilityState.Reachable)]
    public async Task Only_the_loopback_interface_is_left(string literal, ReachabilityState state)
    {
        var (snapshot, sidecar, db) = await SnapshotAsync(webStarted: 1, sidecarStarted: 0);

        var verdict = Predictor.Predict(new Question(snapshot, sidecar, literal == "db" ? db : null, literal));

        Assert.Equal(state, verdict.State);
        // Found by the agreement: the one that went on to a new namespace does not answer in the old one.
        Assert.Equal(state == ReachabilityState.Reachable ? "sidecar" : null, verdict.Answered);
        if (state != ReachabilityState.Reachable)
            Verdicts.HasReason(verdict, ReasonCode.NamespaceOwnerRestarted, "web", "Restart-DockerContainer -Container sidecar");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task One_that_was_started_later_or_at_the_same_time_is_in_the_namespace(int sidecarStarted)
    {
        var (snapshot, sidecar, db) = await SnapshotAsync(webStarted: 0, sidecarStarted);

        Assert.Equal(ReachabilityState.Reachable, Predictor.Predict(new Question(snapshot, sidecar, db, "db")).State);
    }

    [Theory]
    [InlineData("web", ReachabilityState.Unresolved, null)]
    [InlineData("10.1.0.2", ReachabilityState.Misdirected, "web")]
    public async Task A_target_that_is_left_behind_is_not_where_its_address_is(string literal, ReachabilityState state, string? answered)
    {
        var (snapshot, sidecar, db) = await SnapshotAsync(webStarted: 1, sidecarStarted: 0);

        var verdict = Predictor.Predict(new Question(snapshot, db, sidecar, literal));

        Assert.Equal((state, answered), (verdict.State, verdict.Answered));
        var lost = Assert.Single(verdict.Reasons, reason => reason.Code == ReasonCode.NamespaceOwnerRestarted);
        Assert.Equal(("web", "Restart-DockerContainer -Container sidecar"), (lost.Component, $"{lost.Fix}"));
    }

    /// <summary>Found by the agreement: the owner answered, and the container that was left behind counted as reached.</summary>
    [Fact]
    public async Task What_the_owner_answers_is_not_credited_to_a_target_that_is_left_behind()
    {
        var (snapshot, sidecar, db) = await SnapshotAsync(webStarted: 1, sidecarStarted: 0);
        var question = new Question(snapshot, db, sidecar, "10.1.0.2");
        var probe = new PlannedProbe(db, "sidecar", TargetName.Of("10.1.0.2"), Service.Echo) { Container = sidecar };

        var result = Comparison.Of(question, probe, Predictor.Predict(question), new Observation
        {
            State = ReachabilityState.Reachable,
            Address = TestEngine.Address("10.1.0.2"),
        });

        Assert.Equal((ReachabilityState.Misdirected, "web", true), (result.Observed, result.Answered, result.Agrees));
    }

    [Theory]
    [InlineData("db", ReachabilityState.Unresolved)]
    [InlineData("localhost", ReachabilityState.Reachable)]
    [InlineData("10.1.0.3", ReachabilityState.Reachable)]
    public async Task Names_are_predicted_as_well(string literal, ReachabilityState state)
    {
        var (snapshot, sidecar, _) = await SnapshotAsync(webStarted: 1, sidecarStarted: 0);

        Assert.Equal(state, Predictor.PredictName(new Question(snapshot, sidecar, null, literal)).State);
    }

    private static async Task<(EngineSnapshot Snapshot, Container Sidecar, Container Db)> SnapshotAsync(int webStarted, int sidecarStarted)
    {
        var started = new Dictionary<string, int> { ["web"] = webStarted, ["sidecar"] = sidecarStarted, ["db"] = 0 };
        var listed = new TestEngine()
            .Network("app", "10.1.0.0/24")
            .Container("web", "app=10.1.0.2")
            .Sharing("sidecar", "web")
            .Container("db", "app=10.1.0.3");
        await using var engine = FakeEngine.OnSocket(e =>
        {
            var name = started.Keys.Single(n => e.Path.Contains(TestEngine.Id(n), StringComparison.Ordinal));
            return e.JsonAsync($$$"""{"Id":"{{{TestEngine.Id(name)}}}","State":{"Pid":5"""
                + $$$""","StartedAt":"{{{Noon.AddHours(started[name]):O}}}"}}""");
        });
        using var client = engine.Client();
        var snapshot = await listed.Snapshot.InspectAsync(client, started.Keys.Select(TestEngine.Id));
        return (snapshot, snapshot.Container(TestEngine.Id("sidecar"))!, snapshot.Container(TestEngine.Id("db"))!);
    }
}
