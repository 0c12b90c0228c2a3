namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>Waits until the sessions that <see cref="CloseSessions"/> closes have ended, and passes the times to the use cases.</summary>
internal sealed class AwaitSessions : IStatusEffect
{
    /// <inheritdoc/>
    public async Task ApplyAsync(StatusEffectContext context)
    {
        context.Known = context.Known with { SessionClosed = await context.SessionsClosed };
        foreach (var changes in context.Changes)
        {
            changes.Known = context.Known;
        }
    }
}
