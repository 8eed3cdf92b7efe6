using System.Management.Automation;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Results;
using DockerNetwork.Pipeline;
using DockerNetwork.Repair;

namespace DockerNetwork.Commands;

/// <summary>Runs the commands of a fix inside the command that repairs.</summary>
internal static class FixRun
{
    // A cmdlet is known by its class, so that no function or alias of the same name can stand in for it.
    private static readonly Dictionary<string, Type> Cmdlets = new(StringComparer.Ordinal)
    {
        [FixRules.Connect] = typeof(ConnectDockerNetworkCommand),
        [FixRules.Disconnect] = typeof(DisconnectDockerNetworkCommand),
        [FixRules.Create] = typeof(NewDockerNetworkCommand),
        [FixRules.Start] = typeof(StartDockerContainerCommand),
        [FixRules.Restart] = typeof(RestartDockerContainerCommand),
        [FixRules.Resume] = typeof(ResumeDockerContainerCommand),
    };

    /// <summary>Runs the pipelines of a fix, one after the other.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="host">The engine that each command is run on.</param>
    /// <param name="module">The module of the command that runs it; null if that is not known.</param>
    /// <param name="output">The command that runs it, which has asked the user already.</param>
    /// <returns>The first error, which ends the fix; null if there was none.</returns>
    public static async Task<ErrorRecord?> RunAsync(ProposedFix fix, DockerHost host, PSModuleInfo? module, CommandOutput output)
    {
        foreach (var pipeline in Pipelines(fix.Commands))
        {
            var failure = await output.InvokeAsync(
                shell => pipeline.ForEach(command => Add(shell, Cmdlet(command.Cmdlet, module), command, host)));
            if (failure is not null)
                return failure;
        }

        return null;
    }

    /// <summary>A command that takes its network from the one before it stands in the same pipeline.</summary>
    private static IEnumerable<List<FixCommand>> Pipelines(IReadOnlyList<FixCommand> commands)
    {
        var pipeline = new List<FixCommand>();
        foreach (var command in commands)
        {
            if (pipeline.Count > 0 && !command.TakesNetwork)
            {
                yield return pipeline;
                pipeline = [];
            }

            pipeline.Add(command);
        }

        yield return pipeline;
    }

    /// <summary>
    /// As the module exports it: in a session in ConstrainedLanguage, only the cmdlets of a trusted module take names for objects.
    /// </summary>
    private static CmdletInfo Cmdlet(string name, PSModuleInfo? module) =>
        module?.ExportedCmdlets.Values.FirstOrDefault(cmdlet => cmdlet.ImplementingType == Cmdlets[name]) ?? new(name, Cmdlets[name]);

    private static void Add(PowerShell shell, CmdletInfo cmdlet, FixCommand command, DockerHost host)
    {
        shell.AddCommand(cmdlet)
            .AddParameter("DockerHost", host)
            .AddParameter("Confirm", false)
            .AddParameter("WhatIf", false)
            .AddParameter("ErrorAction", ActionPreference.Stop);
        if (command.Name is not null)
            shell.AddParameter(nameof(command.Name), command.Name);
        if (command.Network is not null)
            shell.AddParameter(nameof(command.Network), command.Network);
        if (command.Container.Count > 0)
            shell.AddParameter(nameof(command.Container), command.Container.ToArray());
    }
}
