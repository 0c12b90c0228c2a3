using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.Ocsp;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Inventory;

/// <summary>An authority of the chain, from the root down.</summary>
public sealed record ChainLink(string Id, string Name, AuthorityStatus Status, DateTimeOffset NotAfter);

/// <summary>What the published CRL says.</summary>
public sealed record CrlStatus(bool Listed, long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate);

/// <summary>One certificate of a lineage.</summary>
/// <param name="Number">From 1, in the order of issuance to its Thing.</param>
public sealed record LineageStep(int Number, CertificateView Certificate);

/// <summary>Everything about one certificate, with what the world hears of it now.</summary>
/// <param name="Ocsp">Null where an external authority would have to be asked.</param>
/// <param name="Crl">Null likewise.</param>
/// <param name="Chain">Empty where the certificate is pinned.</param>
/// <param name="Path">Whether the chain leads to a root that we trust, checked now (RFC 5280 §6).</param>
/// <param name="Known">How long it took until each part of the world knew of the last change of status; null where none was measured.</param>
public sealed record CertificateDetail(
    CertificateView Certificate, int Number, OcspStatus? Ocsp, CrlStatus? Crl, IReadOnlyList<ChainLink> Chain, ChainVerdict Path, IReadOnlyList<CertificateStatement> Statements, IReadOnlyList<LineageStep> Lineage, PropagationTimes? Known)
{
    /// <summary>What a strict reader would refuse and was passed over at the import; empty for most.</summary>
    public IReadOnlyList<string> Notes => Certificate.Profile == RegisterCertificate.Profile ? ExternalCertificate.NotesOf(Certificate.Der) : [];
}

/// <summary>Reads one certificate whole.</summary>
public sealed class CertificateDetails(Registry registry, AuthorityVault vault, OcspService ocsp, CrlPublisher crls)
{
    /// <summary>The details, or null where there is no such certificate.</summary>
    public async Task<CertificateDetail?> FindAsync(CertificateId id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var octets = id.ToOctets();
        var certificate = await db.Set<CertificateRecord>().Where(x => x.Id == octets).Select(CertificateProjection.ToView).SingleOrDefaultAsync(cancellationToken);
        if (certificate is null)
        {
            return null;
        }

        var siblings = await db.Set<CertificateRecord>().Where(x => db.Set<CertificateRecord>().Any(own => own.Id == octets && own.ThingKey == x.ThingKey)).OrderBy(x => x.Key).Select(CertificateProjection.ToView).ToListAsync(cancellationToken);
        var timing = await db.Set<StatusTimingRecord>().Where(x => x.CertificateKey == certificate.Key).OrderByDescending(x => x.Key).FirstOrDefaultAsync(cancellationToken);
        return new CertificateDetail(
            certificate,
            siblings.FindIndex(x => x.Key == certificate.Key) + 1,
            vault.FindOwn(certificate.AuthorityKey) is { } own ? ocsp.StatusOf(own.Key, certificate.SerialNumber) : null,
            await CrlAsync(db, certificate, cancellationToken),
            await ChainAsync(db, certificate.AuthorityKey, cancellationToken),
            Check(certificate.Der),
            CertificateReader.Read(certificate.Der),
            [.. Lineage(siblings, certificate).Select(x => new LineageStep(siblings.FindIndex(sibling => sibling.Key == x.Key) + 1, x))],
            timing is null ? null : new PropagationTimes(PropagationTimes.Span(timing.SessionClosed), PropagationTimes.Span(timing.ReconnectRefused), PropagationTimes.Span(timing.Ocsp), PropagationTimes.Span(timing.Crl)));
    }

    private ChainVerdict Check(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return vault.Anchors.Verify(certificate, at: registry.Time.GetUtcNow());
    }

    private static async Task<IReadOnlyList<ChainLink>> ChainAsync(FleetDbContext db, long? authorityKey, CancellationToken cancellationToken)
    {
        var chain = new List<ChainLink>();
        while (authorityKey is { } key)
        {
            var authority = await db.Set<AuthorityRecord>().Where(x => x.Key == key).Select(x => new { x.Id, x.Name, x.Status, x.NotAfter, x.ParentKey }).SingleAsync(cancellationToken);
            chain.Insert(0, new ChainLink(authority.Id, authority.Name, authority.Status, authority.NotAfter));
            authorityKey = authority.ParentKey;
        }

        return chain;
    }

    /// <summary>Those that it was renewed from, itself, and those that were renewed from it.</summary>
    private static List<CertificateView> Lineage(List<CertificateView> siblings, CertificateView certificate)
    {
        var line = new List<CertificateView> { certificate };
        while (siblings.Find(x => x.Key == line[0].PredecessorKey) is { } before)
        {
            line.Insert(0, before);
        }

        // Where a device lost an answer and asked again there are two: the one that was not retired goes on.
        while (siblings.Where(x => x.PredecessorKey == line[^1].Key).OrderBy(x => x.Status == CertificateStatus.Revoked).ThenByDescending(x => x.Key).FirstOrDefault() is { } after)
        {
            line.Add(after);
        }

        return line;
    }

    private async Task<CrlStatus?> CrlAsync(FleetDbContext db, CertificateView certificate, CancellationToken cancellationToken)
    {
        if (vault.FindOwn(certificate.AuthorityKey) is not { } own || !SerialNumber.TryParse(certificate.SerialNumber, out var serial) || await crls.FindAsync(own.Id, certificate.Shard, cancellationToken) is not { } der)
        {
            return null;
        }

        var shard = await db.Set<CrlShardRecord>().SingleAsync(x => x.AuthorityKey == certificate.AuthorityKey && x.Shard == certificate.Shard, cancellationToken);
        return new CrlStatus(CrlReader.Lists(der, serial.Value), shard.Number, shard.ThisUpdate!.Value, shard.NextUpdate!.Value);
    }
}
