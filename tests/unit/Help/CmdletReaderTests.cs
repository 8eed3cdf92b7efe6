using System.Collections;
using System.Net;
using DockerNetwork.Help;

namespace DockerNetwork.UnitTests.Help;

public class CmdletReaderTests
{
    private static readonly CmdletFacts Thing = ThingPages.Facts;

    private static ParameterFacts Parameter(string name) => Thing.Parameters.Single(p => p.Name == name);

    [Fact]
    public void A_cmdlet_has_its_name_page_and_types()
    {
        Assert.Equal(("Get-Thing", "https://example.org/Get-Thing.md"), (Thing.Name, Thing.HelpUri));
        Assert.Equal(["System.Net.IPAddress"], Thing.Outputs);
    }

    [Fact]
    public void Positions_come_first_then_what_is_required_then_the_rest_as_declared_then_those_of_base_classes() =>
        Assert.Equal(
            ["Name", "Id", "Count", "All", "Day", "Option", "DockerHost", "WhatIf", "Confirm"],
            Thing.Parameters.Select(p => p.Name));

    [Fact]
    public void Sets_that_differ_in_the_pipeline_only_are_one_usage_and_the_default_set_is_the_first() =>
        Assert.Equal(["Name", "Id"], Thing.Usages.Select(usage => usage[0].Name));

    [Fact]
    public void Such_sets_share_what_binds_to_their_parameters() =>
        Assert.Equal("ByValue, ByPropertyName", Parameter("Name").Pipeline);

    [Fact]
    public void A_parameter_has_aliases_position_and_wildcards()
    {
        Assert.Equal((true, null), (Parameter("Id").Required, Parameter("Id").Position));
        Assert.Equal(["Key", "Number"], Parameter("Id").Aliases);
        Assert.Equal((false, 0, true), (Parameter("Name").Required, Parameter("Name").Position, Parameter("Name").Wildcards));
        Assert.False(Parameter("Count").Wildcards);
    }

    [Fact]
    public void The_type_of_an_optional_value_is_that_of_the_value() => Assert.Equal(typeof(int), Parameter("Id").Type);

    [Theory]
    [InlineData("Count", "3")]
    [InlineData("Day", "Monday, Friday")]
    [InlineData("Name", null)]
    [InlineData("Id", null)]
    [InlineData("All", null)]
    public void The_default_is_the_value_of_a_new_cmdlet(string parameter, string? value) =>
        Assert.Equal(value, Parameter(parameter).Default);

    [Theory]
    [InlineData("DockerHost", true)]
    [InlineData("WhatIf", true)]
    [InlineData("Count", false)]
    public void What_a_base_class_declares_is_inherited(string parameter, bool inherited) =>
        Assert.Equal(inherited, Parameter(parameter).Inherited);

    [Theory]
    [InlineData(typeof(string[]), "string[]")]
    [InlineData(typeof(IPAddress), "ipaddress")]
    [InlineData(typeof(Hashtable), "hashtable")]
    [InlineData(typeof(object), "Object")]
    [InlineData(typeof(DayOfWeek), "DayOfWeek")]
    public void A_type_has_the_name_that_PowerShell_gives_it(Type type, string name) => Assert.Equal(name, Syntax.TypeName(type));

    [Fact]
    public void A_long_syntax_is_folded_between_parameters() =>
        Assert.All(Syntax.Lines("Get-Thing", Thing.Usages[0]), line => Assert.InRange(line.Length, 1, 110));
}
