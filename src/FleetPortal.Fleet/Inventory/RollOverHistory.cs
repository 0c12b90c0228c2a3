using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Inventory;

/// <summary>
/// The history of the replacement of an authority, computed from the certificates. A Thing has moved when its first certificate of another
/// authority was issued.
/// </summary>
internal static class RollOverHistory
{
    private const int MaxPoints = 120;

    private static readonly long Day = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    /// <summary>Returns the number of Things that have moved, and the number of remaining Things at the end of each day.</summary>
    public static async Task<(int Moved, IReadOnlyList<RollOverPoint> Points)> ReadAsync(
        FleetDbContext db, long oldKey, DateTimeOffset since, DateTimeOffset now, int remaining, CancellationToken cancellationToken)
    {
        var from = since.ToUnixTimeMilliseconds();
        var moved = await db.Database.SqlQuery<DayCount>($"""
            SELECT (First - {from}) / {Day} AS Day, count(*) AS Count FROM (
                SELECT min(n.IssuedAt) AS First FROM Certificates n
                WHERE n.IssuedAt >= {from} AND (n.AuthorityKey IS NULL OR n.AuthorityKey <> {oldKey})
                  AND EXISTS (SELECT 1 FROM Certificates o WHERE o.ThingKey = n.ThingKey AND o.AuthorityKey = {oldKey})
                GROUP BY n.ThingKey)
            GROUP BY 1 ORDER BY 1
            """).ToListAsync(cancellationToken);
        var total = moved.Sum(day => day.Count);
        var points = new List<RollOverPoint> { new(since, remaining + total) };
        var left = remaining + total;
        foreach (var day in moved)
        {
            left -= day.Count;
            var end = since.AddMilliseconds(Day * (day.Day + 1));
            points.Add(new RollOverPoint(end < now ? end : now, left));
        }

        // If there are more days than a chart can show, leave out the oldest days but keep the start.
        return (total, points.Count <= MaxPoints ? points : [points[0], .. points[^(MaxPoints - 1)..]]);
    }

    private sealed record DayCount(long Day, int Count);
}
