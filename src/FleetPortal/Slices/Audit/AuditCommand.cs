using System.CommandLine;
using FleetPortal.Cli;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Audit;

/// <summary>The command <c>audit verify</c>: recomputes the hash chain. Exit code 1 if the chain is broken.</summary>
internal static class AuditCommand
{
    public static Command Create(string[] settings)
    {
        var verify = new Command("verify", "Recompute the hash chain of the audit and report the first entry that does not match.");
        verify.SetAction(async (_, cancellationToken) =>
        {
            await using var application = await PortalCommands.OpenAsync(settings, cancellationToken);
            var state = await application.Services.GetRequiredService<AuditVerifier>().VerifyAsync(Actor.CommandLine, cancellationToken);
            Console.WriteLine(state.BrokenAt is { } broken
                ? $"Entry {broken} does not match the hash chain: this entry or the one before it was changed or removed"
                : $"{state.Entries:N0} entries, the hash chain is intact");
            return state.Holds ? 0 : 1;
        });
        return new Command("audit", "Check the audit.") { verify };
    }
}
