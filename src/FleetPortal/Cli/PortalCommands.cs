using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Cli;

/// <summary>What commands that work on a portal's data directory share.</summary>
internal static class PortalCommands
{
    /// <summary>Opens the registry of the portal that is there; makes none.</summary>
    /// <exception cref="FleetError"><c>no-portal</c>.</exception>
    public static async Task<FleetPortalApplication> OpenAsync(string[] settings, CancellationToken cancellationToken)
    {
        var application = FleetPortalApplication.OpenExisting(settings);
        try
        {
            await application.PrepareAsync(cancellationToken);
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }
}
