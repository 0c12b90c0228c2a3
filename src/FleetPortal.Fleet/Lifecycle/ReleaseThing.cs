using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Lifecycle;

/// <summary>
/// Ends a containment: releases the certificates that the containment put on hold. Certificates that were on hold before stay so. Needs
/// <see cref="Permission.Contain"/>.
/// </summary>
public sealed class ReleaseThing(Registry registry)
{
    /// <summary>Releases the certificates and returns them.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>note-too-long</c>, <c>note-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<CertificateId>> ExecuteAsync(
        string name, string? note, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(note);
        var (_, changes) = await registry.WriteAsync(scope => ThingHold.Release(scope, name, note, actor), cancellationToken);
        return [.. changes.Certificates.Select(certificate => certificate.Id)];
    }
}
