namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// An effect that runs after the commit of a status change. It must not throw for external failures: the change is committed, so an effect
/// that cannot complete logs the reason and leaves its time empty.
/// </summary>
internal interface IStatusEffect
{
    /// <summary>Runs the effect for one commit, or for commits that are applied together.</summary>
    Task ApplyAsync(StatusEffectContext context);
}
