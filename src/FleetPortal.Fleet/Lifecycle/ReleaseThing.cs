using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Lifecycle;

/// <summary>Ends a containment: what it put on hold may be used again; what was on hold before stays so.</summary>
public sealed class ReleaseThing(Registry registry)
{
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>note-too-long</c>, <c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<CertificateId>> ExecuteAsync(string name, string? note, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(note);
        var (_, changes) = await registry.WriteAsync(scope => ThingHold.Release(scope, name, note, actor), cancellationToken);
        return [.. changes.Certificates.Select(certificate => certificate.Id)];
    }
}
