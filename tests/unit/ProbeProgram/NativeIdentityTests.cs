using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DockerNetwork.Probe;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// Who answers, and whose process it is. Needs the program and a namespace of its own; where one of them is missing, nothing is tested
/// here.
/// </summary>
[Collection("native probe")]
public class NativeIdentityTests
{
    private const string Mallory = "127.0.0.2";
    private const string Victim = "127.0.0.3";
    private const string Container = "41a74272cf90d0f6d6e2cdd655bbf693ab093563faafdc407606bc722fc6b83d";

    [Fact]
    public async Task A_target_cannot_answer_for_another()
    {
        NativeProbe? inside = null;
        Socket? ears = null, mouth = null;
        var possible = NativeProbe.Program is not null && NetworkOfItsOwn.Do(() =>
        {
            inside = NativeProbe.Start();
            ears = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp);
            mouth = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp);
            mouth.Bind(new IPEndPoint(IPAddress.Parse(Mallory), 0));
        });
        if (!possible)
            return;
        await using var probe = inside!;
        using (ears)
        using (mouth)
        {
            // It even hears what is sent to others, numbers and all.
            var forging = Task.Run(() => Forge(ears!, mouth!));
            var answers = await probe.RunAsync(
                $$"""
                "timeout":500,"count":3,"interval":50,"probes":[{"i":0,"kind":"icmp","host":"{{Mallory}}"},
                {"i":1,"kind":"icmp","host":"{{Victim}}"}]
                """.ReplaceLineEndings(""));

            Assert.Equal(("Reachable", 3), (Text(answers[0], "state"), answers[0].GetProperty("received").GetInt32()));
            Assert.Equal(("Blocked", 0), (Text(answers[1], "state"), answers[1].GetProperty("received").GetInt32()));
            ears!.Close();
            await forging;
        }
    }

    [Fact]
    public async Task Numbers_of_echo_requests_cannot_be_guessed()
    {
        NativeProbe? inside = null;
        Socket? ears = null;
        var possible = NativeProbe.Program is not null && NetworkOfItsOwn.Do(() =>
        {
            inside = NativeProbe.Start();
            ears = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp) { ReceiveTimeout = 5000 };
        });
        if (!possible)
            return;
        await using var probe = inside!;
        using (ears)
        {
            var probes = string.Join(
                ',',
                Enumerable.Range(0, 20).Select(i => $$"""{"i":{{i}},"kind":"icmp","host":"127.0.1.{{i + 1}}"}"""));
            await probe.RunAsync($"\"timeout\":300,\"probes\":[{probes}]");

            var buffer = new byte[1500];
            var numbers = new HashSet<(int, int)>();
            for (var i = 0; i < 20; i++)
            {
                ears!.Receive(buffer);
                numbers.Add((
                    BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(24)),
                    BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(26))));
            }

            Assert.InRange(numbers.Select(n => n.Item1).Distinct().Count(), 17, 20);
            Assert.InRange(numbers.Select(n => n.Item2).Distinct().Count(), 17, 20);
            Assert.DoesNotContain(numbers, n => numbers.Contains((n.Item1, n.Item2 + 1)));
        }
    }

    /// <summary>Without control groups, as in a rootless engine, a container in host mode looks like a process of the host.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_in_the_probes_own_network_is_not_the_containers(bool hostNetwork)
    {
        NativeProbe? inside = null;
        Process? stranger = null;
        var possible = NativeProbe.Program is not null && NetworkOfItsOwn.Do(() =>
        {
            inside = NativeProbe.Start();
            stranger = Process.Start("sleep", "60");
        });
        if (!possible)
            return;
        await using var probe = inside!;
        using var process = stranger!;
        try
        {
            var here = Cgroups.Of(await File.ReadAllBytesAsync("/proc/self/cgroup"), Encoding.ASCII.GetBytes(Container));
            var flag = hostNetwork ? "true" : "false";
            probe.Write($$"""{"job":1,"pid":{{process.Id}},"container":"{{Container}}","hostNetwork":{{flag}},"timeout":200,"probes":"""
                + """[{"kind":"icmp","host":"127.0.0.1"}]}""");

            Assert.Equal(
                hostNetwork && here == Membership.Unseen
                    ? """{"job":1,"begin":true,"verified":false}"""
                    : """{"job":1,"end":true,"error":"other"}""",
                (await probe.ReadAsync())!.Value.GetRawText());
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_process_whose_groups_name_no_container_is_not_verified()
    {
        Process? elsewhere = null;
        if (NativeProbe.Program is null || !NetworkOfItsOwn.Do(() => elsewhere = Process.Start("sleep", "60")))
            return;
        await using var probe = NativeProbe.Start();
        using var process = elsewhere!;
        try
        {
            // This program itself may run in a container.
            var here = Cgroups.Of(await File.ReadAllBytesAsync("/proc/self/cgroup"), Encoding.ASCII.GetBytes(Container));
            probe.Write($$"""{"job":1,"pid":{{process.Id}},"container":"{{Container}}","timeout":200,"probes":"""
                + $$"""[{"kind":"icmp","host":"127.0.0.1"}]}""");
            var first = (await probe.ReadAsync())!.Value.GetRawText();
            if (first.Contains("denied", StringComparison.Ordinal))
                return;

            Assert.Equal(
                here == Membership.Unseen ? """{"job":1,"begin":true,"verified":false}""" : """{"job":1,"end":true,"error":"other"}""",
                first);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_process_that_is_gone_is_not_verified()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        probe.Write($$"""{"job":1,"pid":2000000000,"container":"{{Container}}","probes":[{"kind":"icmp","host":"127.0.0.1"}]}""");

        Assert.Equal("""{"job":1,"begin":true,"verified":false}""", (await probe.ReadAsync())!.Value.GetRawText());
        Assert.Equal("NotRunning", Text((await probe.ReadAsync())!.Value, "state"));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true, true)]
    [InlineData("10.0.0.1", "10.0.0.2", true, false)]
    [InlineData("10.0.0.1", "10.0.0.2", false, false)]
    [InlineData("0.0.0.0", "127.0.0.1", true, true)]
    [InlineData("::", "::1", true, true)]
    [InlineData("224.0.0.1", "10.0.0.7", true, true)]
    [InlineData("255.255.255.255", "10.0.0.7", true, true)]
    [InlineData("ff02::1%2", "fe80::7%2", true, true)]
    [InlineData("224.0.0.1", "10.0.0.7", false, false)]
    [InlineData("fe80::7%2", "fe80::7", true, true)]
    [InlineData("fd00::1", "fd00::2", true, false)]
    [InlineData("10.0.0.1", "fd00::2", true, false)]
    public void A_message_is_about_its_target(string target, string address, bool reply, bool about) =>
        Assert.Equal(about, IcmpSocket.IsAbout(IPAddress.Parse(target), IPAddress.Parse(address), reply));

    /// <summary>
    /// Answers every echo request from one address, and says of each that the address is not there, quoting a packet to itself.
    /// </summary>
    private static void Forge(Socket ears, Socket mouth)
    {
        var to = new IPEndPoint(IPAddress.Loopback, 0);
        var packet = new byte[1500];
        try
        {
            while (true)
            {
                var length = ears.Receive(packet);
                if (length < 28 || packet[20] != 8)
                    continue;
                var quoted = packet.AsSpan(0, 28).ToArray();
                IPAddress.Parse(Mallory).TryWriteBytes(quoted.AsSpan(16), out _);
                byte[] unreachable = [3, 1, 0, 0, 0, 0, 0, 0, .. quoted];
                var reply = packet.AsSpan(20, length - 20).ToArray();
                reply[0] = 0;

                // What is said of mallory itself would be true.
                if (packet[19] == 3)
                    mouth.SendTo(Summed(unreachable), to);
                mouth.SendTo(Summed(reply), to);
            }
        }
        catch (SocketException)
        {
            // Closed: the test is over.
        }
        catch (ObjectDisposedException)
        {
            // As above.
        }
    }

    private static byte[] Summed(byte[] message)
    {
        (message[2], message[3]) = (0, 0);
        uint sum = 0;
        for (var i = 0; i + 1 < message.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(i));
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)~sum);
        return message;
    }

    private static string? Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? value.GetString() : null;
}
