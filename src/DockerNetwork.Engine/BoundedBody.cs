using System.Buffers;

namespace DockerNetwork.Engine;

/// <summary>Reads the body of an answer up to a limit. The base library's own buffer ends at 2 GiB.</summary>
internal static class BoundedBody
{
    private const int FirstPiece = 16 * 1024;

    /// <summary>The body, or its beginning.</summary>
    /// <param name="content">What is read.</param>
    /// <param name="limit">How many bytes at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="heard">Called before each wait for more bytes.</param>
    /// <returns>The bytes, and whether they are the whole body. Of a body that is too large, no more than the first 64 KiB.</returns>
    public static async Task<Part> ReadAsync(
        HttpContent content, int limit, CancellationToken cancellationToken, Action? heard = null)
    {
        const int Beginning = 64 * 1024;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);

        // The promised length is not trusted: a server that promises a gigabyte and sends nothing gets a small buffer. Buffers go back to
        // the pool, so that a server that answers without end, again and again, leaves nothing for the collector.
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(limit, FirstPiece));
        try
        {
            for (var length = 0; ;)
            {
                heard?.Invoke();
                if (length == limit && await stream.ReadAsync(new byte[1], cancellationToken) > 0)
                    return new(buffer.AsSpan(0, Math.Min(length, Beginning)).ToArray(), false);
                if (length == buffer.Length)
                    buffer = Grow(buffer, limit);

                var room = Math.Min(buffer.Length, limit) - length;
                var count = room == 0 ? 0 : await stream.ReadAsync(buffer.AsMemory(length, room), cancellationToken);
                if (count == 0)
                    return new(buffer.AsSpan(0, length).ToArray(), true);
                length += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int limit)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(limit, buffer.Length), buffer.Length * 2L));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>What was read of a body. A class: a task of a struct would be compiled for the first command.</summary>
    internal sealed record Part(ReadOnlyMemory<byte> Bytes, bool Complete);
}
