using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// Publishes the parts of the CRLs that list the changed certificates, reads them, and records the time. If a part cannot be published, the
/// revocation stays valid, and the upkeep publishes the part later.
/// </summary>
internal sealed partial class PublishCrlPart(CrlPublisher crls, ILogger<PublishCrlPart> logger) : IStatusEffect
{
    /// <inheritdoc/>
    public async Task ApplyAsync(StatusEffectContext context)
    {
        var known = context.Own.Count > 0;
        foreach (var part in context.Own.GroupBy(certificate => new CrlShardKey(certificate.AuthorityKey!.Value, certificate.Shard)))
        {
            known &= await TryPublishAsync(part.Key) is { } der && part.All(certificate => IsKnown(certificate, der));
        }

        if (known)
        {
            context.Known = context.Known with { Crl = context.Elapsed };
        }
    }

    private async Task<byte[]?> TryPublishAsync(CrlShardKey part)
    {
        try
        {
            return await crls.PublishAsync(part, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotPublished(e, part.Shard, part.AuthorityKey);
            return null;
        }
    }

    private static bool IsKnown(ChangedCertificate certificate, byte[] der) =>
        SerialNumber.TryParse(certificate.SerialNumber, out var serial)
        && CrlReader.Lists(der, serial.Value) == certificate.Status >= CertificateStatus.Inactive;

    [LoggerMessage(2001, LogLevel.Error, "CRL part {Part} of authority {Authority} could not be published; the next upkeep retries.")]
    private partial void LogNotPublished(Exception exception, int part, long authority);
}
