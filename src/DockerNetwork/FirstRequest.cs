using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Formats;
using DockerNetwork.Identities;
using DockerNetwork.Pipeline;

namespace DockerNetwork;

/// <summary>
/// The first request of a process takes 50 ms for compiling code, of the runtime's HTTP client mostly. A session that imports the module is
/// about to send one, so the networks of an engine that does not exist are listed while PowerShell is still reading the module's files.
/// </summary>
internal static class FirstRequest
{
    /// <summary>Begins it, in the background. Nothing is sent, and nothing depends on it. A single processor has no time for it.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "No other hook comes before the types and views are read.")]
    internal static void Prepare()
    {
        if (Environment.ProcessorCount > 1)
            ThreadPool.UnsafeQueueUserWorkItem(static _ => _ = ListAsync(), null);
    }

    /// <summary>The list; a failure is its exception.</summary>
    internal static async Task<string> ListAsync()
    {
        using var client = new EngineClient(
            DockerHost.Parse("unix:///prepared", origin: "nowhere"), connect: _ => ValueTask.FromResult<Stream>(new Answers()));
        var networks = await new SnapshotCache().FindAsync(
            client, snapshot => Selection.Networks(snapshot, new NetworkIdentity("*")), isDoubtful: null, CancellationToken.None);
        var row = new NetworkCells(networks[0]).Row;
        var table = TableLayout.Of(row, [row], [], console: 0);
        return table.Header() + "\n" + table.Line(row, _ => default);
    }

    /// <summary>A connection at whose other end nobody is: each request has its answer already.</summary>
    private sealed class Answers : Stream
    {
        private ReadOnlyMemory<byte> _left;
        private TaskCompletionSource<int>? _reader;
        private Memory<byte> _wanted;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var body = To(Encoding.ASCII.GetString(buffer.Span[..buffer.Span.IndexOf((byte)'\r')]));
            _left = Encoding.ASCII.GetBytes(
                "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nServer: Docker/28.5.2 (linux)\r\nOstype: linux\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            var reader = _reader;
            _reader = null;
            reader?.SetResult(Read(_wanted));
            return ValueTask.CompletedTask;
        }

        // Not async methods, which would have to be compiled.
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_left.IsEmpty)
                return new(Read(buffer));
            _wanted = buffer;
            _reader = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(_reader.Task);
        }

        private int Read(Memory<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _left.Length);
            _left[..count].CopyTo(buffer);
            _left = _left[count..];
            return count;
        }

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        /// <summary>The fields that lists have, so that the code for each is compiled.</summary>
        private static string To(string request) =>
            request.Contains("/networks", StringComparison.Ordinal) ? """
                [{"Name":"app","Id":"a1","Created":"2026-01-02T03:04:05.678901234Z","Scope":"local","Driver":"bridge","EnableIPv4":true,
                "EnableIPv6":false,"IPAM":{"Driver":"default","Options":{},"Config":[{"Subnet":"192.0.2.0/24","Gateway":"192.0.2.1"}]},
                "Internal":false,"Attachable":false,"Ingress":false,"ConfigFrom":{"Network":""},"ConfigOnly":false,"Containers":{},
                "Options":{"com.docker.network.bridge.name":"br0"},"Labels":{"key":"value"}}]
                """
            : request.Contains("/containers", StringComparison.Ordinal) ? """
                [{"Id":"c1","Names":["/web"],"Image":"web","ImageID":"sha256:1","Command":"web","Created":1767323045,
                "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}],"Labels":{"key":"value"},"State":"running",
                "Status":"Up 5 minutes","HostConfig":{"NetworkMode":"app"},"NetworkSettings":{"Networks":{"app":{"IPAMConfig":null,
                "Links":null,"Aliases":null,"MacAddress":"02:42:c0:00:02:02","DriverOpts":null,"NetworkID":"a1","EndpointID":"e1",
                "Gateway":"192.0.2.1","IPAddress":"192.0.2.2","IPPrefixLen":24,"IPv6Gateway":"","GlobalIPv6Address":"",
                "GlobalIPv6PrefixLen":0,"DNSNames":null}}},"Mounts":[]}]
                """
            : "OK";
    }
}
