namespace DockerNetwork.Engine;

/// <summary>Names of images, as <c>registry:5000/name:tag</c> or <c>name@sha256:…</c>.</summary>
public static class ImageName
{
    /// <summary>
    /// The name and what stands behind it: a digest, a tag, or "latest". The colon before a registry's port does not begin a tag.
    /// </summary>
    public static (string Name, string Tag) Split(string image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.IndexOf('@', StringComparison.Ordinal) is >= 0 and var digest)
            return (image[..digest], image[(digest + 1)..]);
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
    }
}
