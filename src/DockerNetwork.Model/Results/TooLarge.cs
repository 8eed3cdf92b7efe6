using System.Net;

namespace DockerNetwork.Model.Results;

/// <summary>Why a packet did not arrive that must not be fragmented: it does not fit through a link.</summary>
/// <param name="Sender">The router that says so; null for the source's own kernel, and if nobody does.</param>
/// <param name="Mtu">The MTU of the link, in bytes; null if nobody names it.</param>
/// <param name="Silent">The packet was lost without a message.</param>
internal sealed record TooLarge(IPAddress? Sender, int? Mtu, bool Silent);
