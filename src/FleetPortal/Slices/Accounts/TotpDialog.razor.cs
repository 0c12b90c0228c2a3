using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The dialog that adds an authenticator app to the own account.</summary>
public sealed partial class TotpDialog
{
    private TotpOffer? _offer;
    private string _code = "";
    private string _password = "";
    private IReadOnlyList<string> _codes = [];

    [Inject]
    private SecondFactors Factors { get; set; } = null!;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync(actor =>
    {
        _offer = SecondFactors.Offer(actor.Name);
        return Task.CompletedTask;
    });

    private Task AddAsync() => RunAsync(async actor =>
    {
        _codes = await Factors.AddTotpAsync(_offer!.Secret, _code, _password, actor, CancellationToken.None);
        if (_codes.Count == 0)
        {
            Complete();
        }
    });
}
