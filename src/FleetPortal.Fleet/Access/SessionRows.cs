using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>Ends sessions in the table. Call <see cref="Standings.RefreshAsync"/> after the commit to end their open pages.</summary>
internal static class SessionRows
{
    /// <summary>Ends a session. False if it had ended before.</summary>
    public static bool End(WriteScope scope, string id, string reason) =>
        scope.Statements.Execute("UPDATE Sessions SET EndedAt = $1, EndReason = $2 WHERE Id = $3 AND EndedAt IS NULL",
            scope.Now, reason, id) == 1;

    /// <summary>Ends every session of a person except one. Returns their number.</summary>
    public static int EndAll(WriteScope scope, string kind, string actorId, string? but, string reason) =>
        scope.Statements.Execute(
            "UPDATE Sessions SET EndedAt = $1, EndReason = $2 WHERE ActorKind = $3 AND ActorId = $4 AND Id <> $5 AND EndedAt IS NULL",
            scope.Now, reason, kind, actorId, but ?? "");
}
