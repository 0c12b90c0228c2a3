using FleetPortal.Slices.Accounts;
using FleetPortal.Slices.Applications;
using FleetPortal.Slices.Audit;
using FleetPortal.Slices.Authorities;
using FleetPortal.Slices.Backup;
using FleetPortal.Slices.Certificates;
using FleetPortal.Slices.Compliance;
using FleetPortal.Slices.Connections;
using FleetPortal.Slices.Enrolment;
using FleetPortal.Slices.Errors;
using FleetPortal.Slices.Events;
using FleetPortal.Slices.Findings;
using FleetPortal.Slices.Health;
using FleetPortal.Slices.Help;
using FleetPortal.Slices.Jobs;
using FleetPortal.Slices.Overview;
using FleetPortal.Slices.Publication;
using FleetPortal.Slices.Revocations;
using FleetPortal.Slices.Rotations;
using FleetPortal.Slices.Settings;
using FleetPortal.Slices.SignIn;
using FleetPortal.Slices.Simulation;
using FleetPortal.Slices.Things;
using FleetPortal.Slices.Tokens;
using FleetPortal.Slices.Waves;

namespace FleetPortal.Slices;

/// <summary>The list of all slices. Its order is the order of the navigation, the settings and the service registration.</summary>
public static class PortalSlices
{
    /// <summary>All slices in their order.</summary>
    public static IReadOnlyList<IPortalSlice> All { get; } =
    [
        new OverviewSlice(),
        new ThingsSlice(),
        new CertificatesSlice(),
        new AuthoritiesSlice(),
        new RotationsSlice(),
        new WavesSlice(),
        new RevocationsSlice(),
        new PublicationSlice(),
        new EnrolmentSlice(),
        new ConnectionsSlice(),
        new ApplicationsSlice(),
        new FindingsSlice(),
        new ComplianceSlice(),
        new AuditSlice(),
        new AccountsSlice(),
        new TokensSlice(),
        new EventsSlice(),
        new JobsSlice(),
        new SettingsSlice(),
        new HelpSlice(),
        new SignInSlice(),
        new ErrorsSlice(),
        new BackupSlice(),
        new HealthSlice(),
        new SimulationSlice(),
    ];

    /// <summary>The entries of the navigation rail, in its order.</summary>
    public static IReadOnlyList<NavigationEntry> Navigation { get; } =
        [.. All.SelectMany(slice => slice.Navigation).OrderBy(entry => entry.Group)];

    /// <summary>
    /// The entries of the palette: the pages of the navigation, the entries that only the palette has, then the settings.
    /// </summary>
    public static IReadOnlyList<PaletteEntry> Palette { get; } =
    [
        .. Navigation.Select(entry => new PaletteEntry(entry.Title, "page", entry.Address, entry.Icon, entry.Needs, entry.Words)),
        .. All.SelectMany(slice => slice.Palette),
        .. All.SelectMany(slice => slice.Settings).Select(section => new PaletteEntry(
            $"Settings: {section.Title}",
            "page", section.Address.Length == 0 ? "settings" : $"settings/{section.Address}", section.Icon, section.Needs, section.Words)),
    ];

    /// <summary>The sections of the page <i>Settings</i>. The first one is shown at the address without a section name.</summary>
    public static IReadOnlyList<SettingsSection> Settings { get; } = [.. All.SelectMany(slice => slice.Settings)];
}
