using System.Text.Json;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>Reads what a look asks for out of a job. A bad address or link costs its own question only.</summary>
internal static class LookSpecReader
{
    /// <exception cref="FormatException">It is not an object, or asks too much.</exception>
    public static LookSpec Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("A look is not an object.");
        var look = new LookSpec();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var routes = reader.ValueTextEquals("routes"u8);
            reader.Read();
            if (routes)
                look = look with { Routes = ReadRoutes(ref reader) };
            else
                reader.Skip();
        }

        return look;
    }

    private static List<RouteQuestion>? ReadRoutes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new FormatException("The questions about routes are not an array.");
        var routes = new List<RouteQuestion>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (routes.Count == LookSpec.MaxRoutes)
                throw new FormatException("Too many questions about routes in one line.");
            routes.Add(ReadRoute(ref reader));
        }

        return routes;
    }

    private static RouteQuestion ReadRoute(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("A question about a route is not an object.");
        var question = new RouteQuestion { To = "" };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "to": question = question with { To = reader.GetString() ?? "" }; break;
                case "from": question = question with { From = reader.GetString() }; break;
                case "input": question = question with { Input = reader.GetString() }; break;
                case "mark": question = question with { Mark = reader.GetUInt32() }; break;
                default: reader.Skip(); break;
            }
        }

        return question;
    }
}
