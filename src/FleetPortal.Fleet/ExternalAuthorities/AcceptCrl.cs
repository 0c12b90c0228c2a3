using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>What a CRL of an external authority did.</summary>
/// <param name="Number">cRLNumber in hexadecimal, or null.</param>
/// <param name="Entries">How many certificates it lists.</param>
/// <param name="CertificatesEnded">Certificates of Things that it revoked or put on hold here just now.</param>
/// <param name="AuthoritiesEnded">Intermediate authorities that it ended here just now.</param>
/// <param name="SessionsClosed">Live sessions that stood on them; they are gone when this is answered.</param>
public sealed record AcceptedCrl(string AuthorityId, string? Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, int Entries, int CertificatesEnded, int AuthoritiesEnded, int SessionsClosed);

/// <summary>
/// Takes the CRL of an authority that somebody else runs. What it lists is revoked or put on hold here, with the session closed; what it no
/// longer lists stays as it is, since a revocation is final and a hold is released by an operator.
/// </summary>
public sealed class AcceptCrl(Registry registry, ExternalCrlEffect effect)
{
    /// <summary>Takes a CRL that somebody uploads.</summary>
    /// <param name="octets">DER or PEM; at most <see cref="ExternalCrl.MaxLength"/>.</param>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-own-crl</c>, <c>crl-not-newer</c>, <c>forbidden</c>, and the codes of <see cref="ExternalCrl.Read"/>.</exception>
    public Task<AcceptedCrl> ExecuteAsync(string authorityId, byte[] octets, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return ExecuteAsync(authorityId, octets, $"upload by {actor.Name}", actor, cancellationToken);
    }

    /// <summary>The same for one that was fetched.</summary>
    /// <param name="from">Where it came from, for people.</param>
    internal async Task<AcceptedCrl> ExecuteAsync(string authorityId, byte[] octets, string from, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.Administer);
        ArgumentNullException.ThrowIfNull(octets);
        var authority = await FindAsync(authorityId, cancellationToken);
        var crl = PkiRefusals.Translate("crl", () => ExternalCrl.Read(octets, authority.Der, registry.Time.GetUtcNow()));
        var entries = crl.Entries.Count();
        await registry.WriteAsync(scope => Store(scope, authority, crl, entries, from, actor), cancellationToken);
        var done = await effect.ApplyAsync(authority.Key, CancellationToken.None);
        return new AcceptedCrl(authorityId, crl.Number, crl.ThisUpdate, crl.NextUpdate, entries, done.Certificates, done.Authorities, done.Sessions);
    }

    private async Task<AuthorityRecord> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var authority = await db.Set<AuthorityRecord>().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) ?? throw FleetError.NotFound(AuthorityErrors.NotFound, id);
        return authority.Kind is AuthorityKind.Registered or AuthorityKind.Intermediate
            ? authority
            : throw new FleetError(FleetErrorKind.Conflict, ExternalAuthorityErrors.OwnCrl, $"This portal itself publishes the CRL of {authority.Name}.");
    }

    /// <summary>Compared where it is stored: of two that come at once the newer one stays.</summary>
    private static void Store(WriteScope scope, AuthorityRecord authority, ExternalCrl crl, int entries, string from, Actor actor)
    {
        var record = scope.Db.Set<ExternalCrlRecord>().SingleOrDefault(x => x.AuthorityKey == authority.Key);
        if (record is { Der: { } der } && der.AsSpan().SequenceEqual(crl.Der))
        {
            // The same again: nothing is to be done, but it was looked at.
            (record.TriedAt, record.Problem) = (scope.Now, null);
            return;
        }

        if (record is { Der: not null, ThisUpdate: { } newest } && !crl.IsNewerThan(record.Number, newest))
        {
            throw new FleetError(FleetErrorKind.Conflict, ExternalAuthorityErrors.CrlNotNewer, $"The portal has a CRL of {authority.Name} that is as new or newer, issued at {newest:yyyy-MM-ddTHH:mm:ssZ}.");
        }

        if (record is null)
        {
            record = new ExternalCrlRecord { AuthorityKey = authority.Key };
            scope.Db.Set<ExternalCrlRecord>().Add(record);
        }

        (record.Der, record.Number, record.ThisUpdate, record.NextUpdate) = (crl.Der, crl.Number, crl.ThisUpdate, crl.NextUpdate);
        (record.ReceivedAt, record.ReceivedFrom, record.Entries, record.ApplyDue) = (scope.Now, from, entries, true);
        (record.TriedAt, record.Problem) = (scope.Now, null);
        scope.Audit(actor, AuthorityActions.CrlAccepted, new AuditTarget(AuditTargets.Authority, authority.Id), new { crl.Number, crl.ThisUpdate, crl.NextUpdate, entries, from });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
    }
}
