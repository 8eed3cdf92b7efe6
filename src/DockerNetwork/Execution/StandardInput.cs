using System.Collections;
using System.Management.Automation;
using System.Text;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Execution;

/// <summary>What a pipeline object is as standard input of a program: bytes as they are, anything else a line of text in UTF-8.</summary>
internal static class StandardInput
{
    /// <summary>
    /// byte[] and byte (what <c>Get-Content -AsByteStream</c> gives) go as they are. A line ends with LF, as programs in Linux containers
    /// expect on any machine. Null is nothing; a collection is its members.
    /// </summary>
    public static ReadOnlyMemory<byte> Bytes(object? value) => value.Unwrapped() switch
    {
        null => default,
        byte[] bytes => bytes,
        byte single => new[] { single },
        string text => Encoding.UTF8.GetBytes(text + '\n'),
        IEnumerable<byte> bytes => bytes.ToArray(),
        IList members => members.Cast<object?>().SelectMany(member => Bytes(member).ToArray()).ToArray(),
        _ => Encoding.UTF8.GetBytes(LanguagePrimitives.ConvertTo<string>(value) + '\n'),
    };
}
