using System.Buffers.Text;
using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>A token that was just made, with its secret, which is shown this once.</summary>
public sealed record CreatedApiToken(ApiTokenView Token, string Secret);

/// <summary>Makes an API token. Its secret is answered this once; the registry keeps the hash.</summary>
public sealed class CreateApiToken(Registry registry)
{
    /// <summary>Tokens begin with this, so that scanners find leaked ones.</summary>
    public const string Prefix = "fp_";

    /// <summary>How long a token lasts where nobody says, in days.</summary>
    public const int StandardDays = 90;

    /// <summary>The longest that a token lasts, in days.</summary>
    public const int MaxDays = 3650;

    private const int SecretOctets = 32;
    private const int IdOctets = 8;
    private const int MaxName = 64;

    /// <summary>Answers the token.</summary>
    /// <param name="name">What it is for. Two tokens may have the same name: one replaces the other.</param>
    /// <param name="role">Not above the actor's own.</param>
    /// <param name="days">How long it lasts; null takes <see cref="StandardDays"/>.</param>
    /// <exception cref="FleetError"><c>token-invalid</c>, <c>token-outranks</c>, <c>forbidden</c>.</exception>
    public async Task<CreatedApiToken> ExecuteAsync(string name, Role role, int? days, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        Check(name, days);
        if (role > actor.CurrentRole)
        {
            throw new FleetError(FleetErrorKind.Forbidden, AccessErrors.TokenOutranks, $"Your role is {actor.CurrentRole.ToWire()}: a token that you create cannot be {role.ToWire()}.");
        }

        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretOctets));
        var token = await registry.WriteAsync(
            scope =>
            {
                var record = new ApiTokenRecord
                {
                    Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdOctets)),
                    Name = name,
                    Hash = ApiTokens.HashOf(secret),
                    Role = role,
                    CreatedBy = actor.Name,
                    CreatedAt = scope.Now,
                    ExpiresAt = scope.Now.AddDays(days ?? StandardDays),
                };
                scope.Db.Set<ApiTokenRecord>().Add(record);
                scope.Audit(actor, AccessActions.TokenCreated, new AuditTarget(AuditTargets.Token, name), new { id = record.Id, role = role.ToWire(), expiresAt = record.ExpiresAt });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return ApiTokenView.Of(record);
            },
            cancellationToken);
        return new CreatedApiToken(token, secret);
    }

    private static void Check(string name, int? days)
    {
        var faults = new List<Fault>();
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName || NameRules.HasHiddenCharacters(name))
        {
            faults.Add(new Fault("name", $"A token's name has 1 to {MaxName} visible characters."));
        }

        if (days is < 1 or > MaxDays)
        {
            faults.Add(new Fault("expires", $"A token lasts from 1 to {MaxDays} days."));
        }

        if (faults.Count > 0)
        {
            throw new FleetError(AccessErrors.TokenInvalid, faults);
        }
    }
}
