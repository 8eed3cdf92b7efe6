using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using DockerNetwork.Model.Topology;

namespace DockerNetwork.Topology;

/// <summary>
/// A topology as one HTML page that needs nothing else: the data, the script, and Graphviz as WebAssembly, which lays it out when the page
/// is opened. The policy of the page lets it load nothing from anywhere, and run no script but the two in it, by their hashes.
/// </summary>
internal static class TopologyPage
{
    public static string Write(NetworkTopology topology)
    {
        var title = "Docker networks: " + topology;
        var script = Resource("page.js");
        var library = Resource("viz-global.js");
        var picture = Resource("picture.css");
        // Nested, the colors of the dark picture apply while the page is dark.
        var style = $"{Resource("page.css")}:where(:root[data-theme=dark] #stage) svg {{\n{picture}}}\n";
        var policy = "default-src 'none'; base-uri 'none'; form-action 'none'; "
            + $"script-src {Hash(library)} {Hash(script)} 'wasm-unsafe-eval'; style-src {Hash(style)}";
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["policy"] = policy,
            ["title"] = HtmlText.Of(title),
            ["style"] = style,
            ["picture"] = picture,
            ["data"] = TopologyJson.Write(topology, DotText.Write(topology)),
            ["library"] = library,
            ["script"] = script,
        };

        // In one pass: what stands in a part is never taken for a place.
        var page = new StringBuilder();
        var pieces = Resource("page.html").Split("{{");
        page.Append(pieces[0]);
        foreach (var piece in pieces.Skip(1))
        {
            var end = piece.IndexOf("}}", StringComparison.Ordinal);
            page.Append(parts[piece[..end]]).Append(piece, end + 2, piece.Length - end - 2);
        }

        return page.ToString();
    }

    /// <summary>The colors of the dark picture.</summary>
    public static string DarkPicture => Resource("picture.css");

    /// <summary>
    /// Browsers read line ends as line feeds, and hash what they read. Other separators stay: the library has its program in a string.
    /// </summary>
    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
