using System.Security.Cryptography;
using FleetPortal.Configuration;
using Microsoft.AspNetCore.DataProtection;

namespace FleetPortal.Authentication;

/// <summary>A cookie of the portal whose content nobody else can read or make, and that ends by itself.</summary>
public sealed class PrivateCookie
{
    private readonly string _name;
    private readonly TimeSpan _time;
    private readonly bool _isSecure;
    private readonly ITimeLimitedDataProtector _protector;

    /// <param name="name">The end of its name, and what its content is bound to.</param>
    /// <param name="time">How long it counts.</param>
    /// <param name="settings">Whether the portal speaks https.</param>
    /// <param name="protection">Protects the content.</param>
    public PrivateCookie(string name, TimeSpan time, PortalSettings settings, IDataProtectionProvider protection)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_name, _time, _isSecure) = (PortalAuthentication.CookieName(name, settings), time, settings.PagesOverTls);
        _protector = protection.CreateProtector("FleetPortal.Cookie", name).ToTimeLimitedDataProtector();
    }

    /// <summary>What it holds, or null: there is none, it has ended, or it was changed.</summary>
    public string? Read(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return context.Request.Cookies[_name] is { Length: > 0 } text ? _protector.Unprotect(text) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Sets it.</summary>
    public void Write(HttpContext context, string content)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Append(_name, _protector.Protect(content, _time), Options(_time));
    }

    /// <summary>Takes it away.</summary>
    public void Remove(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Delete(_name, Options(null));
    }

    private CookieOptions Options(TimeSpan? time) => new() { HttpOnly = true, Secure = _isSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = time, IsEssential = true };
}
