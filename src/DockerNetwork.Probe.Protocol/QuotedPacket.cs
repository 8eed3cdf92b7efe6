namespace DockerNetwork.Protocol;

/// <summary>The ends of the packet that an ICMP message quotes. Anybody may send such a message.</summary>
/// <param name="From">The sender's address.</param>
/// <param name="FromPort">The sender's port; null if it has none.</param>
/// <param name="To">The receiver's address.</param>
/// <param name="ToPort">The receiver's port; null if it has none.</param>
internal sealed record QuotedPacket(string From, int? FromPort, string To, int? ToPort);
