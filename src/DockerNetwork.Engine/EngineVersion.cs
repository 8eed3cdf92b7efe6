using System.Globalization;

namespace DockerNetwork.Engine;

/// <summary>
/// A version of an engine, such as 28.5.2. It decides what the engine does, and <see cref="ApiVersion"/> what it can be asked.
/// </summary>
/// <param name="Major">28 of 28.5.2.</param>
/// <param name="Minor">5 of 28.5.2; 20.10 has 10.</param>
/// <param name="Patch">2 of 28.5.2; 0 also if it is not known.</param>
public readonly record struct EngineVersion(int Major, int Minor, int Patch = 0) : IComparable<EngineVersion>
{
    /// <summary>The first engine that spoke 1.41, 1.42 and so on (Docker's API version matrix); 1.55 was seen on 29.7.</summary>
    private static readonly EngineVersion[] From141 =
    [
        new(20, 10), new(23, 0), new(24, 0), new(25, 0), new(26, 0), new(27, 0), new(27, 2), new(28, 0), new(28, 1), new(28, 2), new(28, 3),
        new(29, 0), new(29, 2), new(29, 3), new(29, 7),
    ];

    /// <summary>
    /// Reads "28.5.2", and "20.10.24+dfsg1" and "27.0.0-rc.1" up to what follows the numbers. Returns false for anything else, and for the
    /// 0.0.0 of a build that nobody numbered.
    /// </summary>
    public static bool TryParse(string? text, out EngineVersion version)
    {
        version = default;
        var end = text?.IndexOfAny(['+', '-', '~', ' ']) ?? 0;
        var parts = (end < 0 ? text! : text?[..end] ?? "").Split('.');
        if (parts.Length is not (2 or 3))
            return false;
        Span<int> numbers = [0, 0, 0];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        version = new EngineVersion(numbers[0], numbers[1], numbers[2]);
        return version.Major > 0;
    }

    /// <summary>The Docker engine that brought an API version. For an engine that does not tell its own version.</summary>
    /// <param name="newest">The newest API version that the engine speaks.</param>
    public static EngineVersion Speaking(ApiVersion newest) => newest < new ApiVersion(1, 41)
        ? new EngineVersion(19, 3)
        : From141[Math.Min(newest.Minor - 41, From141.Length - 1)];

    /// <inheritdoc/>
    public int CompareTo(EngineVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>Older than.</summary>
    public static bool operator <(EngineVersion left, EngineVersion right) => left.CompareTo(right) < 0;

    /// <summary>Newer than.</summary>
    public static bool operator >(EngineVersion left, EngineVersion right) => left.CompareTo(right) > 0;

    /// <summary>Older than or the same.</summary>
    public static bool operator <=(EngineVersion left, EngineVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Newer than or the same.</summary>
    public static bool operator >=(EngineVersion left, EngineVersion right) => left.CompareTo(right) >= 0;

    /// <summary>"28.5.2"; "28.5" if the patch is 0.</summary>
    public override string ToString() => Patch == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}")
        : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
