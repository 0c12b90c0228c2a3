using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>The effects of a CRL of an external authority.</summary>
/// <param name="Number">The cRLNumber in hexadecimal, or null.</param>
/// <param name="Entries">The number of certificates on the CRL.</param>
/// <param name="CertificatesEnded">The number of certificates of Things that the CRL has just revoked or put on hold.</param>
/// <param name="AuthoritiesEnded">The number of intermediate authorities that the CRL has just retired or disabled.</param>
/// <param name="SessionsClosed">The number of sessions that used one of them; all of them are closed.</param>
public sealed record AcceptedCrl(string AuthorityId, string? Number,
    DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, int Entries, int CertificatesEnded, int AuthoritiesEnded, int SessionsClosed);

/// <summary>
/// Accepts a CRL of an external authority. The certificates on it are revoked or put on hold, and their sessions closed. A certificate that
/// is no longer on it does not change: a revocation is final, and an operator releases a hold.
/// </summary>
public sealed class AcceptCrl(Registry registry, ExternalCrlEffect effect)
{
    /// <summary>Accepts an uploaded CRL. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <param name="authorityId">The identifier of the authority.</param>
    /// <param name="octets">The CRL in DER or PEM, at most <see cref="ExternalCrl.MaxLength"/> octets.</param>
    /// <param name="actor">Who uploads it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-own-crl</c>, <c>crl-not-newer</c>, <c>forbidden</c>, and the
    /// codes of <see cref="ExternalCrl.Read"/>.</exception>
    public Task<AcceptedCrl> ExecuteAsync(string authorityId, byte[] octets, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return ExecuteAsync(authorityId, octets, $"upload by {actor.Name}", actor, cancellationToken);
    }

    /// <summary>Accepts a CRL from any source.</summary>
    /// <param name="authorityId">The identifier of the authority.</param>
    /// <param name="octets">The CRL in DER or PEM.</param>
    /// <param name="from">The source of the CRL as text for people.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    internal async Task<AcceptedCrl> ExecuteAsync(
        string authorityId, byte[] octets, string from, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.Administer);
        ArgumentNullException.ThrowIfNull(octets);
        var authority = await FindAsync(authorityId, cancellationToken);
        var crl = PkiRefusals.Translate("crl", () => ExternalCrl.Read(octets, authority.Der, registry.Time.GetUtcNow()));
        var entries = crl.Entries.Count();
        await registry.WriteAsync(scope => Store(scope, authority, crl, entries, from, actor), cancellationToken);
        var done = await effect.ApplyAsync(authority.Key, CancellationToken.None);
        return new AcceptedCrl(authorityId,
            crl.Number, crl.ThisUpdate, crl.NextUpdate, entries, done.Certificates, done.Authorities, done.Sessions);
    }

    private async Task<AuthorityRecord> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var authority = await db.Set<AuthorityRecord>().SingleOrDefaultAsync(x => x.Id == id, cancellationToken)
            ?? throw FleetError.NotFound(AuthorityErrors.NotFound, id);
        return authority.Kind is AuthorityKind.Registered or AuthorityKind.Intermediate
            ? authority
            : throw new FleetError(FleetErrorKind.Conflict,
                ExternalAuthorityErrors.OwnCrl, $"This portal publishes the CRL of {authority.Name} itself.");
    }

    /// <summary>
    /// Stores the CRL if it is newer. The comparison runs in the write transaction, so the newer one of two simultaneous CRLs stays.
    /// </summary>
    private static void Store(WriteScope scope, AuthorityRecord authority, ExternalCrl crl, int entries, string from, Actor actor)
    {
        var record = scope.Db.Set<ExternalCrlRecord>().SingleOrDefault(x => x.AuthorityKey == authority.Key);
        if (record is { Der: { } der } && der.AsSpan().SequenceEqual(crl.Der))
        {
            // The portal has this CRL. Only record that it was received again.
            (record.TriedAt, record.Problem) = (scope.Now, null);
            return;
        }

        if (record is { Der: not null, ThisUpdate: { } newest } && !crl.IsNewerThan(record.Number, newest))
        {
            throw new FleetError(FleetErrorKind.Conflict, ExternalAuthorityErrors.CrlNotNewer,
                $"The portal has a CRL of {authority.Name} that is as new or newer, issued at {newest:yyyy-MM-ddTHH:mm:ssZ}.");
        }

        if (record is null)
        {
            record = new ExternalCrlRecord { AuthorityKey = authority.Key };
            scope.Db.Set<ExternalCrlRecord>().Add(record);
        }

        (record.Der, record.Number, record.ThisUpdate, record.NextUpdate) = (crl.Der, crl.Number, crl.ThisUpdate, crl.NextUpdate);
        (record.ReceivedAt, record.ReceivedFrom, record.Entries, record.ApplyDue) = (scope.Now, from, entries, true);
        (record.TriedAt, record.Problem) = (scope.Now, null);
        scope.Audit(actor, AuthorityActions.CrlAccepted,
            new AuditTarget(AuditTargets.Authority, authority.Id), new { crl.Number, crl.ThisUpdate, crl.NextUpdate, entries, from });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
    }
}
