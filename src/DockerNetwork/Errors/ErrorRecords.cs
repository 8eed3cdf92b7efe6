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
    /// <param name="exception">The failure.</param>
    /// <param name="item">The user's item.</param>
    public static ErrorRecord From(CommandException exception, object? item) =>
        Shown(new ErrorRecord(exception, exception.ErrorId, exception.Category, AboutEngine.Target(item)));

    /// <inheritdoc cref="From(CommandException, object?)"/>
    public static ErrorRecord From(EngineException exception, object? item)
    {
        var kind = Classify(exception);
        var words = LongIds.Shorten(exception.Message);
        var error = new ErrorRecord(exception, kind.Id, kind.Category, AboutEngine.Target(item))
        {
            // The engine's words first, then what to do. The exception keeps them as they came, with full ids.
            ErrorDetails = kind.Advice is null && words == exception.Message
                ? null
                : new ErrorDetails(kind.Advice is null ? words : $"{words}{(words.EndsWith('.') ? "" : ".")} {kind.Advice}"),
        };
        return Shown(error);
    }

    /// <summary>What a command inside another one said, about the outer one's item.</summary>
    public static ErrorRecord About(ErrorRecord inner, object? item) =>
        Shown(new ErrorRecord(inner.Exception, inner.FullyQualifiedErrorId.Split(',')[0], inner.CategoryInfo.Category, item)
        {
            ErrorDetails = inner.ErrorDetails,
        });

    public static ErrorRecord Conflict(string parameter, string other, string advice) =>
        Conflict(parameter, $"-{parameter} and -{other} cannot be used together. {advice}");

    /// <summary>The same in other words, about a value of a parameter.</summary>
    public static ErrorRecord Conflict(string parameter, string message) => new(
        new PSArgumentException(message, parameter),
        ErrorKind.ConflictingParameters.Id,
        ErrorKind.ConflictingParameters.Category,
        parameter);

    /// <summary>
    /// A line that a program in a container wrote to standard error: its own output, unchanged as that to standard output is.
    /// </summary>
    public static ErrorRecord StandardError(string line, string container) =>
        new(new RemoteException(line), "ContainerStandardError", ErrorCategory.FromStdErr, container);

    /// <param name="exception">What the program ended with.</param>
    /// <param name="container">Its name.</param>
    /// <param name="advice">A sentence more; null for none.</param>
    public static ErrorRecord ExitCode(ContainerCommandException exception, string container, string? advice = null) =>
        Shown(new ErrorRecord(exception, "ContainerCommandFailed", ErrorCategory.InvalidResult, container)
        {
            ErrorDetails = advice is null ? null : new ErrorDetails($"{exception.Message} {advice}"),
        });

    /// <summary>The id of an engine's refusal.</summary>
    public static string IdOf(EngineException exception) => Classify(exception).Id;

    /// <summary>
    /// The target stays the user's item; its text, which error views show, does not. If there are several engines, the message names the
    /// one that it is about.
    /// </summary>
    private static ErrorRecord Shown(ErrorRecord error)
    {
        var message = error.ErrorDetails?.Message ?? error.Exception.Message;
        var shown = VisibleText.Of(AboutEngine.Of(message));
        if (shown != message)
            error.ErrorDetails = new ErrorDetails(shown) { RecommendedAction = error.ErrorDetails?.RecommendedAction };
        if (!VisibleText.IsPlain(error.CategoryInfo.TargetName))
            error.CategoryInfo.TargetName = VisibleText.Of(error.CategoryInfo.TargetName);
        return error;
    }

    private static ErrorKind Classify(EngineException exception)
    {
        var known = KnownWords.FirstOrDefault(k => exception.StatusCode is not null
            && exception.Message.Contains(k.Words, StringComparison.OrdinalIgnoreCase));
        if (known.Kind is not null)
            return known.Kind;

        return exception.Failure switch
        {
            EngineFailure.Unreachable when exception.Message.StartsWith("No Docker engine answers", StringComparison.Ordinal) =>
                ErrorKind.EngineUnreachable with
                {
                    Advice = "Start the engine, or choose another one with -DockerHost, -Context or DOCKER_HOST.",
                },
            EngineFailure.Unreachable => ErrorKind.EngineUnreachable,
            EngineFailure.AccessDenied => new("EngineAccessDenied", ErrorCategory.PermissionDenied),
            EngineFailure.Tls => new("EngineTlsFailed", ErrorCategory.SecurityError),
            EngineFailure.HostKey => new("HostKeyNotTrusted", ErrorCategory.SecurityError),
            EngineFailure.SshNotFound => new("SshNotFound", ErrorCategory.ObjectNotFound),
            EngineFailure.RemoteDockerNotFound => new("RemoteDockerNotFound", ErrorCategory.ObjectNotFound),
            EngineFailure.ConnectionLost => new("EngineConnectionLost", ErrorCategory.ConnectionError),
            EngineFailure.Timeout => new("EngineTimeout", ErrorCategory.OperationTimeout),
            EngineFailure.Protocol => new("EngineProtocolError", ErrorCategory.ProtocolError),
            EngineFailure.UnsupportedVersion => new("EngineTooOld", ErrorCategory.NotImplemented),
            EngineFailure.NotOffered => ErrorKind.EngineLacks,
            EngineFailure.TooNew => new("EngineTooNew", ErrorCategory.NotImplemented),
            EngineFailure.OutOfDescriptors => new("OutOfDescriptors", ErrorCategory.LimitsExceeded),
            EngineFailure.NotTrusted => new("ProbeImageNotTrusted", ErrorCategory.SecurityError),
            EngineFailure.InvalidConfiguration => new("InvalidDockerHost", ErrorCategory.InvalidArgument),
            EngineFailure.BadRequest => new("EngineRefused", ErrorCategory.InvalidArgument),
            EngineFailure.Forbidden => new("EngineForbids", ErrorCategory.PermissionDenied),
            // "network app not found"; from 28.0 on, "failed to set up container networking: network app not found".
            EngineFailure.NotFound when exception.Message.Contains("network ", StringComparison.OrdinalIgnoreCase)
                && exception.Message.EndsWith("not found", StringComparison.OrdinalIgnoreCase) => ErrorKind.NetworkNotFound,
            EngineFailure.NotFound => new("NotFound", ErrorCategory.ObjectNotFound),
            // Podman answers 500 to these too.
            EngineFailure.EngineError when exception.Message.EndsWith(": invalid argument", StringComparison.Ordinal) =>
                new("EngineRefused", ErrorCategory.InvalidArgument),
            EngineFailure.Conflict => new("EngineConflict", ErrorCategory.ResourceExists),
            EngineFailure.Unavailable => new("EngineUnavailable", ErrorCategory.ResourceUnavailable),
            _ when exception.StatusCode >= HttpStatusCode.InternalServerError => new("EngineError", ErrorCategory.NotSpecified),
            _ => new("EngineRefused", ErrorCategory.InvalidOperation),
        };
    }

    /// <summary>
    /// Words of the engine that mean something more exact than their status, which differs between versions (a pool overlap is 403 before
    /// API 1.44, 400 after).
    /// </summary>
    private static readonly (string Words, ErrorKind Kind)[] KnownWords =
    [
        ("has active endpoints", ErrorKind.NetworkInUse with { Advice = "Disconnect them first, or use -Force." }),
        ("has associated containers with it", ErrorKind.NetworkInUse with { Advice = "Disconnect them first, or use -Force." }),
        ("pool overlaps with other one", ErrorKind.SubnetOverlap),
        ("is already used on the host or by another config", ErrorKind.SubnetOverlap),
        // Up to 26.1, and from 27.0 on.
        ("non-overlapping", ErrorKind.NoFreeSubnet),
        ("have been fully subnetted", ErrorKind.NoFreeSubnet),
        ("already exists in network", ErrorKind.AlreadyConnected),
        ("is already attached to network", ErrorKind.AlreadyConnected),
        ("is already connected to network", ErrorKind.AlreadyConnected),
        ("\" does not exist", ErrorKind.NetworkNotFound),
        ("unable to find network with name", ErrorKind.NetworkNotFound),
        ("conflicts with a valid network mode", new("PredefinedNetwork", ErrorCategory.InvalidArgument, "Choose another name.")),
        ("network with name", ErrorKind.NetworkExists),
        ("network already exists", ErrorKind.NetworkExists),
        ("unsupported driver", ErrorKind.EngineLacks with { Advice = "Podman has bridge and macvlan, and newer versions ipvlan." }),
        ("is not supported: invalid network mode", ErrorKind.EngineLacks with
        {
            Advice = "Podman connects no container whose network mode is host, none or container:NAME. Create the container again.",
        }),
        ("is already in use by container", ErrorKind.ContainerExists),
        ("that name is already in use", ErrorKind.ContainerExists),
        ("already in use, cannot rename", ErrorKind.ContainerExists),
        ("no such image", new(
            "ImageNotFound", ErrorCategory.ObjectNotFound,
            "Pull or import the image first, or use New-DockerContainer -Pull.")),
        ("no such network", ErrorKind.NetworkNotFound),
        // Of a worker of a swarm, that asked its manager.
        ("code = NotFound desc = network", ErrorKind.NetworkNotFound),
        ("no such container", ErrorKind.ContainerNotFound),
        ("is not connected to", ErrorKind.NotConnected),
        // Also "cannot assign requested address", if the address is that of a group.
        (" MAC to \"", ErrorKind.InvalidMacAddress),
        ("create veth pair: Netlink error: Cannot assign requested address", ErrorKind.InvalidMacAddress),
        ("cannot assign requested address", new(
            "HostAddressNotFound", ErrorCategory.ObjectNotFound,
            "The engine's host does not have this address. Publish on one of its addresses.")),
        ("port is already allocated", ErrorKind.PortInUse),
        ("all ports are allocated", ErrorKind.PortInUse),
        ("bind: address already in use", ErrorKind.PortInUse),
        ("failed to bind host port", ErrorKind.PortInUse),
        ("address already in use", ErrorKind.AddressInUse),
        ("does not belong to any of this network's subnets", ErrorKind.AddressOutsideSubnet),
        ("no configured subnet", ErrorKind.AddressOutsideSubnet),
        ("not in any subnet on network", ErrorKind.AddressOutsideSubnet),
        ("user specified ip address is supported", ErrorKind.StaticAddressNotSupported),
        ("user-specified ip address is supported", ErrorKind.StaticAddressNotSupported),
        ("network-scoped alias", ErrorKind.AliasNotSupported),
        ("sharing network namespace", new(
            "SharedNamespace", ErrorCategory.InvalidOperation,
            "Connect the container that owns the namespace instead.")),
        ("cannot connect container to host network", ErrorKind.HostNetwork),
        ("connected to host network", ErrorKind.HostNetwork),
        ("host network", ErrorKind.HostNetwork with { Advice = null }),
        ("is in use", ErrorKind.NetworkInUse),
        ("a non running container", ErrorKind.ContainerNotRunning with
        {
            Advice = "It depends on another container that is not running. "
                + "Start that container first, or pass both to one Start-DockerContainer.",
        }),
        ("is not running", ErrorKind.ContainerNotRunning),
        ("can only create exec sessions on running containers", ErrorKind.ContainerNotRunning),
        ("containers cannot be removed without force", ErrorKind.ContainerRunning),
        ("has dependent containers which must be removed", ErrorKind.ContainerHasDependents),
        ("running or paused, refusing to clean up", ErrorKind.ContainerPaused),
        ("in a paused or unknown state", ErrorKind.ContainerPaused),
        ("is paused", ErrorKind.ContainerNotRunning with { Advice = "Resume it first with Resume-DockerContainer." }),
        ("not manually attachable", new("NetworkNotAttachable", ErrorCategory.InvalidOperation, "Create the network with -Attachable.")),
        ("this node is not a swarm manager", new("NotSwarmManager", ErrorCategory.ResourceUnavailable)),
        ("cannot remove a running container", ErrorKind.ContainerRunning),
        ("stop the container before", ErrorKind.ContainerRunning),
        ("is already paused", ErrorKind.ContainerPaused),
        ("is not paused", new(
            "ContainerNotPaused", ErrorCategory.InvalidOperation,
            "Get-DockerContainer -State Paused lists the paused containers.")),
        ("restart policy cannot be updated", new(
            "RestartPolicyNotSupported", ErrorCategory.InvalidOperation,
            "The engine removes this container when it ends, so it cannot be started again.")),
    ];
}
