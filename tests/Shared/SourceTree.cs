namespace FleetPortal.Testing;

/// <summary>The source tree from which the tests were built, for tests that read sources and documents.</summary>
public static class SourceTree
{
    /// <summary>The path of the folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "FleetPortal.sln")))
        {
            directory = Path.GetDirectoryName(directory)
                ?? throw new InvalidOperationException("There is no FleetPortal.sln above the tests.");
        }

        return directory;
    }
}
