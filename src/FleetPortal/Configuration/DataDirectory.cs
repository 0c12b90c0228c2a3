using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Configuration;

/// <summary>The directory that holds everything: made at first start, private to its owner, and proven writable before anything else begins.</summary>
public static class DataDirectory
{
    private const string PassphraseFile = "passphrase";
    private const int PassphraseOctets = 32;

    /// <summary>Makes the directory and answers the passphrase of the keys: the setting's, or the file's, which is made once.</summary>
    /// <exception cref="SettingsException">It cannot be written.</exception>
    public static string Prepare(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            Create(settings.DataDirectory);
            Create(settings.KeyDirectory);
            var probe = Path.Combine(settings.DataDirectory, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return settings.KeyPassphrase ?? ReadOrMakePassphrase(Path.Combine(settings.KeyDirectory, PassphraseFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"Data:Directory: {settings.DataDirectory} cannot be written ({e.Message}). Give it to the user that runs the portal (chown), or name another with --Data:Directory=PATH."]);
        }
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string ReadOrMakePassphrase(string path)
    {
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PassphraseOctets))));
        }

        return File.ReadAllText(path);
    }
}
