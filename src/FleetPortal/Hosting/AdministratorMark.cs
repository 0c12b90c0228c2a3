using FleetPortal.Authentication;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;

namespace FleetPortal.Hosting;

/// <summary>
/// Writes a mark file beside the database once an administrator exists. If the mark exists and the database has no administrator, the
/// database is incomplete, such as a copy without its write-ahead log. The portal then closes the set-up link, which would create an
/// administrator.
/// </summary>
public sealed partial class AdministratorMark(
    PortalSettings settings, AccountQueries accounts, SetupLink link, TimeProvider time, ILogger<AdministratorMark> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Whether an administrator existed earlier and the database has none now.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>Compares the mark with the database. Runs at the start, before the listeners open and the link can be used.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (await NoteAsync(cancellationToken) || !DataDirectory.HadAdministrator(settings))
        {
            return;
        }

        IsMissing = true;
        link.Close();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryNoteAsync(stoppingToken))
        {
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task<bool> TryNoteAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await NoteAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotWritten(e, settings.DataDirectory, Interval);
            return false;
        }
    }

    [LoggerMessage(8011, LogLevel.Error, "The portal could not write the administrator mark to {Directory}. It tries again in {Delay}.")]
    private partial void LogNotWritten(Exception exception, string directory, TimeSpan delay);

    private async Task<bool> NoteAsync(CancellationToken cancellationToken)
    {
        if (!await accounts.HasAdministratorAsync(cancellationToken))
        {
            return false;
        }

        DataDirectory.NoteAdministrator(settings);
        return true;
    }
}
