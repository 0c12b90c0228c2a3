using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;
using Microsoft.Data.Sqlite;

namespace FleetPortal.Configuration;

/// <summary>The directory that holds everything: made by the first start, private to its owner, and proven writable before anything else begins.</summary>
public static class DataDirectory
{
    /// <summary>The database's file in the directory.</summary>
    public const string DatabaseFile = "fleet.db";

    /// <summary>The passphrase's file among the keys, where no setting has it.</summary>
    public const string PassphraseFile = "passphrase";

    // Written once an administrator exists: a database without one is then a copy that lacks something.
    private const string AdministratorMark = "administrator.exists";
    private const int PassphraseOctets = 32;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Refuses where no portal has been started: only <c>serve</c> and <c>restore</c> make one.</summary>
    /// <exception cref="FleetError"><c>no-portal</c>.</exception>
    public static void RequirePortal(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!HasPortal(settings))
        {
            throw new FleetError(FleetErrorKind.NotFound, DataDirectoryErrors.NoPortal, $"no portal in {settings.DataDirectory}. Name its directory with --Data:Directory=PATH, or start one there first: serve");
        }
    }

    /// <summary>Whether a portal has been started on the directory.</summary>
    public static bool HasPortal(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return File.Exists(DatabaseOf(settings));
    }

    /// <summary>The database's file.</summary>
    public static string DatabaseOf(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Path.GetFullPath(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource);
    }

    /// <summary>Makes the directory and answers the passphrase of the keys: the setting's, or the file's, which is made once.</summary>
    /// <exception cref="SettingsException">It cannot be written, or it has keys and no database.</exception>
    public static string Prepare(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            CreatePrivate(settings.DataDirectory);
            CreatePrivate(settings.KeyDirectory);
            var probe = Path.Combine(settings.DataDirectory, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            RefuseKeysWithoutDatabase(settings);
            MakePrivate(settings);
            return settings.KeyPassphrase ?? ReadOrMakePassphrase(Path.Combine(settings.KeyDirectory, PassphraseFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"Data:Directory: {settings.DataDirectory} cannot be written ({e.Message}). Give it to the user that runs the portal (chown), or name another with --Data:Directory=PATH."]);
        }
    }

    /// <summary>Whether an administrator existed at some time, by the mark beside the database.</summary>
    public static bool HadAdministrator(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return File.Exists(Path.Combine(settings.DataDirectory, AdministratorMark));
    }

    /// <summary>Leaves the mark.</summary>
    public static void NoteAdministrator(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!HadAdministrator(settings))
        {
            PrivateFile.Write(Path.Combine(settings.DataDirectory, AdministratorMark), "An administrator was created here. A database without one is incomplete.\n"u8);
        }
    }

    /// <summary>A start would make new authorities beside the old ones' keys, and every device would be a stranger.</summary>
    private static void RefuseKeysWithoutDatabase(PortalSettings settings)
    {
        if (!HasPortal(settings) && Directory.EnumerateFiles(settings.KeyDirectory, "*.key").Any())
        {
            throw new SettingsException([$"Data:Directory: {settings.KeyDirectory} holds keys of authorities, and there is no database. Put {DatabaseFile} back or restore a backup; for a new portal, empty the directory."]);
        }
    }

    /// <summary>SQLite gives its files the mode of the database; made here, it is never readable by others.</summary>
    private static void MakePrivate(PortalSettings settings)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Restrict(settings.DataDirectory, OwnerDirectory);
        Restrict(settings.KeyDirectory, OwnerDirectory);
        var database = DatabaseOf(settings);
        if (!File.Exists(database))
        {
            PrivateFile.Write(database, []);
        }

        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(database)!, Path.GetFileName(database) + "*"))
        {
            Restrict(file, OwnerFile);
        }
    }

    /// <summary>Takes away what others may do. Where the file is somebody else's, they decide.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Restrict(string path, UnixFileMode mode)
    {
        try
        {
            var now = File.GetUnixFileMode(path);
            if ((now & ~mode) != 0)
            {
                File.SetUnixFileMode(path, now & mode);
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException)
        {
            // Another user's directory that this one may write, or a file that SQLite has just removed.
        }
    }

    /// <summary>Makes a directory that only its owner may enter.</summary>
    internal static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerDirectory);
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
