using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>What is to change about an account; null leaves it as it is.</summary>
/// <param name="Enabled">False ends its sessions at once.</param>
public sealed record AccountChange(Role? Role = null, string? FullName = null, bool? Enabled = null);

/// <summary>Changes the role of an account, or disables or enables it. Open pages of it follow at once.</summary>
public sealed class ChangeAccount(Registry registry, Standings standings)
{
    /// <summary>Answers the account as it is then.</summary>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>account-invalid</c>, <c>last-administrator</c>, <c>forbidden</c>.</exception>
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
                if (account.Role == Role.Administrator && account.DisabledAt is null && (change.Enabled == false || (change.Role ?? Role.Administrator) != Role.Administrator))
                {
                    AccountRows.RequireAnotherAdministrator(scope, id);
                }

                if (change.FullName is not null)
                {
                    account.FullName = fullName;
                }

                if (change.Role is { } role && role != account.Role)
                {
                    scope.Audit(actor, AccessActions.RoleChanged, new AuditTarget(AuditTargets.Account, account.UserName!), new { id, from = account.Role.Text(), to = role.Text(), before = new { role = account.Role.Text() }, after = new { role = role.Text() } });
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

        scope.Audit(actor, enabled ? AccessActions.Enabled : AccessActions.Disabled, new AuditTarget(AuditTargets.Account, account.UserName!), new { id = account.Id, sessionsEnded = ended });
    }
}

/// <summary>Removes an account for good. What it did stays in the audit.</summary>
public sealed class RemoveAccount(Registry registry, Standings standings)
{
    /// <summary>Ends its sessions and its links with it.</summary>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>last-administrator</c>, <c>forbidden</c>.</exception>
    public async Task ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Get(scope, id);
                if (account.Role == Role.Administrator)
                {
                    AccountRows.RequireAnotherAdministrator(scope, id);
                }

                SessionRows.EndAll(scope, ActorKinds.Account, id, null, "account removed");
                AccountRows.EndLinks(scope, id);
                AccountRows.RemoveSecondFactor(scope, account);
                scope.Db.Users.Remove(account);
                scope.Audit(actor, AccessActions.Removed, new AuditTarget(AuditTargets.Account, account.UserName!), new { id, role = account.Role.Text() });
                scope.Emit(FleetEventKind.AccessChanged, null);
            },
            cancellationToken);
        await standings.RefreshAsync(CancellationToken.None);
    }
}
