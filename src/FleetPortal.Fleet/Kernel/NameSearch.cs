using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Finds a word in ThingNames: three characters and more anywhere through the trigram index, fewer at the beginning through the index of names.</summary>
internal static class NameSearch
{
    private const int Trigram = 3;

    public static IQueryable<ThingRecord> Narrow(FleetDbContext db, IQueryable<ThingRecord> things, string word)
    {
        if (word.Length < Trigram)
        {
            // U+10FFFF sorts after every character that a ThingName has.
            var end = word + "\U0010FFFF";
            return things.Where(thing => string.Compare(thing.Name, word) >= 0 && string.Compare(thing.Name, end) < 0);
        }

        // A string in FTS5 is quoted with ", and a quote in it doubled.
        var match = "\"" + word.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        var keys = db.Database.SqlQuery<long>($"SELECT rowid AS Value FROM ThingNames WHERE ThingNames MATCH {match}");
        return things.Where(thing => keys.Contains(thing.Key));
    }
}
