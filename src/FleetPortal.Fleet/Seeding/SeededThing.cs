using System.Globalization;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Seeding;

/// <summary>What a seeded Thing has.</summary>
internal enum SeededCredential
{
    /// <summary>No certificate: registered, and not installed yet.</summary>
    None,

    /// <summary>An active certificate.</summary>
    Active,

    /// <summary>A certificate that expired, and nothing after it.</summary>
    Expired,

    /// <summary>A certificate on hold.</summary>
    OnHold,

    /// <summary>A revoked certificate, and nothing after it.</summary>
    Revoked,

    /// <summary>A revoked certificate and an active one after it.</summary>
    Replaced,
}

/// <summary>
/// A Thing of the synthetic fleet, the same for the same number: mostly meters and few gateways in forty plants; ends over the year, with
/// a renewal storm in the seventh week; a few per cent that somebody must look at.
/// </summary>
/// <param name="EndsInDays">When its newest certificate ends; negative where it has.</param>
internal sealed record SeededThing(string Name, string Type, string Group, SeededCredential Credential, int EndsInDays, RevocationReason Reason)
{
    private const int Plants = 40;
    private const int StormStarts = 42;
    private const int Spread = 7919;
    private static readonly string[] _types = ["meter", "pump", "valve", "gateway"];
    private static readonly RevocationReason[] _reasons = [RevocationReason.KeyCompromise, RevocationReason.Superseded, RevocationReason.CessationOfOperation];

    /// <summary>Number <paramref name="i"/>, from 0.</summary>
    public static SeededThing Of(int i)
    {
        var type = _types[(i % 10) switch { < 6 => 0, < 8 => 1, < 9 => 2, _ => 3 }];

        // Two walks through all remainders of 1,000 and 335, so that each share of any range of numbers is right.
        var (share, day) = ((long)i * Spread % 1000, (int)((long)i * Spread % 335));
        var (credential, ends) = share switch
        {
            < 20 => (SeededCredential.None, 0),
            < 30 => (SeededCredential.Expired, -1 - (day % 30)),
            < 40 => (SeededCredential.OnHold, 30 + day),
            < 50 => (SeededCredential.Revoked, 30 + day),
            < 60 => (SeededCredential.Replaced, 30 + day),
            < 100 => (SeededCredential.Active, 1 + (day % 29)),
            < 280 => (SeededCredential.Active, StormStarts + (day % 7)),
            _ => (SeededCredential.Active, 30 + day),
        };
        return new SeededThing(
            string.Create(CultureInfo.InvariantCulture, $"{type}-{i + 1:D7}"), type, string.Create(CultureInfo.InvariantCulture, $"plant-{(i % Plants) + 1}"), credential, ends, _reasons[i % _reasons.Length]);
    }
}
