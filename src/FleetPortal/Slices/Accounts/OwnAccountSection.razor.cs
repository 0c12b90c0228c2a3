using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The section <em>My account</em> of the settings page. It loads the data of <see cref="OwnAccount"/>.</summary>
public sealed partial class OwnAccountSection
{
    private AccountView? _own;
    private IReadOnlyList<PasskeyView> _passkeys = [];
    private IReadOnlyList<SessionView> _sessions = [];

    [Inject]
    private AccountQueries Accounts { get; set; } = null!;

    [Inject]
    private Passkeys Passkeys { get; set; } = null!;

    [Inject]
    private SessionQueries Sessions { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.AccessChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _own = Actor is { Kind: ActorKinds.Account, Id: { } id } ? await Accounts.GetAsync(id, Actor, cancellationToken) : null;
        _passkeys = await Passkeys.ListAsync(Actor, cancellationToken);
        _sessions = [.. (await Sessions.ListAsync(Actor, cancellationToken))
            .Where(session => session.Kind == Actor.Kind && session.PersonId == Actor.Identity)];
    }
}
