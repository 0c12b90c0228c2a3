using Xunit;

namespace FleetPortal.Testing;

/// <summary>Compares the pages of <c>src/docs</c> that are generated from a catalogue.</summary>
internal static class GeneratedPage
{
    private const string Renew = "RENEW_PAGES";

    /// <summary>
    /// Fails if the committed page differs. With the environment variable <c>RENEW_PAGES=1</c> it writes the page instead.
    /// </summary>
    public static void AssertIsCurrent(string name, string content)
    {
        var path = Path.Combine(SourceTree.Root, "src", "docs", name);
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            File.WriteAllText(path, content);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == content,
            $"src/docs/{name} is not up to date. Run this test with {Renew}=1 and commit the page.");
    }
}
