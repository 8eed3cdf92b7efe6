using System.Reflection;
using DockerNetwork.Model.Results;

namespace DockerNetwork.UnitTests.Prediction;

public class ReasonCodeTests
{
    public static TheoryData<string> Codes => [.. typeof(ReasonCode).GetFields().Select(f => f.Name)];

    /// <summary>Scripts compare codes: a rename must not happen by the way.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_is_its_own_name(string name) =>
        Assert.Equal(name, typeof(ReasonCode).GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue());
}
