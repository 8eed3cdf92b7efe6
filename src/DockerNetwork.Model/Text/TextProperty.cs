using System.Reflection;

namespace DockerNetwork.Model.Text;

/// <summary>
/// The public properties of objects that show another property as text, because ConvertTo-Json writes the public properties of .NET, and
/// would write an address as an object. The other one has the same name, and is internal.
/// </summary>
internal static class TextProperty
{
    /// <summary>The property that a public one is the text of; that one itself if it is not such a text.</summary>
    public static PropertyInfo Typed(PropertyInfo property) => Typed(property.ReflectedType!, property.Name) ?? property;

    /// <summary>The internal property; null if there is none.</summary>
    public static PropertyInfo? Typed(Type type, string name) => type.GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic);
}
