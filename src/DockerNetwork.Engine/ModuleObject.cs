namespace DockerNetwork.Engine;

/// <summary>
/// What this module writes to the pipeline. PowerShell finds members by the base types of an object too, so the types file gives all of
/// them their view here, once. Each type that it has to look up costs the import half a millisecond.
/// </summary>
public abstract record ModuleObject;
