namespace DockerNetwork.Engine;

/// <summary>Reads the body of an answer up to a limit. The base library's own buffer ends at 2 GiB.</summary>
internal static class BoundedBody
{
    private const int FirstPiece = 16 * 1024;

    /// <summary>The body, or its beginning.</summary>
    /// <param name="content">What is read.</param>
    /// <param name="limit">How many bytes at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The bytes, and whether they are the whole body.</returns>
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool Complete)> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        // The promised length is not trusted: a server that promises a gigabyte and sends nothing gets a small buffer.
        var buffer = new byte[Math.Min(limit, FirstPiece)];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= limit)
                    return (buffer, await stream.ReadAsync(new byte[1], cancellationToken) == 0);
                Array.Resize(ref buffer, (int)Math.Min(limit, buffer.Length * 2L));
            }

            var count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (count == 0)
                return (buffer.AsMemory(0, length), true);
            length += count;
        }
    }
}
