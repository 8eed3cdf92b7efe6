using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace DockerNetwork.UnitTests.Fuzz;

/// <summary>
/// Feeds a parser with damaged inputs for a bounded time: all seeds, each cut off at every byte, then random mutations of them.
/// DN_FUZZ_SECONDS sets the time for each target (default 1), DN_FUZZ_SEED repeats a run.
/// </summary>
internal static class Fuzzing
{
    private const int MaxLength = 64 * 1024;
    private const int MaxCuts = 4096;
    private const int MaxCorpus = 256;

    /// <summary>An input that takes longer is a hang, even on a machine that is busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What parsers get wrong: zero, signs, the largest values, and lengths around them.</summary>
    private static readonly uint[] Interesting =
    [
        0, 1, 2, 3, 4, 7, 8, 12, 15, 16, 17, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff,
        0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
    ];

    /// <summary>Runs the target until the time is over, and prints how many inputs it took.</summary>
    /// <param name="output">Where the seed, the number of inputs and a failing input go.</param>
    /// <param name="seeds">Valid inputs; at least one.</param>
    /// <param name="target">Throws what is not allowed. Exceptions that the parser documents it has to catch itself.</param>
    /// <param name="maxAllocated">Bytes that one input may make the target allocate on this thread.</param>
    /// <exception cref="XunitException">The target threw, hung or allocated too much. The message holds the seed and the input as
    /// base64.</exception>
    public static void Run(
        ITestOutputHelper output,
        IReadOnlyList<byte[]> seeds,
        Action<byte[]> target,
        long maxAllocated = 16 * 1024 * 1024)
    {
        var seed = Setting("DN_FUZZ_SEED") ?? Environment.TickCount & int.MaxValue;
        var time = TimeSpan.FromSeconds(Setting("DN_FUZZ_SECONDS") ?? 1);
        output.WriteLine($"DN_FUZZ_SEED={Text(seed)}");
        var run = new RunState(new Random(seed), [.. seeds], target, maxAllocated);

        // On a thread of its own, so that a hang is a failure with its input, not a test that never ends.
        var thread = new Thread(() => run.Until(time)) { IsBackground = true };
        thread.Start();
        while (!thread.Join(TimeSpan.FromMilliseconds(250)))
        {
            if (run.Busy > Patience)
                throw run.Failure(seed, $"it hangs: {Text((long)run.Busy.TotalSeconds)} s so far", null);
        }

        output.WriteLine($"{Text(run.Count)} inputs in {time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s");
        if (run.Failed is var (what, cause))
            throw run.Failure(seed, what, cause);
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>One run over one target.</summary>
    private sealed class RunState(Random random, List<byte[]> corpus, Action<byte[]> target, long maxAllocated)
    {
        private volatile byte[] _input = [];
        private long _startedAt = Stopwatch.GetTimestamp();

        public long Count { get; private set; }

        public (string What, Exception? Cause)? Failed { get; private set; }

        public TimeSpan Busy => Stopwatch.GetElapsedTime(Interlocked.Read(ref _startedAt));

        public XunitException Failure(int seed, string what, Exception? cause) =>
            new($"Input {Text(Count)} with DN_FUZZ_SEED={Text(seed)}: {what}\n{Convert.ToBase64String(_input)}\n{cause}", cause);

        public void Until(TimeSpan time)
        {
            var watch = Stopwatch.StartNew();
            foreach (var input in corpus.ToList().SelectMany(Cuts))
            {
                if (!Try(input))
                    return;
            }

            while (watch.Elapsed < time)
            {
                var input = Mutate();
                if (!Try(input))
                    return;

                // Damage on damage goes deeper than one step from a valid input.
                if (corpus.Count < MaxCorpus && random.Next(16) == 0)
                    corpus.Add(input);
            }
        }

        /// <summary>The input itself, and its beginnings.</summary>
        private static IEnumerable<byte[]> Cuts(byte[] input)
        {
            yield return input;
            for (var length = Math.Min(input.Length - 1, MaxCuts); length >= 0; length--)
                yield return input[..length];
        }

        private bool Try(byte[] input)
        {
            _input = input;
            Count++;
            Interlocked.Exchange(ref _startedAt, Stopwatch.GetTimestamp());
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                target(input);
            }
            catch (Exception e)
            {
                Failed = ($"{e.GetType().Name}: {e.Message}", e);
                return false;
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > maxAllocated)
                Failed = ($"{Text(allocated)} bytes were allocated", null);
            return Failed is null;
        }

        private byte[] Mutate()
        {
            var data = corpus[random.Next(corpus.Count)];
            for (var steps = 1 << random.Next(4); steps > 0; steps--)
                data = Step(data);
            return data.Length > MaxLength ? data[..MaxLength] : data;
        }

        private byte[] Step(byte[] data)
        {
            if (data.Length == 0)
                return Noise();
            var copy = (byte[])data.Clone();
            var at = random.Next(data.Length);
            var length = random.Next(1, Math.Min(data.Length - at, 1 + random.Next(64)) + 1);
            var part = data.AsSpan(at, length);
            switch (random.Next(10))
            {
                case 0:
                    copy[at] ^= (byte)(1 << random.Next(8));
                    return copy;
                case 1:
                    copy[at] = (byte)random.Next(256);
                    return copy;
                case 2 or 3:
                    Number(copy.AsSpan(at), Interesting[random.Next(Interesting.Length)]);
                    return copy;
                case 4:
                    return data[..at];
                case 5:
                    return [.. data.AsSpan(0, at), .. data.AsSpan(at + length)];
                case 6:
                    return [.. data.AsSpan(0, at), .. Noise(), .. data.AsSpan(at)];
                case 7:
                    // Often enough for a bound that counts.
                    return [.. data.AsSpan(0, at), .. Repeated(part), .. data.AsSpan(at)];
                case 8:
                    var other = corpus[random.Next(corpus.Count)];
                    return [.. data.AsSpan(0, at), .. other.AsSpan(random.Next(other.Length + 1))];
                default:
                    part.CopyTo(copy.AsSpan(random.Next(data.Length - length + 1)));
                    return copy;
            }
        }

        /// <summary>A length, a count or an offset, in either order of bytes; where there is no room for it, one byte.</summary>
        private void Number(Span<byte> place, uint value)
        {
            switch (random.Next(5))
            {
                case 0 when place.Length >= 4: BinaryPrimitives.WriteUInt32LittleEndian(place, value); break;
                case 1 when place.Length >= 4: BinaryPrimitives.WriteUInt32BigEndian(place, value); break;
                case 2 when place.Length >= 2: BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)value); break;
                case 3 when place.Length >= 2: BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)value); break;
                default: place[0] = (byte)value; break;
            }
        }

        private byte[] Repeated(ReadOnlySpan<byte> part)
        {
            var times = Math.Min(1 << random.Next(12), MaxLength / part.Length);
            var all = new byte[part.Length * times];
            for (var i = 0; i < times; i++)
                part.CopyTo(all.AsSpan(i * part.Length));
            return all;
        }

        private byte[] Noise()
        {
            var noise = new byte[random.Next(1, 33)];
            random.NextBytes(noise);
            return noise;
        }
    }
}
