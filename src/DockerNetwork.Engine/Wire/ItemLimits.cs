using System.Text.Json;

namespace DockerNetwork.Engine.Wire;

/// <summary>
/// How many items a list or a table of a document may have. A body of 128 MiB can hold sixty million items of two bytes, each of which
/// becomes an object.
/// </summary>
internal static class ItemLimits
{
    /// <summary>
    /// Networks, containers or images in a document: more than any engine has. A longer list is refused, because a network that is missing
    /// would look like one that does not exist.
    /// </summary>
    public const int OfDocument = 100_000;

    /// <summary>
    /// Items in a list or table of one network, container or image: every port of tcp, udp and sctp, published for both address families.
    /// The rest of a longer one is left out, because one container must not spoil the answer about the others.
    /// </summary>
    public const int OfItem = 2 * 3 * 65536;

    [ThreadStatic]
    private static int s_cut;

    /// <summary>Reads a document, and counts the lists and tables in it that were cut.</summary>
    /// <param name="read">Reads it, on this thread.</param>
    public static (T Document, int Cut) Count<T>(Func<T> read)
    {
        s_cut = 0;
        var document = read();
        return (document, s_cut);
    }

    /// <summary>Reads over the rest of a list or table, whose closing bracket is the next token afterwards.</summary>
    /// <param name="reader">At an item, or at the name of one.</param>
    public static void SkipRest(ref Utf8JsonReader reader)
    {
        s_cut++;
        do
        {
            reader.Skip();
        }
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject));
    }
}
