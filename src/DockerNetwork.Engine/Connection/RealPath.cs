namespace DockerNetwork.Engine.Connection;

/// <summary>Where a path leads to. What is not there, or may not be looked at, leads to itself.</summary>
internal static class RealPath
{
    /// <summary>As many as the kernel follows.</summary>
    private const int MostLinks = 40;

    /// <summary>The path without symbolic links and "..", as realpath(3) gives it.</summary>
    /// <param name="path">An absolute path of a Unix system.</param>
    public static string Of(string path)
    {
        var real = "/";
        var rest = new Stack<string>(Parts(path));
        for (var links = 0; rest.TryPop(out var part);)
        {
            var next = part == ".." ? Path.GetDirectoryName(real) ?? "/" : Path.Combine(real, part);
            if (LinkTarget(next) is not { } target || links++ == MostLinks)
            {
                real = next;
                continue;
            }

            if (target.StartsWith('/'))
                real = "/";
            foreach (var each in Parts(target))
                rest.Push(each);
        }

        return real;
    }

    /// <summary>The last one first.</summary>
    private static IEnumerable<string> Parts(string path) => path.Split('/').Where(part => part is not ("" or ".")).Reverse();

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
