using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Lifecycle;

/// <summary>What containment did. Everything in it is over when it is answered.</summary>
public sealed record Containment(string ThingName, int SessionsClosed, IReadOnlyList<CertificateId> CertificatesHeld, TimeSpan Elapsed, PropagationTimes Known);

/// <summary>Puts everything that lets a Thing in on hold, ends its enrolment tokens and closes its sessions. Nothing is revoked: <see cref="ReleaseThing"/> undoes it.</summary>
public sealed class ContainThing(Registry registry)
{
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>note-too-long</c>, <c>forbidden</c>.</exception>
    public async Task<Containment> ExecuteAsync(string name, string? note, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(note);
        var started = registry.Time.GetTimestamp();
        var (stored, changes) = await registry.WriteAsync(scope => ThingHold.Contain(scope, name, note, actor), cancellationToken);
        return new Containment(stored, changes.SessionsClosed, [.. changes.Certificates.Select(certificate => certificate.Id)], registry.Time.GetElapsedTime(started), changes.Known);
    }
}
