using System.CommandLine;
using FleetPortal.Cli;
using FleetPortal.Fleet.Backup;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Backup;

/// <summary>The command <c>backup FILE</c>: writes database, keys and passphrase to one file, also while the portal runs.</summary>
internal static class BackupCommand
{
    public static Command Create(string[] settings)
    {
        var file = new Argument<string>(
            "FILE") { Description = "The file to write, such as /backup/fleet-2026-11-26.tar. It must not exist." };
        var command = new Command(
            "backup",
            "Write the database, the authorities' keys and their passphrase to one file (a tar archive, mode 0600), while the portal runs. "
            + "Protect the file like the keys. Example: FleetPortal backup /backup/fleet.tar --Data:Directory=/data") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var target = parsed.GetValue(file)!;
            var manifest = await application.Services.GetRequiredService<BackUpPortal>()
                .ExecuteAsync(target, Actor.CommandLine, cancellationToken);
            Console.WriteLine($"{Path.GetFullPath(target)}: the portal as of {manifest.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, "
                + $"{new FileInfo(target).Length / 1024.0 / 1024.0:N1} MiB");
            Console.WriteLine(manifest.HasPassphrase
                ? "The file contains the authorities' keys and their passphrase. With it, anybody can issue certificates."
                : "The file contains the authorities' keys, but not their passphrase (Data:KeyPassphrase). restore needs the passphrase.");
            foreach (var authority in manifest.KeysOutside)
            {
                Console.WriteLine($"The key of {authority} is in its PKCS#11 token and not in this file. Back up the token too.");
            }

            return 0;
        });
        return command;
    }
}
