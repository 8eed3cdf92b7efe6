namespace DockerNetwork.Protocol;

/// <summary>
/// A line of the program's output. The greeting is the first of all. A job has a <see cref="BeginOfJob"/> if it names a container, then an
/// <see cref="OutcomeMessage"/> for each probe or a <see cref="NamespaceItem"/> or <see cref="HostItem"/> for each thing found, and
/// one <see cref="EndOfJob"/>.
/// </summary>
internal abstract record ProbeLine;
