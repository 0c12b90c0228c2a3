using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>The changes of an account. Null leaves a value unchanged.</summary>
/// <param name="Enabled">False disables the account and ends its sessions at once; true enables it.</param>
public sealed record AccountChange(Role? Role = null, string? FullName = null, bool? Enabled = null);

/// <summary>
/// Changes the role or the person's name of an account, or disables or enables it. Open pages of the account get the new rights at once.
/// </summary>
public sealed class ChangeAccount(Registry registry, Standings standings)
{
    /// <summary>Applies the changes and returns the account. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>account-invalid</c>, <c>last-administrator</c>,
    /// <c>forbidden</c>.</exception>
    public async Task<AccountView> ExecuteAsync(string id, AccountChange change, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var faults = new List<Fault>();
        var fullName = AccountRows.FullNameOf(change.FullName, faults);
        AccountRows.ThrowIfAny(faults);
        var view = await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Get(scope, id);
                if (account.Role == Role.Administrator
                    && account.DisabledAt is null && (change.Enabled == false || (change.Role ?? Role.Administrator) != Role.Administrator))
                {
                    AccountRows.RequireAnotherAdministrator(scope, id);
                }

                if (change.FullName is not null)
                {
                    account.FullName = fullName;
                }

                if (change.Role is { } role && role != account.Role)
                {
                    scope.Audit(actor, AccessActions.RoleChanged,
                        new AuditTarget(AuditTargets.Account, account.UserName!), new { id, from = account.Role.ToWire(),
                        to = role.ToWire(), before = new { role = account.Role.ToWire() }, after = new { role = role.ToWire() } });
                    account.Role = role;
                }

                if (change.Enabled is { } enabled && enabled != account.DisabledAt is null)
                {
                    Enable(scope, account, enabled, actor);
                }

                scope.Emit(FleetEventKind.AccessChanged, null);
                return AccountRows.ViewOf(scope, id);
            },
            cancellationToken);
        await standings.RefreshAsync(CancellationToken.None);
        return view;
    }

    private static void Enable(WriteScope scope, Account account, bool enabled, Actor actor)
    {
        var ended = 0;
        account.DisabledAt = enabled ? null : scope.Now;
        if (!enabled)
        {
            ended = SessionRows.EndAll(scope, ActorKinds.Account, account.Id, null, "account disabled");
            AccountRows.EndLinks(scope, account.Id);
        }

        scope.Audit(actor, enabled ? AccessActions.Enabled : AccessActions.Disabled,
            new AuditTarget(AuditTargets.Account, account.UserName!), new { id = account.Id, sessionsEnded = ended });
    }
}
