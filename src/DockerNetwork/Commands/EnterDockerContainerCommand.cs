using System.Management.Automation;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
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
public sealed class EnterDockerContainerCommand : ContainerProgramCommand
{
    /// <summary>The program and its arguments, as the rest of the line or as an array; bash or else sh if not given.</summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [ValidateNotNullOrEmpty, WordsTransformation]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? Command { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Command = Typed(Command ?? []) is { Length: > 0 } words ? words : null;
    }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var found = new List<(EngineClient Client, ContainerIdentity Identity, Container Container)>();
        await ForFoundAsync(Container, i => i.DockerHost, Selection.Containers, KeepAsync, output, cancellationToken);
        foreach (var meant in found.GroupBy(f => f.Identity))
        {
            var identity = meant.Key;
            await GuardAsync(output, identity.ToString(), async () =>
            {
                if (meant.DistinctBy(f => f.Client).Count() > 1)
                {
                    throw CommandErrors.ContainerOnSeveralEngines(
                        identity.ToString(), meant.Select(f => $"{f.Container} on {f.Client.DockerHost}"));
                }

                foreach (var (client, _, container) in meant)
                {
                    if (await ShouldProcessAsync(output, client.DockerHost, container.Name, "Enter container"))
                    {
                        await GuardAsync(
                            output, identity.TargetOf(container), () => EnterAsync(client, container, output, cancellationToken));
                    }
                }
            });
        }

        Task KeepAsync(EngineClient client, ContainerIdentity identity, IReadOnlyList<Container> containers)
        {
            found.AddRange(containers.Select(container => (client, identity, container)));
            return Task.CompletedTask;
        }
    }

    private async Task EnterAsync(EngineClient client, Container container, CommandOutput output, CancellationToken cancellationToken)
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
            Env = Variables(),
        };
        var (exitCode, refusal) = await TerminalSession.RunAsync(client, container, request, cancellationToken);
        var end = exitCode is null ? "is still running" : $"ended with exit code {exitCode}";
        await output.WriteVerboseAsync($"'{request.Command[0]}' in {container} {end}.");
        if (exitCode is { } code)
            await output.SetLastExitCodeAsync(code);
        if (refusal is null)
            return;
        await output.WriteErrorAsync(ErrorRecords.StandardError(refusal, container.Name));
        var failure = new ContainerCommandException(container.Name, request.Command[0], exitCode!.Value);
        await output.WriteErrorAsync(ErrorRecords.ExitCode(
            failure, container.Name, "Without a program, Enter-DockerContainer runs sh if the container has no bash."));
    }
}
