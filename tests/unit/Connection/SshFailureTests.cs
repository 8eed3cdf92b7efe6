using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.UnitTests.Connection;

/// <summary>What OpenSSH 9.2 and docker CLIs 18.06 to 28.2 wrote, and what it means.</summary>
public class SshFailureTests
{
    private static readonly DockerHost Host = DockerHost.Parse("ssh://me@build:2222", origin: "DOCKER_HOST");

    [Theory]
    [InlineData(
        255, "ssh: Could not resolve hostname build: Name or service not known", EngineFailure.Unreachable, "host name does not resolve")]
    [InlineData(255, "ssh: connect to host build port 2222: Connection refused", EngineFailure.Unreachable, "no ssh server listens")]
    [InlineData(255, "ssh: connect to host build port 2222: Connection timed out", EngineFailure.Timeout, "did not answer")]
    [InlineData(255, "ssh: connect to host build port 2222: No route to host", EngineFailure.Unreachable, "'ssh -p 2222 me@build' works")]
    [InlineData(255, "me@build: Permission denied (publickey,keyboard-interactive).", EngineFailure.AccessDenied, "ssh-add")]
    [InlineData(255, "Received disconnect from 10.0.0.1: 2: Too many authentication failures", EngineFailure.AccessDenied, "ssh-add")]
    [InlineData(255, "Host key verification failed.", EngineFailure.HostKey, "not known on this machine")]
    [InlineData(
        255,
        "WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! Host key for build has changed and you have requested strict checking. "
            + "Host key verification failed.",
        EngineFailure.HostKey,
        "ssh-keygen -R")]
    [InlineData(255, "kex_exchange_identification: Connection closed by remote host", EngineFailure.Unreachable, "MaxStartups")]
    [InlineData(255, "", EngineFailure.Unreachable, "ssh failed")]
    [InlineData(127, "bash: line 1: docker: command not found", EngineFailure.RemoteDockerNotFound, "Install the docker CLI")]
    [InlineData(127, "bash: Zeile 1: docker: Kommando nicht gefunden.", EngineFailure.RemoteDockerNotFound, "Install the docker CLI")]
    [InlineData(
        1,
        "docker: unknown command: docker system dial-stdio Usage:  docker system Run 'docker system --help' for more information",
        EngineFailure.UnsupportedVersion,
        "18.09")]
    [InlineData(1, "Usage: docker system COMMAND Manage Docker Options: --help", EngineFailure.UnsupportedVersion, "18.09")]
    [InlineData(
        1,
        "failed to open the raw stream connection: dial unix /var/run/docker.sock: connect: permission denied",
        EngineFailure.AccessDenied,
        "group")]
    [InlineData(
        1,
        "failed to open the raw stream connection: dial unix /var/run/docker.sock: connect: no such file or directory",
        EngineFailure.Unreachable,
        "No Docker engine answers at ssh://me@build:2222")]
    [InlineData(1, "something else", EngineFailure.Unreachable, "exit code 1")]
    [InlineData(0, "", EngineFailure.Unreachable, "exit code 0")]
    [InlineData(137, "Permission denied", EngineFailure.Unreachable, "exit code 137")]
    public void Each_end_has_its_cause_and_its_advice(int exitCode, string words, EngineFailure failure, string advice)
    {
        var error = SshFailure.Of(Host, exitCode, words);

        Assert.Equal(failure, error.Failure);
        Assert.Contains("ssh://me@build:2222 (from DOCKER_HOST)", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_one_line_without_frames_cut_and_safe_to_show()
    {
        var words = SshFailure.OneLine("@@@@@@\r\n@  WARNING:  @\r\n@@@@@@\r\n\x1b[2Jgone\n" + new string('x', 5000));
        var error = SshFailure.Of(Host, 255, words);

        Assert.StartsWith("WARNING: \x1b[2Jgone xxx", words, StringComparison.Ordinal);
        Assert.InRange(words.Length, 600, 800);
        Assert.Contains(@"WARNING: \x1b[2Jgone", error.Message, StringComparison.Ordinal);
    }
}
