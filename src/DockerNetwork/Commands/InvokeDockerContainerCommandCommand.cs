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
/// Invoke-DockerContainerCommand: runs a program in running containers (<c>docker exec</c>). Arguments go to the program unchanged; no
/// shell is involved. Each line of standard output becomes a string, and each line of standard error an error record. An exit code other
/// than 0 is an error. If -Container is given, the pipeline is the standard input of the program; otherwise it carries the containers.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "DockerContainerCommand", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Invoke-DockerContainerCommand.md")]
[OutputType(typeof(string))]
public sealed class InvokeDockerContainerCommandCommand : ContainerProgramCommand
{
    private readonly List<ReadOnlyMemory<byte>> _kept = [];
    private List<Target>? _fed;
    private ContainerProgram? _live;
    private bool _hasInput;

    /// <summary>
    /// The program and its arguments, as the rest of the line, as it would be typed in the container, or as an array. An option that may be
    /// meant for this cmdlet is refused: write -- before the program then.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromRemainingArguments = true)]
    [AllowEmptyString, WordsTransformation]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[] Command { get; set; } = [];

    /// <summary>
    /// Standard input: strings and other objects are lines of text in UTF-8; byte[] and bytes are sent unchanged. It comes from the
    /// pipeline if -Container is given. It is sent as it arrives; for several containers it is collected first, and each container gets all
    /// of it.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public object? InputObject { get; set; }

    /// <summary>Allocates a terminal, for programs that need one. Standard error then arrives together with standard output.</summary>
    [Parameter]
    public SwitchParameter Tty { get; set; }

    /// <summary>
    /// The time limit for the program, in seconds, 1 to 86400. A program that takes longer is an error, and may continue to run in the
    /// container.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Command = Typed(Command);

        // What is bound before the first record was typed; then the pipeline does not bring containers.
        var bound = MyInvocation.BoundParameters;
        _hasInput = bound.ContainsKey(nameof(Container)) && (MyInvocation.ExpectingInput || bound.ContainsKey(nameof(InputObject)));
    }

    /// <inheritdoc/>
    protected override bool TryProcess()
    {
        if (_fed is null)
            return false;
        if (_live is { } live)
            return live.TrySend(StandardInput.Bytes(InputObject));
        if (_fed.Count > 1)
            _kept.Add(StandardInput.Bytes(InputObject));
        return true;
    }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (!_hasInput)
        {
            await ForEachContainerAsync(output, target => RunAsync(target, output, cancellationToken), cancellationToken);
            return;
        }

        await BeginFedAsync(output, cancellationToken);
        if (_live is { } live)
            await GuardLiveAsync(output, () => live.SendAsync(StandardInput.Bytes(InputObject), output, cancellationToken));
        else
            _ = TryProcess();
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (!_hasInput)
            return;

        // A pipeline that brought nothing is input that is empty.
        await BeginFedAsync(output, cancellationToken);
        if (_live is { } live)
            await GuardLiveAsync(output, () => live.FinishAsync(output, cancellationToken));
        foreach (var target in _fed!.Count > 1 ? _fed : [])
            await OnAsync(target.Client, () => GuardAsync(output, target.Item, () => RunAsync(target, output, cancellationToken)));
    }

    /// <inheritdoc/>
    protected override Task DrainAsync() => _live?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    /// <summary>Finds the containers that are fed from the pipeline, and starts the program where it is one.</summary>
    private async Task BeginFedAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (_fed is not null)
            return;

        _fed = [];
        await ForEachContainerAsync(
            output,
            target =>
            {
                _fed.Add(target);
                return Task.CompletedTask;
            },
            cancellationToken);
        if (_fed is [var only])
            _live = Start(only);
    }

    private async Task ForEachContainerAsync(CommandOutput output, Func<Target, Task> work, CancellationToken cancellationToken)
    {
        var checkedIdentities = new List<ContainerIdentity>();
        foreach (var identity in Container)
        {
            await GuardAsync(output, identity.ToString(), async () =>
            {
                if (Command[0].Length == 0)
                    throw CommandErrors.NoProgram();
                _ = Variables();
                checkedIdentities.Add(identity);
            });
        }

        await ForFoundAsync(checkedIdentities, i => i.DockerHost, Selection.Containers, WorkAsync, output, cancellationToken);

        async Task WorkAsync(EngineClient client, ContainerIdentity identity, IReadOnlyList<Container> containers)
        {
            foreach (var container in containers)
            {
                var item = identity.TargetOf(container);
                if (await ShouldProcessAsync(output, client.DockerHost, container.Name, $"Run {string.Join(' ', Command)}"))
                    await GuardAsync(output, item, () => work(new Target(client, container, item)));
            }
        }
    }

    /// <summary>Runs the program from beginning to end, with the input that was kept.</summary>
    private async Task RunAsync(Target target, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var program = Start(target);
        foreach (var bytes in _kept)
            await program.SendAsync(bytes, output, cancellationToken);
        await program.FinishAsync(output, cancellationToken);
    }

    private ContainerProgram Start(Target target) => new(
        target.Client,
        target.Container,
        new ExecCreateRequest
        {
            Command = Command,
            AttachStdin = _hasInput,
            Tty = Tty,
            User = User,
            WorkingDir = WorkingDirectory,
            Env = Variables(),
        },
        TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Lifetime);

    /// <summary>After a failure the rest of the input is passed over.</summary>
    private Task GuardLiveAsync(CommandOutput output, Func<Task> work) => GuardAsync(output, _fed![0].Item, async () =>
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is EngineException or CommandException)
        {
            await _live!.DisposeAsync();
            _live = null;
            throw;
        }
    });

    /// <summary>A container that the program runs in.</summary>
    /// <param name="Client">Its engine.</param>
    /// <param name="Container">It.</param>
    /// <param name="Item">What the user gave, for errors.</param>
    private sealed record Target(EngineClient Client, Container Container, string Item);
}
