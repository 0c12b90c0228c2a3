using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>A one-time enrolment token that was just made. It is shown once: the registry keeps its hash only.</summary>
/// <param name="Token">The token with its secret.</param>
/// <param name="ThingName">The name of the Thing or of the application.</param>
/// <param name="ExpiresAt">The end of its validity.</param>
public sealed record EnrolmentToken(string Token, string ThingName, DateTimeOffset ExpiresAt);

/// <summary>Checks, uses and deletes enrolment tokens.</summary>
internal static class EnrolmentTokens
{
    private const int MaxLength = 128;

    /// <summary>Whether a token is valid for a Thing now. Does not use it.</summary>
    public static bool IsGood(FleetDbContext db, string thingName, string token, DateTimeOffset now)
    {
        if (token.Length > MaxLength || !token.StartsWith(CreateEnrolmentToken.Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var hash = ApiTokens.HashOf(token);
        return db.Set<EnrolmentTokenRecord>().Any(x => x.Hash == hash && x.ThingName == thingName && x.UsedAt == null && x.ExpiresAt > now);
    }

    /// <summary>
    /// Returns the certificate for which a token was used, if the certificate is active, its Thing enabled and the token not expired;
    /// otherwise null. HTTP delivers at least once: a device whose answer was lost asks again with the same token and key.
    /// </summary>
    public static CertificateRecord? UsedFor(FleetDbContext db, string thingName, string token, DateTimeOffset now)
    {
        if (token.Length > MaxLength || !token.StartsWith(CreateEnrolmentToken.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var hash = ApiTokens.HashOf(token);
        var key = db.Set<EnrolmentTokenRecord>().Where(x => x.Hash == hash
            && x.ThingName == thingName && x.UsedAt != null && x.ExpiresAt > now).Select(x => x.CertificateKey).SingleOrDefault();
        return db.Set<CertificateRecord>().SingleOrDefault(x => x.Key == key
            && x.Status == CertificateStatus.Active && x.NotAfter > now && x.Thing!.Enabled && x.Thing.RetiredAt == null);
    }

    /// <summary>
    /// Marks a token as used, in the transaction that stores the certificate. Of two simultaneous requests, one is refused.
    /// </summary>
    /// <exception cref="FleetError"><c>enrolment-token-invalid</c>.</exception>
    public static void Use(WriteScope scope, string thingName, string token, long certificateKey)
    {
        var used = scope.Statements.Execute(
            "UPDATE EnrolmentTokens SET UsedAt = $1, CertificateKey = $4 WHERE Hash = $2 AND ThingName = $3 AND UsedAt IS NULL "
                + "AND ExpiresAt > $1", scope.Now, ApiTokens.HashOf(token), thingName, certificateKey);
        if (used != 1)
        {
            throw Refused();
        }
    }

    /// <summary>Selects the Thing or the application of a name, if it is not retired or deleted.</summary>
    public static IQueryable<ThingRecord> Holders(FleetDbContext db, string name, PrincipalKind owner) =>
        db.Set<ThingRecord>().Where(x => x.Name == name && x.Kind == owner && x.RetiredAt == null);

    /// <summary>Returns the error for a name that nobody has.</summary>
    public static FleetError NoHolder(string name, PrincipalKind owner) =>
        FleetError.NotFound(owner == PrincipalKind.Application ? ApplicationErrors.NotFound : ThingErrors.NotFound, name);

    /// <summary>Stores in the audit what happened to a token, and tells the pages of its holder.</summary>
    public static void Note(WriteScope scope, string action, string name, PrincipalKind owner, object details, Actor actor)
    {
        var isApplication = owner == PrincipalKind.Application;
        scope.Audit(actor, action, isApplication ? AuditTarget.Application(name) : AuditTarget.Thing(name), details);
        scope.Emit(isApplication ? FleetEventKind.ApplicationChanged : FleetEventKind.ThingChanged, name);
    }

    /// <summary>Deletes the unused tokens of a Thing or an application. Returns their number.</summary>
    public static int ForgetThing(WriteScope scope, string thingName) =>
        scope.Statements.Execute("DELETE FROM EnrolmentTokens WHERE ThingName = $1 AND UsedAt IS NULL", thingName);

    /// <summary>Returns the error for a token that is not valid.</summary>
    public static FleetError Refused() =>
        new(FleetErrorKind.Unauthenticated, EnrolmentErrors.TokenRefused,
            "The enrolment token is unknown, used, expired, or for another name. Make a new one for this name.");
}
