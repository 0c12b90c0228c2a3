using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FleetPortal.Simulator;

/// <summary>The storage of a device: one file with its key and its certificate, which only its owner can read.</summary>
public sealed class DeviceStorage
{
    private readonly string _directory;

    /// <summary>Storage in a directory, which is created if it does not exist.</summary>
    public DeviceStorage(string directory)
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
    }

    /// <summary>Whether an identity is stored.</summary>
    public bool Has(string thingName) => File.Exists(PathOf(thingName));

    /// <summary>The identity that was stored, or null.</summary>
    public X509Certificate2? Read(string thingName) => ReadFile(PathOf(thingName));

    /// <summary>A new identity that the device has not connected with yet, or null.</summary>
    public X509Certificate2? ReadNext(string thingName) => ReadFile(NextPathOf(thingName));

    /// <summary>Replaces the old identity with the new one, after the device has connected with it.</summary>
    public void Promote(string thingName) => File.Move(NextPathOf(thingName), PathOf(thingName), overwrite: true);

    /// <summary>Deletes the new identity, which the portal refused. The old one stays.</summary>
    public void DropNext(string thingName) => File.Delete(NextPathOf(thingName));

    /// <summary>The rolling proof that the device shows at its next connect; null if the portal has handed out none.</summary>
    public string? ReadProof(string thingName) =>
        File.Exists(ProofPathOf(thingName)) ? File.ReadAllText(ProofPathOf(thingName)) : null;

    /// <summary>Replaces the rolling proof. After a sudden end, the file has the old value or the new one.</summary>
    public void WriteProof(string thingName, string proof) => WriteFile(ProofPathOf(thingName), proof);

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
            // The file was only written in part.
            return null;
        }
    }

    /// <summary>Stores a key and its certificate.</summary>
    public X509Certificate2 Write(string thingName, AsymmetricAlgorithm key, string certificatePem)
    {
        WriteFile(PathOf(thingName), key, certificatePem);
        return Read(thingName)!;
    }

    /// <summary>Stores a new key and its certificate beside the old ones.</summary>
    public void WriteNext(string thingName, AsymmetricAlgorithm key, string certificatePem) =>
        WriteFile(NextPathOf(thingName), key, certificatePem);

    private static void WriteFile(string path, AsymmetricAlgorithm key, string certificatePem)
    {
        ArgumentNullException.ThrowIfNull(key);
        WriteFile(path, key.ExportPkcs8PrivateKeyPem() + "\n" + certificatePem);
    }

    private static void WriteFile(string path, string text)
    {
        var partial = path + ".partial";
        File.Delete(partial);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(partial, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    private string ProofPathOf(string thingName) => PathOf(thingName) + ".proof";

    private string NextPathOf(string thingName) => PathOf(thingName) + ".next";

    // A ThingName may contain a colon, which some file systems do not allow.
    private string PathOf(string thingName) => Path.Combine(_directory, thingName.Replace(':', '~') + ".pem");
}
