using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Lifecycle;

/// <summary>The result of a containment. All its effects are complete.</summary>
/// <param name="SessionsClosed">The number of closed sessions.</param>
/// <param name="CertificatesHeld">The certificates that were put on hold.</param>
/// <param name="Elapsed">The time from the request to the result.</param>
/// <param name="Known">The propagation times.</param>
public sealed record Containment(
    string ThingName, int SessionsClosed, IReadOnlyList<CertificateId> CertificatesHeld, TimeSpan Elapsed, PropagationTimes Known);

/// <summary>
/// Puts all active certificates of a Thing on hold, ends its enrolment tokens and closes its sessions. No certificate is revoked:
/// <see cref="ReleaseThing"/> undoes the hold. Needs <see cref="Permission.Contain"/>.
/// </summary>
public sealed class ContainThing(Registry registry)
{
    /// <summary>Contains the Thing and waits until its sessions are closed.</summary>
    /// <param name="name">The name of the Thing.</param>
    /// <param name="note">The reason for the audit; null for none.</param>
    /// <param name="actor">The actor who contains it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>note-too-long</c>, <c>note-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<Containment> ExecuteAsync(string name, string? note, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(note);
        var started = registry.Time.GetTimestamp();
        var (stored, changes) = await registry.WriteAsync(scope => ThingHold.Contain(scope, name, note, actor), cancellationToken);
        return new Containment(stored, changes.SessionsClosed,
            [.. changes.Certificates.Select(certificate => certificate.Id)], registry.Time.GetElapsedTime(started), changes.Known);
    }
}
