using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Searches ThingNames. A word of three characters or more is found anywhere in a name, with the trigram index. A shorter word is found at
/// the beginning, with the index of names.
/// </summary>
internal static class NameSearch
{
    private const int Trigram = 3;

    /// <summary>Returns the Things of a query whose names contain the word.</summary>
    public static IQueryable<ThingRecord> Narrow(FleetDbContext db, IQueryable<ThingRecord> things, string word)
    {
        if (word.Length < Trigram)
        {
            // U+10FFFF sorts after every character that a ThingName can have.
            var end = word + "\U0010FFFF";
            return things.Where(thing => string.Compare(thing.Name, word) >= 0 && string.Compare(thing.Name, end) < 0);
        }

        // FTS5 quotes a string with " and doubles each quote inside it.
        var match = "\"" + word.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        var keys = db.Database.SqlQuery<long>($"SELECT rowid AS Value FROM ThingNames WHERE ThingNames MATCH {match}");
        return things.Where(thing => keys.Contains(thing.Key));
    }
}
