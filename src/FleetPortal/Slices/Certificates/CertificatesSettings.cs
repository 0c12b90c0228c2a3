using FleetPortal.Configuration;
using static FleetPortal.Configuration.Setting;

namespace FleetPortal.Slices.Certificates;

/// <summary>The settings of the slice Certificates.</summary>
internal static class CertificatesSettings
{
    /// <summary>The settings with defaults, limits and meanings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Text("Expiry:WarnDays", "90,30,7,1", null, "1 to 8 numbers from 1 to 3650, separated by commas",
            "Days before the loss of access, or the expiry of an authority, at which the portal warns."),
        Number("Profiles:Thing:RenewExpiredDays", 0, 0, 365, "days", "How long after its expiry a certificate may still renew itself."),
    ];
}
