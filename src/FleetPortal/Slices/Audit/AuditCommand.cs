using System.CommandLine;
using FleetPortal.Cli;
using FleetPortal.Fleet.Audit;

namespace FleetPortal.Slices.Audit;

/// <summary><c>audit verify</c>: recomputes the hash chain.</summary>
internal static class AuditCommand
{
    public static Command Create(string[] settings)
    {
        var verify = new Command("verify", "Recompute the hash chain of the audit.");
        verify.SetAction(async (_, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var (brokenAt, count) = await application.Services.GetRequiredService<AuditQueries>().VerifyAsync(cancellationToken);
            Console.WriteLine(brokenAt is null ? $"{count:N0} entries, the chain holds" : $"Entry {brokenAt} does not fit the one before it: it, or one before, was changed");
            return brokenAt is null ? 0 : 1;
        });
        return new Command("audit", "The audit.") { verify };
    }
}
