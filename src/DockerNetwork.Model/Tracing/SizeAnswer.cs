using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>Whether packets of a size arrive.</summary>
/// <param name="Arrived">They are answered; null if that could not be found out.</param>
/// <param name="TooLarge">If they do not: what is known about the link.</param>
internal readonly record struct SizeAnswer(bool? Arrived, TooLarge? TooLarge = null);
