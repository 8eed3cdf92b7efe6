using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DockerNetwork.Engine;

/// <summary>A version of the Engine API, such as 1.41. Not the version of the engine (20.10).</summary>
/// <param name="Major">Always 1 so far.</param>
/// <param name="Minor">Grows with the engine; 41 is engine 20.10, 51 is engine 28.5.</param>
public sealed record ApiVersion(int Major, int Minor) : IComparable<ApiVersion>
{
    /// <summary>
    /// The newest version this client knows. A newer engine is asked in this version. Tried against engines up to 1.51 (28.5); what the
    /// changelog says of 1.52 to 1.54 takes away only fields that are not read here.
    /// </summary>
    public static readonly ApiVersion Newest = new(1, 54);

    /// <summary>The oldest version this client speaks: 1.25 brought network prune and <c>Created</c>.</summary>
    public static readonly ApiVersion Oldest = new(1, 25);

    /// <summary>Reads "1.41". Returns false for anything else, a leading "v" included.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiVersion? version)
    {
        version = null;
        var parts = text?.Split('.');
        if (parts is not [var major, var minor]
            || !int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second))
        {
            return false;
        }

        version = new ApiVersion(first, second);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ApiVersion? other) =>
        other is null ? 1 : Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Older than.</summary>
    public static bool operator <(ApiVersion? left, ApiVersion? right) => Compare(left, right) < 0;

    /// <summary>Newer than.</summary>
    public static bool operator >(ApiVersion? left, ApiVersion? right) => Compare(left, right) > 0;

    /// <summary>Older than or the same.</summary>
    public static bool operator <=(ApiVersion? left, ApiVersion? right) => Compare(left, right) <= 0;

    /// <summary>Newer than or the same.</summary>
    public static bool operator >=(ApiVersion? left, ApiVersion? right) => Compare(left, right) >= 0;

    /// <summary>"1.41".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    private static int Compare(ApiVersion? left, ApiVersion? right) => left?.CompareTo(right) ?? (right is null ? 0 : -1);
}
