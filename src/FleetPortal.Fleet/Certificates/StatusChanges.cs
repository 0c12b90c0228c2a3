using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// The status changes of certificates in one transaction, collected for the effects that run after the commit. By default all effects run.
/// The use case reads their result when the registry has returned.
/// </summary>
internal sealed class StatusChanges
{
    /// <summary>
    /// The changed certificates. Empty if <see cref="IsOffline"/>: no effect runs then, and a restore may change a million certificates.
    /// </summary>
    public List<ChangedCertificate> Certificates { get; } = [];

    /// <summary>A Thing whose sessions are all closed, not only those that use one of the certificates; null closes only those.</summary>
    public ClosingThing? ClosesThing { get; set; }

    /// <summary>
    /// Whether the request repeats a change that was made before. Its effects run again, and the times of the first run are kept.
    /// </summary>
    public bool IsRepeat { get; private set; }

    /// <summary>Whether no portal serves this registry; the next start publishes the changes. Set it before the first change.</summary>
    public bool IsOffline { get; set; }

    /// <summary>The number of closed sessions. Set when the effects have run.</summary>
    public int SessionsClosed { get; set; }

    /// <summary>The propagation times of the change. Set when the effects have run.</summary>
    public PropagationTimes Known { get; set; } = PropagationTimes.None;

    /// <summary>Adds a certificate with its new status.</summary>
    public void Add(CertificateRecord certificate, ThingRecord owner, CertificateStatus status)
    {
        if (!IsOffline)
        {
            Certificates.Add(ChangedCertificate.Of(certificate, owner, status));
        }
    }

    /// <summary>Marks a repeated request. Its effects run again, because the first answer may have been lost before they ran.</summary>
    public StatusChanges Repeat(CertificateRecord certificate)
    {
        IsRepeat = true;
        Add(certificate, certificate.Thing!, certificate.Status);
        return this;
    }
}

/// <summary>A Thing whose sessions are closed.</summary>
/// <param name="Name">The name of the Thing.</param>
/// <param name="ForGood">Whether the Thing is retired; otherwise it is on hold and may be released.</param>
internal sealed record ClosingThing(string Name, bool ForGood);
