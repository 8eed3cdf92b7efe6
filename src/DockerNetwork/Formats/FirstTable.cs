using System.Management.Automation;
using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Formats;

/// <summary>
/// The first table of a process costs PowerShell and this module some 70 ms, mostly for compiling code, and the thread that will pay them
/// has nothing to do while the first command waits for its engine. It formats a row then that nobody sees.
/// </summary>
internal static class FirstTable
{
    private static int s_prepared;

    /// <summary>Does so once in a process, for a command whose output may go to the console. On the pipeline thread.</summary>
    /// <param name="command">What the session runs.</param>
    public static void Prepare(PSCmdlet command)
    {
        if (Environment.ProcessorCount == 1
            || command.MyInvocation.PipelinePosition != command.MyInvocation.PipelineLength
            || Interlocked.Exchange(ref s_prepared, 1) != 0
            || command.InvokeCommand.GetCommand(@"Microsoft.PowerShell.Utility\Out-String", CommandTypes.Cmdlet) is not { } format)
        {
            return;
        }

        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand(format).AddParameter("InputObject", Sample());
            shell.Invoke();
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException)
        {
            // The user has pressed Ctrl+C, or the session has no such format. Nothing depends on it.
        }
    }

    private static FreeSubnet Sample()
    {
        var range = IPNetwork.Parse("192.0.2.0/24");
        return new()
        {
            Subnet = range,
            Gateway = range.BaseAddress,
            ContainerCount = 0,
            Within = range,
            DockerHost = DockerHost.Parse("unix:///var/run/docker.sock"),
        };
    }
}
