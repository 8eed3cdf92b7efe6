using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DockerNetwork.Engine.Wire;
using DockerNetwork.UnitTests.Fuzz;
using DockerNetwork.UnitTests.Hostile;

namespace DockerNetwork.UnitTests.Engine;

/// <summary>The reader of the two lists is written by hand: it must read what the serializer reads, which snapshots use.</summary>
public class ListReaderTests
{
    [Fact]
    public void Every_property_of_a_network_is_read() =>
        Reads([Filled<NetworkResource>()], EngineJson.Default.ListNetworkResource, Networks);

    [Fact]
    public void Every_property_of_a_container_is_read() =>
        Reads([Filled<ContainerSummary>()], EngineJson.Default.ListContainerSummary, Containers);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData(" [ null , {} ] ")]
    [InlineData("[{}] x")]
    [InlineData("[{}")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[[]]")]
    [InlineData("[\"\"]")]
    [InlineData("""[{"Id":7}]""")]
    [InlineData("""[{"Id":"a","Id":"b","Unknown":{"a":[1,2,{}]},"id":"c"}]""")]
    [InlineData("""[{"Id":"a","Labels":{"x":1}}]""")]
    [InlineData("""[{"Id":"a","Labels":{"x":null,"y":"z","x":"w"}}]""")]
    [InlineData("""[{"Id":"a","Created":"2026-02-30T00:00:00Z"}]""")]
    [InlineData("""[{"Id":"a","Created":1e400}]""")]
    [InlineData("""[{"Id":"a","IPAM":{"Config":[null,{"Subnet":"10.0.0.0/8"}],"Options":null}}]""")]
    [InlineData("""[{"Id":"a","IPAM":[]}]""")]
    [InlineData("""[{"Id":"a","EnableIPv4":null,"EnableIPv6":null,"Internal":1}]""")]
    [InlineData("""[{"Id":"a","Names":[null,"/a",7]}]""")]
    [InlineData("""[{"Id":"a","Names":[null,"/a"],"Ports":[null,{"PrivatePort":80.5}],"NetworkSettings":{"Networks":{"a":null}}}]""")]
    [InlineData("""[{"Id":"\ud800"}]""")]
    public void What_the_serializer_makes_of_a_document_the_reader_makes_of_it_too(string document) => ReadAlike(document);

    [Fact]
    public void Hostile_documents_are_read_alike()
    {
        foreach (var route in (string[])["networks", "containers"])
        {
            foreach (var name in HostileDocuments.Names(route))
                ReadAlike(HostileDocuments.Read(route, name));
        }
    }

    [Fact]
    public void Damaged_documents_are_read_alike()
    {
        var random = new Random(14);
        string[] sound =
        [
            JsonSerializer.Serialize([Filled<NetworkResource>()], EngineJson.Default.ListNetworkResource),
            JsonSerializer.Serialize([Filled<ContainerSummary>()], EngineJson.Default.ListContainerSummary),
        ];
        for (var i = 0; i < 4000; i++)
            ReadAlike(JsonDamage.Of(sound[i % 2], random));
    }

    private static void ReadAlike(string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        Alike(bytes, EngineJson.Default.ListNetworkResource, Networks);
        Alike(bytes, EngineJson.Default.ListContainerSummary, Containers);
    }

    private static void Alike<T>(byte[] document, JsonTypeInfo<List<T>> type, Func<byte[], List<T>?> read)
    {
        var expected = Text(() => JsonSerializer.Deserialize(document, type), type);
        var actual = Text(() => read(document), type);
        Assert.True(expected == actual, $"{Encoding.UTF8.GetString(document)}\nserializer: {expected}\nreader: {actual}");
    }

    private static string Text<T>(Func<List<T>?> read, JsonTypeInfo<List<T>> type)
    {
        try
        {
            return read() is { } items ? JsonSerializer.Serialize(items, type) : "null";
        }
        catch (JsonException)
        {
            return "refused";
        }
    }

    private static List<NetworkResource>? Networks(byte[] document) => ListReader.Networks(document);

    private static List<ContainerSummary>? Containers(byte[] document) => ListReader.Containers(document);

    private static void Reads<T>(List<T> items, JsonTypeInfo<List<T>> type, Func<byte[], List<T>?> read)
    {
        var written = JsonSerializer.SerializeToUtf8Bytes(items, type);

        Assert.Equal(Encoding.UTF8.GetString(written), JsonSerializer.Serialize(read(written)!, type));
    }

    /// <summary>An object with a value of its own in every property, so that one that is not read is seen.</summary>
    private static T Filled<T>()
    {
        var next = 0;
        return (T)Value(typeof(T))!;

        object? Value(Type type)
        {
            next++;
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(string))
                return $"text {next}";
            if (type == typeof(bool))
                return true;
            if (type == typeof(int) || type == typeof(long))
                return Convert.ChangeType(next, type, System.Globalization.CultureInfo.InvariantCulture);
            if (type == typeof(DateTimeOffset))
                return DateTimeOffset.UnixEpoch.AddSeconds(next);
            if (type.IsGenericType && type.GetGenericArguments() is [var key, var value] && key == typeof(string))
            {
                var table = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
                table.Add($"key {next}", Value(value));
                return table;
            }

            if (type.IsGenericType && type.GetGenericArguments() is [var item])
            {
                var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
                list.Add(Value(item));
                return list;
            }

            var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
            var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType))]);
            if (constructor.GetParameters().Length == 0)
            {
                foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
                    property.SetValue(made, Value(property.PropertyType));
            }

            return made;
        }
    }
}
