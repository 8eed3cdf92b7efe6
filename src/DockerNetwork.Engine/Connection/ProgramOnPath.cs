namespace DockerNetwork.Engine.Connection;

/// <summary>
/// The programs that the module starts. The base library, given a name alone, looks in the current folder before PATH, and what lies there
/// may be anybody's.
/// </summary>
internal static class ProgramOnPath
{
    private const UnixFileMode MayRun = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The program in the first absolute folder of PATH that has it; null if none does.</summary>
    /// <param name="name">The name, without .exe.</param>
    /// <param name="machine">The machine, whose PATH it is.</param>
    public static string? Find(string name, ThisMachine machine) => (machine.Variable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Path.Combine(folder, machine.IsWindows ? name + ".exe" : name))
        .FirstOrDefault(IsProgram);

    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & MayRun) != UnixFileMode.None);
}
