using System.Net;
using System.Reflection;
using System.Xml.Linq;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Formats;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class CellsTests
{
    private const string Evil = "a\u001b]52;c;eA==\a\u009b2J\r\n\tb\u202ec\u2028d\u200be";

    public static TheoryData<string> Classes => [.. All().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_view_shows_nothing_that_a_terminal_acts_on(string name)
    {
        var cells = Hostile(All().Single(type => type.Name == name));
        var shown = cells.GetType()
            .GetProperties()
            .Select(property => (property.Name, Text: property.GetValue(cells)?.ToString() ?? ""))
            .ToList();

        Assert.All(
            shown,
            cell => Assert.All(cell.Text.Split('\n'), line => Assert.True(VisibleText.IsPlain(line), $"{cell.Name}: {line}")));
        // One line, and it begins with what it is.
        Assert.True(VisibleText.IsPlain(cells.ToString()!), cells.ToString());
        Assert.StartsWith($"{name[..^nameof(Cells).Length]} ", cells.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// A line break would begin a line that looks like another item of the list. Sentences and details have several lines by themselves.
    /// </summary>
    [Theory]
    [MemberData(nameof(Classes))]
    public void An_item_is_one_line(string name)
    {
        var cells = Hostile(All().Single(type => type.Name == name));
        var items = cells.GetType().GetProperties()
            .Where(p => p.Name is not ("Heading" or nameof(Cells.Head) or nameof(Cells.Line))
                && !p.Name.EndsWith("Cell", StringComparison.Ordinal)
                && !p.Name.EndsWith("Item", StringComparison.Ordinal));

        Assert.All(items, item => Assert.DoesNotContain('\n', item.GetValue(cells)?.ToString() ?? ""));
    }

    [Fact]
    public void Reasons_and_details_have_a_line_each()
    {
        Assert.Equal("A\\n: b\\n\nC: d", ReachabilityView.Reasons([new Reason("A\n", "x", "b\n"), new Reason("C", "x", "d")]));
        Assert.Equal("k\\n: v\\x1b", TopologyView.Details(new Dictionary<string, string> { ["k\n"] = "v\u001b" }));
    }

    [Fact]
    public void Every_cell_that_the_format_file_names_is_there_and_no_other()
    {
        var named = FormatFile.Views()
            .SelectMany(view => view.Descendants()
                .Where(e => e.Name.LocalName is "TableColumnItem" or "ListItem" or "GroupBy" or "ExpressionBinding")
                .Select(item => (Type: FormatFile.TypeOf(view), Name: FormatFile.CellOf(item))))
            .Where(cell => cell.Name is not (null or nameof(Cells.Head) or nameof(Cells.Line) or nameof(Cells.Engine)))
            .Select(cell => $"{cell.Type}.{cell.Name}")
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(
            FormatFile.Cells().Keys.Select(cell => $"{cell.Type}.{cell.Name}").Order(StringComparer.Ordinal),
            named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Format_Wide_shows_the_title_of_each_type()
    {
        var view = Assert.Single(FormatFile.Views(), v => v.Element("WideControl") is not null);

        Assert.Equal("$_.View.Title", view.Descendants("ScriptBlock").Single().Value);
        Assert.Equal(
            All().Select(cells => Model(cells.Name[..^nameof(Cells).Length]).FullName).Order(StringComparer.Ordinal),
            view.Descendants("TypeName").Select(t => t.Value).Order(StringComparer.Ordinal));
    }

    /// <summary>An object that was read from a file may have any text for any of its properties.</summary>
    [Fact]
    public void All_is_shown_through_cells() => Assert.DoesNotContain(
        FormatFile.Views().SelectMany(view => view.Descendants("PropertyName")),
        property => property.Value is not ("ViewHead" or "ViewLine"));

    /// <summary>What is shown as it is can hold no text of an engine.</summary>
    [Fact]
    public void Texts_are_not_shown_as_they_are()
    {
        foreach (var type in All())
        {
            var model = Model(type.Name[..^nameof(Cells).Length]);
            foreach (var name in type.GetProperties().Where(p => p.PropertyType == typeof(object)).Select(p => p.Name))
            {
                var property = TextProperty.Typed((model.GetProperty(name) ?? model.GetProperty(name[..^"Item".Length]))!).PropertyType;
                Assert.True(
                    (Nullable.GetUnderlyingType(property) ?? property).IsValueType || property == typeof(IPAddress),
                    $"{model.Name}.{name}: {property}");
            }
        }
    }

    [Fact]
    public void The_current_context_has_a_star()
    {
        Assert.Equal("prod *", new DockerContextCells(new DockerContext { Name = "prod", Current = true }).Title);
        Assert.Equal("prod", new DockerContextCells(new DockerContext { Name = "prod" }).Title);
    }

    /// <summary>PowerShell writes the hidden property, too, unless the others are named.</summary>
    [Fact]
    public void The_types_file_names_each_property_that_is_written()
    {
        var types = FormatFile.Types()
            .Where(t => Sets(t).Any(set => NameOf(set) == "PropertySerializationSet"))
            .ToDictionary(NameOf, StringComparer.Ordinal);

        Assert.Equal(2 * All().Count(), types.Count);
        foreach (var (name, type) in types)
        {
            var model = Model(name.Split('.')[^1]);
            // What .NET shows as text for ConvertTo-Json is itself for PowerShell.
            var typed = model.GetProperties()
                .Where(p => TextProperty.Typed(p) != p && !name.StartsWith("Deserialized.", StringComparison.Ordinal))
                .Select(p => p.Name);
            Assert.True(model.IsAssignableTo(typeof(ModuleObject)), name);
            Assert.Equal(typed.Order(StringComparer.Ordinal), Hidden(type).Select(p => p.Property).Order(StringComparer.Ordinal));
            Assert.All(Hidden(type), p => Assert.Equal(p.Property, p.Method));
            Assert.Equal(
                model.GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal),
                Listed(Assert.Single(Sets(type))).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("DockerNetwork.Engine.ModuleObject")]
    [InlineData("Deserialized.DockerNetwork.Engine.ModuleObject")]
    public void The_types_file_gives_all_objects_their_view(string name)
    {
        var type = FormatFile.Types().Single(t => NameOf(t) == name);

        Assert.Equal(["View"], Listed(Sets(type).Single(set => NameOf(set) == "DefaultDisplayPropertySet")));
        Assert.Equal([("View", "Of"), ("ViewHead", "Head"), ("ViewLine", "Line")], Hidden(type));
    }

    private static string NameOf(XElement item) => item.Element("Name")!.Value;

    private static IEnumerable<XElement> Sets(XElement type) => type.Descendants("PropertySet");

    private static IEnumerable<string> Listed(XElement set) => set.Element("ReferencedProperties")!.Elements("Name").Select(n => n.Value);

    private static IEnumerable<(string Property, string Method)> Hidden(XElement type) => type.Descendants("CodeProperty")
        .Where(property => property.Attribute("IsHidden")!.Value == "true")
        .Select(property => (NameOf(property), property.Descendants("MethodName").Single().Value));

    private static IEnumerable<Type> All() => typeof(Cells).Assembly.GetTypes().Where(t => t.BaseType == typeof(Cells));

    private static Type Model(string name) => ShownBy(All().Single(t => t.Name == name + "Cells"));

    private static Type ShownBy(Type cells) => cells.GetConstructors()[0].GetParameters()[0].ParameterType;

    private static object Hostile(Type cells) => Activator.CreateInstance(cells, Make(ShownBy(cells)))!;

    /// <summary>A value with a hostile text wherever it can hold one.</summary>
    private static object? Make(Type type) => type switch
    {
        _ when type == typeof(string) => Evil,
        _ when type == typeof(DockerHost) => TestEngine.Host,
        _ when type == typeof(IPAddress) => IPAddress.Loopback,
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => List(type.GetGenericArguments()[0]),
        { IsGenericType: true } when type == typeof(IReadOnlyDictionary<string, string>) =>
            new Dictionary<string, string> { [Evil] = Evil, ["b"] = "c" },
        { IsGenericType: true } when type == typeof(IReadOnlyDictionary<string, IPAddress>) =>
            new Dictionary<string, IPAddress> { [Evil] = IPAddress.Loopback },
        { IsValueType: true } => Nullable.GetUnderlyingType(type) is { } inner ? Make(inner) : Activator.CreateInstance(type),
        _ when type.Namespace!.StartsWith("DockerNetwork", StringComparison.Ordinal) => Object(type),
        _ => null,
    };

    private static Array List(Type item)
    {
        var list = Array.CreateInstance(item, 2);
        list.SetValue(Make(item), 0);
        list.SetValue(Make(item), 1);
        return list;
    }

    private static object Object(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType))]);
        var settable = type
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(TextProperty.Typed)
            .Where(p => p.SetMethod is { IsPrivate: false });
        foreach (var property in settable)
            property.SetValue(made, Make(property.PropertyType));
        return made;
    }
}
