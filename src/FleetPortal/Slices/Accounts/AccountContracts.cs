using FleetPortal.Api;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Accounts;

/// <summary>The body of <c>POST /accounts</c>.</summary>
/// <param name="Name">The name with which the person signs in.</param>
/// <param name="FullName">The full name, shown to others.</param>
/// <param name="Role">The role: <c>administrator</c>, <c>operator</c>, <c>support</c> or <c>viewer</c>.</param>
public sealed record AccountBody(string? Name, string? FullName, [property: OneOf(typeof(Role))] string? Role);

/// <summary>The body of <c>PATCH /accounts/{id}</c>. A missing field is not changed.</summary>
/// <param name="FullName">The full name, shown to others.</param>
/// <param name="Role">The role: <c>administrator</c>, <c>operator</c>, <c>support</c> or <c>viewer</c>.</param>
/// <param name="State"><c>active</c> or <c>disabled</c>.</param>
public sealed record AccountPatch(
    string? FullName, [property: OneOf(typeof(Role))] string? Role,
    [property: OneOf(typeof(AccountState), nameof(AccountState.Active), nameof(AccountState.Disabled))] string? State);

/// <summary>The body of <c>POST /accounts/{id}/reset</c>.</summary>
/// <param name="RemoveSecondFactor">Whether using the link also removes the second factor, for a person who has lost it.</param>
public sealed record ResetBody(bool? RemoveSecondFactor);

/// <summary>A local account. Only the answers of POST and reset contain <see cref="InviteUrl"/> and <see cref="ExpiresAt"/>.</summary>
/// <param name="SecondFactor">The second factors in words; <c>none</c> if there is only a password.</param>
public sealed record AccountAnswer(
    string Id, string Name, string? FullName, Role Role,
    AccountState State, DateTimeOffset? CreatedAt, string? InvitedBy, DateTimeOffset? LastSignInAt, string SecondFactor, int Sessions,
    [property: ShownOnce] string? InviteUrl = null, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Converts a view of an account.</summary>
    public static AccountAnswer Of(AccountView view, string? inviteUrl = null, DateTimeOffset? expiresAt = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new AccountAnswer(
            view.Id, view.Name, view.FullName, view.Role,
            view.State, view.CreatedAt, view.InvitedBy, view.LastSignInAt, view.SecondFactor, view.Sessions, inviteUrl, expiresAt);
    }
}

/// <summary>A session of a person.</summary>
public sealed record SessionAnswer(
    string Id, [property: OneOf(typeof(ActorKinds))] string Kind, string Person, string PersonId, Role Role,
    string Method, string RemoteAddress, string UserAgent, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Converts a view of a session.</summary>
    public static SessionAnswer Of(SessionView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new SessionAnswer(
            view.Id, view.Kind, view.Person,
            view.PersonId, view.Role, view.Method, view.RemoteAddress, view.UserAgent, view.StartedAt, view.LastSeenAt, view.ExpiresAt);
    }
}

/// <summary>The answer of <c>DELETE /sessions</c>.</summary>
/// <param name="Ended">The number of sessions that ended.</param>
public sealed record EndedSessionsAnswer(int Ended);
