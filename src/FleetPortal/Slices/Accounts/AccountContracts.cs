using FleetPortal.Api;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Accounts;

/// <summary>Body of <c>POST /accounts</c>.</summary>
/// <param name="Name">To sign in with.</param>
/// <param name="FullName">As others read it.</param>
public sealed record AccountBody(string? Name, string? FullName, string? Role);

/// <summary>Body of <c>PATCH /accounts/{id}</c>; what is left out stays.</summary>
/// <param name="State"><c>active</c> or <c>disabled</c>.</param>
public sealed record AccountPatch(string? FullName, string? Role, string? State);

/// <summary>Body of <c>POST /accounts/{id}/reset</c>.</summary>
/// <param name="RemoveSecondFactor">For somebody who has lost it: using the link takes it away.</param>
public sealed record ResetBody(bool? RemoveSecondFactor);

/// <summary>A local account. <see cref="InviteUrl"/> and <see cref="ExpiresAt"/> are in the answers of POST and reset only.</summary>
/// <param name="SecondFactor">In words; <c>none</c> where a password is enough.</param>
public sealed record AccountAnswer(
    string Id, string Name, string? FullName, string Role, string State, DateTimeOffset? CreatedAt, string? InvitedBy, DateTimeOffset? LastSignInAt, string SecondFactor, int Sessions,
    [property: ShownOnce] string? InviteUrl = null, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>From a view.</summary>
    public static AccountAnswer Of(AccountView view, string? inviteUrl = null, DateTimeOffset? expiresAt = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new AccountAnswer(
            view.Id, view.Name, view.FullName, view.Role.ToWire(), StateOf(view.State), view.CreatedAt, view.InvitedBy, view.LastSignInAt, view.SecondFactor, view.Sessions, inviteUrl, expiresAt);
    }

    private static string StateOf(AccountState state) => state switch
    {
        AccountState.Active => "active",
        AccountState.Invited => "invited",
        AccountState.InvitationExpired => "invitationExpired",
        _ => "disabled",
    };
}

/// <summary>A person's session.</summary>
public sealed record SessionAnswer(
    string Id, string Kind, string Person, string PersonId, string Role, string Method, string RemoteAddress, string UserAgent, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt)
{
    /// <summary>From a view.</summary>
    public static SessionAnswer Of(SessionView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new SessionAnswer(
            view.Id, view.Kind, view.Person, view.PersonId, view.Role.ToWire(), view.Method, view.RemoteAddress, view.UserAgent, view.StartedAt, view.LastSeenAt, view.ExpiresAt);
    }
}

/// <summary>What <c>DELETE /sessions</c> did.</summary>
/// <param name="Ended">How many sessions ended.</param>
public sealed record EndedSessionsAnswer(int Ended);
