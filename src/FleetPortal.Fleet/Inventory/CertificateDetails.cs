using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Ocsp;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Inventory;

/// <summary>One authority of the chain of a certificate. Chains begin with the root.</summary>
public sealed record ChainLink(string Id, string Name, AuthorityStatus Status, DateTimeOffset NotAfter);

/// <summary>What the published CRL says about a certificate.</summary>
/// <param name="Listed">Whether the CRL lists the certificate.</param>
/// <param name="Number">The cRLNumber.</param>
public sealed record CrlStatus(bool Listed, long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate);

/// <summary>One certificate of a lineage: the certificates that were renewed one from another.</summary>
/// <param name="Number">The position among the certificates of the Thing in the order of issuance, from 1.</param>
public sealed record LineageStep(int Number, CertificateView Certificate);

/// <summary>Everything about one certificate, with the current answers of OCSP and CRL.</summary>
/// <param name="Ocsp">The current OCSP status; null for certificates of external authorities.</param>
/// <param name="Crl">The entry of the published CRL; null for certificates of external authorities.</param>
/// <param name="Chain">The authorities above the certificate; empty for a pinned one.</param>
/// <param name="Path">The result of path validation to a trusted root, made now (RFC 5280 §6).</param>
/// <param name="Known">The propagation times of the last change of status; null if none was measured.</param>
public sealed record CertificateDetail(
    CertificateView Certificate, int Number, OcspStatus? Ocsp, CrlStatus? Crl, IReadOnlyList<ChainLink> Chain,
    ChainVerdict Path, IReadOnlyList<CertificateStatement> Statements, IReadOnlyList<LineageStep> Lineage, PropagationTimes? Known)
{
    /// <summary>The deviations from RFC 5280 that the import tolerated; empty for most certificates.</summary>
    public IReadOnlyList<string> Notes => Certificate.Profile == RegisterCertificate.Profile
        ? ExternalCertificate.NotesOf(Certificate.Der) : [];
}

/// <summary>Reads one certificate with everything about it. Needs <see cref="Permission.Read"/>.</summary>
public sealed class CertificateDetails(Registry registry, AuthorityVault vault, OcspService ocsp, CrlPublisher crls)
{
    /// <summary>Returns the details; null if the certificate does not exist.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<CertificateDetail?> FindAsync(CertificateId id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var octets = id.ToOctets();
        var certificate = await db.Set<CertificateRecord>()
            .Where(x => x.Id == octets).Select(CertificateProjection.ToView).SingleOrDefaultAsync(cancellationToken);
        if (certificate is null)
        {
            return null;
        }

        var siblings = await db.Set<CertificateRecord>().Where(x => db.Set<CertificateRecord>().Any(own => own.Id == octets
            && own.ThingKey == x.ThingKey)).OrderBy(x => x.Key).Select(CertificateProjection.ToView).ToListAsync(cancellationToken);
        var timing = await db.Set<StatusTimingRecord>()
            .Where(x => x.CertificateKey == certificate.Key).OrderByDescending(x => x.Key).FirstOrDefaultAsync(cancellationToken);
        return new CertificateDetail(
            certificate,
            siblings.FindIndex(x => x.Key == certificate.Key) + 1,
            vault.FindOwn(certificate.AuthorityKey) is { } own ? ocsp.StatusOf(own.Key, certificate.SerialNumber) : null,
            await CrlAsync(db, certificate, cancellationToken),
            await ChainAsync(db, certificate.AuthorityKey, cancellationToken),
            Check(certificate.Der),
            CertificateReader.Read(certificate.Der),
            [.. Lineage(siblings, certificate).Select(x => new LineageStep(siblings.FindIndex(sibling => sibling.Key == x.Key) + 1, x))],
            timing is null ? null : new PropagationTimes(PropagationTimes.Span(timing.SessionClosed),
                PropagationTimes.Span(timing.ReconnectRefused), PropagationTimes.Span(timing.Ocsp), PropagationTimes.Span(timing.Crl)));
    }

    private ChainVerdict Check(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return vault.Anchors.Verify(certificate, at: registry.Time.GetUtcNow());
    }

    private static async Task<IReadOnlyList<ChainLink>> ChainAsync(
        FleetDbContext db, long? authorityKey, CancellationToken cancellationToken)
    {
        var chain = new List<ChainLink>();
        while (authorityKey is { } key)
        {
            var authority = await db.Set<AuthorityRecord>().Where(x => x.Key == key)
                .Select(x => new { x.Id, x.Name, x.Status, x.NotAfter, x.ParentKey }).SingleAsync(cancellationToken);
            chain.Insert(0, new ChainLink(authority.Id, authority.Name, authority.Status, authority.NotAfter));
            authorityKey = authority.ParentKey;
        }

        return chain;
    }

    /// <summary>Returns the certificates that it was renewed from, itself, and those that were renewed from it.</summary>
    private static List<CertificateView> Lineage(List<CertificateView> siblings, CertificateView certificate)
    {
        var line = new List<CertificateView> { certificate };
        while (siblings.Find(x => x.Key == line[0].PredecessorKey) is { } before)
        {
            line.Insert(0, before);
        }

        // If a device lost an answer and asked again, there are two successors. Follow the one that is not revoked.
        while (siblings.Where(x => x.PredecessorKey == line[^1].Key)
            .OrderBy(x => x.Status == CertificateStatus.Revoked).ThenByDescending(x => x.Key).FirstOrDefault() is { } after)
        {
            line.Add(after);
        }

        return line;
    }

    private async Task<CrlStatus?> CrlAsync(FleetDbContext db, CertificateView certificate, CancellationToken cancellationToken)
    {
        if (vault.FindOwn(certificate.AuthorityKey) is not { } own || !SerialNumber.TryParse(certificate.SerialNumber, out var serial)
            || await crls.FindAsync(own.Id, certificate.Shard, cancellationToken) is not { } der)
        {
            return null;
        }

        var shard = await db.Set<CrlShardRecord>()
            .SingleAsync(x => x.AuthorityKey == certificate.AuthorityKey && x.Shard == certificate.Shard, cancellationToken);
        return new CrlStatus(CrlReader.Lists(der, serial.Value), shard.Number, shard.ThisUpdate!.Value, shard.NextUpdate!.Value);
    }
}
