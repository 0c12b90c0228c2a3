namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>Calls every <see cref="IStatusFollower"/> for every changed certificate.</summary>
internal sealed class TellFollowers(IEnumerable<IStatusFollower> followers) : IStatusEffect
{
    private readonly IStatusFollower[] _followers = [.. followers];

    /// <inheritdoc/>
    public Task ApplyAsync(StatusEffectContext context)
    {
        foreach (var certificate in context.Changed)
        {
            var change = new CertificateStatusChange(
                certificate.Id, certificate.ThingName, certificate.OwnerKind, certificate.SerialNumber, certificate.Status);
            foreach (var follower in _followers)
            {
                follower.StatusChanged(change);
            }
        }

        return Task.CompletedTask;
    }
}
