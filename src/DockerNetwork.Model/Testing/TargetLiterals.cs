namespace DockerNetwork.Model.Testing;

/// <summary>How a container is addressed.</summary>
[Flags]
public enum TargetLiterals
{
    /// <summary>Its name.</summary>
    Name = 1,

    /// <summary>Its aliases.</summary>
    Alias = 2,

    /// <summary>Its addresses, on all its networks.</summary>
    Address = 4,
}
