using System.Diagnostics;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>A file that never comes costs its own container the answer, and nobody else.</summary>
public sealed class FileReadersTests : IDisposable
{
    private readonly Loop _loop = new();
    private readonly FileReaders _readers;
    private readonly ManualResetEventSlim _stuck = new();

    public FileReadersTests()
    {
        _loop.OpenToPosts();
        _readers = new FileReaders(_loop);
    }

    public void Dispose()
    {
        _stuck.Set();
        _stuck.Dispose();
    }

    [Fact]
    public void Others_go_on_while_one_is_stuck()
    {
        var order = new List<string>();
        var watch = Stopwatch.StartNew();
        Read(1, blocks: true, files => order.Add($"1:{files.HostsProblem}"));
        for (var owner = 2; owner <= 9; owner++)
            Read(owner, blocks: false, files => order.Add($"{files.HostsProblem}"));

        RunUntil(() => order.Count == 9);

        Assert.Equal(Enumerable.Repeat("", 8), order.Take(8));
        Assert.Contains("could not be read within 2 s", order[8], StringComparison.Ordinal);
        Assert.InRange(watch.ElapsedMilliseconds, 1900, 8000);
    }

    [Fact]
    public void A_container_that_is_stuck_gets_no_second_thread_until_it_comes_back()
    {
        string? second = null, third = null;
        var ended = 0;
        Read(1, blocks: true, _ => Read(1, blocks: false, files =>
        {
            second = files.HostsProblem;
            _stuck.Set();
            _loop.After(300, () => Read(1, blocks: false, again => third = again.HostsProblem ?? "", () => ended++));
        }, () => ended++), () => Interlocked.Increment(ref ended));

        RunUntil(() => third is not null);

        Assert.Contains("earlier attempt", second, StringComparison.Ordinal);
        Assert.Equal("", third);
        Assert.Equal(3, ended);
    }

    [Fact]
    public void A_file_that_comes_slowly_is_not_stuck()
    {
        string? problem = null;
        _readers.Read(1, wanted =>
        {
            for (var i = 0; i < 15 && wanted(); i++)
                Thread.Sleep(200);
            return new NameFiles(new HostsScan([]), null, ResolverConfiguration.Parse([]), null);
        }, files => problem = files.HostsProblem ?? "", () => { });

        RunUntil(() => problem is not null);

        Assert.Equal("", problem);
    }

    [Fact]
    public void Many_stuck_containers_do_not_take_all_threads()
    {
        var answers = new List<string?>();
        var most = 0;
        var running = 0;
        for (var owner = 1; owner <= 40; owner++)
        {
            _readers.Read(owner, _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                _stuck.Wait();
                Interlocked.Decrement(ref running);
                return NameFiles.Unread("late");
            }, files => answers.Add(files.HostsProblem), () => { });
        }

        RunUntil(() => answers.Count == 40, seconds: 30);

        Assert.InRange(most, 1, 16);
        Assert.Contains(answers, text => text!.Contains("too many containers", StringComparison.Ordinal));
        Assert.DoesNotContain("late", answers);
    }

    private void Read(int owner, bool blocks, Action<NameFiles> done, Action? end = null) => _readers.Read(owner, _ =>
    {
        if (blocks)
            _stuck.Wait();
        return new NameFiles(new HostsScan([]), null, ResolverConfiguration.Parse([]), null);
    }, done, end ?? (() => { }));

    private void RunUntil(Func<bool> condition, int seconds = 15)
    {
        var until = Environment.TickCount64 + (seconds * 1000);
        Check();
        _loop.Run(() => { });
        Assert.True(condition());

        void Check()
        {
            if (condition() || Environment.TickCount64 > until)
                _loop.Stop();
            else
                _loop.After(10, Check);
        }
    }
}
