using System.Text.Json.Nodes;

namespace DockerNetwork.UnitTests.Fuzz;

/// <summary>
/// Damages a JSON document where it means something, so that it stays JSON: bytes that are changed at random seldom get past the parser.
/// </summary>
internal static class JsonDamage
{
    private static readonly string[] Values =
    [
        "null", "0", "-1", "70000", "99999999999999", "-9223372036854775808", "2147483648", "1e3", "0.5", "true", "\"\"", "\"/\"",
        "\"container:\"", "\"container:a\"",
        "\"running\"", "\"-1\"", "\"10.9.0.2\"", "\"10.9.0.0/24\"", "\"::/0\"", "\"0.0.0.0/0\"", "\"fe80::1%1/64\"", "\"host\"",
        "\"bridge\"", "\"default\"", "\"sound\"",
        "\"65535/udp\"", "\"0-99/tcp\"", "\"2025-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"\\u001b[2J\\u202e\\u2019\"", "[]",
        "{}", "[null]", "[\"a\",null]", "{\"\":null}",
    ];

    /// <summary>The document with one to eight places changed: a value, a key, an item more or less.</summary>
    public static string Of(string document, Random random)
    {
        var root = JsonNode.Parse(document)!;
        for (var steps = random.Next(1, 9); steps > 0; steps--)
        {
            var places = Places(root).ToList();
            if (places.Count > 0)
                Change(places[random.Next(places.Count)], random);
        }

        return root.ToJsonString();
    }

    /// <summary>Objects and lists with something in them.</summary>
    private static IEnumerable<JsonNode> Places(JsonNode? node)
    {
        var children = node switch
        {
            JsonObject table => table.Select(p => p.Value),
            JsonArray list => list,
            _ => [],
        };
        var own = node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } ? new[] { node } : [];
        return own.Concat(children.SelectMany(Places));
    }

    private static void Change(JsonNode place, Random random)
    {
        if (place is JsonArray list)
        {
            var index = random.Next(list.Count);
            switch (random.Next(4))
            {
                case 0: list.RemoveAt(index); break;
                case 1: list.Insert(random.Next(list.Count + 1), list[index]?.DeepClone()); break;
                case 2: list.Insert(random.Next(list.Count + 1), Value(random)); break;
                default: list[index] = Value(random); break;
            }

            return;
        }

        var table = (JsonObject)place;
        var key = table.ElementAt(random.Next(table.Count)).Key;
        switch (random.Next(5))
        {
            case 0: table.Remove(key); break;
            case 1: table[Value(random)?.ToString() ?? ""] = table[key]?.DeepClone(); break;
            case 2: table[key] = table.ElementAt(random.Next(table.Count)).Value?.DeepClone(); break;
            default: table[key] = Value(random); break;
        }
    }

    private static JsonNode? Value(Random random) => JsonNode.Parse(Values[random.Next(Values.Length)]);
}
