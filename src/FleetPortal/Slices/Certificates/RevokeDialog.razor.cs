using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Certificates;

/// <summary>The dialog that revokes a certificate. It shows the impact and asks for a reason and the ThingName.</summary>
public sealed partial class RevokeDialog
{
    private RevocationReason _reason = RevocationReason.KeyCompromise;
    private string _typed = "";

    [Inject]
    private RevokeCertificate Revoke { get; set; } = null!;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => CountAsync(_reason);

    private Task ChooseAsync(RevocationReason reason)
    {
        _reason = reason;
        return CountAsync(reason);
    }

    private Task RevokeAsync() => _typed == Certificate.ThingName
        ? ChangeAsync(actor => Revoke.ExecuteAsync(Certificate.Id, _reason, actor, CancellationToken.None)) : Task.CompletedTask;
}
