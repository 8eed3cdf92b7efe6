using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace DockerNetwork.Pipeline;

/// <summary>Values as PowerShell hands them over, wrapped or not.</summary>
internal static class PowerShellValue
{
    /// <summary>The object in the wrapper, or the value if there is no wrapper.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static object? Unwrapped(this object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>The same, but a custom object stays one: its properties are all that it has.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static object? UnwrappedUnlessCustom(this object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
