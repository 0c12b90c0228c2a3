using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Backup;

/// <summary>A CRL that the operator gives to a restore.</summary>
/// <param name="Name">The name for messages, such as the file name.</param>
/// <param name="Content">The CRL in DER or PEM.</param>
public sealed record GivenCrl(string Name, byte[] Content);

/// <summary>The revocations that the CRLs added to a restored registry.</summary>
/// <param name="Revoked">The number of certificates in the registry that were revoked.</param>
/// <param name="Held">The number of certificates in the registry that were put on hold.</param>
/// <param name="Unknown">The number of entries of certificates that were issued after the backup. They stay on the CRL and in OCSP.</param>
/// <param name="Notes">Sentences about what an operator must check.</param>
public sealed record RestoredRevocations(int Revoked, int Held, int Unknown, IReadOnlyList<string> Notes);

/// <summary>
/// Adds the revocations since the backup to a restored registry, before it serves any client. The certificates that the given CRLs list are
/// revoked or put on hold, and every CRL is signed again with a number that was never used. Needs <see cref="Permission.Administer"/>.
/// </summary>
public sealed class CompleteRestore(Registry registry, AuthorityVault vault)
{
    private const string SignAnew = "UPDATE CrlShards SET Revision = Revision + 1, Der = NULL";
    private const string RaiseParts = "UPDATE CrlShards SET Number = max(Number, $1) WHERE AuthorityKey = $2";
    private const string RaiseComplete = """
        INSERT INTO CompleteCrls (AuthorityKey, Number) VALUES ($2, $1) ON CONFLICT (AuthorityKey) DO UPDATE SET Number = max(Number, excluded.Number)
        """;

    // Devices hold values that were handed out after the backup. None of them is known here.
    private const string ForgetProofs = "DELETE FROM Proofs";

    private const string SetTime = "UPDATE Certificates SET StatusChangedAt = $1 WHERE \"Key\" = $2";
    private const string KeepUnknown = """
        INSERT INTO RestoredRevocations (AuthorityKey, SerialNumber, RevokedAt, Reason, OnHold, Shard, RestoredAt) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (AuthorityKey, SerialNumber) DO NOTHING
        """;

    /// <summary>Applies the CRLs in one transaction, oldest first.</summary>
    /// <exception cref="FleetError"><c>crl-invalid</c>, <c>crl-of-another</c>, <c>forbidden</c>.</exception>
    public async Task<RestoredRevocations> ExecuteAsync(
        BackupManifest backup, IReadOnlyList<GivenCrl> crls, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        ArgumentNullException.ThrowIfNull(crls);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);

        // Read and verify all CRLs before anything is changed.
        var read = crls.Select(Read).OrderBy(crl => crl.Crl.ThisUpdate).ToList();
        return await registry.WriteAsync(scope => Apply(scope, backup, read, actor), cancellationToken);
    }

    private SignedCrl Read(GivenCrl given)
    {
        var crl = PkiRefusals.Translate(given.Name, () => PublishedCrl.Read(given.Content));
        if (crl.IsSignedBy(vault.Root))
        {
            return new SignedCrl(given.Name, crl, null);
        }

        return vault.OwnAuthorities.FirstOrDefault(authority => crl.IsSignedBy(authority.Signer.Certificate)) is { } signer
            ? new SignedCrl(given.Name, crl, signer)
            : throw new FleetError(FleetErrorKind.Refused,
                BackupErrors.CrlOfAnother, $"{given.Name} is not a CRL of an authority of this backup.");
    }

    private RestoredRevocations Apply(WriteScope scope, BackupManifest backup, List<SignedCrl> crls, Actor actor)
    {
        scope.Note<StatusChanges>().IsOffline = true;
        var (revoked, held, unknown, notes) = (0, 0, 0, new List<string>());
        foreach (var given in crls)
        {
            if (given.Crl.ThisUpdate + CrlTimes.Backdate < backup.CreatedAt)
            {
                notes.Add($"{given.Name} was issued at {given.Crl.ThisUpdate:u}, before the backup: it adds nothing.");
            }

            if (given.Authority is not { } authority)
            {
                notes.AddRange(NotesOfRoot(scope, given));
                scope.Statements.Execute(RaiseComplete, given.Crl.Number, vault.RootKey);
                continue;
            }

            var outcomes = given.Crl.Entries().Select(entry => Apply(scope, authority.Key, ShardOf(given.Crl), entry, actor)).ToList();
            revoked += outcomes.Count(outcome => outcome == Outcome.Revoked);
            held += outcomes.Count(outcome => outcome == Outcome.Held);
            unknown += outcomes.Count(outcome => outcome == Outcome.Unknown);

            scope.Statements.Execute(RaiseParts, given.Crl.Number, authority.Key);
            scope.Statements.Execute(RaiseComplete, given.Crl.Number, authority.Key);
        }

        scope.Statements.Execute(SignAnew);
        scope.Statements.Execute(ForgetProofs);
        scope.Audit(actor, BackupActions.Restored, new AuditTarget(AuditTargets.Portal, "backup"),
            new { backup.CreatedAt, revoked, held, unknown, crls = crls.Select(crl => crl.Name) });
        return new RestoredRevocations(revoked, held, unknown, notes);
    }

    private static Outcome Apply(WriteScope scope, long authorityKey, int? shard, RevokedEntry entry, Actor actor)
    {
        var serial = entry.SerialNumber.ToString();

        // The registry stores the real time. Times in a CRL are earlier by the allowance for slow clocks.
        var at = entry.RevokedAt + CrlTimes.Backdate;
        var onHold = entry.Reason == CrlReason.CertificateHold;
        var reason = onHold || !Enum.IsDefined((RevocationReason)(int)entry.Reason)
            ? RevocationReason.Unspecified : (RevocationReason)(int)entry.Reason;
        var certificate = scope.Db.Set<CertificateRecord>()
            .AsNoTracking().Include(x => x.Thing).SingleOrDefault(x => x.AuthorityKey == authorityKey && x.SerialNumber == serial);
        if (certificate is null)
        {
            return scope.Statements.Execute(KeepUnknown, authorityKey, serial, at, reason, onHold ? 1 : 0, shard, scope.Now) > 0
                ? Outcome.Unknown : Outcome.Nothing;
        }

        if (certificate.Status == CertificateStatus.Revoked || (onHold && certificate.Status == CertificateStatus.Inactive))
        {
            return Outcome.Nothing;
        }

        CertificateTransitions.Apply(scope, certificate, certificate.Thing!,
            onHold ? CertificateStatus.Inactive : CertificateStatus.Revoked, onHold ? null : reason, actor, "from a CRL after the backup");
        scope.Statements.Execute(SetTime, at, certificate.Key);
        return onHold ? Outcome.Held : Outcome.Revoked;
    }

    /// <summary>
    /// Returns a note for each authority that the CRL of the root lists. Retiring an authority affects a whole fleet, so an operator must
    /// decide.
    /// </summary>
    private static IEnumerable<string> NotesOfRoot(WriteScope scope, SignedCrl given)
    {
        var serials = given.Crl.Entries().Select(entry => entry.SerialNumber.ToString()).ToHashSet(StringComparer.Ordinal);
        return scope.Db.Set<AuthorityRecord>().AsNoTracking().AsEnumerable()
            .Where(authority => authority.Status == AuthorityStatus.Active
                && serials.Contains(Pki.Text.SerialNumber.OfCertificate(authority.Der).ToString()))
            .Select(authority =>
                $"{given.Name} lists the authority {authority.Name} as disabled or retired, and it is active here: disable or "
                + $"retire it again.");
    }

    /// <summary>Returns the number of the CRL part from its distribution point: issuing-1-3.crl is part 3.</summary>
    private static int? ShardOf(PublishedCrl crl) =>
        crl.DistributionPoint is { } address
            && Path.GetFileNameWithoutExtension(address) is var name && int.TryParse(name.AsSpan(name.LastIndexOf('-') + 1),
            System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var shard)
            ? shard
            : null;

    private enum Outcome
    {
        Nothing,
        Revoked,
        Held,
        Unknown,
    }

    private sealed record SignedCrl(string Name, PublishedCrl Crl, OwnAuthority? Authority);
}
