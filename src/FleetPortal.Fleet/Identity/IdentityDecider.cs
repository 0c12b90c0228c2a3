using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity.Checks;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Identity;

/// <summary>
/// Decides whether a device or an application may connect. The broker, the diagnosis "why can it not connect?" and every dry run use this
/// class. It runs the checks of the list below in order. The first failure decides, but all checks run, so that the trace shows every
/// problem at once.
/// </summary>
public sealed class IdentityDecider(
    Registry registry, LiveConnections connections, ConnectRateLimit rateLimit, TopicLimits topics, ApplicationAccess applications)
{
    private static readonly Func<FleetDbContext, byte[], Principal?> FindPrincipal = EF.CompileQuery((FleetDbContext db, byte[] id) =>
        db.Set<CertificateRecord>().Where(x => x.Id == id)
            .Select(x => new Principal(x.Thing!.Kind, x.Thing.Name,
                x.Thing.Type, x.Thing.Enabled, x.Thing.RetiredAt != null, x.Status, x.StatusChangedAt, x.StatusChangedBy,
                x.Authority == null ? null : new PrincipalAuthority(x.Authority.Name, x.Authority.Status, x.Authority.NotAfter),
                db.Set<CompromisedKeyRecord>().Any(key => key.KeyHash == x.KeyHash))
            {
                Crl = db.Set<ExternalCrlRecord>().Where(crl => crl.AuthorityKey == x.AuthorityKey && crl.Der != null)
                    .Select(crl => new PrincipalCrl(crl.ThisUpdate, crl.NextUpdate)).FirstOrDefault(),
            })
            .SingleOrDefault());

    private readonly ICheck[] _checks =
    [
        new TransportIsTls(),
        new CredentialIsPresent(),
        new ChainIsTrusted(),
        new CertificateIsValidNow(),
        new StatusIsActive(),
        new KeyIsStrong(),
        new ThingIsNotRetired(),
        new ClientIdentifierIsThingName(),
        new ThingIsEnabled(),
        new SessionTakeover(),
        new WithinRateLimit(rateLimit, connections),
        new SessionPolicy(topics),
    ];

    /// <summary>Runs every check. Reads the registry; changes nothing but the count of the rate limit.</summary>
    public Decision Decide(ConnectAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var certificateId = attempt.Certificate?.Id;
        var principal = certificateId is { } id ? Find(id) : null;
        var context = new CheckContext(attempt, principal, connections.OfClient(attempt.ClientId), registry.Time.GetUtcNow());
        var results = new CheckResult[_checks.Length];
        CheckResult? failed = null;
        for (var i = 0; i < _checks.Length; i++)
        {
            results[i] = _checks[i].Run(context);
            failed ??= results[i].Outcome == CheckOutcome.Passed ? null : results[i];
            context = failed is null || context.HasFailed ? context : context with { HasFailed = true };
        }

        // Without a principal the device is refused, even if no check has failed.
        return failed is null && principal is not null
            ? Of(new Decision(true, RefusalCodes.Allowed, results, null, certificateId, principal.Policy), principal)
            : Of(new Decision(false, failed?.Code ?? RefusalCodes.NoCredential, results, null, certificateId, null), principal);
    }

    private static Decision Of(Decision decision, Principal? principal) => principal switch
    {
        { Kind: PrincipalKind.Application } => decision with { ApplicationName = principal.Name },
        _ => decision with { ThingName = principal?.Name },
    };

    private Principal? Find(CertificateId id)
    {
        using var db = registry.Read();
        var principal = FindPrincipal(db, id.ToOctets());
        return principal switch
        {
            { Kind: PrincipalKind.Application } => applications.Find(db, principal.Name) is var (policy, most)
                ? principal with { Policy = policy, MaxConnections = most } : null,
            not null => principal with { Policy = new ThingTopicPolicy(principal.Name, principal.ThingType) },
            null => null,
        };
    }
}
