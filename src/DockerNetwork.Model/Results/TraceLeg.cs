namespace DockerNetwork.Model.Results;

/// <summary>Which of the two packets of a probe a hop saw.</summary>
public enum TraceLeg : long
{
    /// <summary>The packet of the source.</summary>
    Request,

    /// <summary>The packet that answers it.</summary>
    Answer,
}
