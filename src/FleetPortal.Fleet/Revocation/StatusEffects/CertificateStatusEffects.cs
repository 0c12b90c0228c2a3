using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// Runs the effects of status changes of certificates after their commit: every <see cref="IStatusEffect"/> in the order of registration.
/// The registry calls it after each transaction that changed a status.
/// </summary>
internal sealed class CertificateStatusEffects(AuthorityVault vault, IEnumerable<IStatusEffect> effects, TimeProvider time)
    : AfterCommit<StatusChanges>
{
    private readonly IStatusEffect[] _effects = [.. effects];

    /// <inheritdoc/>
    protected override async Task RunAsync(IReadOnlyList<StatusChanges> notes, long started)
    {
        var live = notes.Where(note => !note.IsOffline && (note.Certificates.Count > 0 || note.ClosesThing is not null)).ToList();
        if (live.Count == 0)
        {
            return;
        }

        var changed = live.SelectMany(note => note.Certificates).ToList();
        var context = new StatusEffectContext(time, started)
        {
            Changes = live,
            Changed = changed,
            Own = [.. changed.Where(certificate => vault.FindOwn(certificate.AuthorityKey) is not null)],
        };
        foreach (var effect in _effects)
        {
            await effect.ApplyAsync(context);
        }
    }
}
