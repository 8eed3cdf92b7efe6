using DockerNetwork.Engine.Connection;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>A machine of which only what a test says is known: no variable of the real one leaks in.</summary>
internal sealed class FakeEnvironment : ThisMachine
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly HashSet<string> _files = [];

    public bool Windows { get; init; }

    public string HomeFolder { get; init; } = "/home/someone";

    public override bool IsWindows => Windows;

    public override string Home => HomeFolder;

    public FakeEnvironment With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    public FakeEnvironment WithSocket(string path)
    {
        _files.Add(path);
        return this;
    }

    public override string? Variable(string name) => _variables.GetValueOrDefault(name);

    public override bool Exists(string path) => _files.Contains(path);
}
