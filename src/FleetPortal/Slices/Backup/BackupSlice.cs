using System.CommandLine;

namespace FleetPortal.Slices.Backup;

/// <summary>The slice of the commands <c>backup</c> and <c>restore</c>.</summary>
internal sealed class BackupSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Backup";

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [BackupCommand.Create(settings), RestoreCommand.Create(settings)];
}
