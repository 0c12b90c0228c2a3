using System.CommandLine;
using FleetPortal.Cli;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;

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
            var state = await application.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Actor.CommandLine, cancellationToken);
            Console.WriteLine(state.BrokenAt is { } broken ? $"Entry {broken} does not fit the one before it: it, or one before, was changed" : $"{state.Entries:N0} entries, the chain holds");
            return state.Holds ? 0 : 1;
        });
        return new Command("audit", "The audit.") { verify };
    }
}
