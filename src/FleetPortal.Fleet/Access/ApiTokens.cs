using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Data;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>Makes an API token. It is answered this once; the registry keeps its hash.</summary>
public sealed class CreateApiToken(Registry registry)
{
    /// <summary>Tokens begin with this, so that scanners find leaked ones.</summary>
    public const string Prefix = "fp_";

    private const int SecretOctets = 32;
    private const int MaxName = 64;
    private const int MaxDays = 3650;

    /// <summary>Answers the token.</summary>
    /// <exception cref="FleetError"><c>token-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<string> ExecuteAsync(string name, Role role, int? days, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName || name.Any(char.IsControl))
        {
            throw new FleetError("token-invalid", [new Fault("name", $"A token's name has 1 to {MaxName} characters.")]);
        }

        if (days is < 1 or > MaxDays)
        {
            throw new FleetError("token-invalid", [new Fault("expires", "A token lasts from 1 to 3650 days.")]);
        }

        var lifetime = days is { } number ? TimeSpan.FromDays(number) : (TimeSpan?)null;
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretOctets));
        await registry.WriteAsync(
            scope =>
            {
                scope.Db.ApiTokens.Add(new ApiTokenRecord { Name = name, Hash = ApiTokens.HashOf(token), Role = role, CreatedAt = scope.Now, ExpiresAt = scope.Now + lifetime });
                scope.Audit(actor, "token.created", new AuditTarget("token", name), new { role = role.ToString(), expiresAt = scope.Now + lifetime });
            },
            cancellationToken);
        return token;
    }
}

/// <summary>Recognises API tokens.</summary>
public sealed class ApiTokens(Registry registry)
{
    private const int MaxLength = 128;

    private static readonly Func<FleetDbContext, byte[], DateTimeOffset, CancellationToken, Task<ApiTokenRecord?>> FindToken = EF.CompileAsyncQuery(
        (FleetDbContext db, byte[] hash, DateTimeOffset now, CancellationToken _) => db.ApiTokens.SingleOrDefault(x => x.Hash == hash && x.RevokedAt == null && (x.ExpiresAt == null || x.ExpiresAt > now)));

    /// <summary>Whose token it is, or null. Compared by hash, so the look-up tells nothing about the secret.</summary>
    public async Task<Actor?> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > MaxLength || !token.StartsWith(CreateApiToken.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var (hash, now) = (HashOf(token), registry.Time.GetUtcNow());
        await using var db = registry.Read();
        var record = await FindToken(db, hash, now, cancellationToken);
        return record is null ? null : new Actor("token", record.Name, record.Role) { Id = record.Key.ToString(System.Globalization.CultureInfo.InvariantCulture) };
    }

    /// <summary>Ends every token of that name, such as the one that the built-in simulator had in its last run.</summary>
    public Task RevokeAsync(string name, CancellationToken cancellationToken) =>
        registry.WriteAsync(scope => { scope.Db.ApiTokens.Where(x => x.Name == name && x.RevokedAt == null).ExecuteUpdate(set => set.SetProperty(x => x.RevokedAt, scope.Now)); }, cancellationToken);

    internal static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
