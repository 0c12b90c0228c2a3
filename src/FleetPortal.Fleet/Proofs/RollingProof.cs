using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Proofs;

/// <summary>
/// Hands a fresh value to the device at each accepted connect, and compares the one that it shows at the next. It never refuses a connect:
/// it speaks to the clone detector only.
/// </summary>
public sealed partial class RollingProof(Registry registry, ProofTypes types, ILogger<RollingProof> logger)
{
    private const int ValueOctets = 16;

    private const string Select = """
        SELECT t."Key", p.Chain FROM Things t LEFT JOIN Proofs p ON p.ThingKey = t."Key" WHERE t.Name = $1 AND t.RetiredAt IS NULL
        """;

    private const string Upsert = """
        INSERT INTO Proofs (ThingKey, Chain, ChangedAt) VALUES ($1, $2, $3)
        ON CONFLICT (ThingKey) DO UPDATE SET Chain = excluded.Chain, ChangedAt = excluded.ChangedAt
        """;

    /// <summary>Whether the principal of a decision takes part: it or its type was switched on.</summary>
    public bool TakesPart(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision is { Allowed: true, ThingName: not null }
            && (decision.RollingProof || (decision.ThingType is { } type && types.Names.Contains(type)));
    }

    /// <summary>
    /// Compares the shown value, and stores the hash of a fresh one. Completes when it is on the disk. Null if the principal does not take
    /// part, or the disk refuses: then the device keeps the value that it has.
    /// </summary>
    /// <param name="decision">The decision to accept the connect.</param>
    /// <param name="shown">The value that the device shows; null for none.</param>
    /// <param name="live">The connection.</param>
    public async Task<ProofExchange?> ExchangeAsync(Decision decision, string? shown, LiveConnection live)
    {
        if (!TakesPart(decision))
        {
            return null;
        }

        var by = ClientEndpoint.Of(live) with { Topics = [] };
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(ValueOctets));
        try
        {
            return await registry.WriteAsync(
                scope => Exchange(scope, decision.ThingName!, shown, value, by), CancellationToken.None) is { } judgement
                    ? new ProofExchange(value, judgement) : null;
        }
        catch (Exception e)
        {
            LogNotStored(e, decision.ThingName!);
            return null;
        }
    }

    private static ProofJudgement? Exchange(WriteScope scope, string thing, string? shown, string value, ClientEndpoint by)
    {
        if (scope.Statements.Rows(Select, row => (Key: row.GetInt64(0), Chain: row.IsDBNull(1) ? null : row.GetString(1)), thing)
            is not [var (key, stored)])
        {
            return null;
        }

        var chain = stored is null ? new ProofChain() : JsonSerializer.Deserialize<ProofChain>(stored)!;
        var judgement = chain.Judge(shown is null ? null : HashOf(shown), by, scope.Now);
        chain.HandOut(HashOf(value));
        scope.Statements.Execute(Upsert, key, JsonSerializer.Serialize(chain), scope.Now);
        return judgement;
    }

    private static byte[] HashOf(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));

    [LoggerMessage(6801, LogLevel.Error, "The rolling proof of {Thing} could not be stored. The device keeps the value that it has.")]
    private partial void LogNotStored(Exception exception, string thing);
}
