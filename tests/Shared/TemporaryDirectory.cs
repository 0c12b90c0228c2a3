namespace FleetPortal.Testing;

/// <summary>A directory for one test. Disposing it deletes it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Creates the directory below the system's temporary directory.</summary>
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("fleetportal-").FullName;

    /// <summary>The path of the directory.</summary>
    public string Path { get; }

    /// <summary>Returns the path of a file in the directory.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
