using System.Management.Automation;
using System.Net;
using DockerNetwork.Engine;

namespace DockerNetwork.Errors;

/// <summary>
/// The one place where failures become error records. Ids are stable and documented in about_DockerNetwork; the target is the user's item.
/// Messages, and the text of the target beside them, are safe to show (<see cref="VisibleText"/>).
/// </summary>
internal static class ErrorRecords
{
    public const string PortInUse = nameof(PortInUse);

    public static ErrorRecord From(CommandException exception, object? item) =>
        Shown(new ErrorRecord(exception, exception.ErrorId, exception.Category, item));

    public static ErrorRecord From(EngineException exception, object? item)
    {
        var (id, category, advice) = Classify(exception);
        return Shown(new ErrorRecord(exception, id, category, item)
        {
            // The engine's words first and unchanged, then what to do.
            ErrorDetails = advice is null
                ? null
                : new ErrorDetails($"{exception.Message}{(exception.Message.EndsWith('.') ? "" : ".")} {advice}"),
        });
    }

    /// <summary>What a command inside another one said, about the outer one's item.</summary>
    public static ErrorRecord About(ErrorRecord inner, object? item) =>
        Shown(new ErrorRecord(inner.Exception, inner.FullyQualifiedErrorId.Split(',')[0], inner.CategoryInfo.Category, item)
        {
            ErrorDetails = inner.ErrorDetails,
        });

    public static ErrorRecord Conflict(string parameter, string other, string advice) => new(
        new PSArgumentException($"-{parameter} and -{other} cannot be used together. {advice}", parameter),
        "ConflictingParameters",
        ErrorCategory.InvalidArgument,
        parameter);

    /// <summary>
    /// A line that a program in a container wrote to standard error: its own output, unchanged as that to standard output is.
    /// </summary>
    public static ErrorRecord StandardError(string line, string container) =>
        new(new RemoteException(line), "ContainerStandardError", ErrorCategory.FromStdErr, container);

    public static ErrorRecord ExitCode(ContainerCommandException exception, string container) =>
        Shown(new ErrorRecord(exception, "ContainerCommandFailed", ErrorCategory.InvalidResult, container));

    public static string IdOf(EngineException exception) => Classify(exception).Id;

    /// <summary>The target stays the user's item; its text, which error views show, does not.</summary>
    private static ErrorRecord Shown(ErrorRecord error)
    {
        var message = error.ErrorDetails?.Message ?? error.Exception.Message;
        if (!VisibleText.IsPlain(message))
            error.ErrorDetails = new ErrorDetails(VisibleText.Of(message)) { RecommendedAction = error.ErrorDetails?.RecommendedAction };
        if (!VisibleText.IsPlain(error.CategoryInfo.TargetName))
            error.CategoryInfo.TargetName = VisibleText.Of(error.CategoryInfo.TargetName);
        return error;
    }

    private static (string Id, ErrorCategory Category, string? Advice) Classify(EngineException exception)
    {
        var known = KnownWords.FirstOrDefault(k => exception.StatusCode is not null
            && exception.Message.Contains(k.Words, StringComparison.OrdinalIgnoreCase));
        if (known.Id is not null)
            return (known.Id, known.Category, known.Advice);

        return exception.Failure switch
        {
            EngineFailure.Unreachable when exception.Message.StartsWith("No Docker engine answers", StringComparison.Ordinal) => (
                "EngineUnreachable",
                ErrorCategory.ConnectionError,
                "Start the engine, or choose another one with -DockerHost, -Context or DOCKER_HOST."),
            EngineFailure.Unreachable => ("EngineUnreachable", ErrorCategory.ConnectionError, null),
            EngineFailure.AccessDenied => ("EngineAccessDenied", ErrorCategory.PermissionDenied, null),
            EngineFailure.Tls => ("EngineTlsFailed", ErrorCategory.SecurityError, null),
            EngineFailure.ConnectionLost => ("EngineConnectionLost", ErrorCategory.ConnectionError, null),
            EngineFailure.Timeout => ("EngineTimeout", ErrorCategory.OperationTimeout, null),
            EngineFailure.Protocol => ("EngineProtocolError", ErrorCategory.ProtocolError, null),
            EngineFailure.UnsupportedVersion => ("EngineTooOld", ErrorCategory.NotImplemented, null),
            EngineFailure.TooNew => ("EngineTooNew", ErrorCategory.NotImplemented, null),
            EngineFailure.OutOfDescriptors => ("OutOfDescriptors", ErrorCategory.LimitsExceeded, null),
            EngineFailure.NotTrusted => ("ProbeImageNotTrusted", ErrorCategory.SecurityError, null),
            EngineFailure.InvalidConfiguration => ("InvalidEndpoint", ErrorCategory.InvalidArgument, null),
            EngineFailure.BadRequest => ("EngineRefused", ErrorCategory.InvalidArgument, null),
            EngineFailure.Forbidden => ("EngineForbids", ErrorCategory.PermissionDenied, null),
            EngineFailure.NotFound when exception.Message.StartsWith("network ", StringComparison.OrdinalIgnoreCase) =>
                ("NetworkNotFound", ErrorCategory.ObjectNotFound, "Get-DockerNetwork lists the networks."),
            EngineFailure.NotFound => ("NotFound", ErrorCategory.ObjectNotFound, null),
            EngineFailure.Conflict => ("EngineConflict", ErrorCategory.ResourceExists, null),
            EngineFailure.Unavailable => ("EngineUnavailable", ErrorCategory.ResourceUnavailable, null),
            _ when exception.StatusCode >= HttpStatusCode.InternalServerError => ("EngineError", ErrorCategory.NotSpecified, null),
            _ => ("EngineRefused", ErrorCategory.InvalidOperation, null),
        };
    }

    /// <summary>
    /// Words of the engine that mean something more exact than their status, which differs between versions (a pool overlap is 403 before
    /// API 1.44, 400 after).
    /// </summary>
    private static readonly (string Words, string Id, ErrorCategory Category, string? Advice)[] KnownWords =
    [
        ("has active endpoints", "NetworkInUse", ErrorCategory.ResourceBusy, "Disconnect them first, or use -Force."),
        ("pool overlaps with other one", "SubnetOverlap", ErrorCategory.ResourceExists,
            "Get-DockerNetwork shows the subnets in use. Choose another one with -Subnet."),
        ("non-overlapping", "NoFreeSubnet", ErrorCategory.LimitsExceeded,
            "Remove unused networks (Clear-DockerNetwork), or choose a range with -Subnet."),
        ("already exists in network", "AlreadyConnected", ErrorCategory.ResourceExists,
            "To change its settings, disconnect it (Disconnect-DockerNetwork) and connect it again."),
        ("is already attached to network", "AlreadyConnected", ErrorCategory.ResourceExists,
            "To change its settings, disconnect it (Disconnect-DockerNetwork) and connect it again."),
        ("\" does not exist", "NetworkNotFound", ErrorCategory.ObjectNotFound, "Get-DockerNetwork lists the networks."),
        ("network with name", "NetworkExists", ErrorCategory.ResourceExists, "Choose another name, or use the existing network."),
        ("is already in use by container", "ContainerExists", ErrorCategory.ResourceExists,
            "Choose another name, or remove the container with this name."),
        ("no such image", "ImageNotFound", ErrorCategory.ObjectNotFound,
            "Pull or import the image first, or use New-DockerContainer -Pull."),
        ("no such network", "NetworkNotFound", ErrorCategory.ObjectNotFound, "Get-DockerNetwork lists the networks."),
        ("no such container", "ContainerNotFound", ErrorCategory.ObjectNotFound, "Get-DockerContainer lists the containers."),
        ("is not connected to", "NotConnected", ErrorCategory.ObjectNotFound, null),
        ("cannot assign requested address", "HostAddressNotFound", ErrorCategory.ObjectNotFound,
            "The engine's host does not have this address. Publish on one of its addresses."),
        ("port is already allocated", PortInUse, ErrorCategory.ResourceBusy, null),
        ("all ports are allocated", PortInUse, ErrorCategory.ResourceBusy, null),
        ("bind: address already in use", PortInUse, ErrorCategory.ResourceBusy, null),
        ("failed to bind host port", PortInUse, ErrorCategory.ResourceBusy, null),
        ("address already in use", "AddressInUse", ErrorCategory.ResourceExists,
            "The Endpoints of Get-DockerNetwork show which container has the address."),
        ("does not belong to any of this network's subnets", "AddressOutsideSubnet", ErrorCategory.InvalidArgument,
            "Choose an address in the network's subnet, or create the network with -Subnet."),
        ("no configured subnet", "AddressOutsideSubnet", ErrorCategory.InvalidArgument,
            "Choose an address in the network's subnet, or create the network with -Subnet."),
        ("user specified ip address is supported", "StaticAddressNotSupported", ErrorCategory.InvalidArgument,
            "Use a network that was created with -Subnet."),
        ("user-specified ip address is supported", "StaticAddressNotSupported", ErrorCategory.InvalidArgument,
            "Use a network that was created with -Subnet."),
        ("network-scoped alias", "AliasNotSupported", ErrorCategory.InvalidArgument,
            "Aliases work only on user-defined networks. Create one with New-DockerNetwork."),
        ("sharing network namespace", "SharedNamespace", ErrorCategory.InvalidOperation,
            "Connect the container that owns the namespace instead."),
        ("cannot connect container to host network", "HostNetwork", ErrorCategory.InvalidOperation,
            "Create the container with -Network host."),
        ("connected to host network", "HostNetwork", ErrorCategory.InvalidOperation, "Create the container with -Network host."),
        ("host network", "HostNetwork", ErrorCategory.InvalidOperation, null),
        ("is in use", "NetworkInUse", ErrorCategory.ResourceBusy, null),
        ("a non running container", "ContainerNotRunning", ErrorCategory.InvalidOperation,
            "It depends on another container that is not running. Start that container first, or pass both to one Start-DockerContainer."),
        ("is not running", "ContainerNotRunning", ErrorCategory.InvalidOperation, "Start it with Start-DockerContainer."),
        ("is paused", "ContainerNotRunning", ErrorCategory.InvalidOperation, "Unpause it first."),
        ("not manually attachable", "NetworkNotAttachable", ErrorCategory.InvalidOperation, "Create the network with -Attachable."),
        ("this node is not a swarm manager", "NotSwarmManager", ErrorCategory.ResourceUnavailable, null),
        ("cannot remove a running container", "ContainerRunning", ErrorCategory.ResourceBusy, "Stop it first, or use -Force."),
        ("stop the container before", "ContainerRunning", ErrorCategory.ResourceBusy, "Stop it first, or use -Force."),
    ];
}
