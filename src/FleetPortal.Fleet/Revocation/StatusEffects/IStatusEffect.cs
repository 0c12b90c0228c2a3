namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// A step that follows the commit of a change of status. It must not throw for what can fail from outside: the change is committed, so a step that
/// cannot finish logs the reason and leaves its time empty.
/// </summary>
internal interface IStatusEffect
{
    /// <summary>Carries out the step.</summary>
    Task ApplyAsync(StatusEffectContext context);
}
