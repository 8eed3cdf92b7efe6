using System.Globalization;

namespace DockerNetwork.Engine.Connection;

/// <summary>
/// What the end of ssh means, by its exit code and its words: those of OpenSSH and of the docker CLI, which are English in every locale.
/// ssh ends with 255 if it failed itself, else with the code of the remote command; 126 and 127 are those of a shell without the program.
/// </summary>
internal static class SshFailure
{
    private const int OfSshItself = 255;

    private static readonly (string[] Words, EngineFailure Failure, string What, string Advice)[] OfSsh =
    [
        (["HOST IDENTIFICATION HAS CHANGED", "DNS SPOOFING"], EngineFailure.HostKey,
            "its host key has changed",
            "Someone may be intercepting the connection. If the key was changed on purpose, remove the old key with ssh-keygen -R."),
        (["Host key verification failed", "strict checking"], EngineFailure.HostKey,
            "its host key is not known on this machine",
            "Run '{0}' once in a terminal, and compare the fingerprint that it shows with the fingerprint of the host."),
        (["Permission denied", "Too many authentication failures"], EngineFailure.AccessDenied,
            "the login was refused",
            "'{0}' must work without a password: add your key to the agent with ssh-add, or name the key in ~/.ssh/config."),
        (["Could not resolve hostname"], EngineFailure.Unreachable,
            "the host name does not resolve",
            "Check the spelling, and the entry of the host in ~/.ssh/config."),
        (["timed out"], EngineFailure.Timeout,
            "the host did not answer in time",
            "Check that the host is running and that its ssh port is open."),
        (["Connection refused"], EngineFailure.Unreachable,
            "no ssh server listens there",
            "Check the port, and check that the ssh server of the host is running."),
        (["exchange_identification", "Connection closed", "Connection reset"], EngineFailure.Unreachable,
            "the ssh server closed the connection",
            "It may limit the number of simultaneous logins (MaxStartups), or refuse this machine. Try again, or check its log."),
    ];

    private static readonly (string[] Words, EngineFailure Failure, string What, string Advice)[] OfDocker =
    [
        (["connect: permission denied", "permission denied while trying to connect"], EngineFailure.AccessDenied,
            "the remote user may not use the engine's socket",
            "Add the user to the group that owns the socket (usually 'docker'), or log in as another user."),
        (["unknown command", "is not a docker command", "docker system COMMAND", "unknown flag"], EngineFailure.UnsupportedVersion,
            "the remote docker CLI does not know 'docker system dial-stdio'",
            "Upgrade it to 18.09 or newer."),
    ];

    /// <summary>The error of a connection that was never made.</summary>
    /// <param name="host">The engine.</param>
    /// <param name="exitCode">What ssh ended with; null if it has not ended.</param>
    /// <param name="words">What it wrote to standard error, as <see cref="OneLine"/> gives it.</param>
    public static EngineException Of(DockerHost host, int? exitCode, string words)
    {
        var login = SshAddress.Of(host).Login;
        foreach (var (known, failure, what, advice) in exitCode == OfSshItself ? OfSsh : OfDocker)
        {
            if (Array.Exists(known, each => words.Contains(each, StringComparison.OrdinalIgnoreCase)))
                return Failed(failure, what, advice);
        }

        return exitCode switch
        {
            OfSshItself => Failed(EngineFailure.Unreachable, "ssh failed", "Check that '{0}' works in a terminal without a prompt."),
            126 or 127 => Failed(
                EngineFailure.RemoteDockerNotFound,
                "the remote shell does not find the docker CLI",
                "Install the docker CLI on the remote host, or add its folder to the PATH of non-interactive shells."),
            _ when words.Contains("dial unix", StringComparison.Ordinal)
                || words.Contains("Cannot connect to the Docker daemon", StringComparison.Ordinal) =>
                new(
                    EngineFailure.Unreachable,
                    $"No Docker engine answers at {host} (from {host.Origin}). The remote docker CLI reported: {words}"),
            _ => Failed(
                EngineFailure.Unreachable,
                string.Create(
                    CultureInfo.InvariantCulture, $"'docker system dial-stdio' ended on the remote host with exit code {exitCode}"),
                "Check that '{0} docker version' works in a terminal."),
        };

        EngineException Failed(EngineFailure failure, string what, string advice) => new(
            failure,
            $"No connection to {host} (from {host.Origin}): {what}. {string.Format(CultureInfo.InvariantCulture, advice, login)}" +
            (words.Length == 0 ? "" : $" ssh reported: {words}"));
    }

    /// <summary>The error of a remote side that answers with something else than HTTP.</summary>
    public static EngineException OfGreeting(DockerHost host, string text) => new(
        EngineFailure.Protocol,
        $"{host} (from {host.Origin}) answered '{OneLine(text)}', which is not the answer of an engine. " +
        "The start files of the remote user's shell (such as ~/.bashrc) must print nothing if the shell is not interactive.");

    /// <summary>
    /// Whether sshd dropped the connection before the login, as it does if too many logins begin at once. Another attempt may succeed.
    /// </summary>
    public static bool IsDropped(EngineException failure) =>
        failure.Message.Contains("exchange_identification: ", StringComparison.Ordinal)
        && (failure.Message.Contains("Connection closed", StringComparison.Ordinal)
            || failure.Message.Contains("Connection reset", StringComparison.Ordinal));

    /// <summary>No program to start.</summary>
    public static EngineException NotFound(DockerHost host, string why) => new(
        EngineFailure.SshNotFound,
        $"{host} (from {host.Origin}) needs the program ssh, but {why}. Install an OpenSSH client and add it to the PATH.");

    /// <summary>Lines as one, frames of '@' left out, and cut: the remote side can write what it wants.</summary>
    public static string OneLine(string text)
    {
        const int Longest = 700;
        var lines = text
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim('@', ' '))
            .Where(line => line.Length > 0);
        var line = string.Join(' ', lines);
        return line.Length <= Longest ? line : line[..Longest] + " …";
    }
}
