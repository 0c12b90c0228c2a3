using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Certificates;

/// <summary>Shows what depends on a certificate, then puts it on hold.</summary>
public sealed partial class HoldDialog
{
    [Inject]
    private HoldCertificate Hold { get; set; } = null!;

    private Task HoldAsync() => ChangeAsync(actor => Hold.ExecuteAsync(Certificate.Id, actor, CancellationToken.None));
}
