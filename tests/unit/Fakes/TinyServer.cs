using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>Listens on a free port of the loopback interface and says the same, or nothing, to each who comes.</summary>
internal sealed class TinyServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly List<string> _requests = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private TinyServer(Queue<string?> answers, IPAddress address)
    {
        _listener = new TcpListener(address, 0);
        _listener.Start(4096);
        _serving = ServeAsync(answers);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What was asked, head by head.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>
    /// Answers, each to one connection, the last one to all that follow; null is silence, the empty text a connection that is closed.
    /// </summary>
    public static TinyServer Saying(params string?[] answers) => new(new Queue<string?>(answers), IPAddress.Loopback);

    public static TinyServer On(IPAddress address) => new(new Queue<string?>([""]), address);

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task ServeAsync(Queue<string?> answers)
    {
        var silent = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
                if (answer is null)
                {
                    silent.Add(client);
                    continue;
                }

                using (client)
                    await AnswerAsync(client.GetStream(), answer);
            }
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string answer)
    {
        if (answer.Length == 0)
            return;
        try
        {
            var buffer = new byte[4096];
            var count = await stream.ReadAsync(buffer, _stop.Token);
            _requests.Add(Encoding.ASCII.GetString(buffer, 0, count));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }
}
