namespace FleetPortal.Testing;

/// <summary>A directory of one test's own, gone after it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Makes it.</summary>
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("fleetportal-").FullName;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>A file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
