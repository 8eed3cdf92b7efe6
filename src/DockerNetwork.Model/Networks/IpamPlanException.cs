namespace DockerNetwork.Model.Networks;

/// <summary>Addresses of a new network that do not fit together.</summary>
public sealed class IpamPlanException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="parameter">Subnet, IPRange, Gateway or AuxAddress.</param>
    /// <param name="message">What does not fit, with the value.</param>
    public IpamPlanException(string parameter, string message)
        : base(message) => Parameter = parameter;

    /// <summary>Subnet, IPRange, Gateway or AuxAddress.</summary>
    public string Parameter { get; }
}
