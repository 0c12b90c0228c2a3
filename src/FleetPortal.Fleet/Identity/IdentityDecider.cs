using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity.Checks;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Identity;

/// <summary>
/// Decides whether a device or an application may connect. The broker, the diagnosis "why can it not connect?" and every dry run use this
/// class. It runs the checks of the list below in order. The first failure decides, but all checks run, so that the trace shows every
/// problem at once.
/// </summary>
public sealed class IdentityDecider(
    Registry registry, LiveConnections connections, ConnectRateLimit rateLimit, TopicLimits topics, ApplicationAccess applications)
{
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
        _ => decision with
        {
            ThingName = principal?.Name, ThingType = principal?.ThingType, RollingProof = principal?.RollingProof ?? false,
        },
    };

    private Principal? Find(CertificateId id)
    {
        switch (registry.Read(statements => PrincipalRow.Find(statements, id)))
        {
            case { Kind: PrincipalKind.Application } application:
                using (var db = registry.Read())
                {
                    return applications.Find(db, application.Name) is var (policy, most)
                        ? application with { Policy = policy, MaxConnections = most } : null;
                }

            case { } thing:
                return thing with { Policy = new ThingTopicPolicy(thing.Name, thing.ThingType) };
            default:
                return null;
        }
    }
}
