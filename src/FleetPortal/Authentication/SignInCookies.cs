using System.Security.Cryptography;
using System.Text.Json;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.DataProtection;

namespace FleetPortal.Authentication;

/// <summary>A sign-in that has passed its first step and waits for the second factor.</summary>
/// <param name="AccountId">The id of the account.</param>
/// <param name="Stamp">
/// The security stamp of the account at the first step. A change of the password changes it and so ends this sign-in.
/// </param>
/// <param name="Method">The method of the first step, one of <see cref="SignInMethod"/>.</param>
/// <param name="ReturnUrl">The path to which the browser goes after the sign-in.</param>
/// <param name="TotpSecret">
/// The secret of the authenticator app that the person must add, or null if the account has a second factor.
/// </param>
public sealed record PendingSignIn(string AccountId, string Stamp, string Method, string ReturnUrl, string? TotpSecret = null);

/// <summary>Reads and writes the cookies of sign-in: the state between two steps, and the mark of a known browser.</summary>
public sealed class SignInCookies(PortalSettings settings, IDataProtectionProvider protection)
{
    private const int DeviceOctets = 16;

    private readonly PrivateCookie _pending = new("-pending", TimeSpan.FromMinutes(10), settings, protection);
    private readonly PrivateCookie _device = new("-device", TimeSpan.FromDays(180), settings, protection);
    private readonly PrivateCookie _passkey = new("-passkey", TimeSpan.FromMinutes(5), settings, protection);

    /// <summary>
    /// Returns the challenge of the current passkey request and deletes it, so that it can be used only once. Null if there is none.
    /// </summary>
    public string? TakePasskey(HttpContext context)
    {
        var state = _passkey.Read(context);
        _passkey.Remove(context);
        return state;
    }

    /// <summary>Stores the challenge of a passkey request for five minutes.</summary>
    public void KeepPasskey(HttpContext context, string? state) => _passkey.Write(context, state ?? "");

    /// <summary>Returns the sign-in that waits for its second step, or null.</summary>
    public PendingSignIn? FindPending(HttpContext context) => _pending.Read(context) is { } text
        ? JsonSerializer.Deserialize<PendingSignIn>(text) : null;

    /// <summary>Stores a sign-in until its second step, for ten minutes at most.</summary>
    public void KeepPending(HttpContext context, PendingSignIn pending) => _pending.Write(context, JsonSerializer.Serialize(pending));

    /// <summary>Deletes the sign-in that waits for its second step.</summary>
    public void RemovePending(HttpContext context) => _pending.Remove(context);

    /// <summary>Returns the account in which this browser last signed in, or null.</summary>
    public KnownDevice? FindDevice(HttpContext context) => _device.Read(context) is { } text
        ? JsonSerializer.Deserialize<KnownDevice>(text) : null;

    /// <summary>Remembers for 180 days that this browser has signed in to the account.</summary>
    public void KeepDevice(HttpContext context, string accountId) =>
        _device.Write(context,
            JsonSerializer.Serialize(new KnownDevice(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(DeviceOctets)), accountId)));
}
