using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;

namespace DockerNetwork.UnitTests.Tracing;

public class MtuSearchTests
{
    private static readonly TooLarge Lost = new(null, null, Silent: true);

    /// <summary>A path of some MTU, whose source has an interface of 1500, as a container has.</summary>
    private static Func<int, CancellationToken, Task<SizeAnswer>> Path(int mtu, bool told, int own = 1500) => (size, _) => Task.FromResult(
        size <= Math.Min(own, mtu) ? new SizeAnswer(true)
        : size > own ? new SizeAnswer(false, new TooLarge(null, own, Silent: false))
        : new SizeAnswer(false, told ? new TooLarge(IPAddress.Parse("10.1.0.1"), mtu, Silent: false) : Lost));

    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    public async Task Every_size_is_found_whether_routers_speak_or_not(AddressFamily family)
    {
        for (var mtu = family == AddressFamily.InterNetworkV6 ? 1280 : 68; mtu <= 1600; mtu++)
        {
            foreach (var told in (bool[])[true, false])
            {
                var found = await MtuSearch.FindAsync(family, Path(mtu, told), default);

                Assert.Equal((Math.Min(mtu, 1500), true), (found.Mtu, found.Certain));
                Assert.Equal(mtu < 1500 && !told, found.Refusal!.Silent);
                Assert.InRange(found.Asked, 1, told ? 7 : 20);
            }
        }
    }

    [Theory]
    [InlineData(1500, 4)]
    [InlineData(1450, 8)]
    [InlineData(1400, 9)]
    [InlineData(1280, 9)]
    public async Task What_is_common_is_found_soon(int mtu, int most) =>
        Assert.InRange((await MtuSearch.FindAsync(AddressFamily.InterNetwork, Path(mtu, told: false), default)).Asked, 1, most);

    [Fact]
    public async Task The_loopback_interface_carries_everything()
    {
        var found = await MtuSearch.FindAsync(AddressFamily.InterNetwork, Path(65536, told: true, own: 65536), default);

        Assert.Equal((65535, true, 2), (found.Mtu, found.Certain, found.Asked));
        Assert.Null(found.Refusal);
    }

    [Fact]
    public async Task The_source_says_what_its_own_interface_carries() =>
        Assert.Equal(1500, (await MtuSearch.FindAsync(AddressFamily.InterNetwork, Path(1400, told: false), default)).OwnMtu);

    [Fact]
    public async Task A_target_that_does_not_answer_has_no_MTU()
    {
        var found = await MtuSearch.FindAsync(AddressFamily.InterNetwork, (_, _) => Task.FromResult(default(SizeAnswer)), default);

        Assert.Equal((null, false), (found.Mtu, found.Certain));
    }

    [Fact]
    public async Task What_is_not_known_is_asked_again()
    {
        var (path, asked) = (Path(1400, told: false), 0);
        var found = await MtuSearch.FindAsync(
            AddressFamily.InterNetwork,
            (size, token) => asked++ % 3 < 2 ? Task.FromResult(default(SizeAnswer)) : path(size, token), default);

        Assert.Equal((1400, true), (found.Mtu, found.Certain));
    }

    [Fact]
    public async Task A_search_that_is_interrupted_is_not_certain()
    {
        var (path, asked) = (Path(1400, told: false), 0);
        var found = await MtuSearch.FindAsync(
            AddressFamily.InterNetwork, (size, token) => asked++ > 3 ? Task.FromResult(default(SizeAnswer)) : path(size, token), default);

        Assert.False(found.Certain);
        Assert.InRange(found.Mtu!.Value, 68, 1400);
    }

    /// <summary>A router that lies costs sizes, and never the end of the search.</summary>
    [Theory]
    [InlineData(70)]
    [InlineData(1499)]
    [InlineData(65535)]
    [InlineData(0)]
    public async Task A_message_is_not_believed(int lie)
    {
        var found = await MtuSearch.FindAsync(
            AddressFamily.InterNetwork,
            (size, _) => Task.FromResult(
                size <= 1333 ? new SizeAnswer(true) : new SizeAnswer(false, new TooLarge(IPAddress.Loopback, lie, false))),
            default);

        Assert.Equal((1333, true), (found.Mtu, found.Certain));
    }

    [Fact]
    public async Task Answers_that_contradict_each_other_end_the_search_too()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var found = await MtuSearch.FindAsync(
                AddressFamily.InterNetwork,
                (_, _) => Task.FromResult(new SizeAnswer(
                    random.Next(2) == 0, new TooLarge(null, random.Next(-5, 70_000), Silent: false))),
                default);
            Assert.InRange(found.Asked, 1, 60);
        }
    }

    [Theory]
    [InlineData(ReachabilityState.Reachable, false, true)]
    [InlineData(ReachabilityState.Blocked, true, false)]
    [InlineData(ReachabilityState.Blocked, false, null)]
    [InlineData(ReachabilityState.Unknown, false, null)]
    [InlineData(ReachabilityState.NoRoute, false, null)]
    public void Only_an_observation_that_says_so_is_about_the_size(ReachabilityState state, bool large, bool? arrived) =>
        Assert.Equal(arrived, EchoSizes.Of(new Observation { State = state, TooLarge = large ? Lost : null }).Arrived);
}
