using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>What a <see cref="RuleItem"/> says.</summary>
[JsonConverter(typeof(CamelCaseWords<RuleStep>))]
internal enum RuleStep
{
    /// <summary>Something else, of no use to the reader.</summary>
    None,

    /// <summary>From now on rules are watched; packets may be sent.</summary>
    Watching,

    /// <summary>This rule or policy ended packets.</summary>
    Ended,

    /// <summary>
    /// The rules could not be read as a whole; <see cref="RuleItem.Text"/> says why. What else is written may be incomplete.
    /// </summary>
    Incomplete,
}
