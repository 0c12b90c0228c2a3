using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Certificates;

/// <summary>The dialog that shows the impact of a hold and puts a certificate on hold.</summary>
public sealed partial class HoldDialog
{
    [Inject]
    private HoldCertificate Hold { get; set; } = null!;

    private Task HoldAsync() => ChangeAsync(actor => Hold.ExecuteAsync(Certificate.Id, actor, CancellationToken.None));
}
