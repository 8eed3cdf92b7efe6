using System.Management.Automation;
using DockerNetwork.Model.Probing;

namespace DockerNetwork;

/// <summary>Remove-Module takes the session's agents along.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => Task.Run(ProbeAgents.EndIdleAsync).GetAwaiter().GetResult();
}
