namespace DockerNetwork.Probe;

/// <summary>What a UDP probe sends.</summary>
internal static class Datagram
{
    /// <summary>A name server answers only to a query; anything else gets a line feed, which an echo-like service answers.</summary>
    /// <param name="port">Where it goes.</param>
    /// <param name="size">Its bytes, filled up with zeros; null for no more than it needs.</param>
    public static byte[] For(int port, int? size)
    {
        byte[] data = port == 53 ? [0x44, 0x4e, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1] : [(byte)'\n'];
        Array.Resize(ref data, size ?? data.Length);
        return data;
    }
}
