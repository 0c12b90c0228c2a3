using System.Globalization;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Seeding;

/// <summary>The certificates that a seeded Thing has.</summary>
internal enum SeededCredential
{
    /// <summary>No certificate: the device is registered but not installed yet.</summary>
    None,

    /// <summary>One certificate that is active.</summary>
    Active,

    /// <summary>One certificate that has expired.</summary>
    Expired,

    /// <summary>One certificate that is on hold.</summary>
    OnHold,

    /// <summary>One certificate that is revoked.</summary>
    Revoked,

    /// <summary>A revoked certificate and a newer, active one.</summary>
    Replaced,
}

/// <summary>
/// A Thing of the synthetic fleet. The same number always gives the same Thing. The fleet has mostly meters and few gateways in forty
/// plants. The certificates expire over a year, with a renewal storm in the seventh week; a few per cent need attention.
/// </summary>
/// <param name="EndsInDays">The number of days until the newest certificate expires; negative if it has expired.</param>
internal sealed record SeededThing(
    string Name, string Type, string Group, SeededCredential Credential, int EndsInDays, RevocationReason Reason)
{
    private const int Plants = 40;
    private const int StormStarts = 42;
    private const int Spread = 7919;
    private static readonly string[] _types = ["meter", "pump", "valve", "gateway"];
    private static readonly RevocationReason[] _reasons =
        [RevocationReason.KeyCompromise, RevocationReason.Superseded, RevocationReason.CessationOfOperation];

    /// <summary>Returns the Thing with the number <paramref name="i"/>, from 0.</summary>
    public static SeededThing Of(int i)
    {
        var type = _types[(i % 10) switch { < 6 => 0, < 8 => 1, < 9 => 2, _ => 3 }];

        // Multiplying by a prime visits all remainders of 1,000 and of 335, so the shares are right in any range of numbers.
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
            string.Create(CultureInfo.InvariantCulture, $"{type}-{i + 1:D7}"), type,
            string.Create(CultureInfo.InvariantCulture, $"plant-{(i % Plants) + 1}"), credential, ends, _reasons[i % _reasons.Length]);
    }
}
