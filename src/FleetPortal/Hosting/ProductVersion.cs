using System.Reflection;

namespace FleetPortal.Hosting;

/// <summary>The version of this build, as <c>--version</c>, the pages and the OpenAPI document show it.</summary>
public static class ProductVersion
{
    /// <summary>The version as text, such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
