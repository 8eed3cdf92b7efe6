namespace DockerNetwork.Release;

/// <summary>The colors of a terminal, readable on a dark window.</summary>
internal static class Palette
{
    private static readonly string[] Basic =
    [
        "#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4",
        "#6e7681", "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#ffffff",
    ];

    /// <summary>A color by its number: 16 basic ones, a cube of 216, and 24 shades of gray.</summary>
    public static string? Of(int number) => number switch
    {
        >= 0 and < 16 => Basic[number],
        < 232 and > 0 => Rgb(Step((number - 16) / 36), Step((number - 16) / 6 % 6), Step((number - 16) % 6)),
        < 256 and > 0 => Rgb(8 + 10 * (number - 232), 8 + 10 * (number - 232), 8 + 10 * (number - 232)),
        _ => null,
    };

    /// <summary>A color as the codes after 38 and 48 give it: 5 and a number, or 2 and red, green, blue.</summary>
    public static string? Of(Queue<int> codes) => Next(codes) switch
    {
        5 => Of(Next(codes)),
        2 => Rgb(Next(codes), Next(codes), Next(codes)),
        _ => null,
    };

    private static int Next(Queue<int> codes) => codes.TryDequeue(out var code) ? code : 0;

    private static int Step(int number) => number == 0 ? 0 : 55 + 40 * number;

    private static string Rgb(int red, int green, int blue) => $"#{red & 255:x2}{green & 255:x2}{blue & 255:x2}";
}
