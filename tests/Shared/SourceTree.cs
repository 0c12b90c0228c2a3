namespace FleetPortal.Testing;

/// <summary>The checkout that the tests were built from, for tests that read sources and documents.</summary>
public static class SourceTree
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "FleetPortal.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("There is no FleetPortal.sln above the tests.");
        }

        return directory;
    }
}
