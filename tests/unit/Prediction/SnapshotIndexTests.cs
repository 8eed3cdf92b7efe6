using DockerNetwork.Model.Prediction;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

public class SnapshotIndexTests
{
    private static readonly TestEngine Engine = new TestEngine()
        .Publishing("all", "0.0.0.0:8080->80/tcp").Publishing("one", "127.0.0.1:8081->80/tcp").Publishing("udp", "0.0.0.0:53->53/udp")
        .Publishing("again", "0.0.0.0:8080->80/tcp").Publishing("exposed", "9000/tcp");

    [Fact]
    public void All_questions_about_a_snapshot_share_one_index()
    {
        var first = new Question(Engine.Snapshot, Engine["all"], null, "10.0.0.1");
        var second = new Question(Engine.Snapshot, Engine["one"], Engine["all"], "all");

        Assert.Same(first.Index, second.Index);
        Assert.Same(Engine.Snapshot, first.Index.Snapshot);
        Assert.NotSame(first.Index, new Question(Engine.Snapshot.With([]), Engine["all"], null, "10.0.0.1").Index);
    }

    [Theory]
    [InlineData("192.0.2.1", 8080, "tcp", "all")]
    [InlineData("::1", 8080, "tcp", null)]
    [InlineData("127.0.0.1", 8081, "tcp", "one")]
    [InlineData("192.0.2.1", 8081, "tcp", null)]
    [InlineData("192.0.2.1", 53, "udp", "udp")]
    [InlineData("192.0.2.1", 53, "tcp", null)]
    [InlineData("192.0.2.1", 9000, "tcp", null)]
    [InlineData("192.0.2.1", 80, "tcp", null)]
    public void The_publisher_of_a_port_listens_at_the_address(string address, int port, string protocol, string? publisher) =>
        Assert.Equal(publisher, SnapshotIndex.Of(Engine.Snapshot).PublisherOf(TestEngine.Address(address), port, protocol)?.Name);
}
