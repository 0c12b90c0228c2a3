using System.CommandLine;
using System.Globalization;
using FleetPortal.Cli;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Backup;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Backup;

/// <summary>
/// The command <c>restore FILE</c>: restores a backup into the data directory, and prints what the backup does not contain.
/// </summary>
internal static class RestoreCommand
{
    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A file that the command backup wrote." };
        var crls = new Option<FileInfo[]>("--revoked")
        {
            Description = "A CRL that was published after the backup (DER or PEM), such as a copy of /pki/crl/issuing-1.crl. The "
                + "certificates on it are revoked again. The option can be repeated.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var keepOld = new Option<bool>("--keep-old") { Description = "Move the content of the data directory into a folder "
            + "before-restore-… inside it. Without this option a restore into a directory that is not empty is refused." };
        var command = new Command(
            "restore",
            "Restore a backup into an empty or absent data directory. Refused while a portal runs there. "
            + "Example: FleetPortal restore /backup/fleet.tar --revoked issuing-1.crl --Data:Directory=/data") { file, crls, keepOld };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(settings, parsed.GetValue(file)!, parsed.GetValue(crls)!, parsed.GetValue(keepOld), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] arguments, FileInfo file, FileInfo[] crls, bool keepOld, CancellationToken cancellationToken)
    {
        if (crls.Prepend(file).FirstOrDefault(given => !given.Exists) is { } absent)
        {
            throw new FleetError(FleetErrorKind.NotFound, DataDirectoryErrors.FileNotFound, $"There is no file {absent}.");
        }

        var given = crls.Select(crl => new GivenCrl(crl.Name, File.ReadAllBytes(crl.FullName))).ToList();
        var target = RestoreTarget.Open(FleetPortalApplication.ReadSettings(arguments), keepOld, TimeProvider.System);
        using (target)
        {
            var manifest = await UnpackBackup.ExecuteAsync(file.FullName, target.Staging, cancellationToken);
            var (revocations, fingerprint) =
                await CompleteAsync([.. arguments, $"--Data:Directory={target.Staging}"], manifest, given, cancellationToken);
            var kept = target.Commit();
            foreach (var line in Report(manifest, revocations, fingerprint, given.Count > 0, target.Directory, kept))
            {
                Console.WriteLine(line);
            }
        }

        return 0;
    }

    /// <summary>Opens the unpacked copy, checks its root and applies the CRLs. It is moved into place only if this succeeds.</summary>
    private static async Task<(RestoredRevocations Revocations, string Fingerprint)> CompleteAsync(
        string[] arguments, BackupManifest manifest, List<GivenCrl> crls, CancellationToken cancellationToken)
    {
        await using var application = await PortalCommands.OpenAsync(arguments, cancellationToken);
        var fingerprint = application.Services.GetRequiredService<AuthorityVault>().RootFingerprint;
        if (fingerprint != manifest.RootFingerprint)
        {
            throw new FleetError(FleetErrorKind.Refused, BackupErrors.Invalid,
                $"The manifest of the backup names the root {manifest.RootFingerprint}, but its database has the root {fingerprint}.");
        }

        var revocations = await application.Services.GetRequiredService<CompleteRestore>()
            .ExecuteAsync(manifest, crls, Actor.CommandLine, cancellationToken);
        return (revocations, fingerprint);
    }

    private static IEnumerable<string> Report(
        BackupManifest manifest, RestoredRevocations revocations, string fingerprint, bool withCrls, string directory, string? kept)
    {
        var moment = manifest.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
        yield return $"Restored into {directory}: the portal as of {moment}, root SHA-256 {fingerprint}";
        if (kept is not null)
        {
            yield return $"The previous content is in {kept}";
        }

        yield return "The next start signs every CRL again, with a number that was never used.";
        if (withCrls)
        {
            yield return $"From the CRLs: {revocations.Revoked:N0} certificates revoked and {revocations.Held:N0} put on hold again; "
                + $"{revocations.Unknown:N0} entries of certificates that were issued after the backup stay on the CRL and in OCSP.";
        }

        foreach (var note in revocations.Notes)
        {
            yield return note;
        }

        yield return $"The backup contains nothing that happened after {moment}:";
        yield return "  - certificates issued later: their devices are refused until they enrol again";
        yield return withCrls
            ? "  - later revocations that are not on the given CRLs; later releases from hold"
            : "  - later revocations: these certificates are valid again. Give a newer CRL with --revoked, or revoke them by hand";
        yield return "  - later Things, groups and notes; authorities created, disabled or retired later";
        yield return "  - API tokens, accounts and sessions ended later: they work again. Check them with token list and account list";
        yield return "  - rotation waves and batches that ended later: they continue at the next start";
    }
}
