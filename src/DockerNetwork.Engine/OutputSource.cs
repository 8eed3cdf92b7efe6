namespace DockerNetwork.Engine;

/// <summary>Which of a process's streams a piece of output came from. The values are those of the frame header.</summary>
public enum OutputSource
{
    /// <summary>Standard input, echoed; engines do not send it.</summary>
    StandardInput = 0,

    /// <summary>Standard output.</summary>
    StandardOutput = 1,

    /// <summary>Standard error.</summary>
    StandardError = 2,
}
