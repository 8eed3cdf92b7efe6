using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace DockerNetwork.Help;

/// <summary>Reads the facts of cmdlets from their classes, by the rules by which PowerShell reads them.</summary>
internal static class CmdletReader
{
    private const string EverySet = "__AllParameterSets";

    /// <summary>The cmdlets of an assembly, by name.</summary>
    public static IReadOnlyList<CmdletFacts> Read(Assembly assembly)
    {
        var cmdlets = assembly.GetExportedTypes().Where(type => Attributes<CmdletAttribute>(type).Any()).Select(Read);
        return [.. cmdlets.OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    /// <summary>The facts of one cmdlet. The class is instantiated, which shows the defaults.</summary>
    public static CmdletFacts Read(Type type)
    {
        var cmdlet = Attributes<CmdletAttribute>(type).Single();
        var bindings = Bindings(type).ToArray();
        if (Named(cmdlet, nameof(CmdletAttribute.SupportsShouldProcess)) is true)
            bindings = [.. bindings, Common("WhatIf", "wi"), Common("Confirm", "cf")];

        // Parameter sets that differ only in what the pipeline binds to are one way to call the cmdlet.
        var usages = Sets(bindings, (string?)Named(cmdlet, nameof(CmdletAttribute.DefaultParameterSetName)))
            .Select(set => bindings.Where(b => b.Set == set || b.Set == EverySet).Select(b => b.Parameter).ToArray())
            .GroupBy(Signature)
            .Select(same => Ordered(same.SelectMany(parameters => parameters).GroupBy(p => p.Name).Select(Merged)))
            .ToArray();
        var names = bindings.Select(b => b.Parameter.Name).Distinct();
        return new CmdletFacts(
            $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}",
            (string?)Named(cmdlet, nameof(CmdletAttribute.HelpUri)) ?? "",
            usages,
            Ordered(names.Select(name => usages.SelectMany(usage => usage).First(p => p.Name == name))),
            [.. Outputs(type).Where(t => t != typeof(void)).Select(t => t.FullName!).Distinct()]);
    }

    /// <summary>A parameter as it is in one set.</summary>
    private sealed record Binding(string Set, ParameterFacts Parameter);

    private static IEnumerable<Binding> Bindings(Type type)
    {
        var instance = Activator.CreateInstance(type);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(
            property => Attributes<ParameterAttribute>(property).Where(a => Named(a, nameof(ParameterAttribute.DontShow)) is not true),
            (property, attribute) => new Binding(
                (string?)Named(attribute, nameof(ParameterAttribute.ParameterSetName)) ?? EverySet,
                new ParameterFacts(property.Name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
                {
                    Aliases = [.. Attributes<AliasAttribute>(property).SelectMany(Elements).OfType<string>()],
                    Required = Named(attribute, nameof(ParameterAttribute.Mandatory)) is true,
                    Position = Named(attribute, nameof(ParameterAttribute.Position)) is int position and >= 0 ? position : null,
                    ByValue = Named(attribute, nameof(ParameterAttribute.ValueFromPipeline)) is true,
                    ByPropertyName = Named(attribute, nameof(ParameterAttribute.ValueFromPipelineByPropertyName)) is true,
                    Wildcards = Attributes<SupportsWildcardsAttribute>(property).Any(),
                    Default = Text(property.GetValue(instance)),
                    Inherited = property.DeclaringType != type,
                }));
    }

    private static IEnumerable<Type> Outputs(Type type) => Attributes<OutputTypeAttribute>(type).SelectMany(Elements).OfType<Type>();

    /// <summary>What PowerShell adds to a cmdlet that changes something.</summary>
    private static Binding Common(string name, string alias) =>
        new(EverySet, new ParameterFacts(name, typeof(SwitchParameter)) { Aliases = [alias], Inherited = true });

    private static IEnumerable<string> Sets(IEnumerable<Binding> bindings, string? first)
    {
        string[] sets = [.. bindings.Select(b => b.Set).Where(set => set != EverySet).Distinct()];
        return sets.Length == 0 ? [EverySet] : sets.OrderByDescending(set => set == first);
    }

    private static string Signature(IEnumerable<ParameterFacts> parameters) =>
        string.Join(", ", parameters.Select(p => $"{p.Name} {p.Required} {p.Position}").Order(StringComparer.Ordinal));

    private static ParameterFacts Merged(IEnumerable<ParameterFacts> same) =>
        same.First() with { ByValue = same.Any(p => p.ByValue), ByPropertyName = same.Any(p => p.ByPropertyName) };

    /// <summary>Positions first, then what must be given, else as declared.</summary>
    private static ParameterFacts[] Ordered(IEnumerable<ParameterFacts> parameters) =>
        [.. parameters.OrderBy(p => p.Position ?? int.MaxValue).ThenByDescending(p => p.Required)];

    private static string? Text(object? value) => value switch
    {
        null or SwitchParameter or "" or ICollection { Count: 0 } => null,
        Array values => string.Join(", ", values.Cast<object?>().Select(Text)),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    // The attributes of PowerShellStandard keep nothing of what they are given, so they are read as they stand in the assembly.
    private static IEnumerable<CustomAttributeData> Attributes<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(a => a.AttributeType == typeof(T));

    private static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value;

    /// <summary>The arguments of the constructor, those of a params array one by one.</summary>
    private static IEnumerable<object?> Elements(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.SelectMany(
            argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> all ? all.Select(e => e.Value) : [argument.Value]);
}
