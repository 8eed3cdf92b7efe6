using System.Text;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Lines that the module writes, and lines that nobody should.</summary>
public class JobTests
{
    private const string Full =
        """{"job":7,"pid":4321,"count":3,"timeout":1500,"interval":20,"family":6,"interfaces":false,"cancel":false,"probes":["""
            + """{"i":0,"kind":"tcp","host":"db","port":5432,"proxied":true,"path":"/x"},{"i":1,"kind":"icmp","host":"fd00::1"}]}""";

    [Fact]
    public void A_full_line_is_read()
    {
        var job = Parse(Full);

        Assert.Equal(
            (7, 4321, 3, 1500, 20, 6, false, false),
            (job.Id, job.ProcessId, job.Count, job.Timeout, job.Interval, job.Family, job.Interfaces, job.Cancel));
        Assert.Equal(
            [new ProbeItem(0, ProbeKind.Tcp, "db", 5432, true, "/x"), new ProbeItem(1, ProbeKind.Icmp, "fd00::1", 0, false, "/")],
            job.Probes!);
        Assert.Null(job.Probes![0].Address);
        Assert.Equal("fd00::1", job.Probes![1].Address!.ToString());
    }

    [Fact]
    public void A_size_is_read_within_its_bounds()
    {
        var job = Parse("""{"size":65507,"dontFragment":true}""");

        Assert.Equal((65507, true), (job.Size, job.DontFragment));
        Assert.Equal((null, false), (Parse("{}").Size, Parse("{}").DontFragment));
        Assert.Throws<FormatException>(() => Parse("""{"size":65508}"""));
        Assert.Throws<FormatException>(() => Parse("""{"size":-1}"""));
    }

    [Fact]
    public void The_host_is_asked_about_and_its_addresses_are_told()
    {
        Assert.True(Parse("""{"job":1,"host":true}""").Host);
        Assert.True(Parse("""{"job":1,"host":true,"proxies":true}""").Proxies);
        Assert.Equal(["10.0.0.1", "::1"], Parse("""{"hostAddresses":["10.0.0.1","::1"]}""").HostAddresses!);
        Assert.Null(Parse("""{"hostAddresses":null}""").HostAddresses);
        Assert.Null(Parse("{}").HostAddresses);
    }

    [Fact]
    public void More_addresses_than_a_host_has_are_refused()
    {
        var addresses = string.Join(',', Enumerable.Repeat("\"10.0.0.1\"", JobMessage.MaxHostAddresses + 1));

        Assert.Throws<FormatException>(() => Parse($$"""{"hostAddresses":[{{addresses}}]}"""));
    }

    [Fact]
    public void What_is_left_out_has_a_default()
    {
        var job = Parse("{}");

        Assert.Equal(
            (0, 0, 1, 2000, 1000, 0, false, false),
            (job.Id, job.ProcessId, job.Count, job.Timeout, job.Interval, job.Family, job.Interfaces, job.Cancel));
        Assert.Empty(job.Probes!);
    }

    [Fact]
    public void A_probe_needs_a_host_alone()
    {
        Assert.Equal([new ProbeItem(0, ProbeKind.Icmp, "db", 0, false, "/")], Parse("""{"probes":[{"host":"db"}]}""").Probes!);
    }

    [Theory]
    [InlineData("icmp", nameof(ProbeKind.Icmp))]
    [InlineData("tcp", nameof(ProbeKind.Tcp))]
    [InlineData("udp", nameof(ProbeKind.Udp))]
    [InlineData("dns", nameof(ProbeKind.Dns))]
    [InlineData("http", nameof(ProbeKind.Http))]
    public void Kinds_are_known_by_their_words(string word, string kind)
    {
        Assert.Equal(kind, Parse($$"""{"probes":[{"host":"db","kind":"{{word}}","port":53}]}""").Probes![0].Kind.ToString());
    }

    [Theory]
    [InlineData("""{"later":1,"job":5}""")]
    [InlineData("""{"later":"x","job":5}""")]
    [InlineData("""{"later":null,"job":5}""")]
    [InlineData("""{"later":[1,[2,{"a":{}}]],"job":5}""")]
    [InlineData("""{"later":{"job":6,"probes":[{}]},"job":5}""")]
    [InlineData("""{"job":5,"probes":[{"later":[{}],"host":"db"}]}""")]
    public void Fields_of_a_later_client_are_skipped(string line) => Assert.Equal(5, Parse(line).Id);

    [Theory]
    [InlineData("pid", 0, int.MaxValue)]
    [InlineData("count", 1, 1_000_000)]
    [InlineData("timeout", 1, 600_000)]
    [InlineData("interval", 0, 600_000)]
    [InlineData("family", 0, 6)]
    public void Numbers_have_bounds(string name, int least, int most)
    {
        Parse($$"""{"{{name}}":{{least}}}""");
        Parse($$"""{"{{name}}":{{most}}}""");
        Fails($$"""{"{{name}}":{{least - 1L}}}""");
        Fails($$"""{"{{name}}":{{most + 1L}}}""");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(65535, true)]
    [InlineData(-1, false)]
    [InlineData(65536, false)]
    [InlineData(70000, false)]
    public void Ports_have_sixteen_bits(int port, bool good)
    {
        var line = $$"""{"probes":[{"host":"db","kind":"icmp","port":{{port}}}]}""";
        var probe = Assert.Single(Parse(line).Probes!);

        Assert.Equal((good ? port : 0, good), (probe.Port, probe.Problem is null));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    [InlineData("http")]
    public void Nothing_is_sent_to_port_zero(string kind) =>
        Assert.NotNull(Parse($$"""{"probes":[{"host":"db","kind":"{{kind}}","port":0}]}""").Probes![0].Problem);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("\"job\"")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{]")]
    [InlineData("hello")]
    [InlineData("""{"job":}""")]
    [InlineData("""{"job":1,}""")]
    [InlineData("""{job:1}""")]
    [InlineData("""{"job":1} {"job":2}""")]
    [InlineData("""{"job":1}x""")]
    public void What_is_no_object_is_no_job(string line) => Fails(line);

    [Theory]
    [InlineData("""{"job":"1"}""")]
    [InlineData("""{"job":1.5}""")]
    [InlineData("""{"job":1e300}""")]
    [InlineData("""{"job":99999999999}""")]
    [InlineData("""{"job":null}""")]
    [InlineData("""{"job":{}}""")]
    [InlineData("""{"job":[]}""")]
    [InlineData("""{"pid":-1}""")]
    [InlineData("""{"interfaces":1}""")]
    [InlineData("""{"host":1}""")]
    [InlineData("""{"hostAddresses":{}}""")]
    [InlineData("""{"hostAddresses":[1]}""")]
    [InlineData("""{"interfaces":"true"}""")]
    [InlineData("""{"cancel":null}""")]
    [InlineData("""{"probes":null}""")]
    [InlineData("""{"probes":{}}""")]
    [InlineData("""{"probes":"db"}""")]
    [InlineData("""{"probes":[1]}""")]
    [InlineData("""{"probes":["db"]}""")]
    [InlineData("""{"probes":[null]}""")]
    [InlineData("""{"probes":[[]]}""")]
    [InlineData("""{"probes":[{"host":5}]}""")]
    [InlineData("""{"probes":[{"host":"db","port":"80"}]}""")]
    [InlineData("""{"probes":[{"host":"db","port":8.5}]}""")]
    [InlineData("""{"probes":[{"host":"db","proxied":0}]}""")]
    [InlineData("""{"probes":[{"host":"db","path":[]}]}""")]
    [InlineData("""{"probes":[{"host":"db","i":"0"}]}""")]
    [InlineData("""{"probes":[{"host":"\ud800"}]}""")]
    public void A_value_of_the_wrong_type_is_no_job(string line) => Fails(line);

    [Theory]
    [InlineData("")]
    [InlineData("\"host\":\"\"")]
    [InlineData("\"host\":null")]
    [InlineData("\"host\":\"db\",\"kind\":\"TCP\"")]
    [InlineData("\"host\":\"db\",\"kind\":\"smtp\"")]
    [InlineData("\"host\":\"db\",\"kind\":null")]
    [InlineData("\"host\":\"db\",\"kind\":\"tcp\"")]
    public void What_is_wrong_with_one_probe_leaves_the_others(string fields)
    {
        var line = $$"""{"probes":[{ {{fields}} },{"i":1,"host":"db"}]}""";

        Assert.Equal([true, false], Parse(line).Probes!.Select(p => p.Problem is not null));
    }

    [Theory]
    [InlineData("[", "]", 100)]
    [InlineData("""{"a":""", "}", 100)]
    [InlineData("[", "", 100_000)]
    [InlineData("""{"a":""", "", 100_000)]
    public void Deep_nesting_is_no_job(string open, string close, int depth)
    {
        Fails($$"""{"later":{{string.Concat(Enumerable.Repeat(open, depth))}}1{{string.Concat(Enumerable.Repeat(close, depth))}}}""");
    }

    [Fact]
    public void A_line_cut_anywhere_is_no_job()
    {
        for (var length = 0; length < Full.Length; length++)
            Fails(Full[..length]);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_job()
    {
        Assert.Throws<FormatException>(() => JobReader.Read([.. "{\"probes\":[{\"host\":\""u8, 0xff, 0xc0, .. "\"}]}"u8]));
        Assert.Throws<FormatException>(() => JobReader.Read([.. "{\""u8, 0xff, .. "\":1}"u8]));
    }

    [Fact]
    public void So_many_probes_and_no_more()
    {
        Assert.Equal(JobMessage.MaxProbes, Parse(Many(JobMessage.MaxProbes)).Probes!.Count);
        Fails(Many(JobMessage.MaxProbes + 1));

        static string Many(int count) => $$"""{"probes":[{{string.Join(',', Enumerable.Repeat("""{"host":"db"}""", count))}}]}""";
    }

    [Fact]
    public void Random_bytes_give_a_job_or_a_format_error()
    {
        var random = new Random(20250101);
        for (var i = 0; i < 20_000; i++)
        {
            var line = new byte[random.Next(0, 80)];
            random.NextBytes(line);
            if (i % 2 == 0 && line.Length > 0)
                line[0] = (byte)'{';
            Survives(line);
        }
    }

    [Fact]
    public void A_good_line_with_some_bytes_changed_gives_a_job_or_a_format_error()
    {
        var random = new Random(20250102);
        var good = Encoding.UTF8.GetBytes(Full);
        var alphabet = "{}[]\",:0123456789-+.eEtruefalsn\\u \t"u8.ToArray();
        for (var i = 0; i < 30_000; i++)
        {
            var line = good.ToList();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                var at = random.Next(line.Count);
                var other = random.Next(2) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
                switch (random.Next(4))
                {
                    case 0: line[at] = other; break;
                    case 1: line.Insert(at, other); break;
                    case 2: line.RemoveAt(at); break;
                    default: line.InsertRange(at, good[random.Next(good.Length)..]); break;
                }
            }

            Survives([.. line]);
        }
    }

    private static JobMessage Parse(string line) => JobReader.Read(Encoding.UTF8.GetBytes(line));

    private static void Fails(string line) => Assert.Throws<FormatException>(() => Parse(line));

    private static void Survives(byte[] line)
    {
        try
        {
            var job = JobReader.Read(line);
            Assert.InRange(job.Count, 1, 1_000_000);
            Assert.All(job.Probes!, p => Assert.InRange(p.Port, 0, 65535));
        }
        catch (FormatException)
        {
            // What it says of a bad line.
        }
    }
}
