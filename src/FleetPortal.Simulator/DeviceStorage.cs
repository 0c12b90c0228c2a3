using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FleetPortal.Simulator;

/// <summary>A device's own storage: one file with its key and its certificate, readable by its owner alone, as on a real device.</summary>
public sealed class DeviceStorage
{
    private readonly string _directory;

    /// <summary>Storage below a directory, which is made if need be.</summary>
    public DeviceStorage(string directory)
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
    }

    /// <summary>The identity that was stored, or null.</summary>
    public X509Certificate2? Read(string thingName) => ReadFile(PathOf(thingName));

    /// <summary>A new identity that has not yet let the device in, or null.</summary>
    public X509Certificate2? ReadNext(string thingName) => ReadFile(NextPathOf(thingName));

    /// <summary>The new identity has let the device in: it takes the place of the old one.</summary>
    public void Promote(string thingName) => File.Move(NextPathOf(thingName), PathOf(thingName), overwrite: true);

    /// <summary>The new identity was refused: the old one stays.</summary>
    public void DropNext(string thingName) => File.Delete(NextPathOf(thingName));

    private static X509Certificate2? ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var pem = File.ReadAllText(path);
            return X509Certificate2.CreateFromPem(pem, pem);
        }
        catch (CryptographicException)
        {
            // Cut off in the middle of writing: as good as nothing.
            return null;
        }
    }

    /// <summary>Stores a key and its certificate.</summary>
    public X509Certificate2 Write(string thingName, ECDsa key, string certificatePem)
    {
        WriteFile(PathOf(thingName), key, certificatePem);
        return Read(thingName)!;
    }

    /// <summary>Stores a new key and its certificate beside the old ones.</summary>
    public void WriteNext(string thingName, ECDsa key, string certificatePem) => WriteFile(NextPathOf(thingName), key, certificatePem);

    private static void WriteFile(string path, ECDsa key, string certificatePem)
    {
        ArgumentNullException.ThrowIfNull(key);
        var partial = path + ".partial";
        File.Delete(partial);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(partial, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n" + certificatePem));
        }

        File.Move(partial, path, overwrite: true);
    }

    private string NextPathOf(string thingName) => PathOf(thingName) + ".next";

    // A ThingName may hold a colon, which some file systems do not take.
    private string PathOf(string thingName) => Path.Combine(_directory, thingName.Replace(':', '~') + ".pem");
}
