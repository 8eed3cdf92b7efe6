using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;

namespace DockerNetwork;

/// <summary>Remove-Module takes the session's agents along, and the ssh programs of its connections.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => Task.Run(EndAsync).GetAwaiter().GetResult();

    private static async Task EndAsync()
    {
        await ProbeAgents.EndIdleAsync();
        await EngineClient.CloseIdleAsync();
    }
}
