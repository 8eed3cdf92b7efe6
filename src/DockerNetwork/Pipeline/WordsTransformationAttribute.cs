using System.Collections;
using System.Management.Automation;

namespace DockerNetwork.Pipeline;

/// <summary>
/// Refuses a list among the words of a program, as in <c>cut -d , -f 1,2</c>: a shell passes one word, and PowerShell a list.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordsTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var words = inputData.Unwrapped() as IList;
        if (words?.Cast<object?>().Select(word => word.Unwrapped()).FirstOrDefault(word => word is IList) is IList list)
        {
            throw new ArgumentTransformationMetadataException(
                $"{string.Join(',', list.Cast<object?>())} is a list among the words of the program. Quote it if it is one word. "
                + "If each of its elements is a word, separate them by spaces, or splat the variable that holds them (@words).");
        }

        return inputData;
    }
}
