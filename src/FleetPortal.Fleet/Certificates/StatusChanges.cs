using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// The changes of status of one transaction: its note for the effects after the commit. Every change adds itself. A use case that says nothing gets
/// the effects of its changes; it reads their outcome when the registry has answered.
/// </summary>
internal sealed class StatusChanges
{
    /// <summary>What changed; empty if <see cref="IsOffline"/>, because nothing follows then and a restore may change a million.</summary>
    public List<ChangedCertificate> Certificates { get; } = [];

    /// <summary>Close every session of a Thing, not only those that use one of the certificates; null closes those alone.</summary>
    public ClosingThing? ClosesThing { get; set; }

    /// <summary>Nothing was changed that was not so before: the effects run again, and the times of the first run are kept.</summary>
    public bool IsRepeat { get; private set; }

    /// <summary>No portal serves this registry: the next start publishes what changed. Set it before the first change.</summary>
    public bool IsOffline { get; set; }

    /// <summary>How many sessions were closed. Set when the effects are over.</summary>
    public int SessionsClosed { get; set; }

    /// <summary>When each part of the world knew. Set when the effects are over.</summary>
    public PropagationTimes Known { get; set; } = PropagationTimes.None;

    /// <summary>Adds a change.</summary>
    public void Add(CertificateRecord certificate, string thingName, CertificateStatus status)
    {
        if (!IsOffline)
        {
            Certificates.Add(ChangedCertificate.Of(certificate, thingName, status));
        }
    }

    /// <summary>The same request again: its effects run again, because the first answer may have been lost with them.</summary>
    public StatusChanges Repeat(CertificateRecord certificate, string thingName)
    {
        IsRepeat = true;
        Add(certificate, thingName, certificate.Status);
        return this;
    }
}

/// <summary>A Thing whose sessions are closed.</summary>
/// <param name="Name">The ThingName.</param>
/// <param name="ForGood">It is retired; otherwise it is on hold and may be released.</param>
internal sealed record ClosingThing(string Name, bool ForGood);
