using System.CommandLine;

namespace FleetPortal.Slices.Audit;

/// <summary>Who did what, when.</summary>
internal sealed class AuditSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Audit";

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [AuditCommand.Create(settings)];
}
