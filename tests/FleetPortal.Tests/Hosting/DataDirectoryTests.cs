using FleetPortal.Authentication;
using FleetPortal.Configuration;
using FleetPortal.Hosting;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>What a start makes of the data directory that it finds.</summary>
public sealed class DataDirectoryTests
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [Fact]
    public async Task EveryFileOfAPortal_IsPrivate_AlsoWhereTheDirectoryWasNot()
    {
        using var directory = new TemporaryDirectory();
        await PortalProcess.FoundAsync(PortalProcess.SettingsFor(directory.Path));
        File.SetUnixFileMode(directory.Path, OwnerDirectory | Everybody);
        File.SetUnixFileMode(directory.File("fleet.db"), OwnerFile | Everybody);
        await using var portal = await RunningPortal.StartAsync(directory);
        await portal.PostAsync("/things", new { name = "pump-1" });
        Assert.True(File.Exists(directory.File("fleet.db-wal")));
        Assert.Equal(OwnerDirectory, File.GetUnixFileMode(directory.Path));
        Assert.All(Directory.GetFiles(directory.Path, "*", SearchOption.AllDirectories),
            file => Assert.Equal(OwnerFile, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task SecondPortalOnADirectory_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(directory);
        var second = await PortalProcess.RunAsync(["serve", .. PortalProcess.SettingsFor(directory.Path)]);
        Assert.Equal(2, second.ExitCode);
        Assert.Contains($"another portal already runs on {directory.Path}", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseCopiedWithoutItsLog_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        using var copy = new TemporaryDirectory();
        await using (var portal = await RunningPortal.StartAsync(directory))
        {
            // What a first start wrote is still in the write-ahead log.
            File.Copy(directory.File("fleet.db"), copy.File("fleet.db"));
            Directory.CreateDirectory(copy.File("keys"));
            foreach (var key in Directory.GetFiles(directory.File("keys")))
            {
                File.Copy(key, Path.Combine(copy.File("keys"), Path.GetFileName(key)));
            }
        }

        var start = await PortalProcess.RunAsync(["serve", .. PortalProcess.SettingsFor(copy.Path)]);
        Assert.Equal(2, start.ExitCode);
        Assert.Contains("copied without fleet.db-wal", start.Error, StringComparison.Ordinal);

        File.Delete(copy.File("fleet.db"));
        start = await PortalProcess.RunAsync(["serve", .. PortalProcess.SettingsFor(copy.Path)]);
        Assert.Contains("there is no database", start.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseThatLostItsAdministrator_OpensNoSetup()
    {
        using var directory = new TemporaryDirectory();
        await using (var portal = await RunningPortal.StartAsync(directory))
        {
            Assert.NotNull(portal.Get<SetupLink>().Path);
            DataDirectory.NoteAdministrator(portal.Application.Settings);
        }

        await using (var portal = await RunningPortal.StartAsync(directory))
        {
            Assert.Null(portal.Get<SetupLink>().Path);
            Assert.True(portal.Get<AdministratorMark>().IsMissing);
        }
    }
}
