using System.Collections;
using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Execution;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Enter-DockerContainer: a shell, or another program, in a running container, with the terminal of this session (<c>docker exec -it</c>).
/// Every key goes to the program, Ctrl+C too, until it ends or Ctrl+P Ctrl+Q leaves it.
/// </summary>
[Cmdlet(VerbsCommon.Enter, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Enter-DockerContainer.md")]
[OutputType(typeof(void))]
public sealed class EnterDockerContainerCommand : EngineCommand
{
    /// <summary>
    /// Containers: names (wildcards allowed), ids, id prefixes, or containers. Several containers are entered one after the other.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RefuseNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunningContainerCompleter))]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>The program and its arguments, as the rest of the line or as an array; bash or else sh if not given.</summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? Command { get; set; }

    /// <summary>User, as name, uid or uid:gid; the container's own if not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? User { get; set; }

    /// <summary>Working directory; the container's own if not given. Needs API 1.35.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? WorkingDirectory { get; set; }

    /// <summary>Environment variables, in addition to the container's own.</summary>
    [Parameter]
    [Alias("Env"), PairsTransformation(BareName.Environment)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public Hashtable? Environment { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            if (Command is not null)
                Command = TypedCommand.Of(MyInvocation).Words(Command, [nameof(Container)]);
        }
        catch (CommandException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, Command));
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var identity in Container)
        {
            await GuardAsync(output, identity.ToString(), async () =>
            {
                var client = Engine(identity.DockerHost);
                foreach (var container in await FindAsync(client, s => Selection.Containers(s, identity), cancellationToken))
                {
                    if (!await ShouldProcessAsync(output, client.DockerHost, container.Name, "Enter container"))
                        continue;
                    await GuardAsync(output, identity.TargetOf(container), () => EnterAsync(container));
                }

                async Task EnterAsync(Container container)
                {
                    // A remote session or a job may run in a process that has a terminal, which is not the user's.
                    if (Host.Name != "ConsoleHost")
                        throw CommandErrors.NoConsole(container.Name);
                    if (!HostTerminal.IsThere)
                        throw CommandErrors.NoConsole(container.Name);
                    var request = new ExecCreateRequest
                    {
                        Command = Command ?? [await TerminalSession.ShellOfAsync(client, container, cancellationToken)],
                        AttachStdin = true,
                        Tty = true,
                        User = User,
                        WorkingDir = WorkingDirectory,
                        Env = Arguments.ToDictionaryOrNull(Environment, nameof(Environment))?.Select(p => $"{p.Key}={p.Value}").ToArray(),
                    };
                    var exitCode = await TerminalSession.RunAsync(client, container, request, cancellationToken);
                    var end = exitCode is null ? "is still running" : $"ended with exit code {exitCode}";
                    await output.WriteVerboseAsync($"'{request.Command[0]}' in {container} {end}.");
                }
            });
        }
    }
}
