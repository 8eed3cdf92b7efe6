using System.Collections;
using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Creation;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>A cmdlet that creates containers: the options that are not about their networks, and what the engine is sent of them.</summary>
public abstract class ContainerOptionsCommand : EngineCommand
{
    /// <summary>The program to run instead of the image's entry point. -Command holds its arguments.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? Entrypoint { get; set; }

    /// <summary>Environment variables, as @{ NAME = 'value' }.</summary>
    [Parameter]
    [Alias("Env", "e"), PairsTransformation(BareName.Environment)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public Hashtable? Environment { get; set; }

    /// <summary>Labels.</summary>
    [Parameter]
    [Alias("l"), PairsTransformation]
    [ArgumentCompleter(typeof(LabelEntryCompleter))]
    public Hashtable? Label { get; set; }

    /// <summary>Volumes: '/path', 'name:/path', '/folder/of/the/host:/path'. A trailing ':ro' makes the volume read-only.</summary>
    [Parameter]
    [Alias("v"), ValidateNotNullOrEmpty]
    public string[]? Volume { get; set; }

    /// <summary>The user inside, as 'name' or 'uid:gid'.</summary>
    [Parameter]
    [Alias("u"), ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? User { get; set; }

    /// <summary>The working directory inside.</summary>
    [Parameter]
    [Alias("WorkDir", "w"), ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? WorkingDirectory { get; set; }

    /// <summary>no, always, unless-stopped, on-failure or on-failure:5.</summary>
    [Parameter]
    [Alias("Restart"), ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RestartPolicyCompleter))]
    public string? RestartPolicy { get; set; }

    /// <summary>Allocates a terminal.</summary>
    [Parameter]
    public SwitchParameter Tty { get; set; }

    /// <summary>Keeps standard input open, so that a shell continues to run.</summary>
    [Parameter]
    public SwitchParameter Interactive { get; set; }

    /// <summary>The engine removes the container when it ends.</summary>
    [Parameter]
    [Alias("Rm")]
    public SwitchParameter AutoRemove { get; set; }

    /// <summary>
    /// Capabilities of the kernel to add, as NET_ADMIN; ALL for all of them. Dangerous: with some, a program in the container can change
    /// the engine's host.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[]? CapAdd { get; set; }

    /// <summary>Capabilities of the kernel to take away, as NET_RAW; ALL for all of them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[]? CapDrop { get; set; }

    /// <summary>
    /// Gives the container all capabilities and the host's devices, without confinement. Dangerous: whoever is root in it is root on the
    /// engine's host.
    /// </summary>
    [Parameter]
    public SwitchParameter Privileged { get; set; }

    /// <summary>The request with these options alone.</summary>
    /// <param name="image">The image.</param>
    private protected ContainerCreateRequest Options(string image)
    {
        var (binds, anonymous) = CreationOptions.Volumes(Volume);
        return new ContainerCreateRequest
        {
            Image = image,
            Entrypoint = Entrypoint,
            Env = Arguments.ToDictionaryOrNull(Environment, nameof(Environment))?.Select(pair => $"{pair.Key}={pair.Value}").ToList(),
            User = User,
            WorkingDir = WorkingDirectory,
            Tty = Tty,
            OpenStdin = Interactive,
            Labels = Arguments.ToDictionaryOrNull(Label, nameof(Label)),
            Volumes = anonymous,
            HostConfig = new HostConfig
            {
                Binds = binds,
                RestartPolicy = RestartPolicy is null ? null : CreationOptions.Restart(RestartPolicy),
                AutoRemove = AutoRemove,
                CapAdd = CapAdd,
                CapDrop = CapDrop,
                Privileged = Privileged,
            },
        };
    }
}
