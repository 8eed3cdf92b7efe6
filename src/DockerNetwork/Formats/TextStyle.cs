namespace DockerNetwork.Formats;

/// <summary>A style of text on the console.</summary>
/// <param name="On">Escape sequence that switches the style on.</param>
/// <param name="Off">Escape sequence that switches it off.</param>
/// <param name="Plain">
/// Text is to be shown without it: the output of the whole process does not go to a terminal, and PowerShell would leave the sequences in.
/// </param>
internal readonly record struct TextStyle(string On, string Off, bool Plain);
