using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Commands;

/// <summary>
/// Invoke-DockerContainerCommand: runs a program in running containers (<c>docker exec</c>). Arguments go as they are, no shell is involved.
/// Standard output becomes strings, a line each; standard error goes to the error stream; an exit code other than 0 is an error.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "DockerContainerCommand", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class InvokeDockerContainerCommandCommand : EngineCommand
{
    /// <summary>Older engines (20.10) report a program that cannot be started on its standard output.</summary>
    private const string RuntimeFailure = "OCI runtime exec failed:";

    /// <summary>Containers: names (wildcards allowed), ids, beginnings of ids, or containers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>The program and its arguments. Arguments that begin with - are given after -Command, as an array: -Command ping, -c, 1, db.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    public string[] Command { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var identity in Container)
        {
            await ReportAsync(output, identity.ToString(), async () =>
            {
                var client = Engine(identity.DockerHost);
                var snapshot = await EngineSnapshot.ReadAsync(client, cancellationToken);
                foreach (var container in Selection.Containers(snapshot, identity.Text))
                    await ReportAsync(output, container.Name, () => RunAsync(client, container, output, cancellationToken));
            });
        }
    }

    private async Task RunAsync(EngineClient client, Container container, CommandOutput output, CancellationToken cancellationToken)
    {
        if (Command[0].Length == 0)
            throw new CommandException("InvalidCommand", ErrorCategory.InvalidArgument, "The first element of -Command is the program; it cannot be empty.");
        if (!await output.ShouldProcessAsync(container.Name, $"Run {string.Join(' ', Command)}"))
            return;

        var exec = await client.CreateExecAsync(container.Id, new ExecCreateRequest { Command = Command }, cancellationToken);
        await using (var connection = await client.StartExecAsync(exec, cancellationToken))
        {
            await foreach (var line in connection.ReadLinesAsync(cancellationToken))
            {
                if (line.Source == OutputSource.StandardError || line.Text.StartsWith(RuntimeFailure, StringComparison.Ordinal))
                    await output.WriteErrorAsync(ErrorRecords.StandardError(line.Text, container.Name));
                else
                    await output.WriteObjectAsync(line.Text);
            }
        }

        var exitCode = (await client.InspectExecAsync(exec, cancellationToken)).ExitCode ?? 0;
        if (exitCode != 0)
            await output.WriteErrorAsync(ErrorRecords.ExitCode(new ContainerCommandException(container.Name, Command[0], exitCode), container.Name));
    }
}
