using FleetPortal.Authentication;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;

namespace FleetPortal.Hosting;

/// <summary>
/// Leaves a mark beside the database once an administrator exists. A database that has none although the mark is there is incomplete
/// (a copy without its write-ahead log, an old backup by hand): the set-up link, which makes an administrator, then stays closed.
/// </summary>
public sealed class AdministratorMark(PortalSettings settings, AccountQueries accounts, SetupLink link, TimeProvider time, ILogger<AdministratorMark> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Whether an administrator existed and is not in the database.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>Looks at the start, before anybody can open the link.</summary>
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
            logger.LogError(e, "The mark that an administrator exists could not be written; retrying in {Delay}", Interval);
            return false;
        }
    }

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
