using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;
using Microsoft.Data.Sqlite;

namespace FleetPortal.Configuration;

/// <summary>
/// The data directory with the database and the keys. The first start creates it; only its owner may read it. Each start first checks that
/// it is writable.
/// </summary>
public static class DataDirectory
{
    /// <summary>The name of the database file in the directory.</summary>
    public const string DatabaseFile = "fleet.db";

    /// <summary>The name of the passphrase file in the key directory. It is used if <c>Data:KeyPassphrase</c> is not set.</summary>
    public const string PassphraseFile = "passphrase";

    // This file is written once an administrator exists. A database without an administrator is then known to be incomplete.
    private const string AdministratorMark = "administrator.exists";
    private const int PassphraseOctets = 32;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Throws if no portal was ever started on the directory. Only <c>serve</c> and <c>restore</c> create one.</summary>
    /// <exception cref="FleetError"><c>no-portal</c>: there is no database.</exception>
    public static void RequirePortal(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!HasPortal(settings))
        {
            throw new FleetError(FleetErrorKind.NotFound, DataDirectoryErrors.NoPortal,
                $"There is no portal in {settings.DataDirectory}. Name its directory with --Data:Directory=PATH, or start a portal "
                + $"there first (serve).");
        }
    }

    /// <summary>Returns whether a portal was started on the directory, that is, whether the database file exists.</summary>
    public static bool HasPortal(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return File.Exists(DatabaseOf(settings));
    }

    /// <summary>Returns the absolute path of the database file.</summary>
    public static string DatabaseOf(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Path.GetFullPath(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource);
    }

    /// <summary>
    /// Creates the directory if needed and returns the passphrase of the keys, from the setting or from the passphrase file. A missing file
    /// is created with a random passphrase.
    /// </summary>
    /// <exception cref="SettingsException">The directory is not writable, or it has keys but no database.</exception>
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
            throw new SettingsException(
                [$"Data:Directory: {settings.DataDirectory} cannot be written ({e.Message}). Make the user that runs the portal its "
                + $"owner (chown), or name another directory with --Data:Directory=PATH."]);
        }
    }

    /// <summary>Returns whether the mark beside the database says that an administrator existed at some time.</summary>
    public static bool HadAdministrator(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return File.Exists(Path.Combine(settings.DataDirectory, AdministratorMark));
    }

    /// <summary>Writes the mark that an administrator exists, unless it is there already.</summary>
    public static void NoteAdministrator(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!HadAdministrator(settings))
        {
            PrivateFile.Write(Path.Combine(settings.DataDirectory, AdministratorMark),
                "An administrator was created here. A database without one is incomplete.\n"u8);
        }
    }

    /// <summary>
    /// Refuses keys without a database. A start would create new authorities beside the old keys, and no device certificate would be valid
    /// any more.
    /// </summary>
    private static void RefuseKeysWithoutDatabase(PortalSettings settings)
    {
        if (!HasPortal(settings) && Directory.EnumerateFiles(settings.KeyDirectory, "*.key").Any())
        {
            throw new SettingsException(
                [$"Data:Directory: {settings.KeyDirectory} holds keys of authorities, but there is no database. Put {DatabaseFile} "
                + $"back or restore a backup. For a new portal, empty the directory."]);
        }
    }

    /// <summary>
    /// Makes directories and files readable by their owner only. The database file is created here, because SQLite gives its other files
    /// the same mode.
    /// </summary>
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

    /// <summary>Removes the rights of group and others. Does nothing if the file belongs to another user.</summary>
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
            // The file belongs to another user, or SQLite has just deleted it.
        }
    }

    /// <summary>Creates a directory that only its owner may enter.</summary>
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
