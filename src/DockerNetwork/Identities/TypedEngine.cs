using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;

namespace DockerNetwork.Identities;

/// <summary>An engine that -DockerHost or -Context names.</summary>
/// <param name="Name">What errors about it are about: the host or the name of the context.</param>
/// <param name="Host">Where it listens; null if that cannot be found out.</param>
/// <param name="Failure">Why not: an <see cref="EngineException"/> or a <see cref="CommandException"/>; null if it can.</param>
internal sealed record TypedEngine(string Name, DockerHost? Host, Exception? Failure = null)
{
    /// <summary>
    /// Hosts, each once, in the order in which they were typed. Several paths of one socket are one engine, by the first.
    /// </summary>
    public static IReadOnlyList<TypedEngine> OfHosts(IEnumerable<DockerHost> hosts) =>
        [.. hosts.DistinctBy(host => host.Destination).Select(host => new TypedEngine(host.ToString(), host))];

    /// <summary>
    /// The engines of contexts, each once as with <see cref="OfHosts"/>; those of a pattern in the order of Get-DockerContext. A pattern
    /// that matches nothing is a failure, as a command without an engine would silently do nothing.
    /// </summary>
    public static IReadOnlyList<TypedEngine> OfContexts(IReadOnlyList<string> texts)
    {
        var resolver = DockerHostResolver.OfThisMachine;
        var all = new Lazy<IReadOnlyList<DockerContext>>(resolver.Named);
        return [.. texts.SelectMany(Of).DistinctBy(engine => engine.Host?.Destination ?? engine.Name)];

        IEnumerable<TypedEngine> Of(string text)
        {
            try
            {
                if (!Wildcards.IsPattern(text))
                    return [new(text, Resolve(Wildcards.Literal(text)))];
                var found = all.Value.Where(context => Selection.Matches([text], context.Name)).ToList();
                return found.Count > 0
                    ? found.Select(context => new TypedEngine(context.Name, context.DockerHost, context.Failure))
                    : throw CommandErrors.NoContextMatches(text, [.. all.Value.Select(context => context.Name)]);
            }
            catch (Exception e) when (e is EngineException or CommandException)
            {
                return [new(text, null, e)];
            }
        }

        DockerHost Resolve(string name)
        {
            try
            {
                return resolver.Resolve(context: name);
            }
            catch (EngineException e) when (all.Value.All(context => context.Name != name))
            {
                var meant = CommandErrors.MeantContext(name, all.Value.Select(context => context.Name));
                throw new EngineException(e.Failure, $"{e.Message} {meant}".TrimEnd(), e);
            }
        }
    }
}
