using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Things;

/// <summary>
/// A term of a search that is a pasted fingerprint, serial number, certificate or name. It finds the Thing that this belongs to.
/// </summary>
/// <param name="Word">The text again, if it may also be a part of a ThingName; otherwise null.</param>
internal sealed record PastedTerm(PastedCredential Credential, string? Word)
{
    // Shorter texts of digits are searched in names only, because many names contain a few digits.
    private const int MinDigits = 16;

    /// <summary>Reads a text; returns null for an ordinary word.</summary>
    /// <exception cref="FleetError"><c>query-private-key</c>, <c>query-invalid</c>.</exception>
    public static PastedTerm? Of(string? text) => PastedSearch.Read(text) switch
    {
        { IsExact: true } exact => new PastedTerm(exact, null),
        { } digits when text!.Trim() is { Length: >= MinDigits } word => new PastedTerm(digits, word),
        _ => null,
    };

    /// <summary>Returns the Things of a query that the term finds.</summary>
    public IQueryable<ThingRecord> Narrow(FleetDbContext db, IQueryable<ThingRecord> things)
    {
        var keys = PastedSearch.Certificates(db, Credential);
        var holders = db.Set<CertificateRecord>().Where(x => keys.Contains(x.Key)).Select(x => x.ThingKey);
        if (Word is { } word)
        {
            var named = NameSearch.Narrow(db, db.Set<ThingRecord>(), word).Select(thing => thing.Key);
            return things.Where(thing => named.Contains(thing.Key) || holders.Contains(thing.Key));
        }

        var name = Credential.Name;
        return name is null ? things.Where(thing => holders.Contains(thing.Key)) : things.Where(thing => thing.Name == name);
    }
}
