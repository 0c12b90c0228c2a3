using System.Security.Cryptography;
using System.Text.Json;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Slices.Accounts;
using Microsoft.AspNetCore.DataProtection;

namespace FleetPortal.Authentication;

/// <summary>A sign-in whose first step is done.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Stamp">Of the account then; a change of the password ends it.</param>
/// <param name="Method">How the first step was done.</param>
/// <param name="ReturnUrl">Where to go at the end.</param>
/// <param name="TotpSecret">The secret that was offered to somebody who must add a second factor, or null.</param>
public sealed record PendingSignIn(string AccountId, string Stamp, string Method, string ReturnUrl, string? TotpSecret = null);

/// <summary>What the browser keeps for the portal between the steps of a sign-in, and after it.</summary>
public sealed class SignInCookies(PortalSettings settings, IDataProtectionProvider protection)
{
    private const int DeviceOctets = 16;

    private readonly PrivateCookie _pending = new("-pending", TimeSpan.FromMinutes(10), settings, protection);
    private readonly PrivateCookie _device = new("-device", TimeSpan.FromDays(180), settings, protection);
    private readonly PrivateCookie _passkey = new("-passkey", TimeSpan.FromMinutes(5), settings, protection);

    /// <summary>The challenge of a passkey that was asked for, once.</summary>
    public string? TakePasskey(HttpContext context)
    {
        var state = _passkey.Read(context);
        _passkey.Remove(context);
        return state;
    }

    /// <summary>Keeps the challenge of a passkey.</summary>
    public void KeepPasskey(HttpContext context, string? state) => _passkey.Write(context, state ?? "");

    /// <summary>The sign-in that waits for its second step, or null.</summary>
    public PendingSignIn? FindPending(HttpContext context) => _pending.Read(context) is { } text ? JsonSerializer.Deserialize<PendingSignIn>(text) : null;

    /// <summary>Keeps a sign-in until its second step.</summary>
    public void KeepPending(HttpContext context, PendingSignIn pending) => _pending.Write(context, JsonSerializer.Serialize(pending));

    /// <summary>The sign-in is over.</summary>
    public void RemovePending(HttpContext context) => _pending.Remove(context);

    /// <summary>In whose account this browser signed in before, or null.</summary>
    public KnownDevice? FindDevice(HttpContext context) => _device.Read(context) is { } text ? JsonSerializer.Deserialize<KnownDevice>(text) : null;

    /// <summary>Remembers this browser.</summary>
    public void KeepDevice(HttpContext context, string accountId) =>
        _device.Write(context, JsonSerializer.Serialize(new KnownDevice(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(DeviceOctets)), accountId)));
}
