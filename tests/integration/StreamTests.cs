using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using Xunit;

namespace DockerNetwork.IntegrationTests;

[Collection(EngineCollection.Name)]
public sealed class StreamTests(EngineFixture engine)
{
    [Fact]
    public async Task Output_and_error_come_apart_and_the_exit_code_is_known()
    {
        var container = await engine.StartContainerAsync("streams", "bridge");
        try
        {
            var (lines, exitCode) = await ExecAsync(container, null, "sh", "-c", "echo out; echo err >&2; exit 3");

            Assert.Contains(new OutputLine(OutputSource.StandardOutput, "out"), lines);
            Assert.Contains(new OutputLine(OutputSource.StandardError, "err"), lines);
            Assert.Equal(3, exitCode);
        }
        finally
        {
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
        }
    }

    [Fact]
    public async Task Input_reaches_the_program_and_its_end_does_too()
    {
        var container = await engine.StartContainerAsync("input", "bridge");
        try
        {
            var (lines, exitCode) = await ExecAsync(container, "one\ntwo\n", "wc", "-l");

            Assert.Equal("2", Assert.Single(lines).Text.Trim());
            Assert.Equal(0, exitCode);
        }
        finally
        {
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
        }
    }

    [Fact]
    public async Task A_megabyte_comes_whole_while_a_megabyte_goes_in()
    {
        var container = await engine.StartContainerAsync("megabyte", "bridge");
        try
        {
            var input = string.Concat(Enumerable.Repeat("0123456789abcde\n", 65536));

            var (lines, _) = await ExecAsync(container, input, "cat");

            Assert.Equal(65536, lines.Count);
            Assert.All(lines, line => Assert.Equal("0123456789abcde", line.Text));
        }
        finally
        {
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
        }
    }

    [Fact]
    public async Task Attach_works_in_both_directions()
    {
        var created = await engine.Client.CreateContainerAsync("attached", new ContainerCreateRequest
        {
            Image = "dockernetwork/test",
            Command = ["cat"],
            OpenStdin = true,
        });
        try
        {
            await engine.Client.StartContainerAsync(created.Id);
            await using var connection = await engine.Client.AttachContainerAsync(created.Id);

            await connection.WriteAsync("hello\n"u8.ToArray());
            var buffer = new byte[64];
            var (source, count) = await connection.ReadAsync(buffer);

            Assert.Equal((OutputSource.StandardOutput, "hello\n"), (source, Encoding.UTF8.GetString(buffer, 0, count)));
        }
        finally
        {
            await engine.Client.RemoveContainerAsync(created.Id, force: true, volumes: true);
        }
    }

    [Fact]
    public async Task A_stopped_container_refuses_a_command_in_the_engines_words()
    {
        var container = await engine.StartContainerAsync("refuses", "bridge");
        try
        {
            await engine.Client.StopContainerAsync(container, TimeSpan.Zero);

            var refusal = await Assert.ThrowsAsync<EngineException>(() =>
                engine.Client.CreateExecAsync(container, new ExecCreateRequest { Command = ["true"] }));

            Assert.Equal(EngineFailure.Conflict, refusal.Failure);
            Assert.Contains("is not running", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
        }
    }

    private async Task<(List<OutputLine> Lines, int? ExitCode)> ExecAsync(string container, string? input, params string[] command)
    {
        var exec = await engine.Client.CreateExecAsync(
            container,
            new ExecCreateRequest { Command = command, AttachStdin = input is not null });
        var lines = new List<OutputLine>();
        await using (var connection = await engine.Client.StartExecAsync(exec))
        {
            var writing = input is null ? Task.CompletedTask : WriteAsync(connection, input);
            await foreach (var line in connection.ReadLinesAsync())
                lines.Add(line);
            await writing;
        }

        return (lines, (int?)(await engine.Client.InspectExecAsync(exec)).ExitCode);
    }

    private static async Task WriteAsync(HijackedConnection connection, string input)
    {
        await connection.WriteAsync(Encoding.UTF8.GetBytes(input));
        await connection.CloseInputAsync();
    }
}
