using System.Security.Cryptography;
using FleetPortal.Configuration;
using Microsoft.AspNetCore.DataProtection;

namespace FleetPortal.Authentication;

/// <summary>A cookie whose content is encrypted and authenticated by the portal, and that expires.</summary>
public sealed class PrivateCookie
{
    private readonly string _name;
    private readonly TimeSpan _time;
    private readonly bool _isSecure;
    private readonly ITimeLimitedDataProtector _protector;

    /// <param name="name">
    /// The suffix of the cookie name. The encryption is bound to it, so that one cookie cannot be used as another.
    /// </param>
    /// <param name="time">The time after which the cookie expires.</param>
    /// <param name="settings">The settings; they tell whether the pages are served over TLS.</param>
    /// <param name="protection">Encrypts and authenticates the content.</param>
    public PrivateCookie(string name, TimeSpan time, PortalSettings settings, IDataProtectionProvider protection)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_name, _time, _isSecure) = (PortalAuthentication.CookieName(name, settings), time, settings.PagesOverTls);
        _protector = protection.CreateProtector("FleetPortal.Cookie", name).ToTimeLimitedDataProtector();
    }

    /// <summary>Returns the content, or null if the request has no such cookie, or the cookie has expired or was changed.</summary>
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

    /// <summary>Sets the cookie on the response.</summary>
    public void Write(HttpContext context, string content)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Append(_name, _protector.Protect(content, _time), Options(_time));
    }

    /// <summary>Deletes the cookie in the browser.</summary>
    public void Remove(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Delete(_name, Options(null));
    }

    private CookieOptions Options(TimeSpan? time) =>
        new() { HttpOnly = true, Secure = _isSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = time, IsEssential = true };
}
