using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Certificates;

/// <summary>A choice of the revocation reasons with their meanings.</summary>
public sealed partial class RevocationReasonSelect
{
    private static readonly (RevocationReason Reason, string Words)[] Reasons =
    [
        (RevocationReason.KeyCompromise, "someone else has the key"),
        (RevocationReason.Superseded, "another certificate has taken its place"),
        (RevocationReason.CessationOfOperation, "it is out of use"),
        (RevocationReason.AffiliationChanged, "it has another name or owner"),
        (RevocationReason.PrivilegeWithdrawn, "the right to this identity is withdrawn"),
        (RevocationReason.Unspecified, "no reason given"),
    ];

    /// <summary>The reason that is chosen now.</summary>
    [Parameter]
    public RevocationReason Value { get; set; }

    /// <summary>Called when another reason is chosen.</summary>
    [Parameter]
    public EventCallback<RevocationReason> ValueChanged { get; set; }

    private Task ChangeAsync(ChangeEventArgs e) => EnumName.Find<RevocationReason>(e.Value as string) is { } reason
        ? ValueChanged.InvokeAsync(reason) : Task.CompletedTask;
}
