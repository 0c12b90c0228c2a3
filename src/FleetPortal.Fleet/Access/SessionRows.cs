using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>Ends rows; <see cref="Standings.RefreshAsync"/> afterwards ends what is open.</summary>
internal static class SessionRows
{
    /// <summary>Whether it had not ended before.</summary>
    public static bool End(WriteScope scope, string id, string reason) =>
        scope.Statements.Execute("UPDATE Sessions SET EndedAt = $1, EndReason = $2 WHERE Id = $3 AND EndedAt IS NULL", scope.Now, reason, id) == 1;

    /// <summary>Ends every session of a person but one; answers how many.</summary>
    public static int EndAll(WriteScope scope, string kind, string actorId, string? but, string reason) =>
        scope.Statements.Execute(
            "UPDATE Sessions SET EndedAt = $1, EndReason = $2 WHERE ActorKind = $3 AND ActorId = $4 AND Id <> $5 AND EndedAt IS NULL", scope.Now, reason, kind, actorId, but ?? "");
}
