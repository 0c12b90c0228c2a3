using System.Buffers.Text;
using System.Security.Cryptography;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Makes a token with which a device gets the first certificate of its Thing, once. The device needs no API token.</summary>
public sealed class CreateEnrolmentToken(Registry registry)
{
    /// <summary>The beginning of every token, so that secret scanners find leaked ones.</summary>
    public const string Prefix = "fe_";

    /// <summary>The longest validity of a token, in hours.</summary>
    public const int MaxHours = 24 * 90;

    /// <summary>The default validity of a token, in hours.</summary>
    public const int StandardHours = 24;

    private const int SecretOctets = 24;

    /// <summary>
    /// Makes a token and returns it. Unused earlier tokens of the Thing stay valid until they expire. Needs the right
    /// <see cref="Permission.Issue"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>enrolment-hours-invalid</c>,
    /// <c>forbidden</c>.</exception>
    public async Task<EnrolmentToken> ExecuteAsync(string thingName, int? hours, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var name = ThingName.Parse(thingName).ToString();
        if (hours is < 1 or > MaxHours)
        {
            throw new FleetError(EnrolmentErrors.HoursInvalid,
                [new Fault("validityHours", $"A token is valid for 1 to {MaxHours} hours.")]);
        }

        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretOctets));
        var expiresAt = await registry.WriteAsync(
            scope =>
            {
                var thing = scope.Db.Things().SingleOrDefault(x => x.Name == name && x.RetiredAt == null)
                    ?? throw FleetError.NotFound(ThingErrors.NotFound, name);
                if (!thing.Enabled)
                {
                    throw CertificateRows.Disabled(name);
                }

                var end = scope.Now.AddHours(hours ?? StandardHours);
                scope.Db.Set<EnrolmentTokenRecord>().Add(new EnrolmentTokenRecord { Hash = ApiTokens.HashOf(token),
                    ThingName = thing.Name, CreatedBy = actor.Name, CreatedAt = scope.Now, ExpiresAt = end });
                scope.Audit(actor, EnrolmentActions.TokenCreated, AuditTarget.Thing(thing.Name), new { expiresAt = end });
                scope.Emit(FleetEventKind.ThingChanged, thing.Name);
                return end;
            },
            cancellationToken);
        return new EnrolmentToken(token, name, expiresAt);
    }
}
