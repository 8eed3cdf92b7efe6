using System.Buffers.Binary;
using System.Net.Sockets;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Engine;

/// <summary>
/// The stream of an attach or exec: write to it for standard input, read frames from it. Reading and writing may go on at once.
/// Disposing it closes the connection, and with it the standard input of the process.
/// </summary>
public sealed class HijackedConnection : IAsyncDisposable
{
    private const int HeaderLength = 8;

    /// <summary>
    /// Engines send what a process wrote in frames of 32 KiB at most; a larger length means that this is not an engine's frame.
    /// </summary>
    private const int LongestFrame = 16 * 1024 * 1024;

    /// <summary>An empty frame is allowed and means nothing; this many in a row are not output.</summary>
    private const int EmptyFrames = 1000;

    /// <summary>Ending the input sends a few bytes, which a frozen engine may not accept.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _http;
    private readonly HttpResponseMessage _response;
    private readonly Stream _transport;
    private readonly Stream _stream;
    private readonly bool _framed;
    private readonly byte[] _header = new byte[HeaderLength];
    private OutputSource _source;
    private uint _remaining;

    internal HijackedConnection(HttpMessageInvoker http, HttpResponseMessage response, Stream transport, Stream stream, bool framed)
    {
        _http = http;
        _response = response;
        _transport = transport;
        _stream = stream;
        _framed = framed;
    }

    /// <summary>Writes to standard input.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        await _stream.WriteAsync(data, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Ends standard input; output can still be read. False if the transport cannot close one direction, or if the connection is gone.
    /// Takes at most 5 s.
    /// </summary>
    public async ValueTask<bool> CloseInputAsync()
    {
        try
        {
            return await Transport.TryShutdownSendAsync(_transport).AsTask().WaitAsync(CloseTimeout);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException
            or InvalidOperationException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Reads the next piece of output of a process. Without a terminal it comes in the engine's 8-byte frames (source, three zeros, length
    /// as big-endian), and a frame larger than the buffer comes in several pieces. With a terminal all is standard output, as it comes.
    /// </summary>
    /// <returns>The source and the number of bytes; 0 bytes is the end.</returns>
    /// <exception cref="EngineException">
    /// <see cref="EngineFailure.ConnectionLost"/> in the middle of a frame, <see cref="EngineFailure.Protocol"/> on a header that cannot be
    /// true.
    /// </exception>
    public async ValueTask<(OutputSource Source, int Count)> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            if (!_framed)
                return (OutputSource.StandardOutput, await _stream.ReadAsync(buffer, cancellationToken));

            for (var empty = 0; _remaining == 0; empty++)
            {
                if (empty > EmptyFrames)
                    throw new EngineException(EngineFailure.Protocol, $"The output stream consists of empty frames: {empty} in a row.");
                if (!await ReadHeaderAsync(cancellationToken))
                    return (_source, 0);
            }

            var count = await _stream.ReadAsync(buffer[..(int)Math.Min(_remaining, buffer.Length)], cancellationToken);
            if (count == 0)
                throw Cut();
            _remaining -= (uint)count;
            return (_source, count);
        }
        catch (IOException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new EngineException(EngineFailure.ConnectionLost, $"The output stream broke: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _response.Dispose();
        _http.Dispose();
    }

    private async ValueTask<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var read = await _stream.ReadAtLeastAsync(_header, HeaderLength, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
            return false;
        if (read < HeaderLength)
            throw Cut();
        if (_header[0] > (byte)OutputSource.StandardError || _header[1] != 0 || _header[2] != 0 || _header[3] != 0)
            throw NotFramed("is not framed");

        var length = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4));
        if (length > LongestFrame)
            throw NotFramed($"announces a frame of {length} bytes, which is not the engine's framing");

        _source = (OutputSource)_header[0];
        _remaining = length;
        return true;
    }

    private static EngineException NotFramed(string what) =>
        new(EngineFailure.Protocol, $"The output stream {what}. Was the container or command started with a terminal?");

    private static EngineException Cut() =>
        new(
            EngineFailure.ConnectionLost,
            "The output stream ended in the middle of a frame: the connection to the engine was lost.");
}
