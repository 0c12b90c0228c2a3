using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Cli;

/// <summary>Helper of the commands that work on the data directory of a portal.</summary>
internal static class PortalCommands
{
    /// <summary>
    /// Opens the existing registry in the data directory without starting the listeners. The caller disposes of the application.
    /// </summary>
    /// <exception cref="FleetError"><c>no-portal</c>: the directory has no database.</exception>
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
