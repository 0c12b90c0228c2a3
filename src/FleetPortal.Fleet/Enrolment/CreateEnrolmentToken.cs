using System.Buffers.Text;
using System.Security.Cryptography;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>
/// Makes a token with which a device gets the first certificate of its Thing, or a back end that of its application, once. It needs no API
/// token.
/// </summary>
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
    /// Makes a token and returns it. Unused earlier tokens of the same name stay valid until they expire. Needs the right
    /// <see cref="Permission.Issue"/>.
    /// </summary>
    /// <param name="holder">The name of the Thing or of the application.</param>
    /// <param name="owner">Which of them it is.</param>
    /// <param name="hours">How long the token is valid; null for <see cref="StandardHours"/>.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="cancellationToken">Cancels before the token is stored.</param>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>application-not-found</c>,
    /// <c>application-disabled</c>, <c>enrolment-hours-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<EnrolmentToken> ExecuteAsync(
        string holder, PrincipalKind owner, int? hours, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var name = ThingName.Parse(holder).ToString();
        if (hours is < 1 or > MaxHours)
        {
            throw new FleetError(EnrolmentErrors.HoursInvalid,
                [new Fault("validityHours", $"A token is valid for 1 to {MaxHours} hours.")]);
        }

        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretOctets));
        var expiresAt = await registry.WriteAsync(
            scope =>
            {
                var record = EnrolmentTokens.Holders(scope.Db, name, owner).SingleOrDefault()
                    ?? throw EnrolmentTokens.NoHolder(name, owner);
                if (!record.Enabled)
                {
                    throw CertificateRows.Disabled(name, owner);
                }

                var end = scope.Now.AddHours(hours ?? StandardHours);
                scope.Db.Set<EnrolmentTokenRecord>().Add(new EnrolmentTokenRecord { Hash = ApiTokens.HashOf(token),
                    ThingName = record.Name, CreatedBy = actor.Name, CreatedAt = scope.Now, ExpiresAt = end });
                EnrolmentTokens.Note(scope, EnrolmentActions.TokenCreated, record.Name, owner, new { expiresAt = end }, actor);
                return end;
            },
            cancellationToken);
        return new EnrolmentToken(token, name, expiresAt);
    }
}
